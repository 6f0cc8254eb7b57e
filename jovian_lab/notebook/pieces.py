"""Cells that were split from, or merged into, the cell beside them: by the lines that moved over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jovian_lab.notebook.likeness import Likeness, weight
from jovian_lab.notebook.matching import CellLike, Matcher

_PIECE = 0.7  # share of a piece that stands in the cell it was split from
_WHOLE = 0.95  # share of a piece that is certainly one
_TELLING = 20  # characters; fewer may stand anywhere
_NEIGHBOURS = 3  # on each side, in which a piece is looked for


def find_pieces(matcher: Matcher, *, certain: bool = False) -> None:
    """Find the free cells that were cut from, or taken in by, a cell near them.

    Parameters
    ----------
    matcher : Matcher
        Its `inside_first` and `inside_second` are filled.
    certain : bool
        Only those that stand in the other cell whole, and are long enough for that to be no accident.
    """
    m = matcher
    for j in m.free_second():
        if (i := _holder(j, m.second, m.partner_of_second, m.first, m.likeness, certain)) is not None:
            m.inside_first[j] = i
    for i in m.free_first():
        if (j_or_none := _holder(i, m.first, m.partner_of_first, m.second, m.likeness, certain)) is not None:
            m.inside_second[i] = j_or_none


def _holder(
    index: int,
    cells: Sequence[CellLike],
    partners: dict[int, int],
    holders: Sequence[CellLike],
    likeness: Likeness,
    certain: bool,
) -> int | None:
    """Find the cell on the other side that has the lines of this one, which the one beside it has not."""
    piece = likeness.lines(cells[index].source)
    whole = weight(piece)
    if not whole or (certain and whole <= _TELLING):
        return None
    for near, distance in _near(index, partners, len(cells)):
        holder = holders[partners[near]]
        if holder.type != cells[index].type:
            continue
        lost = likeness.lines(holder.source) - likeness.lines(cells[near].source)
        if weight(piece & lost) >= (_WHOLE if certain else _PIECE) * whole:
            return partners[near]
        if not certain and distance == 1 and lost and _edited_piece(piece, lost, cells[near].source, likeness):
            return partners[near]
    return None


def _edited_piece(piece: Counter[str], lost: Counter[str], near: str, likeness: Likeness) -> bool:
    """Tell whether a cell is what its neighbour lost, edited since; a copy of the neighbour is not."""
    whole, missing, common = weight(piece), weight(lost), weight(piece & lost)
    if common >= _PIECE * missing and 2 * common >= whole:
        return True
    text = "\n".join(piece)
    found = likeness.alike(text, "\n".join(lost), _PIECE)
    return found >= _PIECE and found > likeness.alike(text, near)


def _near(index: int, partners: dict[int, int], count: int) -> list[tuple[int, int]]:
    """Return the paired cells around one, nearest first, and how many paired cells away each is."""
    found: list[tuple[int, int, int]] = []
    for step in (1, -1):
        at, seen = index + step, 0
        while 0 <= at < count and seen < _NEIGHBOURS and abs(at - index) <= 4 * _NEIGHBOURS:
            if at in partners:
                seen += 1
                found.append((seen, abs(at - index), at))
            at += step
    return [(at, seen) for seen, _, at in sorted(found)]
