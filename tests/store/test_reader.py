"""Nothing is served that does not match its name."""

from __future__ import annotations

import subprocess
import zlib
from pathlib import Path

import pytest

from jovian_lab.errors import Damaged
from jovian_lab.project import Project
from jovian_lab.store import objects
from jovian_lab.store.repository import Store
from tests.history import commit, git, work, write
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


def unpack(project: Project) -> Path:
    """Turn all packs into loose objects; return their folder."""
    objects_folder = project.folder / ".jovian/repository.git/objects"
    packs = [path.rename(project.folder / path.name) for path in (objects_folder / "pack").glob("*.pack")]
    for path in (objects_folder / "pack").iterdir():
        path.unlink()
    for path in packs:
        with open(path, "rb") as data:
            command = ["git", f"--git-dir={objects_folder.parent}", "unpack-objects", "-q"]
            subprocess.run(command, stdin=data, check=True)
    return objects_folder


@pytest.mark.parametrize("name", ["", "^{tree}", ":notebook", ":notebook/skeleton", ":notebook/parts", ":version.json"])
@pytest.mark.parametrize("how", ["another object", "cut short", "missing"])
def test_damage_is_named_with_its_version_and_the_others_work(project: Project, name: str, how: str) -> None:
    raw = write(project, "a.ipynb", work("x"))
    project.commit("a.ipynb")
    made = commit(project, "a.ipynb", work("x", "y"))
    other = commit(project, "b.ipynb", b"no notebook")
    assert project.fsck().ok
    identity = git(project, "rev-parse", made.id + name).strip()
    damaged = unpack(project) / identity[:2] / identity[2:]
    assert project.fsck().ok
    damaged.chmod(0o644)
    if how == "another object":
        damaged.write_bytes(zlib.compress(b"blob 4\0evil"))
    elif how == "cut short":
        damaged.write_bytes(damaged.read_bytes()[:-5])
    else:
        damaged.unlink()
    report = project.fsck()
    assert not report.ok
    (problem,) = [problem for problem in report.problems if problem.object == identity]
    assert any("a.ipynb v2" in version or made.notebook in version for version in problem.versions)
    assert not any("v1" in version or "b.ipynb" in version for version in problem.versions)
    if name not in (":version.json", ":notebook/parts"):  # the notebook can be read without these
        with pytest.raises(Damaged):
            project.read("a.ipynb", made.id)
    assert project.read("a.ipynb", 1) == raw
    assert project.read("b.ipynb", other.id) == b"no notebook"
