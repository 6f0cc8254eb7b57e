"""Where the cells stand in a notebook's own bytes: spans only, nothing decoded that need not be.

Jupyter's own formatting (nbformat: `indent=1`, sorted keys) has a useful property: JSON strings hold no raw
newline, so `},` and `{` on lines indented by two blanks can only be the border of two cells. There cells are found by
searching for a short byte string. Any other formatting goes through msgspec, whose `Raw` is the exact text of a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

_HEAD = b'{\n "cells": [\n'
_OPEN = b"  {\n"
_CLOSE = b"\n  }"
_BORDER = _CLOSE + b",\n" + _OPEN
_GLUE = b",\n"
_TAIL = b"\n ]"

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_MAJOR = msgspec.json.Decoder(int)
_UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)  # the last for a key that is not UTF-8


class NotSplittable(ValueError):
    """The bytes are no nbformat 4 notebook; the message says why."""


@dataclass(frozen=True, slots=True)
class Segments:
    """A notebook cut at its cells: `head cell glue cell glue … cell tail` are its bytes, in order.

    Attributes
    ----------
    head, tail : bytes
        What stands before the first and after the last cell.
    cells : list of bytes
        The JSON text of each cell, with the blanks before its brace where the fast way found it.
    glue : list of bytes
        What stands between two cells; one shorter than `cells` (empty for no cells).
    """

    head: bytes
    cells: list[bytes]
    glue: list[bytes]
    tail: bytes


def find_cells(raw: bytes, previous: Sequence[bytes] = ()) -> Segments:
    """Find the cells of a notebook.

    Parameters
    ----------
    raw : bytes
        The whole file.
    previous : sequence of bytes
        The cells of an earlier version, in order. A cell that is unchanged there is recognised by one comparison
        of memory, and the very same `bytes` object is returned for it.

    Raises
    ------
    NotSplittable
        For anything that is not nbformat 4 JSON in UTF-8.
    """
    if b"\0" in raw:
        raise NotSplittable("holds NUL bytes")
    if raw.startswith(_HEAD + _OPEN):
        found = _find_by_lines(raw, previous)
        if found is not None:
            return found
    return _find_by_parsing(raw)


def _find_by_lines(raw: bytes, previous: Sequence[bytes]) -> Segments | None:
    cells: list[bytes] = []
    at, next_old = len(_HEAD), 0
    while True:
        cell = None
        # the cell of the same place in the earlier version, or the one after it where a cell was removed
        for old in range(next_old, min(next_old + 2, len(previous))):
            candidate = previous[old]
            end = at + len(candidate)
            if raw.startswith(candidate, at) and (raw.startswith(_GLUE + _OPEN, end) or raw.startswith(_TAIL, end)):
                cell, next_old = candidate, old + 1
                break
        if cell is None:
            border = raw.find(_BORDER, at)
            last = raw.find(_CLOSE + _TAIL, at, border if border >= 0 else len(raw))
            end = last if last >= 0 else border
            if end < 0:
                return None
            cell = raw[at : end + len(_CLOSE)]
            next_old += 1
        cells.append(cell)
        at += len(cell)
        if raw.startswith(_GLUE + _OPEN, at):
            at += len(_GLUE)
        else:
            break
    tail = raw[at:]
    try:
        _check_outside(b'{"cells":[' + tail)
    except (*_UNREADABLE, NotSplittable):
        return None
    return Segments(_HEAD, cells, [_GLUE] * (len(cells) - 1), tail)


def _find_by_parsing(raw: bytes) -> Segments:
    try:
        top = _check_outside(raw)
        items = [bytes(item) for item in _ARRAY.decode(top["cells"])]
    except _UNREADABLE as error:
        raise NotSplittable(f"is no JSON notebook: {error}") from error
    # behind its key: a list of no cells looks like any other empty list
    at = raw.find(bytes(top["cells"]), max(raw.find(b'"cells"'), 0)) + 1
    cells: list[bytes] = []
    glue: list[bytes] = []
    end = at
    for item in items:
        start = raw.find(item, end)
        if start < 0:  # duplicate keys can put a value where its first key stood
            raise NotSplittable("has cells in no order we can follow")
        glue.append(raw[end:start])
        cells.append(item)
        end = start + len(item)
    head = raw[:at] + (glue[0] if glue else b"")
    return Segments(head, cells, glue[1:], raw[end:])


def _check_outside(text: bytes) -> dict[str, msgspec.Raw]:
    """Decode the top level of a notebook and insist on nbformat 4."""
    top = _OBJECT.decode(text)
    if "cells" not in top or "nbformat" not in top:
        raise NotSplittable("has no cells or no nbformat")
    if _MAJOR.decode(top["nbformat"]) != 4:
        raise NotSplittable("is not nbformat 4")
    return top
