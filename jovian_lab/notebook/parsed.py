"""A stored notebook opened for comparison: cells as JSON, large values still references."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from jovian_lab.notebook.segments import NotSplittable, find_cells
from jovian_lab.notebook.split import REFERENCE, encoded

_MARK = re.compile(r"\0([rbnm])([0-9a-f]{40})")
_UNREADABLE = "\0"

ReadPart = Callable[[str], bytes]


class Cell:
    """One cell; parsed when first looked into.

    Parameters
    ----------
    skeleton : bytes
        Its JSON text with references.
    """

    def __init__(self, skeleton: bytes) -> None:
        self.skeleton = skeleton

    @cached_property
    def data(self) -> dict[str, Any]:
        """The cell as JSON, each reference a string that `reference_in` understands."""
        return decode(self.skeleton)

    @property
    def source(self) -> str:
        """The source as one text."""
        return joined(self.data.get("source", ""))

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """The outputs; anything that is no output is left out."""
        found = self.data.get("outputs", [])
        return [output for output in found if isinstance(output, dict)] if isinstance(found, list) else []

    @property
    def type(self) -> str:
        """The cell type."""
        return str(self.data.get("cell_type", ""))

    @property
    def id(self) -> str:
        """The id that nbformat 4.5 gives a cell, empty where there is none."""
        found = self.data.get("id", "")
        return found if isinstance(found, str) else ""

    @property
    def count(self) -> int | None:
        """The execution count."""
        found = self.data.get("execution_count")
        return found if isinstance(found, int) else None


@dataclass(frozen=True)
class Parsed:
    """A notebook: its cells, and everything beside them as JSON."""

    cells: list[Cell]
    outside: dict[str, Any]


def parse(skeleton: bytes) -> Parsed:
    """Open a skeleton (or a notebook's own bytes).

    Raises
    ------
    NotSplittable
        If it is no nbformat 4 notebook.
    """
    segments = find_cells(_without_references(skeleton))
    head = decode_outside(segments.head, segments.tail)
    return Parsed([Cell(cell) for cell in segments.cells], head)


def decode_outside(head: bytes, tail: bytes) -> dict[str, Any]:
    """Decode what stands around the cells."""
    data = decode(head + tail)
    data.pop("cells", None)
    return data


def decode(skeleton: bytes) -> dict[str, Any]:
    """Decode the JSON text of an object, references included.

    Raises
    ------
    NotSplittable
        If it is no JSON object.
    """
    try:
        data = msgspec.json.decode(_without_references(skeleton))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotSplittable(f"is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise NotSplittable("is no JSON object")
    return data


def joined(value: Any) -> str:
    """Return a multi-line string, which nbformat writes as a list of lines, as one text."""
    if isinstance(value, list):
        return "".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""


def reference_in(value: Any) -> tuple[str, str] | None:
    """Return (kind, part id) where a value is a reference."""
    found = _MARK.fullmatch(value) if isinstance(value, str) and value[:1] == _UNREADABLE else None
    return (found[1], found[2]) if found else None


def read_text(value: Any, read_part: ReadPart, most: int) -> str | None:
    """Return the text behind a value.

    Parameters
    ----------
    value : JSON value
        A text, a list of lines, or a reference to one.
    read_part : callable
        Returns a part's bytes.
    most : int
        Bytes; longer parts are not read as text.

    Returns
    -------
    str or None
        None for what is longer, or no text.
    """
    reference = reference_in(value)
    if reference is None:
        return joined(value)
    kind, name = reference
    body = read_part(name)
    if kind != "r" or len(body) > most:
        return None
    try:
        return joined(msgspec.json.decode(body))
    except (msgspec.DecodeError, RecursionError):
        return None


def filled(value: Any, read_part: ReadPart) -> Any:
    """Return a JSON value with every reference replaced by what it stands for.

    Raises
    ------
    NotSplittable
        If a part holds no JSON.
    """
    if isinstance(value, dict):
        return {key: filled(inner, read_part) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, read_part) for inner in value]
    reference = reference_in(value)
    if reference is None:
        return value
    try:
        return msgspec.json.decode(encoded(reference[0].encode(), read_part(reference[1])))
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotSplittable(f"holds a part that is no JSON: {error}") from error


def _without_references(skeleton: bytes) -> bytes:
    return REFERENCE.sub(rb'"\\u0000\1\2"', skeleton) if b"\0" in skeleton else skeleton
