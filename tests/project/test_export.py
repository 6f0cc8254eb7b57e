"""Exports of versions in a real store: which version, which threads, and damage that is said."""

from __future__ import annotations

import json

import pytest

from jovian_lab.errors import Damaged, InputError, VersionNotFound
from jovian_lab.project import Author, Project, Target
from jovian_lab.store import events
from jovian_lab.store.repository import Store
from tests.history import commit, work

ADA = Author("Ada", "ada")


@pytest.fixture
def key(project: Project) -> str:
    """Two versions of a notebook, and a thread on what the second no longer has."""
    made = commit(project, "a.ipynb", work("first = 1", "second = 2"), "One")
    discussion = project.discussion("a.ipynb")
    discussion.open(Target("cell", index=0), "why **one**?", ADA)
    settled = discussion.open(Target("cell", index=1), "settled", ADA)
    discussion.resolve(settled.id, ADA)
    commit(project, "a.ipynb", work("first = 1 + 1"), "Two")
    return made.notebook


def test_the_newest_version_or_the_one_that_is_named(project: Project, key: str) -> None:
    newest, first = project.export("a.ipynb"), project.export("a.ipynb", "v1")
    assert (newest.name, first.name) == ("a-v2.html", "a-v1.html")
    assert b"edited since v1" in newest.content and b"orphaned" in newest.content
    assert b"edited since" not in first.content and b"orphaned" not in first.content
    assert newest.threads == first.threads == 2 and b"<strong>one</strong>" in first.content
    with pytest.raises(VersionNotFound):
        project.export("a.ipynb", "v9")


def test_formats_and_threads(project: Project, key: str) -> None:
    assert project.export("a.ipynb", 1, format="ipynb").content == project.read("a.ipynb", 1)
    assert project.export("a.ipynb", 1, threads="open").threads == 1
    assert project.export("a.ipynb", 1, threads="none").threads == 0
    found = json.loads(project.export("a.ipynb", 2, format="json").content)
    assert found["version"]["number"] == 2 and found["notebook"]["key"] == key
    assert [thread["place"]["state"] for thread in found["threads"]] == ["edited", "orphaned"]
    assert project.export("a.ipynb", 2, format="markdown").content.startswith(b"# Two\n")
    with pytest.raises(InputError, match="no format 'pdf'"):
        project.export("a.ipynb", format="pdf")  # type: ignore[arg-type]


def test_nothing_is_written(project: Project, key: str) -> None:
    def stands() -> list[tuple[str, int]]:
        files = (path for path in project.folder.rglob("*") if path.is_file() and "index.sqlite" not in path.name)
        return sorted((str(path), path.stat().st_mtime_ns) for path in files)

    before = stands()
    for format in ("html", "markdown", "json", "ipynb"):
        project.export("a.ipynb", format=format)  # type: ignore[arg-type]
    assert stands() == before


def test_a_snapshot_is_named_after_its_id(project: Project, key: str) -> None:
    kept = project.snapshot("a.ipynb", reason="restore")
    assert kept is None  # the newest version is just that
    commit(project, "b.ipynb", work("x"))
    (project.folder / "b.ipynb").write_bytes(b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    kept = project.snapshot("b.ipynb", reason="restore")
    assert kept is not None
    assert project.export("b.ipynb", kept.id).name == f"b-{kept.id[:10]}.html"


def test_damaged_comments_are_left_out_and_the_file_says_so(project: Project, key: str) -> None:
    store = Store(project.folder)
    with store.transaction() as change:
        events.append(store, change, events.make(key, "thread", "odd", ADA, data={"anchor": {"kind": 7}}))
    for format in ("html", "markdown", "json"):
        made = project.export("a.ipynb", format=format)  # type: ignore[arg-type]
        assert made.threads == 2 and made.damaged == 1
        assert b"damaged" in made.content and b"why" in made.content


def test_all_comments_damaged_at_once(project: Project, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Damaged("The events of a.ipynb are damaged.")

    monkeypatch.setattr("jovian_lab.comments.discussion.Discussion.read", broken)
    made = project.export("a.ipynb")
    assert b"The events of a.ipynb are damaged." in made.content and made.damaged == 1
    assert b"first" in made.content and b"exported by jovian-lab" in made.content
