"""The index of a git checkout: the files git knows, and the tree they would be committed as. Read, never written."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import NamedTuple

_MOST_FILES = 20_000


class Unknown(Exception):
    """Something of git's is not as we know it."""


class Entry(NamedTuple):
    """A file as the index has it; `stage` is not 0 where it is not settled."""

    path: bytes
    mode: int
    identity: bytes
    stage: int
    flags: int
    mtime: tuple[int, int]
    size: int


def entries(content: bytes) -> Iterator[Entry]:
    """Yield the entries of an index, all versions of the format.

    Raises
    ------
    Unknown, struct.error, ValueError, IndexError
        It is not one, damaged, too large, or of a kind we do not know.
    """
    magic, version, count = struct.unpack_from(">4sII", content)
    if magic != b"DIRC" or version not in (2, 3, 4) or count > min(len(content) // 60, _MOST_FILES):
        raise Unknown
    at, path = 12, b""
    for _ in range(count):
        fields = struct.unpack_from(">10I20sH", content, at)
        start = at
        flags = fields[11]
        at += 62
        extended = 0
        if flags & 0x4000:
            (extended,) = struct.unpack_from(">H", content, at)
            at += 2
        if version == 4:
            strip, at = offset_at(content, at)
            end = content.index(b"\0", at)
            path = path[: len(path) - strip] + content[at:end]
            at = end + 1
        else:
            end = content.index(b"\0", at)
            path = content[at:end]
            at = start + (end - start + 8) // 8 * 8
        if path.startswith(b"/") or b".." in path.split(b"/"):
            raise Unknown
        if extended & 0x4000:
            flags |= 0x8000  # skip-worktree: a sparse checkout does not have it
        # what somebody means to add is a change, as a merge that is not done is
        stage = 1 if extended & 0x2000 else flags >> 12 & 3
        yield Entry(path, fields[6], fields[10], stage, flags, (fields[2], fields[3]), fields[9])
    # what follows is optional unless its name says otherwise ("link": a split index; "sdir": folders as entries)
    while at + 28 <= len(content):
        name, size = struct.unpack_from(">4sI", content, at)
        if name[:1].islower():
            raise Unknown
        at += 8 + size


def offset_at(content: bytes, at: int) -> tuple[int, int]:
    """Read a number as git writes offsets; return it, and where it ends."""
    byte = content[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = content[at]
        value = (value + 1 << 7) | (byte & 0x7F)
    return value, at + 1


def tree(entries: list[Entry]) -> bytes:
    """Return the id of the tree that the index would be committed as."""
    folders: dict[bytes, list[tuple[bytes, bytes]]] = {b"": []}
    for entry in entries:
        folder, _, name = entry.path.rpartition(b"/")
        while folder not in folders:
            folders[folder] = []
            folder = folder.rpartition(b"/")[0]
        folders[entry.path.rpartition(b"/")[0]].append((name, b"%o %b\0%b" % (entry.mode, name, entry.identity)))
    # folders before those that hold them; git sorts a folder as if its name ended with a slash
    for folder in sorted(folders, key=lambda folder: folder.count(b"/") + bool(folder), reverse=True):
        body = b"".join(line for _, line in sorted(folders[folder]))
        identity = hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False).digest()
        if not folder:
            return identity
        above, _, name = folder.rpartition(b"/")
        folders[above].append((name + b"/", b"40000 %b\0%b" % (name, identity)))
    raise Unknown
