"""The user's own files: nothing outside the folder, nothing torn, nothing but regular files."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.errors import (
    FileChanging,
    InputError,
    JovianError,
    NotAFile,
    NotebookNotFound,
    PathOutsideRoot,
    PermissionDenied,
)
from jovian_lab.project import Project
from jovian_lab.store import committing, worktree
from tests.history import commit, work, write
from tests.notebook.samples import as_nbformat

# what it must be refused as
HOSTILE: dict[str, type[JovianError]] = {
    "": InputError,
    ".": NotAFile,
    "./": NotAFile,
    "..": PathOutsideRoot,
    "../secret.ipynb": PathOutsideRoot,
    "sub/../../secret.ipynb": PathOutsideRoot,
    "sub/../a.ipynb": PathOutsideRoot,  # it would stay inside, but nobody needs to say it like that
    "sub\\..\\..\\secret.ipynb": PathOutsideRoot,
    "/etc/passwd": PathOutsideRoot,
    "/": PathOutsideRoot,
    "//etc/passwd": PathOutsideRoot,
    "a\0.ipynb": InputError,
    "\ud800.ipynb": InputError,
    ".git/config": InputError,
    ".GIT/config": InputError,
    "sub/.git/hooks/x": InputError,
    ".jovian/index.sqlite": InputError,
    ".Jovian/repository.git/config": InputError,
    "out.ipynb": PathOutsideRoot,
    "out_folder/secret.ipynb": PathOutsideRoot,
    "folder": NotAFile,
    "fifo": NotAFile,
    "socket": NotAFile,
    "missing.ipynb": NotebookNotFound,
    "a.ipynb/b.ipynb": NotebookNotFound,
    "loop": JovianError,
    "x" * 300: JovianError,
    "deep/" * 2000 + "x": JovianError,
}


@pytest.fixture
def trapped(project: Project, tmp_path: Path) -> Project:
    """A project with a link, a pipe and a socket at every corner."""
    (tmp_path / "secret.ipynb").write_text("secret")
    write(project, "a.ipynb", work("x"))
    folder = project.folder
    (folder / "sub").mkdir()
    (folder / "folder").mkdir()
    (folder / "out.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (folder / "out_folder").symlink_to(tmp_path)
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "fifo")
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path may not be long
        try:
            made.bind("socket")
        finally:
            os.chdir(here)
    return project


@pytest.mark.parametrize("path", sorted(HOSTILE), ids=lambda path: repr(path[:30]))
def test_a_hostile_path_is_refused_by_every_verb(trapped: Project, path: str) -> None:
    for verb in (
        lambda: trapped.commit(path),
        lambda: trapped.commit("a.ipynb", files=[path]),
        lambda: trapped.status(path),
    ):
        with pytest.raises(HOSTILE[path]) as caught:
            verb()
        assert caught.value.hint
    with pytest.raises(JovianError):
        trapped.restore(path, 1)
    if HOSTILE[path] is PathOutsideRoot:
        with pytest.raises(PathOutsideRoot):
            trapped.rename("a.ipynb", path)
    assert trapped.page("a.ipynb").total == 0
    assert trapped.notebooks() == []


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("./\\~a\0 é:"), max_size=12))
def test_a_path_that_is_taken_is_beneath_the_folder(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    folder = Path(os.path.realpath(tmp_path_factory.getbasetemp()))
    try:
        relative = worktree.inside(folder, path)
    except InputError:
        return
    assert not relative.startswith("/")
    assert ".." not in relative.split("/")
    assert Path(os.path.realpath(folder / relative)).is_relative_to(folder)
    assert worktree.inside(folder, relative) == relative


def test_an_absolute_path_and_one_through_a_link_name_the_same_notebook(project: Project, tmp_path: Path) -> None:
    commit(project, "a.ipynb", work("x"))
    (tmp_path / "link").symlink_to(project.folder)
    assert project.page(project.folder / "a.ipynb").total == 1
    assert project.page(tmp_path / "link" / "a.ipynb").total == 1


def test_a_link_inside_the_folder_is_read_and_restored_through(project: Project) -> None:
    """The link stays a link."""
    raw = write(project, "data/real.ipynb", work("x"))
    (project.folder / "link.ipynb").symlink_to("data/real.ipynb")
    assert project.commit("link.ipynb") is not None
    write(project, "data/real.ipynb", work("y"))
    project.restore("link.ipynb", 1)
    assert (project.folder / "link.ipynb").is_symlink()
    assert (project.folder / "data/real.ipynb").read_bytes() == raw


@pytest.mark.parametrize("swapped", ["sub", "sub/a.ipynb"])
def test_a_link_made_after_the_check_leads_nowhere(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    """A folder, or the file, is swapped for a link between looking and opening."""
    write(project, "sub/a.ipynb", work("x"))
    (tmp_path / "a.ipynb").write_text("secret")
    resolve = os.path.realpath

    def swap(path: str, **options: bool) -> str:
        found = resolve(path)
        if str(path).endswith("sub/a.ipynb") and not (project.folder / swapped).is_symlink():
            (project.folder / swapped).rename(project.folder / "was")
            (project.folder / swapped).symlink_to(tmp_path if swapped == "sub" else tmp_path / "a.ipynb")
        return found

    monkeypatch.setattr(os.path, "realpath", swap)
    with pytest.raises(JovianError):
        worktree.read_file(project.folder, "sub/a.ipynb")


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755])
def test_restoring_keeps_the_permissions(project: Project, mode: int) -> None:
    raw = write(project, "a.ipynb", work("x"))
    project.commit("a.ipynb")
    write(project, "a.ipynb", work("y"))
    (project.folder / "a.ipynb").chmod(mode)
    project.restore("a.ipynb", 1)
    assert stat.S_IMODE((project.folder / "a.ipynb").stat().st_mode) == mode
    assert (project.folder / "a.ipynb").read_bytes() == raw


def test_nothing_is_left_beside_the_notebook(project: Project) -> None:
    commit(project, "sub/a.ipynb", work("x"))
    write(project, "sub/a.ipynb", work("y"))
    project.restore("sub/a.ipynb", 1)
    assert os.listdir(project.folder / "sub") == ["a.ipynb"]


def test_a_write_that_fails_leaves_the_old_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(project, "a.ipynb", work("x"))
    raw = write(project, "a.ipynb", work("y"))

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(JovianError):
            worktree.write_notebook(project.folder, "a.ipynb", b"new")
    assert (project.folder / "a.ipynb").read_bytes() == raw
    assert sorted(os.listdir(project.folder)) == [".jovian", "a.ipynb"]


def test_a_read_only_file_is_not_replaced(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """os.access is asked, because the administrator may write everything."""
    commit(project, "a.ipynb", work("x"))
    raw = write(project, "a.ipynb", work("y"))
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "a.ipynb" and allowed(path, mode))
    with pytest.raises(PermissionDenied):
        project.restore("a.ipynb", 1)
    assert (project.folder / "a.ipynb").read_bytes() == raw


def test_a_notebook_being_saved_is_read_when_it_is_whole(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter truncates and writes anew; here slowly, a piece at a time."""
    monkeypatch.setattr(worktree, "_QUIET_SECONDS", 0.5)
    old, new = as_nbformat(work("old")), as_nbformat(work("new", "cells"))
    target = project.folder / "a.ipynb"
    target.write_bytes(old)

    def save() -> None:
        with open(target, "wb", buffering=0) as file:
            for at in range(0, len(new), len(new) // 10):
                file.write(new[at : at + len(new) // 10])
                time.sleep(0.01)

    seen: set[bytes] = set()
    for _ in range(3):
        target.write_bytes(old)
        thread = threading.Thread(target=save)
        thread.start()
        while thread.is_alive():
            seen.add(worktree.read_notebook(project.folder, "a.ipynb", committing._looks_whole))
        thread.join()
    assert seen <= {old, new}
    assert new in seen


def test_what_changed_while_it_was_read_is_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """However whole it looks: it may be half of one notebook and half of the next."""
    raw = write(project, "a.ipynb", work("x"))
    once, torn = worktree._read_once, as_nbformat(work("half", "and half"))
    answers = iter([(torn, "before", "after"), (torn, "after", "later")])
    monkeypatch.setattr(worktree, "_read_once", lambda *where: next(answers, None) or once(*where))
    assert worktree.read_notebook(project.folder, "a.ipynb", lambda data: True) == raw


def test_a_file_that_never_rests_is_said_to_be_changing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worktree, "_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(worktree, "_QUIET_SECONDS", 10.0)
    target = project.folder / "a.ipynb"
    target.write_text("{")
    with pytest.raises(FileChanging):
        project.commit("a.ipynb")
    assert project.page("a.ipynb").total == 0


@pytest.mark.parametrize("cut", [1, 10, 300, -1, -2, -3, -30])
def test_a_notebook_cut_anywhere_does_not_look_whole(cut: int) -> None:
    raw = as_nbformat(work("x", "y"))
    assert committing._looks_whole(raw)
    assert not committing._looks_whole(raw.rstrip(b"\n")[:cut])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_beginning_of_a_notebook_looks_whole(data: st.DataObject) -> None:
    raw = as_nbformat(work('a = {"}": "\\n}"}', "}", "s = '''\n}\n'''")).rstrip(b"\n")
    cut = data.draw(st.integers(0, len(raw) - 1))
    assert not committing._looks_whole(raw[:cut])


@pytest.mark.parametrize("name", ["CON.ipynb", "nul", "com1.txt", "sub/LPT9.ipynb"])
def test_device_names_of_windows_are_refused_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = Path(os.path.realpath(tmp_path))
    assert worktree.inside(folder, name) == name
    monkeypatch.setattr(worktree, "os", SimpleNamespace(**{**vars(os), "name": "nt"}))
    with pytest.raises(InputError, match="device"):
        worktree.inside(folder, name)
