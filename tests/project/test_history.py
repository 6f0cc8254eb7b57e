"""Looking back: pages, names of versions, reading and restoring, status."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from jovian_lab.errors import InputError, NotAFile, NotebookNotFound, VersionNotFound
from jovian_lab.project import Changes, Project
from jovian_lab.store.repository import Store
from tests.history import commit, many, other, work, write
from tests.notebook.samples import as_nbformat


@pytest.fixture
def history(project: Project) -> Project:
    for number in range(1, 6):
        commit(project, "a.ipynb", work(f"x = {number}"), f"Title {number}")
    return project


def test_pages_are_newest_first_and_add_up(history: Project) -> None:
    page = history.page("a.ipynb", offset=1, limit=2)
    assert [version.number for version in page.versions] == [4, 3]
    assert (page.total, page.offset) == (5, 1)
    assert history.page("a.ipynb", offset=5).versions == []
    assert [version.number for version in history.versions("a.ipynb")] == [5, 4, 3, 2, 1]
    found = history.page("a.ipynb", filter="title 3")
    assert ([version.number for version in found.versions], found.total) == ([3], 1)
    assert history.page("unknown.ipynb").total == 0


def test_a_version_has_many_names(history: Project) -> None:
    third = history.version("a.ipynb", "v3")
    history.tag("a.ipynb", 3, "best")
    for name in ("v3", "3", 3, " v3 ", third.id, third.id[:4], third.id[:10].upper(), "best"):
        assert history.version("a.ipynb", name).id == third.id, name
    assert history.version("a.ipynb", "latest").number == 5


@pytest.mark.parametrize(
    "name",
    [
        "",
        "v0",
        "v6",
        "0",
        "-1",
        "vv3",
        "v",
        "V3",
        "v3.0",
        "٣",
        "best",
        "abc",
        "HEAD",
        "--all",
        "\ud800",
        "\0",
        "x" * 10_000,
        "9" * 30,
        99999,
    ],
)
def test_other_names_are_not_found(history: Project, name: str | int) -> None:
    with pytest.raises(VersionNotFound) as caught:
        history.version("a.ipynb", name)
    assert caught.value.hint


def test_an_ambiguous_prefix_is_not_guessed(project: Project) -> None:
    """Among so many ids two begin alike."""
    ids = many(Store(project.folder), commit(project, "a.ipynb", work("x")).notebook, 2000)
    begins = Counter(identity[:4] for identity in ids)
    twin = next(prefix for prefix, count in begins.items() if count > 1 and not prefix.isdecimal())
    with pytest.raises(VersionNotFound, match="More than one"):
        project.version("a.ipynb", twin)
    for identity in [identity for identity in ids if identity.startswith(twin)]:
        assert project.version("a.ipynb", identity[:12]).id == identity


def test_a_tag_on_two_versions_names_the_newer(history: Project) -> None:
    history.tag("a.ipynb", 2, "best")
    history.tag("a.ipynb", 4, "best")
    assert history.version("a.ipynb", "best").number == 4
    history.untag("a.ipynb", 4, "best")
    assert history.version("a.ipynb", "best").number == 2


def test_a_version_of_another_notebook_is_not_found(history: Project) -> None:
    stranger = commit(history, "b.ipynb", other("x"))
    with pytest.raises(VersionNotFound):
        history.version("a.ipynb", stranger.id)


def test_restoring_keeps_what_was_there_and_can_be_undone(history: Project) -> None:
    draft = write(history, "a.ipynb", work("unsaved work"))
    result = history.restore("a.ipynb", "v2")
    assert result.changed
    assert result.version.number == 2
    assert (history.folder / "a.ipynb").read_bytes() == as_nbformat(work("x = 2"))
    assert result.snapshot is not None
    assert result.snapshot.reason == "before restoring v2"
    assert history.page("a.ipynb").total == 5  # restoring makes no version
    undone = history.restore("a.ipynb", result.snapshot.id)
    assert undone.changed
    assert (history.folder / "a.ipynb").read_bytes() == draft


def test_restoring_what_is_there_touches_nothing(history: Project) -> None:
    before = (history.folder / "a.ipynb").stat()
    result = history.restore("a.ipynb", "latest")
    assert (result.changed, result.snapshot) == (False, None)
    after = (history.folder / "a.ipynb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_restoring_over_a_committed_state_needs_no_snapshot(history: Project) -> None:
    assert history.restore("a.ipynb", 1).snapshot is None
    assert history.snapshots("a.ipynb") == []


def test_a_vanished_notebook_comes_back(history: Project) -> None:
    (history.folder / "a.ipynb").unlink()
    assert history.status("a.ipynb").state == "missing"
    result = history.restore("a.ipynb", "latest")
    assert (result.changed, result.snapshot) == (True, None)
    assert history.status("a.ipynb").state == "unchanged"


def test_a_vanished_folder_comes_back_too(project: Project) -> None:
    raw = write(project, "deep/er/a.ipynb", work("x"))
    project.commit("deep/er/a.ipynb")
    (project.folder / "deep/er/a.ipynb").unlink()
    (project.folder / "deep/er").rmdir()
    (project.folder / "deep").rmdir()
    project.restore("deep/er/a.ipynb", 1)
    assert (project.folder / "deep/er/a.ipynb").read_bytes() == raw


def test_restoring_over_a_folder_is_refused(history: Project) -> None:
    (history.folder / "a.ipynb").unlink()
    (history.folder / "a.ipynb").mkdir()
    with pytest.raises(NotAFile):
        history.restore("a.ipynb", 1)
    assert (history.folder / "a.ipynb").is_dir()


def test_status_tells_where_a_notebook_stands(project: Project) -> None:
    write(project, "a.ipynb", work("x"))
    status = project.status("a.ipynb")
    assert (status.state, status.head, status.next_number, status.changes) == ("new", None, 1, None)
    first = project.commit("a.ipynb")
    status = project.status("a.ipynb")
    assert (status.state, status.head, status.next_number, status.changes) == ("unchanged", first, 2, None)
    write(project, "a.ipynb", work("x", "y"))
    status = project.status("a.ipynb")
    assert (status.state, status.changes) == ("changed", Changes(added=1))


def test_status_judges_what_is_on_screen(history: Project) -> None:
    shown = work("x = 5")
    for cell in shown["cells"]:
        cell["source"] = "".join(cell["source"])
        cell["outputs"][0]["text"] = "".join(cell["outputs"][0]["text"])
    assert history.status("a.ipynb", content=json.dumps(shown).encode()).state == "unchanged"
    shown["cells"][0]["source"] = "x = 6"
    status = history.status("a.ipynb", content=json.dumps(shown).encode())
    assert (status.state, status.changes) == ("changed", Changes(edited=1))
    assert (history.folder / "a.ipynb").read_bytes() == as_nbformat(work("x = 5"))
    with pytest.raises(InputError):
        history.status("a.ipynb", content=b"no json")


@pytest.mark.parametrize("verb", ["version", "read", "restore"])
def test_a_notebook_without_versions_is_said_so(project: Project, verb: str) -> None:
    write(project, "a.ipynb", work("x"))
    with pytest.raises(NotebookNotFound) as caught:
        getattr(project, verb)("a.ipynb", "latest")
    assert "Commit it" in caught.value.hint
