"""Sources and outputs by their content: hashes that stay the same however a notebook is written or cut."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jovian_lab.errors import Damaged
from jovian_lab.notebook.outputs import bundle, kind_of
from jovian_lab.notebook.parsed import Cell
from jovian_lab.notebook.references import ReadPart, filled, reference_in
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.store.remembering import Remembered

_remembered = Remembered[tuple[str, str, str], str](20_000)  # what a part of the store hashes to

# what a person would rather see of one output
_SEEN_FIRST = {"image": 0, "html": 1, "json": 2, "other": 3, "text": 4}


def source_hash(source: str) -> str:
    """Return SHA-256 of a source in UTF-8, in hex."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def forms(output: dict[str, Any]) -> list[str]:
    """Return an output's MIME types, what a person would see first."""
    return sorted(bundle(output), key=lambda mime: (_SEEN_FIRST[kind_of(mime)], mime))


def output_hash(cell: Cell, index: int, mime: str, read: ReadPart) -> str | None:
    """Return SHA-256 of one form of an output.

    Parameters
    ----------
    cell : Cell
        A cell with outputs.
    index : int
        Which output.
    mime : str
        Which of its forms.
    read : callable
        Returns a part's bytes.

    Returns
    -------
    str or None
        In hex; "" where it cannot be read, None where there is no such form.
    """
    if not 0 <= index < len(cell.outputs):
        return None
    value = bundle(cell.outputs[index]).get(mime)
    if value is None:
        return None
    reference = reference_in(value)
    key = (kind_of(mime), *reference) if reference else None
    known = _remembered.get(key) if key else None
    if known is not None:
        return known
    try:
        found = hashlib.sha256(_canonical(mime, filled(value, read))).hexdigest()
    except (Damaged, NotSplittable, ValueError):
        return ""
    if key is not None:
        _remembered.put(key, found)
    return found


def _canonical(mime: str, value: Any) -> bytes:
    if isinstance(value, list) and all(isinstance(item, str) for item in value) and kind_of(mime) != "json":
        value = "".join(value)
    if not isinstance(value, str):
        return json.dumps(value, sort_keys=True, ensure_ascii=True).encode()
    wrapped = kind_of(mime) == "image" and not mime.endswith("+xml")  # base64, in lines or not
    text = "".join(value.split()) if wrapped else str(value)
    return text.encode("utf-8", "surrogatepass")
