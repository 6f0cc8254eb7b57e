"""What is said afterwards: the same whatever the order in which it is read, and a union when stores meet."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.errors import Damaged, InputError, StoreTooNew
from jovian_lab.project import Author, Project
from jovian_lab.store import events
from jovian_lab.store.values import Event
from tests.history import commit, git, work

ME = Author("Me")


def an_event() -> st.SearchStrategy[Event]:
    return st.builds(
        lambda identity, kind, lamport, value, version: Event(
            1, f"01{identity:024d}", "0" * 16, kind, lamport, ME, "2026-01-01T00:00:00.000Z", value, version, 1
        ),
        st.integers(0, 50),
        st.sampled_from(["title", "tag", "untag", "rename", "something new"]),
        st.integers(1, 6),
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["a" * 40, "b" * 40, ""]),
    )


def some_events() -> st.SearchStrategy[list[Event]]:
    return st.lists(an_event(), unique_by=lambda event: event.id, max_size=14)


def state(said: dict[str, events.Said]) -> object:
    return msgspec.to_builtins(said)


@settings(max_examples=100, deadline=None)
@given(some_events(), st.randoms())
def test_the_order_of_reading_does_not_matter(all_events: list[Event], dice: object) -> None:
    shuffled = list(all_events)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert state(events.fold(shuffled)) == state(events.fold(all_events))
    assert events.last_rename(shuffled) == events.last_rename(all_events)


@settings(max_examples=60, deadline=None)
@given(some_events(), some_events())
def test_two_stores_meet_in_the_union(here: list[Event], there: list[Event]) -> None:
    mine, theirs = {event.id: event for event in here}, {event.id: event for event in there}
    one, other = {**mine, **theirs}, {**theirs, **mine}
    common = {**one, **{key: one[key] for key in other}}  # an id names one event, wherever it is met
    assert state(events.fold(common.values())) == state(events.fold([one[key] for key in other]))
    twice = [*common.values(), *common.values()]
    assert state(events.fold(twice)) == state(events.fold(common.values()))


def said(*what: tuple[str, str]) -> events.Said:
    made = [
        Event(1, f"{number:026d}", "0" * 16, kind, number, ME, "", value, "a" * 40)
        for number, (kind, value) in enumerate(what)
    ]
    return events.fold(made)["a" * 40]


def test_the_last_word_counts() -> None:
    assert said(("title", "one"), ("title", "two")).title == "two"
    assert said(("tag", "x"), ("tag", "y"), ("tag", "x")).tags == ["x", "y"]
    assert said(("tag", "x"), ("untag", "x")).tags == []
    assert said(("tag", "x"), ("untag", "x"), ("tag", "x")).tags == ["x"]


def test_lamport_time_decides_then_the_id() -> None:
    early = Event(1, "0" * 26, "n", "title", 5, ME, "", "later by Lamport time", "a" * 40)
    late = Event(1, "Z" * 26, "n", "title", 4, ME, "", "later by id", "a" * 40)
    assert events.fold([early, late])["a" * 40].title == "later by Lamport time"
    same = msgspec.structs.replace(late, lamport=5)
    assert events.fold([early, same])["a" * 40].title == "later by id"


def test_an_event_is_a_small_file_that_never_changes(project: Project) -> None:
    made = commit(project, "a.ipynb", work("x"), "one")
    project.tag("a.ipynb", 1, "best", author=Author("Åsa", "asa"))
    ref = f"refs/jovian/events/{made.notebook}"
    (first,) = git(project, "ls-tree", "-r", "--name-only", ref).split()
    folder, _, name = first.partition("/")
    assert name.startswith(folder)
    written = json.loads(git(project, "show", f"{ref}:{first}"))
    assert written["type"] == "tag"
    assert written["value"] == "best"
    assert written["author"] == {"name": "Åsa", "username": "asa"}
    assert written["version"] == made.id
    assert written["lamport"] == 1
    project.untag("a.ipynb", 1, "best")
    assert len(git(project, "ls-tree", "-r", "--name-only", ref).split()) == 2
    assert json.loads(git(project, "show", f"{ref}:{first}")) == written
    assert project.version("a.ipynb", 1).tags == []


def test_what_is_no_event_is_said_so() -> None:
    for data in (b"", b"{", b"[]", b'{"format": 1}', b"{" + b" " * (2 << 20) + b"}"):
        with pytest.raises(Damaged):
            events.parse(data)
    good = Event(3, "0" * 26, "n", "tag", 1, ME, "", "x")
    with pytest.raises(StoreTooNew):
        events.parse(msgspec.json.encode(good))
    assert events.parse(msgspec.json.encode(msgspec.structs.replace(good, format=1))).type == "tag"


def test_an_event_of_a_newer_format_is_too_new_whatever_else_it_holds() -> None:
    with pytest.raises(StoreTooNew):
        events.parse(b'{"format": 3, "entirely": "different"}')


@pytest.mark.parametrize("name", ["best", "v", "v1.0", "1.0", "beef-stew", "Ünï", "abc", "🐍", " trimmed "])
def test_good_tags(name: str) -> None:
    assert events.check_tag(name) == name.strip()


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        "a\nb",
        "x" * 51,
        "v3",
        "3",
        "12345",
        "latest",
        "beef",
        "0" * 40,
        "\0",
        "\ud800",
        "a\u202eb",
        "BEEF",
    ],
)
def test_tags_that_would_be_mistaken_or_unreadable(name: str) -> None:
    with pytest.raises(InputError) as caught:
        events.check_tag(name)
    assert caught.value.hint
