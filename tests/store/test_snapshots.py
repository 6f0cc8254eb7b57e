"""Snapshots: kept apart, bounded, promoted on request."""

from __future__ import annotations

from jovian_lab.project import Project
from jovian_lab.store.snapshots import MOST
from tests.history import commit, git, work, write


def test_a_snapshot_is_no_version(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    raw = write(project, "a.ipynb", work("draft"))
    kept = project.snapshot("a.ipynb", reason="before a restart")
    assert kept is not None
    assert (kept.kind, kept.number, kept.reason) == ("snapshot", 1, "before a restart")
    assert project.page("a.ipynb").total == 1
    assert project.snapshots("a.ipynb") == [kept]
    assert project.read("a.ipynb", kept.id) == raw
    assert project.version("a.ipynb", kept.id[:8]) == kept
    assert project.version("a.ipynb", "latest").number == 1
    assert commit(project, "a.ipynb", work("y")).number == 2


def test_what_is_kept_already_is_not_kept_again(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    assert project.snapshot("a.ipynb", reason="nothing new") is None
    write(project, "a.ipynb", work("draft"))
    assert project.snapshot("a.ipynb", reason="once") is not None
    assert project.snapshot("a.ipynb", reason="twice") is None
    assert len(project.snapshots("a.ipynb")) == 1


def test_there_are_twenty_at_most_newest_first(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    for number in range(MOST + 5):
        write(project, "a.ipynb", work(f"draft {number}"))
        assert project.snapshot("a.ipynb", reason=f"number {number}") is not None
    reasons = [kept.reason for kept in project.snapshots("a.ipynb")]
    assert reasons == [f"number {number}" for number in range(MOST + 4, 4, -1)]
    assert project.fsck().ok


def test_a_snapshot_becomes_a_version_and_stays(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    raw = write(project, "a.ipynb", work("draft"))
    kept = project.snapshot("a.ipynb", reason="before a restart")
    assert kept is not None
    write(project, "a.ipynb", work("something else"))
    made = project.promote("a.ipynb", kept.id, title="It was good")
    assert (made.number, made.title, made.kind) == (2, "It was good", "version")
    assert project.read("a.ipynb", 2) == raw
    assert [snapshot.id for snapshot in project.snapshots("a.ipynb")] == [kept.id]
    assert project.page("a.ipynb").total == 2
    assert commit(project, "a.ipynb", work("next")).parents[0].id == made.id


def test_a_snapshot_shares_what_it_has_in_common(project: Project) -> None:
    commit(project, "a.ipynb", work("x", "y", "z"))
    before = set(git(project, "rev-list", "--objects", "--all", "--no-object-names").split())
    write(project, "a.ipynb", work("x", "y", "edited"))
    project.snapshot("a.ipynb", reason="test")
    new = set(git(project, "rev-list", "--objects", "--all", "--no-object-names").split()) - before
    assert len(new) == 7  # skeleton, version.json, notebook, top, commit; the holder and its empty tree


def test_any_reason_can_be_kept(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    write(project, "a.ipynb", work("draft"))
    kept = project.snapshot("a.ipynb", reason="line one\nline two \ud800 \0" + "x" * 500)
    assert kept is not None
    assert kept.title.startswith("line one line two")
    assert "\n" not in kept.title
    assert len(kept.title) <= 200
    assert project.snapshots("a.ipynb")[0].title == kept.title
