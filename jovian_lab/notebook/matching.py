"""The steps of matching cells: by stored text, id, source, and likeness, within the gaps and anywhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from jovian_lab.notebook.likeness import Likeness
from jovian_lab.notebook.sequences import kept_order, opcodes

_SAME_PLACE_ALIKE = 0.42  # between the same neighbours
_ALIKE = 0.7  # anywhere
_OTHER_ID_IN_PLACE, _OTHER_ID = 0.6, 0.85  # the same where ids were kept, but not by these two
_AHEAD = 0.05  # the best candidate must be that much better than the runner-up
_MOST_CANDIDATES = 8  # of one cell, where there are too many to look at each
_ENOUGH = 50  # pairs, to see whether ids were kept
_MOST_PAIRS = 10_000  # looked at each


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


class Matcher:
    """One comparison under way; `first` and `second` instead of old and new, since both directions must agree."""

    def __init__(self, first: Sequence[CellLike], second: Sequence[CellLike]) -> None:
        self.first, self.second = first, second
        self.partner_of_first: dict[int, int] = {}
        self.partner_of_second: dict[int, int] = {}
        self.inside_first: dict[int, int] = {}  # free cell of second -> cell of first that holds its lines
        self.inside_second: dict[int, int] = {}  # free cell of first -> cell of second that holds its lines
        self.likeness = Likeness()

    def _pair(self, i: int, j: int) -> None:
        self.partner_of_first[i] = j
        self.partner_of_second[j] = i

    def free_first(self) -> list[int]:
        """Return the cells of the first side that are neither paired nor a piece of another."""
        return [i for i in range(len(self.first)) if i not in self.partner_of_first and i not in self.inside_second]

    def free_second(self) -> list[int]:
        """Return those of the second side."""
        return [j for j in range(len(self.second)) if j not in self.partner_of_second and j not in self.inside_first]

    def by_stored_text(self) -> None:
        """Pair what is the same to the last byte, once on each side: most cells, and none of them is parsed."""
        counts = [Counter(cell.skeleton for cell in side) for side in (self.first, self.second)]
        place = {cell.skeleton: j for j, cell in enumerate(self.second)}
        for i, cell in enumerate(self.first):
            if counts[0][cell.skeleton] == counts[1][cell.skeleton] == 1:
                self._pair(i, place[cell.skeleton])

    def by_id(self, least: float) -> None:
        """Pair cells of the same id that are that much alike."""
        first, second = (
            {identity: k for k in free if (identity := side[k].id)}
            for side, free in ((self.first, self.free_first()), (self.second, self.free_second()))
        )
        elsewhere = [{self.first[i].source for i in first.values()}, {self.second[j].source for j in second.values()}]
        for identity, i in first.items():
            if (j := second.get(identity)) is None:
                continue
            a, b = self.first[i], self.second[j]
            if a.source == b.source:
                self._pair(i, j)
                continue
            # the very text stands in another cell: the id stayed behind on something else
            left = a.source.strip() and b.source.strip() and a.source in elsewhere[1] and b.source in elsewhere[0]
            if (least == 0 and (a.type == b.type or self._neighbours_agree(i, j))) or (
                0 < least < 1 and not left and self.likeness.in_place(a.source, b.source) >= least
            ):
                self._pair(i, j)

    def by_source(self) -> None:
        """Pair equal sources: those in the same order first, so that copies stay where they were, then the rest."""
        # a pair made already stands in both sequences under one name, its place in the first
        first = [
            f"\0{i}" if i in self.partner_of_first else f"{cell.type}\0{cell.source}"
            for i, cell in enumerate(self.first)
        ]
        second = [
            f"\0{self.partner_of_second[j]}" if j in self.partner_of_second else f"{cell.type}\0{cell.source}"
            for j, cell in enumerate(self.second)
        ]
        for kind, i, i_end, j, _ in opcodes(first, second)[0]:
            if kind == "equal":
                for k in range(i_end - i):
                    if i + k not in self.partner_of_first and self.first[i + k].source.strip():
                        self._pair(i + k, j + k)
        self._by_source_elsewhere()

    def _by_source_elsewhere(self) -> None:
        """Pair the equal sources that changed places; blank cells only where there are as many on either side."""
        places: dict[tuple[str, str], list[int]] = {}
        for j in self.free_second():
            places.setdefault((self.second[j].type, self.second[j].source), []).append(j)
        groups: dict[tuple[str, str], list[int]] = {}
        for i in self.free_first():
            groups.setdefault((self.first[i].type, self.first[i].source), []).append(i)
        for key, ours in groups.items():
            theirs = places.get(key, [])
            if theirs and (key[1].strip() or len(ours) == len(theirs)):
                for i, j in zip(ours, theirs, strict=False):
                    self._pair(i, j)

    def _neighbours_agree(self, i: int, j: int) -> bool:
        before = i > 0 and j > 0 and self.partner_of_first.get(i - 1) == j - 1
        after = self.partner_of_first.get(i + 1) == j + 1 and i + 1 < len(self.first)
        return before or after

    def _ids_kept(self) -> bool:
        """Tell whether most cells found so far have the same id: another id is then another cell, or a merged one."""
        with_ids = []
        for i, j in islice(self.partner_of_first.items(), _ENOUGH):
            a, b = self.first[i], self.second[j]
            if a.skeleton == b.skeleton:
                with_ids += [True] if a.id else []
            elif a.id and b.id:
                with_ids.append(a.id == b.id)
        return 2 * sum(with_ids) > len(with_ids)

    def in_gaps(self) -> None:
        """Pair what stands between the same two cells, in order, so that the likenesses add up to the most."""
        gaps = list(self._gaps())
        least = _OTHER_ID_IN_PLACE if gaps and self._ids_kept() else _SAME_PLACE_ALIKE
        for ours, theirs in gaps:
            if len(ours) * len(theirs) > _MOST_PAIRS:
                self.likeness.exhausted = True
                continue
            best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
            scores: dict[tuple[int, int], float] = {}
            for a in range(len(ours) - 1, -1, -1):
                for b in range(len(theirs) - 1, -1, -1):
                    score = self._alike_in_place(ours[a], theirs[b])
                    best[a][b] = max(best[a + 1][b], best[a][b + 1])
                    if score >= least:
                        scores[a, b] = score
                        best[a][b] = max(best[a][b], score + best[a + 1][b + 1])
            a = b = 0
            while a < len(ours) and b < len(theirs):
                if (a, b) in scores and best[a][b] == scores[a, b] + best[a + 1][b + 1]:
                    self._pair(ours[a], theirs[b])
                    a, b = a + 1, b + 1
                elif best[a][b] == best[a + 1][b]:
                    a += 1
                else:
                    b += 1

    def _alike_in_place(self, i: int, j: int) -> float:
        a, b = self.first[i], self.second[j]
        if not a.source.strip() or not b.source.strip():
            return 1.0 if a.source.strip() == b.source.strip() and a.type == b.type else 0.0
        return self.likeness.in_place(a.source, b.source) * (1.0 if a.type == b.type else 0.8)

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the free cells of either side between each two pairs that kept their order."""
        kept = sorted(kept_order(self.partner_of_second))
        first, second = self.free_first(), self.free_second()
        a = b = 0
        for j in [*kept, len(self.second)]:
            i = self.partner_of_second[j] if j < len(self.second) else len(self.first)
            a_end, b_end = bisect_left(first, i, a), bisect_left(second, j, b)
            if a < a_end and b < b_end:
                yield first[a:a_end], second[b:b_end]
            a, b = a_end, b_end

    def anywhere(self) -> None:
        """Pair the most alike first, where the best candidate of a cell is clearly ahead of its runner-up."""
        candidates = list(self._candidates())
        least = _OTHER_ID if candidates and self._ids_kept() else _ALIKE
        scores = [
            (score + (0.1 if self._neighbours_agree(i, j) else 0.0), i, j)
            for i, j in candidates
            if (score := self.likeness.alike(self.first[i].source, self.second[j].source, least)) >= least
        ]
        best_of_first, best_of_second = _two_best(scores, 1), _two_best(scores, 2)
        for score, i, j in sorted(scores, key=lambda item: (-item[0], item[1], item[2])):
            if i in self.partner_of_first or j in self.partner_of_second:
                continue
            runner_up = min(best_of_first[i][1], best_of_second[j][1])
            if score - runner_up >= _AHEAD or score >= max(best_of_first[i][0], best_of_second[j][0]):
                self._pair(i, j)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs worth comparing: each with each, or where they are many, those with rare lines in common."""
        first, second = ([k for k in free if side[k].source.strip()] for side, free in
                         ((self.first, self.free_first()), (self.second, self.free_second())))  # fmt: skip
        if len(first) * len(second) <= _MOST_PAIRS:
            yield from ((i, j) for i in first for j in second if self.first[i].type == self.second[j].type)
            return
        self.likeness.exhausted = True
        places: dict[str, list[int]] = {}
        for j in second:
            for line in self.likeness.lines(self.second[j].source):
                places.setdefault(line, []).append(j)
        for i in first:
            shared: Counter[int] = Counter()
            for line in self.likeness.lines(self.first[i].source):
                found = places.get(line, [])
                if len(found) <= _MOST_CANDIDATES:
                    shared.update({j: len(line) for j in found})
            best = sorted(shared, key=lambda j: (-shared[j], j))[:_MOST_CANDIDATES]
            yield from ((i, j) for j in best if self.first[i].type == self.second[j].type)


def _two_best(scores: list[tuple[float, int, int]], side: int) -> dict[int, tuple[float, float]]:
    """Return the best and the second-best score of each cell of a side."""
    best: dict[int, tuple[float, float]] = {}
    for score, i, j in scores:
        key = i if side == 1 else j
        first, second = best.get(key, (0.0, 0.0))
        best[key] = (score, first) if score > first else (first, max(second, score))
    return best
