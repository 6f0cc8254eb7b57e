"""Where anchors stand in another version, in the file or on screen: along the lineage, then by what they quote.

Nothing is guessed in silence: where two places are as good, the answer is `ambiguous`; where the cell is there and
what was said about it is not, `outdated`; where nothing is left, `orphaned`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec
from rapidfuzz.distance import Indel

from jovian_lab.comments.candidates import candidates
from jovian_lab.comments.content import output_hash, source_hash
from jovian_lab.comments.quotes import Found, find, to_units
from jovian_lab.comments.rivals import Rivals
from jovian_lab.comments.values import Anchor, AnchorCell, Happened, Place, State
from jovian_lab.notebook.lineage import Lineage, match
from jovian_lab.notebook.parsed import Cell
from jovian_lab.notebook.references import ReadPart

_REWRITTEN = 0.3  # less of the source in common, and what was commented on is not there any more
_ALIKE = 0.75  # of a source, for a cell that the version has not
_AHEAD = 0.1
_LONGEST = 4_000  # characters of a source that are compared
ON_THE_WHOLE = ("notebook", "version", "row")
EXACT = Place("exact", [])
_ORPHANED = Place("orphaned", [])


class Resolver:
    """Places anchors that were made on one version.

    Parameters
    ----------
    old : sequence of Cell
        The version's cells.
    new : sequence of Cell
        Where to place them.
    read : callable
        Reads parts of the new side.
    lineage : Lineage, optional
        How the two correspond, where that is known.
    """

    def __init__(
        self, old: Sequence[Cell], new: Sequence[Cell], read: ReadPart, lineage: Lineage | None = None
    ) -> None:
        self._old, self._new, self._read = old, new, read
        self._lineage = match(old, new) if lineage is None else lineage

    def place(self, anchor: Anchor, *, origin: int | None = None) -> Place:
        """Place an anchor.

        Parameters
        ----------
        anchor : Anchor
            Made on the old side.
        origin : int, optional
            The old cell it belongs to, where that is not what the anchor says.
        """
        if anchor.kind in ON_THE_WHOLE or anchor.cell is None:
            return EXACT if anchor.kind in ON_THE_WHOLE else _ORPHANED
        came_from = anchor.cell.origin if origin is None else origin
        if came_from is not None and 0 <= came_from < len(self._old):
            targets = self._targets.get(came_from, [])
        else:
            targets = self._search(anchor.cell)
            if len(targets) > 1:
                return self._ambiguous(anchor, came_from, Place("ambiguous", []), targets)
        if not targets:
            return _ORPHANED
        place = self._within(anchor, came_from, targets)
        others = self._rivals.others(anchor.cell, came_from, targets)
        if place.cell is not None and (others or place.state == "ambiguous"):
            return self._ambiguous(anchor, came_from, place, {place.cell, *others})
        return place

    def _ambiguous(self, anchor: Anchor, origin: int | None, place: Place, among: Iterable[int]) -> Place:
        """Say between which cells it cannot be decided."""
        cell = anchor.cell
        assert cell is not None
        old_of = self._lineage.old_of

        def beside(j: int) -> bool:
            if origin is None:
                return bool(self._neighbours(j) & {cell.before, cell.after} - {""})
            return old_of.get(j - 1, -2) == origin - 1 or old_of.get(j + 1) == origin + 1

        found, further = candidates(anchor, among, self._source(cell), self._new, self._read, beside)
        return msgspec.structs.replace(place, state="ambiguous", candidates=found, further=further)

    def _within(self, anchor: Anchor, came_from: int | None, targets: list[int]) -> Place:
        """Place an anchor in its cell, or in what became of that."""
        if anchor.quote is not None:
            return self._place_quote(anchor, came_from, targets)
        if anchor.output is not None:
            return self._place_output(anchor, came_from, targets)
        return self._place_cell(anchor, came_from, targets)

    @cached_property
    def _targets(self) -> dict[int, list[int]]:
        """New cells by old one: the cell itself, pieces that were split off, the cell that took it in."""
        found: dict[int, list[int]] = {}
        for new, old in self._lineage.old_of.items():
            found.setdefault(old, []).append(new)
        for new, old in self._lineage.split_from.items():
            found.setdefault(old, []).append(new)
        for old, new in self._lineage.merged_into.items():
            found.setdefault(old, []).append(new)
        return found

    @cached_property
    def _rivals(self) -> Rivals:
        return Rivals(self._old, self._new, self._lineage, self._targets)

    def _search(self, cell: AnchorCell) -> list[int]:
        """Find a cell that the old side has not, for it was on screen only: by id, source, then likeness."""
        named = [j for j, new in enumerate(self._new) if cell.id and new.id == cell.id]
        if len(named) == 1:
            return named
        same = [j for j in self._rivals.strangers if source_hash(self._new[j].source) == cell.hash]
        if len(same) > 1:
            beside = [j for j in same if self._neighbours(j) & {cell.before, cell.after} - {""}]
            same = beside if len(beside) == 1 else same
        if same:
            return same
        scored = sorted(((self._likeness(cell, j), -j) for j in self._rivals.strangers), reverse=True)
        near = [-j for score, j in scored if score >= _ALIKE and score > scored[0][0] - _AHEAD]
        return near

    def _neighbours(self, j: int) -> set[str]:
        return {self._new[place].id for place in (j - 1, j + 1) if 0 <= place < len(self._new)}

    def _likeness(self, cell: AnchorCell, j: int) -> float:
        new = self._new[j]
        if new.type != cell.type or not cell.source.strip():
            return 0.0
        return Indel.normalized_similarity(cell.source[:_LONGEST], new.source[:_LONGEST], score_cutoff=_ALIKE)

    @cached_property
    def _split(self) -> set[int]:
        """Old cells of which pieces became cells of their own."""
        return set(self._lineage.split_from.values())

    @cached_property
    def _merged(self) -> set[int]:
        """New cells that took others in."""
        return set(self._lineage.merged_into.values())

    def _happened(self, cell: AnchorCell, origin: int | None, j: int) -> list[Happened]:
        """Say what happened to a cell."""
        found: list[Happened] = []
        if j in self._lineage.moved:
            found.append("moved")
        if origin in self._split:
            found.append("split")
        if j in self._merged:
            found.append("merged")
        if source_hash(self._new[j].source) != cell.hash:
            found.append("edited")
        return found

    def _place_cell(self, anchor: Anchor, origin: int | None, targets: list[int]) -> Place:
        cell, j = anchor.cell, targets[0]
        assert cell is not None
        new = self._new[j]
        happened = self._happened(cell, origin, j)
        if "edited" not in happened and new.type == cell.type:
            state: State = "moved" if "moved" in happened else "exact"
        elif self._rewritten(cell, new) and "split" not in happened and "merged" not in happened:
            happened.append("rewritten")
            state = "outdated"
        else:
            state = "edited"
        return Place(state, happened, j, new.id)

    def _rewritten(self, cell: AnchorCell, new: Cell) -> bool:
        old = cell.source[:_LONGEST]
        if not old.strip():
            return False
        return Indel.normalized_similarity(old, new.source[:_LONGEST]) < _REWRITTEN and old not in new.source

    def _place_quote(self, anchor: Anchor, origin: int | None, targets: list[int]) -> Place:
        cell, quote = anchor.cell, anchor.quote
        assert cell is not None and quote is not None
        old = self._source(cell)
        found: list[tuple[Found, int]] = []
        for j in targets:
            where = find(quote, old, self._new[j].source)
            if where is not None:
                found.append((where, j))
        j = targets[0]
        happened = self._happened(cell, origin, j)
        if not found:
            return Place("outdated", happened, j, self._new[j].id)
        where, j = max(found, key=lambda one: (one[0].ahead, one[0].same, one[0].score, -targets.index(one[1])))
        happened = self._happened(cell, origin, j)
        if not where.ahead:
            return Place("ambiguous", happened, j, self._new[j].id)
        state: State = "edited"
        if where.same:
            elsewhere = where.moved or "moved" in happened or j != targets[0]
            state = "moved" if elsewhere else "exact"
            if not self._rivals.vouched(cell, origin, j):  # the text is there, but is the cell the one it was?
                state = "edited"
        source = self._new[j].source
        start, end = to_units(source, where.start), to_units(source, where.end)
        return Place(state, happened, j, self._new[j].id, start, end)

    def _source(self, cell: AnchorCell) -> str | None:
        """Return the whole source that was quoted from, where it is still known."""
        if not cell.cut:
            return cell.source
        if cell.origin is not None and 0 <= cell.origin < len(self._old):
            stored = self._old[cell.origin].source
            if source_hash(stored) == cell.hash:
                return stored
        return None

    def _place_output(self, anchor: Anchor, origin: int | None, targets: list[int]) -> Place:
        cell, wanted = anchor.cell, anchor.output
        assert cell is not None and wanted is not None
        hashes: list[tuple[int, int, str]] = []
        for j in targets:
            new = self._new[j]
            for at in range(len(new.outputs)):
                found = output_hash(new, at, wanted.mime, self._read)
                if found is not None:
                    hashes.append((j, at, found))
        j = targets[0]
        happened = self._happened(cell, origin, j)
        same = [(j, at) for j, at, found in hashes if found and found == wanted.hash]
        if same:
            j, at = min(same, key=lambda one: (one[0] != targets[0], abs(one[1] - wanted.index)))
            happened = self._happened(cell, origin, j)
            stays = at == wanted.index and "moved" not in happened and j == targets[0]
            return Place("exact" if stays else "moved", happened, j, self._new[j].id, output=at)
        in_place = [(j, at) for j, at, _ in hashes if j == targets[0]]
        if not in_place:
            return Place("outdated", happened, j, self._new[j].id)
        if len(in_place) == 1 or any(at == wanted.index for _, at in in_place):
            at = next((at for _, at in in_place if at == wanted.index), in_place[0][1])
            return Place("edited", [*happened, "rerun"], j, self._new[j].id, output=at)
        return Place("ambiguous", [*happened, "rerun"], j, self._new[j].id)
