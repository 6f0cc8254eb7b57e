"""Values in words: times, sizes, changes and versions as the shell prints them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jovian_lab.project import Changes, EnvironmentSummary, Version


def clean(text: str) -> str:
    """Make text from a store safe to print: no control or direction characters that could steer a terminal."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c != "\u200d" else c
        for c in text
    )


def moment(created: str) -> datetime:
    """The time of a version from its ISO 8601 form."""
    return datetime.fromisoformat(created.replace("Z", "+00:00"))


def exact(created: str) -> str:
    """A time to the second, in the user's own time zone."""
    return moment(created).astimezone().strftime("%Y-%m-%d %H:%M:%S %z")


def ago(created: str) -> str:
    """A time as people say it: "3 minutes ago"."""
    import humanize

    return humanize.naturaltime(datetime.now(timezone.utc) - moment(created))


def size(number: int) -> str:
    """A number of bytes as people say it."""
    import humanize

    return humanize.naturalsize(number)


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 cell", "2 cells"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def changes_long(changes: Changes) -> str:
    """What changed, in words: "2 cells edited, 1 added"."""
    parts = [
        (changes.edited, "edited"),
        (changes.added, "added"),
        (changes.removed, "removed"),
        (changes.moved, "moved"),
        (changes.rerun, "re-run"),
    ]
    said = [(number, verb) for number, verb in parts if number]
    if not said:
        return "no cell changed"
    (number, verb), *rest = said
    return ", ".join([f"{count(number, 'cell')} {verb}", *(f"{n} {v}" for n, v in rest)])


def environment(summary: EnvironmentSummary) -> str:
    """What changed in an environment, in words: "numpy 2.1.3 → 2.2.0 and 3 more"; empty where nothing did."""
    said = []
    for change in summary.changed[:2]:
        if change.old is None or change.new is None:
            said.append(f"{change.name} {change.new or change.old} {'added' if change.old is None else 'removed'}")
        elif change.old != change.new:
            said.append(f"{change.name} {change.old} → {change.new}")
        else:
            said.append(f"{change.name} {change.new} rebuilt")
    more = summary.changes - len(said)
    return clean(", ".join(said)) + (f" and {more} more" if more > 0 and said else "")


def changes_short(changes: Changes | None) -> str:
    """What changed, in signs: +added -removed ~edited and re-run."""
    if changes is None:
        return ""
    signs = (
        ("+", changes.added),
        ("-", changes.removed),
        ("~", changes.edited),
        ("↻", changes.rerun),
        ("↕", changes.moved),
    )
    return " ".join(f"{sign}{number}" for sign, number in signs if number)


def name(version: Version) -> str:
    """How a version is called in a sentence: "v3", or "snapshot 1a2b3c4d"."""
    return f"v{version.number}" if version.kind == "version" else f"snapshot {version.id[:10]}"


def titled(version: Version) -> str:
    """The version's name with its title, when it has one."""
    return (
        f"{name(version)} \N{LEFT DOUBLE QUOTATION MARK}{clean(version.title)}\N{RIGHT DOUBLE QUOTATION MARK}"
        if version.title
        else name(version)
    )


def width(text: str) -> int:
    """How many columns a terminal needs for the text."""
    plain = click.unstyle(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in plain)


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Align cells in columns; the last column is left as it is.

    Parameters
    ----------
    rows : iterable of sequences of str
        Cells, possibly styled; every row has as many.

    Returns
    -------
    list of str
        One line a row. A column that is empty everywhere takes no room.
    """
    cells = [list(row) for row in rows]
    if not cells:
        return []
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = [c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True) if w]
        lines.append("  ".join(padded).rstrip())
    return lines
