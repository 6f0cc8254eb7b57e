"""The difference of two notebooks as values: what `schemas/diff/notebook-diff.v1.json` describes."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from jovian_lab.notebook.textdiff import TextDiff

FORMAT = 1

CellChange = Literal[
    "unchanged", "edited", "outputs", "metadata", "rerun", "moved", "added", "removed", "split", "merged"
]
OutputChange = Literal["same", "rerun", "edited", "added", "removed"]


class FieldChange(msgspec.Struct, frozen=True):
    """A key with another value; `has_old` and `has_new` tell whether it is there at all."""

    key: str
    has_old: bool
    has_new: bool
    old: Any = None
    new: Any = None


class MimeChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One MIME type of an output.

    Attributes
    ----------
    mime : str
        Such as "image/png"; a stream has "text/plain", an error "application/vnd.jupyter.error".
    change : str
        "same", "edited", "added" or "removed".
    kind : str
        How a person would look at it: "text", "image", "table", "html", "json" or "other".
    text : TextDiff or None
        By line, for texts that changed on both sides.
    not_compared : str or None
        Why there is no closer comparison, where there should be one.
    """

    mime: str
    change: OutputChange
    kind: str
    text: TextDiff | None = None
    not_compared: str | None = None


class OutputDiff(msgspec.Struct, frozen=True, omit_defaults=True):
    """One output, or one stream put together from its pieces.

    `old` and `new` count outputs after neighbouring pieces of one stream were joined.
    """

    change: OutputChange
    type: str
    old: int | None = None
    new: int | None = None
    mimes: list[MimeChange] = []


class CellDiff(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cell, in the order of the new version; removed cells stand behind the cell they used to follow.

    Attributes
    ----------
    change : str
        The most telling of what happened.
    old, new : int or None
        Where the cell stands in either version, from 0.
    id, type, title : str
        Id, cell type, and the first line of the source, of the new version where there is one; empty for a cell that
        was not even looked into because its stored text is the same.
    count : int or None
        The execution count shown beside it.
    moved : int
        By how many places, negative for up; 0 for a cell that kept its place among the others.
    source : TextDiff or None
        None where the source is the same.
    outputs : list of OutputDiff
        Empty where the outputs are the same.
    fields : list of FieldChange
        Every other key that differs (metadata, execution_count, attachments, id, cell_type, …), and the outputs and
        sources of added and removed cells.
    partner : int or None
        For "split" the old index of the cell it was cut from, for "merged" the new index of the cell that took it in.
    not_compared : str or None
        Why the cell was not looked at more closely, where it was not.
    """

    change: CellChange
    old: int | None = None
    new: int | None = None
    id: str = ""
    type: str = ""
    title: str = ""
    count: int | None = None
    moved: int = 0
    source: TextDiff | None = None
    outputs: list[OutputDiff] = []
    fields: list[FieldChange] = []
    partner: int | None = None
    not_compared: str | None = None


class Summary(msgspec.Struct, frozen=True):
    """How many cells of each kind."""

    added: int = 0
    removed: int = 0
    edited: int = 0
    outputs: int = 0
    metadata: int = 0
    rerun: int = 0
    moved: int = 0
    split: int = 0
    merged: int = 0
    unchanged: int = 0


class NotebookDiff(msgspec.Struct, frozen=True):
    """The difference of two notebooks.

    Attributes
    ----------
    format : int
        Of this structure.
    equal : bool
        Whether the two are the same, byte for byte up to JSON formatting.
    summary : Summary
        Counts.
    cells : list of CellDiff
        Every cell of both versions.
    fields : list of FieldChange
        Top-level keys that differ, `metadata` by key as "metadata.kernelspec".
    text : TextDiff or None
        For files that are no notebooks: the whole file by line.
    not_compared : list of str
        What was left out or looked at coarsely, and why; empty when everything was compared.
    """

    format: int
    equal: bool
    summary: Summary
    cells: list[CellDiff]
    fields: list[FieldChange]
    text: TextDiff | None
    not_compared: list[str]
