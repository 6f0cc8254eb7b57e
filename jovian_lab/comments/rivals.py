"""Whether a cell is the one it is taken for, where its id does not say so: what vouches for it, and its rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from rapidfuzz.distance import Indel

from jovian_lab.comments.values import AnchorCell
from jovian_lab.notebook.likeness import Likeness
from jovian_lab.notebook.lineage import Lineage
from jovian_lab.notebook.parsed import Cell

_RESEMBLES = 0.5  # of a source, for a new cell to be a rival
_CLEARLY = 0.25  # a rival that much worse is none
_CONTAINED = 0.9  # of a source's lines, in the cell that took it in
_SURELY = 0.85  # of a source in common, for a cell with another id where ids are kept
_TELLING = 20  # letters and digits of a source; a cell with fewer may stand anywhere
_MOST = 200  # rivals that are looked at
_LONGEST = 4_000  # characters of a source that are compared


class Rivals:
    """Judges the answers of a lineage.

    Parameters
    ----------
    old, new : sequence of Cell
        The two sides.
    lineage : Lineage
        How they correspond.
    targets : mapping of int to list of int
        New cells by old one, the cell itself first.
    """

    def __init__(
        self, old: Sequence[Cell], new: Sequence[Cell], lineage: Lineage, targets: Mapping[int, list[int]]
    ) -> None:
        self._old, self._new, self._lineage, self._targets = old, new, lineage, targets

    @cached_property
    def strangers(self) -> list[int]:
        """New cells that the old side has not."""
        return [j for j in range(len(self._new)) if j not in self._lineage.old_of]

    @cached_property
    def _by_source(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Old and new cells by their source."""
        found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
        for side, cells in zip(found, (self._old, self._new), strict=True):
            for index, cell in enumerate(cells):
                side.setdefault(cell.source, []).append(index)
        return found

    def others(self, cell: AnchorCell, origin: int | None, targets: list[int]) -> list[int]:
        """Name the cells that may as well be the one meant, where neither its id nor its neighbours decide."""
        j = targets[0]
        if origin is None or (cell.id and self._new[j].id == cell.id):
            return []
        source = self._old[origin].source
        sure = self._surely(source, self._new[j].source)
        if not sure and ((cell.id and self._new[j].id and self._ids_kept) or self._unlike(source, j)):
            return [j]
        old_twins, new_twins = (side.get(source, []) for side in self._by_source)
        found = {k for k in new_twins if k not in targets}
        found.update(k for i in old_twins if i != origin for k in self._targets.get(i, []))
        found.update(k for k in self._near(source, j) if k not in targets)
        found = {k for k in found if not self._known(k)}
        if self._in_line(origin, j):
            return []
        brief = j in self._lineage.moved and sum(map(str.isalnum, source)) < _TELLING
        return sorted(found) if found - {j} else [j] if brief else []

    def vouched(self, cell: AnchorCell, origin: int | None, j: int) -> bool:
        """Tell whether a cell's id or most of its source says that it is the one."""
        new = self._new[j]
        if origin is None or (cell.id and cell.id == new.id):
            return True
        old = self._old[origin].source
        return self._surely(old, new.source) or (len(new.source) < len(old) and self._surely(new.source, old))

    def _unlike(self, source: str, j: int) -> bool:
        """Tell whether a cell that only its place speaks for has little in common with what it was."""
        return Indel.normalized_similarity(source[:_LONGEST], self._new[j].source[:_LONGEST]) < _RESEMBLES

    @cached_property
    def _ids_kept(self) -> bool:
        """Tell whether most cells kept their ids: another id is then another cell, or a merged one."""
        pairs = [(self._old[i].id, self._new[j].id) for j, i in list(self._lineage.old_of.items())[:_MOST]]
        with_ids = [old == new for old, new in pairs if old and new]
        return 2 * sum(with_ids) > len(with_ids)

    def _known(self, k: int) -> bool:
        """Tell whether a new cell is certainly another one: an old cell's, by its id."""
        i = self._lineage.old_of.get(k)
        return i is not None and bool(self._new[k].id) and self._old[i].id == self._new[k].id

    def _surely(self, old: str, new: str) -> bool:
        """Tell whether a cell with another id is one that was merged, or hardly edited."""
        likeness = Likeness()
        taken_in = len(old) <= len(new) and bool(likeness.lines(old)) and likeness.contained(old, new) >= _CONTAINED
        return taken_in or likeness.alike(old, new) >= _SURELY

    def _near(self, source: str, j: int) -> list[int]:
        """Name the new cells without a past that are about as much like a source as the one that was found."""
        text = source[:_LONGEST]
        least = max(_RESEMBLES, Indel.normalized_similarity(text, self._new[j].source[:_LONGEST]) - _CLEARLY)
        return [
            k
            for k in self.strangers[:_MOST]
            if Indel.normalized_similarity(text, self._new[k].source[:_LONGEST], score_cutoff=least) >= least
        ]

    def _in_line(self, origin: int, j: int) -> bool:
        """Tell whether the cells before and after are still the same ones."""
        before = self._lineage.old_of.get(j - 1) == origin - 1 if j and origin else j == origin
        last = origin + 1 == len(self._old)
        after = j + 1 == len(self._new) if last else self._lineage.old_of.get(j + 1) == origin + 1
        return before and after
