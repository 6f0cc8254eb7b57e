"""The difference of two notebooks: which cells are which, and what happened to each.

Content is compared before it is read: a cell whose stored text is the same is unchanged without being parsed, and a
part is read only where its name differs and a closer look is wanted. So the cost follows what changed.
"""

from __future__ import annotations

from collections import Counter
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
from jovian_lab.notebook.outputdiff import diff_outputs
from jovian_lab.notebook.outputs import Outputs
from jovian_lab.notebook.parsed import Cell, Parsed, canonical
from jovian_lab.notebook.references import ReadPart
from jovian_lab.notebook.sequences import Work
from jovian_lab.notebook.textdiff import apply_text, diff_text, split_lines

_TITLE = 120  # characters
_TIMES = "execution"  # JupyterLab's timing metadata: new at every run
_NO_JSON = "holds values that are no JSON and were not compared"
_LONGEST_FILE = 16 << 20  # bytes; a longer file that is no notebook is not compared by line


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
    pairs = _Pairs(read_old, read_new)
    cells: list[CellDiff] = []
    kept = set(lineage.old_of.values())
    removed = [i for i in range(len(old.cells)) if i not in kept] if len(kept) < len(old.cells) else []
    followers = _followers(lineage, removed) if removed else {}
    cells += [_removed(old.cells[i], i, lineage) for i in followers.get(-1, [])]
    for j, cell in enumerate(new.cells):
        i = lineage.old_of.get(j)
        if i is None:
            cells.append(_added(cell, j, lineage))
        else:
            cells.append(pairs.compare(old.cells[i], i, cell, j, shifts.get(j, 0)))
        cells += [_removed(old.cells[k], k, lineage) for k in followers.get(j, [])]
    fields = _outside(old.outside, new.outside)
    notes = [] if lineage.complete else ["So many cells changed that not every pair could be considered."]
    notes += [f"cell {(cell.new if cell.new is not None else cell.old or 0) + 1}: {cell.not_compared}"
              for cell in cells if cell.not_compared]  # fmt: skip
    equal = not fields and all(cell.change == "unchanged" for cell in cells)
    return NotebookDiff(FORMAT, equal, _count(cells), cells, fields, None, notes)


def diff_files(old: bytes, new: bytes) -> NotebookDiff:
    """Compare two files of which at least one is no notebook: by line, as text."""
    notes = ["At least one of the two is no nbformat 4 notebook; they were compared as text."]
    if max(len(old), len(new)) > _LONGEST_FILE:
        return NotebookDiff(FORMAT, old == new, Summary(), [], [], None, [*notes, "Too long to compare by line."])
    text = diff_text(old.decode("utf-8", "replace"), new.decode("utf-8", "replace"))
    if old != new and not any(hunk.kind != "equal" for hunk in text.hunks):
        notes.append("They differ only in bytes that are no UTF-8.")
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


class _Pairs:
    """Compares the two versions of one cell after the other, within one budget."""

    def __init__(self, read_old: ReadPart, read_new: ReadPart) -> None:
        self._read_old, self._read_new = read_old, read_new
        self._work = Work()

    def compare(self, old: Cell, i: int, new: Cell, j: int, shift: int) -> CellDiff:
        if not shift and (old is new or old.skeleton == new.skeleton):
            return CellDiff("unchanged", old=i, new=j)
        common = {"old": i, "new": j, "moved": shift}
        if _same(old.data, new.data):
            if old.skeleton != new.skeleton and (old.mended or new.mended):
                return _cell("edited", new, not_compared=_NO_JSON, **common)
            return _cell("moved" if shift else "unchanged", new, **common)
        source = diff_text(old.source, new.source, self._work) if old.source != new.source else None
        outputs: list[OutputDiff] = []
        if not _same(old.data.get("outputs"), new.data.get("outputs")):
            sides = Outputs(old.outputs, self._read_old), Outputs(new.outputs, self._read_new)
            outputs = diff_outputs(*sides, self._work)
        exact = source is not None and _like(old.data.get("source"), new.source) == new.data.get("source")
        fields = _fields(old.data, new.data, skip=("source",) if exact else ())
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
    if any(field.key in ("metadata", "id", "source") and not _only_times(field) for field in fields):
        return "metadata"
    return "rerun" if fields else "moved" if moved else "unchanged"


def _only_times(field: FieldChange) -> bool:
    """Tell whether metadata differs in nothing but when the cell ran."""
    if field.key != "metadata":
        return False
    sides = [value if isinstance(value, dict) else {} for value in (field.old, field.new)]
    return _same(*({key: value for key, value in side.items() if key != _TIMES} for side in sides))


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
        if key not in old or key not in new or not _same(old[key], new[key]):
            found.append(FieldChange(key, key in old, key in new, old.get(key), new.get(key)))
    return found


def _outside(old: dict[str, Any], new: dict[str, Any]) -> list[FieldChange]:
    """Compare what stands beside the cells; metadata key by key."""
    found = _fields(old, new)
    before, after = old.get("metadata"), new.get("metadata")
    if not isinstance(before, dict) or not isinstance(after, dict) or any("." in key for key in {*old, *new}):
        return found
    inner = _fields(before, after)
    named = [FieldChange(f"metadata.{f.key}", f.has_old, f.has_new, f.old, f.new) for f in inner]
    return [field for field in found if field.key != "metadata"] + named


def _same(a: Any, b: Any) -> bool:
    """Tell whether two JSON values are the same; 1, 1.0 and true are not."""
    if type(a) is not type(b) or a != b:
        return False
    return canonical(a) == canonical(b) if isinstance(a, (dict, list)) else True


def _set(target: dict[str, Any], changes: Iterable[FieldChange]) -> None:
    for change in changes:
        if change.has_new:
            target[change.key] = change.new
        else:
            target.pop(change.key, None)


def _like(pattern: Any, text: str) -> Any:
    """Write a text as the notebook does: as a list of lines, or as one string."""
    if isinstance(pattern, list):
        return split_lines(text)
    return text


def _shifts(lineage: Lineage) -> dict[int, int]:
    """Return by how many places, among the cells that both versions have, each moved cell went."""
    shifts: dict[int, int] = {}
    if not lineage.moved:
        return shifts
    order = {i: place for place, i in enumerate(sorted(lineage.old_of.values()))}
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
    kinds = Counter[str](cell.change for cell in cells)
    return Summary(**kinds)
