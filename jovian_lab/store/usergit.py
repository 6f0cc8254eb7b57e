"""The user's own git, told to show notebooks through jovian-lab: a few settings and one line of attributes.

Only `git config` and `git rev-parse` are run, which run no program of the repository they are asked about.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from jovian_lab.errors import Conflict, InputError, from_os_error
from jovian_lab.store import git

Scope = Literal["local", "global"]

NAME = "jovian-lab"
ATTRIBUTES = f"*.ipynb diff={NAME}"


class Setting(msgspec.Struct, frozen=True):
    """A change that was made.

    Attributes
    ----------
    where : str
        "git config" or the path of an attributes file.
    name : str
        The setting's name, empty for a line of attributes.
    old, new : str or None
        What was there and what is there now; None for nothing.
    """

    where: str
    name: str
    old: str | None
    new: str | None


def settings(program: str) -> dict[str, str]:
    """Return git's settings by name; `program` is how a shell starts jovian-lab."""
    return {
        f"diff.{NAME}.command": f"{program} git-diff-driver",
        f"difftool.{NAME}.cmd": f'{program} diff "$LOCAL" "$REMOTE"',
    }


def set_up(scope: Scope, folder: Path, program: str) -> list[Setting]:
    """Make git show notebooks through jovian-lab.

    Parameters
    ----------
    scope : str
        "local" for the repository that holds `folder`, "global" for all of the user's.
    folder : Path
        Where to look for a repository.
    program : str
        How a shell starts jovian-lab.

    Returns
    -------
    list of Setting
        What was changed; empty where everything was so already.

    Raises
    ------
    InputError
        If there is no repository.
    GitUnavailable, JovianError
        If git is missing, or a file cannot be written.
    """
    _require_repository(scope, folder)
    done: list[Setting] = []
    for name, value in settings(program).items():
        old = _get(scope, folder, name)
        if old != value:
            _git(folder, ["config", f"--{scope}", "--replace-all", name, value])
            done.append(Setting("git config", name, old, value))
    path = _attributes(scope, folder)
    lines = _lines(path)
    if ATTRIBUTES not in lines:
        _write(path, [*lines, ATTRIBUTES])
        done.append(Setting(str(path), "", None, ATTRIBUTES))
    return done


def take_back(scope: Scope, folder: Path) -> list[Setting]:
    """Undo `set_up`: its settings and its line are removed, everything else stays.

    Raises
    ------
    InputError
        If there is no repository.
    GitUnavailable, JovianError
        If git is missing, or a file cannot be written.
    """
    _require_repository(scope, folder)
    done: list[Setting] = []
    for name in settings(""):
        old = _get(scope, folder, name)
        if old is not None:
            _git(folder, ["config", f"--{scope}", "--unset-all", name])
            done.append(Setting("git config", name, old, None))
    path = _attributes(scope, folder)
    lines = _lines(path)
    if ATTRIBUTES in lines:
        _write(path, [line for line in lines if line != ATTRIBUTES])
        done.append(Setting(str(path), "", ATTRIBUTES, None))
    return done


def _require_repository(scope: Scope, folder: Path) -> None:
    if scope == "local" and _git(folder, ["rev-parse", "--git-dir"], allowed=(128,)) is None:
        raise InputError(f"{folder} is in no git repository.", "Go to one, or use --global.")


def _get(scope: Scope, folder: Path, name: str) -> str | None:
    return _git(folder, ["config", f"--{scope}", "--get", name], allowed=(1,))


def _attributes(scope: Scope, folder: Path) -> Path:
    """Return the file of attributes that only this user, or only this clone, has."""
    if scope == "local":
        found = _git(folder, ["rev-parse", "--git-path", "info/attributes"])
        return (folder / (found or ".git/info/attributes")).resolve()
    configured = _git(folder, ["config", "--global", "--type=path", "--get", "core.attributesFile"], allowed=(1,))
    if configured:
        return Path(configured).resolve()
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return (home / "git" / "attributes").resolve()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "surrogateescape").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise from_os_error(error, f"read {path}") from error


def _write(path: Path, lines: Sequence[str]) -> None:
    """Replace a file of the user's at once; it keeps its mode."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".jovian-lab-")
        with open(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("".join(f"{line}\n" for line in lines))
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        raise from_os_error(error, f"write {path}") from error


def _git(folder: Path, arguments: Sequence[str], *, allowed: Sequence[int] = ()) -> str | None:
    """Run the user's git in a folder; None where it ends with an allowed exit code other than 0."""
    command = ["git", "--no-pager", *arguments]
    done = git.user_git(folder).execute(command, with_extended_output=True, with_exceptions=False)
    status, output, errors = done
    if status in allowed:
        return None
    if status:
        last = str(errors).strip().splitlines()[-1:] or ["no message"]
        raise Conflict(f"git {arguments[0]} failed: {last[0]}", "Look at your git configuration.")
    return str(output)
