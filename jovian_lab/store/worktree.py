"""The user's own files: read whole and stable, replaced at once, never outside the project's folder."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from jovian_lab.errors import (
    FileChanging,
    InputError,
    JovianError,
    NotAFile,
    NotebookNotFound,
    PathOutsideRoot,
    from_os_error,
)
from jovian_lab.store import durable

LARGEST = 2**31 - 1  # bytes; git's own tools get into trouble above
_PATIENCE_SECONDS = 10.0  # how long a notebook may keep changing
_QUIET_SECONDS = 0.5  # a file that does not parse is taken as it is after this long without change
_PAUSE_SECONDS = 0.02
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_CAN_WALK = os.open in os.supports_dir_fd and bool(_NO_LINKS)


def inside(folder: Path, path: str | os.PathLike[str]) -> str:
    """Return a path relative to `folder`, with "/", after checking that it leads nowhere else.

    Parameters
    ----------
    folder : Path
        The project's folder, resolved.
    path : str or PathLike
        Relative to the folder, or absolute.

    Raises
    ------
    PathOutsideRoot
        If it leads out of the folder, by itself or through a link.
    InputError
        If it cannot be a path, or is in `.git` or `.jovian`.
    """
    text = os.fspath(path)
    if "\0" in text or not text:
        raise InputError("The path is empty or holds a NUL character.", "Name a notebook, like analysis.ipynb.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError("The path is not valid Unicode.", "Rename the file.") from error
    full = Path(text) if os.path.isabs(text) else folder / text
    lexical = Path(os.path.normpath(full))
    if os.path.isabs(text) and not lexical.is_relative_to(folder):
        lexical = Path(os.path.realpath(lexical.parent)) / lexical.name  # the folder may be named through a link
    hint = f"Only files in {folder} can be used here."
    if ".." in PurePosixPath(text.replace("\\", "/")).parts or not lexical.is_relative_to(folder):
        raise PathOutsideRoot(f"{text!r} leads out of the project's folder.", hint)
    relative = lexical.relative_to(folder)
    for part in relative.parts:
        if part.lower() in (".git", ".jovian"):
            raise InputError(f"{text!r} is inside {part}, which is not for notebooks.", hint)
        if os.name == "nt" and part.split(".")[0].lower() in _RESERVED:
            raise InputError(f"{part!r} is the name of a device.", "Choose another name.")
    if not relative.parts:
        raise NotAFile("That is a folder, not a notebook.", "Name a notebook in it.")
    if not Path(os.path.realpath(lexical)).is_relative_to(folder):
        raise PathOutsideRoot(f"{text!r} is a link that leads out of the project's folder.", hint)
    return relative.as_posix()


def read_file(folder: Path, path: str) -> bytes:
    """Read a file at one moment: what is returned stood there unchanged while it was read.

    Parameters
    ----------
    folder : Path
        The project's folder, resolved.
    path : str
        As `inside` returned it.

    Raises
    ------
    NotebookNotFound, NotAFile, PathOutsideRoot, PermissionDenied, FileChanging
    """
    return _read_stable(folder, path, lambda data: True)


def read_notebook(folder: Path, path: str, whole: Callable[[bytes], bool]) -> bytes:
    """Read a notebook that Jupyter may be saving just now (it truncates the file and writes it anew).

    Parameters
    ----------
    folder, path
        As for `read_file`.
    whole : callable
        Tells whether bytes are a complete notebook. Bytes that are not are looked at again until the file has been
        quiet for half a second: then it simply is no notebook.

    Raises
    ------
    NotebookNotFound, NotAFile, PathOutsideRoot, PermissionDenied, FileChanging
    """
    return _read_stable(folder, path, whole)


def write_notebook(folder: Path, path: str, data: bytes) -> None:
    """Replace (or make) a file, all or nothing; its permissions stay.

    Raises
    ------
    PathOutsideRoot, PermissionDenied, DiskFull, StorageError
    """
    target = Path(os.path.realpath(folder / inside(folder, path)))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.jovian-tmp")
        if target.is_dir():
            raise NotAFile(f"{path} is a folder now.", "Move it away, or restore under another name.")
        if target.exists():
            if not os.access(target, os.W_OK):
                raise PermissionError(13, "read-only file", str(target))
            mode = stat.S_IMODE(target.stat().st_mode)
            durable.replace_file(target, data, temporary=temporary)
            with contextlib.suppress(OSError):
                os.chmod(target, mode)
        else:
            durable.replace_file(target, data, temporary=temporary)
    except OSError as error:
        raise from_os_error(error, f"write {path}") from error


def exists(folder: Path, path: str) -> bool:
    """Tell whether a regular file stands at a path of the store, without leaving the folder."""
    try:
        return bool(path) and (folder / inside(folder, path)).is_file()
    except (JovianError, OSError):
        return False


def _read_stable(folder: Path, path: str, whole: Callable[[bytes], bool]) -> bytes:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    quiet_since, last = time.monotonic(), None
    while True:
        saving = _being_saved(folder, path)  # asked first: a save that begins later is seen in the file's times
        try:
            data, before, after = _read_once(folder, path)
        except OSError as error:
            raise _reading_error(error, path) from error
        now = time.monotonic()
        if before != last:
            quiet_since, last = now, before
        if before == after and (whole(data) or (now - quiet_since > _QUIET_SECONDS and not saving)):
            return data
        if now > deadline:
            raise FileChanging(f"{path} kept changing while it was read.", "Wait until it is saved, then commit again.")
        time.sleep(_PAUSE_SECONDS)


def _being_saved(folder: Path, path: str) -> bool:
    """Tell whether Jupyter is saving a file: it keeps a copy beside it for as long as that takes."""
    return os.path.lexists((folder / path).with_name(f".~{PurePosixPath(path).name}"))


def _read_once(folder: Path, path: str) -> tuple[bytes, object, object]:
    """Read a file; also what the system says of it before and after."""
    descriptor = _open_beneath(folder, path)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
            raise NotAFile(f"{path} is {kind}.", "Name a notebook file.")
        if status.st_size > LARGEST:
            raise InputError(f"{path} is larger than 2 GB.", "Clear some outputs, or keep large data beside it.")
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            data = file.readall()
        return data, _stamp(status), _stamp(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_mtime_ns, status.st_size


def _open_beneath(folder: Path, path: str) -> int:
    """Open a file without following any link below `folder`, so that a link made meanwhile leads nowhere."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    resolved = Path(os.path.realpath(folder / path))
    if not resolved.is_relative_to(folder):
        raise PathOutsideRoot(f"{path!r} leads out of the project's folder.", f"Only files in {folder} can be used.")
    if not _CAN_WALK:
        return os.open(resolved, flags)
    *parents, name = resolved.relative_to(folder).parts
    current = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        for part in parents:
            below = os.open(part, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | _NO_LINKS, dir_fd=current)
            os.close(current)
            current = below
        return os.open(name, flags | _NO_LINKS, dir_fd=current)
    finally:
        os.close(current)


def _reading_error(error: OSError, path: str) -> JovianError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return NotebookNotFound(f"There is no file {path}.", "Check the name, or save the notebook first.")
    if isinstance(error, IsADirectoryError):
        return NotAFile(f"{path} is a folder.", "Name a notebook file.")
    if error.errno == errno.ENXIO:  # a socket
        return NotAFile(f"{path} is no regular file.", "Name a notebook file.")
    if error.errno in (errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL):
        return InputError(f"No file can be read at {path[:100]}.", "Check the path, and where its links lead.")
    return from_os_error(error, f"read {path}")
