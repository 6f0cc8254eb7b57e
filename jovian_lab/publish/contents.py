"""A notebook's cells as they are shown: sources, outputs and the language they are written in."""

from __future__ import annotations

from typing import Any

import msgspec

from jovian_lab.notebook.outputs import type_of
from jovian_lab.notebook.parsed import Cell, parse, parse_leniently
from jovian_lab.notebook.segments import NotSplittable


class Contents(msgspec.Struct, frozen=True):
    """The cells, and the language of their code; `text` is the file itself where it is no notebook of cells."""

    cells: list[Cell]
    language: str
    text: str | None = None


def contents(raw: bytes) -> Contents:
    """Open a notebook's bytes; what is no nbformat 4 notebook is a text."""
    for read in (parse, parse_leniently):
        try:
            parsed = read(raw)
            for cell in parsed.cells:
                _ = cell.data
        except (NotSplittable, msgspec.DecodeError, ValueError):
            continue
        return Contents(parsed.cells, _language(parsed.outside.get("metadata")))
    return Contents([], "", raw.decode("utf-8", "replace"))


def outputs(cell: Cell) -> list[dict[str, Any]]:
    """Return a cell's outputs, neighbouring pieces of one stream joined."""
    found: list[dict[str, Any]] = []
    for output in cell.outputs:
        last = found[-1] if found else {}
        if type_of(output) == type_of(last) == "stream" and output.get("name") == last.get("name"):
            found[-1] = {**last, "text": text_of(last.get("text")) + text_of(output.get("text"))}
        else:
            found.append(output)
    return found


def error_of(output: dict[str, Any]) -> str:
    """Return what an error printed: its traceback, colours and all, else its name and what it says."""
    trace = output.get("traceback")
    lines = [line for line in trace if isinstance(line, str)] if isinstance(trace, list) else []
    return "\n".join(lines) or f"{output.get('ename')}: {output.get('evalue')}"


def text_of(value: Any) -> str:
    """Return a text that nbformat keeps whole or as a list of lines; "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(piece for piece in value if isinstance(piece, str))
    return ""


def _language(metadata: Any) -> str:
    """Return the name of the language, in lower case; "" where the notebook does not say."""
    found = metadata if isinstance(metadata, dict) else {}
    for key, field in (("language_info", "name"), ("kernelspec", "language")):
        about = found.get(key)
        if isinstance(about, dict) and isinstance(about.get(field), str):
            return str(about[field]).strip().lower()
    return ""
