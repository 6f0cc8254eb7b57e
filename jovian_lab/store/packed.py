"""Reading from the packs that commits write, without starting git: objects that are stored whole, each by its name.

What is stored as a difference (after maintenance), loose, or not as expected is left to git. Nothing here is trusted:
whoever reads checks the body against the name.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from contextlib import suppress
from pathlib import Path

_KINDS = {1: "commit", 2: "tree", 3: "blob"}
_HEAD = b"\xfftOc\x00\x00\x00\x02"
_FAN = len(_HEAD)
_NAME = 20  # bytes of an id
_NAMES = _FAN + 4 * 256
_LARGE_OFFSET = 0x80000000
_ENTRY = 64  # bytes read at first: the entry's header, and all of a small one
_SLACK = 1024  # bytes that deflated data may be longer than what they hold, at least
_MOST_PACKS = 2_000


class Packs:
    """The packs of a repository as they are now; git is asked about whatever is not found.

    Parameters
    ----------
    repository : Path
        The bare repository.
    """

    def __init__(self, repository: Path) -> None:
        self._folder = repository / "objects" / "pack"
        self._packs: list[_Pack] | None = None

    def get(self, identity: str) -> tuple[str, bytes] | None:
        """Return (kind, body) of an object, unchecked; None where git has to be asked.

        Parameters
        ----------
        identity : str
            Object id, 40 hex digits.
        """
        try:
            name = bytes.fromhex(identity)
            if len(name) != _NAME:
                return None
            if self._packs is None:
                self._packs = self._listed()
            for pack in self._packs:
                offset = pack.find(name)
                if offset is not None:
                    return pack.read(offset)
        except (
            OSError,
            ValueError,
            IndexError,
            struct.error,
            zlib.error,
        ):  # gone meanwhile, or damaged: git says what it is
            pass
        return None

    def close(self) -> None:
        """Close all files."""
        for pack in self._packs or ():
            pack.close()
        self._packs = []

    def _listed(self) -> list[_Pack]:
        with os.scandir(self._folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(".idx")]
        return [_Pack(self._folder / name) for name in names] if len(names) <= _MOST_PACKS else []


class _Pack:
    """One pack with its index (version 2); opened when something is looked for."""

    def __init__(self, index: Path) -> None:
        self._path = index
        self._index: int | None = None
        self._data: int | None = None
        self._fan: tuple[int, ...] = ()

    def find(self, name: bytes) -> int | None:
        """Return where an object stands in the pack."""
        if self._index is None:
            self._index = _opened(self._path)
            head = os.pread(self._index, _NAMES, 0)
            fan = struct.unpack_from(">256I", head, _FAN)
            size = os.fstat(self._index).st_size
            if head.startswith(_HEAD) and list(fan) == sorted(fan) and _NAMES + (_NAME + 8) * fan[255] <= size:
                self._fan = fan
        if not self._fan:
            return None
        start, end, count = self._fan[name[0] - 1] if name[0] else 0, self._fan[name[0]], self._fan[255]
        names = os.pread(self._index, _NAME * (end - start), _NAMES + _NAME * start)
        at = names.find(name)
        while at % _NAME and at >= 0:
            at = names.find(name, at + 1)
        if at < 0:
            return None
        offsets = _NAMES + (_NAME + 4) * count
        offset = int(struct.unpack(">I", os.pread(self._index, 4, offsets + 4 * (start + at // _NAME)))[0])
        if offset & _LARGE_OFFSET:
            place = offsets + 4 * count + 8 * (offset & ~_LARGE_OFFSET)
            offset = int(struct.unpack(">Q", os.pread(self._index, 8, place))[0])
        return offset

    def read(self, offset: int) -> tuple[str, bytes] | None:
        """Return the object that begins there, None if it is stored as a difference."""
        if self._data is None:
            self._data = _opened(self._path.with_suffix(".pack"))
        data = os.pread(self._data, _ENTRY, offset)
        kind, size, at, shift = data[0] >> 4 & 7, data[0] & 15, 1, 4
        while data[at - 1] & 0x80:
            size |= (data[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
        left = os.fstat(self._data).st_size - offset
        if kind not in _KINDS or size > left * 1100:  # more than deflating can hide
            return None
        packed = os.pread(self._data, min(size + size // 512 + _SLACK, left), offset + at)
        body = zlib.decompressobj().decompress(packed, size + 1)
        return (_KINDS[kind], body) if len(body) == size else None

    def close(self) -> None:
        """Close the files."""
        for descriptor in (self._index, self._data):
            if descriptor is not None:
                with suppress(OSError):
                    os.close(descriptor)
        self._index = self._data = None


def _opened(path: Path) -> int:
    """Open a regular file and nothing else."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path.name} is no file")
    return descriptor
