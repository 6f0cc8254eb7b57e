"""Versions beside each other, straight from the store's parts: unchanged parts are never read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import msgspec

from jovian_lab.errors import Damaged, InputError
from jovian_lab.notebook.changes import CellChange, NotebookDiff
from jovian_lab.notebook.diff import diff_files, diff_notebooks
from jovian_lab.notebook.lineage import match
from jovian_lab.notebook.parsed import Cell, parse_leniently
from jovian_lab.notebook.references import filled, fits
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.store.repository import Store
from jovian_lab.store.sides import Parts, Side, opened
from jovian_lab.store.values import FileEntry, Version


class FileChange(msgspec.Struct, frozen=True):
    """A file committed with one version or the other; sizes in bytes, None where it is not there."""

    path: str
    change: Literal["added", "removed", "edited"]
    old_size: int | None
    new_size: int | None


class Difference(msgspec.Struct, frozen=True):
    """Two versions of a notebook beside each other; None for a side that is not in the store."""

    old: Version | None
    new: Version | None
    files: list[FileChange]
    notebook: NotebookDiff


class CellMoment(msgspec.Struct, frozen=True):
    """A version in which a cell changed: where it stands there, what happened to it, and its source."""

    version: Version
    index: int
    change: CellChange
    source: str


class CellHistory(msgspec.Struct, frozen=True):
    """One cell through the versions, newest first; not `complete` where older versions were not looked at."""

    entries: list[CellMoment]
    complete: bool


def compare(store: Store | None, old: Side, new: Side) -> Difference:
    """Compare two sides.

    Parameters
    ----------
    store : Store or None
        Needed where a side is a version.
    old, new : Version or bytes
        The sides.

    Raises
    ------
    Damaged
        If a version's own text cannot be read; a damaged part is only noted.
    """
    with Parts(store) as parts:
        if isinstance(old, Version):
            parts.notebook_key = old.notebook
        try:
            (before, read_before), (after, read_after) = (opened(parts, side) for side in (old, new))
            diff = diff_notebooks(before, after, read_before, read_after)
        except (NotSplittable, RecursionError):
            diff = _whole(parts.notebook(old), parts.notebook(new))
    sides = [side if isinstance(side, Version) else None for side in (old, new)]
    both = sides[0] is not None and sides[1] is not None
    return Difference(sides[0], sides[1], _files(sides[0], sides[1]) if both else [], diff)


class CellContent(msgspec.Struct, frozen=True):
    """One cell as nbformat has it; `omitted` tells that its outputs were left out."""

    cell: dict[str, Any]
    omitted: bool = False


def cell(store: Store | None, side: Side, index: int, largest: int | None = None) -> CellContent:
    """Return one cell.

    Parameters
    ----------
    store : Store or None
        Needed where the side is a version.
    side : Version or bytes
        The side.
    index : int
        Where the cell stands in it.
    largest : int, optional
        Bytes; larger outputs are left out, all of them, and not even read.

    Raises
    ------
    InputError
        If there is no cell of that number.
    Damaged
        If it cannot be read.
    """
    with Parts(store) as parts, _as_input_error():
        found, read = opened(parts, side)
        data = _at(found.cells, index).data
        omitted = largest is not None and not fits(data.get("outputs"), read, largest)
        return CellContent(dict(filled({**data, "outputs": []} if omitted else data, read)), omitted)


def cell_history(store: Store, newest_first: list[Version], index: int, limit: int) -> CellHistory:
    """Follow a cell back through versions.

    Parameters
    ----------
    store : Store
        The store.
    newest_first : list of Version
        The version to begin with, and those before it.
    index : int
        Where the cell stands in the first of them.
    limit : int
        How many changes to return at most.
    """
    entries: list[CellMoment] = []
    with Parts(store) as parts, _as_input_error():
        here = opened(parts, newest_first[0])[0].cells
        _at(here, index)
        for version, before in zip(newest_first, [*newest_first[1:], None], strict=True):
            if len(entries) >= limit:
                break
            if before is None:
                entries.append(CellMoment(version, index, "added", here[index].source))
                return CellHistory(entries, True)
            try:
                earlier = opened(parts, before)[0].cells
            except (Damaged, NotSplittable):  # what is older cannot be reached through it
                break
            lineage = match(earlier, here)
            place = lineage.old_of.get(index)
            came = place if place is not None else lineage.split_from.get(index)
            if came is None:
                entries.append(CellMoment(version, index, "added", here[index].source))
                return CellHistory(entries, True)
            if place is None:
                entries.append(CellMoment(version, index, "split", here[index].source))
            elif earlier[place].source != here[index].source:
                entries.append(CellMoment(version, index, "edited", here[index].source))
            elif earlier[place].skeleton != here[index].skeleton and earlier[place].outputs != here[index].outputs:
                entries.append(CellMoment(version, index, "outputs", here[index].source))
            here, index = earlier, came
    return CellHistory(entries, False)


def _whole(old: bytes, new: bytes) -> NotebookDiff:
    """Compare what could not be split: by cell if it is a notebook nevertheless, else as text."""
    try:
        diff = diff_notebooks(parse_leniently(old), parse_leniently(new), _no_part, _no_part)
    except (NotSplittable, RecursionError):
        return diff_files(old, new)
    if old == new or not diff.equal:
        return diff
    note = "The two differ in how they are written; what was compared is the same."
    return msgspec.structs.replace(diff, equal=False, not_compared=[*diff.not_compared, note])


def _no_part(name: str, most: int = 0) -> bytes:
    raise KeyError(name)


def _at(cells: list[Cell], index: int) -> Cell:
    if not 0 <= index < len(cells):
        raise InputError(f"There is no cell {index}.", f"Its cells are numbered 0 to {len(cells) - 1}.")
    return cells[index]


@contextmanager
def _as_input_error() -> Iterator[None]:
    try:
        yield
    except NotSplittable as error:
        raise InputError("That is no nbformat 4 notebook, so it has no cells.", "Compare it as a whole.") from error


def _files(old: Version | None, new: Version | None) -> list[FileChange]:
    before: dict[str, FileEntry] = {entry.path: entry for entry in old.files} if old else {}
    after: dict[str, FileEntry] = {entry.path: entry for entry in new.files} if new else {}
    found: list[FileChange] = []
    for path in sorted({*before, *after}):
        a, b = before.get(path), after.get(path)
        if a is None or b is None:
            change: Literal["added", "removed"] = "added" if a is None else "removed"
            found.append(FileChange(path, change, a.size if a else None, b.size if b else None))
        elif a.id != b.id:
            found.append(FileChange(path, "edited", a.size, b.size))
    return found
