"""A stored notebook opened for comparison: cells as JSON, large values still references."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from jovian_lab.notebook.references import joined, without_references
from jovian_lab.notebook.segments import NotSplittable, find_cells

# nbformat's own formatting; see segments.py
_HEAD = b'{\n "cells": [\n'
_GLUE = b",\n"
_BEGIN, _END = b"  {\n", b"\n  }"
_TAIL = b"\n ]"

_LONE = re.compile("[\ud800-\udfff]")


class Cell:
    """One cell; parsed when first looked into.

    Parameters
    ----------
    skeleton : bytes
        Its JSON text with references.
    data : dict, optional
        The cell as JSON, where its text is no proper JSON.

    Attributes
    ----------
    mended : bool
        Whether `data` had to be put in the place of something that is no JSON.
    """

    def __init__(self, skeleton: bytes, data: dict[str, Any] | None = None) -> None:
        self.skeleton = skeleton
        self.mended = data is not None
        self._data = data
        self._source: str | None = None

    @property
    def data(self) -> dict[str, Any]:
        """The cell as JSON, each reference a string that `reference_in` understands."""
        if self._data is None:
            self._data = decode(self.skeleton)
        return self._data

    @property
    def source(self) -> str:
        """The source as one text."""
        if self._source is None:
            self._source = joined(self.data.get("source", ""))
        return self._source

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
        return found if isinstance(found, int) and not isinstance(found, bool) else None


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
    return parse_stretches([skeleton], {})


def parse_stretches(stretches: Sequence[bytes], cells: dict[bytes, list[Cell]]) -> Parsed:
    """Open a skeleton that is stored in stretches.

    Parameters
    ----------
    stretches : sequence of bytes
        Joined they are the skeleton.
    cells : dict
        The cells of stretches that were opened before; the same objects are used again, and others are added.

    Raises
    ------
    NotSplittable
        If it is no nbformat 4 notebook.
    """
    found: list[Cell] = []
    for number, stretch in enumerate(stretches):
        is_last = number == len(stretches) - 1
        begin, end = _inside(stretch, is_last)
        if begin > end or stretch.startswith(_HEAD) != (number == 0):
            return _parse_any_formatting(b"".join(stretches))
        known = cells.get(stretch)
        if known is None:
            texts = stretch[begin:end].split(_END + _GLUE + _BEGIN) if begin < end else []
            known = cells[stretch] = [Cell(_BEGIN + text + _END) for text in texts]
        found += known
    tail = stretches[-1][end + len(_END) if begin < end else end :]
    return Parsed(found, decode_outside(_HEAD, tail))


def _inside(stretch: bytes, is_last: bool) -> tuple[int, int]:
    """Return where the first cell's inside begins and the last one's ends; (1, 0) if that cannot be told."""
    if is_last and stretch.startswith(_TAIL):
        return 0, 0
    begin = len(_HEAD) if stretch.startswith(_HEAD) else len(_GLUE) if stretch.startswith(_GLUE) else 0
    end = stretch.find(_END + _TAIL, begin)
    if not stretch.startswith(_BEGIN, begin) or (end >= 0) != is_last or not (is_last or stretch.endswith(_END)):
        return 1, 0
    return begin + len(_BEGIN), end if is_last else len(stretch) - len(_END)


def _parse_any_formatting(skeleton: bytes) -> Parsed:
    segments = find_cells(without_references(skeleton))
    head = decode_outside(segments.head, segments.tail)
    return Parsed([Cell(cell) for cell in segments.cells], head)


def parse_leniently(raw: bytes) -> Parsed:
    """Open a notebook's own bytes though they are no proper JSON: NaN and halves of characters are met in the wild.

    They read as the text "NaN" and as U+FFFD; cells that hold them are `mended`. There are no references.

    Raises
    ------
    NotSplittable
        If it is no nbformat 4 notebook.
    """
    try:
        notebook = json.loads(raw, parse_constant=str)
        exact = [json.dumps(cell, sort_keys=True).encode() for cell in notebook["cells"]]
        notebook = _mended(notebook)
        cells = [
            Cell(text, None if json.dumps(cell, sort_keys=True).encode() == text else cell)
            for text, cell in zip(exact, notebook.pop("cells"), strict=True)
            if isinstance(cell, dict)
        ]
    except (RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSplittable(f"is no notebook: {error}") from error
    if notebook.get("nbformat") != 4 or len(cells) != len(exact):
        raise NotSplittable("is no nbformat 4 notebook")
    return Parsed(cells, notebook)


def decode_outside(head: bytes, tail: bytes) -> dict[str, Any]:
    """Decode what stands around the cells."""
    data = decode(head + tail)
    data.pop("cells", None)
    if data.get("nbformat") != 4:
        raise NotSplittable("is not nbformat 4")
    return data


def decode(skeleton: bytes) -> dict[str, Any]:
    """Decode the JSON text of an object, references included.

    Raises
    ------
    NotSplittable
        If it is no JSON object.
    """
    try:
        data = msgspec.json.decode(without_references(skeleton))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotSplittable(f"is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise NotSplittable("is no JSON object")
    return data


def canonical(value: Any) -> bytes:
    """Write a JSON value so that equal bytes mean the same value; 1, 1.0 and true are three."""
    try:
        return msgspec.json.encode(value, order="sorted")
    except (OverflowError, UnicodeEncodeError, TypeError):  # numbers that need more than 64 bits; halves of characters
        return json.dumps(value, sort_keys=True).encode()


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(inner) for inner in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(inner) for key, inner in value.items()}
    return value
