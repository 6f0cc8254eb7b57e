"""Differences between two texts: by line, and by word inside the lines that changed.

The longest common subsequence is rapidfuzz's (bit-parallel, exact), so a difference is as small as it can be. It is
always computed in one fixed order of the two texts and turned round where needed: swapping the sides mirrors it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Literal

import msgspec
from rapidfuzz.distance import LCSseq

MOST_WORK = 4 * 10**8  # old lines × new lines, after what is common at both ends is taken off; some 50 ms
_MOST_WORDS = 4_000
_LONGEST_WORDS = 20_000  # characters
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

Kind = Literal["equal", "delete", "insert", "replace"]


class Word(msgspec.Struct, frozen=True):
    """A run of text inside changed lines."""

    kind: Literal["equal", "delete", "insert"]
    text: str


class Hunk(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of lines.

    Attributes
    ----------
    kind : str
        "equal", "delete", "insert" or "replace".
    count : int
        How many lines are equal; 0 for the other kinds.
    old, new : list of str
        The lines with their line ends; empty for equal ones.
    words : list of Word
        For "replace": what changed inside, where that is worth showing.
    """

    kind: Kind
    count: int = 0
    old: list[str] = []
    new: list[str] = []
    words: list[Word] = []


class TextDiff(msgspec.Struct, frozen=True, omit_defaults=True):
    """All hunks in order; `coarse` says why this is not the smallest difference, where it is not."""

    hunks: list[Hunk]
    coarse: str | None = None


def split_lines(text: str) -> list[str]:
    """Split at newlines only, as nbformat does, keeping them."""
    lines = text.split("\n")
    kept = [line + "\n" for line in lines[:-1]]
    return [*kept, lines[-1]] if lines[-1] else kept


def diff_text(old: str, new: str, *, words: bool = True) -> TextDiff:
    """Compare two texts.

    Parameters
    ----------
    old, new : str
        The texts.
    words : bool
        Whether to look inside replaced lines.

    Returns
    -------
    TextDiff
        One without hunks for two empty texts.
    """
    old_lines, new_lines = split_lines(old), split_lines(new)
    opcodes, coarse = _opcodes(old_lines, new_lines)
    hunks = []
    for kind, i, i_end, j, j_end in opcodes:
        if kind == "equal":
            hunks.append(Hunk(kind, count=i_end - i))
            continue
        gone, come = old_lines[i:i_end], new_lines[j:j_end]
        inside = _words("".join(gone), "".join(come)) if words and kind == "replace" else []
        hunks.append(Hunk(kind, old=gone, new=come, words=inside))
    return TextDiff(hunks, coarse)


def apply_text(diff: TextDiff, old: str) -> str:
    """Apply a difference to the old text; the result is the new one.

    Raises
    ------
    ValueError
        If the text is not the one that was compared.
    """
    lines = split_lines(old)
    out: list[str] = []
    at = 0
    for hunk in diff.hunks:
        if hunk.kind == "equal":
            out += lines[at : at + hunk.count]
            at += hunk.count
            continue
        if lines[at : at + len(hunk.old)] != hunk.old:
            raise ValueError("the text is not the one that was compared")
        at += len(hunk.old)
        out += hunk.new
    if at != len(lines):
        raise ValueError("the text is not the one that was compared")
    return "".join(out)


def _words(old: str, new: str) -> list[Word]:
    """Compare by word; empty where the texts are too long, or have so little in common that words do not help."""
    if len(old) > _LONGEST_WORDS or len(new) > _LONGEST_WORDS:
        return []
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old_words) > _MOST_WORDS or len(new_words) > _MOST_WORDS:
        return []
    opcodes, _ = _opcodes(old_words, new_words)
    found: list[Word] = []
    common = 0
    for kind, i, i_end, j, j_end in opcodes:
        if kind == "equal":
            text = "".join(old_words[i:i_end])
            common += len(text.strip())
            found.append(Word("equal", text))
            continue
        if i < i_end:
            found.append(Word("delete", "".join(old_words[i:i_end])))
        if j < j_end:
            found.append(Word("insert", "".join(new_words[j:j_end])))
    return found if common * 4 >= max(len(old.strip()), len(new.strip())) else []


def _opcodes(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> tuple[list[tuple[Kind, int, int, int, int]], str | None]:
    """Return (kind, old start, old end, new start, new end) in order, and why they are coarse where they are."""
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    coarse = None
    middle: list[tuple[Kind, int, int, int, int]]
    if len(inner_old) * len(inner_new) > MOST_WORK:
        middle = [("replace", 0, len(inner_old), 0, len(inner_new))]
        coarse = f"{len(inner_old):,} × {len(inner_new):,} lines are too many to compare one by one"
    else:
        middle = _smallest(inner_old, inner_new)
    shifted = [(kind, i + start, i_end + start, j + start, j_end + start) for kind, i, i_end, j, j_end in middle]
    head: list[tuple[Kind, int, int, int, int]] = [("equal", 0, start, 0, start)] if start else []
    tail: list[tuple[Kind, int, int, int, int]] = []
    if end:
        tail.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return _merged(head + shifted + tail), coarse


def _smallest(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[Kind, int, int, int, int]]:
    """Compute opcodes in one order of the sides, so that the other order gives their mirror image."""
    numbers: dict[Hashable, int] = {}
    # rapidfuzz compares hashes of what it is given; small numbers make equal mean equal
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    turned = (len(new), list(map(str, new))) < (len(old), list(map(str, old)))
    if turned:
        codes = LCSseq.opcodes(b, a)
        return [(_mirrored(c.tag), c.dest_start, c.dest_end, c.src_start, c.src_end) for c in codes]
    return [(_kind(c.tag), c.src_start, c.src_end, c.dest_start, c.dest_end) for c in LCSseq.opcodes(a, b)]


def _kind(tag: str) -> Kind:
    return {"insert": "insert", "delete": "delete", "replace": "replace"}.get(tag, "equal")  # type: ignore[return-value]


def _mirrored(tag: str) -> Kind:
    return {"insert": "delete", "delete": "insert", "replace": "replace"}.get(tag, "equal")  # type: ignore[return-value]


def _merged(codes: list[tuple[Kind, int, int, int, int]]) -> list[tuple[Kind, int, int, int, int]]:
    """Join neighbours: equal runs with equal runs, and everything between two equal runs into one change."""
    out: list[tuple[Kind, int, int, int, int]] = []
    for kind, i, i_end, j, j_end in codes:
        if i == i_end and j == j_end:
            continue
        if out and (out[-1][0] == "equal") == (kind == "equal"):
            _, i, _, j, _ = out.pop()
        if kind != "equal":
            kind = "replace" if i < i_end and j < j_end else "delete" if i < i_end else "insert"
        out.append((kind, i, i_end, j, j_end))
    return out
