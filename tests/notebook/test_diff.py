"""Differences of notebooks: they give the new side, mirror, are empty where nothing changed, read only what changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jovian_lab.schemas
from jovian_lab.errors import Damaged
from jovian_lab.notebook.changes import CellDiff, NotebookDiff
from jovian_lab.notebook.diff import apply, diff_files, diff_notebooks
from jovian_lab.notebook.parsed import Parsed, parse, parse_leniently
from jovian_lab.notebook.references import ReadPart, filled
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.split import split
from tests.notebook.corpus import pair
from tests.notebook.edits import pairs
from tests.notebook.samples import (
    BIG,
    FORMATTINGS,
    Json,
    as_nbformat,
    base64_text,
    code,
    display,
    markdown,
    notebook,
    png,
    stream,
    wild,
)
from tests.notebook.test_textdiff import mirrored as mirrored_text

QUICK = settings(max_examples=150, deadline=None, derandomize=True)
_schema = Path(jovian_lab.schemas.__file__).parent / "wire" / "notebook-diff.json"
check: Callable[[Any], Any] = fastjsonschema.compile(json.loads(_schema.read_text("utf-8")))


class Side:
    """A notebook as the store has it, counting which parts are read."""

    def __init__(self, content: Json | bytes) -> None:
        self.cut = split(content if isinstance(content, bytes) else as_nbformat(content))
        self.parsed: Parsed = parse(self.cut.skeleton)
        self.read: list[str] = []

    def part(self, name: str, most: int = 0) -> bytes:
        self.read.append(name)
        return self.cut.parts[name].body

    def whole(self, value: Any) -> Any:
        return filled(value, lambda name: self.cut.parts[name].body)


def compare(old: Side, new: Side) -> NotebookDiff:
    diff = diff_notebooks(old.parsed, new.parsed, old.part, new.part)
    check(json.loads(msgspec.json.encode(diff)))
    assert msgspec.convert(msgspec.to_builtins(diff), NotebookDiff) == diff
    return diff


def between(old: Json | bytes, new: Json | bytes) -> NotebookDiff:
    return compare(Side(old), Side(new))


def exact(value: Any) -> str:
    """JSON in which 1, 1.0 and true are different."""
    return json.dumps(value, sort_keys=True)


@QUICK
@given(pairs())
def test_apply_gives_the_new_notebook(sides: tuple[Json, Json]) -> None:
    old, new = map(Side, sides)
    diff = compare(old, new)
    cells, outside = apply(diff, old.parsed)
    assert exact(new.whole({"cells": cells, **outside})) == exact(sides[1])
    assert diff.equal == (exact(sides[0]) == exact(sides[1]))


@QUICK
@given(pairs())
def test_swapping_the_sides_mirrors(sides: tuple[Json, Json]) -> None:
    there, back = between(*sides), between(*reversed(sides))
    assert sorted(map(repr, map(_plain, there.cells))) == sorted(repr(_plain(_swapped(cell))) for cell in back.cells)
    assert there.equal == back.equal
    assert {(f.key, f.has_old, exact(f.old)) for f in there.fields} == {
        (f.key, f.has_new, exact(f.new)) for f in back.fields
    }


def _swapped(cell: CellDiff) -> CellDiff:
    other: dict[str, Any] = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
    source = mirrored_text(cell.source) if cell.source else None
    return msgspec.structs.replace(
        cell, change=other.get(cell.change, cell.change), old=cell.new, new=cell.old, source=source
    )


def _plain(cell: CellDiff) -> Any:
    """What must mirror: how far a cell moved depends on which others are taken for the ones that stayed."""
    other = {"added": "on one side", "removed": "on one side"}
    outputs = sorted(
        sorted([str(output.old), str(output.new)])
        + sorted(other.get(mime.change, mime.change) for mime in output.mimes)
        for output in cell.outputs
    )
    return cell.change, cell.old, cell.new, cell.partner, bool(cell.moved), repr(cell.source), outputs


@QUICK
@given(pairs(), st.sampled_from(sorted(FORMATTINGS)))
def test_a_notebook_and_itself_in_another_formatting(sides: tuple[Json, Json], name: str) -> None:
    raw = FORMATTINGS[name](sides[0])
    old, new = Side(raw), Side(raw)
    diff = compare(old, new)
    assert diff.equal and not diff.fields and not diff.not_compared
    assert {cell.change for cell in diff.cells} <= {"unchanged"}
    assert not old.read and not new.read


@pytest.mark.parametrize("seed", range(30))
def test_real_looking_edits(seed: int) -> None:
    truth = pair(seed, ("kept", "regenerated", "none")[seed % 3])  # type: ignore[arg-type]
    old, new = Side(truth.old), Side(truth.new)
    diff = compare(old, new)
    cells, outside = apply(diff, old.parsed)
    assert exact(new.whole({"cells": cells, **outside})) == exact(truth.new)


@pytest.mark.parametrize("name", sorted(wild()))
def test_notebooks_of_the_wild(name: str) -> None:
    raw = wild()[name]
    try:
        side = Side(raw)
    except NotSplittable:
        assert diff_files(raw, raw).equal
        changed = diff_files(raw, raw + b"x")
        check(json.loads(msgspec.json.encode(changed)))
        assert not changed.equal and changed.not_compared
        return
    try:
        same = compare(side, Side(raw))
        other = compare(side, Side(notebook(code("other"))))
    except (NotSplittable, RecursionError):
        assert name.startswith(("deep", "NaN", "huge", "integer", "nested"))
        return
    assert same.equal
    assert not other.equal


def changes(diff: NotebookDiff) -> list[str]:
    return [cell.change for cell in diff.cells]


def test_only_parts_that_differ_are_read() -> None:
    plots = [display(image__png=base64_text(png(seed=seed))) for seed in range(6)]
    old = Side(notebook(*(code(f"p{n}", plot, stream(BIG), id=f"c{n}") for n, plot in enumerate(plots))))
    changed = [code(f"p{n}", plot, stream(BIG), id=f"c{n}") for n, plot in enumerate(plots)]
    changed[2]["source"] = ["p22"]
    changed[3]["outputs"][1] = stream(BIG + "more\n")
    changed[4]["outputs"][0] = plots[0]
    new = Side(notebook(*changed[1:], changed[0]))
    diff = compare(old, new)
    assert diff.summary.edited == 1 and diff.summary.outputs == 2
    assert len(old.read) == len(new.read) == 1  # the log that grew, and no picture


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (stream("a\nb\n"), [stream("a\n"), stream("b\n")], "rerun"),
        (stream(BIG), [stream(BIG[:3000]), stream(BIG[3000:])], "rerun"),
        (stream(BIG), [stream(BIG[:3000]), stream(BIG[3000:] + "x")], "outputs"),
        (stream("a"), [{**stream("a"), "name": "stderr"}], "outputs"),
        (stream("\x1b[31ma\x1b[0m"), [stream("a")], "rerun"),
        (display(text__plain="<Axes at 0x7f0011223344>"), [display(text__plain="<Axes at 0x7f9911223344>")], "rerun"),
        (display(text__plain="a 1"), [display(text__plain="a 2")], "outputs"),
        (display(application__json=["a", "b"]), [display(application__json=["ab"])], "outputs"),
        (display(application__json=1), [display(application__json=True)], "outputs"),
        (display(image__png=base64_text(png())), [display(image__png=base64_text(png(), "\n"))], "rerun"),
        (display(image__png=base64_text(png())), [display(image__png=base64_text(png(seed=1)))], "outputs"),
        (display(**{"application__vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2}}),
         [display(**{"application__vnd.jupyter.widget-view+json": {"model_id": "2", "version_major": 2}})], "rerun"),
        (display(text__plain="x"), [{**display(text__plain="x"), "metadata": {"a": 1}}], "outputs"),
        (display(text__plain="x"), [], "outputs"),
    ],
)  # fmt: skip
def test_what_is_seen_of_an_output_decides(before: Json, after: list[Json], expected: str) -> None:
    diff = between(notebook(code("x", before)), notebook(code("x", *after)))
    assert changes(diff) == [expected]
    assert not diff.equal


def test_outputs_are_aligned() -> None:
    a, b, c = stream("a\n"), display(text__plain="b"), display(image__png=base64_text(png()))
    diff = between(notebook(code("x", a, b, c)), notebook(code("x", b, c, display(text__html="<b>"))))
    (cell,) = diff.cells
    assert [(o.change, o.old, o.new) for o in cell.outputs] == [
        ("removed", 0, None), ("same", 1, 0), ("same", 2, 1), ("added", None, 2)
    ]  # fmt: skip


def test_texts_tables_errors_and_json_are_compared_by_line() -> None:
    def cell(n: int) -> Json:
        return code(
            "x",
            stream(f"one\n\x1b[1m{n}\x1b[0m\n"),
            display(text__html=["<table>\n", f"<td>{n}</td>\n", "</table>"]),
            {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["\x1b[31mline\x1b[0m", f"at {n}"]},
            display(application__json={"a": [1, n]}),
        )

    (found,) = between(notebook(cell(1)), notebook(cell(2))).cells
    mimes = [mime for output in found.outputs for mime in output.mimes]
    assert [mime.kind for mime in mimes] == ["text", "table", "text", "json"]
    for mime in mimes:
        assert mime.text is not None
        changed = [hunk for hunk in mime.text.hunks if hunk.kind != "equal"]
        assert len(changed) == 1 and "\x1b" not in changed[0].new[0]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({"execution_count": 2}, "rerun"),
        ({"metadata": {"execution": {"iopub.execute_input": "now"}}}, "rerun"),
        ({"metadata": {"tags": ["x"]}}, "metadata"),
        ({"metadata": {"collapsed": 1}}, "metadata"),
        ({"id": "other"}, "metadata"),
        ({"source": "x = 1"}, "metadata"),
        ({"source": "x = 2"}, "edited"),
        ({"cell_type": "raw"}, "edited"),
        ({"attachments": {}}, "edited"),
        ({"anything": 1}, "edited"),
    ],
)
def test_the_most_telling_change_names_a_cell(new: Json, expected: str) -> None:
    old = code("x = 1", id="a")
    assert changes(between(notebook(old), notebook({**old, **new}))) == [expected]


def test_one_one_point_zero_and_true_are_different() -> None:
    def made(value: Any) -> Json:
        return notebook({**code("x"), "metadata": {"deep": [{"v": value}]}}, nbformat_minor=5, extra=[value])

    for a, b in [(1, 1.0), (1, True), (0, False), ("1", 1)]:
        diff = between(made(a), made(b))
        assert changes(diff) == ["metadata"] and [field.key for field in diff.fields] == ["extra"]


def test_removed_cells_stand_behind_the_cell_they_followed() -> None:
    old = [code(f"cell_{n} = {n}") for n in range(5)]
    diff = between(notebook(*old), notebook(old[1], old[3], markdown("# new")))
    assert [(cell.change, cell.old, cell.new) for cell in diff.cells] == [
        ("removed", 0, None), ("unchanged", 1, 0), ("removed", 2, None), ("unchanged", 3, 1), ("removed", 4, None),
        ("added", None, 2),
    ]  # fmt: skip


def test_what_is_no_json_is_never_called_unchanged() -> None:
    plain = as_nbformat(notebook(code("x = 'A'"), code("y", display(application__json={"v": 7}))))
    for odd, other in [(rb"\ud83d", rb"\ud83e"), (rb"\ud83d", b"A")]:
        old, new = (parse_leniently(plain.replace(b"A", end)) for end in (odd, other))
        diff = diff_notebooks(old, new, _nothing, _nothing)
        check(json.loads(msgspec.json.encode(diff)))
        assert changes(diff) == ["edited", "unchanged"] and not diff.equal
        assert diff_notebooks(old, old, _nothing, _nothing).equal
    old, new = (parse_leniently(plain.replace(b"7", value)) for value in (b"NaN", b"Infinity"))
    diff = diff_notebooks(old, new, _nothing, _nothing)
    assert changes(diff) == ["unchanged", "outputs"]


def _nothing(name: str, most: int = 0) -> bytes:
    raise KeyError(name)


def test_a_text_that_looks_like_a_reference_reads_nothing() -> None:
    trap = "\0r" + "a" * 40
    old, new = (notebook(code("x", stream(trap + end))) for end in ("", "b"))
    (cell,) = between(old, new).cells
    assert cell.change == "outputs" and not cell.not_compared


def test_a_damaged_part_is_noted_and_the_rest_compared() -> None:
    old = Side(notebook(code("a", stream(BIG)), code("b", stream(BIG * 2))))
    new = Side(notebook(code("a2", stream(BIG + "x")), code("b", stream(BIG * 2 + "y"))))
    broken = old.cut.cells[0].references[0]

    def read(name: str, most: int = 0) -> bytes:
        if name == broken:
            raise Damaged("Object is not what its name says.", "")
        return old.part(name)

    reader: ReadPart = read
    diff = diff_notebooks(old.parsed, new.parsed, reader, new.part)
    assert changes(diff) == ["edited", "outputs"]
    assert "could not be read" in (diff.cells[0].not_compared or "")
    assert diff.cells[1].outputs[0].mimes[0].text and len(diff.not_compared) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("".join(f"old {n}\n" for n in range(100_000)), "".join(f"new {n}\n" for n in range(100_000))),
        ("<div>" + "a" * 1_000_000 + "</div>", "<div>" + "b" * 1_000_000 + "</div>"),
        ("x" * 5_000_000, "y" * 5_000_000),
    ],
    ids=["long log", "one line", "too long"],
)
def test_huge_outputs_are_bounded_and_marked(old: str, new: str) -> None:
    def made(text: str) -> Json:
        return notebook(code("x", {**stream(""), "text": text}), code("y", display(text__html=text)))

    diff = between(made(old), made(new))
    assert changes(diff) == ["outputs", "outputs"]
    for cell in diff.cells:
        (mime,) = cell.outputs[0].mimes
        assert mime.change == "edited" and (mime.text or mime.not_compared)
        assert bool(mime.not_compared) == (mime.text is None or mime.text.coarse is not None)


def test_many_pieces_and_many_outputs_are_not_quadratic() -> None:
    pieces = [{**stream(f"{n}\n"), "name": ("stdout", "stderr")[n // 5000 % 2]} for n in range(20_000)]
    displays = [display(text__plain="same") for _ in range(3000)]
    diff = between(notebook(code("x", *pieces, *displays)), notebook(code("x", *pieces[1:], *displays[1:])))
    (cell,) = diff.cells
    assert [o.change for o in cell.outputs if o.change != "same"] == ["edited", "removed"]


def test_deep_json_is_refused_not_fatal() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    old, new = (as_nbformat(notebook(code("x", display(application__json=[deep, n])))) for n in (1, 2))
    try:
        diff = between(old, new)
    except (NotSplittable, RecursionError):
        return
    assert changes(diff) == ["outputs"]


def test_files_that_are_no_notebooks() -> None:
    diff = diff_files(b"a\nb\n", b"a\nc\n")
    assert diff.text is not None and [hunk.kind for hunk in diff.text.hunks] == ["equal", "replace"]
    assert not diff.equal and diff.not_compared
    bytes_only = diff_files(b"\xff", b"\xfe")
    assert not bytes_only.equal and "no UTF-8" in bytes_only.not_compared[-1]
    huge = diff_files(b"a" * (17 << 20), b"b")
    assert huge.text is None and "Too long" in huge.not_compared[-1]
