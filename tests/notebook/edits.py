"""Hypothesis: two notebooks of which one grew out of the other, in every way JSON allows."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.notebook.samples import BIG, Json, base64_text, display, notebook, png, stream
from tests.notebook.strategies import cells

_sources = st.sampled_from([
    "", "x = 1", "plt.show()", "import a\nimport b\n", "def f(x):\n    y = x + 1\n    return y\n", "# T\ntext\n",
    "é\u2028",
])  # fmt: skip
_ids = st.sampled_from(["", "a", "b", "c", "d"])
_images = st.builds(
    lambda seed, end: display(image__png=base64_text(png(1500, seed), end), text__plain="<Figure>"),
    st.integers(0, 2), st.sampled_from(["", "\n"]),
)  # fmt: skip
_outputs = st.one_of(
    st.builds(stream, st.sampled_from(["a\n", "a\nb\n", "\x1b[31mred\x1b[0m\n", BIG, BIG + "end\n", ""])),
    st.builds(lambda text: {**stream(text), "name": "stderr"}, st.sampled_from(["warn\n", BIG])),
    _images,
    st.builds(lambda n: display(text__html=["<table>\n", f"<tr><td>{n}</td></tr>\n"] + ["<tr></tr>\n"] * 200),
              st.integers(0, 2)),
    st.builds(lambda n: display(text__plain=f"<Line2D at 0x7f{n:010x}>"), st.integers(0, 3)),
    st.builds(lambda value: display(application__json=value),
              st.sampled_from([1, 1.0, True, [1, 2], ["a", "b"], ["ab"], {"a": BIG}, {"b": [BIG, 1]}])),
    st.builds(lambda name: {"output_type": "display_data", "metadata": {},
                            "data": {"application/vnd.jupyter.widget-view+json": {"model_id": name}}}, _ids),
    st.builds(lambda line: {"output_type": "error", "ename": "E", "evalue": "v", "traceback": [line, BIG]},
              st.sampled_from(["\x1b[0;31mone", "two"])),
    st.builds(lambda n: {"output_type": "execute_result", "execution_count": n, "metadata": {},
                         "data": {"text/plain": "5"}}, st.integers(0, 2)),
)  # fmt: skip


def _is_json(cell: Json) -> bool:
    try:
        return bool(json.dumps(cell, allow_nan=False))
    except ValueError:
        return False


@st.composite
def small_cells(draw: st.DrawFn) -> Json:
    """A cell out of few texts, so that many are alike."""
    kind = draw(st.sampled_from(["code", "code", "markdown", "raw"]))
    source: Any = draw(_sources)
    if draw(st.booleans()):
        source = source.splitlines(keepends=True) if "\u2028" not in source else [source]
    cell: Json = {
        "cell_type": kind,
        "metadata": draw(st.sampled_from([{}, {"tags": ["a"]}, {"v": 1}])),
        "source": source,
    }
    if kind == "code":
        cell |= {
            "execution_count": draw(st.sampled_from([None, 1, 2])),
            "outputs": draw(st.lists(_outputs, max_size=3)),
        }
    elif draw(st.integers(0, 4)) == 0:
        cell["attachments"] = {"a.png": {"image/png": base64_text(png(1500, draw(st.integers(0, 1))))}}
    identity = draw(_ids)
    return {**cell, "id": identity} if identity else cell


_wild_cells = cells().filter(_is_json)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Json, Json]:
    """An old and a new notebook."""
    old = draw(st.lists(small_cells() | _wild_cells, max_size=6))
    new = deepcopy(old)
    for _ in range(draw(st.integers(0, 5))):
        _edit(draw, new)
    sides = notebook(*old), notebook(*new)
    for side in sides:
        extra = draw(
            st.dictionaries(st.sampled_from(["a", "b.c"]), st.sampled_from([1, 1.0, True, None, BIG]), max_size=2)
        )
        side["metadata"].update(extra)
        if draw(st.integers(0, 3)) == 0:
            state = {"state": {"m": {"v": draw(st.sampled_from(["x", BIG]))}}, "version_major": 2}
            side["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
        if draw(st.integers(0, 9)) == 0:
            del side["metadata"]
    if draw(st.integers(0, 3)) == 0:
        for cell in sides[1]["cells"]:
            cell.pop("id", None)
    return sides


def _edit(draw: st.DrawFn, new: list[Json]) -> None:
    if not new:
        new.append(draw(small_cells()))
        return
    at = draw(st.integers(0, len(new) - 1))
    cell = new[at]
    match draw(
        st.sampled_from(["edit", "move", "split", "merge", "delete", "copy", "rerun", "metadata", "type", "form"])
    ):
        case "edit":
            cell["source"] = draw(_sources)
        case "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        case "split":
            lines = _lines(cell)
            half = len(lines) // 2
            new[at : at + 1] = [
                {**deepcopy(cell), "source": lines[:half], "id": "new"}, {**cell, "source": lines[half:]}
            ]  # fmt: skip
        case "merge" if at + 1 < len(new):
            new[at : at + 2] = [{**cell, "source": [*_lines(cell), "\n", *_lines(new[at + 1])], "id": "merged"}]
        case "delete":
            del new[at]
        case "copy":
            new.insert(at, deepcopy(cell))
        case "rerun" if cell["cell_type"] == "code":
            cell["outputs"] = (
                draw(st.lists(_outputs, max_size=3)) if draw(st.booleans()) else _cut(cell.get("outputs", []))
            )
            cell["execution_count"] = 7
            cell["metadata"] = {**cell["metadata"], "execution": {"iopub.status.busy": str(draw(st.integers(0, 9)))}}
        case "metadata":
            cell["metadata"] = draw(st.sampled_from([{}, {"v": 1.0}, {"v": True}, {"a.b": {"c": [1]}}]))
        case "type":
            cell["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw"]))
        case "form":  # the same text, written otherwise
            lines = _lines(cell)
            cell["source"] = "".join(lines) if isinstance(cell["source"], list) else lines


def _lines(cell: Json) -> list[str]:
    source = cell["source"]
    return "".join(source).splitlines(keepends=True)


def _cut(outputs: list[Json]) -> list[Json]:
    """Cut streams in pieces, as a slow program's arrive."""
    found: list[Json] = []
    for output in outputs:
        text = "".join(output["text"]) if output.get("output_type") == "stream" and "text" in output else ""
        half = len(text) // 2
        found += [{**output, "text": text[:half]}, {**output, "text": text[half:]}] if half else [output]
    return found
