"""What is told to whom: from an event and its thread to the kind a channel tells it as, or to nothing; pure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from jovian_lab.comments import text
from jovian_lab.comments.notify.values import Channel, Kind
from jovian_lab.comments.values import Comment, Thread
from jovian_lab.store.values import Author, Event

_PLAIN: dict[str, Kind] = {"resolve": "resolved", "reopen": "reopened"}
_DECIDED: dict[str, Kind] = {"accept": "accepted", "decline": "declined"}
CONCERNS = frozenset({"thread", "comment", "comment-edit", "react", *_PLAIN, *_DECIDED})


def recent(event: Event, days: float, now: datetime) -> bool:
    """Tell whether an event is new enough to be told; one whose time cannot be read is not."""
    try:
        created = datetime.fromisoformat(event.created.replace("Z", "+00:00"))
    except ValueError:
        return False
    return created.tzinfo is not None and now.astimezone(timezone.utc) - created <= timedelta(days=days)


def thread_of(event: Event) -> str | None:
    """Return the id of the thread that an event belongs to, if it is of a kind that may be told."""
    if event.type not in CONCERNS:
        return None
    named = event.id if event.type == "thread" else event.data.get("thread")
    return named if isinstance(named, str) else None


def comment_of(event: Event, thread: Thread) -> Comment | None:
    """Return the comment that an event is about; None for one about the thread, and where it is not there."""
    named = event.id if event.type in ("thread", "comment") else event.data.get("comment")
    return next((comment for comment in thread.comments if comment.id == named), None)


def told_as(event: Event, thread: Thread, channel: Channel) -> Kind | None:
    """Say what an event is to a channel's owner.

    Parameters
    ----------
    event : Event
        What happened.
    thread : Thread
        Its thread as it is now, with the earlier texts of its comments.
    channel : Channel
        Says who its owner is, and what they want to be told.

    Returns
    -------
    str or None
        The first of the kinds it is that the channel tells; None when it is not to be told.
    """
    if not channel.enabled or _is_owner(event.author, channel):
        return None
    return next((kind for kind in _kinds(event, thread, channel) if kind in channel.tells), None)


def _kinds(event: Event, thread: Thread, channel: Channel) -> list[Kind]:
    """Return what an event is, the most personal first."""
    if event.type in _PLAIN:
        return [_PLAIN[event.type]]
    comment = comment_of(event, thread)
    if comment is None or comment.deleted:
        return []
    if event.type in _DECIDED:
        return [_DECIDED[event.type]] if comment.suggestion else []
    if event.type == "react":
        return ["reaction"] if _is_owner(comment.author, channel) else []
    names = handles(channel)
    if event.type == "comment-edit":
        return ["mention"] if _newly_mentions(event, comment, names) else []
    kinds: list[Kind] = ["mention"] if _mentions(comment.text, names) else []
    if event.type == "thread":
        return [*kinds, "thread"]
    others = (one for one in thread.comments if one.id != comment.id and not one.deleted)
    if any(_is_owner(one.author, channel) for one in others):
        kinds.append("reply-to-me")
    return [*kinds, "reply"]


def handles(channel: Channel) -> frozenset[str]:
    """Return every handle a channel's owner goes by, in lower case."""
    others = (text.handles(Author(name)) for name in channel.also)
    return text.handles(channel.owner).union(*others)


def _is_owner(author: Author, channel: Channel) -> bool:
    return text.same(author, channel.owner) or any(
        name.casefold() in (author.name.casefold(), author.username.casefold()) for name in channel.also if name
    )


def _mentions(words: str, names: frozenset[str]) -> bool:
    return any(name.casefold() in names for name in text.mentions(words))


def _newly_mentions(event: Event, comment: Comment, names: frozenset[str]) -> bool:
    """Tell whether an edit names the owner where the texts before it did not."""
    texts = [revision.text for revision in comment.history] + [comment.text]
    if event.value not in texts or not text.same(event.author, comment.author):  # an edit that did not count
        return False
    before = texts[: texts.index(event.value)]
    return _mentions(event.value, names) and not any(_mentions(words, names) for words in before)
