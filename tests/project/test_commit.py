"""Commit: what the user gets for every kind of file and every kind of request."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.errors import Conflict, InputError, VersionNotFound
from jovian_lab.project import Author, CellCounts, Changes, Kernel, Project
from jovian_lab.store import heads
from tests.history import commit, git, other, work, write
from tests.notebook.samples import as_nbformat, code, markdown, notebook, wild
from tests.notebook.strategies import formatted


def test_a_commit_says_what_it_made(project: Project) -> None:
    data = notebook(code("x", id="a"), markdown("# y", id="b"))
    raw = write(project, "a.ipynb", data)
    made = project.commit("a.ipynb", " A title \n\nThe story\nof it \n", author=Author("Åsa", "asa"))
    assert made is not None
    assert (made.number, made.title, made.message, made.recorded_title) == (1, "A title", "The story\nof it", "A title")
    assert (made.author, made.path, made.kind) == (Author("Åsa", "asa"), "a.ipynb", "version")
    assert made.kernel == Kernel("python3", "Python 3", "python")
    assert made.cells == CellCounts(code=1, markdown=1)
    assert (made.changes, made.parents, made.base, made.origin) == (None, [], None, None)
    assert (made.size, made.storage, made.nbformat) == (len(raw), "split", "4.5")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made.created)
    assert project.version("a.ipynb", made.id) == made


def test_changes_are_counted_against_the_parent(project: Project) -> None:
    commit(project, "a.ipynb", work("a", "b", "c"))
    made = commit(project, "a.ipynb", work("a, edited", "b", "c", "d"))
    assert made.changes == Changes(added=1, edited=1)
    assert [(parent.number, parent.id) for parent in made.parents] == [(1, project.version("a.ipynb", 1).id)]


@pytest.mark.parametrize("name", sorted(wild()))
def test_no_notebook_is_refused_or_altered(project: Project, name: str) -> None:
    """Committed warm, over another kind, and read by a fresh look at the store."""
    raw = wild()[name]
    commit(project, "a.ipynb", work("before"))
    made = commit(project, "a.ipynb", raw, name)
    assert project.read("a.ipynb", made.id) == raw
    commit(project, "a.ipynb", work("after"))
    commit(project, "a.ipynb", raw)
    project.restore("a.ipynb", 1)
    assert project.restore("a.ipynb", 2).changed
    assert (project.folder / "a.ipynb").read_bytes() == raw
    assert project.fsck().ok


@settings(max_examples=12, deadline=None)
@given(st.lists(formatted(), min_size=1, max_size=4))
def test_any_history_reads_back_byte_for_byte(tmp_path_factory: pytest.TempPathFactory, raws: list[bytes]) -> None:
    project = Project.open(tmp_path_factory.mktemp("any"), create=True)
    kept = [raw for number, raw in enumerate(raws) if number == 0 or raw != raws[number - 1]]
    for raw in kept:
        commit(project, "a.ipynb", raw)
    assert [project.read("a.ipynb", number + 1) for number in range(len(kept))] == kept


def test_nothing_changed_makes_no_version_unless_asked_for(project: Project) -> None:
    first = commit(project, "a.ipynb", work("x"))
    assert project.commit("a.ipynb", "again") is None
    empty = project.commit("a.ipynb", "again", allow_empty=True)
    assert empty is not None
    assert (empty.number, empty.changes, empty.sha256) == (2, Changes(), first.sha256)
    assert project.read("a.ipynb", 2) == project.read("a.ipynb", 1)


def test_a_superseded_base_keeps_both_and_says_so(project: Project) -> None:
    first = commit(project, "a.ipynb", work("x"))
    second = commit(project, "a.ipynb", work("y"), base=first.id)
    assert second.base is None  # it was the newest
    third = commit(project, "a.ipynb", work("z"), base=first.id)
    assert third.base is not None
    assert (third.base.id, third.base.number, third.parents[0].id) == (first.id, 1, second.id)
    assert [version.number for version in project.versions("a.ipynb")] == [3, 2, 1]


@pytest.mark.parametrize("base", ["0" * 40, "v1", "", "x" * 40])
def test_an_unknown_base_is_a_conflict_and_changes_nothing(project: Project, base: str) -> None:
    commit(project, "a.ipynb", work("x"))
    write(project, "a.ipynb", work("y"))
    with pytest.raises(Conflict) as caught:
        project.commit("a.ipynb", base=base)
    assert "Reload" in caught.value.hint
    assert project.page("a.ipynb").total == 1


def test_files_stay_with_a_notebook_until_they_are_gone(project: Project) -> None:
    """Who names no files gets those of the newest version, as they are now."""
    (project.folder / "utils.py").write_bytes(b"one")
    (project.folder / "more.py").write_bytes(b"more")
    commit(project, "a.ipynb", work("x"), files=["utils.py", "more.py"])
    (project.folder / "utils.py").write_bytes(b"two")
    second = project.commit("a.ipynb")
    assert second is not None
    assert project.read_file("a.ipynb", second.id, "utils.py") == b"two"
    assert project.commit("a.ipynb") is None
    (project.folder / "more.py").unlink()
    third = project.commit("a.ipynb", allow_empty=True)
    assert third is not None
    assert [entry.path for entry in third.files] == ["utils.py"]
    last = project.commit("a.ipynb", files=[], allow_empty=True)
    assert last is not None
    assert last.files == []


def test_files_go_with_a_version(project: Project) -> None:
    write(project, "lib/utils.py", b"one\n")
    write(project, "dätä file.csv", b"\xff\0\r\n")
    made = commit(
        project, "a.ipynb", work("x"), files=["lib/utils.py", project.folder / "dätä file.csv", "lib/utils.py"]
    )
    assert [(entry.path, entry.size) for entry in made.files] == [("dätä file.csv", 4), ("lib/utils.py", 4)]
    write(project, "lib/utils.py", b"two\n")
    assert project.read_file("a.ipynb", 1, "lib/utils.py") == b"one\n"
    assert project.read_file("a.ipynb", 1, "dätä file.csv") == b"\xff\0\r\n"
    second = project.commit("a.ipynb", files=["lib/utils.py"])  # only the file changed
    assert second is not None
    assert second.number == 2
    assert project.commit("a.ipynb", files=["lib/utils.py"]) is None
    for missing in ("other.py", "", "../x"):
        with pytest.raises(VersionNotFound):
            project.read_file("a.ipynb", 1, missing)


def test_a_message_is_bounded_and_clean(project: Project) -> None:
    made = commit(project, "a.ipynb", work("x"), "t" * 300 + "\nrest")
    assert len(made.title) == 200
    assert made.title.endswith("…")
    assert made.message == "t" * 300 + "\nrest"  # nothing of it is lost
    odd = commit(project, "a.ipynb", work("y"), "a\0b\x1b[31mc\ud800\u202e\r\n\ttab")
    assert odd.title == "ab[31mc?"
    assert odd.message == "tab"
    write(project, "a.ipynb", work("z"))
    with pytest.raises(InputError):
        project.commit("a.ipynb", "x" * 70_000)
    assert project.page("a.ipynb").total == 2


@pytest.mark.parametrize(
    "path", ["a b.ipynb", "Übung/ñ 🐍.ipynb", "-rf.ipynb", "--help", "a'b\".ipynb", "x\ny.ipynb", "%41.ipynb", "v1"]
)
def test_any_name_of_a_file_is_kept(project: Project, path: str) -> None:
    raw = write(project, path, work("x"))
    made = project.commit(path)
    assert made is not None
    assert made.path == path
    write(project, path, work("y"))
    assert project.restore(path, "v1").changed
    assert (project.folder / path).read_bytes() == raw
    assert [notebook.path for notebook in project.notebooks()] == [path]


def test_a_copy_has_a_history_of_its_own_and_names_its_origin(project: Project) -> None:
    original = commit(project, "a.ipynb", work("a", "b", "c"))
    commit(project, "unlike.ipynb", other("something", "else", "altogether"))
    copy = commit(project, "copy of a.ipynb", work("a", "b", "c, edited"))
    assert copy.number == 1
    assert copy.notebook != original.notebook
    assert copy.origin is not None
    assert (copy.origin.path, copy.origin.id, copy.origin.number) == ("a.ipynb", original.id, 1)
    assert copy.changes == Changes(edited=1)
    later = commit(project, "copy of a.ipynb", work("a", "b", "c, again"))
    assert later.origin is None


def test_a_notebook_in_google_colab_s_order_is_described_as_any_other(project: Project) -> None:
    data = notebook(code("x", id="a"))
    colab = json.dumps({"nbformat": 4, "nbformat_minor": 0, "metadata": data["metadata"], "cells": data["cells"]})
    made = commit(project, "a.ipynb", colab.encode())
    assert (made.kernel, made.nbformat, made.storage) == (Kernel("python3", "Python 3", "python"), "4.0", "split")


def test_a_version_whose_newest_is_damaged_can_be_followed_by_another(project: Project) -> None:
    """The work goes on, and the damage is named."""
    commit(project, "a.ipynb", work("x"))
    made = commit(project, "a.ipynb", work("x", "y"))
    repository = project.folder / ".jovian/repository.git"
    skeleton = git(project, "rev-parse", f"{made.id}:notebook/skeleton").strip()
    git(project, "repack", "-a", "-d", "-q")
    pack = next((repository / "objects/pack").glob("*.pack"))
    listing = git(project, "verify-pack", "-v", str(pack))
    offset = next(int(line.split()[4]) for line in listing.splitlines() if line.startswith(skeleton))
    pack.chmod(0o644)
    data = bytearray(pack.read_bytes())
    data[offset + 5] ^= 0xFF
    pack.write_bytes(data)
    fresh = Project.open(project.folder)
    heads._remembered.clear()
    raw = write(fresh, "a.ipynb", work("x", "y", "z"))
    third = fresh.commit("a.ipynb")
    assert third is not None
    assert third.number == 3
    assert fresh.read("a.ipynb", 3) == raw
    assert not fresh.fsck().ok


def test_a_backup_put_in_place_under_a_running_process_is_taken_as_it_is(project: Project) -> None:
    """What this process wrote and remembers is not there any more, and is written again."""
    commit(project, "a.ipynb", work("x"))
    backup = project.folder.parent / "backup"
    shutil.copytree(project.folder / ".jovian", backup)
    commit(project, "a.ipynb", work("x", "y"))
    shutil.rmtree(project.folder / ".jovian")
    backup.rename(project.folder / ".jovian")
    raw = write(project, "a.ipynb", work("x", "y", "z"))
    made = project.commit("a.ipynb")
    assert made is not None
    assert (made.number, made.changes) == (2, Changes(added=2))
    assert project.read("a.ipynb", 2) == raw
    assert project.fsck().ok


def test_without_an_author_it_is_whoever_uses_the_computer(project: Project) -> None:
    made = commit(project, "a.ipynb", work("x"))
    assert made.author.name
    assert git(project, "log", "-1", "--format=%an%ae", made.id).strip() == made.author.name


def test_formatting_alone_is_a_change(project: Project) -> None:
    """Byte for byte: what differs in one blank is another version, with no cell changed."""
    data = other("x", "y")
    commit(project, "a.ipynb", as_nbformat(data))
    made = commit(project, "a.ipynb", json.dumps(data, indent=4).encode())
    assert made.changes == Changes()
