"""Differences of texts: they can be applied and mirrored, are as small as can be, and never take forever."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from jovian_lab.notebook import sequences, textdiff
from jovian_lab.notebook.sequences import Work
from jovian_lab.notebook.textdiff import Hunk, TextDiff, apply_text, diff_text, split_lines

QUICK = settings(max_examples=150, deadline=None, derandomize=True)
_lines = st.lists(st.sampled_from(["a", "b", "b c", "", "\r", "é\u2028x", "  d(1)"]), max_size=12)
texts = st.builds(lambda lines, end: "\n".join(lines) + end, _lines, st.sampled_from(["", "\n"])) | st.text(max_size=30)


def mirrored(diff: TextDiff) -> TextDiff:
    """Swap the sides; words between two equal runs are told deletion first."""
    other = {"delete": "insert", "insert": "delete"}
    hunks = []
    for hunk in diff.hunks:
        words, changed = [], []
        for word in hunk.words:
            if word.kind == "equal":
                words += [*changed[::-1], word]
                changed = []
            else:
                changed.append(type(word)(other[word.kind], word.text))
        hunks.append(Hunk(other.get(hunk.kind, hunk.kind), hunk.count, hunk.new, hunk.old, words + changed[::-1]))
    return TextDiff(hunks, diff.coarse)


@QUICK
@given(texts)
def test_lines_are_the_text(text: str) -> None:
    assert "".join(split_lines(text)) == text
    assert all("\n" not in line[:-1] for line in split_lines(text))


@pytest.mark.parametrize("most", [10**8, 8, 0], ids=["exact", "little work", "no work"])
@pytest.mark.parametrize("long", [0, 10**6], ids=["as long texts", "as short texts"])
def test_apply_and_mirror(most: int, long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "MOST_AT_ONCE", most)
    monkeypatch.setattr(sequences, "_SMALL", min(most, sequences._SMALL))
    monkeypatch.setattr(textdiff, "_LONG", long)

    @QUICK
    @given(texts, texts)
    def holds(old: str, new: str) -> None:
        diff = diff_text(old, new)
        assert apply_text(diff, old) == new
        assert diff_text(new, old) == mirrored(diff)
        kinds = [hunk.kind for hunk in diff.hunks]
        assert all((a == "equal") != (b == "equal") for a, b in pairwise(kinds))
        for hunk in diff.hunks:
            if hunk.words:
                assert "".join(word.text for word in hunk.words if word.kind != "insert") == "".join(hunk.old)
                assert "".join(word.text for word in hunk.words if word.kind != "delete") == "".join(hunk.new)

    holds()


@QUICK
@given(texts, texts)
def test_long_and_short_texts_are_compared_alike(old: str, new: str) -> None:
    answers = []
    for long in (0, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(textdiff, "_LONG", long)
            answers.append(diff_text(old, new))
    assert answers[0] == answers[1]


@QUICK
@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.lists(st.sampled_from("abcdef"), max_size=30))
def test_what_is_compared_item_by_item_is_the_smallest_difference(old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequences, "_SMALL", -1)
        found = sequences.opcodes(old, new)[0]
    common = sum(code[2] - code[1] for code in found if code[0] == "equal")
    assert common == LCSseq.similarity(old, new)


@QUICK
@given(texts)
def test_a_text_and_itself(text: str) -> None:
    assert all(hunk.kind == "equal" for hunk in diff_text(text, text).hunks)


def test_the_words_that_changed_are_named() -> None:
    (hunk,) = diff_text("model = SVC(C=1)\n", "model = SVC(C=10)\n").hunks
    assert [(word.kind, word.text) for word in hunk.words if word.kind != "equal"] == [
        ("delete", "1"),
        ("insert", "10"),
    ]
    (other,) = diff_text("alpha beta\n", "one_thing(2)\n").hunks
    assert other.kind == "replace" and not other.words  # nothing in common: words would only confuse


def test_the_smallest_difference() -> None:
    old = "".join(f"{n}\n" for n in range(50))
    new = old.replace("10\n11\n", "").replace("30\n", "30\nnew\n")
    hunks = diff_text(old, new).hunks
    assert [(hunk.kind, hunk.count or hunk.old or hunk.new) for hunk in hunks] == [
        ("equal", 10), ("delete", ["10\n", "11\n"]), ("equal", 19), ("insert", ["new\n"]), ("equal", 19)
    ]  # fmt: skip


def test_another_text_cannot_be_patched() -> None:
    diff = diff_text("a\nb\n", "a\nc\n")
    for text in ("a\nx\n", "a\nb\nc\n", "a\n"):
        with pytest.raises(ValueError, match="not the one"):
            apply_text(diff, text)


class Counted(Work):
    """Counts what is spent."""

    spent = 0

    def spend(self, pairs: int) -> bool:
        allowed = super().spend(pairs)
        self.spent += pairs if allowed else 0
        return allowed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("".join(f"old {n}\n" for n in range(100_000)), "".join(f"new {n}\n" for n in range(100_000))),
        ("".join(f"{n % 7}\n" for n in range(100_000)), "".join(f"{n % 5}\n" for n in range(100_000))),
        ("x = [" + "1, " * 400_000 + "]", "x = [" + "2, " * 400_000 + "]"),
        ("\n" * 200_000, "\n" * 100_000 + "x" + "\n" * 100_000),
    ],
    ids=["long logs", "few different lines", "one long line", "blank lines"],
)
def test_work_is_bounded_and_a_coarse_answer_is_right(old: str, new: str) -> None:
    work = Counted()
    diff = diff_text(old, new, work)
    assert work.spent <= sequences.MOST_IN_ALL
    assert apply_text(diff, old) == new and any(hunk.kind != "equal" for hunk in diff.hunks)


def test_a_long_log_with_few_changes_is_compared_exactly() -> None:
    lines = [f"step {n} loss {n * 7919 % 1000}\n" for n in range(60_000)]
    new = ["first\n", *lines[:30_000], "middle\n", *lines[30_001:], "last\n"]
    work = Counted()
    diff = diff_text("".join(lines), "".join(new), work)
    assert not diff.coarse and work.spent < 100
    assert sum(len(hunk.old) + len(hunk.new) for hunk in diff.hunks) == 4


def test_a_long_log_in_another_order_is_aligned_by_what_stands_once() -> None:
    lines = [f"step {n}\n" for n in range(30_000)]
    moved = [*lines[20_000:], "x\n", *lines[:20_000]]
    diff = diff_text("".join(lines), "".join(moved))
    assert sum(hunk.count for hunk in diff.hunks) == 20_000
    assert apply_text(diff, "".join(lines)) == "".join(moved)


def test_what_cannot_be_compared_is_marked() -> None:
    old, new = "a\nb\n" * 30_000, "b\nb\na\n" * 20_000
    diff = diff_text(old, new)
    assert diff.coarse and "too many" in diff.coarse
    assert apply_text(diff, old) == new


def test_the_budget_is_shared() -> None:
    work = Work(left=200)
    old, new = "a\nb\n" * 5, "b\nb\na\n" * 4
    assert diff_text(old, new, work).coarse is None
    assert work.left < 120
    assert diff_text(old, new, work).coarse
