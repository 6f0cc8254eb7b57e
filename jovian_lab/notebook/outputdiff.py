"""Differences between the outputs of a cell: aligned, by MIME type, texts by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from jovian_lab.errors import Damaged
from jovian_lab.notebook.changes import MimeChange, OutputChange, OutputDiff
from jovian_lab.notebook.outputs import ERROR, Outputs, bundle, kind_of, type_of
from jovian_lab.notebook.parsed import canonical
from jovian_lab.notebook.references import PartTooLong, ReadPart, filled, read_text, reference_in
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.sequences import Opcode, Work, opcodes
from jovian_lab.notebook.textdiff import diff_text

_LONGEST = {"text": 4 << 20, "html": 256 << 10, "json": 256 << 10}  # bytes; what is longer is not compared by line
_TOO_LONG = "too long to compare by line"
_TOO_MUCH = "so much text changed that not all of it was compared by line"
_TOO_LONG_JSON = object()
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,16}\b")  # of an object in memory: new at each run


def diff_outputs(old: Outputs, new: Outputs, work: Work | None = None) -> list[OutputDiff]:
    """Compare two lists of outputs.

    Parameters
    ----------
    old, new : Outputs
        The sides.
    work : Work, optional
        What may be spent on it; by default as much as for a whole notebook.

    Returns
    -------
    list of OutputDiff
        In the order of the new side; all "same" or "rerun" where nothing visible differs.
    """
    work = work or Work()
    found: list[OutputDiff] = []
    for i, j in _align(old, new, work):
        if i is None and j is not None:
            found.append(OutputDiff("added", type_of(new.items[j]), None, j, _one_sided(new.items[j], "added")))
        elif j is None and i is not None:
            found.append(OutputDiff("removed", type_of(old.items[i]), i, None, _one_sided(old.items[i], "removed")))
        elif i is not None and j is not None:
            found.append(_diff_pair(old, i, new, j, work))
    return found


def plain_text(text: str) -> str:
    """Take terminal colours out of a text."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def _diff_pair(old: Outputs, i: int, new: Outputs, j: int, work: Work) -> OutputDiff:
    a, b = old.items[i], new.items[j]
    if old.keys[i] == new.keys[j]:
        change: OutputChange = "same" if canonical(a) == canonical(b) else "rerun"
        return OutputDiff(change, type_of(b), i, j)
    ours, theirs = bundle(a), bundle(b)
    mimes: list[MimeChange] = []
    for mime in dict.fromkeys([*theirs, *ours]):
        if mime not in ours or mime not in theirs:
            mimes.append(MimeChange(mime, "added" if mime in theirs else "removed", kind_of(mime)))
        elif old.visible(mime, ours[mime]) == new.visible(mime, theirs[mime]):
            mimes.append(MimeChange(mime, "same", kind_of(mime)))
        else:
            mimes.append(_diff_mime(mime, ours[mime], old.read_part, theirs[mime], new.read_part, work))
    visible = old.rest(a) != new.rest(b) or any(mime.change not in ("same", "rerun") for mime in mimes)
    return OutputDiff("edited" if visible else "rerun", type_of(b), i, j, mimes)


def _diff_mime(mime: str, a: Any, read_a: ReadPart, b: Any, read_b: ReadPart, work: Work) -> MimeChange:
    kind = kind_of(mime)
    if work.text < 0 and kind in ("json", "text", "html"):
        return MimeChange(mime, "edited", kind, None, _TOO_MUCH)
    try:
        if kind == "json":
            return _diff_json(mime, _json(a, read_a), _json(b, read_b), work)
        if kind not in ("text", "html") and mime != ERROR:
            return MimeChange(mime, "edited", kind)
        most = min(_LONGEST[kind], work.text)
        old_text, new_text = (read_text(side, read, most) for side, read in ((a, read_a), (b, read_b)))
    except Damaged as error:
        return MimeChange(mime, "edited", kind, None, f"an output could not be read: {error.message}")
    except NotSplittable:
        return MimeChange(mime, "edited", kind, None, "an output is no JSON")
    if old_text is None or new_text is None:
        return MimeChange(mime, "edited", kind, None, _TOO_LONG if most == _LONGEST[kind] else _TOO_MUCH)
    if kind == "html" and "<table" in old_text and "<table" in new_text:
        kind = "table"
    if old_text == new_text:
        return MimeChange(mime, "same", kind)
    old_text, new_text = plain_text(old_text), plain_text(new_text)
    has_addresses = "at 0x" in old_text and "at 0x" in new_text
    if old_text == new_text or (has_addresses and _without_addresses(old_text) == _without_addresses(new_text)):
        return MimeChange(mime, "rerun", kind)
    if not work.read(len(old_text) + len(new_text)):
        return MimeChange(mime, "edited", kind, None, _TOO_MUCH)
    text = diff_text(old_text, new_text, work)
    return MimeChange(mime, "edited", kind, text, text.coarse)


def _json(value: Any, read_part: ReadPart) -> Any:
    """Return a JSON value, or one that says it is too long."""
    reference = reference_in(value)
    if reference and reference[0] == "r":
        try:
            body = read_part(reference[1], _LONGEST["json"])
        except PartTooLong:
            return _TOO_LONG_JSON
        except KeyError:
            return value
        return _TOO_LONG_JSON if len(body) > _LONGEST["json"] else msgspec.json.decode(body)
    return filled(value, read_part)


def _diff_json(mime: str, a: Any, b: Any, work: Work) -> MimeChange:
    if a is _TOO_LONG_JSON or b is _TOO_LONG_JSON:
        return MimeChange(mime, "edited", "json", None, _TOO_LONG)
    texts = [msgspec.json.encode(value, order="sorted") for value in (a, b)]
    if texts[0] == texts[1]:
        return MimeChange(mime, "same", "json")
    if max(map(len, texts)) > _LONGEST["json"]:
        return MimeChange(mime, "edited", "json", None, _TOO_LONG)
    before, after = (msgspec.json.format(text, indent=1).decode() for text in texts)
    text = diff_text(before, after, work)
    return MimeChange(mime, "edited", "json", text, text.coarse)


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("", text)


def _one_sided(item: dict[str, Any], change: OutputChange) -> list[MimeChange]:
    return [MimeChange(mime, change, kind_of(mime)) for mime in bundle(item)]


def _align(old: Outputs, new: Outputs, work: Work) -> list[tuple[int | None, int | None]]:
    """Pair outputs: equal ones in order; between them those of the same form; then the first with the first."""
    pairs: list[tuple[int | None, int | None]] = []
    for code in opcodes(old.keys, new.keys, work)[0]:
        if code[0] == "equal":
            pairs += _zipped(code)
            continue
        _, i, i_end, j, j_end = code
        for kind, a, a_end, b, b_end in opcodes(_forms(old, i, i_end), _forms(new, j, j_end), work)[0]:
            pairs += _zipped((kind, i + a, i + a_end, j + b, j + b_end))
    return pairs


def _zipped(code: Opcode) -> list[tuple[int | None, int | None]]:
    _, i, i_end, j, j_end = code
    shared = min(i_end - i, j_end - j)
    pairs: list[tuple[int | None, int | None]] = [(i + k, j + k) for k in range(shared)]
    pairs += [(k, None) for k in range(i + shared, i_end)]
    return pairs + [(None, k) for k in range(j + shared, j_end)]


def _forms(outputs: Outputs, start: int, end: int) -> Sequence[str]:
    return [" ".join([type_of(item), *sorted(bundle(item))]) for item in outputs.items[start:end]]
