"""init, commit, status."""

from __future__ import annotations

from pathlib import Path

import pytest

from jovian_lab.project import Project
from tests.cli.conftest import Run, cells


def test_init_makes_a_project_once(run: Run, folder: Path) -> None:
    first, second = run("init"), run("init", ".")
    assert (first.code, second.code) == (0, 0)
    assert "is a project now" in first.out
    assert "already is a project" in second.out
    assert (folder / ".jovian").is_dir()


def test_init_inside_a_project_needs_nested(run: Run, folder: Path) -> None:
    run("init")
    (folder / "below").mkdir()
    refused = run("init", "below")
    assert refused.code == 4
    assert "hint: Nothing needs to be done" in refused.err
    assert not (folder / "below" / ".jovian").exists()
    assert run("init", "below", "--nested", "--json").json == {
        "folder": str(folder / "below"),
        "created": True,
    }


@pytest.mark.parametrize(("target", "code"), [("nowhere", 3), ("nb.ipynb", 2)])
def test_init_elsewhere_than_in_a_folder(run: Run, notebook: Path, target: str, code: int) -> None:
    assert run("init", target).code == code


def test_commit_and_commit_again(run: Run, notebook: Path) -> None:
    first = run("commit", "nb.ipynb", "-m", "First\n\nIn more words")
    assert (first.code, first.err) == (0, "")
    assert first.out == "v1 “First” of nb.ipynb.\n"
    again = run("commit", "nb.ipynb")
    assert (again.code, again.out) == (0, "Nothing has changed since v1 “First”; no version was made.\n")
    assert run("commit", "nb.ipynb", "--allow-empty").out.startswith("v2 of nb.ipynb")
    notebook.write_bytes(cells("1 + 1", "2 + 3", "3"))
    assert run("commit", "nb.ipynb", "-m", "Third").out == "v3 “Third” of nb.ipynb: 1 cell edited, 1 added.\n"


@pytest.mark.parametrize(
    "files",
    [
        ["--files", "a.py", "b.py"],
        ["--files", "a.py", "--files", "b.py"],
        ["--files=a.py", "--files", "b.py"],
    ],
)
def test_commit_with_files(run: Run, notebook: Path, files: list[str]) -> None:
    for name in ("a.py", "b.py"):
        (notebook.parent / name).write_text(name)
    ran = run("commit", "nb.ipynb", *files, "-m", "First", "--json")
    assert [entry["path"] for entry in ran.json["version"]["files"]] == ["a.py", "b.py"]
    assert ran.json["version"]["title"] == "First"


@pytest.mark.parametrize("args", [["nb.ipynb", "--files"], ["nb.ipynb", "--files", "-m", "x"], ["--files", "nb.ipynb"]])
def test_commit_with_files_missing(run: Run, notebook: Path, args: list[str]) -> None:
    ran = run("commit", *args)
    assert ran.code == 2
    assert "hint: See 'jovian-lab commit --help'." in ran.err
    assert not (notebook.parent / ".jovian").exists()


def test_commit_from_another_folder(run: Run, notebook: Path) -> None:
    (notebook.parent / "below").mkdir()
    (notebook.parent / "below" / "u.py").write_text("x")
    run("init")
    ran = run("-C", "below", "commit", "../nb.ipynb", "--files", "u.py", "--json")
    assert ran.json["version"]["path"] == "nb.ipynb"
    assert ran.json["version"]["files"][0]["path"] == "below/u.py"
    assert Path.cwd() == notebook.parent


def test_change_to_a_folder_that_is_not_there(run: Run) -> None:
    ran = run("-C", "nowhere", "status")
    assert ran.code == 2
    assert "Cannot go to the folder 'nowhere'" in ran.err


def test_status_of_a_notebook(run: Run, notebook: Path) -> None:
    run("init")
    assert run("status", "nb.ipynb").out == "nb.ipynb: never committed\n"
    run("commit", "nb.ipynb", "-m", "First")
    assert run("status", "nb.ipynb").out == "nb.ipynb: unchanged since v1 “First”\n"
    notebook.write_bytes(cells("1 + 1", "2 + 3"))
    said = "nb.ipynb: changed since v1 “First” (1 cell edited); the next version is v2\n"
    assert run("status", "nb.ipynb").out == said
    notebook.unlink()
    assert "the file is gone; 'jovian-lab restore' brings back v1" in run("status", "nb.ipynb").out


def test_status_of_a_project(run: Run, history: Path) -> None:
    history.with_name("other.ipynb").write_bytes(cells("x"))
    assert run("status").out == "nb.ipynb     unchanged since v3 “Third”\nother.ipynb  never committed\n"
    states = run("status", "--json").json["notebooks"]
    assert [(state["path"], state["state"]) for state in states] == [
        ("nb.ipynb", "unchanged"),
        ("other.ipynb", "new"),
    ]


def test_status_of_an_empty_project(run: Run, folder: Path) -> None:
    run("init")
    assert run("status").out == f"No notebooks in {folder} yet.\n"


def test_status_offers_a_continuation(run: Run, notebook: Path) -> None:
    notebook.write_bytes(cells(*(f"value_{i} = compute({i})" for i in range(8))))
    run("commit", "nb.ipynb")
    notebook.rename(notebook.with_name("new.ipynb"))
    assert "to continue its 1 version: jovian-lab adopt new.ipynb" in run("status", "new.ipynb").out


def test_a_superseded_commit_is_told(run: Run, history: Path) -> None:
    """The shell commits on top of the newest version, so nothing is superseded."""
    history.write_bytes(cells("0"))
    answer = run("commit", "nb.ipynb", "--json").json
    assert answer["superseded"] is False
    assert answer["head"] == answer["version"]
    assert answer["version"]["id"] == Project.open(history.parent).version("nb.ipynb", "latest").id


def test_commits_keep_the_store_tidy(run: Run, notebook: Path) -> None:
    """As on the server: many small packs are merged, without being asked."""
    for number in range(70):
        notebook.write_bytes(cells(f"{number}"))
        assert run("commit", "nb.ipynb").code == 0
    packs = notebook.parent / ".jovian" / "repository.git" / "objects" / "pack"
    assert len(list(packs.glob("*.pack"))) < 60
    assert run("log", "nb.ipynb", "--json").json["total"] == 70
