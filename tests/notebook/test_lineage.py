"""Which cell is which: against known truth, mirrored, and bounded."""

from __future__ import annotations

import os
from random import Random

import pytest

from jovian_lab.notebook import likeness
from jovian_lab.notebook.lineage import Lineage, match
from jovian_lab.notebook.parsed import Cell, parse
from tests.notebook.corpus import Ids, Score, pair, score
from tests.notebook.samples import Json, as_nbformat, code, markdown, notebook

_PAIRS = int(os.environ.get("JOVIAN_LAB_LINEAGE_PAIRS", "150"))
_FIRST = 900_000  # seeds that nothing was tuned on


def cells(data: Json) -> list[Cell]:
    return parse(as_nbformat(data)).cells


def lineage(old: list[Json], new: list[Json]) -> Lineage:
    return match(cells(notebook(*old)), cells(notebook(*new)))


@pytest.mark.parametrize(
    ("ids", "least", "least_touched"), [("kept", 0.99, 0.98), ("regenerated", 0.97, 0.95), ("none", 0.97, 0.95)]
)
def test_accuracy_on_edits_with_known_truth(ids: Ids, least: float, least_touched: float) -> None:
    total = Score()
    for seed in range(_FIRST, _FIRST + _PAIRS):
        truth = pair(seed, ids)
        total.add(score(match(cells(truth.old), cells(truth.new)), truth, ids))
    assert total.share >= least and total.touched_share >= least_touched, total


@pytest.mark.parametrize("ids", ["kept", "regenerated", "none"])
def test_swapping_the_sides_mirrors(ids: Ids) -> None:
    for seed in range(40):
        truth = pair(seed, ids)
        old, new = cells(truth.old), cells(truth.new)
        there, back = match(old, new), match(new, old)
        assert back.old_of == {i: j for j, i in there.old_of.items()}
        assert back.split_from == there.merged_into and back.merged_into == there.split_from
        assert len(back.moved) == len(there.moved)
        assert back.complete == there.complete


def test_a_notebook_and_itself() -> None:
    for seed in range(20):
        same = cells(pair(seed, "none").old)
        found = match(same, same)
        assert found.old_of == {k: k for k in range(len(same))} and not found.moved


SOURCE = "def mean(values):\n    total = sum(values)\n    return total / len(values)"


def test_an_id_counts_while_the_content_is_alike() -> None:
    edited = SOURCE.replace("total", "whole")
    assert lineage([code(SOURCE, id="a"), code("y", id="b")], [code("y", id="b"), code(edited, id="a")]).old_of == {
        0: 1, 1: 0
    }  # fmt: skip


def test_an_id_that_stayed_behind_does_not_count() -> None:
    old = [code(SOURCE, id="a"), code("import numpy as np", id="b")]
    new = [code("import numpy as np", id="a"), code(SOURCE, id="b")]
    assert lineage(old, new).old_of == {0: 1, 1: 0}


def test_a_cell_rewritten_in_place_keeps_its_id() -> None:
    assert lineage([code(SOURCE, id="a")], [code("plt.show()", id="a")]).old_of == {0: 0}


def test_split_and_merge() -> None:
    first, second = SOURCE, "print(mean([1, 2, 3]))\nplt.plot(values)\nplt.show()"
    whole = [code(f"{first}\n{second}", id="a")]
    pieces = [code(first, id="new"), code(second, id="a")]
    split = lineage(whole, pieces)
    assert split.old_of == {1: 0} and split.split_from == {0: 0}
    merged = lineage(pieces, whole)
    assert merged.old_of == {0: 1} and merged.merged_into == {0: 0}


def test_a_copy_of_an_edited_cell_is_no_piece_of_it() -> None:
    old = [code(SOURCE, id="a")]
    new = [code(SOURCE.replace("mean", "average"), id="a"), code(SOURCE.replace("values", "numbers"), id="b")]
    found = lineage(old, new)
    assert found.old_of == {0: 0} and not found.split_from


def test_blank_cells_are_nobodys_pieces() -> None:
    found = lineage([code(SOURCE, id="a")], [code(SOURCE, id="a"), code("", id="b"), markdown("\n", id="c")])
    assert found.old_of == {0: 0} and not found.split_from


def test_copies_stay_where_they_were() -> None:
    old = [code("plt.show()"), code("a = 1"), code("plt.show()"), code("b = 2"), code("plt.show()")]
    assert lineage(old, old[1:]).old_of == {0: 1, 1: 2, 2: 3, 3: 4}


def test_moved_cells_are_the_fewest() -> None:
    many = [code(f"value_{n} = {n}", id=f"c{n}") for n in range(10)]
    assert lineage(many, [*many[1:], many[0]]).moved == {9}


def _work(old: list[Json], new: list[Json], monkeypatch: pytest.MonkeyPatch) -> tuple[Lineage, int]:
    counted = 0

    class Counting(likeness.Likeness):
        def alike(self, a: str, b: str, least: float = 0.0) -> float:
            nonlocal counted
            counted += 1
            return super().alike(a, b, least)

    monkeypatch.setattr("jovian_lab.notebook.matching.Likeness", Counting)
    return lineage(old, new), counted


def test_shuffled_cells_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [code(f"value_{n} = compute({n * 7919})\nprint(value_{n})") for n in range(5000)]
    shuffled = Random(1).sample(many, len(many))
    found, counted = _work(many, shuffled, monkeypatch)
    assert [many[found.old_of[j]]["source"] for j in range(len(many))] == [cell["source"] for cell in shuffled]
    assert counted == 0 and found.complete


@pytest.mark.parametrize("with_ids", [True, False])
def test_everything_different_is_bounded_and_marked(with_ids: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def many(seed: int) -> list[Json]:
        random = Random(seed)
        return [
            code(f"a{random.random()} = {random.random()}\nb{random.random()}", id=f"c{n}" if with_ids else None)
            for n in range(2000)
        ]

    found, counted = _work(many(1), many(2), monkeypatch)
    assert counted < 60_000
    assert found.complete == with_ids  # ids leave nothing to look for


def test_long_sources_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    def many(seed: int) -> list[Json]:
        random = Random(seed)
        return [code("".join(f"{random.random()}\n" for _ in range(400))) for _ in range(90)]

    found, counted = _work(many(1), many(2), monkeypatch)
    assert counted < 60_000 and not found.complete
