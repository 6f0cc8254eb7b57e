"""Nothing is served that does not match its name."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest

from jovian_lab.errors import Damaged
from jovian_lab.project import Project
from jovian_lab.store import objects
from jovian_lab.store.repository import Store
from tests.history import commit, git, work
from tests.notebook.samples import as_nbformat


def loose(store: Store, kind: str, body: bytes, name: str | None = None) -> Path:
    """Write a loose object, under its own name or a false one."""
    name = name or objects.object_id(kind, body)
    path = store.repository / "objects" / name[:2] / name[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(b"%s %d\0" % (kind.encode(), len(body)) + body))
    return path


def test_an_object_is_returned_as_it_was_stored(store: Store) -> None:
    for body in (b"", b"x", bytes(range(256)) * 300, b"\n" * 70_000):
        loose(store, "blob", body)
        with store.reader() as reader:
            assert reader.blob(objects.object_id("blob", body)) == body


def test_an_object_under_another_s_name_is_refused(store: Store) -> None:
    """`git cat-file` itself serves it."""
    swapped = "ab" * 20
    loose(store, "blob", b"something else", swapped)
    loose(store, "blob", b"good")
    with store.reader() as reader:
        with pytest.raises(Damaged):
            reader.blob(swapped)
        assert reader.blob(objects.object_id("blob", b"good")) == b"good"  # the others still work


def test_an_object_of_another_kind_is_refused(store: Store) -> None:
    loose(store, "blob", b"text")
    with store.reader() as reader, pytest.raises(Damaged):
        reader.commit(objects.object_id("blob", b"text"))


@pytest.mark.parametrize("name", ["a" * 40, "", "a" * 39, "HEAD", "../../etc/passwd", "a" * 40 + "\n" + "b" * 40])
def test_what_is_not_there_is_damage_not_a_crash(store: Store, name: str) -> None:
    with store.reader() as reader, pytest.raises(Damaged):
        reader.blob(name)


def test_a_torn_object_is_refused_and_a_new_reader_goes_on(store: Store) -> None:
    path = loose(store, "blob", b"x" * 100_000)
    path.write_bytes(path.read_bytes()[:60])
    loose(store, "blob", b"good")
    with store.reader() as reader, pytest.raises(Damaged):
        reader.blob(objects.object_id("blob", b"x" * 100_000))
    with store.reader() as reader:
        assert reader.blob(objects.object_id("blob", b"good")) == b"good"


def test_a_version_joined_from_a_swapped_part_is_refused(project: Project, store: Store) -> None:
    """The swap is consistent inside git (object names match); only the notebook's own checksum tells."""
    made = commit(project, "a.ipynb", work("x"))
    fake_skeleton = loose(store, "blob", as_nbformat(work("evil")))
    skeleton = fake_skeleton.parent.name + fake_skeleton.name
    notebook = objects.tree_body([objects.Entry(objects.FILE, "skeleton", skeleton)])
    loose(store, "tree", notebook)
    description = git(project, "rev-parse", f"{made.id}:version.json").strip()
    top = [
        objects.Entry(objects.FOLDER, "notebook", objects.object_id("tree", notebook)),
        objects.Entry(objects.FILE, "version.json", description),
    ]
    loose(store, "tree", objects.tree_body(top))
    with store.reader() as reader:
        old = reader.read(made.id, "commit")
    body = old.replace(old[5:45], objects.object_id("tree", objects.tree_body(top)).encode(), 1)
    loose(store, "commit", body)
    forged = objects.object_id("commit", body)
    (store.repository / "refs/jovian/versions" / made.notebook).write_text(forged + "\n")
    with pytest.raises(Damaged, match="join"):
        project.read("a.ipynb", forged)


def test_fsck_names_the_damage_and_the_version(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    second = commit(project, "a.ipynb", work("x", "y"))
    assert project.fsck().ok
    packs = project.folder / ".jovian/repository.git/objects/pack"
    for name in packs.iterdir():
        name.chmod(0o644)
    part = next(n for n in git(project, "ls-tree", "-r", second.id, "notebook/parts/").split() if len(n) == 40)
    git(project, "repack", "-q", "-a", "-d")
    git(project, "unpack-objects", "-q") if False else None
    for pack in packs.glob("*.pack"):
        shutil.move(pack, project.folder / pack.name)
        for index in packs.glob("*.idx"):
            index.unlink()
    for pack in project.folder.glob("*.pack"):
        with open(pack, "rb") as data:
            import subprocess

            repository = project.folder / ".jovian/repository.git"
            subprocess.run(["git", f"--git-dir={repository}", "unpack-objects", "-q"], stdin=data, check=True)
    damaged = project.folder / ".jovian/repository.git/objects" / part[:2] / part[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(zlib.compress(b"blob 4\0evil"))
    report = project.fsck()
    assert not report.ok
    problem = next(problem for problem in report.problems if problem.object == part)
    assert any("a.ipynb v2" in version for version in problem.versions)
