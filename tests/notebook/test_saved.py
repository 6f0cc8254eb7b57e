"""Unsaved work compares with what a save would write."""

from __future__ import annotations

import io
import json
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.errors import InputError
from jovian_lab.notebook.saved import as_saved
from tests.notebook.samples import BIG, as_nbformat, code, display, markdown, notebook, stream


def saved_by_jupyter(data: Any) -> bytes:
    """What nbformat writes, as Jupyter's contents manager calls it."""
    file = io.StringIO()
    nbformat.write(nbformat.from_dict(data), file, version=nbformat.NO_CONVERT)
    return file.getvalue().encode()


def on_screen(data: Any) -> bytes:
    """As a browser holds a notebook: texts in one piece, keys in any order, no white space."""
    data = json.loads(json.dumps(data))
    for cell in data["cells"]:
        cell["source"] = "".join(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = "".join(output["text"])
    return json.dumps(dict(reversed(data.items())), separators=(",", ":")).encode()


_SAMPLES = {
    "empty": notebook(),
    "text": notebook(markdown("# é\n\nline", id="m"), code("print(1)\nprint(2)", stream(BIG), id="c")),
    "rich": notebook(code("x", display(text__html="<b>\n</b>", application__json={"z": [1, 2.5, None]}), id="c")),
    "separators": notebook(code("a\u2028b\x0bc\x85d\ne", id="c")),
}


@pytest.mark.parametrize("name", sorted(_SAMPLES))
def test_it_is_what_jupyter_writes(name: str) -> None:
    data = _SAMPLES[name]
    assert as_saved(on_screen(data)) == saved_by_jupyter(data)
    assert as_saved(saved_by_jupyter(data)) == saved_by_jupyter(data)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=4))
def test_any_text_in_a_cell_comes_out_as_jupyter_saves_it(texts: list[str]) -> None:
    data = notebook(*(code(text, id=f"c{number}") for number, text in enumerate(texts)))
    assert as_saved(on_screen(data)) == saved_by_jupyter(data)


@pytest.mark.parametrize("content", [b"", b"no json", b"[1]", b"7", b'"text"', b"[" * 100_000])
def test_what_is_no_notebook_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        as_saved(content)
    assert caught.value.hint


@pytest.mark.parametrize("odd", [{"nbformat": 3, "worksheets": []}, {"nbformat": 4}, {"nbformat": 4, "cells": [1]}, {}])
def test_an_odd_notebook_stays_as_it_came(odd: Any) -> None:
    content = json.dumps(odd).encode()
    assert as_saved(content) == content


def test_a_lone_surrogate_is_no_crash() -> None:
    content = as_nbformat(notebook(code("x", id="c"))).replace(b'"x"', b'"\\ud800"')
    assert b"\xed\xa0\x80" in as_saved(content)
