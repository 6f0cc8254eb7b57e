"""Cells at a glance, and what changed between two notebooks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jovian_lab.notebook.describe import Cell, CellCounts, Changes, Kernel, compare, describe, similarity
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.split import split
from tests.notebook.samples import BIG, FORMATTINGS, ODD, as_nbformat, code, notebook, stream
from tests.notebook.strategies import formatted, notebooks

QUICK = settings(max_examples=80, deadline=None)


def cells_of(*made: Any) -> list[Cell]:
    return describe(split(as_nbformat(notebook(*made))).skeleton).cells


def changes(old: list[Any], new: list[Any]) -> Changes:
    return compare(cells_of(*old), cells_of(*new))


A, B, C, D = (code(f"{letter} = {number}", id=letter) for number, letter in enumerate("abcd"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([A, B], [A, B], Changes()),
        ([], [A, B], Changes(added=2)),
        ([A, B, C], [A, C], Changes(removed=1)),
        ([A, B], [A, C, B], Changes(added=1)),
        ([A, B], [B, A], Changes(moved=1)),
        ([A, B, C, D], [D, A, B, C], Changes(moved=1)),
        ([A], [{**A, "source": ["other"]}], Changes(edited=1)),
        ([A], [{**A, "execution_count": 7}], Changes(rerun=1)),
        ([A], [{**A, "outputs": [stream("hello")]}], Changes(rerun=1)),
        ([A], [{**A, "source": ["other"], "execution_count": 7}], Changes(edited=1)),
        ([A], [{**A, "cell_type": "markdown"}], Changes(edited=1)),
        ([A, B], [{**B, "source": ["new"]}, A], Changes(edited=1, moved=1)),
    ],
)
def test_changes_are_counted_by_kind(old: list[Any], new: list[Any], expected: Changes) -> None:
    assert changes(old, new) == expected


def test_cells_without_ids_are_matched_by_source_and_place() -> None:
    old = [code("a"), code("b"), code("c")]
    assert changes(old, [code("a"), code("b, edited"), code("c")]) == Changes(edited=1)
    assert changes(old, [code("c"), code("a"), code("b")]) == Changes(moved=1)
    assert changes(old, [code("a"), code("c")]) == Changes(removed=1)


def test_cells_whose_ids_were_lost_are_matched_by_source() -> None:
    without = [{key: value for key, value in cell.items() if key != "id"} for cell in (A, B, C)]
    assert changes([A, B, C], without) == Changes()


def test_an_output_that_is_a_part_counts_as_rerun_when_it_changes() -> None:
    assert changes([code("a", stream(BIG), id="a")], [code("a", stream(BIG + "x"), id="a")]) == Changes(rerun=1)


def test_one_and_many_strings_are_the_same_source() -> None:
    assert changes([{**A, "source": "x\ny"}], [{**A, "source": ["x\n", "y"]}]) == Changes()


def some_cells() -> st.SearchStrategy[list[Cell]]:
    small = st.sampled_from([b"1", b"2", b"3"])
    cell = st.builds(
        Cell, st.sampled_from(["", "a", "b", "c"]), st.sampled_from(["code", "raw"]), small, small, st.just(False)
    )
    return st.lists(cell, max_size=7)


@QUICK
@given(some_cells())
def test_nothing_changes_against_itself(one: list[Cell]) -> None:
    assert compare(one, one) == Changes()


@QUICK
@given(some_cells(), some_cells())
def test_counts_add_up_and_swapping_mirrors_them(one: list[Cell], two: list[Cell]) -> None:
    there, back = compare(one, two), compare(two, one)
    assert len(one) - there.removed == len(two) - there.added  # those are the pairs
    assert there.edited + there.rerun <= len(one) - there.removed
    assert there.added - there.removed == back.removed - back.added
    assert min(there.added, there.removed, there.edited, there.rerun, there.moved) >= 0


@QUICK
@given(st.lists(st.integers(0, 30), unique=True, max_size=10), st.lists(st.integers(0, 30), unique=True, max_size=10))
def test_with_ids_added_and_removed_are_exact_and_mirrored(one: list[int], two: list[int]) -> None:
    def made(numbers: list[int]) -> list[Cell]:
        return [Cell(f"id{n}", "code", b"%d" % n, b"", False) for n in numbers]

    there, back = compare(made(one), made(two)), compare(made(two), made(one))
    assert (there.added, there.removed) == (len(set(two) - set(one)), len(set(one) - set(two)))
    assert (back.added, back.removed, back.moved) == (there.removed, there.added, there.moved)


@QUICK
@given(some_cells(), some_cells())
def test_similarity_is_a_share(one: list[Cell], two: list[Cell]) -> None:
    assert 0.0 <= similarity(one, two) <= 1.0
    assert similarity(one, one) == (1.0 if one else 0.0)


def test_blank_cells_make_nothing_alike() -> None:
    assert similarity(cells_of(code(" \n")), cells_of(code(" \n"))) == 0.0
    assert similarity(cells_of(code(""), code("x")), cells_of(code("x"), code("y"))) == 0.5


@QUICK
@given(notebooks(), st.sampled_from(sorted(FORMATTINGS)))
def test_a_description_is_that_of_the_data_in_any_formatting(data: Any, formatting: str) -> None:
    raw = FORMATTINGS[formatting](data)
    assume(b"NaN" not in raw and b"Infinity" not in raw)
    found = describe(split(raw).skeleton)
    assert [(cell.id, cell.type) for cell in found.cells] == [(c.get("id", ""), c["cell_type"]) for c in data["cells"]]
    assert found.kernel == Kernel("python3", "Python 3", "python")
    assert found.nbformat == "4.5"
    types = [cell["cell_type"] for cell in data["cells"]]
    assert found.counts == CellCounts(types.count("code"), types.count("markdown"), types.count("raw"))


@QUICK
@given(formatted())
def test_splitting_does_not_hide_sources(raw: bytes) -> None:
    """Sources, ids and types read the same from the skeleton and from the notebook itself."""
    try:
        cut = split(raw)
    except NotSplittable:
        return
    seen = [(cell.id, cell.type, cell.source, cell.blank) for cell in describe(cut.skeleton).cells]
    assert seen == [(cell.id, cell.type, cell.source, cell.blank) for cell in describe(raw).cells]


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_notebooks_are_described_or_refused_never_a_crash(name: str) -> None:
    try:
        found = describe(split(ODD[name]).skeleton)
    except NotSplittable:
        return
    assert compare(found.cells, found.cells) == Changes()


def test_a_stranger_s_kernel_is_bounded_and_may_be_anything() -> None:
    long = notebook(metadata={"kernelspec": {"name": "k" * 5000, "display_name": 7}})
    assert describe(as_nbformat(long)).kernel == Kernel("k" * 200, "7", "")
    odd: list[Any] = [{}, [], "x", {"kernelspec": []}, {"kernelspec": {"name": ""}}, {"kernelspec": None}]
    for metadata in odd:
        assert describe(as_nbformat(notebook(metadata=metadata))).kernel is None
