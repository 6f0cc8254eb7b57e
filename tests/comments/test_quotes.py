"""Ranges found again: along an edit, by their surroundings, by likeness; never inside of another word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.comments.quotes import find, from_units, quote, to_units
from jovian_lab.comments.values import AnchorQuote

OLD = "model = Sequential([Conv2D(32, kernel_size=3), Flatten()])\nmodel.fit(x, y)\nmodel.fit(x, y)\n"


def wanted(text: str, source: str = OLD, nth: int = 0) -> AnchorQuote:
    at = -1
    for _ in range(nth + 1):
        at = source.index(text, at + 1)
    return quote(source, at, at + len(text))


def found(text: str, new: str, *, nth: int = 0, known: bool = True) -> tuple[str, bool, bool] | None:
    """What is found: its text, whether that is the same, and whether it is ahead of all others."""
    where = find(wanted(text, nth=nth), OLD if known else None, new)
    return where and (new[where.start : where.end], where.same, where.ahead)


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("32, kernel_size=3", OLD, ("32, kernel_size=3", True, True)),
        ("32, kernel_size=3", "import x\n\n" + OLD, ("32, kernel_size=3", True, True)),
        ("32, kernel_size=3", OLD.replace("32", "16"), ("16, kernel_size=3", False, True)),
        ("32, kernel_size=3", OLD.replace("size=3)", "size=3, padding=1)"), ("32, kernel_size=3", True, True)),
        ("kernel_size", OLD.replace("kernel_size", "kernel_size_new"), ("kernel_size_new", False, True)),
        ("32, kernel_size=3", OLD.replace("Conv2D(32, kernel_size=3), ", ""), None),
        ("Flatten", "# " + OLD.replace("\n", "\n# "), ("Flatten", True, True)),
        ("32, kernel_size=3", "", None),
        ("32, kernel_size=3", "something = else_entirely()", None),
    ],
)  # fmt: skip
def test_along_an_edit(text: str, new: str, expected: object) -> None:
    assert found(text, new) == expected


def test_equal_lines_are_told_apart_by_their_place() -> None:
    new = OLD.replace("model.fit(x, y)\n", "model.fit(x, y)\nprint(1)\n", 1)
    first, second = (find(wanted("fit(x, y)", nth=n), OLD, new) for n in (0, 1))
    assert first and second and new.index("fit(") == first.start and new.rindex("fit(") == second.start


def test_a_line_that_moved_within_its_cell() -> None:
    lines = OLD.splitlines(keepends=True)
    new = "".join([*lines[1:], lines[0]])
    assert found("Conv2D(32, kernel_size=3)", new) == ("Conv2D(32, kernel_size=3)", True, True)


def test_what_was_copied_with_all_around_it_is_ambiguous() -> None:
    source = "value = compute(32)\nprint(value)\n"
    where = find(wanted("32", source), source, source + "\n" + source)
    assert where is not None and not where.ahead


def test_without_the_source_it_was_quoted_from() -> None:
    assert found("32, kernel_size=3", "x = 1\n" + OLD, known=False) == ("32, kernel_size=3", True, True)
    assert found("32, kernel_size=3", OLD.replace("32, ", "16, "), known=False) == ("16, kernel_size=3", False, True)
    assert found("(", "f(x)\ng(y)\n", known=False) is None


def test_a_long_quote_is_kept_in_part_and_found_as_a_whole() -> None:
    source = "".join(f"line {n}\n" for n in range(2000))
    long = quote(source, 0, len(source))
    assert len(long.exact) == 4000 and long.end == len(source)
    where = find(long, source, "new\n" + source)
    assert where is not None and (where.start, where.end) == (4, len(source) + 4)


def test_positions_are_what_editors_count() -> None:
    source = "é🐍x = '𝔘'\n"
    for at in range(len(source) + 1):
        assert from_units(source, to_units(source, at)) == at
    assert to_units(source, 2) == 3 and from_units(source, 2) == 1  # inside of the snake
    assert from_units("abc", 2) == 2
    assert quote(source, 2, 3).start == 3


_sources = st.text(st.sampled_from("ab =\n()🐍é"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(_sources, _sources, st.data())
def test_whatever_is_found_is_in_the_source(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    one = quote(old, start, end)
    for known in (old, None, new):
        where = find(one, known, new)
        if where is not None:
            assert 0 <= where.start <= where.end <= len(new)
            assert where.same == (new[where.start : where.end] == old[start:end]) or not where.same
    same = find(one, old, old)
    assert same is not None and (same.start, same.end, same.same) == (start, end, True)


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (10**12, 10**13), (5, 2), (0, 0)])
def test_a_strangers_positions_do_no_harm(start: int, end: int) -> None:
    odd = AnchorQuote("32, kernel_size=3", "Conv2D(", "), Flatten", start, end)
    where = find(odd, OLD, OLD.replace("model", "net"))
    assert where is not None and where.same


def test_long_sources_take_no_time() -> None:
    import time

    source = "".join(f"value_{n} = compute({n})\n" for n in range(20_000))
    one = wanted("compute(777)", source)
    start = time.process_time()
    for old in (source, None):
        assert find(one, old, "new\n" + source.replace("_500 ", "_501 "))
        find(one, old, source[::-1])
    assert time.process_time() - start < 5
