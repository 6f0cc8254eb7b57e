"""How alike two sources are: by character, and by whether the lines of one stand in the other.

Characters are compared for as long as the budget lasts; after that only whole lines count, and `exhausted` says so.
"""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import Indel

LONGEST = 8_000  # characters of a source that are looked at
MOST_WORK = 20_000  # see `Likeness.work`; some 100 ms
_AT_ONCE = 200_000  # character pairs that cost about as much as starting a comparison
_CONTAINED = 0.9  # share of the shorter source that must stand in the longer one


class Likeness:
    """Compares sources within a budget.

    Attributes
    ----------
    work : int
        What was done: one for each comparison, and more for long texts.
    exhausted : bool
        Whether a comparison had to do with less than it would have.
    """

    def __init__(self) -> None:
        self.work = 0
        self.exhausted = False
        self._lines: dict[str, Counter[str]] = {}

    def alike(self, a: str, b: str, least: float = 0.0) -> float:
        """Return the share of characters that two sources have in common, in order: 0 to 1.

        Parameters
        ----------
        a, b : str
            The sources.
        least : float
            What is less may be returned as 0.
        """
        a, b = a[:LONGEST], b[:LONGEST]
        if a == b:
            return 1.0
        if 2 * min(len(a), len(b)) < least * (len(a) + len(b)):
            return 0.0
        if self.work >= MOST_WORK:
            self.exhausted = True
            common = sum(map(len, (self.lines(a) & self.lines(b)).elements()))
            return 2 * common / max(len(a) + len(b), 1)
        self.work += 1 + len(a) * len(b) // _AT_ONCE
        return Indel.normalized_similarity(a, b, score_cutoff=least)

    def in_place(self, a: str, b: str) -> float:
        """Return the same for two cells in the same place, where one may have grown out of the other."""
        found = self.alike(a, b)
        return max(found, 0.6 + 0.3 * found) if self.contained(a, b) >= _CONTAINED else found

    def contained(self, a: str, b: str) -> float:
        """Return the share of the shorter source's characters that stand in the other one as whole lines."""
        shorter, longer = sorted((self.lines(a), self.lines(b)), key=weight)
        whole = weight(shorter)
        return weight(shorter & longer) / whole if whole else 0.0

    def lines(self, source: str) -> Counter[str]:
        """Count the lines of a source, indentation and blank lines left out."""
        found = self._lines.get(source)
        if found is None:
            found = Counter(line for text in source[:LONGEST].splitlines() if (line := text.strip()))
            self._lines[source] = found
        return found


def weight(counted: Counter[str]) -> int:
    """Return how many characters lines have."""
    return sum(len(line) * times for line, times in counted.items())
