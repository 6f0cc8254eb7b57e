"""References in a stored notebook: what stands for a large value, and the value behind it."""

from __future__ import annotations

import re
import sys
from typing import Any, Protocol

import msgspec

from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.split import REFERENCE, encoded

_MARK = re.compile(r"\0([rbnm])([0-9a-f]{40})")


class PartTooLong(Exception):
    """A part is longer than what was asked for, which is known without reading it."""


class ReadPart(Protocol):
    """Reads the parts of one side."""

    def __call__(self, name: str, most: int = sys.maxsize) -> bytes:
        """Return a part's bytes.

        Raises
        ------
        KeyError
            For a name that the notebook does not refer to: a text that looks like a reference is then taken for a
            text.
        PartTooLong
            If it is known to be longer than `most` bytes; who does not know returns it.
        """


def without_references(skeleton: bytes) -> bytes:
    """Return a skeleton as proper JSON: each reference a string that `reference_in` understands."""
    return REFERENCE.sub(rb'"\\u0000\1\2"', skeleton) if b"\0" in skeleton else skeleton


def reference_in(value: Any) -> tuple[str, str] | None:
    """Return (kind, part id) where a value is a reference."""
    found = _MARK.fullmatch(value) if isinstance(value, str) and value[:1] == "\0" else None
    return (found[1], found[2]) if found else None


def read_text(value: Any, read_part: ReadPart, most: int) -> str | None:
    """Return the text behind a value.

    Parameters
    ----------
    value : JSON value
        A text, a reference to one, or a list of them.
    read_part : callable
        Returns a part's bytes.
    most : int
        Characters (bytes of a part); longer texts are not put together.

    Returns
    -------
    str or None
        None for what is longer, or no text.

    Raises
    ------
    NotSplittable
        If a part holds no JSON.
    """
    pieces: list[str] = []
    left = most
    for item in value if isinstance(value, list) else [value]:
        reference = reference_in(item)
        piece = item
        if reference:
            try:
                body = read_part(reference[1], left)
            except KeyError:
                body = None
            except PartTooLong:
                return None
            if body is not None:
                if reference[0] != "r" or len(body) > left:
                    return None
                piece = joined(_part(reference[0], body))
        if isinstance(piece, str):
            left -= len(piece)
            pieces.append(piece)
        if left < 0:
            return None
    return "".join(pieces)


def fits(value: Any, read_part: ReadPart, most: int) -> bool:
    """Tell whether the parts that a value refers to have so many bytes together, or fewer."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, (dict, list)):
            waiting += item.values() if isinstance(item, dict) else item
        elif reference := reference_in(item):
            try:
                most -= len(read_part(reference[1], most))
            except KeyError:
                continue
            except PartTooLong:
                return False
            if most < 0:
                return False
    return True


def filled(value: Any, read_part: ReadPart) -> Any:
    """Return a JSON value with every reference replaced by what it stands for.

    Raises
    ------
    NotSplittable
        If a part holds no JSON, or the value is nested too deep.
    """
    try:
        return _filled(value, read_part)
    except RecursionError as error:
        raise NotSplittable("is nested too deep") from error


def _filled(value: Any, read_part: ReadPart) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, read_part) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, read_part) for inner in value]
    reference = reference_in(value)
    if reference is None:
        return value
    try:
        return _part(reference[0], read_part(reference[1]))
    except KeyError:
        return value


def _part(kind: str, body: bytes) -> Any:
    try:
        return msgspec.json.decode(encoded(kind.encode(), body))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise NotSplittable(f"holds a part that is no JSON: {error}") from error


def joined(value: Any) -> str:
    """Return a multi-line string, which nbformat writes as a list of lines, as one text."""
    if isinstance(value, list):
        try:
            return "".join(value)
        except TypeError:
            return "".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""
