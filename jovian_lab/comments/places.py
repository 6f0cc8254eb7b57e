"""Places of threads in a version or a file: one lineage for all anchors of one version, and none computed twice."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jovian_lab.comments.resolving import EXACT, ON_THE_WHOLE, Resolver
from jovian_lab.comments.values import Anchor, Place
from jovian_lab.errors import Damaged
from jovian_lab.notebook.lineage import Lineage, match
from jovian_lab.notebook.parsed import Cell, Parsed, parse_leniently
from jovian_lab.notebook.references import ReadPart
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.store.remembering import Remembered
from jovian_lab.store.repository import Store
from jovian_lab.store.sides import Parts, Side, opened
from jovian_lab.store.values import Version

_MOST_STEPS = 40  # versions through which a cell is followed that is not found at once
_remembered = Remembered[tuple[str, str, str], Lineage](400)
_GONE = Place("orphaned", [])

Between = Callable[[int, int], Sequence[Version]]
"""Gives the versions with numbers between two, both left out, oldest first."""


@dataclass
class _Opened:
    """A side opened, with its name where it has one."""

    id: str | None
    number: int | None
    cells: Sequence[Cell]
    read: ReadPart


class Placing:
    """Places anchors while its `with` block lasts.

    Parameters
    ----------
    store : Store
        The store.
    key : str
        The notebook's key.
    find : callable
        Gives the version of an id, or None.
    between : callable
        Gives the versions between two numbers.
    """

    def __init__(self, store: Store, key: str, find: Callable[[str], Version | None], between: Between) -> None:
        self._store, self._find, self._between = store, find, between
        self._parts = Parts(store)
        self._parts.notebook_key = key
        self._versions: dict[str, _Opened | None] = {}

    def __enter__(self) -> Placing:
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.__exit__(None, None, None)

    def open(self, side: Side) -> tuple[Sequence[Cell], ReadPart] | None:
        """Open a side; None for what has no cells to comment on, or is damaged."""
        found = self._opened(side)
        return (found.cells, found.read) if found else None

    def places(self, anchors: Sequence[Anchor], target: Side) -> tuple[list[Place | None], bool]:
        """Place anchors.

        Parameters
        ----------
        anchors : sequence of Anchor
            In any order.
        target : Version or bytes
            Where to.

        Returns
        -------
        tuple of list and bool
            A place each; and whether the target has cells, without which only what is about the whole has a place.
        """
        there = self._opened(target)
        if there is None:
            return [self._on_the_whole(anchor) if anchor.kind in ON_THE_WHOLE else None for anchor in anchors], False
        found: list[Place | None] = [None] * len(anchors)
        groups: dict[str, list[int]] = {}
        for at, anchor in enumerate(anchors):
            if anchor.kind in ON_THE_WHOLE:
                found[at] = self._on_the_whole(anchor)
            else:
                groups.setdefault(anchor.version, []).append(at)
        for version, places in groups.items():
            self._place_group(version, places, anchors, there, found)
        return found, True

    def _on_the_whole(self, anchor: Anchor) -> Place:
        there = anchor.kind == "notebook" or self._find(anchor.version) is not None
        return EXACT if there else _GONE

    def _place_group(
        self,
        version: str,
        places: list[int],
        anchors: Sequence[Anchor],
        there: _Opened,
        found: list[Place | None],
    ) -> None:
        """Place the anchors of one version."""
        base = self._version(version)
        # without the version, its cells' ids and sources are all there is to go by
        resolver = Resolver(base.cells if base else (), there.cells, there.read, self._lineage(base, there))
        lost = []
        for at in places:
            found[at] = place = resolver.place(anchors[at])
            cell = anchors[at].cell
            if place.state == "orphaned" and base and cell and cell.origin is not None:
                lost.append(at)
        if lost and base is not None:
            self._follow(base, there, lost, anchors, found)

    def _follow(
        self, base: _Opened, there: _Opened, lost: list[int], anchors: Sequence[Anchor], found: list[Place | None]
    ) -> None:
        """Follow cells that changed beyond recognition from version to version, where there are some between."""
        if base.number is None:
            return
        versions = list(self._between(base.number, there.number if there.number is not None else 2**53))
        if not versions:
            return
        step = -(-len(versions) // _MOST_STEPS)
        now_at = {at: cell.origin for at in lost if (cell := anchors[at].cell) and cell.origin is not None}
        here = before = base
        was_at = now_at
        for version in [*versions[::step], None]:
            near = self._version(version.id) if version else there
            if near is None:
                continue
            lineage = self._lineage(here, near)
            onward = {**lineage.merged_into, **{old: new for new, old in lineage.old_of.items()}}
            was_at, now_at = now_at, {at: onward[cell] for at, cell in now_at.items() if cell in onward}
            before, here = here, near
        direct, last = self._lineage(base, there), self._lineage(before, there)
        resolver = Resolver(before.cells, there.cells, there.read, last)
        for at, index in now_at.items():
            if index not in direct.old_of:  # else it is certainly another one
                found[at] = resolver.place(anchors[at], origin=was_at[at])

    def _lineage(self, old: _Opened | None, new: _Opened) -> Lineage:
        if old is None:
            return Lineage()
        key = (str(self._store.repository), old.id, new.id) if old.id and new.id else None
        known = _remembered.get(key) if key else None
        if known is not None:
            return known
        found = match(old.cells, new.cells)
        if key is not None:
            _remembered.put(key, found)
        return found

    def _version(self, identity: str) -> _Opened | None:
        if identity not in self._versions:
            version = self._find(identity)
            self._versions[identity] = self._opened(version) if version else None
        return self._versions[identity]

    def _opened(self, side: Side) -> _Opened | None:
        version = side if isinstance(side, Version) else None
        identity, number = (version.id, version.number) if version else (None, None)
        try:
            parsed, read = self._parsed(side)
            for cell in parsed.cells:
                cell.id  # noqa: B018 - a cell that is no JSON object must be met here
        except (Damaged, NotSplittable, RecursionError):
            return None
        return _Opened(identity, number, parsed.cells, read)

    def _parsed(self, side: Side) -> tuple[Parsed, ReadPart]:
        try:
            return opened(self._parts, side)
        except NotSplittable:
            return parse_leniently(self._parts.notebook(side)), _no_part


def _no_part(name: str, most: int = sys.maxsize) -> bytes:
    raise KeyError(name)
