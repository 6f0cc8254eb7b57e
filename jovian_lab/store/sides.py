"""The sides of a comparison: versions in the store, or a file's bytes; parts are read when they are looked into."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from contextlib import ExitStack
from types import TracebackType

from jovian_lab.errors import InputError
from jovian_lab.notebook.parsed import Parsed, PartTooLong, ReadPart, parse
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.split import SplitNotebook, references_in, split
from jovian_lab.store import heads, versions
from jovian_lab.store.objects import Reader
from jovian_lab.store.repository import Store
from jovian_lab.store.values import Version

_LARGEST_SUM = 32 << 20  # bytes of skeletons remembered in one process
_skeletons: OrderedDict[tuple[str, str], bytes] = OrderedDict()
_guard = threading.Lock()

Side = Version | bytes  # a version, or the bytes of a notebook that is not in the store


class Parts:
    """Reads from the store while a comparison lasts; git is started when something is read."""

    def __init__(self, store: Store | None) -> None:
        self.notebook_key = ""  # whose newest version a file is split against
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

    def skeleton(self, identity: str) -> bytes | None:
        """Return a version's skeleton, remembered from the last time where it was verified."""
        key = (str(self._store.repository), identity) if self._store else ("", identity)
        with _guard:
            found = _skeletons.pop(key, None)
        found = found if found is not None else versions.read_skeleton(self.reader(), identity)
        if found is not None:
            with _guard:
                _skeletons[key] = found
                while _skeletons and sum(map(len, _skeletons.values())) > _LARGEST_SUM:
                    _skeletons.popitem(last=False)
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
        skeleton: bytes | None = cut.skeleton
    else:
        skeleton = parts.skeleton(side.id)
    if skeleton is None:
        raise NotSplittable("is stored whole")
    names = set(references_in(skeleton))

    def read(name: str, most: int = sys.maxsize) -> bytes:
        if name not in names:
            raise KeyError(name)
        if cut and name in cut.parts:
            return cut.parts[name].body
        reader = parts.reader()
        if (reader.size(name) or 0) > most:
            raise PartTooLong(name)
        return reader.blob(name)

    return parse(skeleton), read
