"""Comments from the shell: written, listed with where they stand, answered, resolved; bad input named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from jovian_lab.project import Project
from tests.cli.conftest import Run, cells
from tests.store.test_events_of_two import tampered


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
    assert "It may be about one of these (comments put --candidate NUMBER chooses):" in shown and "\x1b" not in shown
    first, second = [line for line in shown.splitlines() if "  cell 1, line " in line]
    assert first.startswith("  1  ") and second.startswith("  2  ")
    assert "line 1 " in first and "the same text" in first and "same id" not in first
    assert "line 2 " in second and "the same text" in second and second.endswith("[31mmodel = fit(32, kernel_size=3)")
    committed.write_bytes(cells("import x", twin * 12, "z = 3"))
    assert "  and 4 more\n" in run("comments", "show", "nb.ipynb", identity).out


def test_one_of_the_candidates_is_chosen(committed: Path, run: Run) -> None:
    identity = add(run, "--cell", "1", "--quote", "kernel_size", "why?")
    twin = "model = fit(32, kernel_size=3)\n"
    committed.write_bytes(cells("import x", twin + twin, "z = 3"))
    place = run("comments", "show", "nb.ipynb", identity, "--json").json["place"]
    assert place["state"] == "ambiguous" and [one["row"] for one in place["candidates"]] == [0, 1]
    refused = run("comments", "put", "nb.ipynb", identity, "--candidate", "3")
    assert refused.code == 2 and "Name one of 1 to 2, or a cell." in refused.err
    ran = run("comments", "put", "nb.ipynb", identity[-6:], "--candidate", "2")
    assert ran.code == 0 and ran.out == f"Put thread {identity[-6:]}, on part of cell 1.\n"
    found = run("comments", "show", "nb.ipynb", identity, "--json").json
    assert (found["place"]["state"], found["place"]["start"]) == ("exact", len(twin) + twin.index("kernel"))
    again = run("comments", "put", "nb.ipynb", identity, "--candidate", "1")
    assert again.code == 2 and "no places to choose from" in again.err


def test_an_orphan_is_put_back_on_a_cell(committed: Path, run: Run) -> None:
    identity = add(run, "--cell", "1", "why?")
    committed.write_bytes(cells("import x", "z = 3", "def quite():\n    return 'another thing'", count=2))
    gone = run("comments", "show", "nb.ipynb", identity, "--json").json["place"]
    assert (gone["state"], gone["candidates"]) == ("orphaned", [])
    ran = run("comments", "put", "nb.ipynb", identity, "--cell", "2", "--quote", "another", "--json")
    assert ran.json["anchor"]["quote"]["exact"] == "another" and ran.json["original"]["cell"]["index"] == 1
    (now,) = run("comments", "list", "nb.ipynb", "--json").json["threads"]
    assert (now["place"]["state"], now["place"]["cell"]) == ("exact", 2)
    assert run("comments", "put", "nb.ipynb", identity, "--cell", "cell-0").out.endswith("on cell 0.\n")


def test_a_long_comment_and_one_too_long(committed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def type_in(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    long = "words é " * 11_000
    assert 95 << 10 < len(long.encode()) < 128 << 10
    type_in(long)
    identity = add(run, "--cell", "1", "-")
    (line,) = run("comments", "list", "nb.ipynb").out.splitlines()
    assert line.endswith("…") and len(line) < 200, "a list shows the beginning"
    assert run("comments", "show", "nb.ipynb", identity).out.count("words") == 11_000
    for arguments in (["add", "nb.ipynb"], ["reply", "nb.ipynb", identity]):
        type_in("far too long " * 11_000)
        ran = run("comments", *arguments, "-")
        assert ran.code == 2 and "128 KB at most; this one has 140" in ran.err and len(ran.err) < 300
    (only,) = run("comments", "list", "nb.ipynb", "--json").json["threads"]
    assert len(only["comments"]) == 1


def test_a_damaged_event_is_told_and_fsck_names_it(committed: Path, run: Run) -> None:
    add(run, "--cell", "1", "still there")
    tampered(Project.open(committed.parent), "01ARZ3NDEKTSV4RRFFQ69G5FAV.json", b'{"format": 2, "id":')
    listed = run("comments", "list", "nb.ipynb")
    assert listed.code == 0 and "still there" in listed.out
    assert "damaged: 01ARZ3NDEKTSV4RRFFQ69G5FAV: An event cannot be read." in listed.err
    assert [one["id"] for one in run("comments", "list", "nb.ipynb", "--json").json["damaged"]] == [
        "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    ]
    checked = run("fsck")
    assert checked.code == 7 and "event " in checked.out and "An event cannot be read." in checked.out


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
        (["put", "nb.ipynb", "XXXXXX", "--cell", "1"], 3),
        (["put", "nb.ipynb", "XXXXXX", "--candidate", "1"], 3),
        (["put", "nb.ipynb", "XXXXXX"], 2),
        (["put", "nb.ipynb", "XXXXXX", "--cell", "1", "--candidate", "1"], 2),
        (["put", "nb.ipynb", "XXXXXX", "--candidate", "1", "--output", "0"], 2),
        (["put", "nb.ipynb", "XXXXXX", "--candidate", "0"], 2),
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
