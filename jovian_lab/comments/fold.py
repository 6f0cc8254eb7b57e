"""Events become threads: the same ones whatever the order in which events are read, or stores were merged.

Whatever an event refers to is looked up first, so that no clock can put an answer before what it answers; then all
take effect in the order of (Lamport time, id). What cannot take effect is told, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from jovian_lab.comments import text
from jovian_lab.comments.values import Act, Anchor, Comment, DamagedEvent, Reaction, Revision, Suggestion, Thread
from jovian_lab.store.events import DAMAGED
from jovian_lab.store.values import Author, Event, one_line

TYPES = frozenset({
    "thread", "comment", "comment-edit", "comment-delete", "resolve", "reopen", "react", "unreact", "accept",
    "decline", "anchor",
})  # fmt: skip
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")


class _Offer(msgspec.Struct):
    source: str
    hash: str = ""


class _Data(msgspec.Struct):
    """What an event's data may hold."""

    thread: str = ""
    comment: str = ""
    anchor: Anchor | None = None
    suggestion: _Offer | None = None


@dataclass
class _Comment:
    event: Event
    offer: _Offer | None
    texts: list[Revision] = field(default_factory=list)
    deleted: bool = False
    decided: Act | None = None
    accepted: bool = False
    reactions: dict[str, list[Author]] = field(default_factory=dict)


@dataclass
class _Thread:
    event: Event
    anchors: list[Anchor]
    comments: dict[str, _Comment] = field(default_factory=dict)
    resolved: Act | None = None
    updated: str = ""


def fold(notebook: str, events: Iterable[Event], *, history: str = "") -> tuple[list[Thread], list[DamagedEvent]]:
    """Work out a notebook's threads.

    Parameters
    ----------
    notebook : str
        The notebook's key.
    events : iterable of Event
        All of its events, in any order, with or without repetitions; those of other nouns are passed over.
    history : str
        Id of the thread whose comments are to show their earlier texts.

    Returns
    -------
    tuple of list of Thread and list of DamagedEvent
        Threads without their places, first to last; and the events that could not take effect, by id.
    """
    folding = _Fold(notebook)
    folding.take(sorted(folding.told_apart(events), key=lambda event: (event.lamport, event.id)))
    threads = [_thread(thread, with_history=thread.event.id == history) for thread in folding.threads.values()]
    return threads, sorted(folding.damaged, key=lambda damaged: damaged.id)


class _Fold:
    """Takes events in."""

    def __init__(self, notebook: str) -> None:
        self.notebook = notebook
        self.threads: dict[str, _Thread] = {}
        self.damaged: list[DamagedEvent] = []
        self._authors: dict[Author, Author] = {}

    def told_apart(self, events: Iterable[Event]) -> list[Event]:
        """Return the events that concern us, each id once; of different ones with one id, the same one always."""
        found: dict[str, Event] = {}
        clashes: set[str] = set()
        for event in events:
            if event.type not in TYPES and event.type != DAMAGED:
                continue
            other = found.setdefault(event.id, event)
            if other != event:
                clashes.add(event.id)
                found[event.id] = min(other, event, key=lambda one: (one.lamport, msgspec.json.encode(one)))
        self.damaged += [DamagedEvent(identity, "Another event has the same id.") for identity in clashes]
        return list(found.values())

    def take(self, ordered: list[Event]) -> None:
        """Take all events, in order."""
        readable: list[tuple[Event, _Data]] = []
        for event in ordered:
            if event.type == DAMAGED:
                self._tell(event, event.value)
            elif event.notebook != self.notebook:
                self._tell(event, "It belongs to another notebook.")
            elif not _TIME.fullmatch(event.created):
                self._tell(event, "It does not say when it was.")
            else:
                try:
                    data = msgspec.convert(event.data, _Data)
                    author = self._author(event.author)
                    same = author == event.author
                    readable.append((event if same else msgspec.structs.replace(event, author=author), data))
                except msgspec.ValidationError as error:
                    self._tell(event, f"Its data cannot be read: {error}.")
        for event, data in readable:
            self._open(event, data)
        for event, data in readable:
            self._reply(event, data)
        for event, data in readable:
            if event.type not in ("thread", "comment"):
                self._apply(event, data)

    def _author(self, author: Author) -> Author:
        """Return an author as one line each, whoever's program stored them."""
        known = self._authors.get(author)
        if known is None:
            known = self._authors[author] = Author(one_line(author.name), one_line(author.username))
        return known

    def _open(self, event: Event, data: _Data) -> None:
        if event.type != "thread":
            return
        if data.anchor is None:
            self._tell(event, "It does not say what it is about.")
            return
        thread = _Thread(event, [data.anchor], updated=event.created)
        thread.comments[event.id] = _Comment(event, data.suggestion, [Revision(event.value, event.created)])
        self.threads[event.id] = thread

    def _reply(self, event: Event, data: _Data) -> None:
        if event.type != "comment":
            return
        thread = self._thread_of(event, data)
        if thread is not None:
            thread.comments[event.id] = _Comment(event, data.suggestion, [Revision(event.value, event.created)])
            thread.updated = event.created

    def _apply(self, event: Event, data: _Data) -> None:
        thread = self._thread_of(event, data)
        if thread is None:
            return
        about_comment = _ABOUT_COMMENT.get(event.type)
        wrong = ""
        if about_comment is not None:
            comment = thread.comments.get(data.comment)
            wrong = about_comment(comment, event) if comment else "The comment it is about is not there."
        elif event.type == "anchor":
            if data.anchor is None:
                wrong = "It does not say where to."
            else:
                thread.anchors.append(data.anchor)
        else:
            thread.resolved = Act(event.author, event.created) if event.type == "resolve" else None
        if wrong:
            self._tell(event, wrong, thread.event.id)
        else:
            thread.updated = event.created

    def _thread_of(self, event: Event, data: _Data) -> _Thread | None:
        thread = self.threads.get(data.thread)
        if thread is None:
            self._tell(event, "The thread it belongs to is not there.", data.thread or None)
        return thread

    def _tell(self, event: Event, message: str, thread: str | None = None) -> None:
        self.damaged.append(DamagedEvent(event.id, message, thread))


def _edit(comment: _Comment, event: Event) -> str:
    if not text.same(comment.event.author, event.author):
        return "Somebody else's comment cannot be edited."
    comment.texts.append(Revision(event.value, event.created))
    return ""


def _delete(comment: _Comment, event: Event) -> str:
    if not text.same(comment.event.author, event.author):
        return "Somebody else's comment cannot be deleted."
    comment.deleted = True
    return ""


def _react(comment: _Comment, event: Event) -> str:
    authors = comment.reactions.setdefault(text.shown_reaction(event.value), [])
    others = [author for author in authors if not text.same(author, event.author)]
    if event.type == "unreact":
        authors[:] = others
    elif len(others) == len(authors):
        authors.append(event.author)
    return ""


def _decide(comment: _Comment, event: Event) -> str:
    if comment.offer is None:
        return "There is nothing to accept or decline."
    comment.decided = Act(event.author, event.created)
    comment.accepted = event.type == "accept"
    return ""


_ABOUT_COMMENT: dict[str, Callable[[_Comment, Event], str]] = {
    "comment-edit": _edit, "comment-delete": _delete, "react": _react, "unreact": _react, "accept": _decide,
    "decline": _decide,
}  # fmt: skip


def _thread(found: _Thread, *, with_history: bool) -> Thread:
    anchor = found.anchors[-1]
    return Thread(
        id=found.event.id,
        notebook=found.event.notebook,
        state="resolved" if found.resolved else "open",
        resolved=found.resolved,
        anchor=anchor,
        original=found.anchors[0] if len(found.anchors) > 1 else None,
        comments=[_comment(comment, with_history=with_history) for comment in found.comments.values()],
        updated=found.updated,
    )


def _comment(found: _Comment, *, with_history: bool) -> Comment:
    event, now = found.event, found.texts[-1]
    words = "" if found.deleted else now.text
    offer = None
    if found.offer is not None and not found.deleted:
        state: Literal["open", "accepted", "declined"]
        state = "open" if found.decided is None else "accepted" if found.accepted else "declined"
        offer = Suggestion(found.offer.source, found.offer.hash, state, found.decided)
    return Comment(
        id=event.id,
        author=event.author,
        created=event.created,
        text=words,
        edited=now.created if len(found.texts) > 1 else None,
        edits=len(found.texts) - 1,
        history=found.texts[:-1] if with_history and not found.deleted else [],
        deleted=found.deleted,
        mentions=text.mentions(words),
        reactions=[Reaction(emoji, authors) for emoji, authors in found.reactions.items() if emoji and authors],
        suggestion=offer,
        head=event.head,
    )
