"""log, show, restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from jovian_lab.project import Author, Project
from tests.cli.conftest import Run, cells


def titles(text: str) -> list[str]:
    """The last word of each line."""
    return [line.split()[-1] for line in text.splitlines()]


def test_log_is_newest_first_and_aligned(run: Run, history: Path) -> None:
    ran = run("log", "nb.ipynb")
    assert titles(ran.out) == ["Third", "Second", "First"]
    assert len({line.rindex(" ") for line in ran.out.splitlines()}) == 1
    assert "~1" in ran.out.splitlines()[0]
    assert "ago" in ran.out or "now" in ran.out
    assert ran.err == ""
    assert "\x1b" not in ran.out


def test_log_in_pages(run: Run, history: Path) -> None:
    first = run("log", "nb.ipynb", "-n", "2")
    assert titles(first.out) == ["Third", "Second"]
    assert first.err == "2 of 3; older ones: --offset 2\n"
    assert titles(run("log", "nb.ipynb", "--offset", "2").out) == ["First"]


def test_log_filtered(run: Run, history: Path) -> None:
    assert titles(run("log", "nb.ipynb", "--filter", "seco").out) == ["Second"]
    nothing = run("log", "nb.ipynb", "--filter", "zzz")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "No versions with that text.\n")


def test_log_with_exact_times(run: Run, history: Path) -> None:
    created = run("log", "nb.ipynb", "--json").json["versions"][0]["created"]
    assert created.endswith("Z")
    assert "ago" not in run("log", "nb.ipynb", "--exact").out


@pytest.mark.parametrize("number", ["0", "10001", "many"])
def test_log_refuses_odd_numbers(run: Run, history: Path, number: str) -> None:
    assert run("log", "nb.ipynb", "-n", number).code == 2


def test_log_of_a_notebook_nobody_knows(run: Run, history: Path) -> None:
    assert run("log", "nowhere.ipynb").code == 3


def test_a_title_cannot_steer_the_terminal(run: Run, notebook: Path) -> None:
    run("init")
    project = Project.open(notebook.parent)
    project.commit("nb.ipynb", "a\x1b[2J\u202eb\x07", author=Author("\x1b]0;x\x07"))
    for verb in (["log", "nb.ipynb"], ["show", "nb.ipynb", "v1"], ["status"]):
        out = run(*verb).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out), verb


def test_show_describes(run: Run, history: Path) -> None:
    (history.parent / "u.py").write_text("x")
    history.write_bytes(cells("new"))
    run("commit", "nb.ipynb", "-m", "Fourth\n\nIn more words", "--files", "u.py")
    out = run("show", "nb.ipynb", "latest").out
    assert out.startswith("v4 “Fourth”\n")
    for said in ("since v3", "u.py (1 Byte)", "1 code", "Python 3", "nbformat 4.5", "\n    In more words\n"):
        assert said in out


@pytest.mark.parametrize("name", ["v2", "2", "mark", "id", "start"])
def test_show_by_any_name(run: Run, history: Path, name: str) -> None:
    run("tag", "nb.ipynb", "v2", "mark")
    of = run("show", "nb.ipynb", "v2", "--json").json["id"]
    asked = {"id": of, "start": of[:8]}.get(name, name)
    assert run("show", "nb.ipynb", asked, "--json").json["title"] == "Second"


def test_show_writes_the_exact_bytes(run: Run, history: Path) -> None:
    odd = b"\xef\xbb\xbf" + cells("x").replace(b"\n", b"\r\n") + b"\r\n"
    history.write_bytes(odd)
    run("commit", "nb.ipynb")
    assert run("show", "nb.ipynb", "v4", "--notebook").out.encode() == odd
    assert run("show", "nb.ipynb", "v4", "--notebook", "-o", "copy.ipynb").out == ""
    assert history.with_name("copy.ipynb").read_bytes() == odd
    again = run("show", "nb.ipynb", "v1", "--notebook", "-o", "copy.ipynb")
    assert again.code == 4
    assert history.with_name("copy.ipynb").read_bytes() == odd


def test_show_writes_a_file_kept_with_the_version(run: Run, history: Path) -> None:
    (history.parent / "u.py").write_text("old\n")
    run("commit", "nb.ipynb", "--allow-empty", "--files", "u.py")
    (history.parent / "u.py").write_text("new\n")
    assert run("show", "nb.ipynb", "v4", "--file", "u.py").out == "old\n"
    assert run("show", "nb.ipynb", "v4", "--file", "other.py").code == 3


@pytest.mark.parametrize(
    "options", [["--notebook", "--json"], ["--notebook", "--file", "u.py"], ["-o", "x"], ["--json", "-o", "x"]]
)
def test_show_refuses_what_cannot_be_combined(run: Run, history: Path, options: list[str]) -> None:
    assert run("show", "nb.ipynb", "v1", *options).code == 2


@pytest.mark.parametrize("name", ["v99", "nothing", "--", "../x"])
def test_show_a_version_that_is_not_there(run: Run, history: Path, name: str) -> None:
    ran = run("show", "nb.ipynb", name)
    assert ran.code in (2, 3)
    assert ran.err.startswith("error: ")


def test_restore_and_undo(run: Run, history: Path) -> None:
    work = cells("not committed")
    first = Project.open(history.parent).read("nb.ipynb", "v1")
    history.write_bytes(work)
    ran = run("restore", "nb.ipynb", "v1")
    assert ran.code == 0
    assert history.read_bytes() == first
    undo = next(line for line in ran.out.splitlines() if line.startswith("To undo: jovian-lab "))
    assert run(*undo.removeprefix("To undo: jovian-lab ").split()).code == 0
    assert history.read_bytes() == work


def test_restore_of_unchanged_work_makes_no_snapshot(run: Run, history: Path) -> None:
    ran = run("restore", "nb.ipynb", "v1")
    assert "snapshot" not in ran.out
    assert "To undo: jovian-lab restore nb.ipynb v3" in ran.out
    assert run("restore", "nb.ipynb", "v1").out == "nb.ipynb already is v1 “First”; nothing was written.\n"


def test_restore_brings_a_deleted_file_back(run: Run, history: Path) -> None:
    before = history.read_bytes()
    history.unlink()
    assert run("restore", "nb.ipynb", "latest").code == 0
    assert history.read_bytes() == before
