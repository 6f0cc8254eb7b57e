"""A cell's outputs made ready to be compared: pieces of a stream joined, and what nobody sees taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jovian_lab.notebook.parsed import canonical
from jovian_lab.notebook.references import ReadPart, reference_in

ERROR = "application/vnd.jupyter.error"
_WIDGET = "application/vnd.jupyter.widget-view+json"


class Outputs:
    """The outputs of one side. Nothing is read for that.

    Attributes
    ----------
    items : list of dict
        As in the notebook, with references; a stream that came in pieces is one of them, its text a list of lines
        and references.
    keys : list of str
        Equal for outputs that look equal: without execution counts and the names of widgets in the kernel.

    Parameters
    ----------
    outputs : sequence of dict
        As in the notebook, with references.
    read_part : callable
        Returns a part's bytes.
    """

    def __init__(self, outputs: Sequence[dict[str, Any]], read_part: ReadPart) -> None:
        self.read_part = read_part
        self.items = _join_streams(outputs)
        self.keys = [(self.rest(item) + b" " + self._looks(item)).decode() for item in self.items]

    def visible(self, mime: str, value: Any) -> bytes:
        """Return a text that is equal for values of a MIME type that look equal."""
        if mime == _WIDGET and isinstance(value, dict):
            value = {key: inner for key, inner in value.items() if key != "model_id"}
        reference = reference_in(value)
        if reference:
            return b"\0" + reference[1].encode()  # a picture is the same however its base64 is wrapped
        if kind_of(mime) != "json" and isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = _joined(value)
        return canonical(value)

    def rest(self, item: dict[str, Any]) -> bytes:
        """Return everything of an output but its MIME bundle and execution count."""
        skipped = {"execution_count", {"stream": "text", "error": "traceback"}.get(type_of(item), "data")}
        return canonical({key: value for key, value in item.items() if key not in skipped})

    def _looks(self, item: dict[str, Any]) -> bytes:
        shown = bundle(item)
        return b"\n".join(b"%s %s" % (canonical(mime), self.visible(mime, shown[mime])) for mime in sorted(shown))


def bundle(item: dict[str, Any]) -> dict[str, Any]:
    """Return an output as a MIME bundle, whatever its type."""
    if type_of(item) == "stream":
        return {"text/plain": item.get("text", "")}
    if type_of(item) == "error":
        trace = item.get("traceback")
        if isinstance(trace, list):
            trace = "\n".join(map(str, trace))
        return {ERROR: trace if trace else f"{item.get('ename')}: {item.get('evalue')}"}
    data = item.get("data")
    return data if isinstance(data, dict) else {}


def kind_of(mime: str) -> str:
    """Return how a person would look at a MIME type."""
    if mime == "text/html":
        return "html"
    if mime.startswith("text/") or mime in ("application/javascript", ERROR):
        return "text"
    if mime.startswith("image/"):
        return "image"
    return "json" if mime == "application/json" or mime.endswith("+json") else "other"


def type_of(item: dict[str, Any]) -> str:
    """Return the type of an output."""
    return str(item.get("output_type", ""))


def _join_streams(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join neighbouring pieces of one stream."""
    joined: list[dict[str, Any]] = []
    pieces: list[list[Any]] = []
    for output in outputs:
        text = output.get("text", "")
        whole = text if isinstance(text, list) else [text]
        is_stream = type_of(output) == "stream"
        if joined and pieces[-1] and is_stream and joined[-1].get("name") == output.get("name"):
            pieces[-1].append(whole)
        else:
            joined.append(output)
            pieces.append([whole] if is_stream else [])
    return [
        {**item, "text": _joined([text for piece in found for text in piece])} if len(found) > 1 else item
        for item, found in zip(joined, pieces, strict=True)
    ]


def _joined(pieces: list[Any]) -> Any:
    """Join what is text already; a text, or a list where some of it stands in parts of its own."""
    found: list[str] = []
    run: list[str] = []
    for piece in pieces:
        if reference_in(piece):
            found += ["".join(run)] if run else []
            found.append(piece)
            run = []
        elif isinstance(piece, str):
            run.append(piece)
    if not found:
        return "".join(run)
    return [*found, "".join(run)] if run else found
