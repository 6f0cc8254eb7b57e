"""The difference of two notebooks: which cells are which, and what happened to each.

Content is compared before it is read: a cell whose stored text is the same is unchanged without being parsed, and a
part is read only where its name differs and a closer look is wanted. So the cost follows what changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jovian_lab.notebook.changes import (
    FORMAT,
    CellChange,
    CellDiff,
    FieldChange,
    NotebookDiff,
    OutputDiff,
    Summary,
)
from jovian_lab.notebook.lineage import Lineage, match
from jovian_lab.notebook.outputdiff import Outputs, diff_outputs
from jovian_lab.notebook.parsed import Cell, Parsed, ReadPart
from jovian_lab.notebook.textdiff import apply_text, diff_text

_TITLE = 120  # characters
_TIMES = "execution"  # JupyterLab's timing metadata: new at every run


def diff_notebooks(old: Parsed, new: Parsed, read_old: ReadPart, read_new: ReadPart) -> NotebookDiff:
    """Compare two notebooks.

    Parameters
    ----------
    old, new : Parsed
        The notebooks.
    read_old, read_new : callable
        Return the bytes of a part of either side.
    """
    lineage = match(old.cells, new.cells)
    shifts = _shifts(lineage)
    cells: list[CellDiff] = []
    removed = [i for i in range(len(old.cells)) if i not in set(lineage.old_of.values())]
    followers = _followers(lineage, removed)
    cells += [_removed(old.cells[i], i, lineage) for i in followers.get(-1, [])]
    for j, cell in enumerate(new.cells):
        i = lineage.old_of.get(j)
        if i is None:
            cells.append(_added(cell, j, lineage))
        else:
            cells.append(_paired(old.cells[i], i, cell, j, shifts.get(j, 0), read_old, read_new))
        cells += [_removed(old.cells[k], k, lineage) for k in followers.get(j, [])]
    fields = _outside(old.outside, new.outside)
    notes = [] if lineage.complete else ["So many cells changed that not every pair could be considered."]
    notes += [f"cell {(cell.new if cell.new is not None else cell.old or 0) + 1}: {cell.not_compared}"
              for cell in cells if cell.not_compared]  # fmt: skip
    equal = not fields and all(cell.change == "unchanged" for cell in cells)
    return NotebookDiff(FORMAT, equal, _count(cells), cells, fields, None, notes)


def diff_files(old: bytes, new: bytes) -> NotebookDiff:
    """Compare two files of which at least one is no notebook: by line, as text."""
    texts = [data.decode("utf-8", "replace") for data in (old, new)]
    text = diff_text(*texts)
    notes = ["At least one of the two is no nbformat 4 notebook; they were compared as text."]
    return NotebookDiff(FORMAT, old == new, Summary(), [], [], text, notes + ([text.coarse] if text.coarse else []))


def apply(diff: NotebookDiff, old: Parsed) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Apply a difference to the old notebook.

    Returns
    -------
    tuple
        The new notebook's cells, and what stands beside them, as JSON with references.

    Raises
    ------
    ValueError
        If the notebook is not the one that was compared.
    """
    cells: list[dict[str, Any]] = []
    for item in sorted((cell for cell in diff.cells if cell.new is not None), key=lambda cell: cell.new or 0):
        data = dict(old.cells[item.old].data) if item.old is not None else {}
        if item.source is not None and item.old is not None:
            text = apply_text(item.source, old.cells[item.old].source)
            data["source"] = _like(data.get("source"), text)
        _set(data, item.fields)
        cells.append(data)
    outside = {key: dict(value) if isinstance(value, dict) else value for key, value in old.outside.items()}
    for change in diff.fields:
        holder, _, key = change.key.partition(".") if change.key.startswith("metadata.") else ("", "", change.key)
        target = outside.setdefault("metadata", {}) if holder else outside
        _set(target, [FieldChange(key, change.has_old, change.has_new, change.old, change.new)])
    return cells, outside


def _paired(old: Cell, i: int, new: Cell, j: int, shift: int, read_old: ReadPart, read_new: ReadPart) -> CellDiff:
    common = {"old": i, "new": j, "moved": shift}
    if not shift and old.skeleton == new.skeleton:
        return CellDiff("unchanged", old=i, new=j)
    if old.data == new.data:
        return _cell("moved" if shift else "unchanged", new, **common)
    source = diff_text(old.source, new.source) if old.source != new.source else None
    outputs: list[OutputDiff] = []
    if old.data.get("outputs") != new.data.get("outputs"):
        outputs = diff_outputs(Outputs(old.outputs, read_old), Outputs(new.outputs, read_new))
    exact = source is not None and _like(old.data.get("source"), new.source) == new.data.get("source")
    fields = _fields(old.data, new.data, skip=("source",) if exact or source is None else ())
    notes = {note for output in outputs for mime in output.mimes if (note := mime.not_compared)}
    if source is not None and source.coarse:
        notes.add(source.coarse)
    change = _judge(source is not None, outputs, fields, bool(shift))
    note = "; ".join(sorted(notes)) or None
    return _cell(change, new, source=source, outputs=outputs, fields=fields, not_compared=note, **common)


def _judge(source: bool, outputs: list[OutputDiff], fields: list[FieldChange], moved: bool) -> CellChange:
    """Name the most telling of what happened to a cell."""
    told_elsewhere = {"outputs", "execution_count", "id", "source", "metadata"}
    if source or any(field.key not in told_elsewhere for field in fields):
        return "edited"
    if any(output.change not in ("same", "rerun") for output in outputs):
        return "outputs"
    if any(field.key in ("metadata", "id") and not _only_times(field) for field in fields):
        return "metadata"
    return "rerun" if fields else "moved" if moved else "unchanged"


def _only_times(field: FieldChange) -> bool:
    """Tell whether metadata differs in nothing but when the cell ran."""
    if field.key != "metadata":
        return False
    sides = [value if isinstance(value, dict) else {} for value in (field.old, field.new)]
    return {key: value for key, value in sides[0].items() if key != _TIMES} == {
        key: value for key, value in sides[1].items() if key != _TIMES
    }


def _added(cell: Cell, j: int, lineage: Lineage) -> CellDiff:
    partner = lineage.split_from.get(j)
    change: CellChange = "added" if partner is None else "split"
    return _cell(change, cell, new=j, partner=partner, fields=_fields({}, cell.data))


def _removed(cell: Cell, i: int, lineage: Lineage) -> CellDiff:
    partner = lineage.merged_into.get(i)
    change: CellChange = "removed" if partner is None else "merged"
    return _cell(change, cell, old=i, partner=partner, fields=_fields(cell.data, {}))


def _cell(change: CellChange, cell: Cell, **more: Any) -> CellDiff:
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    return CellDiff(change, id=cell.id, type=cell.type, title=first[:_TITLE], count=cell.count, **more)


def _fields(old: dict[str, Any], new: dict[str, Any], skip: Iterable[str] = ()) -> list[FieldChange]:
    """Compare two objects key by key."""
    found = []
    for key in sorted({*old, *new} - set(skip)):
        if key not in old or key not in new or old[key] != new[key] or type(old[key]) is not type(new[key]):
            found.append(FieldChange(key, key in old, key in new, old.get(key), new.get(key)))
    return found


def _outside(old: dict[str, Any], new: dict[str, Any]) -> list[FieldChange]:
    """Compare what stands beside the cells; metadata key by key."""
    found = _fields(old, new)
    both = [side.get("metadata") for side in (old, new)]
    if not all(isinstance(side, dict) and not any("." in key for key in side) for side in both):
        return found
    inner = _fields(both[0] or {}, both[1] or {})
    named = [FieldChange(f"metadata.{f.key}", f.has_old, f.has_new, f.old, f.new) for f in inner]
    return [field for field in found if field.key != "metadata"] + named


def _set(target: dict[str, Any], changes: Iterable[FieldChange]) -> None:
    for change in changes:
        if change.has_new:
            target[change.key] = change.new
        else:
            target.pop(change.key, None)


def _like(pattern: Any, text: str) -> Any:
    """Write a text as the notebook does: as a list of lines, or as one string."""
    if isinstance(pattern, list):
        lines = text.split("\n")
        kept = [line + "\n" for line in lines[:-1]]
        return [*kept, lines[-1]] if lines[-1] else kept
    return text


def _shifts(lineage: Lineage) -> dict[int, int]:
    """Return by how many places, among the cells that both versions have, each moved cell went."""
    order = {i: place for place, i in enumerate(sorted(lineage.old_of.values()))}
    shifts = {}
    for place, j in enumerate(sorted(lineage.old_of)):
        if j in lineage.moved:
            shifts[j] = place - order[lineage.old_of[j]]
    return shifts


def _followers(lineage: Lineage, removed: list[int]) -> dict[int, list[int]]:
    """Return, by new index (-1: the beginning), the removed cells that used to follow that cell."""
    new_of = {i: j for j, i in lineage.old_of.items()}
    found: dict[int, list[int]] = {}
    for i in removed:
        before = i - 1
        while before >= 0 and before not in new_of:
            before -= 1
        found.setdefault(new_of[before] if before >= 0 else -1, []).append(i)
    return found


def _count(cells: list[CellDiff]) -> Summary:
    kinds = [cell.change for cell in cells]
    return Summary(**{name: kinds.count(name) for name in Summary.__struct_fields__})  # type: ignore[arg-type]
