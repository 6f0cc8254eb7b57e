"""Which of two versions is the newer one, whoever wrote them: PEP 440 where both follow it, conda's order otherwise."""

from __future__ import annotations

import functools
import re

from packaging.version import InvalidVersion, Version

# Longer ones are somebody's joke or attack: int() takes its time over them.
_LONGEST = 200
_PIECES = re.compile(r"\d+|[a-z]+")
_BEFORE_RELEASE = {"dev": -3, "alpha": -2, "a": -2, "beta": -2, "b": -2, "pre": -2, "rc": -1, "c": -1}

Piece = tuple[int, int, str]


def compare(old: str, new: str) -> int:
    """Compare two versions.

    Returns
    -------
    int
        Below 0 if `new` is the newer one, above 0 if `old` is; 0 only for versions that read the same, up to how they
        are written ("1.0" and "1.0.0").
    """
    if old == new:
        return 0
    parsed = _parsed(old), _parsed(new)
    if parsed[0] is not None and parsed[1] is not None:
        return (parsed[0] > parsed[1]) - (parsed[0] < parsed[1])
    left, right = _pieces(old), _pieces(new)
    length = max(len(left), len(right))
    filled = [side + ((0, 0, ""),) * (length - len(side)) for side in (left, right)]
    order = (filled[0] > filled[1]) - (filled[0] < filled[1])
    return order or (old > new) - (old < new)


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> Version | None:
    try:
        return Version(text) if len(text) <= _LONGEST else None
    except (InvalidVersion, ValueError):
        return None


def _pieces(text: str) -> tuple[Piece, ...]:
    """Cut a version into numbers and words, as conda does: a missing piece is 0, and "dev" or "rc" come before that."""
    epoch, mark, rest = text[:_LONGEST].lower().partition("!")
    pieces: list[Piece] = [(0, int(epoch), "") if mark and epoch.isdecimal() and epoch.isascii() else (0, 0, "")]
    for piece in _PIECES.findall((rest if mark else epoch).removeprefix("v")):
        if piece.isdigit():
            pieces.append((0, int(piece), ""))
        elif piece == "post":
            pieces.append((1, 0, ""))
        else:
            pieces.append((_BEFORE_RELEASE.get(piece, -1), 0, piece))
    return tuple(pieces)
