"""What two sequences of texts have in common, in order: the longest common subsequence, within a bound.

It is rapidfuzz's (bit-parallel, exact), so a difference is as small as it can be. Long sequences are paired where the
same item stands once on each side first, and only what is between such pairs is compared exactly. It is always
computed in one fixed order of the two and turned round where needed: swapping the sides mirrors the answer.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import lt, ne
from typing import Literal, TypeAlias

from rapidfuzz.distance import LCSseq

MOST_AT_ONCE = 10**7  # old items × new items, after what is common at both ends is taken off; some 3 ms
MOST_IN_ALL = 2 * 10**8
_TINY = 1_000  # item pairs that cost less than looking for what is equal at both ends
_SMALL = 10_000  # item pairs that cost less than a closer look
MOST_TEXT = 4 << 20  # characters in all; some 40 ms
_CHARACTERS = "".join(map(chr, range(_TINY + 1)))

Kind = Literal["equal", "delete", "insert", "replace"]
Opcode: TypeAlias = tuple[Kind, int, int, int, int]
_Run: TypeAlias = tuple[int, int, int]


class Work:
    """What may still be spent on comparing, shared by all texts of two notebooks.

    Attributes
    ----------
    left : int
        Item pairs.
    text : int
        Characters.
    """

    def __init__(self, left: int = MOST_IN_ALL, text: int = MOST_TEXT) -> None:
        self.left = left
        self.text = text

    def spend(self, pairs: int) -> bool:
        """Take so many pairs; False, and nothing is taken, where that is too much."""
        if pairs > min(self.left, MOST_AT_ONCE):
            return False
        self.left -= pairs
        return True

    def read(self, characters: int) -> bool:
        """Take so many characters; False from when there are none left."""
        self.text -= characters
        return self.text >= 0


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
    old, new = list(old), list(new)
    work = work or Work()
    if 0 < len(old) * len(new) <= _TINY and work.spend(len(old) * len(new)):
        if (len(new), new) < (len(old), old):
            return _between([(i, j, size) for j, i, size in _longest(new, old)]), None
        return _between(_longest(old, new)), None
    start, end = _equal_ends(old, new)
    inner_old, inner_new = (old[start : len(old) - end], new[start : len(new) - end]) if start or end else (old, new)
    pairs: list[_Run] = []
    coarse = None
    if inner_old and inner_new:
        turned = (len(inner_new), inner_new) < (len(inner_old), inner_old)
        first, second = (inner_new, inner_old) if turned else (inner_old, inner_new)
        found, exact = _common(first, second, work)
        pairs = [(j + start, i + start, size) if turned else (i + start, j + start, size) for i, j, size in found]
        if not exact:
            coarse = f"{len(first):,} × {len(second):,} lines are too many to compare each with each"
    runs = [(0, 0, start), *pairs, (len(old) - end, len(new) - end, end), (len(old), len(new), 0)]
    return _between(runs), coarse


def kept_order(partners: dict[int, int]) -> set[int]:
    """Return the keys of the longest run of pairs in which keys and values both rise."""
    order = sorted(partners)
    values = [partners[j] for j in order]
    if all(map(lt, values, values[1:])):
        return set(order)
    ends: list[int] = []
    ends_at: list[int] = []
    before: dict[int, int | None] = {}
    for j in order:
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


def _common(first: list[str], second: list[str], work: Work) -> tuple[list[_Run], bool]:
    """Return the equal runs as (first, second, size) in order, and whether everything between them was compared."""
    if len(first) * len(second) <= _SMALL and work.spend(len(first) * len(second)):
        return _longest(first, second), True
    in_place = _in_place(first, second)
    if in_place is not None:
        return in_place, True
    # what stands on one side only is in no common subsequence
    shared = set(first).intersection(second)
    known = [list(map(shared.__contains__, side)) for side in (first, second)]
    a, b = list(compress(first, known[0])), list(compress(second, known[1]))
    start, end = _equal_ends(a, b)
    inner, complete = _inner(a[start : len(a) - end], b[start : len(b) - end], work)
    found = [(0, 0, start), *((i + start, j + start, size) for i, j, size in inner), (len(a) - end, len(b) - end, end)]
    return _spread(found, *(list(compress(range(len(side)), side)) for side in known)), complete


def _in_place(first: list[str], second: list[str]) -> list[_Run] | None:
    """Compare item by item, for the frequent case that lines were replaced and nothing moved.

    It is the longest common subsequence when nothing that was replaced stands anywhere on the other side; else None.
    """
    if len(first) != len(second):
        return None
    replaced = list(map(ne, first, second))
    lost = set(compress(first, replaced))
    if not lost.isdisjoint(second):
        return None
    runs: list[_Run] = []
    begin = 0
    for place in compress(range(len(first)), replaced):
        if begin < place:
            runs.append((begin, begin, place - begin))
        begin = place + 1
    return [*runs, (begin, begin, len(first) - begin)]


def _equal_ends(a: list[str], b: list[str]) -> tuple[int, int]:
    """Return how many items are the same from the start, and of the others, from the end."""
    start = _equal_at_start(a, b) if a and b and a[0] == b[0] else 0
    most = min(len(a), len(b)) - start
    if not most or a[-1] != b[-1]:
        return start, 0
    return start, _equal_at_start(a[: -most - 1 : -1], b[: -most - 1 : -1])


def _equal_at_start(a: list[str], b: list[str]) -> int:
    """Return how many items are the same from the start."""
    at, step = 0, min(len(a), len(b))
    while step:
        if a[at : at + step] == b[at : at + step]:
            at += step
            step = min(step, len(a) - at, len(b) - at)
        else:
            step //= 2
    return at


def _spread(found: list[_Run], first: list[int], second: list[int]) -> list[_Run]:
    """Write runs among the shared items as runs of the whole sequences."""
    runs: list[_Run] = []
    for a, b, count in found:
        done = 0
        while done < count:
            size = min(_neighbours(first, a + done, count - done), _neighbours(second, b + done, count - done))
            runs.append((first[a + done], second[b + done], size))
            done += size
    return runs


def _neighbours(places: list[int], at: int, most: int) -> int:
    """Return how many of the rising places, `most` or fewer, follow each other without a hole."""
    begin = places[at] - at
    if places[at + most - 1] - (at + most - 1) == begin:
        return most
    least = 1
    while most - least > 1:  # it holds for `least`, and not for `most`
        middle = (least + most) // 2
        if places[at + middle - 1] - (at + middle - 1) == begin:
            least = middle
        else:
            most = middle
    return least


def _inner(first: list[str], second: list[str], work: Work) -> tuple[list[_Run], bool]:
    """Compare exactly where that can be paid; else between the items that stand once on each side."""
    if not first or not second:
        return [], True
    if work.spend(len(first) * len(second)):
        return _longest(first, second), True
    runs: list[_Run] = []
    complete = True
    i = j = 0
    for next_i, next_j in [*_once_on_each_side(first, second), (len(first), len(second))]:
        if i < next_i and j < next_j:
            if work.spend((next_i - i) * (next_j - j)):
                inner = _longest(first[i:next_i], second[j:next_j])
                runs += [(i + a, j + b, size) for a, b, size in inner]
            else:
                complete = False
        if next_i < len(first):
            runs.append((next_i, next_j, 1))
        i, j = next_i + 1, next_j + 1
    return runs, complete


def _longest(first: list[str], second: list[str]) -> list[_Run]:
    """Compare exactly. Each item becomes a character: rapidfuzz compares hashes of anything else."""
    every = {*first, *second}
    if len(every) <= sys.maxunicode:
        names = dict(zip(every, _CHARACTERS if len(every) <= _TINY else map(chr, range(len(every))), strict=False))
        codes = LCSseq.opcodes(*("".join(map(names.__getitem__, side)) for side in (first, second)))
    else:  # small numbers are their own hashes
        numbers = dict(zip(every, range(len(every)), strict=True))
        codes = LCSseq.opcodes(*([numbers[item] for item in side] for side in (first, second)))
    return [(block.a, block.b, block.size) for block in codes.as_matching_blocks()]  # one of size 0 at the end


def _once_on_each_side(first: list[str], second: list[str]) -> list[tuple[int, int]]:
    """Pair the items that stand once on each side, as many as keep their order."""
    once = _once(first)
    places = _once(second)
    partners = {j: i for item, i in once.items() if (j := places.get(item)) is not None}
    return [(partners[j], j) for j in sorted(kept_order(partners))]


def _once(items: list[str]) -> dict[str, int]:
    """Return the items that stand once, with their places."""
    last = {item: place for place, item in enumerate(items)}
    if len(last) < len(items):
        first = {item: len(items) - 1 - place for place, item in enumerate(reversed(items))}
        last = {item: place for item, place in last.items() if first[item] == place}
    return last


def _between(runs: list[_Run]) -> list[Opcode]:
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
