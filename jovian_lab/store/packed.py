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
_READ_AT_ONCE = 32 << 10  # bytes of an index
_LARGE_OFFSET = 0x80000000
_ENTRY = 4096  # bytes read at first: the entry's header, and all of a small one
_SLACK = 1024  # bytes that deflated data may be longer than what they hold, at least
_MOST_PACKS = 2_000
_UNEXPECTED = (OSError, ValueError, IndexError, struct.error, zlib.error)


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
            pack, offset = self._find(identity)
            return pack.read(offset) if pack else None
        except _UNEXPECTED:  # gone meanwhile, or damaged: git says what it is
            return None

    def size(self, identity: str) -> int | None:
        """Return how many bytes an object has; None where git has to be asked."""
        try:
            pack, offset = self._find(identity)
            return pack.header(offset)[1] if pack else None
        except _UNEXPECTED:
            return None

    def _find(self, identity: str) -> tuple[_Pack | None, int]:
        name = bytes.fromhex(identity)
        if len(name) != _NAME:
            return None, 0
        if self._packs is None:
            self._packs = self._listed()
        for place, pack in enumerate(self._packs):
            offset = pack.find(name)
            if offset is not None:
                self._packs.insert(0, self._packs.pop(place))  # what belongs together was written together
                return pack, offset
        return None, 0

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
        self._head = b""  # of the index; all of a small one
        self._index_size = 0
        self._data: int | None = None
        self._size = 0  # of the pack

    def find(self, name: bytes) -> int | None:
        """Return where an object stands in the pack."""
        if not self._head:
            self._index = _opened(self._path)
            self._index_size = os.fstat(self._index).st_size
            self._head = os.pread(self._index, _READ_AT_ONCE, 0)
        first = name[0]
        start = struct.unpack_from(">I", self._head, _FAN + 4 * first - 4)[0] if first else 0
        end = struct.unpack_from(">I", self._head, _FAN + 4 * first)[0]
        count = struct.unpack_from(">I", self._head, _FAN + 4 * 255)[0]
        if not self._head.startswith(_HEAD) or not start <= end <= count or not self._holds(count):
            return None
        names = self._part(_NAMES + _NAME * start, _NAME * (end - start))
        at = names.find(name)
        while at % _NAME and at >= 0:
            at = names.find(name, at + 1)
        if at < 0:
            return None
        offsets = _NAMES + (_NAME + 4) * count
        offset = int(struct.unpack(">I", self._part(offsets + 4 * (start + at // _NAME), 4))[0])
        if offset & _LARGE_OFFSET:
            place = offsets + 4 * count + 8 * (offset & ~_LARGE_OFFSET)
            offset = int(struct.unpack(">Q", self._part(place, 8))[0])
        return offset

    def _holds(self, count: int) -> bool:
        return _NAMES + (_NAME + 8) * count <= self._index_size

    def _part(self, start: int, size: int) -> bytes:
        """Return some bytes of the index."""
        if start + size <= len(self._head):
            return self._head[start : start + size]
        return os.pread(self._index, size, start) if self._index is not None else b""

    def read(self, offset: int) -> tuple[str, bytes] | None:
        """Return the object that begins there, None if it is stored as a difference."""
        data, size, at = self.header(offset)
        kind = data[0] >> 4 & 7
        left = self._size - offset
        if size is None or size > left * 1100:  # more than deflating can hide
            return None
        if size + size // 512 + _SLACK > len(data) and left > len(data):
            data = os.pread(self._file(), min(at + size + size // 512 + _SLACK, left), offset)
        body = zlib.decompressobj().decompress(memoryview(data)[at:], size + 1)
        return (_KINDS[kind], body) if len(body) == size else None

    def header(self, offset: int) -> tuple[bytes, int | None, int]:
        """Return an entry's beginning, its object's size (None for a difference), and where the deflated data begin."""
        data = os.pread(self._file(), _ENTRY, offset)
        size, at, shift = data[0] & 15, 1, 4
        while data[at - 1] & 0x80:
            size |= (data[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
        return data, size if data[0] >> 4 & 7 in _KINDS else None, at

    def _file(self) -> int:
        if self._data is None:
            self._data = _opened(self._path.with_suffix(".pack"))
            self._size = os.fstat(self._data).st_size
        return self._data

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
