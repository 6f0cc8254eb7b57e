"""Differences between two texts: by line, and by word inside changed lines; swapping the sides mirrors them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from jovian_lab.notebook.sequences import Kind, Work, opcodes

_MOST_WORDS = 4_000
_LONGEST_WORDS = 20_000  # characters
_LONG = 4_000  # characters; in longer texts, what is equal at both ends is found before they are cut into lines
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


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


def diff_text(old: str, new: str, work: Work | None = None) -> TextDiff:
    """Compare two texts.

    Parameters
    ----------
    old, new : str
        The texts.
    work : Work, optional
        What may be spent on it; by default as much as for a whole notebook.

    Returns
    -------
    TextDiff
        One without hunks for two empty texts.
    """
    work = work or Work()
    start, end = _same_ends(old, new) if min(len(old), len(new)) >= _LONG else (0, 0)
    old_lines, new_lines = (_lines(text[start : len(text) - end]) for text in (old, new))
    codes, coarse = opcodes(old_lines, new_lines, work)
    hunks: list[Hunk] = []
    _add_equal(hunks, old.count("\n", 0, start))
    for kind, i, i_end, j, j_end in codes:
        if kind == "equal":
            _add_equal(hunks, i_end - i)
            continue
        gone, come = _ended(old_lines[i:i_end]), _ended(new_lines[j:j_end])
        inside = _words("".join(gone), "".join(come), work) if kind == "replace" else []
        hunks.append(Hunk(kind, old=gone, new=come, words=inside))
    _add_equal(hunks, len(_lines(old[len(old) - end :])))
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


def _lines(text: str) -> list[str]:
    """Split into lines without their ends; only a last line that is not ended has a newline, to tell it apart."""
    lines = text.split("\n")
    last = lines.pop()
    if last:
        lines.append(last + "\n")
    return lines


def _ended(lines: list[str]) -> list[str]:
    """Turn lines from `_lines` into what stands in the text."""
    return [line[:-1] if line[-1:] == "\n" else line + "\n" for line in lines]


def _add_equal(hunks: list[Hunk], count: int) -> None:
    if count and hunks and hunks[-1].kind == "equal":
        count += hunks.pop().count
    if count:
        hunks.append(Hunk("equal", count=count))


def _same_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many characters of whole lines two texts have in common at the start, and at the end."""
    a, b = len(old), len(new)
    common = _furthest(lambda at, step: old[at : at + step] == new[at : at + step], min(a, b))
    start = old.rfind("\n", 0, common) + 1
    common = _furthest(
        lambda at, step: old[a - at - step : a - at] == new[b - at - step : b - at], min(a, b) - start
    )  # fmt: skip
    line_end = old.find("\n", a - common)  # before it may stand the ends of two different lines
    return start, a - line_end - 1 if line_end >= 0 else 0


def _furthest(same: Callable[[int, int], bool], most: int) -> int:
    """Return how far two texts are the same, `same` telling it of a stretch: in steps that grow, then shrink."""
    at, step = 0, 1024
    while at + step <= most and same(at, step):
        at += step
        step *= 2
    while step:
        if at + step <= most and same(at, step):
            at += step
        step //= 2
    return at


def _words(old: str, new: str, work: Work) -> list[Word]:
    """Compare by word; empty where the texts are too long, or have so little in common that words do not help."""
    if len(old) > _LONGEST_WORDS or len(new) > _LONGEST_WORDS:
        return []
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(old_words) > _MOST_WORDS or len(new_words) > _MOST_WORDS:
        return []
    codes, coarse = opcodes(old_words, new_words, work)
    if coarse:
        return []
    found: list[Word] = []
    common = 0
    for kind, i, i_end, j, j_end in codes:
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
