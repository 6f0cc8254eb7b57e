"""The sides of a comparison: versions in the store, or a file's bytes; parts are read when they are looked into."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from types import TracebackType

from jovian_lab.errors import InputError
from jovian_lab.notebook.parsed import Cell, Parsed, parse_stretches
from jovian_lab.notebook.references import PartTooLong, ReadPart
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.split import SplitNotebook, references_in, split
from jovian_lab.store import heads, versions
from jovian_lab.store.objects import Reader
from jovian_lab.store.remembering import Remembered
from jovian_lab.store.repository import Store
from jovian_lab.store.values import Version

Side = Version | bytes  # a version, or the bytes of a notebook that is not in the store

# in one process; blobs are named after their content, and were verified
_stretches: Remembered[str, bytes] = Remembered(32 << 20)  # bytes
_made_of: Remembered[tuple[str, str], list[str]] = Remembered(200_000)  # names


class Parts:
    """Reads from the store while a comparison lasts; git is started when something is read."""

    def __init__(self, store: Store | None) -> None:
        self.notebook_key = ""  # whose newest version a file is split against
        self.cells: dict[bytes, list[Cell]] = {}  # of the stretches that were opened
        self._store = store
        self._open = ExitStack()
        self._reader: Reader | None = None

    def __enter__(self) -> Parts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def reader(self) -> Reader:
        """Return a reader that works: some kinds of damage end git, and another one has to be started."""
        if self._store is None:
            raise InputError("A version can only be read from its project.", "Name the project's notebook.")
        if self._reader is None or self._reader.broken:
            self._open.close()
            self._reader = self._open.enter_context(self._store.reader())
        return self._reader

    def stretches(self, identity: str) -> list[bytes] | None:
        """Return what a version's skeleton is made of; what was read and verified before is remembered."""
        key = (str(self._store.repository), identity) if self._store else ("", identity)
        names = _made_of.get(key)
        if names is None:
            names = versions.stretches_of(self.reader(), identity)
            if names is None:
                return None
            _made_of.put(key, names, len(names))
        found = []
        for name in names:
            stretch = _stretches.get(name)
            if stretch is None:
                stretch = self.reader().blob(name)
                _stretches.put(name, stretch, len(stretch))
            found.append(stretch)
        return found

    def cut(self, raw: bytes) -> SplitNotebook:
        """Split a file, looking only into cells that the newest version this process knows does not have."""
        known = heads.recall(self._store, self.notebook_key) if self._store else None
        return split(raw, known.cut if known else None)

    def notebook(self, side: Side) -> bytes:
        """Return a side's bytes."""
        return side if isinstance(side, bytes) else versions.read_notebook(self.reader(), side.id)


def opened(parts: Parts, side: Side) -> tuple[Parsed, ReadPart]:
    """Open a side; a notebook that is not in the store is split first, so that large values compare by name.

    Raises
    ------
    NotSplittable
        If it is no nbformat 4 notebook in strict JSON.
    Damaged
        If the version's own text cannot be read.
    """
    cut: SplitNotebook | None = None
    if isinstance(side, bytes):
        cut = parts.cut(side)
        stretches: list[bytes] | None = [cut.skeleton]
    else:
        stretches = parts.stretches(side.id)
    if stretches is None:
        raise NotSplittable("is stored whole")
    names: set[str] = set()

    def read(name: str, most: int = sys.maxsize) -> bytes:
        if not names:
            names.update(*map(references_in, stretches))
        if name not in names:
            raise KeyError(name)
        if cut and name in cut.parts:
            return cut.parts[name].body
        reader = parts.reader()
        if (reader.size(name) or 0) > most:
            raise PartTooLong(name)
        return reader.blob(name)

    return parse_stretches(stretches, parts.cells), read
