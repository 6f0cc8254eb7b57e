"""Differences between the outputs of a cell: aligned, by MIME type, texts by line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from jovian_lab.notebook.changes import MimeChange, OutputChange, OutputDiff
from jovian_lab.notebook.parsed import ReadPart, read_text
from jovian_lab.notebook.textdiff import diff_text

LONGEST_TEXT = 4 << 20  # bytes; longer texts are not compared by line
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_VOLATILE = ("model_id",)  # a widget's name in the running kernel, new each time
_ERROR = "application/vnd.jupyter.error"


class Outputs:
    """The outputs of one side, pieces of a stream joined.

    Parameters
    ----------
    outputs : sequence of dict
        As in the notebook, with references.
    read_part : callable
        Returns a part's bytes; asked only for streams that came in pieces and for texts that differ.
    """

    def __init__(self, outputs: Sequence[dict[str, Any]], read_part: ReadPart) -> None:
        self.read_part = read_part
        self.items = _join_streams(outputs, read_part)
        self.keys = [_key(item) for item in self.items]


def diff_outputs(old: Outputs, new: Outputs) -> list[OutputDiff]:
    """Compare two lists of outputs.

    Returns
    -------
    list of OutputDiff
        In the order of the new side; all "same" or "rerun" where nothing visible differs.
    """
    pairs = _align(old.keys, new.keys)
    found: list[OutputDiff] = []
    for i, j in pairs:
        if i is None and j is not None:
            found.append(OutputDiff("added", _type(new.items[j]), None, j, _one_sided(new.items[j], "added")))
        elif j is None and i is not None:
            found.append(OutputDiff("removed", _type(old.items[i]), i, None, _one_sided(old.items[i], "removed")))
        elif i is not None and j is not None:
            found.append(_diff_pair(old, i, new, j))
    return found


def _diff_pair(old: Outputs, i: int, new: Outputs, j: int) -> OutputDiff:
    a, b = old.items[i], new.items[j]
    if old.keys[i] == new.keys[j]:
        change: OutputChange = "same" if a == b else "rerun"
        return OutputDiff(change, _type(b), i, j)
    bundle_a, bundle_b = _bundle(a), _bundle(b)
    mimes: list[MimeChange] = []
    for mime in dict.fromkeys([*bundle_b, *bundle_a]):
        if mime not in bundle_a or mime not in bundle_b:
            mimes.append(MimeChange(mime, "added" if mime in bundle_b else "removed", kind_of(mime)))
        elif _plain(bundle_a[mime]) == _plain(bundle_b[mime]):
            mimes.append(MimeChange(mime, "same", kind_of(mime)))
        else:
            mimes.append(_diff_mime(mime, bundle_a[mime], old.read_part, bundle_b[mime], new.read_part))
    return OutputDiff("edited", _type(b), i, j, mimes)


def _diff_mime(mime: str, a: Any, read_a: ReadPart, b: Any, read_b: ReadPart) -> MimeChange:
    kind = kind_of(mime)
    if kind not in ("text", "html", "table") and mime != _ERROR:
        return MimeChange(mime, "edited", kind)
    old_text, new_text = read_text(a, read_a, LONGEST_TEXT), read_text(b, read_b, LONGEST_TEXT)
    if old_text is None or new_text is None:
        return MimeChange(mime, "edited", kind, None, "too long to compare by line")
    if kind == "html":
        is_table = "<table" in old_text and "<table" in new_text
        kind = "table" if is_table else kind
    text = diff_text(plain_text(old_text), plain_text(new_text))
    return MimeChange(mime, "edited", kind, text, text.coarse)


def kind_of(mime: str) -> str:
    """Return how a person would look at a MIME type."""
    if mime == "text/html":
        return "html"
    if mime.startswith("text/") or mime in ("application/javascript", _ERROR):
        return "text"
    if mime.startswith("image/"):
        return "image"
    return "json" if mime == "application/json" or mime.endswith("+json") else "other"


def plain_text(text: str) -> str:
    """Take terminal colours out of a text."""
    return _ANSI.sub("", text) if "\x1b" in text else text


def _one_sided(item: dict[str, Any], change: OutputChange) -> list[MimeChange]:
    return [MimeChange(mime, change, kind_of(mime)) for mime in _bundle(item)]


def _type(item: dict[str, Any]) -> str:
    return str(item.get("output_type", ""))


def _bundle(item: dict[str, Any]) -> dict[str, Any]:
    """Return an output as a MIME bundle, whatever its type."""
    if _type(item) == "stream":
        return {"text/plain": item.get("text", "")}
    if _type(item) == "error":
        trace = item.get("traceback")
        lines = "\n".join(map(str, trace)) if isinstance(trace, list) else trace
        return {_ERROR: lines if lines else f"{item.get('ename')}: {item.get('evalue')}"}
    data = item.get("data")
    return data if isinstance(data, dict) else {}


def _join_streams(outputs: Sequence[dict[str, Any]], read_part: ReadPart) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for output in outputs:
        before = joined[-1] if joined else None
        if before and _type(output) == _type(before) == "stream" and output.get("name") == before.get("name"):
            texts = [read_text(item.get("text", ""), read_part, LONGEST_TEXT) for item in (before, output)]
            if None not in texts:
                joined[-1] = {**before, "text": "".join(text for text in texts if text)}
                continue
        joined.append(output)
    return joined


def _plain(value: Any) -> Any:
    """Normalise a value for comparison: lines joined, volatile names taken out."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "".join(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key not in _VOLATILE}
    return value


def _key(item: dict[str, Any]) -> str:
    """Return a text that is equal for outputs that look equal: without execution count and widget names."""
    kept = {key: _plain(value) for key, value in item.items() if key != "execution_count"}
    return json.dumps(kept, sort_keys=True)


def _align(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Pair outputs: equal ones in order, and between them the first with the first."""
    anchors: list[tuple[int, int]] = []
    at = 0
    places: dict[str, list[int]] = {}
    for i, key in enumerate(old):
        places.setdefault(key, []).append(i)
    for j, key in enumerate(new):
        i = next((i for i in places.get(key, []) if i >= at), -1)
        if i >= 0 and (i == j or len(places[key]) == 1):
            anchors.append((i, j))
            at = i + 1
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    for next_i, next_j in [*anchors, (len(old), len(new))]:
        shared = min(next_i - i, next_j - j)
        pairs += [(i + k, j + k) for k in range(shared)]
        pairs += [(k, None) for k in range(i + shared, next_i)]
        pairs += [(None, k) for k in range(j + shared, next_j)]
        if next_i < len(old) or next_j < len(new):
            pairs.append((next_i, next_j))
        i, j = next_i + 1, next_j + 1
    return pairs
