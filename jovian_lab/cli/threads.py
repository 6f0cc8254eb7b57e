"""Threads in words for a terminal: a line of a list, what one is about, and which places it may belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from jovian_lab.cli import wording

if TYPE_CHECKING:
    from jovian_lab.project import Thread

_LONGEST_WORDS = 72  # characters of a comment in a list
_SHORT = 6  # characters of an id; the first ones are the time, so the last ones tell
_STATES = {
    "exact": "", "moved": "moved", "edited": "edited since", "outdated": "outdated", "orphaned": "orphaned",
    "ambiguous": "ambiguous",
}  # fmt: skip
_WHY = {
    "id": "same id", "source": "same source", "text": "the same text", "output": "the same output",
    "holds": "holds the old source", "alike": "{}% alike", "beside": "beside the same cell",
    "place": "in the same place",
}  # fmt: skip


def short(identity: str) -> str:
    """Return the end of an id, by which a person names it."""
    return identity[-_SHORT:]


def row(thread: Thread) -> tuple[str, ...]:
    """Return a thread as a line of a list, in columns."""
    last = thread.comments[-1]
    words = " ".join(wording.clean(thread.comments[0].text.replace("\n", " ")).split())
    replies = len(thread.comments) - 1
    return (
        click.style(short(thread.id), fg="yellow"),
        thread.state,
        about(thread),
        wording.clean(thread.comments[0].author.name),
        wording.ago(last.created),
        wording.count(replies, "reply").replace("replys", "replies") if replies else "",
        words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…",
    )


def about(thread: Thread) -> str:
    """Say what a thread is about, and what became of that."""
    anchor, place = thread.anchor, thread.place
    if anchor.cell is None:
        return {"version": f"on v{anchor.number}", "row": f"on the row of v{anchor.number}"}.get(
            anchor.kind, "on the notebook"
        )
    index = place.cell if place is not None and place.cell is not None else anchor.cell.index
    kind: dict[str, str] = {"range": "part of ", "line": "a line of "}
    where = f"on {kind.get(anchor.kind, '')}cell {index}"
    if anchor.output is not None:
        where = f"on output {anchor.output.index} of cell {index}"
    state: Any = _STATES.get(place.state, "") if place else ""
    return f"{where} ({state})" if state else where


def print_quote(thread: Thread) -> None:
    """Print the source a thread is about, as it was."""
    anchor = thread.anchor
    source = anchor.quote.exact if anchor.quote else anchor.cell.source if anchor.cell else ""
    for line in source.splitlines()[:8]:
        click.echo(click.style(f"  > {wording.clean(line)}", dim=True))


def print_candidates(thread: Thread) -> None:
    """Print the places an ambiguous thread may be about, numbered, and what speaks for each."""
    place = thread.place
    if place is None or place.state != "ambiguous":
        return
    click.echo("It may be about one of these (comments put --candidate NUMBER chooses):")
    rows = []
    for number, one in enumerate(place.candidates, 1):
        part = f", line {one.row + 1}" if one.row is not None else ""
        part += f", output {one.output}" if one.output is not None else ""
        why = ", ".join(_WHY[reason].format(round(100 * one.alike)) for reason in one.why)
        rows.append((f"  {number}  cell {one.cell}{part}", why, click.style(wording.clean(one.text), dim=True)))
    for line in wording.table(rows):
        click.echo(line)
    if place.further:
        click.echo(f"  and {place.further} more")
