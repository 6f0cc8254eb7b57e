"""What is told to whom: each kind of event, one's own, one's other names, edits, and what was taken back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from jovian_lab.comments.notify import telling, wording
from jovian_lab.comments.notify.values import KINDS, Channel
from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.server.conftest import notebook

ADA, BOB, EVE = Author("Ada Lovelace", "ada"), Author("Bob", "bob"), Author("Eve", "")
NOW = datetime(2026, 5, 1, tzinfo=timezone.utc)


@pytest.fixture
def discussion(tmp_path):
    (tmp_path / "a.ipynb").write_bytes(notebook("x = 1", "y = 2"))
    project = Project.open(tmp_path, create=True)
    project.commit("a.ipynb")
    return project.discussion("a.ipynb")


def channel(**more) -> Channel:
    return msgspec.structs.replace(Channel("C", "/p", ADA, "c", list(KINDS), "", None, ""), **more)


def told(discussion, to=None):
    """What the newest event is told as."""
    event = discussion.said[-1]
    thread = telling.thread_of(event)
    return thread and telling.told_as(event, discussion.thread(thread), to or channel())


def opened(discussion, author, words="why?", **more):
    return discussion.open(Target("cell", index=0), words, author, **more).id


def test_a_new_thread(discussion):
    opened(discussion, BOB)
    assert told(discussion) == "thread"
    opened(discussion, BOB, "@ada, why?")
    assert told(discussion) == "mention"
    assert told(discussion, channel(tells=["thread"])) == "thread"
    assert told(discussion, channel(tells=["resolved"])) is None
    assert told(discussion, channel(enabled=False)) is None
    opened(discussion, ADA, "@ada")
    assert told(discussion) is None


def test_replies(discussion):
    thread = opened(discussion, BOB)
    discussion.reply(thread, "because", EVE)
    assert told(discussion) == "reply"
    discussion.reply(thread, "so", ADA)
    assert told(discussion) is None
    discussion.reply(thread, "indeed", EVE)
    assert told(discussion) == "reply-to-me"
    discussion.reply(thread, "`@ada` is code", EVE)
    assert told(discussion) == "reply-to-me"
    assert told(discussion, channel(tells=["reply"])) == "reply"
    discussion.reply(thread, "@Ada-Lovelace", EVE)
    assert told(discussion) == "mention"


def test_other_names_of_ones_own(discussion):
    thread = opened(discussion, Author("A. Lovelace", ""))
    assert told(discussion) == "thread" and told(discussion, channel(also=["a. lovelace"])) is None
    discussion.reply(thread, "@countess", BOB)
    assert told(discussion, channel(also=["Countess", "A. Lovelace"], tells=["mention"])) == "mention"
    assert told(discussion, channel(also=["A. Lovelace"], tells=["reply-to-me"])) == "reply-to-me"


def test_edits_are_told_when_they_begin_to_mention(discussion):
    thread = opened(discussion, BOB)
    discussion.edit(thread, thread, "why, oh why?", BOB)
    assert told(discussion) is None
    discussion.edit(thread, thread, "@ada why?", BOB)
    assert told(discussion) == "mention"
    discussion.edit(thread, thread, "@ada, why?", BOB)
    assert told(discussion) is None


def test_what_was_deleted_is_not_told(discussion):
    thread = opened(discussion, BOB, "@ada something rash")
    event = discussion.said[-1]
    discussion.delete(thread, thread, BOB)
    assert telling.told_as(event, discussion.thread(thread), channel()) is None
    assert told(discussion) is None


def test_resolutions_suggestions_and_reactions(discussion):
    thread = opened(discussion, ADA, suggestion="x = 2")
    discussion.resolve(thread, BOB)
    assert told(discussion) == "resolved"
    discussion.reopen(thread, BOB)
    assert told(discussion) == "reopened"
    discussion.decide(thread, thread, BOB, accepted=True)
    assert told(discussion) == "accepted"
    discussion.decide(thread, thread, BOB, accepted=False)
    assert told(discussion) == "declined"
    discussion.react(thread, thread, "👍", BOB)
    assert told(discussion) == "reaction"
    discussion.react(thread, thread, "👍", BOB, given=False)
    assert told(discussion) is None
    discussion.put(thread, Target("cell", index=1), BOB)
    assert told(discussion) is None
    others = opened(discussion, EVE)
    discussion.react(others, others, "👍", BOB)
    assert told(discussion) is None


def test_how_old_it_may_be(discussion):
    opened(discussion, BOB)
    event = discussion.said[-1]
    for days, is_recent in [(1, True), (6.9, True), (7.1, False), (-300, True)]:
        created = (NOW - timedelta(days=days)).isoformat().replace("+00:00", "Z")
        assert telling.recent(msgspec.structs.replace(event, created=created), 7, NOW) is is_recent
    for created in ("", "yesterday", "2026-05-01T00:00:00"):
        assert not telling.recent(msgspec.structs.replace(event, created=created), 7, NOW)


def test_words_are_bounded_and_steer_nothing(discussion):
    rogue = Author("Bob\u202e\nBcc: eve@example.org\x1b[31m", "")
    thread = opened(discussion, rogue, "line\n" * 9_000 + "\x1b]0;x\x07" + "é" * 9_000, suggestion="y" * 100_000)
    event = discussion.said[-1]
    path = "a\nb/" + "n" * 500
    made = wording.message("thread", event, discussion.thread(thread), path, "https://lab/x")
    assert "\n" not in made.subject and len(made.subject) <= 120 and made.subject.isprintable()
    assert len(made.text) < 5_000 and "\x1b" not in made.text and "\u202e" not in made.text
    many = wording.digest([made] * 200, "D" * 26)
    assert len(many.text) < 20_000 and "150 more" in many.text
