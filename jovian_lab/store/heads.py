"""What the newest version of a notebook looks like inside, kept in memory so that a commit costs what changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from jovian_lab.errors import Damaged
from jovian_lab.notebook.describe import Cell, describe, describe_cell
from jovian_lab.notebook.split import CutText, SplitNotebook
from jovian_lab.store import environments, versions
from jovian_lab.store.environments import NOTHING, Folder
from jovian_lab.store.objects import Reader
from jovian_lab.store.repository import Store
from jovian_lab.store.values import StoredVersion

_LARGEST_SUM = 256 << 20  # bytes of notebooks remembered in one process
_MOST_CELLS = 20_000


@dataclass(frozen=True)
class Head:
    """The newest version.

    Attributes
    ----------
    id : str
        Its commit id.
    version : StoredVersion
        What it is.
    cells : list of Cell
        Its cells, told apart by hashes.
    known : frozenset of str
        Ids of objects it surely has.
    cut : SplitNotebook or None
        The notebook as it was split, where this process committed it (its parts' bodies are not kept).
    environment : Folder
        The files of its environment, or of the last before it that has one, as far as this process knows.
    """

    id: str
    version: StoredVersion
    cells: list[Cell]
    known: frozenset[str]
    cut: SplitNotebook | None = field(default=None, repr=False)
    environment: Folder = NOTHING


_remembered: OrderedDict[tuple[str, str], Head] = OrderedDict()
_descriptions: OrderedDict[bytes, Cell] = OrderedDict()
_guard = threading.Lock()


def recall(store: Store, key: str) -> Head | None:
    """Return the head this process knows of a notebook; it may be an older version than the newest."""
    with _guard:
        return _remembered.get((str(store.repository), key))


def remember(store: Store, key: str, head: Head) -> None:
    """Keep a head; the least recently used go when notebooks add up to more than 256 MB."""
    with _guard:
        name = (str(store.repository), key)
        _remembered[name] = head
        _remembered.move_to_end(name)
        size = sum(other.version.size for other in _remembered.values() if other.cut)
        while size > _LARGEST_SUM and _remembered:
            _, gone = _remembered.popitem(last=False)
            size -= gone.version.size if gone.cut else 0


def load(store: Store, key: str, tip: str, fallback: StoredVersion | None) -> Head:
    """Return the head for a tip, from memory or from the store.

    Parameters
    ----------
    store, key, tip
        The notebook, and the commit its ref points at.
    fallback : StoredVersion, optional
        What the index says of the tip, for the case that its own objects are damaged: the history goes on, and the
        next version then writes all it needs anew.

    Raises
    ------
    Damaged
        If the tip cannot be read and there is no fallback.
    """
    known = recall(store, key)
    if known is not None and known.id == tip:
        return known
    try:
        with store.reader() as reader:
            version = versions.parse(reader.commit(tip).message)
            skeleton, has = versions.read_known(reader, tip)
            environment = _environment(reader, tip)
    except Damaged:
        if fallback is None:
            raise
        return Head(tip, fallback, [], frozenset())
    if skeleton is None:
        return Head(tip, version, [], frozenset(), environment=environment)
    return Head(tip, version, describe(skeleton).cells, has, environment=environment)


def _environment(reader: Reader, tip: str) -> Folder:
    """Return a version's environment; a damaged one is none, and so is written anew."""
    try:
        return environments.folder(reader, tip)
    except Damaged:
        return NOTHING


def describe_cells(cells: Iterable[CutText]) -> list[Cell]:
    """Describe cells, looking only into those not seen before.

    Raises
    ------
    NotSplittable
        If one is no JSON object.
    """
    cuts = list(cells)
    with _guard:
        found = [_descriptions.get(cut.skeleton) for cut in cuts]
    described = [cell or describe_cell(cut.skeleton) for cell, cut in zip(found, cuts, strict=True)]
    with _guard:
        for cut, cell, before in zip(cuts, described, found, strict=True):
            if before is None:
                _descriptions[cut.skeleton] = cell
        while len(_descriptions) > _MOST_CELLS:
            _descriptions.popitem(last=False)
    return described
