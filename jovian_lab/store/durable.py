"""Writing so that it survives a power cut: bytes to the disk first, then the name, then the folder that holds it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_CAN_SYNC_FOLDERS = os.name != "nt"  # Windows journals folder entries itself and has no handle to sync


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write everything; the system may take less than it was given."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_folder(folder: str | Path) -> None:
    """Make the names in a folder durable."""
    if not _CAN_SYNC_FOLDERS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, durably; its parent must be there. One that is there already is fine."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    sync_folder(folder.parent)


def replace_file(path: Path, data: bytes, *, temporary: Path | None = None) -> None:
    """Put `data` at `path`, all or nothing, durable when it returns.

    Parameters
    ----------
    path : Path
        The file to make or replace.
    data : bytes
        Its new content.
    temporary : Path, optional
        The name to write under first, in the same folder; a file found there is a dead writer's and is overwritten.
    """
    temporary = temporary or path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)
