"""`Project.diff`, `cell`, `cell_history` and `compare_files`, on histories that were really committed."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from jovian_lab.errors import InputError, NotebookNotFound, PathOutsideRoot, VersionNotFound
from jovian_lab.notebook.diff import apply
from jovian_lab.notebook.parsed import parse
from jovian_lab.notebook.split import split
from jovian_lab.project import Project, compare_files
from tests.history import OUTPUT, commit, work, write
from tests.notebook.samples import UNSPLITTABLE, as_nbformat, code, markdown, notebook, stream

PATH = "nb.ipynb"


@pytest.fixture
def history(project: Project) -> Project:
    """v1 to v3: a cell edited, a cell added before it, an output grown."""
    commit(project, PATH, work("a = 1", "b = 1"), "one")
    commit(project, PATH, work("a = 1", "b = 2"), "two")
    grown = work("a = 1", "b = 2")
    grown["cells"].insert(0, markdown("# Title", id="m"))
    grown["cells"][2]["outputs"] = [stream(f"1: {OUTPUT}more\n")]
    commit(project, PATH, grown, "three")
    return project


def test_between_versions(history: Project) -> None:
    found = history.diff(PATH, "v1", "v2")
    assert (found.old and found.old.number, found.new and found.new.number) == (1, 2)
    assert [cell.change for cell in found.notebook.cells] == ["unchanged", "edited"]
    back = history.diff(PATH, 3, "latest")
    assert back.notebook.equal
    assert [cell.change for cell in history.diff(PATH, "v3", "v1").notebook.cells] == ["removed", "unchanged", "edited"]


def test_with_the_file_and_with_the_screen(history: Project) -> None:
    assert history.diff(PATH, "latest").notebook.equal
    write(history, PATH, work("a = 1"))
    found = history.diff(PATH, "v1")
    assert found.new is None and found.notebook.summary.removed == 1
    on_screen = json.dumps(work("a = 5", "b = 1")).encode()  # as a browser holds it
    seen = history.diff(PATH, "v1", content=on_screen)
    assert [cell.change for cell in seen.notebook.cells] == ["edited", "unchanged"]
    assert len(history.versions(PATH)) == 3


def test_with_a_snapshot(history: Project) -> None:
    write(history, PATH, work("a = 7", "b = 2"))
    snapshot = history.snapshot(PATH, reason="test")
    assert snapshot
    assert history.diff(PATH, snapshot.id, "v2").notebook.summary.edited == 1


def test_files_beside_the_notebook(project: Project) -> None:
    for name, text in (("same.py", "1"), ("gone.py", "1"), ("edited.py", "1")):
        (project.folder / name).write_text(text)
    commit(project, PATH, work("a"), files=["same.py", "gone.py", "edited.py"])
    (project.folder / "edited.py").write_text("12")
    (project.folder / "new.py").write_text("123")
    commit(project, PATH, work("b"), files=["same.py", "edited.py", "new.py"])
    found = [(f.path, f.change, f.old_size, f.new_size) for f in project.diff(PATH, 1, 2).files]
    assert found == [("edited.py", "edited", 1, 2), ("gone.py", "removed", 1, None), ("new.py", "added", None, 3)]


@pytest.mark.parametrize("name", sorted(UNSPLITTABLE))
def test_what_is_no_notebook_is_compared_as_text(name: str, project: Project) -> None:
    commit(project, PATH, work("a"))
    try:
        commit(project, PATH, UNSPLITTABLE[name])
    except Exception as error:  # cut short: nothing that a commit takes
        assert type(error).__name__ == "FileChanging"
        return
    found = project.diff(PATH, 1, 2).notebook
    assert not found.equal
    assert project.diff(PATH, 2, 2).notebook.equal
    if name in ("UTF-16", "byte order mark"):  # a notebook nevertheless
        assert found.summary.added == 1 and found.summary.removed == 1
    else:
        assert found.not_compared and not found.cells
    with pytest.raises(InputError, match="no cells"):
        project.cell(PATH, 2, 0)
    with pytest.raises(InputError, match="no cells"):
        project.cell_history(PATH, 2, 0)


def test_a_notebook_with_nan_is_still_compared_by_cell(project: Project) -> None:
    one = as_nbformat(notebook(code("x", id="a"), code("y", id="b"))).replace(
        b'"metadata": {}', b'"metadata": {"v": NaN}', 1
    )
    commit(project, PATH, one)
    commit(project, PATH, one.replace(b'"y"', b'"y2"'))
    assert [cell.change for cell in project.diff(PATH, 1, 2).notebook.cells] == ["unchanged", "edited"]
    assert project.diff(PATH, 1, 1).notebook.equal


def test_another_encoding_is_no_change_of_a_cell_but_said(project: Project) -> None:
    raw = as_nbformat(notebook(code("x = 'é'")))
    commit(project, PATH, raw)
    commit(project, PATH, raw.decode().encode("utf-16"))
    found = project.diff(PATH, 1, 2).notebook
    assert not found.equal and found.summary.unchanged == 1 and "written" in found.not_compared[0]


def test_a_cell_is_complete(history: Project) -> None:
    whole = json.loads(history.read(PATH, "v3"))
    for index, cell in enumerate(whole["cells"]):
        assert history.cell(PATH, "v3", index) == cell
        assert history.cell(PATH, None, index) == cell
    for index in (-1, 3, 10**6):
        with pytest.raises(InputError, match="There is no cell") as caught:
            history.cell(PATH, "v3", index)
        assert "numbered 0 to 2" in caught.value.hint


def test_a_cell_through_the_versions(history: Project) -> None:
    found = history.cell_history(PATH, "v3", 2)
    assert found.complete
    assert [(moment.version.number, moment.index, moment.change, moment.source) for moment in found.entries] == [
        (3, 2, "outputs", "b = 2"), (2, 1, "edited", "b = 2"), (1, 1, "added", "b = 1")
    ]  # fmt: skip
    assert [moment.version.number for moment in history.cell_history(PATH, "v3", 0).entries] == [3]
    assert [moment.version.number for moment in history.cell_history(PATH, "v2", 1).entries] == [2, 1]
    short = history.cell_history(PATH, "v3", 2, limit=1)
    assert len(short.entries) == 1 and not short.complete


def test_a_cells_history_crosses_a_split_and_ends_at_what_is_no_notebook(project: Project) -> None:
    first, second = "def f(x):\n    return x + 1", "print(f(1), f(2), f(3))"
    commit(project, PATH, b"broken but ends like one }")
    commit(project, PATH, notebook(code(f"{first}\n{second}", id="a")))
    commit(project, PATH, notebook(code(first, id="new"), code(second, id="a")))
    found = project.cell_history(PATH, "v3", 0)
    assert [(moment.version.number, moment.change) for moment in found.entries] == [(3, "split")]
    assert not found.complete


def test_names_that_nothing_has(history: Project) -> None:
    for call in (
        lambda: history.diff(PATH, "v9"),
        lambda: history.diff(PATH, "v1", "v9"),
        lambda: history.cell(PATH, "v9", 0),
    ):
        with pytest.raises(VersionNotFound):
            call()
    with pytest.raises(NotebookNotFound):
        history.diff("other.ipynb", "v1")
    (history.folder / PATH).unlink()
    with pytest.raises(NotebookNotFound):
        history.diff(PATH, "v1")


def test_two_files(tmp_path: Path) -> None:
    a, b = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    a.write_bytes(as_nbformat(work("a")))
    b.write_bytes(as_nbformat(work("a", "b")))
    found = compare_files(a, b, root=tmp_path)
    assert found.old is None and found.new is None and found.notebook.summary.added == 1
    assert compare_files(os.devnull, a).notebook.summary.added == 1
    assert not list(tmp_path.glob(".jovian"))
    with pytest.raises(NotebookNotFound):
        compare_files(a, tmp_path / "c.ipynb")
    (tmp_path / "inner").mkdir()
    with pytest.raises(PathOutsideRoot):
        compare_files(a, b, root=tmp_path / "inner")
    (tmp_path / "inner" / "link.ipynb").symlink_to(a)
    with pytest.raises(PathOutsideRoot):
        compare_files(tmp_path / "inner/link.ipynb", tmp_path / "inner/link.ipynb", root=tmp_path / "inner")


@pytest.mark.skipif("JOVIAN_LAB_HISTORIES" not in os.environ, reason="JOVIAN_LAB_HISTORIES names git bundles")
def test_real_histories(tmp_path: Path) -> None:
    """On every two consecutive versions: apply gives the new one, and swapping the sides mirrors."""
    for number, bundle in enumerate(os.environ.get("JOVIAN_LAB_HISTORIES", "").split(":")):
        clone = tmp_path / str(number)
        subprocess.run(["git", "clone", "-q", bundle, clone], check=True)
        (name,) = sorted(path.name for path in clone.glob("*.ipynb"))[:1]
        log = subprocess.check_output(["git", "log", "--reverse", "--format=%H", "--", name], cwd=clone, text=True)
        sides = []
        for identity in log.split():
            raw = subprocess.check_output(["git", "show", f"{identity}:{name}"], cwd=clone)
            if json.loads(raw).get("nbformat") == 4:
                (tmp_path / identity).write_bytes(raw)
                sides.append(tmp_path / identity)
        assert sides
        for old, new in pairwise(sides):
            there, back = compare_files(old, new).notebook, compare_files(new, old).notebook
            before, after = (parse(split(side.read_bytes()).skeleton) for side in (old, new))
            cells, outside = apply(there, before)
            wanted = {"cells": [cell.data for cell in after.cells], **after.outside}
            assert json.dumps({"cells": cells, **outside}, sort_keys=True) == json.dumps(wanted, sort_keys=True)
            assert (there.summary.added, there.summary.split, there.summary.edited) == (
                back.summary.removed, back.summary.merged, back.summary.edited
            )  # fmt: skip
