"""Starting git: through GitPython, in our own repository only, deaf to everybody's configuration."""

from __future__ import annotations

import errno
import importlib
import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from subprocess import PIPE
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, cast

from jovian_lab.errors import Damaged, GitUnavailable, StorageError, from_os_error

if TYPE_CHECKING:
    from git import Git

MINIMUM = (2, 25)
_INSTALL = f"Install git {MINIMUM[0]}.{MINIMUM[1]} or newer and make sure it is on the PATH of the Jupyter server."
_importing = threading.Lock()


def run(repository: Path, arguments: Sequence[str], *, stdin: bytes | None = None) -> bytes:
    """Run a git command in a store's repository and return what it prints.

    Parameters
    ----------
    repository : Path
        The bare repository.
    arguments : sequence of str
        The subcommand and its arguments; values from outside only after `--` or `--end-of-options`.
    stdin : bytes, optional
        What git is fed.

    Raises
    ------
    GitUnavailable
        If git is missing or too old.
    DiskFull, PermissionDenied
        If git says that this is why it fails.
    StorageError
        If git fails otherwise; the message ends with git's own last line.
    """
    with start(repository, arguments) as (_, _, process):
        output, errors = process.proc.communicate(stdin) if stdin is not None else process.proc.communicate()
        status = process.proc.returncode
    if status:
        said = errors.decode("utf-8", "replace").strip()
        for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            if os.strerror(number) in said:
                raise from_os_error(OSError(number, os.strerror(number)), "write to the store")
        last = said.splitlines()[-1:] or ["no message"]
        raise StorageError(f"git {arguments[0]} failed: {last[0]}", "Run `jovian-lab fsck` to check the store.")
    return cast(bytes, output)


@contextmanager
def start(repository: Path, arguments: Sequence[str]) -> Iterator[tuple[IO[bytes], IO[bytes], Any]]:
    """Start a git command and talk to it; it has ended when the block is left.

    Yields
    ------
    tuple
        git's standard input, its standard output, and GitPython's handle.
    """
    git = _checked_git(repository)
    command = [git.GIT_PYTHON_GIT_EXECUTABLE or "git", *_FIXED, f"--git-dir={repository}", *arguments]
    try:
        process = git.execute(command, as_process=True, istream=PIPE, env=_environment(repository))
    except Exception as error:  # GitPython wraps whatever Popen says
        raise GitUnavailable("git could not be started.", _INSTALL) from error
    handle = cast(Any, process)
    try:
        yield handle.proc.stdin, handle.proc.stdout, handle
    except BrokenPipeError as error:
        raise Damaged("git stopped reading the store.", "Run `jovian-lab fsck` to see what is damaged.") from error
    finally:
        for pipe in (handle.proc.stdin, handle.proc.stdout, handle.proc.stderr):
            if pipe is not None and not pipe.closed:
                with suppress(BrokenPipeError):
                    pipe.close()
        handle.proc.wait()
        handle.proc = None  # ours is done: GitPython need not end it again


def available() -> None:
    """Check that git is there and new enough.

    Raises
    ------
    GitUnavailable
        If it is not.
    """
    _checked_git(Path.cwd())


def user_git(folder: Path) -> Git:
    """Return GitPython's command interface for the user's own git, with their configuration, in their folder.

    Raises
    ------
    GitUnavailable
        If git is missing or too old.
    """
    return _checked_git(folder)


_FIXED = (
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never",
    "-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
)  # fmt: skip


def _environment(repository: Path) -> dict[str, str]:
    """Variables that keep the user's and the system's git settings out."""
    return {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_COUNT": "0",
        "GIT_CONFIG_PARAMETERS": "",
        "GIT_OBJECT_DIRECTORY": str(repository / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_NAMESPACE": "",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "LC_ALL": "C",
    }


def gitpython() -> ModuleType:
    """Import GitPython: late, because a warm commit needs none of it, and without the two gits it starts meanwhile."""
    with _importing:
        told = {"GIT_PYTHON_REFRESH": "quiet", "GIT_PYTHON_GIT_EXECUTABLE": os.devnull}
        before = {name: os.environ.get(name) for name in told}
        os.environ.update(told)
        try:
            return importlib.import_module("git")
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _checked_git(folder: Path) -> Git:
    """GitPython's command interface, once git proved good. A failure is asked about again the next time."""
    git_class: type[Git] = gitpython().Git
    _check_version(git_class, os.environ.get("PATH", ""))
    return git_class(str(folder))


@cache
def _check_version(git_class: type[Git], path: str) -> None:
    try:
        output = str(git_class().execute([git_class.GIT_PYTHON_GIT_EXECUTABLE or "git", "version"]))
    except Exception as error:  # GitCommandNotFound, PermissionError: both mean the same to the user
        raise GitUnavailable("git was not found.", _INSTALL) from error
    match = re.search(r"(\d+)\.(\d+)", output)
    if match is None or (int(match[1]), int(match[2])) < MINIMUM:
        raise GitUnavailable(f"git is too old: {output.strip()[:60]}.", _INSTALL)
