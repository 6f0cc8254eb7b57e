"""The tree of a git commit, from the objects of a checkout: loose, packed, as differences. Read, never written."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from contextlib import suppress
from typing import BinaryIO

from jovian_lab.environment import bounded
from jovian_lab.environment.gitindex import Unknown, offset_at

_MOST_CHAIN = 50


def tree_of(common: str, commit: str) -> bytes:
    """Return the id of a commit's tree.

    Parameters
    ----------
    common : str
        The folder of git that holds `objects`.
    commit : str
        In hex.

    Raises
    ------
    Unknown, OSError, struct.error, zlib.error, ValueError, IndexError
        It cannot be read.
    """
    body = _commit(common, bytes.fromhex(commit), 0)
    if hashlib.sha1(b"commit %d\0" % len(body) + body, usedforsecurity=False).hexdigest() != commit:
        raise Unknown
    found = re.match(rb"tree ([0-9a-f]{40})\n", body)
    if not found:
        raise Unknown
    return bytes.fromhex(found[1].decode())


def _commit(common: str, name: bytes, depth: int) -> bytes:
    """Return the body of an object, loose or packed."""
    if depth > _MOST_CHAIN:
        raise Unknown
    objects = os.path.join(common, "objects")
    text = name.hex()
    loose = bounded.read(os.path.join(objects, text[:2], text[2:]), 2**20)
    if loose:
        return _inflated(loose).partition(b"\0")[2]
    folder = os.path.join(objects, "pack")
    for file in bounded.names(folder):
        if file.endswith(".idx"):
            with suppress(OSError), open(os.path.join(folder, file), "rb") as index:
                offset = _offset(index, name)
                if offset is not None:
                    return _packed(common, os.path.join(folder, file[:-4] + ".pack"), offset, depth)
    raise Unknown


def _offset(index: BinaryIO, name: bytes) -> int | None:
    """Return where a pack has an object, by the index of the pack."""
    head = index.read(8 + 1024)
    if head[:8] != b"\xfftOc\x00\x00\x00\x02":
        raise Unknown
    fan = struct.unpack_from(">256I", head, 8)
    low, high, total = fan[name[0] - 1] if name[0] else 0, fan[name[0]], fan[255]
    index.seek(1032 + low * 20)
    names = index.read(max(high - low, 0) * 20)
    at = names.find(name)
    while at >= 0 and at % 20:
        at = names.find(name, at + 1)
    if at < 0:
        return None
    index.seek(1032 + total * 24 + (low + at // 20) * 4)
    (offset,) = struct.unpack(">I", index.read(4))
    if offset & 0x80000000:
        index.seek(1032 + total * 28 + (offset & 0x7FFFFFFF) * 8)
        (offset,) = struct.unpack(">Q", index.read(8))
    return int(offset)


def _packed(common: str, pack: str, offset: int, depth: int) -> bytes:
    if depth > _MOST_CHAIN:
        raise Unknown
    with open(pack, "rb") as file:
        file.seek(offset)
        head = file.read(65_536)
    at = 1
    while head[at - 1] & 0x80:
        at += 1
    kind = head[0] >> 4 & 7
    if kind == 1:
        return _inflated(head[at:])
    if kind == 6:
        back, at = offset_at(head, at)
        if not 0 < back <= offset:
            raise Unknown
        return _patched(_packed(common, pack, offset - back, depth + 1), _inflated(head[at:]))
    if kind == 7:
        return _patched(_commit(common, head[at : at + 20], depth + 1), _inflated(head[at + 20 :]))
    raise Unknown


def _inflated(content: bytes) -> bytes:
    inflater = zlib.decompressobj()
    body = inflater.decompress(content, 2**20)
    if not inflater.eof:
        raise Unknown
    return body


def _patched(base: bytes, delta: bytes) -> bytes:
    """Return what a delta makes of its base."""
    at = 0
    for _ in range(2):
        while delta[at] & 0x80:
            at += 1
        at += 1
    body = bytearray()
    while at < len(delta) and len(body) <= 2**20:
        order = delta[at]
        at += 1
        if order & 0x80:
            place = size = 0
            for bit in range(4):
                if order & 1 << bit:
                    place |= delta[at] << 8 * bit
                    at += 1
            for bit in range(3):
                if order & 0x10 << bit:
                    size |= delta[at] << 8 * bit
                    at += 1
            body += base[place : place + (size or 0x10000)]
        else:
            body += delta[at : at + order]
            at += order
    return bytes(body)
