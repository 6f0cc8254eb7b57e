"""Anchors on notebooks that are edited with known truth: what was commented on, and where it really is afterwards.

The edits are those of lineage's corpus. A range is marked in the old notebook with two characters that no edit makes
or cuts a word at; after the edits they are taken out of both sides, and where they stood is the truth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from jovian_lab.comments.anchoring import Scene, anchor
from jovian_lab.comments.resolving import Resolver
from jovian_lab.comments.values import Anchor, Place, Target
from jovian_lab.notebook.parsed import Cell, parse
from jovian_lab.notebook.references import ReadPart
from tests.notebook import corpus
from tests.notebook.corpus import Ids, Pair, Work
from tests.notebook.samples import Json, as_nbformat

_FIRST = 0xF0000  # private use: the two marks of the cell at n are 2n and 2n + 1 further
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 0xFFFF)}]")
_TOKEN = re.compile(r"\w+|[^\w\s]+")


@dataclass(frozen=True)
class Case:
    """One anchor, and where it is: cells that are the commented one (or pieces of it), and the range in them.

    Attributes
    ----------
    anchor : Anchor
        Made on the old notebook.
    cells : set of int
        New cells that are, or hold, the old one; empty for one that was deleted.
    ranges : dict of int to (int, int)
        By new cell, the range where both its ends are still there.
    torn : set of (int, int)
        New cell and position of the one end that is left of it.
    text : str
        What was commented on.
    touched : bool
        Whether an edit touched the cell.
    """

    anchor: Anchor
    cells: set[int]
    ranges: dict[int, tuple[int, int]]
    torn: set[tuple[int, int]]
    text: str
    touched: bool = False


@dataclass(frozen=True)
class Scenery:
    """Two versions, and anchors made on the old one."""

    old: list[Cell]
    new: list[Cell]
    cases: list[Case]

    def touched(self) -> Scenery:
        """Return the same with only the anchors whose cell was edited, moved, split, merged or deleted."""
        return replace(self, cases=[case for case in self.cases if case.touched])


@dataclass
class Count:
    """How anchors were placed.

    Attributes
    ----------
    there, right : int
        Anchors whose target is still there; those placed on it.
    gone, told : int
        Anchors whose target is gone; those of which that was said.
    unmarked : int
        Anchors of either kind placed wrongly without a word (exact or moved).
    wrong : int
        The same, counting "edited" as placed without a word, too.
    unsure : int
        Anchors said to be ambiguous, or outdated or orphaned though their target is there.
    """

    there: int = 0
    right: int = 0
    gone: int = 0
    told: int = 0
    unmarked: int = 0
    wrong: int = 0
    unsure: int = 0

    @property
    def total(self) -> int:
        return self.there + self.gone

    def add(self, other: Count) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def no_part(name: str, most: int = 0) -> bytes:
    raise KeyError(name)


READ: ReadPart = no_part


def scenery(seed: int, ids: Ids, ranges: bool) -> Scenery:
    """Make a notebook, put an anchor on each cell (or on a range in it), edit it, and keep the truth."""
    dice = Random(seed + 1)
    if not ranges:
        truth = corpus.pair(seed, ids)
        return _finished(truth, ids, [(None, None)] * len(truth.old["cells"]))
    marked: list[tuple[int | None, int | None]] = []

    def mark(cells: list[Work]) -> list[Work]:
        found = []
        for place, cell in enumerate(cells):
            words = [*_TOKEN.finditer(cell.source)]
            if not words:
                marked.append((None, None))
                found.append(cell)
                continue
            first = dice.randrange(len(words))
            last = min(len(words) - 1, first + dice.choice([0, 0, 1, 2, 4, 9, 25]))
            start, end = words[first].start(), words[last].end()
            marked.append((start, end))
            text, (a, b) = cell.source, _marks(place)
            found.append(replace(cell, source=text[:start] + a + text[start:end] + b + text[end:]))
        return found

    truth = corpus.pair(seed, ids, prepare=mark)
    return _finished(truth, ids, marked)


def _finished(truth: Pair, ids: Ids, marked: list[tuple[int | None, int | None]]) -> Scenery:
    old, _ = _unmarked(truth.old)
    new, found = _unmarked(truth.new)
    cases = []
    scene = Scene(old, READ, old, "0" * 40, 1)
    for index, (start, end) in enumerate(marked):
        cells = {j for i, j in truth.links if i == index}
        touched = any(i == index for i, _ in truth.touched)
        if ids != "kept":  # nobody can tell a cell from its equal copy: either is right
            cells |= {copy for original, copy in truth.twins if original in cells}
        if start is None or end is None:
            target = Target("cell", index=index)
            made = anchor(target, scene)
            cases.append(Case(made, cells, {}, set(), old[index].source, touched))
            continue
        made = anchor(Target("range", index=index, start=start, end=end), scene)
        mine = {j: found[j].get(index) for j in cells}
        whole = {j: (at[0], at[1]) for j, at in mine.items() if at and at[0] is not None and at[1] is not None}
        torn = {(j, end) for j, at in mine.items() if at and not whole for end in at if end is not None}
        cases.append(Case(made, cells, whole, torn, old[index].source[start:end], touched))
    return Scenery(old, new, cases)


def _marks(place: int) -> tuple[str, str]:
    return chr(_FIRST + 2 * place), chr(_FIRST + 2 * place + 1)


def _unmarked(data: Json) -> tuple[list[Cell], list[dict[int, tuple[int | None, int | None]]]]:
    """Take the marks out; tell where they stood, by the old cell they belong to."""
    found: list[dict[int, tuple[int | None, int | None]]] = []
    cells = []
    for cell in data["cells"]:
        here: dict[int, tuple[int | None, int | None]] = {}
        source = "".join(cell["source"])
        for count, mark in enumerate(_MARK.finditer(source)):
            place, is_end = divmod(ord(mark[0]) - _FIRST, 2)
            start, end = here.get(place, (None, None))
            here[place] = (start, mark.start() - count) if is_end else (mark.start() - count, end)
        found.append(here)
        cells.append({**cell, "source": _MARK.sub("", source).splitlines(keepends=True)})
    return parse(as_nbformat({**data, "cells": cells})).cells, found


def count(seen: Scenery) -> Count:
    """Place all anchors, and hold the places against the truth."""
    resolver = Resolver(seen.old, seen.new, READ)
    total = Count()
    for case in seen.cases:
        total.add(judged(case, resolver.place(case.anchor), seen.new))
    return total


def judged(case: Case, place: Place, new: list[Cell]) -> Count:
    """Hold one place against the truth."""
    sure = place.state in ("exact", "moved", "edited")
    silent = place.state in ("exact", "moved")
    if case.anchor.quote is None:
        if not case.cells:
            return Count(gone=1, told=int(place.cell is None or not sure), unmarked=int(silent), wrong=int(sure))
        right = place.cell in case.cells and place.state != "ambiguous"
        return Count(
            there=1, right=int(right), unmarked=int(silent and not right), wrong=int(sure and not right),
            unsure=int(not sure and not right),
        )  # fmt: skip
    if not case.ranges:
        off = not case.torn & {(place.cell, place.start), (place.cell, place.end)}  # else it is on what is left
        return Count(gone=1, told=int(not silent or not off), unmarked=int(silent and off), wrong=int(sure and off))
    right = sure and place.cell in case.ranges and _fits(case, place, new)
    return Count(
        there=1, right=int(right), unmarked=int(silent and not right), wrong=int(sure and not right),
        unsure=int(not sure),
    )  # fmt: skip


def _fits(case: Case, place: Place, new: list[Cell]) -> bool:
    """Tell whether a range is the true one; where its text was edited, most of it."""
    assert place.cell is not None and place.start is not None and place.end is not None
    start, end = case.ranges[place.cell]
    if new[place.cell].source[start:end] == case.text:
        return (place.start, place.end) == (start, end)
    common = min(end, place.end) - max(start, place.start)
    return 2 * common >= max(end, place.end) - min(start, place.start)


def simply(seen: Scenery) -> Count:
    """Place all anchors by the simple rule: the cell of the same id, the range at the same place in it."""
    places = {cell.id: j for j, cell in enumerate(seen.new) if cell.id}
    total = Count()
    for case in seen.cases:
        assert case.anchor.cell is not None
        j, quote = places.get(case.anchor.cell.id), case.anchor.quote
        place = Place("orphaned", [])
        if j is not None and quote is None:
            place = Place("exact", [], j)
        elif j is not None and quote is not None:
            length = len(seen.new[j].source)
            place = Place("exact", [], j, "", min(quote.start, length), min(quote.end, length))
        total.add(judged(case, place, seen.new))
    return total
