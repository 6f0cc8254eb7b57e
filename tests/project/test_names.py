"""Names and moves: tags, titles, renames, continuations, deletion; and how a project is found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jovian_lab.errors import (
    ConfirmationNeeded,
    InputError,
    NotAFile,
    NotebookNotFound,
    PathOutsideRoot,
    ProjectNotFound,
    VersionNotFound,
)
from jovian_lab.project import Author, Project
from tests.history import commit, other, work, write


def move(project: Project, old: str, new: str) -> None:
    target = project.folder / new
    target.parent.mkdir(parents=True, exist_ok=True)
    (project.folder / old).replace(target)


def test_tags_and_titles_are_said_not_rewritten(project: Project) -> None:
    made = commit(project, "a.ipynb", work("x"), "Typo in teh title")
    project.tag("a.ipynb", "v1", " best ")
    project.tag("a.ipynb", "v1", "second")
    renamed = project.retitle("a.ipynb", "v1", "Typo in the title\nand more")
    assert (renamed.title, renamed.recorded_title) == ("Typo in the title", "Typo in teh title")
    assert renamed.tags == ["best", "second"]
    assert renamed.id == made.id
    assert project.untag("a.ipynb", "best", "best").tags == ["second"]
    with pytest.raises(VersionNotFound):
        project.untag("a.ipynb", 1, "best")
    for title in ("", " \n ", "\0"):
        with pytest.raises(InputError):
            project.retitle("a.ipynb", 1, title)
    again = commit(project, "a.ipynb", work("y"))
    assert again.tags == []


def test_an_odd_author_can_speak(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    assert project.tag("a.ipynb", 1, "best", author=Author("odd \ud800\n<name>", "\ud800")).tags == ["best"]


def test_a_rename_is_followed(project: Project) -> None:
    first = commit(project, "a.ipynb", work("x"))
    move(project, "a.ipynb", "sub/b.ipynb")
    assert project.rename("a.ipynb", "sub/b.ipynb")
    assert [version.id for version in project.versions("sub/b.ipynb")] == [first.id]
    assert project.page("a.ipynb").total == 0
    second = commit(project, "sub/b.ipynb", work("y"))
    assert (second.number, second.notebook, second.path) == (2, first.notebook, "sub/b.ipynb")
    assert project.version("sub/b.ipynb", 1).path == "a.ipynb"  # where it was then
    fresh = commit(project, "a.ipynb", other("quite", "different"))
    assert (fresh.number, fresh.origin) == (1, None)


def test_a_rename_there_and_back(project: Project) -> None:
    first = commit(project, "a.ipynb", work("x"))
    project.rename("a.ipynb", "b.ipynb")
    project.rename("b.ipynb", "a.ipynb")
    assert project.version("a.ipynb", 1).id == first.id
    assert project.page("b.ipynb").total == 0


def test_a_rename_over_another_takes_its_place(project: Project) -> None:
    """The other history is kept, without a path; its file was overwritten."""
    mine = commit(project, "a.ipynb", work("mine"))
    second = commit(project, "b.ipynb", other("other", "cells"))
    move(project, "a.ipynb", "b.ipynb")
    assert project.rename("a.ipynb", "b.ipynb")
    assert project.version("b.ipynb", "latest").id == mine.id
    kept = {notebook.key: notebook for notebook in project.notebooks()}
    assert (kept[second.notebook].path, kept[second.notebook].exists, kept[second.notebook].versions) == ("", False, 1)
    write(project, "found.ipynb", other("other", "cells"))
    assert project.adopt("found.ipynb", second.notebook).path == "found.ipynb"
    assert project.version("found.ipynb", 1).id == second.id


def test_a_rename_of_what_is_unknown_follows_nothing(project: Project) -> None:
    assert not project.rename("a.ipynb", "b.ipynb")
    commit(project, "a.ipynb", work("x"))
    assert not project.rename("a.ipynb", "a.ipynb")
    for path in ("../b.ipynb", ".git/b.ipynb", ""):
        with pytest.raises(InputError):
            project.rename("a.ipynb", path)


def test_a_file_moved_outside_jupyter_is_offered_as_the_continuation(project: Project) -> None:
    made = commit(project, "a.ipynb", work("a", "b", "c"))
    commit(project, "unlike.ipynb", other("something", "else"))
    move(project, "a.ipynb", "moved.ipynb")
    (project.folder / "unlike.ipynb").unlink()
    write(project, "moved.ipynb", work("a", "b", "c, edited"))
    (offered,) = project.status("moved.ipynb").continuations
    assert (offered.key, offered.path, offered.exists) == (made.notebook, "a.ipynb", False)
    adopted = project.adopt("moved.ipynb", offered.key)
    assert (adopted.path, adopted.versions, adopted.exists) == ("moved.ipynb", 1, True)
    assert commit(project, "moved.ipynb", work("a", "b", "d")).number == 2
    assert project.continuations("moved.ipynb") == []


def test_only_the_vanished_are_continued(project: Project) -> None:
    made = commit(project, "a.ipynb", work("a", "b"))
    write(project, "b.ipynb", work("a", "b"))
    assert project.continuations("b.ipynb") == []
    with pytest.raises(InputError, match="still there"):
        project.adopt("b.ipynb", made.notebook)
    with pytest.raises(NotebookNotFound):
        project.adopt("b.ipynb", "0" * 16)
    with pytest.raises(NotebookNotFound):
        project.adopt("missing.ipynb", made.notebook)
    project.commit("b.ipynb")
    (project.folder / "a.ipynb").unlink()
    with pytest.raises(InputError, match="of its own"):
        project.adopt("b.ipynb", made.notebook)


def test_deleting_wants_the_very_path_as_a_yes(project: Project) -> None:
    raw = write(project, "a.ipynb", work("x"))
    project.commit("a.ipynb")
    commit(project, "b.ipynb", other("other", "cells"))
    commit(project, "b.ipynb", other("other", "cells", "more"))
    for confirm in ("", "yes", "b.ipynb", "A.ipynb"):
        with pytest.raises(ConfirmationNeeded) as caught:
            project.delete("a.ipynb", confirm=confirm)
        assert "a.ipynb" in caught.value.hint
    assert project.page("a.ipynb").total == 1
    assert project.delete("a.ipynb", confirm="a.ipynb") == 1
    assert (project.folder / "a.ipynb").read_bytes() == raw
    assert [notebook.path for notebook in project.notebooks()] == ["b.ipynb"]
    with pytest.raises(NotebookNotFound):
        project.delete("a.ipynb", confirm="a.ipynb")
    assert project.page("b.ipynb").total == 2
    assert project.fsck().ok


def test_tips_are_what_a_watcher_needs(project: Project) -> None:
    assert project.tips() == {}
    one = commit(project, "a.ipynb", work("x"))
    two = commit(project, "b.ipynb", other("other", "cells"))
    assert project.tips() == {one.notebook: one.id, two.notebook: two.id}


def test_a_project_is_found_upwards_but_not_above_the_root(tmp_path: Path) -> None:
    outer = Project.open(tmp_path, create=True)
    root = tmp_path / "root"
    deep = root / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "n.ipynb").write_text("x")
    found = Project.find(deep / "n.ipynb")
    assert found is not None
    assert found.folder == outer.folder
    assert Project.find(deep, root=root) is None
    Project.open(root / "a", create=True)
    found = Project.find(deep / "n.ipynb", root=root)
    assert found is not None
    assert found.folder == Path(os.path.realpath(root / "a"))
    with pytest.raises(PathOutsideRoot):
        Project.find(tmp_path, root=root)
    with pytest.raises(PathOutsideRoot):
        Project.open(tmp_path, root=root)


def test_a_project_is_made_in_the_notebook_s_own_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    notebook = tmp_path / "sub" / "a.ipynb"
    notebook.write_text("x")
    with pytest.raises(ProjectNotFound) as caught:
        Project.for_notebook(notebook, root=tmp_path)
    assert caught.value.hint
    project, path = Project.for_notebook(notebook, create=True, root=tmp_path)
    assert (project.folder, path) == (Path(os.path.realpath(tmp_path / "sub")), "a.ipynb")
    outer = Project.open(tmp_path, create=True)  # does not take over
    assert Project.for_notebook(notebook, root=tmp_path)[0].folder == project.folder
    (tmp_path / "other").mkdir()
    assert Project.for_notebook(tmp_path / "other" / "b.ipynb")[1] == "other/b.ipynb"
    assert outer.notebooks() == []


def test_no_project_is_made_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.ipynb").write_text("x")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.ipynb").symlink_to(tmp_path / "elsewhere" / "secret.ipynb")
    with pytest.raises(NotebookNotFound):
        Project.for_notebook(tmp_path / "missing.ipynb", create=True)
    with pytest.raises(NotAFile):
        Project.for_notebook(tmp_path / "folder", create=True)
    with pytest.raises(PathOutsideRoot):
        Project.for_notebook(root / "link.ipynb", create=True, root=root)
    with pytest.raises(PathOutsideRoot):
        Project.for_notebook(tmp_path / "elsewhere" / "secret.ipynb", create=True, root=root)
    assert list(tmp_path.rglob(".jovian")) == []


@pytest.mark.parametrize("place", [".git", ".GIT/hooks", ".jovian/sub"])
def test_no_project_is_made_inside_a_repository(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (folder / "a.ipynb").write_text("x")
    with pytest.raises(InputError):
        Project.for_notebook(folder / "a.ipynb", create=True, root=tmp_path)
    assert not (folder / ".jovian").exists()


def test_a_folder_named_through_a_link_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    made = Project.open(tmp_path / "link", create=True)
    assert made.folder == Path(os.path.realpath(tmp_path / "real"))
