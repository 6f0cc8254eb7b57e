"""What two sequences of texts have in common, in order: the longest common subsequence, within a bound.

It is rapidfuzz's (bit-parallel, exact), so a difference is as small as it can be. Where the sequences are too long
for that, the items that stand once on each side are paired first, and only what is between them is compared
exactly. It is always computed in one fixed order of the two and turned round where needed: swapping the sides
mirrors the answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from rapidfuzz.distance import LCSseq

MOST_AT_ONCE = 10**8  # old items × new items, after what is common at both ends is taken off; some 30 ms
MOST_IN_ALL = 4 * 10**8

Kind = Literal["equal", "delete", "insert", "replace"]
Opcode: TypeAlias = tuple[Kind, int, int, int, int]


class Work:
    """What may still be spent on comparing, shared by all texts of two notebooks.

    Attributes
    ----------
    left : int
        Item pairs.
    """

    def __init__(self, left: int = MOST_IN_ALL) -> None:
        self.left = left

    def spend(self, pairs: int) -> bool:
        """Take so many pairs; False, and nothing is taken, where that is too much."""
        if pairs > min(self.left, MOST_AT_ONCE):
            return False
        self.left -= pairs
        return True


def opcodes(old: Sequence[str], new: Sequence[str], work: Work | None = None) -> tuple[list[Opcode], str | None]:
    """Compare two sequences.

    Parameters
    ----------
    old, new : sequence of str
        The items.
    work : Work, optional
        What may be spent; by default as much as for a whole notebook.

    Returns
    -------
    tuple
        (kind, old start, old end, new start, new end) in order, equal runs and changes by turns; and why they are
        not the smallest difference, where they are not.
    """
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    inner_old, inner_new = list(old[start : len(old) - end]), list(new[start : len(new) - end])
    turned = (len(inner_new), inner_new) < (len(inner_old), inner_old)
    first, second = (inner_new, inner_old) if turned else (inner_old, inner_new)
    pairs, exact = _common(first, second, work or Work())
    found = [(j, i, size) for i, j, size in pairs] if turned else pairs
    runs = [(0, 0, start), *((i + start, j + start, size) for i, j, size in found)]
    runs += [(len(old) - end, len(new) - end, end), (len(old), len(new), 0)]
    coarse = None if exact else f"{len(first):,} × {len(second):,} lines are too many to compare each with each"
    return _between(runs), coarse


def kept_order(partners: dict[int, int]) -> set[int]:
    """Return the keys of the longest run of pairs in which keys and values both rise."""
    ends: list[int] = []
    ends_at: list[int] = []
    before: dict[int, int | None] = {}
    for j in sorted(partners):
        place = bisect_left(ends, partners[j])
        before[j] = ends_at[place - 1] if place else None
        ends[place : place + 1] = [partners[j]]
        ends_at[place : place + 1] = [j]
    kept: set[int] = set()
    at = ends_at[-1] if ends_at else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept


def _common(first: list[str], second: list[str], work: Work) -> tuple[list[tuple[int, int, int]], bool]:
    """Return the equal runs as (first, second, size) in order, and whether no longer ones exist."""
    if not first or not second:
        return [], True
    if work.spend(len(first) * len(second)):
        return _longest(first, second), True
    runs: list[tuple[int, int, int]] = []
    i = j = 0
    for next_i, next_j in [*_once_on_each_side(first, second), (len(first), len(second))]:
        if i < next_i and j < next_j and work.spend((next_i - i) * (next_j - j)):
            inner = _longest(first[i:next_i], second[j:next_j])
            runs += [(i + a, j + b, size) for a, b, size in inner]
        if next_i < len(first):
            runs.append((next_i, next_j, 1))
        i, j = next_i + 1, next_j + 1
    return runs, False


def _longest(first: list[str], second: list[str]) -> list[tuple[int, int, int]]:
    numbers: dict[str, int] = {}
    # rapidfuzz compares hashes of what it is given; small numbers make equal mean equal
    a = [numbers.setdefault(item, len(numbers)) for item in first]
    b = [numbers.setdefault(item, len(numbers)) for item in second]
    codes = LCSseq.opcodes(a, b)
    return [(c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"]


def _once_on_each_side(first: list[str], second: list[str]) -> list[tuple[int, int]]:
    """Pair the items that stand once on each side, as many as keep their order."""
    once_first, once_second = Counter(first), Counter(second)
    places = {item: i for i, item in enumerate(first) if once_first[item] == 1}
    partners = {j: places[item] for j, item in enumerate(second) if once_second[item] == 1 and item in places}
    return [(partners[j], j) for j in sorted(kept_order(partners))]


def _between(runs: list[tuple[int, int, int]]) -> list[Opcode]:
    """Write equal runs as opcodes: neighbours joined, and everything between two of them one change."""
    out: list[Opcode] = []
    i = j = 0
    for next_i, next_j, size in runs:
        if i < next_i or j < next_j:
            kind: Kind = "replace" if i < next_i and j < next_j else "delete" if i < next_i else "insert"
            out.append((kind, i, next_i, j, next_j))
        if size:
            if out and out[-1][0] == "equal":
                _, next_i, _, next_j, _ = out.pop()
                size += i - next_i
            out.append(("equal", next_i, next_i + size, next_j, next_j + size))
        i, j = next_i + size, next_j + size
    return out
