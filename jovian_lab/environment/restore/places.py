"""Where environments are kept, how one is made so that nothing half-made stays, and what has been made."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from jupyter_core.paths import jupyter_data_dir

from jovian_lab.environment.restore import kernels
from jovian_lab.environment.restore.values import Made
from jovian_lab.errors import Busy, InputError, NotFound, from_os_error

_CARD = "jovian-lab.json"  # in a finished environment
_MARK = ".making"  # beside one that is not
_WORK = ".work"  # lists and the like, while it is made
_LONGEST = 60
_MOST_SUFFIXES = 1000
# Windows reserves these, whatever follows the dot
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


def environments_folder() -> Path:
    """Return the folder our environments are kept in: `jovian-lab/environments` in Jupyter's data folder."""
    return Path(jupyter_data_dir()) / "jovian-lab" / "environments"


def name_of(text: str) -> str:
    """Return a name for a folder and a kernel, made of what a person wrote.

    Raises
    ------
    InputError
        If nothing is left of it.
    """
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")[:_LONGEST].rstrip("-._")
    if not name or _RESERVED.fullmatch(name):
        raise InputError(f"{text[:50]!r} is no name for an environment.", "Use letters, digits, '-', '_' and '.'.")
    return name.lower()


class Making:
    """An environment in the making: the folder is new, and goes away again unless it is finished.

    An environment holds its own path, so it is made at its final place. Until it is finished a locked file beside it
    says so; whoever finds that file without its lock removes both.

    Attributes
    ----------
    name : str
        Of the environment: as asked for, or with a number where that is taken.
    folder : Path
        Its place; made by whoever fills it.
    work : Path
        An empty folder for whatever is needed meanwhile.
    held : list of int
        Open files that keep the lock: tools inherit them, so that nobody tidies up while one still runs.
    """

    def __init__(self, target: Path, name: str, folder: Path, lock: FileLock) -> None:
        self.target = target
        self.name = name
        self.folder = folder
        self.work = target / f"{name}{_WORK}"
        self._lock = lock

    @property
    def held(self) -> list[int]:
        """The open file of the lock."""
        descriptor = getattr(self._lock, "_context", None)
        number = getattr(descriptor, "lock_file_fd", None)
        return [number] if isinstance(number, int) else []

    def finish(self, made: Made) -> None:
        """Say that the environment is complete."""
        (self.folder / _CARD).write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")


@contextlib.contextmanager
def making(target: Path, name: str) -> Iterator[Making]:
    """Take a free name for a new environment; what is there when the block ends without `finish` is removed.

    Raises
    ------
    PermissionDenied, DiskFull, StorageError
        If the folder cannot be written.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        tidy(target)
        taken = _take(target, name)
        _remove(taken.work)
        taken.work.mkdir()
    except OSError as error:
        raise from_os_error(error, "make an environment") from error
    try:
        yield taken
    finally:
        try:
            if not (taken.folder / _CARD).is_file():
                _remove(taken.folder)
            _remove(taken.work)
            (target / f"{taken.name}{_MARK}").unlink(missing_ok=True)
        except OSError:
            pass  # the mark stays: whoever comes next tries again
        finally:
            taken._lock.release()


def tidy(target: Path) -> list[str]:
    """Remove what was left half-made by somebody who did not live to remove it.

    Returns
    -------
    list of str
        Names of what was removed.
    """
    removed = []
    for mark in target.glob(f"*{_MARK}"):
        lock = FileLock(mark, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except (Timeout, OSError):
            continue  # somebody is at work on it
        try:
            folder = mark.with_name(mark.name.removesuffix(_MARK))
            if not (folder / _CARD).is_file():
                _remove(folder)
                kernels.forget(folder)
                removed.append(folder.name)
            _remove(folder.with_name(f"{folder.name}{_WORK}"))
            mark.unlink(missing_ok=True)
        finally:
            lock.release()
    return removed


def environments(target: Path | None = None) -> list[Made]:
    """List the environments made by us, by name.

    Parameters
    ----------
    target : Path, optional
        The folder they are kept in; `environments_folder()` by default.
    """
    folder = target or environments_folder()
    found = []
    for card in sorted(folder.glob(f"*/{_CARD}")):
        with contextlib.suppress(OSError, msgspec.DecodeError):
            made = msgspec.json.decode(card.read_bytes(), type=Made)
            # the folder may have been moved with its home
            found.append(msgspec.structs.replace(made, name=card.parent.name, folder=str(card.parent)))
    return found


def remove_environment(name: str, target: Path | None = None) -> Made:
    """Remove an environment made by us, and its kernel.

    Returns
    -------
    Made
        What it was.

    Raises
    ------
    NotFound
        If there is none of this name.
    """
    folder = target or environments_folder()
    made = next((one for one in environments(folder) if one.name == name), None)
    if made is None:
        raise NotFound(f"There is no environment {name[:100]!r}.", "`jovian-lab env list` shows those there are.")
    try:
        _remove(folder / made.name)
        kernels.forget(folder / made.name)
    except OSError as error:
        raise from_os_error(error, f"remove the environment {name}") from error
    return made


def _take(target: Path, name: str) -> Making:
    for number in range(1, _MOST_SUFFIXES):
        own = name if number == 1 else f"{name}-{number}"
        folder, mark = target / own, target / f"{own}{_MARK}"
        if os.path.lexists(folder):
            continue
        lock = FileLock(mark, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            continue  # somebody else is making it just now
        if os.path.lexists(folder):  # … and was done a moment ago
            lock.release()
            mark.unlink(missing_ok=True)
            continue
        return Making(target, own, folder, lock)
    raise Busy(f"There are too many environments called {name}.", "Choose another name, or remove some of them.")


def _remove(folder: Path) -> None:
    """Remove a folder; read-only files, as some packages bring them, too. A link is removed, not what it leads to."""
    if folder.is_symlink():
        folder.unlink()
        return
    if not folder.exists():
        return
    for path, folders, _ in os.walk(folder):
        for inner in folders:
            place = os.path.join(path, inner)
            if not os.path.islink(place):
                with contextlib.suppress(OSError):
                    os.chmod(place, stat.S_IRWXU)
    for _ in range(5):  # a tool that was just killed may have written one more file
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)
