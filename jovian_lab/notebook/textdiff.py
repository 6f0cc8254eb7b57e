"""Differences between two texts: by line, and by word inside changed lines; swapping the sides mirrors them."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from jovian_lab.notebook.sequences import Kind, Work, opcodes

_MOST_WORDS = 4_000
_LONGEST_WORDS = 20_000  # characters
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
    old_lines, new_lines = split_lines(old), split_lines(new)
    work = work or Work()
    codes, coarse = opcodes(old_lines, new_lines, work)
    hunks = []
    for kind, i, i_end, j, j_end in codes:
        if kind == "equal":
            hunks.append(Hunk(kind, count=i_end - i))
            continue
        gone, come = old_lines[i:i_end], new_lines[j:j_end]
        inside = _words("".join(gone), "".join(come), work) if kind == "replace" else []
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
