"""Refs: compare-and-swap, read wherever git keeps them, damage named."""

from __future__ import annotations

import pytest

from jovian_lab.errors import Conflict, Damaged
from jovian_lab.project import Project
from jovian_lab.store import refs
from jovian_lab.store.durable import Replacements
from jovian_lab.store.repository import Store
from tests.history import commit, git, work

KEY, A, B = "0123456789abcdef", "a" * 40, "b" * 40
REF = f"{refs.VERSIONS}/{KEY}"


def move(store: Store, new: str, old: str | None) -> None:
    replacements = Replacements()
    try:
        refs.stage_move(replacements, store.repository, REF, new, old)
    except BaseException:
        replacements.discard()
        raise
    replacements.put_in_place()


def test_a_ref_moves_only_from_where_it_was_seen(store: Store) -> None:
    move(store, A, None)
    with pytest.raises(Conflict):
        move(store, B, None)
    with pytest.raises(Conflict):
        move(store, B, B)
    assert refs.read(store.repository, REF) == A
    move(store, B, A)
    assert refs.read(store.repository, REF) == B
    with pytest.raises(Conflict):
        move(store, A, A)
    assert refs.listed(store.repository, refs.VERSIONS) == {KEY: B}


def test_a_dead_writer_s_lock_is_in_nobody_s_way(store: Store) -> None:
    (store.repository / (REF + ".lock")).write_text("half a l")
    move(store, A, None)
    assert refs.read(store.repository, REF) == A
    assert not (store.repository / (REF + ".lock")).exists()


def test_refs_that_git_packed_are_read_moved_and_deleted(project: Project, store: Store) -> None:
    first = commit(project, "a.ipynb", work("x"))
    git(project, "pack-refs", "--all", "--prune")
    assert not (store.repository / refs.VERSIONS / first.notebook).exists()
    assert refs.listed(store.repository, refs.VERSIONS) == {first.notebook: first.id}
    second = commit(project, "a.ipynb", work("y"))
    assert second.parents[0].id == first.id
    assert refs.listed(store.repository, refs.VERSIONS) == {first.notebook: second.id}  # the loose one counts
    assert project.delete("a.ipynb", confirm="a.ipynb") == 2
    assert refs.listed(store.repository, refs.VERSIONS) == {}


def test_after_the_only_history_is_deleted_a_new_one_begins(project: Project) -> None:
    """Git removes the empty folders of refs."""
    commit(project, "a.ipynb", work("x"))
    project.tag("a.ipynb", 1, "kept")
    project.delete("a.ipynb", confirm="a.ipynb")
    assert commit(project, "a.ipynb", work("x")).number == 1
    project.tag("a.ipynb", 1, "again")
    assert project.version("a.ipynb", 1).tags == ["again"]


@pytest.mark.parametrize("content", ["", "rubbish", "ref: refs/heads/main", "A" * 40, "a" * 39, "\0" * 40])
def test_a_damaged_ref_is_named_and_hides_nobody_else(project: Project, store: Store, content: str) -> None:
    bad = commit(project, "bad.ipynb", work("x"))
    commit(project, "good.ipynb", work("something", "else"))
    (store.repository / refs.VERSIONS / bad.notebook).write_text(content)
    with pytest.raises(Damaged):
        refs.read(store.repository, f"{refs.VERSIONS}/{bad.notebook}")
    assert project.page("good.ipynb").total == 1
    assert bad.notebook in str(project.fsck().problems)


@pytest.mark.parametrize(
    "key", ["", "short", "../../heads/x", "UPPERCASE", "a" * 41, "a/b/c/d/e/f", "aaaaaaaa.lock", "a\nbbbbbbbb"]
)
def test_what_is_no_key_makes_no_ref(key: str) -> None:
    assert not refs.valid_key(key)
    with pytest.raises(Damaged):
        refs.name(refs.VERSIONS, key)
