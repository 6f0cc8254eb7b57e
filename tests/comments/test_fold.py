"""Events become the same threads whatever the order; what cannot take effect is told and changes nothing."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jovian_lab.comments.fold import fold
from jovian_lab.comments.values import Comment, Thread
from jovian_lab.store.values import Author, Event
from tests.comments.said import ADA, ANCHOR, BOB, KEY, event, identity, opened, some_events


def one(*events: Event, history: str = "") -> Thread:
    (thread,), damaged = fold(KEY, events, history=history)
    assert damaged == []
    return thread


def first(*events: Event) -> Comment:
    return one(*events).comments[0]


@settings(max_examples=200, deadline=None)
@given(some_events(), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(events: list[Event], dice: Random) -> None:
    shuffled = events * 2
    dice.shuffle(shuffled)
    assert fold(KEY, shuffled) == fold(KEY, events)


@settings(max_examples=200, deadline=None)
@given(some_events(), st.lists(st.sampled_from("abc"), min_size=20, max_size=20))
def test_stores_that_comment_apart_and_merge_show_the_same(events: list[Event], where: list[str]) -> None:
    """Three stores know some events each; each pair merges, in either order, until all have met."""
    stores = {name: [one for one, place in zip(events, where, strict=False) if place == name] for name in "abc"}
    a, b, c = stores.values()
    whole = fold(KEY, events)
    for order in ((a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)):
        assert fold(KEY, [event for store in order for event in store]) == whole


def test_clocks_that_run_backwards_are_harmless() -> None:
    thread = opened(9, lamport=1, value="asked")  # the highest id and the latest clock, said first
    reply = event(1, "comment", 2, "answered", BOB, thread=9)
    assert [comment.text for comment in one(reply, thread).comments] == ["asked", "answered"]
    before_its_thread = event(2, "comment", 1, "odd", BOB, thread=9)
    texts = [comment.text for comment in one(before_its_thread, reply, thread).comments]
    assert texts == ["asked", "odd", "answered"]


def test_resolve_and_reopen_by_lamport_time_then_id() -> None:
    asked = opened(0)
    assert one(asked, event(1, "resolve", 3, thread=0), event(2, "reopen", 2, thread=0)).state == "resolved"
    assert one(asked, event(1, "resolve", 2, thread=0), event(2, "reopen", 2, thread=0)).state == "open"
    resolved = one(asked, event(1, "resolve", 2, author=BOB, thread=0))
    assert resolved.resolved is not None and resolved.resolved.author == BOB


def test_edits_keep_their_history() -> None:
    events = [opened(0), *(event(n, "comment-edit", n, f"text {n}", thread=0, comment=0) for n in (2, 3))]
    comment = first(*events)
    assert (comment.text, comment.edits, comment.history) == ("text 3", 2, [])
    shown = one(*events, history=identity(0)).comments[0]
    assert [revision.text for revision in shown.history] == ["first", "text 2"]


def test_a_deletion_is_a_tombstone_for_good() -> None:
    events = [
        opened(0, suggestion={"source": "x", "hash": "h"}),
        event(1, "comment-edit", 2, "more", thread=0, comment=0),
        event(2, "comment-delete", 3, thread=0, comment=0),
        event(3, "comment-edit", 4, "back", thread=0, comment=0),
    ]
    comment = one(*events, history=identity(0)).comments[0]
    assert comment.deleted and comment.text == "" and comment.history == [] and comment.suggestion is None


@pytest.mark.parametrize("kind", ["comment-edit", "comment-delete"])
def test_nobody_alters_what_somebody_else_wrote(kind: str) -> None:
    (thread,), (damaged,) = fold(KEY, [opened(0), event(1, kind, 2, "theirs", BOB, thread=0, comment=0)])
    assert thread.comments[0].text == "first" and "Somebody else's" in damaged.message
    assert damaged.thread == identity(0)


def test_reactions() -> None:
    events = [
        opened(0),
        event(1, "react", 2, "👍", ADA, thread=0, comment=0),
        event(2, "react", 2, "👍", BOB, thread=0, comment=0),
        event(3, "react", 3, "👍", BOB, thread=0, comment=0),
        event(4, "unreact", 4, "👍", ADA, thread=0, comment=0),
    ]
    (reaction,) = first(*events).reactions
    assert (reaction.emoji, reaction.authors) == ("👍", [BOB])
    assert first(*events, event(5, "unreact", 5, "👍", BOB, thread=0, comment=0)).reactions == []


def test_suggestions_are_decided_by_the_last_word() -> None:
    asked = opened(0, suggestion={"source": "y = 2", "hash": "h"})
    offer = first(asked).suggestion
    assert offer is not None and (offer.source, offer.state, offer.decided) == ("y = 2", "open", None)
    accept = event(1, "accept", 2, author=BOB, thread=0, comment=0)
    offer = first(asked, accept, event(2, "decline", 1, thread=0, comment=0)).suggestion
    assert offer is not None and offer.state == "accepted" and offer.decided is not None
    _, (damaged,) = fold(KEY, [opened(0), accept])
    assert "nothing to accept" in damaged.message


def test_put_elsewhere_by_hand() -> None:
    other = {**ANCHOR, "number": 7}
    thread = one(opened(0), event(1, "anchor", 2, thread=0, anchor=other))
    assert thread.anchor.number == 7 and thread.original is not None and thread.original.number == 1
    assert one(opened(0)).original is None


def test_what_is_damaged_is_named_and_the_rest_works() -> None:
    good = opened(0)
    odd = [
        event(1, "comment", 2, thread=8),
        event(2, "comment", 2),
        event(3, "thread", 2),
        event(4, "comment", 2, thread=[1]),
        event(5, "anchor", 2, thread=0),
        event(6, "react", 2, "👍", thread=0, comment=99),
        event(7, "thread", 2, anchor={"kind": "elephant"}),
        msgspec.structs.replace(opened(10), created="<script>"),
        msgspec.structs.replace(opened(11), notebook="f" * 16),
        Event(0, identity(12), "", "damaged", 0, Author(""), "", "An event cannot be read."),
    ]
    (thread,), damaged = fold(KEY, [*odd, good])
    assert thread.comments[0].text == "first" and len(thread.comments) == 1
    assert [one.id for one in damaged] == [one.id for one in odd]
    assert all(one.message.endswith(".") for one in damaged)


def test_different_events_of_one_id_clash_and_one_of_them_counts_everywhere() -> None:
    here, there = opened(0, value="here"), opened(0, value="there")
    one_way, other_way = fold(KEY, [here, there]), fold(KEY, [there, here])
    assert one_way == other_way and len(one_way[0]) == 1 and "same id" in one_way[1][0].message


def test_names_from_elsewhere_are_one_line() -> None:
    comment = first(opened(0, author=Author("Eve\n\x1b[31m" + "x" * 500, "e\0ve")))
    assert comment.author.name.startswith("Eve[31mxxx") and len(comment.author.name) <= 200
    assert comment.author.username == "eve"


def test_a_thousand_comments_take_milliseconds() -> None:
    import time

    events = [opened(0), *(event(n, "comment", n, f"Words and @ada and more of {n}", thread=0) for n in range(1, 1000))]
    fold(KEY, events)
    start = time.process_time()
    (thread,), _ = fold(KEY, events)
    assert len(thread.comments) == 1000 and time.process_time() - start < 0.25
