"""The index is a cache: whatever happens to it, it says what the repository says."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.errors import InputError, VersionNotFound
from jovian_lab.project import Author, Project, Version
from jovian_lab.store import database, index, refs
from jovian_lab.store.repository import Store
from tests.history import commit, git, many, work, write


def everything(project: Project) -> Any:
    """All that the index answers."""
    with index.opened(Store(project.folder)) as opened:
        return {
            key: (path, count, opened.page(key, 0, -1, ""), opened.ids(key), opened.newest(key))
            for key, path, count in opened.notebooks()
        }


def forget(project: Project) -> None:
    for path in (project.folder / ".jovian").glob("index.sqlite*"):
        path.unlink()


def rebuilt(project: Project) -> Any:
    forget(project)
    return everything(project)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_sequence_of_verbs_it_equals_a_rebuild(project: Project, seed: int) -> None:
    dice = random.Random(seed)
    names = ["a.ipynb", "b.ipynb", "sub/c.ipynb"]
    for number in range(25):
        known = [notebook.path for notebook in project.notebooks() if notebook.path]
        verb = dice.choice(["commit"] * 5 + ["tag", "untag", "title", "rename", "delete", "snapshot", "promote"])
        if verb == "commit" or not known:
            commit(project, dice.choice(names), work(f"x = {number}", f"y = {number // 5}"), f"Message {number}")
            continue
        path = dice.choice(known)
        version = dice.choice(project.versions(path))
        if verb == "tag":
            project.tag(path, version.id, dice.choice(["best", "kept"]))
        elif verb == "untag" and version.tags:
            project.untag(path, version.id, version.tags[0])
        elif verb == "title":
            project.retitle(path, version.id, f"Title {number}")
        elif verb == "rename":
            project.rename(path, dice.choice(names))
        elif verb == "delete" and number % 3 == 0:
            project.delete(path, confirm=path)
        elif verb == "snapshot":
            write(project, path, work(f"draft {number}"))
            project.snapshot(path, reason="test")
        elif verb == "promote" and (kept := project.snapshots(path)):
            project.promote(path, kept[0].id, title=f"Promoted {number}")
    grown = everything(project)
    assert grown
    assert grown == rebuilt(project)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database at all" * 100),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:100] + os.urandom(20_000)),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["empty", "text", "cut", "noise", "missing", "folder"],
)
def test_a_damaged_index_is_made_anew(project: Project, damage: Any) -> None:
    commit(project, "a.ipynb", work("x"), "one")
    project.tag("a.ipynb", 1, "kept")
    before = everything(project)
    for suffix in ("-wal", "-shm"):
        (project.folder / f".jovian/index.sqlite{suffix}").unlink(missing_ok=True)
    damage(project.folder / ".jovian/index.sqlite")
    assert everything(project) == before
    assert commit(project, "a.ipynb", work("y")).number == 2


def test_an_index_of_another_layout_is_made_anew(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    before = everything(project)
    for layout in (0, 1, 999):
        with sqlite3.connect(project.folder / ".jovian/index.sqlite") as database:
            database.execute(f"PRAGMA user_version = {layout}")
            database.execute("DROP TABLE versions")
            database.execute("CREATE TABLE versions (other TEXT)")
        database.close()
        assert everything(project) == before


def test_the_index_of_another_store_is_brought_up_to_date(project: Project, tmp_path: Path) -> None:
    commit(project, "a.ipynb", work("x"))
    (tmp_path / "other").mkdir()
    other = Project.open(tmp_path / "other", create=True)
    commit(other, "other.ipynb", work("z", "zz"))
    before = everything(project)
    forget(project)
    (project.folder / ".jovian/index.sqlite").write_bytes(_whole(other))
    assert everything(project) == before


def _whole(project: Project) -> bytes:
    """The bytes of an index, with what its log still holds."""
    path = project.folder / ".jovian/index.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path.read_bytes()


def test_a_history_that_went_back_is_followed_back(project: Project) -> None:
    """Somebody put an older copy of the repository in place, and the index stayed."""
    first = commit(project, "a.ipynb", work("x"))
    project.tag("a.ipynb", 1, "early")
    events = git(project, "rev-parse", f"{refs.EVENTS}/{first.notebook}").strip()
    commit(project, "a.ipynb", work("y"))
    project.tag("a.ipynb", 1, "late")
    assert project.page("a.ipynb").total == 2
    git(project, "update-ref", f"{refs.VERSIONS}/{first.notebook}", first.id)
    git(project, "update-ref", f"{refs.EVENTS}/{first.notebook}", events)
    assert [(version.id, version.tags) for version in project.versions("a.ipynb")] == [(first.id, ["early"])]
    assert everything(project) == rebuilt(project)


def test_a_history_that_was_replaced_is_followed(project: Project) -> None:
    first = commit(project, "a.ipynb", work("x"))
    commit(project, "a.ipynb", work("y"))
    ref = f"{refs.VERSIONS}/{first.notebook}"
    git(project, "update-ref", ref, first.id)
    other = Project.open(project.folder)
    commit(other, "a.ipynb", work("z"), "another v2")
    assert [version.title for version in project.versions("a.ipynb")] == ["another v2", ""]
    assert everything(project) == rebuilt(project)


def test_what_another_process_commits_is_seen(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    here = Project.open(project.folder)
    commit(project, "a.ipynb", work("y"))
    assert here.page("a.ipynb").total == 2


def test_an_index_that_cannot_be_written_lives_in_memory(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(project, "a.ipynb", work("x"), "one")
    before = everything(project)
    forget(project)
    allowed = os.access
    home = project.folder / ".jovian"
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != home and allowed(path, mode))
    assert everything(project) == before
    assert not (home / "index.sqlite").exists()
    assert commit(project, "a.ipynb", work("y")).number == 2


TITLES = ["50% done", "50 done", "snake_case", "snakeXcase", "back\\slash", "Straße ÄÖ", "quote ' \" ;--", "emoji 🐍"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("50%", ["50% done"]),
        ("%", ["50% done"]),
        ("_", ["snake_case"]),
        ("e_c", ["snake_case"]),
        ("\\", ["back\\slash"]),
        ("äö", ["Straße ÄÖ"]),
        ("STRASSE", []),
        ("straße", ["Straße ÄÖ"]),
        ("'", ["quote ' \" ;--"]),
        ("done 50", ["50% done", "50 done"]),
        ("🐍", ["emoji 🐍"]),
        ("v1", ["50% done"]),
        ("nobody", []),
        ("  ", TITLES),
    ],
)
def test_a_filter_means_what_it_says(project: Project, words: str, found: list[str]) -> None:
    for number, title in enumerate(TITLES):
        commit(project, "a.ipynb", work(f"x = {number}"), title, author=Author("Zoë"))
    page = project.page("a.ipynb", filter=words)
    assert sorted(version.title for version in page.versions) == sorted(found)
    assert page.total == len(found)


def test_a_filter_looks_at_number_title_message_author_and_tags(project: Project) -> None:
    commit(project, "a.ipynb", work("x"), "Heading\n\nlong story", author=Author("Zoë"))
    project.tag("a.ipynb", 1, "Golden")
    project.retitle("a.ipynb", 1, "Renamed")
    for words in ("v1", "renamed", "story", "zoë", "golden", "V1 RENAMED golden story"):
        assert project.page("a.ipynb", filter=words).total == 1, words
    assert project.page("a.ipynb", filter="heading").total == 0  # it does not show any more


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_no_filter_breaks_anything(one_version: Project, words: str) -> None:
    page = one_version.page("a.ipynb", filter=words)
    assert page.total == len(page.versions)


@pytest.fixture(scope="module")
def one_version(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project.open(tmp_path_factory.mktemp("one"), create=True)
    commit(project, "a.ipynb", work("x"), "one")
    return project


@pytest.mark.parametrize(
    "words", ["x " * 5000, "y" * 100_000, "\ud800", "\0"], ids=["many", "long", "surrogate", "NUL"]
)
def test_a_hostile_filter_finds_nothing_or_is_refused(one_version: Project, words: str) -> None:
    try:
        assert one_version.page("a.ipynb", filter=words).total == 0
    except InputError as error:
        assert error.hint


@pytest.mark.parametrize(("offset", "limit"), [(-1, 1), (0, 0), (0, -1), (0, 10_001), (2**70, 1)])
def test_a_page_out_of_bounds_is_refused(one_version: Project, offset: int, limit: int) -> None:
    with pytest.raises(InputError):
        one_version.page("a.ipynb", offset=offset, limit=limit)


def test_ten_thousand_versions_are_paged_quickly(project: Project, store: Store) -> None:
    """Made in a single pack; read by a cold index, then page by page."""
    made = commit(project, "a.ipynb", work("x"), "first")
    many(store, made.notebook, 10_000)
    forget(project)
    begin = time.perf_counter()
    assert project.page("a.ipynb").total == 10_000
    assert time.perf_counter() - begin < 10
    begin = time.perf_counter()
    seen: list[Version] = []
    for offset in range(0, 10_000, 500):
        seen += project.page("a.ipynb", offset=offset, limit=500).versions
    assert [version.number for version in seen] == list(range(10_000, 0, -1))
    assert time.perf_counter() - begin < 10
    assert [version.number for version in project.versions("a.ipynb", filter="v777", limit=3)] == [
        7779,
        7778,
        7777,
    ]
    assert project.version("a.ipynb", "v5000").title == "number 5000"


def test_an_index_whose_layout_is_no_text_is_made_anew(project: Project) -> None:
    """SQLite quotes a damaged layout in its message, which then is no UTF-8."""
    commit(project, "a.ipynb", work("x"))
    file = project.folder / ".jovian/index.sqlite"
    database.settle(file)
    data = file.read_bytes()
    assert b"CREATE TABLE versions" in data
    file.write_bytes(data.replace(b"CREATE TABLE versions", b"CREATE TAB\xd2E versions"))
    assert [version.number for version in project.versions("a.ipynb")] == [1]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE versions SET number = 7 WHERE number = 2",
        "UPDATE versions SET notebook = 'other' WHERE number = 2",
        "DELETE FROM versions WHERE number = 2",
        "UPDATE notebooks SET path = 'b.ipynb'",
        "DELETE FROM notebooks",
    ],
)
def test_a_version_that_the_index_hides_is_found(project: Project, damage: str) -> None:
    """A bit that flips in a key or a number is nothing that SQLite would notice by itself."""
    for number in range(3):
        commit(project, "a.ipynb", work(f"x{number}"))
    with sqlite3.connect(project.folder / ".jovian/index.sqlite") as connection:
        connection.execute(damage)
    connection.close()
    assert project.version("a.ipynb", 2).number == 2
    with sqlite3.connect(project.folder / ".jovian/index.sqlite") as connection:
        connection.execute(damage)
    connection.close()
    assert commit(project, "a.ipynb", work("y")).number == 4
    with pytest.raises(VersionNotFound):
        project.version("a.ipynb", 5)


def test_a_sound_index_is_not_made_anew_for_a_name_that_is_wrong(project: Project) -> None:
    commit(project, "a.ipynb", work("x"), "one")
    commit(project, "b.ipynb", work("y"))
    project.tag("a.ipynb", 1, "kept")
    (project.folder / "a.ipynb").rename(project.folder / "c.ipynb")
    project.rename("a.ipynb", "c.ipynb")
    project.delete("b.ipynb", confirm="b.ipynb")
    with index.opened(Store(project.folder)) as opened:
        assert not opened.doubt()
