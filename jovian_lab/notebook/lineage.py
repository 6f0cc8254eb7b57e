"""Which cell of one version is which cell of another: by id, by source, by likeness, across splits and merges.

Ids are kept by JupyterLab on edit and move, left on the last piece of a split, and made anew by merge and copy; files
before nbformat 4.5 and text round trips have none. So an id counts while the content is still alike, equal sources
count next, then what is alike in the same place, then what is alike elsewhere and clearly ahead; what is left is
looked for inside its neighbours line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jovian_lab.notebook.matching import CellLike, Matcher
from jovian_lab.notebook.pieces import find_pieces
from jovian_lab.notebook.sequences import kept_order

_SAME_ID_ALIKE = 0.35  # with the same id, this much of the source in common is enough


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
    matcher = Matcher(new, old) if turned else Matcher(old, new)
    _run(matcher)
    pairs = matcher.partner_of_second
    moved = set(pairs) - kept_order(pairs)
    complete = not matcher.likeness.exhausted
    if turned:
        turned_pairs = {i: j for j, i in pairs.items()}
        back = {pairs[j] for j in moved}
        return Lineage(turned_pairs, matcher.inside_second, matcher.inside_first, back, complete)
    return Lineage(dict(pairs), matcher.inside_first, matcher.inside_second, moved, complete)


def _run(matcher: Matcher) -> None:
    """Match what is certain first, until nothing is left."""
    steps: tuple[Callable[[], None], ...] = (
        matcher.by_stored_text,
        lambda: matcher.by_id(1.0),
        lambda: matcher.by_id(_SAME_ID_ALIKE),
        matcher.by_source,
        lambda: find_pieces(matcher, certain=True),
        matcher.in_gaps,
        lambda: find_pieces(matcher),
        matcher.anywhere,
        lambda: matcher.by_id(0.0),
        lambda: find_pieces(matcher),
    )
    for step in steps:
        step()
        if not matcher.free_first() and not matcher.free_second():
            break
