"""Which cell of one version is which cell of another: by id, by source, by likeness, across splits and merges.

Ids are kept by JupyterLab on edit and move, left on the last piece of a split, and made anew by merge and copy; files
before nbformat 4.5 and text round trips have none. So an id counts while the content is still alike, equal sources
count next, then the best likeness in the gaps where it is clearly ahead, and what is left is looked for inside its
neighbours line by line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rapidfuzz.distance import Indel

_SAME_ID_ALIKE = 0.35  # with the same id, this much of the source in common is enough
_ALIKE = 0.6  # without
_AHEAD = 0.05  # the best candidate must be that much better than the runner-up
_CONTAINED = 0.7  # share of a piece's lines that stand in the cell it was split from
_MOST_PAIRS = 40_000  # likenesses computed for one comparison
_SHORT = 400  # bytes; a shorter stored text may be a blank cell, of which any could be any
_LONGEST = 8_000  # characters of a source that likeness looks at


class CellLike(Protocol):
    """What matching looks at; `skeleton` is the stored text, the others may be read from it when first asked for."""

    skeleton: bytes

    @property
    def id(self) -> str:
        """The id that nbformat 4.5 gives a cell; may be empty."""

    @property
    def type(self) -> str:
        """The cell type."""

    @property
    def source(self) -> str:
        """The source as one text."""


@dataclass
class Lineage:
    """How the cells of two versions correspond.

    Attributes
    ----------
    old_of : dict of int to int
        New index to old index of the same cell.
    split_from : dict of int to int
        New index of a further piece to the old index it was cut from.
    merged_into : dict of int to int
        Old index of a cell that vanished to the new index that took it in.
    moved : set of int
        New indices of cells that changed their place among the others.
    complete : bool
        False where there were too many candidates to look at each.
    """

    old_of: dict[int, int] = field(default_factory=dict)
    split_from: dict[int, int] = field(default_factory=dict)
    merged_into: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    complete: bool = True


def match(old: Sequence[CellLike], new: Sequence[CellLike]) -> Lineage:
    """Match the cells of two versions.

    Parameters
    ----------
    old, new : sequence of CellLike
        The cells in order.

    Returns
    -------
    Lineage
        Swapping the sides gives the mirror image (pieces of a split become cells that were merged).
    """
    turned = (len(new), [cell.skeleton for cell in new]) < (len(old), [cell.skeleton for cell in old])
    first, second = (new, old) if turned else (old, new)
    matcher = _Matcher(first, second)
    matcher.run()
    pairs = matcher.partner_of_second
    moved = _moved(pairs)
    lineage = Lineage(complete=matcher.complete)
    if turned:
        lineage.old_of = {i: j for j, i in pairs.items()}
        lineage.moved = {pairs[j] for j in moved}
        lineage.split_from, lineage.merged_into = matcher.inside_second, matcher.inside_first
    else:
        lineage.old_of, lineage.moved = dict(pairs), moved
        lineage.split_from, lineage.merged_into = matcher.inside_first, matcher.inside_second
    return lineage


class _Matcher:
    """One comparison under way; `first` and `second` instead of old and new, since both directions must agree."""

    def __init__(self, first: Sequence[CellLike], second: Sequence[CellLike]) -> None:
        self.first, self.second = first, second
        self.partner_of_first: dict[int, int] = {}
        self.partner_of_second: dict[int, int] = {}
        self.inside_first: dict[int, int] = {}  # free cell of second -> cell of first that holds its lines
        self.inside_second: dict[int, int] = {}  # free cell of first -> cell of second that holds its lines
        self.complete = True
        self._work = 0

    def run(self) -> None:
        self._by_stored_text()
        self._by_id_and_source()
        self._by_id_while_alike()
        self._by_source()
        self._by_likeness_in_gaps()
        self._by_id_in_place()
        self._pieces()

    def _pair(self, i: int, j: int) -> None:
        self.partner_of_first[i] = j
        self.partner_of_second[j] = i

    def _free_first(self) -> list[int]:
        return [i for i in range(len(self.first)) if i not in self.partner_of_first]

    def _free_second(self) -> list[int]:
        return [j for j in range(len(self.second)) if j not in self.partner_of_second]

    def _by_stored_text(self) -> None:
        """Pair what is the same to the last byte, once on each side: most cells, and none of them is parsed."""
        counts = [Counter(cell.skeleton for cell in side) for side in (self.first, self.second)]
        place = {cell.skeleton: j for j, cell in enumerate(self.second)}
        for i, cell in enumerate(self.first):
            if counts[0][cell.skeleton] == counts[1][cell.skeleton] == 1 and (
                len(cell.skeleton) > _SHORT or cell.source.strip()
            ):
                self._pair(i, place[cell.skeleton])

    def _same_ids(self) -> list[tuple[int, int]]:
        """Free cells with the same id, where the id is unique on both sides."""
        ours = [(self.first[i].id, i) for i in self._free_first()]
        theirs = [(self.second[j].id, j) for j in self._free_second()]
        counts = [Counter(name for name, _ in side) for side in (ours, theirs)]
        place = {name: j for name, j in theirs if name and counts[1][name] == 1}
        return [(i, place[name]) for name, i in ours if name in place and counts[0][name] == 1]

    def _by_id_and_source(self) -> None:
        for i, j in self._same_ids():
            if self.first[i].source == self.second[j].source:
                self._pair(i, j)

    def _by_id_while_alike(self) -> None:
        elsewhere = [
            {self.first[i].source for i in self._free_first()},
            {self.second[j].source for j in self._free_second()},
        ]
        for i, j in self._same_ids():
            a, b = self.first[i], self.second[j]
            # the very text stands in another cell: the id stayed behind on something else
            taken = a.source.strip() and b.source.strip() and a.source in elsewhere[1] and b.source in elsewhere[0]
            if not taken and self._likeness(i, j) >= _SAME_ID_ALIKE:
                self._pair(i, j)

    def _by_source(self) -> None:
        """Pair equal sources in order; blank cells only where type and number agree."""
        places: dict[tuple[str, str], list[int]] = {}
        for j in self._free_second():
            places.setdefault((self.second[j].type, self.second[j].source), []).append(j)
        groups: dict[tuple[str, str], list[int]] = {}
        for i in self._free_first():
            groups.setdefault((self.first[i].type, self.first[i].source), []).append(i)
        for key, ours in groups.items():
            theirs = places.get(key, [])
            if theirs and (key[1].strip() or len(ours) == len(theirs)):
                for i, j in self._nearest(ours, theirs):
                    self._pair(i, j)

    def _nearest(self, ours: list[int], theirs: list[int]) -> list[tuple[int, int]]:
        """Pair copies of one text: those between the same neighbours first, the rest in order."""
        pairs = []
        for i in list(ours):
            for j in theirs:
                if self._neighbours_agree(i, j):
                    pairs.append((i, j))
                    ours.remove(i)
                    theirs.remove(j)
                    break
        return pairs + list(zip(ours, theirs, strict=False))

    def _neighbours_agree(self, i: int, j: int) -> bool:
        before = i > 0 and j > 0 and self.partner_of_first.get(i - 1) == j - 1
        after = self.partner_of_first.get(i + 1) == j + 1 and i + 1 < len(self.first)
        return before or after

    def _by_likeness_in_gaps(self) -> None:
        """Pair the most alike first, where the best candidate of a cell is clearly ahead of its runner-up."""
        free_second = self._free_second()
        scores: list[tuple[float, int, int]] = []
        for i in self._free_first():
            if not self.first[i].source.strip():
                continue
            for j in free_second:
                if self.first[i].type == self.second[j].type and (score := self._likeness(i, j)) >= _ALIKE:
                    scores.append((score + self._closeness(i, j), i, j))
        best_of_first, best_of_second = _two_best(scores, 1), _two_best(scores, 2)
        for score, i, j in sorted(scores, key=lambda item: (-item[0], item[1], item[2])):
            if i in self.partner_of_first or j in self.partner_of_second:
                continue
            runner_up = min(best_of_first[i][1], best_of_second[j][1])
            if score - runner_up >= _AHEAD or score >= max(best_of_first[i][0], best_of_second[j][0]):
                self._pair(i, j)

    def _closeness(self, i: int, j: int) -> float:
        """A little more for cells that stand behind or before a matched pair, to tell twins apart."""
        return 0.1 if self._neighbours_agree(i, j) else 0.0

    def _by_id_in_place(self) -> None:
        """Pair what still has the same id, however different: the cell was rewritten in place."""
        for i, j in self._same_ids():
            if self.first[i].type == self.second[j].type or self._neighbours_agree(i, j):
                self._pair(i, j)

    def _pieces(self) -> None:
        for j in self._free_second():
            if (i := self._holder(self.second, j, self.first, self.partner_of_first, self.second)) is not None:
                self.inside_first[j] = i
        for i in self._free_first():
            if (k := self._holder(self.first, i, self.second, self.partner_of_second, self.first)) is not None:
                self.inside_second[i] = k

    def _holder(
        self,
        pieces: Sequence[CellLike],
        index: int,
        holders: Sequence[CellLike],
        partners: dict[int, int],
        others: Sequence[CellLike],
    ) -> int | None:
        """Find the cell on the other side that lost (or gained) the lines of this one.

        The lines must stand in the holder and no longer in the holder's own partner.
        """
        lines = _lines(pieces[index].source)
        if not lines:
            return None
        for near in sorted(partners, key=lambda holder: (abs(partners[holder] - index), holder))[:6]:
            if holders[near].type != pieces[index].type:
                continue
            moved = Counter(_lines(holders[near].source)) - Counter(_lines(others[partners[near]].source))
            if sum((Counter(lines) & moved).values()) >= _CONTAINED * len(lines):
                return near
        return None

    def _likeness(self, i: int, j: int) -> float:
        a, b = self.first[i].source[:_LONGEST], self.second[j].source[:_LONGEST]
        shorter, longer = sorted((len(a), len(b)))
        if not longer:
            return 1.0
        if 2 * shorter / (shorter + longer) < _SAME_ID_ALIKE:
            return 0.0
        self._work += 1
        if self._work > _MOST_PAIRS:
            self.complete = False
            return 0.0
        return Indel.normalized_similarity(a, b)


def _two_best(scores: list[tuple[float, int, int]], side: int) -> dict[int, tuple[float, float]]:
    """Return the best and the second-best score of each cell of a side."""
    best: dict[int, tuple[float, float]] = {}
    for score, i, j in scores:
        key = i if side == 1 else j
        first, second = best.get(key, (0.0, 0.0))
        best[key] = (score, first) if score > first else (first, max(second, score))
    return best


def _lines(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines() if line.strip()]


def _moved(old_of: dict[int, int]) -> set[int]:
    """Return the new indices that are not part of the longest run that kept its order."""
    order = sorted(old_of)
    ends: list[int] = []
    ends_at: list[int] = []
    before: dict[int, int | None] = {}
    for j in order:
        place = bisect_left(ends, old_of[j])
        before[j] = ends_at[place - 1] if place else None
        ends[place : place + 1] = [old_of[j]]
        ends_at[place : place + 1] = [j]
    kept: set[int] = set()
    j_or_none = ends_at[-1] if ends_at else None
    while j_or_none is not None:
        kept.add(j_or_none)
        j_or_none = before[j_or_none]
    return set(order) - kept
