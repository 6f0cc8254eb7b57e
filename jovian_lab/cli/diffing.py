"""A difference as lines of text: what a person reads in a shell, coloured where the terminal can."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec

from jovian_lab.cli.wording import clean, count, name, size

if TYPE_CHECKING:
    from jovian_lab.notebook.changes import CellDiff, FieldChange, MimeChange, OutputDiff, Summary
    from jovian_lab.notebook.textdiff import Hunk, TextDiff
    from jovian_lab.project import Difference

_CONTEXT = 3  # lines around a change
_MOST_LINES = 40  # of an output that was added or removed, or changed
_LONGEST_VALUE = 160  # characters of a metadata value
_LONGEST_LINE = 2_000  # characters; a longer line is cut

Sources = Callable[[int], list[str]]


class Shown(msgspec.Struct, frozen=True):
    """What is to be shown."""

    outputs: bool = True
    metadata: bool = False


def summary(difference: Difference) -> str:
    """The counts in words: "2 cells edited, 1 added"."""
    found = difference.notebook
    if found.equal and not difference.files:
        return "no differences"
    parts = _counts(found.summary)
    said = []
    if parts:
        (number, verb), *rest = parts
        said += [f"{count(number, 'cell')} {verb}", *(f"{n} {v}" for n, v in rest)]
    if found.text is not None or (not found.cells and not found.equal):
        said.append("compared as text")
    if found.fields:
        said.append("notebook metadata changed")
    if difference.files:
        said.append(f"{count(len(difference.files), 'file')} changed")
    return ", ".join(said) or "differs in formatting only"


def lines(difference: Difference, title: str, shown: Shown, sources: Sources) -> Iterator[str]:
    """Write a difference.

    Parameters
    ----------
    difference : Difference
        What to write.
    title : str
        What the notebook is called.
    shown : Shown
        What is left out.
    sources : callable
        Returns the lines of an old cell's source; of the whole old file for -1.
    """
    sides = [name(side) if side else other for side, other in ((difference.old, "old"), (difference.new, "now"))]
    if difference.old or difference.new:
        title = f"{title}  {sides[0]} → {sides[1]}"
    yield click.style(clean(title), bold=True)
    environment = difference.environment
    differs = environment is not None and not environment.equal
    notebook = difference.notebook
    yield "no cell differs" if differs and notebook.equal and not difference.files else summary(difference)
    if environment is not None and (differs or environment.not_compared):
        yield f"environment: {clean(environment.verdict)}"
    if notebook.text is not None:
        yield from _text(notebook.text, sources(-1), "")
    for cell in notebook.cells:
        yield from _cell(cell, shown, sources)
    if shown.metadata and notebook.fields:
        yield from _heading("notebook")
        yield from _fields(notebook.fields)
    for file in difference.files:
        sizes = " → ".join(size(one) for one in (file.old_size, file.new_size) if one is not None)
        yield from _heading(f"file {file.path} {file.change} ({sizes})")
    for note in notebook.not_compared:
        yield click.style(f"not compared: {clean(note)}", fg="yellow")
    if notebook.summary.metadata and not shown.metadata:
        yield click.style(f"{count(notebook.summary.metadata, 'cell')} with other metadata only: --metadata", dim=True)


def _counts(found: Summary) -> list[tuple[int, str]]:
    named = (
        (found.edited, "edited"),
        (found.added, "added"),
        (found.removed, "removed"),
        (found.moved, "moved"),
        (found.split, "split off"),
        (found.merged, "merged away"),
        (found.outputs, "with other outputs"),
        (found.rerun, "re-run"),
        (found.metadata, "with other metadata"),
    )
    return [pair for pair in named if pair[0]]


def _cell(cell: CellDiff, shown: Shown, sources: Sources) -> Iterator[str]:
    change: str = cell.change
    if change == "unchanged" or (change == "metadata" and not shown.metadata and not cell.moved):
        return
    if change in ("outputs", "rerun") and not shown.outputs and not cell.moved:
        return
    yield from _heading(_named(cell))
    fields = {field.key: field for field in cell.fields}
    if change in ("added", "split", "removed", "merged"):
        sign, colour = ("+", "green") if change in ("added", "split") else ("-", "red")
        data = {key: field.new if sign == "+" else field.old for key, field in fields.items()}
        for line in _source(data.get("source")):
            yield click.style(sign + _safe(line), fg=colour)
        if shown.outputs and data.get("outputs"):
            yield click.style(f"  {sign}{count(len(data['outputs']), 'output')}", fg=colour)
        return
    if cell.source is not None and cell.old is not None:
        yield from _text(cell.source, sources(cell.old), "")
    if shown.outputs:
        for number, output in enumerate(cell.outputs, 1):
            yield from _output(output, number)
    told = {"outputs", "source", *(() if shown.metadata else ("metadata", "id", "execution_count"))}
    yield from _fields([field for key, field in fields.items() if key not in told])


def _named(cell: CellDiff) -> str:
    where = f"cell {cell.new + 1}" if cell.new is not None else f"cell {(cell.old or 0) + 1} before"
    words = {
        "outputs": "other outputs",
        "rerun": "re-run",
        "metadata": "other metadata",
        "split": f"split from cell {(cell.partner or 0) + 1} before",
        "merged": f"merged into cell {(cell.partner or 0) + 1}",
        "moved": "",
    }
    said = words.get(cell.change, str(cell.change))
    if cell.moved:
        places = count(abs(cell.moved), "place")
        said = f"{said}{', ' if said else ''}moved {'up' if cell.moved < 0 else 'down'} {places}"
    head = f"{where} ({cell.type})" if cell.type else where
    return f"{head} {said}: {cell.title}" if cell.title else f"{head} {said}"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield click.style(f"@@ {_safe(text)}", fg="cyan")


def _output(output: OutputDiff, number: int) -> Iterator[str]:
    if output.change in ("same", "rerun"):
        return
    for mime in output.mimes:
        if mime.change not in ("same", "rerun"):
            yield click.style(f"  output {number} {_said(mime)}", fg="magenta")
            if mime.text is not None:
                yield from _cut(_text(mime.text, None, "  "))
    if output.change == "edited" and all(mime.change in ("same", "rerun") for mime in output.mimes):
        yield click.style(f"  output {number} has other metadata", fg="magenta")


def _said(mime: MimeChange) -> str:
    verb = {"added": "added", "removed": "removed"}.get(mime.change, "changed")
    why = f" ({mime.not_compared})" if mime.not_compared else ""
    return _safe(f"{mime.mime} {verb}{why}")


def _cut(found: Iterator[str]) -> Iterator[str]:
    """Stop after a screenful."""
    for number, line in enumerate(found):
        if number == _MOST_LINES:
            left = 1 + sum(1 for _ in found)
            yield click.style(f"  … {count(left, 'more line')}", dim=True)
            return
        yield line


def _text(diff: TextDiff, old: list[str] | None, indent: str) -> Iterator[str]:
    """Write hunks with a few lines around them, where the old text is known."""
    at = 0
    for place, hunk in enumerate(diff.hunks):
        if hunk.kind != "equal":
            yield from _hunk(hunk, indent)
            at += len(hunk.old)
            continue
        before = _CONTEXT if place else 0
        after = _CONTEXT if place + 1 < len(diff.hunks) else 0
        if old is None or hunk.count > before + after:
            skipped = hunk.count if old is None else hunk.count - before - after
            if old is not None:
                yield from (f"{indent} {_safe(line)}" for line in old[at : at + before])
            yield click.style(f"{indent} … {count(skipped, 'equal line')}", dim=True)
            if old is not None:
                yield from (f"{indent} {_safe(line)}" for line in old[at + hunk.count - after : at + hunk.count])
        else:
            yield from (f"{indent} {_safe(line)}" for line in old[at : at + hunk.count])
        at += hunk.count


def _hunk(hunk: Hunk, indent: str) -> Iterator[str]:
    for sign, whole, gone, colour in (("-", hunk.old, "insert", "red"), ("+", hunk.new, "delete", "green")):
        if not hunk.words:
            for line in whole:
                yield indent + click.style(sign + _safe(line), fg=colour)
            continue
        line = click.style(sign, fg=colour)
        length = 0
        for word in hunk.words:
            if word.kind == gone:
                continue
            for piece in word.text.splitlines(keepends=True) if "\n" in word.text else [word.text]:
                bold = word.kind != "equal" and bool(piece.strip())
                line += (
                    click.style(_safe(piece), fg=colour, bold=bold, underline=bold) if length < _LONGEST_LINE else ""
                )
                length += len(piece)
                if piece.endswith("\n"):
                    yield indent + line
                    line, length = click.style(sign, fg=colour), 0
        if length:
            yield indent + line


def _fields(fields: list[FieldChange]) -> Iterator[str]:
    for field in fields:
        old = _value(field.old) if field.has_old else "(none)"
        new = _value(field.new) if field.has_new else "(none)"
        yield f"  {_safe(field.key)}: {click.style(old, fg='red')} → {click.style(new, fg='green')}"


def _value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _safe(text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…")


def _source(value: Any) -> list[str]:
    text = "".join(value) if isinstance(value, list) else value if isinstance(value, str) else ""
    return text.splitlines()


def _safe(line: str) -> str:
    """A line that can be printed: no control characters, no endless length."""
    text = line.rstrip("\r\n").expandtabs(4)
    return clean(text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]}…")
