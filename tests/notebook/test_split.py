"""Splitting and joining: the same bytes, whatever the notebook looks like, at a cost that follows what changed."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.notebook import split as module
from jovian_lab.notebook.segments import NotSplittable, find_cells
from jovian_lab.notebook.split import CutText, SplitNotebook, join, part_id, references_in, split
from tests.notebook.samples import (
    BIG,
    FORMATTINGS,
    UNSPLITTABLE,
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
from tests.notebook.strategies import cells, formatted, notebooks

QUICK = settings(max_examples=80, deadline=None)


def joined(cut: SplitNotebook, older: SplitNotebook | None = None) -> bytes:
    parts = {**(older.parts if older else {}), **cut.parts}
    return join(cut.skeleton, lambda name: parts[name].body)


@QUICK
@given(formatted())
def test_any_notebook_joins_to_its_own_bytes(raw: bytes) -> None:
    try:
        cut = split(raw)
    except NotSplittable:
        assert b"NaN" in raw or b"Infinity" in raw  # the one thing generated here that is no JSON
        return
    assert joined(cut) == raw
    assert references_in(cut.skeleton) == cut.references
    assert set(cut.references) == set(cut.parts)
    assert all(part_id(part.body) == name for name, part in cut.parts.items())


@pytest.mark.parametrize("name", sorted(wild()))
def test_notebooks_of_the_wild_are_split_exactly_or_refused(name: str) -> None:
    raw = wild()[name]
    try:
        cut = split(raw)
    except NotSplittable:
        assert name in {
            *UNSPLITTABLE,
            "NaN",
            "lone surrogate",
            "lone surrogate in an output",
            "integer of 5,000 digits",
        }
        return
    assert name not in UNSPLITTABLE
    assert joined(cut) == raw


@QUICK
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_other_bytes_are_refused_and_never_crash(raw: bytes) -> None:
    with pytest.raises(NotSplittable):
        split(raw)


@settings(max_examples=60, deadline=None)
@given(formatted(), st.data())
def test_a_flipped_byte_is_still_joined_exactly_or_refused(raw: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :]
    try:
        cut = split(changed)
    except NotSplittable:
        return
    assert joined(cut) == changed


@QUICK
@given(notebooks(), notebooks(), st.sampled_from(sorted(FORMATTINGS)))
def test_what_was_known_before_never_shows_in_the_result(one: Any, two: Any, formatting: str) -> None:
    two["cells"] = [*one["cells"][1:], *two["cells"], *one["cells"][:1]]  # shared, moved, removed and new cells
    written = FORMATTINGS[formatting]
    try:
        older, cold = split(written(one)), split(written(two))
    except NotSplittable:
        return
    warm = split(written(two), older)
    assert warm.skeleton == cold.skeleton
    assert warm.references == cold.references
    assert joined(warm, older) == written(two)
    assert set(warm.references) <= {*older.parts, *warm.parts}


@QUICK
@given(st.lists(cells(), min_size=2, max_size=6), st.data())
def test_one_edited_cell_is_the_only_one_looked_into(made: list[Any], data: st.DataObject) -> None:
    before = as_nbformat(notebook(*made))
    place = data.draw(st.integers(0, len(made) - 1))
    made[place] = code(f"edited {data.draw(st.integers(10**6, 10**7))}", stream(BIG))
    try:
        older = split(before)
    except NotSplittable:
        return
    looked: list[bytes] = []
    cut = module._cut

    def counted(text: bytes, *rest: Any) -> CutText:
        looked.append(text)
        return cut(text, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_cut", counted)
        warm = split(as_nbformat(notebook(*made)), older)
    assert looked == [warm.cells[place].raw]


def test_an_unchanged_cell_is_the_very_same_object() -> None:
    """Equality of 10 MB costs time; identity does not."""
    older = split(as_nbformat(notebook(code("a", stream(BIG)), code("b", stream(BIG * 2)))))
    newer = split(as_nbformat(notebook(code("a", stream(BIG)), code("b2", stream(BIG * 2)))), older)
    assert newer.cells[0] is older.cells[0]
    assert newer.tail is older.tail
    assert newer.parts.keys() == {part_id(newer.parts[name].body) for name in newer.cells[1].references}


@pytest.mark.parametrize("change", ["insert", "remove", "move", "append"])
def test_cells_that_only_shifted_are_recognised(change: str) -> None:
    made = [code(f"x{number}", stream(BIG + str(number))) for number in range(6)]
    older = split(as_nbformat(notebook(*made)))
    if change == "insert":
        made.insert(2, markdown("new"))
    elif change == "remove":
        del made[2]
    elif change == "move":
        made.append(made.pop(0))
    else:
        made.append(markdown("new"))
    newer = split(as_nbformat(notebook(*made)), older)
    assert not newer.parts
    assert sum(cell in older.cells for cell in newer.cells) == len(made) - (change in ("insert", "append"))


def test_only_large_values_become_parts() -> None:
    small, large = "s" * 900, "l" * 1100
    cut = split(as_nbformat(notebook(code("x = '" + "y" * 5000 + "'", display(text__plain=small, text__html=large)))))
    assert [part.body for part in cut.parts.values()] == [b'"' + large.encode() + b'"']


@pytest.mark.parametrize(
    ("mime", "text", "kind"),
    [
        ("image/png", base64_text(png()), b"b"),
        ("image/png", base64_text(png(), "\n"), b"n"),
        ("image/png", base64.encodebytes(png()).decode(), b"m"),
        ("application/pdf", base64_text(png()), b"b"),
        ("image/png", base64_text(png()).rstrip("="), b"r"),
        ("image/png", base64_text(png(), " "), b"r"),
        ("image/png", "not base64! " * 200, b"r"),
        ("image/svg+xml", "<svg/>" * 300, b"r"),
        ("text/plain", base64_text(png()), b"r"),
    ],
)
def test_pictures_are_stored_decoded_where_encoding_gives_the_same_text(mime: str, text: str, kind: bytes) -> None:
    raw = as_nbformat(notebook(code("x", {"output_type": "display_data", "metadata": {}, "data": {mime: text}})))
    cut = split(raw)
    assert joined(cut) == raw
    assert b"\0" + kind in cut.skeleton
    (part,) = cut.parts.values()
    assert (part.body == png()) == (kind != b"r")
    assert part.compressible == (kind == b"r")


def test_widget_states_and_attachments_are_parts() -> None:
    data = notebook(markdown("x", attachments={"a.png": {"image/png": base64_text(png())}}))
    data["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"model": {"value": BIG}}}}
    cut = split(as_nbformat(data))
    assert len(cut.parts) == 2
    assert len(cut.tail.references) == 1


def test_equal_values_are_one_part() -> None:
    cut = split(as_nbformat(notebook(code("a", stream(BIG)), code("b", stream(BIG)))))
    assert len(cut.references) == 2
    assert len(cut.parts) == 1


@QUICK
@given(formatted())
def test_segments_are_the_file_in_order(raw: bytes) -> None:
    try:
        found = find_cells(raw)
    except NotSplittable:
        return
    pieces = [found.head, *found.cells[:1]]
    for glue, cell in zip(found.glue, found.cells[1:], strict=True):
        pieces += [glue, cell]
    assert b"".join([*pieces, found.tail]) == raw


def test_a_part_is_named_as_git_names_a_blob() -> None:
    assert part_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
