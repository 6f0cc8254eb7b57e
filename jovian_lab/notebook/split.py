r"""Split a notebook into a skeleton and its large values, and join them again to the very same bytes.

A notebook with plots is mostly outputs that did not change. The large values (an output's MIME value, stream text,
traceback, attachment, widget state) become parts of their own, named like git blobs; the skeleton is the file's own
text with a reference in the place of each. Joining is concatenation, so formatting never matters.

A reference is `NUL kind sha1-in-hex NUL`; no notebook that is split holds a NUL byte. Kinds:

| kind | the part holds | the file has |
| --- | --- | --- |
| `r` | the JSON text of the value | the same |
| `b` | the decoded bytes | `"base64"` |
| `n` | the decoded bytes | `"base64\n"` |
| `m` | the decoded bytes | base64 in lines of 76, each ended by `\n` (MIME) |
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from jovian_lab.notebook.segments import NotSplittable, find_cells

LARGE = 1024  # bytes; a smaller value costs more as an object of its own than it saves
REFERENCE = re.compile(rb"\0([rbnm])([0-9a-f]{40})\0")
_BINARY = re.compile(r"image/(?!svg)|audio/|video/|application/(pdf|octet-stream|zip)")
_MISSES_ALLOWED = 8

_T = TypeVar("_T")

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OBJECTS = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])
_MIME_BUNDLES = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


@dataclass(frozen=True, slots=True)
class Part:
    """A large value on its way into the store.

    Attributes
    ----------
    body : bytes
        What is stored.
    compressible : bool
        False for media that is compressed already, which deflating again only slows down.
    """

    body: bytes
    compressible: bool


@dataclass(frozen=True, slots=True)
class CutText:
    """A cell, or the text after the last cell, with its large values cut out.

    Attributes
    ----------
    raw : bytes
        The text as it stands in the file.
    skeleton : bytes
        The same with references.
    references : tuple of str
        The parts it refers to, in order: git blob ids in hex.
    """

    raw: bytes
    skeleton: bytes
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitNotebook:
    """A notebook cut into skeleton and parts.

    Attributes
    ----------
    cells : list of CutText
        The cells in order; those unchanged since the earlier version are its very objects.
    head, glue, tail : bytes, list of bytes, CutText
        What stands around and between the cells.
    parts : dict of str to Part
        The parts that were cut now. Parts of unchanged cells are not here, only their references.
    """

    head: bytes
    cells: list[CutText]
    glue: list[bytes]
    tail: CutText
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def skeleton(self) -> bytes:
        """The whole skeleton, as it is stored."""
        pieces = [self.head]
        for number, cell in enumerate(self.cells):
            if number:
                pieces.append(self.glue[number - 1])
            pieces.append(cell.skeleton)
        pieces.append(self.tail.skeleton)
        return b"".join(pieces)

    @property
    def references(self) -> list[str]:
        """Ids of all parts the skeleton refers to, in order, repeated where they are."""
        found = [reference for cell in self.cells for reference in cell.references]
        return found + list(self.tail.references)


def split(raw: bytes, previous: SplitNotebook | None = None) -> SplitNotebook:
    """Split a notebook, looking only into cells that `previous` does not have.

    Parameters
    ----------
    raw : bytes
        The whole file.
    previous : SplitNotebook, optional
        An earlier version of the same notebook.

    Returns
    -------
    SplitNotebook
        Joining it gives `raw`.

    Raises
    ------
    NotSplittable
        If the bytes are no nbformat 4 notebook; such a file is stored whole.
    """
    known = {cell.raw: cell for cell in previous.cells} if previous else {}
    by_identity = {id(cell.raw): cell for cell in previous.cells} if previous else {}
    segments = find_cells(raw, [cell.raw for cell in previous.cells] if previous else ())
    parts: dict[str, Part] = {}
    cells: list[CutText] = []
    for text in segments.cells:
        cell = by_identity.get(id(text)) or known.get(text)
        cells.append(cell if cell is not None else _cut(text, _large_values_of_cell, parts))
    if previous is not None and previous.tail.raw == segments.tail:
        tail = previous.tail
    else:
        tail = _cut(segments.tail, _large_values_of_tail, parts)
    return SplitNotebook(segments.head, cells, segments.glue, tail, parts)


def join(skeleton: bytes, read_part: Callable[[str], bytes]) -> bytes:
    """Put the parts back into a skeleton.

    Parameters
    ----------
    skeleton : bytes
        As stored.
    read_part : callable
        Takes a part's id in hex and returns its bytes.

    Returns
    -------
    bytes
        The notebook exactly as it was committed.
    """

    def fill(match: re.Match[bytes]) -> bytes:
        return encoded(match[1], read_part(match[2].decode()))

    return REFERENCE.sub(fill, skeleton)


def references_in(skeleton: bytes) -> list[str]:
    """Return the ids of the parts a stored skeleton refers to, in order."""
    return [match[2].decode() for match in REFERENCE.finditer(skeleton)]


def part_id(body: bytes) -> str:
    """Return the name of a part: the id git gives a blob with these bytes (40 hex digits)."""
    digest = hashlib.sha1(b"blob %d\0" % len(body), usedforsecurity=False)
    digest.update(body)
    return digest.hexdigest()


def _cut(text: bytes, large_values: Callable[[bytes], Iterator[tuple[str, bytes]]], parts: dict[str, Part]) -> CutText:
    """Cut the large values out of a text.

    Each value is known to come back from its part (`_decode` checks it) and all else stays as it is, so that joining
    gives the text again.
    """
    pieces: list[bytes] = []
    references: list[str] = []
    at = misses = 0
    try:
        text.decode()
        for mime, value in large_values(text):
            start = text.find(value, at)
            if start < 0:  # duplicate keys: leave the value where it is
                misses += 1
                if misses > _MISSES_ALLOWED:
                    break
                continue
            kind, body = _decode(mime, value)
            name = part_id(body)
            parts[name] = Part(body, compressible=kind == b"r" or not _BINARY.match(mime))
            pieces += [text[at:start], b"\0" + kind + name.encode() + b"\0"]
            references.append(name)
            at = start + len(value)
    except UnicodeDecodeError as error:
        raise NotSplittable("is not UTF-8") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotSplittable(f"is no JSON notebook: {error}") from error
    pieces.append(text[at:])
    return CutText(text, b"".join(pieces), tuple(references))


def _large_values_of_cell(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (MIME type, JSON text) of a cell's large values in the order of the file."""
    for key, value in _OBJECT.decode(text).items():
        if key == "outputs" and len(value) >= LARGE:
            for output in _lenient(_OBJECTS, value) or ():
                yield from _large_values_of_output(output)
        elif key == "attachments" and len(value) >= LARGE:
            for bundle in (_lenient(_MIME_BUNDLES, value) or {}).values():
                yield from _large(bundle)


def _large_values_of_output(output: Mapping[str, msgspec.Raw]) -> Iterator[tuple[str, bytes]]:
    for key, value in output.items():
        if key == "data":
            yield from _large(_lenient(_OBJECT, value))
        elif key in ("text", "traceback"):
            yield from _large({"text/plain": value})


def _large_values_of_tail(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield widget states, `metadata.widgets.<MIME type>.state.<model>`, which no cell owns."""
    nothing = msgspec.Raw(b"{}")
    top = _OBJECT.decode(b'{"cells":[' + text)
    metadata = _lenient(_OBJECT, top.get("metadata", nothing)) or {}
    widgets = _lenient(_OBJECT, metadata.get("widgets", nothing)) or {}
    for manager in widgets.values():
        models = (_lenient(_OBJECT, manager) or {}).get("state", nothing)
        yield from _large(_lenient(_OBJECT, models))


def _large(values: Mapping[str, msgspec.Raw] | None) -> Iterator[tuple[str, bytes]]:
    for mime, value in (values or {}).items():
        if len(value) >= LARGE:
            yield mime, bytes(value)


def _lenient(decoder: msgspec.json.Decoder[_T], value: msgspec.Raw) -> _T | None:
    """Decode a value of the expected shape; a value of another shape is simply not cut."""
    try:
        return decoder.decode(value)
    except msgspec.ValidationError:
        return None


def _decode(mime: str, value: bytes) -> tuple[bytes, bytes]:
    """Return (kind, body) for a value, decoding base64 where encoding gives the same text again."""
    if _BINARY.match(mime) and value[:1] == b'"':
        text = value[1:-1]
        kind = b"b"
        if text.endswith(b"\\n"):
            kind = b"m" if text[76:78] == b"\\n" else b"n"
            text = text.replace(b"\\n", b"")
        try:
            body = binascii.a2b_base64(text)
        except binascii.Error:
            return b"r", value
        if encoded(kind, body) == value:
            return kind, body
    return b"r", value


def encoded(kind: bytes, body: bytes) -> bytes:
    """Return the JSON text that a part stands for; `kind` is that of its reference."""
    if kind == b"r":
        return body
    text = binascii.b2a_base64(body, newline=False)
    if kind == b"m":
        return b'"' + b"".join(text[i : i + 76] + b"\\n" for i in range(0, len(text), 76)) + b'"'
    return b'"' + text + (b'\\n"' if kind == b"n" else b'"')
