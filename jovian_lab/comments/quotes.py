"""Finding a quoted range again in a text that was edited: along the edit, by what stands around it, by likeness.

Positions here are code points. Editors count UTF-16 code units: `to_units` and `from_units` translate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from jovian_lab.comments.values import AnchorQuote
from jovian_lab.notebook.textdiff import diff_text, split_lines

CONTEXT = 32  # characters kept before and after
LONGEST = 4_000  # characters of the text itself that are kept
_MOST_PLACES = 500  # where the very text stands, that are looked at
_LONGEST_SEARCHED = 100_000  # characters of a source in which something like the text is looked for
_KEPT = 0.4  # share of the text's characters that an edit must have left for it to be the same text
_ALIKE = 0.5  # of the text and what became of it
_SURROUNDED = 0.6  # of what stands around the very text, for it to be found elsewhere …
_SURROUNDED_BRIEF = 0.9  # … and for one that tells nothing, as a bracket
_RESEMBLES = 70.0  # of the text with its surroundings, found by likeness alone
_SHORT = 200  # characters of changed lines that are compared one by one where words do not help
_TELLING = 20  # letters and digits; with that many, a text that stands there once is it
_AHEAD = 0.1  # the best place must be that much better than the next one


@dataclass(frozen=True)
class Found:
    """Where a quote is.

    Attributes
    ----------
    start, end : int
        In code points.
    same : bool
        Whether it is the very text.
    moved : bool
        Whether it stands elsewhere than the edit would have left it.
    score : float
        How sure, 0 to 1.
    ahead : bool
        Whether no other place is about as good.
    """

    start: int
    end: int
    same: bool
    moved: bool
    score: float
    ahead: bool = True


def quote(source: str, start: int, end: int) -> AnchorQuote:
    """Describe a range, given in code points."""
    return AnchorQuote(
        exact=source[start : min(end, start + LONGEST)],
        prefix=source[max(0, start - CONTEXT) : start],
        suffix=source[end : end + CONTEXT],
        start=to_units(source, start),
        end=to_units(source, end),
    )


def to_units(source: str, position: int) -> int:
    """Return a position in UTF-16 code units."""
    return position if source.isascii() else len(source[:position].encode("utf-16-le", "surrogatepass")) // 2


def from_units(source: str, position: int) -> int:
    """Return a position that was given in UTF-16 code units; one inside of a character means its beginning."""
    if source.isascii():
        return position
    before = source.encode("utf-16-le", "surrogatepass")[: 2 * position]
    return len(before.decode("utf-16-le", "ignore"))


def find(wanted: AnchorQuote, old: str | None, new: str) -> Found | None:
    """Find a quote in a source that was edited.

    Parameters
    ----------
    wanted : AnchorQuote
        What was quoted.
    old : str or None
        The source it was quoted from, where that is known as a whole.
    new : str
        The source as it is now.

    Returns
    -------
    Found or None
        None where it is not there any more.
    """
    if not wanted.exact:
        return None
    if old is None:
        return _elsewhere(wanted, new) or _alike(wanted, new)
    start, end = from_units(old, wanted.start), from_units(old, wanted.end)
    if old[start:end][:LONGEST] != wanted.exact:  # not the source it says: what it quotes counts
        return _elsewhere(wanted, new) or _alike(wanted, new)
    if old == new:
        return Found(start, end, same=True, moved=False, score=1.0)
    left = _along(old, start, end, new)
    if left is not None and left.same:
        framed = wanted.prefix + wanted.exact + wanted.suffix
        return replace(left, ahead=new.count(framed) <= old.count(framed))  # else it was copied, with all around it
    there = _elsewhere(wanted, new)
    return there if there is not None and (left is None or there.score > left.score) else left


def standing(wanted: AnchorQuote, new: str) -> list[int]:
    """Return the positions at which the very text stands, in code points."""
    framed = wanted.prefix + wanted.exact + wanted.suffix
    found: list[int] = []
    at = -1
    for _ in range(_MOST_PLACES if wanted.exact else 0):
        at = new.find(wanted.exact, at + 1)
        if at < 0:
            break
        if _whole(new, at, wanted.exact, framed, len(wanted.prefix)):
            found.append(at)
    return found


def _along(old: str, start: int, end: int, new: str) -> Found | None:
    """Follow a range along the difference of two sources."""
    runs = list(_equal_runs(old, new))
    was = old[start:end]
    kept = "".join(old[max(i, start) : min(i + length, end)] for i, _, length in runs if i < end and i + length > start)
    now_start, now_end = 0, len(new)
    holds_before, holds_after = start == 0, end == len(old)  # whether what stood beside it still does
    for i, j, length in runs:
        if i <= start:
            now_start = j + min(length, start - i)
            holds_before = holds_before or i < start <= i + length
    for i, j, length in reversed(runs):
        if i + length >= end:
            now_end = min(len(new), j + max(0, end - i))
            holds_after = holds_after or i <= end < i + length
    if _weight(kept) < _KEPT * _weight(was) and not (holds_before and holds_after):
        return None
    text = new[now_start:now_end]
    inside = text.find(was)
    if inside >= 0 and text.find(was, inside + 1) < 0 and _whole(new, now_start + inside, was, old, start):
        # what was written before or after it is not part of it
        now_start += inside
        return Found(now_start, now_start + len(was), same=True, moved=False, score=1.0)
    score = Indel.normalized_similarity(was[:LONGEST], text[: 2 * LONGEST])
    if score < _ALIKE:
        return None
    return Found(now_start, now_end, same=False, moved=False, score=score)


def _whole(new: str, at: int, was: str, old: str, start: int) -> bool:
    """Tell whether a text ends where words end, if it did."""
    ends = [(old[start - 1 : start], new[max(0, at - 1) : at], was[0])]
    ends.append((old[start + len(was) :][:1], new[at + len(was) :][:1], was[-1]))
    return all(_joins(before, edge) or not _joins(now, edge) for before, now, edge in ends)


def _joins(beside: str, edge: str) -> bool:
    """Tell whether two characters belong to one word."""
    return bool(beside) and _is_word(beside) and _is_word(edge)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _equal_runs(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Yield what two texts have in common, in order: old position, new position, length."""
    old, new = old + "\n", new + "\n"  # a last line is the same with and without its end
    lines = split_lines(old)
    row = i = j = 0
    for hunk in diff_text(old, new).hunks:
        if hunk.kind == "equal":
            length = sum(map(len, lines[row : row + hunk.count]))
            yield i, j, length
            row, i, j = row + hunk.count, i + length, j + length
            continue
        at, at_new = i, j
        for word in hunk.words:
            if word.kind == "equal":
                yield at, at_new, len(word.text)
            at += len(word.text) if word.kind != "insert" else 0
            at_new += len(word.text) if word.kind != "delete" else 0
        gone, come = "".join(hunk.old), "".join(hunk.new)
        if not hunk.words and max(len(gone), len(come)) <= _SHORT and _similar(gone, come) >= _ALIKE:
            for code in Indel.opcodes(gone, come):
                if code.tag == "equal":
                    yield i + code.src_start, j + code.dest_start, code.src_end - code.src_start
        row, i, j = row + len(hunk.old), i + len(gone), j + len(come)


def _elsewhere(wanted: AnchorQuote, new: str) -> Found | None:
    """Find the very text, by what stands around it; a long one that stands there once needs no more."""
    places: list[Found] = []
    length = len(wanted.exact)
    for at in standing(wanted, new):
        before, after = new[max(0, at - CONTEXT) : at], new[at + length : at + length + CONTEXT]
        around = (_similar(wanted.prefix, before) + _similar(wanted.suffix, after)) / 2
        places.append(Found(at, at + length, same=True, moved=True, score=around))
    if not places:
        return None
    best, *others = sorted(places, key=lambda place: (-place.score, place.start))
    telling = min(1.0, _weight(wanted.exact) / _TELLING)
    least = _SURROUNDED + (1 - telling) * (_SURROUNDED_BRIEF - _SURROUNDED)
    if best.score < least and (others or telling < 1):
        return None
    return replace(best, ahead=not others or best.score - others[0].score >= _AHEAD)


def _alike(wanted: AnchorQuote, new: str) -> Found | None:
    """Find something like the text with its surroundings."""
    needle = wanted.prefix + wanted.exact + wanted.suffix
    searched = new[:_LONGEST_SEARCHED]
    found = fuzz.partial_ratio_alignment(needle, searched, score_cutoff=_RESEMBLES)
    if found is None or not searched:
        return None
    start = len(wanted.prefix)
    window = searched[found.dest_start : found.dest_end]
    inside = _along(needle, start, start + len(wanted.exact), window)
    if inside is None:
        return None
    score = inside.score * found.score / 100
    return replace(inside, start=inside.start + found.dest_start, end=inside.end + found.dest_start, score=score)


def _similar(one: str, other: str) -> float:
    return Indel.normalized_similarity(one, other)


def _weight(text: str) -> float:
    """Count what tells a text from another: letters and digits, or anything but blanks where there are none."""
    return sum(map(str.isalnum, text)) or len(text.strip()) / 8
