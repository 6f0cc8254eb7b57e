"""The cells, ranges and outputs that an ambiguous anchor may be about: which they are, and what speaks for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import Indel

from jovian_lab.comments.content import output_hash, source_hash
from jovian_lab.comments.quotes import find, standing, to_units
from jovian_lab.comments.values import Anchor, AnchorCell, AnchorQuote, Candidate, Reason, Target
from jovian_lab.notebook.parsed import Cell
from jovian_lab.notebook.references import ReadPart

MOST = 8  # that are shown; somebody who finds none of them right looks in the notebook
_COMPARED = 64  # cells whose sources are compared, those nearest to where the cell was
_ALIKE = 0.5  # of a source in common, for that to speak for a cell
_LONGEST = 4_000  # characters of a source that are compared
_LONGEST_LINE = 120


def candidates(
    anchor: Anchor,
    found: Iterable[int],
    old: str | None,
    new: Sequence[Cell],
    read: ReadPart,
    beside: Callable[[int], bool],
) -> tuple[list[Candidate], int]:
    """Describe the places an anchor may stand at.

    Parameters
    ----------
    anchor : Anchor
        About a cell.
    found : iterable of int
        The cells that come into question.
    old : str or None
        The whole source that was commented on, where it is known.
    new : sequence of Cell
        The cells among which it is placed.
    read : callable
        Reads their parts.
    beside : callable
        Tells whether the cell before or after one is still the one that was there.

    Returns
    -------
    tuple of list and int
        The best `MOST` of them in the order of the notebook, and how many more there are.
    """
    cell = anchor.cell
    assert cell is not None
    nearest = sorted(found, key=lambda j: (abs(j - cell.index), j))
    is_one = len(nearest) == 1  # then what speaks for the cell tells nothing
    scored: list[tuple[float, Candidate]] = []
    for j in nearest[:_COMPARED]:
        alike = _alike(cell, new[j])
        why = [] if is_one else _reasons(cell, new[j], j, alike, beside(j))
        for start, end, output, is_it in _within(anchor, old, new[j], read):
            reasons: list[Reason] = [is_it, *why] if is_it else why
            text, row = _line(new[j].source, start)
            first, last = (None, None) if start is None else (to_units(new[j].source, at) for at in (start, end))
            made = Candidate(j, new[j].id, text, reasons, round(alike, 2), row, first, last, output)
            scored.append((alike + len(reasons), made))
    best = sorted(scored, key=lambda one: -one[0])[:MOST]
    shown = sorted((one for _, one in best), key=lambda one: (one.cell, one.start or 0, one.output or 0))
    return shown, len(scored) - len(shown) + max(0, len(nearest) - _COMPARED)


def chosen(anchor: Anchor, candidate: Candidate) -> Target:
    """Point at a candidate: at the same kind of thing as the anchor, where the candidate has one."""
    at = candidate.cell
    if candidate.start is not None and candidate.end is not None:
        return Target("range", index=at, start=candidate.start, end=candidate.end)
    if candidate.output is not None and anchor.output is not None:
        output = anchor.output
        return Target("output", index=at, output=candidate.output, mime=output.mime, region=output.region)
    return Target("cell", index=at)


def _alike(cell: AnchorCell, new: Cell) -> float:
    """Say how much of a source two cells have in common, 0 to 1."""
    if source_hash(new.source) == cell.hash:
        return 1.0
    return min(0.99, Indel.normalized_similarity(cell.source[:_LONGEST], new.source[:_LONGEST]))


def _reasons(cell: AnchorCell, new: Cell, j: int, alike: float, beside: bool) -> list[Reason]:
    """Name what speaks for a cell."""
    told: list[tuple[Reason, bool]] = [
        ("id", bool(cell.id) and cell.id == new.id),
        ("source", alike == 1),
        ("holds", alike < 1 and bool(cell.source.strip()) and not cell.cut and cell.source in new.source),
        ("alike", _ALIKE <= alike < 1),
        ("beside", beside),
        ("place", j == cell.index),
    ]
    return [reason for reason, so in told if so]


def _within(
    anchor: Anchor, old: str | None, new: Cell, read: ReadPart
) -> list[tuple[int | None, int, int | None, Reason | None]]:
    """Find where in a cell it may be: start and end of a range in code points, the output, what speaks for that."""
    if anchor.quote is not None:
        return _ranges(anchor.quote, old, new) or [(None, 0, None, None)]
    if anchor.output is not None:
        outputs = [(at, output_hash(new, at, anchor.output.mime, read)) for at in range(len(new.outputs))]
        same = [at for at, hashed in outputs if hashed and hashed == anchor.output.hash]
        alike = same or [at for at, hashed in outputs if hashed is not None]
        return [(None, 0, at, "output" if same else None) for at in alike] or [(None, 0, None, None)]
    return [(None, 0, None, None)]


def _ranges(quote: AnchorQuote, old: str | None, new: Cell) -> list[tuple[int | None, int, int | None, Reason | None]]:
    length = len(quote.exact)
    places = standing(quote, new.source)
    if places:
        return [(at, at + length, None, "text") for at in places]
    like = find(quote, old, new.source)
    return [] if like is None else [(like.start, like.end, None, None)]


def _line(source: str, at: int | None) -> tuple[str, int | None]:
    """Return the line at a position and its number, or the first line with something in it."""
    lines = source.splitlines()
    if at is None:
        return next((line.strip() for line in lines if line.strip()), "")[:_LONGEST_LINE], None
    row = source.count("\n", 0, at)
    start = source.rfind("\n", 0, at) + 1
    return source[start:].split("\n", 1)[0].strip()[:_LONGEST_LINE], row
