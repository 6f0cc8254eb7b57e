"""One git pack a commit: all new objects of a version in two files, durable before anything points at them.

Format: git's documentation, gitformat-pack (pack version 2, index version 2). A pack that was renamed into place
without its index (the writer died in between) is ignored by git and swept by maintenance.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jovian_lab.store import durable
from jovian_lab.store.durable import Replacements

_KINDS = {"commit": 1, "tree": 2, "blob": 3}
_FAST = 1  # zlib level for large bodies: what a stronger one saves, maintenance saves again as deltas
_THOROUGH = 5  # for the others; a sixth smaller in half a millisecond more
_LARGE = 256 << 10  # bytes
_STORED = 0
_SMALLEST_WINDOW = 9  # bits; zlib refuses 8
_LARGE_OFFSET = 0x80000000
_BUFFER = 1 << 20  # bytes


class NewObject(NamedTuple):
    """An object to be written: its id, and the two pieces it is in a pack, what it is and its deflated body."""

    id: str
    header: bytes
    data: bytes


def new_object(identity: str, kind: str, body: bytes, *, compressible: bool = True) -> NewObject:
    """Make an object ready to be written; `compressible` is False where deflating would only cost time."""
    level = _STORED if not compressible else _FAST if len(body) > _LARGE else _THOROUGH
    # a window no larger than the body: making one of the full size takes twenty times as long as deflating a small tree
    window = min(zlib.MAX_WBITS, max(_SMALLEST_WINDOW, len(body).bit_length()))
    deflating = zlib.compressobj(level, zlib.DEFLATED, window, min(zlib.DEF_MEM_LEVEL, window - 7))
    return NewObject(identity, _header(_KINDS[kind], len(body)), deflating.compress(body) + deflating.flush())


def stage_pack(replacements: Replacements, repository: Path, objects: Sequence[NewObject]) -> None:
    """Write objects as one pack with its index, to be put in place with whatever else is staged.

    Parameters
    ----------
    replacements : Replacements
        What takes the files; the pack comes before its index, since git looks for indexes.
    repository : Path
        The bare repository.
    objects : sequence of NewObject
        At least one; no id twice.

    Raises
    ------
    OSError
        As the disk says.
    """
    folder = repository / "objects" / "pack"
    names = hashlib.sha1(b"".join(sorted(bytes.fromhex(item.id) for item in objects)), usedforsecurity=False)
    name = f"pack-{names.hexdigest()}"
    temporary = f"{os.getpid()}_{os.urandom(4).hex()}"  # never `*.idx`: git reads those, even half-written ones
    descriptor = replacements.stage(folder / f"tmp_pack_{temporary}", folder / f"{name}.pack", mode=0o444)
    entries, checksum = _write_objects(descriptor, objects)
    descriptor = replacements.stage(folder / f"tmp_idx_{temporary}", folder / f"{name}.idx", mode=0o444)
    durable.write_all(descriptor, _index(entries, checksum))


def _write_objects(descriptor: int, objects: Sequence[NewObject]) -> tuple[list[tuple[bytes, int, int]], bytes]:
    """Write the pack; return (id, CRC-32, offset) of each object, and the pack's checksum."""
    digest = hashlib.sha1(usedforsecurity=False)
    entries: list[tuple[bytes, int, int]] = []
    offset = 0
    with open(descriptor, "wb", buffering=_BUFFER, closefd=False) as file:

        def put(data: bytes) -> None:
            nonlocal offset
            file.write(data)
            digest.update(data)
            offset += len(data)

        put(struct.pack(">4sII", b"PACK", 2, len(objects)))
        for item in objects:
            entries.append((bytes.fromhex(item.id), zlib.crc32(item.data, zlib.crc32(item.header)), offset))
            put(item.header)
            put(item.data)
        checksum = digest.digest()
        file.write(checksum)
    return entries, checksum


def _header(kind: int, size: int) -> bytes:
    """An object's type and size: 4 bits of size in the first byte, then 7 a byte, lowest first."""
    byte = kind << 4 | size & 15
    size >>= 4
    out = bytearray()
    while size:
        out.append(byte | 0x80)
        byte = size & 0x7F
        size >>= 7
    out.append(byte)
    return bytes(out)


def _index(entries: list[tuple[bytes, int, int]], pack_checksum: bytes) -> bytes:
    """Serialise the index of a pack."""
    ordered = sorted(entries)
    counts = [0] * 256
    for identity, _, _ in ordered:
        counts[identity[0]] += 1
    total = 0
    fan: list[int] = []
    for count in counts:
        total += count
        fan.append(total)
    offsets: list[int] = []
    large: list[int] = []
    for _, _, offset in ordered:
        if offset < _LARGE_OFFSET:
            offsets.append(offset)
        else:
            offsets.append(_LARGE_OFFSET | len(large))
            large.append(offset)
    body = b"".join(
        (
            b"\xfftOc",
            struct.pack(">I256I", 2, *fan),
            b"".join(identity for identity, _, _ in ordered),
            struct.pack(f">{len(ordered)}I", *(crc for _, crc, _ in ordered)),
            struct.pack(f">{len(offsets)}I", *offsets),
            struct.pack(f">{len(large)}Q", *large),
            pack_checksum,
        )
    )
    return body + hashlib.sha1(body, usedforsecurity=False).digest()
