"""What we write, git accepts: packs, trees, commits and the layout that docs/store-format.md promises."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.errors import Damaged, StoreTooNew, VersionNotFound
from jovian_lab.project import Author, Project
from jovian_lab.store import objects, pack, versions
from jovian_lab.store.durable import Replacements
from jovian_lab.store.values import StoredVersion
from tests.history import commit, git, work, write
from tests.notebook.samples import base64_text, code, display, notebook, png


def test_git_finds_nothing_wrong_after_all_verbs(project: Project) -> None:
    write(project, "src/helper é.py", b"x = 1\n")
    commit(project, "sub folder/nötebook.ipynb", work("a", "b"), "One\n\nand more", files=["src/helper é.py"])
    commit(project, "sub folder/nötebook.ipynb", work("a2", "b"), author=Author(" <Åsa>\n\0 ,;", "asa"))
    commit(project, "whole.ipynb", b"no notebook")
    project.tag("whole.ipynb", 1, "submitted")
    project.rename("whole.ipynb", "renamed.ipynb")
    write(project, "sub folder/nötebook.ipynb", work("z"))
    project.restore("sub folder/nötebook.ipynb", "v1")
    complaints = git(project, "fsck", "--strict", "--no-progress", "--no-dangling").splitlines()
    assert complaints == ["notice: HEAD points to an unborn branch (master)"]  # no branch is published yet
    for name in (project.folder / ".jovian/repository.git/objects/pack").glob("*.pack"):
        git(project, "verify-pack", str(name))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=400), st.integers(1, 200), st.booleans()), min_size=1, max_size=20))
def test_any_pack_is_the_one_git_would_index(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[bytes, int, bool]]
) -> None:
    """`git index-pack` reads the pack and makes the very index that we wrote."""
    folder = tmp_path_factory.mktemp("repository") / "objects" / "pack"
    folder.mkdir(parents=True)
    new: dict[str, pack.NewObject] = {}
    for body, times, compressible in made:
        name = objects.object_id("blob", body * times)
        new[name] = pack.new_object(name, "blob", body * times, compressible=compressible)
    replacements = Replacements()
    pack.stage_pack(replacements, folder.parent.parent, list(new.values()))
    replacements.put_in_place()
    (written,) = folder.glob("*.pack")
    theirs = folder.parent / "theirs.idx"
    subprocess.run(["git", "index-pack", "--strict", "-o", str(theirs), str(written)], check=True, capture_output=True)
    assert theirs.read_bytes() == written.with_suffix(".idx").read_bytes()
    assert [path.name for path in folder.iterdir() if path.name.startswith("tmp_")] == []


def test_an_index_with_offsets_above_2_GB_is_read_by_git(tmp_path: Path) -> None:
    """The pack itself is not made: git reads the offsets from the index alone."""
    entries = [(bytes([n]) * 20, n, offset) for n, offset in enumerate([12, 2**31 - 1, 2**31, 2**33 + 5])]
    index = pack._index(entries, b"\0" * 20)
    shown = subprocess.run(["git", "show-index"], input=index, capture_output=True, check=True).stdout.decode()
    assert [int(line.split()[0]) for line in shown.splitlines()] == [12, 2**31 - 1, 2**31, 2**33 + 5]
    assert struct.pack(">Q", 2**33 + 5) in index


def test_a_version_is_laid_out_as_documented(project: Project) -> None:
    picture = display(image__png=base64_text(png()))
    write(project, "lib/helper.py", b"x = 1\n")
    made = commit(
        project,
        "a.ipynb",
        notebook(code("x", picture, id="c")),
        "A title\n\nA message",
        files=["lib/helper.py"],
        environment=False,
    )
    listed = git(project, "ls-tree", "-r", "--name-only", made.id).split()
    part = objects.object_id("blob", png())
    assert listed == [
        "files/lib/helper.py",
        f"notebook/parts/{part[0]}/{part}.part-of-notebook",
        "notebook/skeleton",
        "version.json",
    ]
    stored = json.loads(git(project, "show", f"{made.id}:version.json"))
    assert set(stored) == set(StoredVersion.__struct_fields__)
    message = git(project, "log", "-1", "--format=%B", made.id)
    title, body, trailer = message.strip().split("\n\n")
    assert (title, body) == ("A title", "A message")
    assert json.loads(trailer.removeprefix("Jovian-Version: ")) == stored


def test_a_notebook_that_cannot_be_split_is_a_single_file(project: Project) -> None:
    made = commit(project, "a.ipynb", b"# text", environment=False)
    assert git(project, "ls-tree", "-r", "--name-only", made.id).split() == ["notebook/whole", "version.json"]
    assert git(project, "show", f"{made.id}:notebook/whole") == "# text"
    assert made.storage == "whole"


def test_a_message_cannot_pose_as_the_description(project: Project) -> None:
    made = commit(project, "a.ipynb", work("x"), 'title\n\nJovian-Version: {"format": 99}')
    assert project.version("a.ipynb", 1).message == 'Jovian-Version: {"format": 99}'
    (project.folder / ".jovian/index.sqlite").unlink()
    assert project.version("a.ipynb", 1) == made


def test_parents_are_the_history_and_nothing_else(project: Project) -> None:
    """A copy names its origin in version.json; a foreign parent would drag the other history into every walk."""
    first = commit(project, "a.ipynb", work("x"))
    second = commit(project, "a.ipynb", work("y"))
    copy = commit(project, "copy.ipynb", work("y"))
    assert git(project, "rev-list", "--parents", second.id).split() == [second.id, first.id, first.id]
    assert git(project, "rev-list", "--parents", copy.id).split() == [copy.id]
    assert copy.origin is not None
    assert copy.origin.id == second.id


def test_a_commit_writes_only_objects_of_changed_parts(project: Project) -> None:
    """One edited cell of many: its part, a stretch of the skeleton, one small folder, and the frame of a version."""
    sources = [f"x = {number}" for number in range(40)]
    commit(project, "a.ipynb", work(*sources))
    packs = project.folder / ".jovian/repository.git/objects/pack"
    before = set(packs.glob("*.idx"))
    data = work(*sources)
    data["cells"][7] = work(*sources[:7], "edited", output="other " * 300)["cells"][7]
    commit(project, "a.ipynb", data)
    (new,) = set(packs.glob("*.idx")) - before
    with open(new, "rb") as index:
        listed = subprocess.run(["git", "show-index"], stdin=index, capture_output=True, check=True).stdout
    kinds = [git(project, "cat-file", "-t", line.split()[1].decode()).strip() for line in listed.splitlines()]
    # blobs: part, one stretch of the skeleton (two where a border moved), version.json
    # trees: top, notebook, skeleton, parts, one or two of its sixteen folders
    assert kinds.count("blob") in (3, 4)
    assert kinds.count("commit") == 1
    assert kinds.count("tree") in (5, 6)


def test_a_changed_source_writes_no_part_at_all(project: Project) -> None:
    data = work("a", "b")
    commit(project, "a.ipynb", data)
    before = set(git(project, "rev-list", "--objects", "--all").split())
    data["cells"][0]["source"] = ["a, edited"]
    made = commit(project, "a.ipynb", data)
    new = set(git(project, "rev-list", "--objects", "--all", "--no-object-names").split()) - before
    sorts = sorted(git(project, "cat-file", "-t", name).strip() for name in new)
    assert sorts == ["blob", "blob", "commit", "tree", "tree"]  # skeleton, version.json; top, notebook
    assert made.id in new


def test_an_unchanged_notebook_writes_nothing(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))

    def everything() -> dict[Path, tuple[int, int]]:
        files = (project.folder / ".jovian/repository.git").rglob("*")
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files if path.name != "jovian.lock"}

    before = everything()
    assert project.commit("a.ipynb") is None
    write(project, "a.ipynb", work("x"))
    assert project.commit("a.ipynb", "with a message") is None
    assert everything() == before


def test_trees_are_in_git_s_order() -> None:
    blob, tree = "a" * 40, "b" * 40
    entries = [
        objects.Entry(objects.FOLDER, "a", tree),
        objects.Entry(objects.FILE, "a.b", blob),
        objects.Entry(objects.FILE, "a0", blob),
    ]
    assert [entry.name for entry in objects.parse_tree(objects.tree_body(entries))] == ["a.b", "a", "a0"]


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(max_size=300), st.integers(0, 2**33))
def test_any_author_and_message_make_a_commit_that_git_accepts(author: str, message: str, seconds: int) -> None:
    body = objects.commit_body("a" * 40, ["b" * 40], author, seconds, message)
    head, _, _ = body.partition(b"\n\n")
    lines = head.split(b"\n")
    assert [line.split(b" ")[0] for line in lines] == [b"tree", b"parent", b"author", b"committer"]
    assert lines[2].count(b"<") == lines[2].count(b">") == 1
    assert b"\0" not in body
    assert objects.parse_commit(body)[:2] == ("a" * 40, ["b" * 40])


def test_a_version_of_a_newer_format_is_refused_by_name() -> None:
    with pytest.raises(StoreTooNew):
        versions.parse(b'title\n\nJovian-Version: {"format": 3, "anything": "else"}\n')
    with pytest.raises(Damaged):
        versions.parse(b'title\n\nJovian-Version: {"format": 1}\n')
    with pytest.raises(Damaged):
        versions.parse(b"title\n\nJovian-Version: {\n")
    with pytest.raises(VersionNotFound):
        versions.parse(b"somebody's commit\n")


def test_what_is_stored_reads_back(project: Project) -> None:
    made = commit(project, "a.ipynb", work("x"), "Title")
    stored = json.loads(git(project, "show", f"{made.id}:version.json"))
    decoded = msgspec.convert(stored, StoredVersion)
    assert decoded.sha256 == made.sha256
    assert decoded.kernel == made.kernel
