"""Writing so that it survives a power cut: bytes to the disk first, then the name, then the folder that holds it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jovian_lab.store import beside

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


@dataclass
class _Staged:
    descriptor: int | None  # None once it is closed
    temporary: Path
    final: Path


class Replacements:
    """Files that are put in place together: all contents to the disk at once, then the names in order.

    Waiting for the disk is nearly all that a commit costs, and several files can be waited for at the same time. Each
    name appears only when every content is on the disk, and in the order in which the files were staged; the names in
    one folder are on the disk before the first in the next folder appears.
    """

    def __init__(self) -> None:
        self._staged: list[_Staged] = []

    def stage(self, temporary: Path, final: Path, *, mode: int = 0o666, overwrite: bool = False) -> int:
        """Make a temporary file that will become `final`.

        Parameters
        ----------
        temporary, final : Path
            Names in the same folder.
        mode : int
            Permissions.
        overwrite : bool
            Whether something may stand at `temporary`, left by a writer that died; it is removed, never followed.

        Returns
        -------
        int
            A descriptor to write to; it stays ours.
        """
        if overwrite:
            temporary.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, mode)
        self._staged.append(_Staged(descriptor, temporary, final))
        return descriptor

    def put_in_place(self) -> None:
        """Make everything durable and visible.

        Raises
        ------
        OSError
            As the disk says. Files whose turn had not come are gone then; those before them stay.
        """
        try:
            self._sync_contents()
            while self._staged:
                staged = self._staged[0]
                if staged.descriptor is not None:
                    os.close(staged.descriptor)  # some systems rename no file that is open
                    staged.descriptor = None
                os.replace(staged.temporary, staged.final)
                self._staged.pop(0)
                if not self._staged or self._staged[0].final.parent != staged.final.parent:
                    sync_folder(staged.final.parent)
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove the temporary files that are left."""
        for staged in self._staged:
            if staged.descriptor is not None:
                with contextlib.suppress(OSError):
                    os.close(staged.descriptor)
            with contextlib.suppress(OSError):
                staged.temporary.unlink()
        self._staged = []

    def _sync_contents(self) -> None:
        """Wait for all of them at once, also where one fails: no descriptor is closed while it is waited for."""
        open_ones = [staged.descriptor for staged in self._staged if staged.descriptor is not None]
        others = [beside.start(partial(os.fsync, descriptor)) for descriptor in open_ones[1:]]
        waits: list[Callable[[], None]] = [partial(os.fsync, descriptor) for descriptor in open_ones[:1]]
        errors: list[OSError] = []
        for wait in waits + others:
            try:
                wait()
            except OSError as error:
                errors.append(error)
        if errors:
            raise errors[0]


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
    replacements = Replacements()
    try:
        descriptor = replacements.stage(
            temporary or path.with_name(f".{path.name}.{os.getpid()}.tmp"), path, overwrite=True
        )
        write_all(descriptor, data)
    except BaseException:
        replacements.discard()
        raise
    replacements.put_in_place()
