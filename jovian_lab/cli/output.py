"""Writing exact bytes to stdout, or to a file: all of them or nothing."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from jovian_lab.cli.options import here
from jovian_lab.errors import Conflict, from_os_error


def write_bytes(content: bytes, output: str | None, *, force: bool = False) -> None:
    """Write bytes where the user wants them.

    Parameters
    ----------
    content : bytes
        What to write.
    output : str or None
        A path; None or "-" for stdout.
    force : bool
        Whether a file of that name is replaced.

    Raises
    ------
    Conflict
        When the file exists and is not to be replaced, or is a folder.
    JovianError
        When the disk refuses; nothing half written is left.
    """
    if output in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = here(str(output))
    exists = Conflict(f"'{output}' exists already.", "Choose another name; nothing is overwritten.")
    try:
        if path.is_dir() or (not force and os.path.lexists(path)):
            raise exists
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".jovian-tmp", dir=path.parent)
        temporary = Path(name)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _open_to_others(temporary)
            if force:
                os.replace(temporary, path)
            else:
                _name(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError as error:
        raise exists from error
    except OSError as error:
        raise from_os_error(error, f"write '{output}'") from error


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name, which nobody may have taken meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: the name is taken first, then what it names is replaced
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        os.replace(temporary, path)


def _open_to_others(temporary: Path) -> None:
    """Give a temporary file, which only its owner may read, the permissions of any other new file."""
    mask = os.umask(0)
    os.umask(mask)
    with contextlib.suppress(OSError):
        os.chmod(temporary, 0o666 & ~mask)
