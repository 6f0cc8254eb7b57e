"""Making anchors: what somebody points at, described so that it can be found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from jovian_lab.comments.content import forms, output_hash, source_hash
from jovian_lab.comments.quotes import from_units, quote
from jovian_lab.comments.values import Anchor, AnchorCell, AnchorOutput, AnchorQuote, Region, Target
from jovian_lab.errors import InputError
from jovian_lab.notebook.lineage import match
from jovian_lab.notebook.parsed import Cell
from jovian_lab.notebook.references import ReadPart
from jovian_lab.notebook.textdiff import split_lines

LONGEST_SOURCE = 4_000  # characters of a cell's source that an anchor keeps
_SHORTEST = 1e-4  # of a picture, that a region may be wide or high


@dataclass(frozen=True)
class Scene:
    """What somebody looks at: the cells of a notebook, and those of the version it belongs to.

    Attributes
    ----------
    cells : sequence of Cell
        What is looked at.
    read : callable
        Reads its parts.
    stored : sequence of Cell
        The version's; the same where a version is looked at.
    version : str
        The version's id.
    number : int
        Its number.
    """

    cells: Sequence[Cell]
    read: ReadPart
    stored: Sequence[Cell]
    version: str
    number: int


def anchor(target: Target, scene: Scene, *, other: str | None = None) -> Anchor:
    """Make the anchor of what somebody points at.

    Parameters
    ----------
    target : Target
        A cell, a range, an output, or a line of a diff.
    scene : Scene
        What it is pointed at in.
    other : str, optional
        Id of the version on the other side of a diff.

    Raises
    ------
    InputError
        If it points at nothing.
    """
    index = _index(target, scene.cells)
    cell = scene.cells[index]
    made = Anchor(target.kind, scene.version, scene.number, _cell(scene, index))
    if target.kind == "cell":
        return made
    if target.kind == "output":
        return msgspec.structs.replace(made, output=_output(target, cell, scene.read))
    if target.kind == "range":
        return msgspec.structs.replace(made, quote=_range(target, cell.source))
    if target.side is None:
        raise InputError("A line of a difference is on one of two sides.", "Say old or new.")
    return msgspec.structs.replace(made, quote=_line(target, cell.source), other=other, side=target.side)


def _index(target: Target, cells: Sequence[Cell]) -> int:
    """Find the cell somebody means."""
    index = target.index
    if index is not None and 0 <= index < len(cells) and target.cell in (None, "", cells[index].id):
        return index
    if target.cell:
        found = [place for place, cell in enumerate(cells) if cell.id == target.cell]
        if len(found) == 1 or (found and index is None):
            return found[0]
        raise InputError(f"There is no cell with the id {target.cell[:60]!r}.", "It may have been deleted meanwhile.")
    if index is None:
        raise InputError("It is not said which cell is meant.", "Give its id, or where it stands.")
    raise InputError(f"There is no cell {index}.", f"Its cells are numbered 0 to {len(cells) - 1}.")


def _cell(scene: Scene, index: int) -> AnchorCell:
    cells, cell = scene.cells, scene.cells[index]
    origin: int | None = index
    if cells is not scene.stored and not (
        index < len(scene.stored) and scene.stored[index].skeleton == cell.skeleton and len(cells) == len(scene.stored)
    ):
        origin = match(scene.stored, cells).old_of.get(index)
    return AnchorCell(
        id=cell.id,
        type=cell.type,
        index=index,
        origin=origin,
        hash=source_hash(cell.source),
        before=cells[index - 1].id if index else "",
        after=cells[index + 1].id if index + 1 < len(cells) else "",
        source=cell.source[:LONGEST_SOURCE],
        cut=len(cell.source) > LONGEST_SOURCE,
    )


def _range(target: Target, source: str) -> AnchorQuote:
    if target.start is None or target.end is None:
        raise InputError("A range has a start and an end.", "Give both.")
    start, end = from_units(source, target.start), from_units(source, target.end)
    if not 0 <= start < end <= len(source):
        raise InputError("There is no such range in the cell.", "It may have been edited meanwhile; select it again.")
    return quote(source, start, end)


def _line(target: Target, source: str) -> AnchorQuote:
    if target.line is None:
        return _range(target, source)
    lines = split_lines(source) or [""]
    if not 0 <= target.line < len(lines):
        raise InputError(f"The cell has no line {target.line}.", f"Its lines are numbered 0 to {len(lines) - 1}.")
    start = sum(map(len, lines[: target.line]))
    return quote(source, start, start + len(lines[target.line].rstrip("\n")))


def _output(target: Target, cell: Cell, read: ReadPart) -> AnchorOutput:
    index = target.output or 0
    if not 0 <= index < len(cell.outputs):
        raise InputError(f"The cell has no output {index}.", "It may have been run again; select it anew.")
    there = forms(cell.outputs[index])
    mime = target.mime or (there[0] if there else "")
    if mime not in there:
        raise InputError(f"That output is no {mime[:60]!r}.", f"It is there as {', '.join(there) or 'nothing'}.")
    if target.region is not None:
        _check_region(target.region, mime)
    return AnchorOutput(index, mime, output_hash(cell, index, mime, read) or "", target.region)


def _check_region(region: Region, mime: str) -> None:
    sides = (region.x, region.y, region.x + region.width, region.y + region.height)
    if not all(-1e-6 <= side <= 1 + 1e-6 for side in sides) or min(region.width, region.height) < _SHORTEST:
        raise InputError("That is no part of a picture.", "Each number is a share of its width or height, 0 to 1.")
