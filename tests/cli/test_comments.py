"""Comments from the shell: written, listed with where they stand, answered, resolved; bad input named."""

from __future__ import annotations

from pathlib import Path

import pytest

from jovian_lab.project import Project
from tests.cli.conftest import Run, cells


@pytest.fixture
def committed(notebook: Path, run: Run) -> Path:
    notebook.write_bytes(cells("import x", "model = fit(32, kernel_size=3)", "z = 3"))
    assert run("commit", "nb.ipynb", "-m", "First").code == 0
    return notebook


def add(run: Run, *more: str) -> str:
    """Comment; returns the thread's id."""
    made = run("comments", "add", "nb.ipynb", *more, "--json")
    assert made.code == 0, made.err
    return str(made.json["id"])


def test_a_comment_is_listed_and_nothing_is_written_into_the_notebook(committed: Path, run: Run) -> None:
    before = committed.read_bytes()
    ran = run("comments", "add", "nb.ipynb", "--cell", "cell-1", "why 32 filters?")
    assert ran.code == 0 and "Opened thread" in ran.out and "on cell 1" in ran.out
    listed = run("comments", "list", "nb.ipynb")
    assert "why 32 filters?" in listed.out and "open" in listed.out
    assert committed.read_bytes() == before


def test_where_a_thread_stands_is_said(committed: Path, run: Run) -> None:
    add(run, "--cell", "1", "--quote", "32, kernel", "why?")
    add(run, "--cell", "cell-0", "and this?")
    committed.write_bytes(cells("import x", "model = fit(16, kernel_size=3)", "z = 3"))
    places = [thread["place"] for thread in run("comments", "list", "nb.ipynb", "--json").json["threads"]]
    assert [(place["state"], place["cell"]) for place in places] == [("edited", 1), ("exact", 0)]
    then = run("comments", "list", "nb.ipynb", "--version", "v1", "--json").json["threads"]
    assert [thread["place"]["state"] for thread in then] == ["exact", "exact"]


def test_a_discussion(committed: Path, run: Run) -> None:
    identity = add(run, "--cell", "1", "why?")
    assert run("comments", "reply", "nb.ipynb", identity, "because\nof that").code == 0
    assert run("comments", "resolve", "nb.ipynb", identity[-6:]).code == 0
    shown = run("comments", "show", "nb.ipynb", identity[-6:])
    assert "why?" in shown.out and "of that" in shown.out and "resolved by" in shown.out
    assert "> model = fit" in shown.out
    assert run("comments", "list", "nb.ipynb", "--open").out == ""
    assert run("comments", "reopen", "nb.ipynb", identity).code == 0
    assert "why?" in run("comments", "list", "nb.ipynb", "--open").out
    assert run("comments", "show", "nb.ipynb", identity, "--json").json["state"] == "open"


def test_what_an_ambiguous_thread_may_be_about(committed: Path, run: Run) -> None:
    identity = add(run, "--cell", "1", "--quote", "kernel_size", "why?")
    twin = "model = fit(32, kernel_size=3)\n"
    committed.write_bytes(cells("import x", twin + "\x1b[31m" + twin, "z = 3"))
    assert "(ambiguous)" in run("comments", "list", "nb.ipynb").out
    shown = run("comments", "show", "nb.ipynb", identity).out
    assert "It may be about one of these:" in shown and "\x1b" not in shown
    first, second = [line for line in shown.splitlines() if line.startswith("  cell 1, line ")]
    assert "line 1 " in first and "the same text" in first and "same id" not in first
    assert "line 2 " in second and "the same text" in second and second.endswith("[31mmodel = fit(32, kernel_size=3)")
    committed.write_bytes(cells("import x", twin * 12, "z = 3"))
    assert "  and 4 more\n" in run("comments", "show", "nb.ipynb", identity).out


def test_a_suggestion_from_a_file(committed: Path, run: Run) -> None:
    (committed.parent / "better.py").write_text("model = fit(16)\n")
    identity = add(run, "--cell", "1", "--suggest", "better.py", "")
    shown = run("comments", "show", "nb.ipynb", identity)
    assert "suggests (open)" in shown.out and "    model = fit(16)" in shown.out


def test_on_the_whole_and_on_a_version(committed: Path, run: Run) -> None:
    add(run, "good work")
    add(run, "--version", "v1", "this one")
    kinds = [one["anchor"]["kind"] for one in run("comments", "list", "nb.ipynb", "--json").json["threads"]]
    assert kinds == ["notebook", "version"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "nb.ipynb", "--cell", "nope", "x"], 2),
        (["add", "nb.ipynb", "--cell", "1", "--quote", "nowhere", "x"], 2),
        (["add", "nb.ipynb", "--cell", "1", "--output", "3", "x"], 2),
        (["add", "nb.ipynb", "--quote", "x", "x"], 2),
        (["add", "nb.ipynb", "--cell", "1", "--suggest", "none.py", "x"], 10),
        (["add", "nb.ipynb", "--cell", "1", ""], 2),
        (["add", "nb.ipynb", "--version", "v9", "x"], 3),
        (["show", "nb.ipynb", "XXXXXX"], 3),
        (["reply", "nb.ipynb", "XXXXXX", "x"], 3),
        (["resolve", "nb.ipynb", ""], 3),
        (["list", "none.ipynb"], 3),
        (["unknown"], 2),
    ],
)
def test_bad_input(committed: Path, run: Run, arguments: list[str], code: int) -> None:
    ran = run("comments", *arguments)
    assert ran.code == code and ran.err.startswith("error: ") and "Traceback" not in ran.err


def test_a_stranger_cannot_steer_the_terminal(committed: Path, run: Run) -> None:
    discussion = Project.open(committed.parent).discussion("nb.ipynb")
    identity = add(run, "--cell", "1", "\x1b[31mred\u202eevil\x07")
    for verb in (["list", "nb.ipynb"], ["show", "nb.ipynb", identity]):
        assert not {"\x1b", "\u202e", "\x07"} & set(run("comments", *verb).out)
    assert "red" in discussion.thread(identity).comments[0].text
