"""Ways of damaging a store's files, each aimed at one object."""

from __future__ import annotations

import os
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

_ENTRY_HEADER = 8  # bytes of a pack's entry that hold no deflated data
_ID_TABLE = 8 + 256 * 4  # where the ids begin in a pack's index


class Place(NamedTuple):
    """Where a packed object is."""

    pack: Path
    start: int
    length: int


def git(repository: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run a git command in a store's repository."""
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, input=stdin, check=True, capture_output=True).stdout


def objects_of(repository: Path, version: str) -> list[str]:
    """Return the ids of all objects of one version (not of those before it), always in the same order."""
    listed = git(repository, "ls-tree", "-r", "-t", "--format=%(objectname)", version).decode().split()
    return [version, git(repository, "rev-parse", f"{version}^{{tree}}").decode().strip(), *listed]


def places(repository: Path) -> dict[str, Place]:
    """Return where every packed object is."""
    found: dict[str, Place] = {}
    for index in (repository / "objects" / "pack").glob("*.idx"):
        listing = git(repository, "show-index", stdin=index.read_bytes()).decode()
        offsets = sorted((int(line.split()[0]), line.split()[1]) for line in listing.splitlines())
        ends = [offset for offset, _ in offsets[1:]] + [index.with_suffix(".pack").stat().st_size - 20]
        for (start, name), end in zip(offsets, ends, strict=True):
            found[name] = Place(index.with_suffix(".pack"), start, end - start)
    return found


def unpack(repository: Path) -> None:
    """Make every object a loose one."""
    folder = repository / "objects" / "pack"
    aside = repository / "aside"
    aside.mkdir()
    for path in folder.iterdir():
        path.rename(aside / path.name)
    for pack in aside.glob("*.pack"):
        git(repository, "unpack-objects", "-q", stdin=pack.read_bytes())
    for path in aside.iterdir():
        path.unlink()
    aside.rmdir()


def loose(repository: Path, name: str) -> Path:
    """Return the file of a loose object."""
    return repository / "objects" / name[:2] / name[2:]


def flip_packed(repository: Path, name: str, random: Random) -> None:
    """Flip a bit of an object in its pack."""
    place = places(repository)[name]
    middle = place.length // 4, place.length * 3 // 4
    _flip(place.pack, place.start + random.randint(max(middle[0], min(_ENTRY_HEADER, middle[1])), middle[1]), random)


def cut_pack(repository: Path, name: str, random: Random) -> None:
    """Cut a pack short in the middle of an object."""
    place = places(repository)[name]
    _write(place.pack, place.pack.read_bytes()[: place.start + place.length // 2])


def empty_pack(repository: Path, name: str, random: Random) -> None:
    """Empty the pack that an object is in."""
    _write(places(repository)[name].pack, b"")


def remove_index(repository: Path, name: str, random: Random) -> None:
    """Remove the index of the pack that an object is in."""
    places(repository)[name].pack.with_suffix(".idx").unlink()


def empty_index(repository: Path, name: str, random: Random) -> None:
    """Empty the index of the pack that an object is in."""
    _write(places(repository)[name].pack.with_suffix(".idx"), b"")


def flip_index(repository: Path, name: str, random: Random) -> None:
    """Flip a bit of an object's id in the index of its pack."""
    index = places(repository)[name].pack.with_suffix(".idx")
    at = index.read_bytes().index(bytes.fromhex(name), _ID_TABLE)
    _flip(index, at + random.randrange(20), random)


def flip_loose(repository: Path, name: str, random: Random) -> None:
    """Flip a bit of a loose object."""
    path = loose(repository, name)
    size = path.stat().st_size
    _flip(path, random.randint(size // 4, size * 3 // 4), random)


def cut_loose(repository: Path, name: str, random: Random) -> None:
    """Cut a loose object short."""
    path = loose(repository, name)
    _write(path, path.read_bytes()[: random.randrange(1, path.stat().st_size)])


def empty_loose(repository: Path, name: str, random: Random) -> None:
    """Empty a loose object."""
    _write(loose(repository, name), b"")


def remove_loose(repository: Path, name: str, random: Random) -> None:
    """Remove a loose object."""
    loose(repository, name).unlink()


def swap_loose(repository: Path, name: str, random: Random) -> None:
    """Put another object's content, well formed and of the same kind and size, in the place of a loose one."""
    path = loose(repository, name)
    raw = bytearray(zlib.decompress(path.read_bytes()))
    start = raw.index(0) + 1
    at = random.randrange(start, len(raw))
    raw[at] = ord("0") if raw[at] != ord("0") else ord("1")
    _write(path, zlib.compress(bytes(raw)))


PACKED: list[Callable[[Path, str, Random], None]] = [
    flip_packed, flip_packed, flip_packed, cut_pack, empty_pack, remove_index, empty_index, flip_index,
]  # fmt: skip
LOOSE: list[Callable[[Path, str, Random], None]] = [flip_loose, cut_loose, empty_loose, remove_loose, swap_loose]


def _flip(path: Path, at: int, random: Random) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << random.randrange(8)
    _write(path, bytes(data))


def _write(path: Path, data: bytes) -> None:
    os.chmod(path, 0o644)
    path.write_bytes(data)
