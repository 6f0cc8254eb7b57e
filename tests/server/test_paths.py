"""Which file a contents path means, and which it never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyter_server.services.contents.filemanager import AsyncFileContentsManager, FileContentsManager
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager, LargeFileManager
from jupyter_server.services.contents.manager import AsyncContentsManager, ContentsManager

from jovian_lab.errors import InputError, JovianError, NotebookNotFound, PathOutsideRoot
from jovian_lab.server.errors import ContentsNotLocal
from jovian_lab.server.paths import Root, root_of


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "root"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.ipynb").touch()
    return Root(folder)


def test_plain_paths(root):
    for path in (
        "a.ipynb",
        "sub/b.ipynb",
        "sub",
        "new/deep/c.ipynb",
        "a..ipynb",
        "a b/ä😀\n.ipynb",
        "~x",
        "-f",
    ):
        file = root.file(path)
        assert file == root.folder / path and root.contents_path(file) == path
    assert root.file("") == root.folder and root.contents_path(root.folder) == ""


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("..", PathOutsideRoot), ("../a", PathOutsideRoot), ("sub/../../a", PathOutsideRoot),
        ("sub/..", PathOutsideRoot), ("..a.ipynb", NotebookNotFound),
        ("/a.ipynb", PathOutsideRoot), ("//host/a", PathOutsideRoot), ("a\0.ipynb", InputError), ("a//b", InputError),
        ("./a", InputError), ("sub/.", InputError), ("a.ipynb/", InputError), ("ä" * 130, InputError),
        (".git/config", PathOutsideRoot), ("sub/.GIT/x", PathOutsideRoot), (".jovian", PathOutsideRoot),
        (".hidden.ipynb", NotebookNotFound), ("sub/.h/a.ipynb", NotebookNotFound),
    ],
)  # fmt: skip
def test_refused_paths(root, path, error):
    with pytest.raises(error) as refused:
        root.file(path)
    assert refused.value.hint


def test_links(root, tmp_path):
    outside = tmp_path / "rootless"  # begins with the root's name
    outside.mkdir()
    (outside / "x.ipynb").touch()
    (root.folder / "out").symlink_to(outside)
    (root.folder / "x.ipynb").symlink_to(outside / "x.ipynb")
    (root.folder / "in.ipynb").symlink_to("a.ipynb")
    (root.folder / "up").symlink_to("..")
    (root.folder / ".git").mkdir()
    (root.folder / "innocent").symlink_to(".git")
    (root.folder / "loop").symlink_to("loop")
    for path in ("out/x.ipynb", "x.ipynb", "up/rootless/x.ipynb", "out", "innocent/config"):
        with pytest.raises(PathOutsideRoot):
            root.file(path)
    assert root.file("in.ipynb") == root.folder / "in.ipynb"
    assert root.file("up/root/a.ipynb").exists()  # out and in again is in
    assert root.file("loop") == root.folder / "loop"
    with pytest.raises(PathOutsideRoot):
        root.contents_path(outside / "x.ipynb")


def test_hidden_where_served(root):
    served = Root(root.folder, allow_hidden=True)
    assert served.file(".hidden/a.ipynb") == root.folder / ".hidden/a.ipynb"
    with pytest.raises(PathOutsideRoot):
        served.file(".git/config")


@pytest.mark.parametrize(
    "manager", [FileContentsManager, AsyncFileContentsManager, LargeFileManager, AsyncLargeFileManager]
)
def test_the_root_of_managers_of_files(manager, tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir("/")
    found = root_of(manager(root_dir=str(tmp_path / "link"), allow_hidden=True))
    assert found == Root(tmp_path / "real", allow_hidden=True)


@pytest.mark.parametrize("manager", [ContentsManager, AsyncContentsManager])
def test_managers_of_anything_else_have_no_root(manager):
    assert manager().root_dir == "/"  # what would be served if its word were taken
    with pytest.raises(ContentsNotLocal) as refused:
        root_of(manager())
    assert isinstance(refused.value, JovianError) and refused.value.hint


def test_a_root_that_is_the_whole_disk():
    assert Root(Path("/")).file("etc").as_posix() == "/etc"
