"""A developer's checkout: its git commit, and whether files changed since, read without running git.

Git in somebody's folder can be made to run that somebody's programs (hooks, filters, fsmonitor, …), so its files are
read here: HEAD, refs, the index, and the one commit. Whatever cannot be told for sure is left open.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic, time_ns
from typing import BinaryIO, NamedTuple

from jovian_lab.environment import bounded

_HEX = re.compile(r"[0-9a-f]{40}")
_LARGEST_INDEX = 64 * 2**20
_LARGEST_FILE = 16 * 2**20
_SECONDS = 0.1  # for one checkout
_MOST_FILES = 20_000
_MOST_CHAIN = 50
_MOST_INDEXES = 32
_SETTLED = 2 * 10**9  # what was written longer ago is not written again with the same time


class State(NamedTuple):
    """What is checked out; `dirty` is None where it cannot be told."""

    commit: str
    dirty: bool | None


class _Entry(NamedTuple):
    path: bytes
    mode: int
    identity: bytes
    stage: int
    flags: int
    mtime: tuple[int, int]
    size: int


class _Index(NamedTuple):
    """An index as it was read; whether it differs from its commit."""

    entries: list[_Entry]
    staged: bool


class _Unknown(Exception):
    """Something is not as we know it."""


_indexes: dict[tuple[str, str, int, int, int], _Index] = {}


def read(folder: str) -> State | None:
    """Return the state of the git checkout that holds a folder, None where there is none or it has no commit.

    Parameters
    ----------
    folder : str
        A folder in the checkout.
    """
    found = _find(folder) if "\0" not in folder else None
    if found is None:
        return None
    top, git, common = found
    commit = _head(git, common)
    if not commit:
        return None
    try:
        return State(commit, _dirty(top, git, common, commit))
    except (_Unknown, OSError, ValueError, struct.error, zlib.error, IndexError, RecursionError):
        return State(commit, None)


def files(folder: str) -> list[str]:
    """Return the files of git that say what is checked out in a folder, for a fingerprint."""
    found = _find(folder) if "\0" not in folder else None
    if found is None:
        return []
    _, git, common = found
    ref = _symbolic(git)
    refs = [os.path.join(common, "packed-refs"), *([os.path.join(common, *ref.split("/"))] if ref else [])]
    return [os.path.join(git, "HEAD"), os.path.join(git, "index"), *refs]


def _find(folder: str) -> tuple[str, str, str] | None:
    """Return (work tree, its git folder, the folder it shares with other work trees)."""
    top = os.path.abspath(folder) if folder else ""
    while top:
        git = os.path.join(top, ".git")
        if os.path.isdir(git):
            return top, git, _common(git)
        if os.path.isfile(git):
            link = re.fullmatch(r"gitdir: ([^\0]+)", bounded.text(git, 4_096).strip())
            place = os.path.normpath(os.path.join(top, link[1])) if link else ""
            return (top, place, _common(place)) if os.path.isdir(place) else None
        above = os.path.dirname(top)
        top = above if above != top else ""
    return None


def _common(git: str) -> str:
    link = bounded.text(os.path.join(git, "commondir"), 4_096).replace("\0", "").strip()
    return os.path.normpath(os.path.join(git, link)) if link else git


def _symbolic(git: str) -> str:
    found = re.fullmatch(r"ref: (refs/[^\0\s]{1,500})", bounded.text(os.path.join(git, "HEAD"), 4_096).strip())
    return found[1] if found and ".." not in found[1] else ""


def _head(git: str, common: str) -> str:
    ref = _symbolic(git)
    if not ref:
        detached = bounded.text(os.path.join(git, "HEAD"), 4_096).strip()
        return detached if _HEX.fullmatch(detached) else ""
    for place in (git, common):
        loose = bounded.text(os.path.join(place, *ref.split("/")), 4_096).strip()
        if _HEX.fullmatch(loose):
            return loose
    for line in bounded.text(os.path.join(common, "packed-refs"), 16 * 2**20).splitlines():
        if line.endswith(f" {ref}") and _HEX.fullmatch(line[:40]):
            return line[:40]
    return ""


def _dirty(top: str, git: str, common: str, commit: str) -> bool | None:
    """Tell whether the index differs from the commit, or files from the index; files git does not know do not count."""
    path = os.path.join(git, "index")
    state = os.stat(path)
    written = state.st_mtime_ns
    key = (path, commit, state.st_mtime_ns, state.st_size, state.st_ino)
    index = _indexes.get(key)
    if index is None:
        content = bounded.read(path, _LARGEST_INDEX)
        if content is None:
            raise _Unknown
        entries = list(_entries(content))
        staged = any(entry.stage for entry in entries) or _tree(entries) != _tree_of(common, commit)
        index = _Index([] if staged else entries, staged)
        if len(_indexes) >= _MOST_INDEXES:
            _indexes.clear()
        if written < time_ns() - _SETTLED:
            _indexes[key] = index
    if index.staged:
        return True
    entries = index.entries
    deadline = monotonic() + _SECONDS
    plain = _plain(top, common)
    folder = os.fsencode(top)
    for number, entry in enumerate(entries):
        if number % 256 == 0 and monotonic() > deadline:
            return None
        changed = _changed(folder, entry, written, plain=plain)
        if changed is None or changed:
            return changed
    return False


def _changed(top: bytes, entry: _Entry, written: int, *, plain: bool) -> bool | None:
    if entry.flags & 0x8000 or stat.S_IFMT(entry.mode) == 0o160000:
        return False  # somebody told git not to look; or a checkout in the checkout, which has a state of its own
    path = top + b"/" + entry.path
    try:
        now = os.lstat(path)
    except OSError:
        return True
    if stat.S_ISLNK(now.st_mode) != (stat.S_IFMT(entry.mode) == stat.S_IFLNK) or stat.S_ISDIR(now.st_mode):
        return True
    if stat.S_ISREG(now.st_mode) and os.name == "posix" and bool(now.st_mode & 0o100) != bool(entry.mode & 0o100):
        return True if plain else None
    seen = entry.mtime[0] * 10**9 + entry.mtime[1]
    # some gits keep whole seconds
    at = now.st_mtime_ns if entry.mtime[1] else now.st_mtime_ns // 10**9 * 10**9
    # what was changed in the moment the index was written may have kept its time
    if now.st_size & 0xFFFFFFFF == entry.size and at == seen < written:
        return False
    if now.st_size > _LARGEST_FILE:
        return None
    if stat.S_ISLNK(now.st_mode):
        body = os.readlink(path)
    else:
        with open(path, "rb") as file:
            body = file.read(_LARGEST_FILE + 1)
    if hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).digest() == entry.identity:
        return False
    # a filter (line ends, large files) may make the same of it as before
    return True if plain else None


def _plain(top: str, common: str) -> bool:
    """Tell whether git stores files here as they are."""
    attributes = [os.path.join(top, ".gitattributes"), os.path.join(common, "info", "attributes")]
    config = bounded.text(os.path.join(common, "config"))
    return (
        os.name == "posix"
        and not re.search(r"(?im)^\s*(autocrlf\s*=\s*(true|input)|filemode\s*=\s*false|\[filter)", config)
        and not any(re.search(r"\b(filter|text|eol|crlf|ident)\b", bounded.text(path)) for path in attributes)
    )


def _entries(content: bytes) -> Iterator[_Entry]:
    magic, version, count = struct.unpack_from(">4sII", content)
    if magic != b"DIRC" or version not in (2, 3, 4) or count > min(len(content) // 60, _MOST_FILES):
        raise _Unknown
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
            strip, at = _varint(content, at)
            end = content.index(b"\0", at)
            path = path[: len(path) - strip] + content[at:end]
            at = end + 1
        else:
            end = content.index(b"\0", at)
            path = content[at:end]
            at = start + (end - start + 8) // 8 * 8
        if path.startswith(b"/") or b".." in path.split(b"/"):
            raise _Unknown
        if extended & 0x4000:
            flags |= 0x8000  # skip-worktree: a sparse checkout does not have it
        # what somebody means to add is a change, as a merge that is not done is
        stage = 1 if extended & 0x2000 else flags >> 12 & 3
        yield _Entry(path, fields[6], fields[10], stage, flags, (fields[2], fields[3]), fields[9])
    # what follows is optional unless its name says otherwise ("link": a split index; "sdir": folders as entries)
    while at + 28 <= len(content):
        name, size = struct.unpack_from(">4sI", content, at)
        if name[:1].islower():
            raise _Unknown
        at += 8 + size


def _varint(content: bytes, at: int) -> tuple[int, int]:
    byte = content[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = content[at]
        value = (value + 1 << 7) | (byte & 0x7F)
    return value, at + 1


def _tree(entries: list[_Entry]) -> bytes:
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
    raise _Unknown


def _tree_of(common: str, commit: str) -> bytes:
    """Return the id of a commit's tree."""
    body = _commit(common, bytes.fromhex(commit), 0)
    if hashlib.sha1(b"commit %d\0" % len(body) + body, usedforsecurity=False).hexdigest() != commit:
        raise _Unknown
    found = re.match(rb"tree ([0-9a-f]{40})\n", body)
    if not found:
        raise _Unknown
    return bytes.fromhex(found[1].decode())


def _commit(common: str, name: bytes, depth: int) -> bytes:
    """Return the body of an object, loose or packed."""
    if depth > _MOST_CHAIN:
        raise _Unknown
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
    raise _Unknown


def _offset(index: BinaryIO, name: bytes) -> int | None:
    """Return where a pack has an object, by the index of the pack."""
    head = index.read(8 + 1024)
    if head[:8] != b"\xfftOc\x00\x00\x00\x02":
        raise _Unknown
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
        raise _Unknown
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
        byte = head[at]
        back = byte & 0x7F
        while byte & 0x80:
            at += 1
            byte = head[at]
            back = (back + 1 << 7) | (byte & 0x7F)
        if not 0 < back <= offset:
            raise _Unknown
        return _patched(_packed(common, pack, offset - back, depth + 1), _inflated(head[at + 1 :]))
    if kind == 7:
        return _patched(_commit(common, head[at : at + 20], depth + 1), _inflated(head[at + 20 :]))
    raise _Unknown


def _inflated(content: bytes) -> bytes:
    inflater = zlib.decompressobj()
    body = inflater.decompress(content, 2**20)
    if not inflater.eof:
        raise _Unknown
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
