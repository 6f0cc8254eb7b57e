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
from time import monotonic, time_ns
from typing import NamedTuple

from jovian_lab.environment import bounded, gitindex, gitobjects
from jovian_lab.environment.gitindex import Entry, Unknown

_HEX = re.compile(r"[0-9a-f]{40}")
_LARGEST_INDEX = 64 * 2**20
_LARGEST_FILE = 16 * 2**20
_SECONDS = 0.1  # for one checkout
_MOST_INDEXES = 32
_SETTLED = 2 * 10**9  # what was written longer ago is not written again with the same time


class State(NamedTuple):
    """What is checked out; `dirty` is None where it cannot be told."""

    commit: str
    dirty: bool | None


class _Index(NamedTuple):
    """An index as it was read; whether it differs from its commit."""

    entries: list[Entry]
    staged: bool


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
    except (Unknown, OSError, ValueError, struct.error, zlib.error, IndexError, RecursionError):
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
            raise Unknown
        entries = list(gitindex.entries(content))
        staged = any(entry.stage for entry in entries) or gitindex.tree(entries) != gitobjects.tree_of(common, commit)
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


def _changed(top: bytes, entry: Entry, written: int, *, plain: bool) -> bool | None:
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
