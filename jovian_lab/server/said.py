"""News of what was said in threads: from the store's events, whoever wrote them, to what is announced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jovian_lab.comments.text import mentions
from jovian_lab.store.values import Event

SAID_SCHEMA_ID = "https://schema.jovian-lab.invalid/events/comments/v1"
_ACTIONS = {
    "thread": "opened", "comment": "replied", "comment-edit": "edited", "comment-delete": "deleted",
    "resolve": "resolved", "reopen": "reopened", "react": "reacted", "unreact": "reacted", "accept": "decided",
    "decline": "decided", "anchor": "anchored",
}  # fmt: skip
_MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Said:
    """Something said in a thread; the fields are the schema's."""

    action: str
    path: str
    notebook: str
    thread: str | None = None
    comment: str | None = None
    author: str | None = None
    username: str | None = None
    mentions: tuple[str, ...] = ()
    origin: str | None = None


def news_of(events: Iterable[Event], path: str, notebook: str, origin: str | None = None) -> list[Said]:
    """Turn what was written to the store into news; what is no comment is passed over.

    Parameters
    ----------
    events : iterable of Event
        In order.
    path : str
        Contents path of the notebook.
    notebook : str
        Its key.
    origin : str, optional
        What the asking tab calls itself.
    """
    found = [_news(event, path, notebook, origin) for event in events if event.type in _ACTIONS]
    return found if len(found) <= _MOST_AT_ONCE else [Said("changed", path, notebook, origin=origin)]


def _news(event: Event, path: str, notebook: str, origin: str | None) -> Said:
    thread, comment = event.data.get("thread"), event.data.get("comment")
    if event.type == "thread":
        thread = comment = event.id
    elif event.type == "comment":
        comment = event.id
    return Said(
        action=_ACTIONS[event.type],
        path=path,
        notebook=notebook,
        thread=thread if isinstance(thread, str) else None,
        comment=comment if isinstance(comment, str) else None,
        author=event.author.name,
        username=event.author.username,
        mentions=tuple(mentions(event.value)) if event.type in ("thread", "comment", "comment-edit") else (),
        origin=origin,
    )
