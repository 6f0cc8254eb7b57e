"""Threads as readers meet them: under their cell, about the whole, or adrift; with what became of their place."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from jovian_lab.comments.values import Anchor, Comment, Place, Thread, Threads
from jovian_lab.notebook.parsed import Cell
from jovian_lab.notebook.textdiff import diff_text, split_lines

_CONTEXT = 3  # lines around a change
_LONGEST_EXCERPT = 80  # characters
_ON_THE_WHOLE = ("notebook", "version", "row")
_ADRIFT = ("outdated", "orphaned", "ambiguous")


class Line(msgspec.Struct, frozen=True):
    """A line of a suggested change: kept, old, new, or "gap" for lines that are left out."""

    kind: str
    text: str


class Talk(msgspec.Struct, frozen=True):
    """One thread, in words.

    Attributes
    ----------
    thread : Thread
        Which.
    about : str
        What it is about: "cell 3", "part of cell 3", "version v2".
    state : str
        What became of that: "edited since v3"; empty where it is as it was.
    lost : bool
        Whether what it is about is gone, or cannot be told from others.
    quote : str
        The text it is about; empty where it is about no text.
    excerpt : str
        How it begins, as one line.
    old : str
        What it was about at first, where that is no longer there as it was.
    changes : dict
        By comment, the lines of the change it suggests.
    """

    thread: Thread
    about: str
    state: str
    lost: bool
    quote: str
    excerpt: str
    old: str
    changes: dict[str, list[Line]]


class Talks(msgspec.Struct, frozen=True):
    """All threads where they belong: on the whole, beside cells, and those whose place is gone or not certain."""

    whole: list[Talk]
    beside: dict[int, list[Talk]]
    adrift: list[Talk]

    @property
    def every(self) -> list[Talk]:
        """All of them, in the order of the page."""
        beside = [talk for _, talks in sorted(self.beside.items()) for talk in talks]
        return [*self.whole, *beside, *self.adrift]


def talks(said: Threads | None, cells: Sequence[Cell]) -> Talks:
    """Put threads where they belong.

    Parameters
    ----------
    said : Threads or None
        With a place each; None: there are none.
    cells : sequence of Cell
        Of the version they are placed in.
    """
    found = Talks([], {}, [])
    for thread in said.threads if said else []:
        talk = _talk(thread, cells)
        place = thread.place
        if thread.anchor.kind in _ON_THE_WHOLE:
            found.whole.append(talk)
        elif talk.lost or place is None or place.cell is None or place.cell >= len(cells):
            found.adrift.append(talk)
        else:
            found.beside.setdefault(place.cell, []).append(talk)
    return found


def _talk(thread: Thread, cells: Sequence[Cell]) -> Talk:
    anchor, place = thread.anchor, thread.place
    state = place.state if place is not None else "orphaned"
    quote = anchor.quote.exact if anchor.quote else ""
    was = quote or (anchor.cell.source if anchor.cell else "")
    now = cells[place.cell].source if place and place.cell is not None and place.cell < len(cells) else None
    changes = {}
    for comment in thread.comments:
        if comment.suggestion is not None:
            changes[comment.id] = _change(comment, anchor, None if state in _ADRIFT else now)
    return Talk(
        thread,
        about(anchor, place),
        "" if anchor.kind in _ON_THE_WHOLE else became(anchor, place),
        state in _ADRIFT,
        quote,
        _excerpt(thread.comments[0].text),
        was if state in ("edited", *_ADRIFT) else "",
        changes,
    )


def _excerpt(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST_EXCERPT].split())
    return line if len(line) <= _LONGEST_EXCERPT else f"{line[: _LONGEST_EXCERPT - 1]}…"


def about(anchor: Anchor, place: Place | None) -> str:
    """Say what a thread is about; cells are counted from 0, as in `jovian-lab comments`."""
    if anchor.cell is None:
        return {"version": f"version v{anchor.number}", "row": f"the row of v{anchor.number}"}.get(
            anchor.kind, "the notebook"
        )
    gone = place is None or place.cell is None
    index = anchor.cell.index if place is None or place.cell is None else place.cell
    cell = f"cell {index}" + (f" of v{anchor.number}" if gone else "")
    if anchor.output is None:
        return {"range": f"part of {cell}", "line": f"a line of {cell}"}.get(anchor.kind, cell)
    number = place.output if place is not None and place.output is not None else anchor.output.index
    region = anchor.output.region
    if region is None:
        return f"output {number} of {cell}"
    across, down = (
        f"{100 * start:.0f} to {100 * (start + length):.0f} %"
        for start, length in ((region.x, region.width), (region.y, region.height))
    )
    return f"a part of the picture in output {number} of {cell} ({across} across, {down} down)"


def became(anchor: Anchor, place: Place | None) -> str:
    """Say what became of what a thread is about, since the version it was written about."""
    happened = place.happened if place is not None else []
    since = f" since v{anchor.number}"
    for what, words in (("split", "split"), ("merged", "merged")):
        if what in happened and place is not None and place.state in ("moved", "edited"):
            return f"the cell was {words}{since}"
    match place.state if place is not None else "":
        case "exact":
            return ""
        case "moved":
            return f"moved{since}"
        case "edited":
            return ("re-run" if "rerun" in happened and "edited" not in happened else "edited") + since
        case "outdated":
            return "outdated by a re-run" if "rerun" in happened else f"outdated: gone{since}"
        case "ambiguous":
            return _may_be(place) if place is not None else "its place is not certain"
        case "orphaned":
            return f"orphaned: its cell is gone{since}"
    return "its place is not known"


def _may_be(place: Place) -> str:
    """Say which cells come into question; several places in one cell count once."""
    cells = list(dict.fromkeys(one.cell for one in place.candidates))
    more = f" and {place.further} more" if place.further else ""
    if not cells:
        return "its place is not certain"
    if len(cells) == 1:
        several = len(place.candidates) + place.further > 1
        return f"may be about several places in cell {cells[0]}" if several else f"may be about cell {cells[0]}"
    return f"may be about any of the cells {', '.join(map(str, cells))}{more}"


def _change(comment: Comment, anchor: Anchor, now: str | None) -> list[Line]:
    """Compare a suggested source with what it is to replace, which is the cell as it is for one nobody decided on."""
    suggestion = comment.suggestion
    assert suggestion is not None
    was = anchor.cell.source if anchor.cell else ""
    old = now if now is not None and suggestion.state == "open" else was
    lines = split_lines(old)
    found: list[Line] = []
    at = 0
    hunks = diff_text(old, suggestion.source).hunks
    for number, hunk in enumerate(hunks):
        if hunk.kind != "equal":
            found += [Line("old", line) for line in hunk.old] + [Line("new", line) for line in hunk.new]
            at += len(hunk.old)
            continue
        kept = lines[at : at + hunk.count]
        before = 0 if number == 0 else _CONTEXT
        after = 0 if number == len(hunks) - 1 else _CONTEXT
        at += hunk.count
        if len(kept) > before + after:
            head, tail = kept[:before], kept[len(kept) - after :]
            found += [Line("kept", line) for line in head] + [Line("gap", "")] + [Line("kept", line) for line in tail]
        else:
            found += [Line("kept", line) for line in kept]
    return [Line(line.kind, line.text.rstrip("\n")) for line in found]
