"""Hypothesis strategies: notebooks of every shape, as bytes."""

from __future__ import annotations

import base64
from typing import Any

from hypothesis import strategies as st

from tests.notebook.samples import FORMATTINGS, Json, notebook

_words = st.text(st.characters(codec="utf-8"), max_size=12)
_lines = st.lists(_words.map(lambda word: word + "\n"), max_size=4)
_long = st.builds(lambda word, times: (word or "é") * times, _words, st.integers(100, 2000))
_binary = st.builds(
    lambda data, times, encode: encode(data * times),
    st.binary(min_size=1, max_size=40),
    st.integers(1, 120),
    st.sampled_from(
        [
            lambda data: base64.b64encode(data).decode(),
            lambda data: base64.b64encode(data).decode() + "\n",
            lambda data: base64.encodebytes(data).decode(),
            lambda data: base64.b64encode(data).decode().rstrip("="),
        ]
    ),
)
_text = st.one_of(_words, _long, _lines, st.lists(_long, max_size=2))
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=8,
)
_mime = st.sampled_from(
    ["text/plain", "text/html", "image/png", "image/svg+xml", "application/json", "application/pdf"]
)
_bundle = st.dictionaries(_mime, st.one_of(_text, _binary, _json), max_size=3)
_output = st.one_of(
    st.builds(lambda data: {"output_type": "display_data", "metadata": {}, "data": data}, _bundle),
    st.builds(lambda text: {"output_type": "stream", "name": "stdout", "text": text}, _text),
    st.builds(lambda text: {"output_type": "error", "ename": "E", "evalue": "", "traceback": text}, _text),
    _json.map(lambda value: {"output_type": value}),
)
_id = st.none() | st.text("abcdefgh0123456789-_", min_size=1, max_size=8)


@st.composite
def cells(draw: st.DrawFn) -> Json:
    """A cell."""
    kind = draw(st.sampled_from(["code", "markdown", "raw"]))
    cell: Json = {"cell_type": kind, "metadata": draw(st.just({}) | st.dictionaries(_words, _json, max_size=2))}
    cell["source"] = draw(_words | _lines)
    if kind == "code":
        cell["outputs"] = draw(st.lists(_output, max_size=3))
        cell["execution_count"] = draw(st.none() | st.integers())
    elif draw(st.booleans()):
        cell["attachments"] = draw(st.dictionaries(_words, _bundle, max_size=2))
    if (identity := draw(_id)) is not None:
        cell["id"] = identity
    return cell


def notebooks() -> st.SearchStrategy[Json]:
    """A notebook as data."""
    return st.builds(
        _with_widgets, st.lists(cells(), max_size=5), st.none() | st.dictionaries(_words, _json, max_size=3)
    )


def formatted() -> st.SearchStrategy[bytes]:
    """A notebook as bytes, in any of the formattings."""
    return st.builds(lambda data, name: FORMATTINGS[name](data), notebooks(), st.sampled_from(sorted(FORMATTINGS)))


def _with_widgets(made: list[Json], widgets: dict[str, Any] | None) -> Json:
    data = notebook(*made)
    if widgets is not None:
        data["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": widgets}}
    return data
