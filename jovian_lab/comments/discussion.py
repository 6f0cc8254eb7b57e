"""The discussion of one notebook: its threads read, and everything that can be said in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from jovian_lab.comments import text
from jovian_lab.comments.candidates import chosen
from jovian_lab.comments.fold import TYPES, fold
from jovian_lab.comments.pointing import Discussed, Pointing
from jovian_lab.comments.values import Comment, DamagedEvent, People, Person, Target, Thread, Threads
from jovian_lab.errors import Damaged, InputError, NotFound, PermissionDenied
from jovian_lab.store import events, index
from jovian_lab.store.sides import Side
from jovian_lab.store.values import Author, Event

_SHORTEST_NAME = 4  # characters of a thread's or comment's id
_Named = TypeVar("_Named", Event, Comment)


class Discussion:
    """The threads of a notebook.

    A thread or comment is named by its id, or by the last 4 characters of it or more. What is written returns the
    thread as it is then, without its place. Every method may raise what `Project`'s may.

    Parameters
    ----------
    notebook : Discussed
        Whose.

    Attributes
    ----------
    said : list of Event
        What was written through this object.
    """

    def __init__(self, notebook: Discussed) -> None:
        self._notebook = notebook
        self._pointing = Pointing(notebook)
        self.target = self._pointing.target  # by what a person can type
        self.said: list[Event] = []

    def read(self, *, version: str | None = None, content: bytes | None = None) -> Threads:
        """Return all threads, placed in a version, in a notebook on screen, or in the file.

        Parameters
        ----------
        version : str, optional
            Name of a version.
        content : bytes, optional
            The notebook on screen.

        Raises
        ------
        VersionNotFound, Damaged
        """
        threads, damaged = self._folded()
        found = self._notebook.version(version) if version is not None else None
        if not threads:
            return Threads(self._notebook.key, found.id if found else None, [], damaged, True)
        side: Side = found or self._pointing.there(content)
        with self._pointing.placing() as placing:
            places, placed = placing.places([thread.anchor for thread in threads], side)
        shown = [msgspec.structs.replace(thread, place=place) for thread, place in zip(threads, places, strict=True)]
        return Threads(self._notebook.key, found.id if found else None, shown, damaged, placed)

    def thread(self, name: str) -> Thread:
        """Return one thread, with the earlier texts of its comments.

        Raises
        ------
        NotFound
        """
        return self._thread(name, history=True)

    def placed(self, name: str) -> Thread:
        """Return one thread as `thread` does, with its place in the file.

        Raises
        ------
        NotFound, Damaged
        """
        found = self.thread(name)
        with self._pointing.placing() as placing:
            (place,), _ = placing.places([found.anchor], self._pointing.there(None))
        return msgspec.structs.replace(found, place=place)

    def candidate(self, thread: str, number: int) -> Target:
        """Point at one of the places an ambiguous thread may be about in the file.

        Parameters
        ----------
        thread : str
            Which thread.
        number : int
            Which of its place's `candidates`, from 1.

        Raises
        ------
        NotFound, Damaged
        InputError
            If the thread is not ambiguous, or has no such candidate.
        """
        found = self.placed(thread)
        places = found.place.candidates if found.place is not None else []
        if not places:
            raise InputError("There are no places to choose from for that thread.", "Name the cell to put it on.")
        if not 1 <= number <= len(places):
            raise InputError(f"There is no candidate {number}.", f"Name one of 1 to {len(places)}, or a cell.")
        return chosen(found.anchor, places[number - 1])

    def open(
        self,
        target: Target,
        words: str,
        author: Author,
        *,
        suggestion: str | None = None,
        content: bytes | None = None,
    ) -> Thread:
        """Open a thread with its first comment.

        Parameters
        ----------
        target : Target
            What it is about.
        words : str
            Markdown, 128 KB at most.
        author : Author
            Who writes.
        suggestion : str, optional
            Another source for the cell, 256 KB at most.
        content : bytes, optional
            The notebook on screen, where that is what the target points at.

        Raises
        ------
        InputError
            If the target is not there, or the comment is empty or too large.
        VersionNotFound, Damaged
        """
        made = self._pointing.anchor(target, content)
        data = {"anchor": msgspec.to_builtins(made), **self._pointing.offer(suggestion, made, content)}
        clean = text.check_text(words, may_be_empty=suggestion is not None)
        event = self._say("thread", clean, author, data, version=made.version)
        return self._thread(event.id)

    def reply(
        self,
        thread: str,
        words: str,
        author: Author,
        *,
        suggestion: str | None = None,
        content: bytes | None = None,
    ) -> Thread:
        """Add a comment; parameters as for `open`.

        Raises
        ------
        NotFound, InputError
        """
        found = self._thread(thread)
        clean = text.check_text(words, may_be_empty=suggestion is not None)
        self._say(
            "comment", clean, author, {"thread": found.id, **self._pointing.offer(suggestion, found.anchor, content)}
        )
        return self._thread(found.id)

    def edit(self, thread: str, comment: str, words: str, author: Author) -> Thread:
        """Give one's own comment another text; the earlier one is kept.

        Raises
        ------
        NotFound, InputError
        PermissionDenied
            If somebody else wrote it.
        """
        found, which = self._own(thread, comment, author)
        clean = text.check_text(words, may_be_empty=which.suggestion is not None)
        if clean != which.text:
            self._say("comment-edit", clean, author, {"thread": found.id, "comment": which.id})
        return self._thread(found.id)

    def delete(self, thread: str, comment: str, author: Author) -> Thread:
        """Delete one's own comment; a tombstone stays.

        Raises
        ------
        NotFound
        PermissionDenied
            If somebody else wrote it.
        """
        found, which = self._own(thread, comment, author, deleted=True)
        if not which.deleted:
            self._say("comment-delete", "", author, {"thread": found.id, "comment": which.id})
        return self._thread(found.id)

    def resolve(self, thread: str, author: Author) -> Thread:
        """Resolve a thread; one that is stays so.

        Raises
        ------
        NotFound
        """
        return self._turn(thread, "resolve", author)

    def reopen(self, thread: str, author: Author) -> Thread:
        """Reopen a thread; one that is open stays so.

        Raises
        ------
        NotFound
        """
        return self._turn(thread, "reopen", author)

    def react(self, thread: str, comment: str, emoji: str, author: Author, *, given: bool = True) -> Thread:
        """Give a reaction, or take one's own back.

        Raises
        ------
        NotFound, InputError
        """
        found = self._thread(thread)
        which = self._comment(found, comment)
        known = text.check_reaction(emoji)
        there = next((reaction.authors for reaction in which.reactions if reaction.emoji == known), [])
        if any(text.same(one, author) for one in there) != given:
            kind = "react" if given else "unreact"
            self._say(kind, known, author, {"thread": found.id, "comment": which.id})
        return self._thread(found.id)

    def decide(self, thread: str, comment: str, author: Author, *, accepted: bool) -> Thread:
        """Accept or decline a suggestion; putting it into the notebook is the caller's.

        Raises
        ------
        NotFound
        InputError
            If the comment suggests nothing.
        """
        found = self._thread(thread)
        which = self._comment(found, comment)
        if which.suggestion is None:
            raise InputError("That comment suggests nothing.", "Name the comment with the suggestion.")
        if which.suggestion.state != ("accepted" if accepted else "declined"):
            kind = "accept" if accepted else "decline"
            self._say(kind, "", author, {"thread": found.id, "comment": which.id})
        return self._thread(found.id)

    def put(self, thread: str, target: Target, author: Author, *, content: bytes | None = None) -> Thread:
        """Put a thread somewhere else by hand; where it was first stays known.

        Raises
        ------
        NotFound, InputError, VersionNotFound, Damaged
        """
        found = self._thread(thread)
        made = self._pointing.anchor(target, content)
        data = {"thread": found.id, "anchor": msgspec.to_builtins(made)}
        self._say("anchor", "", author, data, version=made.version)
        return self._thread(found.id)

    def people(self, me: Author) -> People:
        """Return who can be mentioned: whoever made a version or a comment, most recently heard of first."""
        with index.opened(self._notebook.store) as opened:
            versions = opened.page(self._notebook.key, 0, 1000, "")[0]
        said = [(version.created, version.author) for version in versions]
        said += [(one.created, one.author) for thread in self._folded()[0] for one in thread.comments]
        known: dict[str, Person] = {}
        for _, author in sorted(said, key=lambda one: one[0], reverse=True):
            person = text.person(author)
            if person.handle:
                known.setdefault(person.handle.casefold(), person)
        return People(text.person(me), list(known.values()))

    # what the verbs are made of

    def _folded(self) -> tuple[list[Thread], list[DamagedEvent]]:
        with index.opened(self._notebook.store) as opened:
            said = opened.events(self._notebook.key, [*TYPES, events.DAMAGED])
        return fold(self._notebook.key, said)

    def _thread(self, name: str, *, history: bool = False) -> Thread:
        """Fold one thread."""
        with index.opened(self._notebook.store) as opened:
            heads = opened.events(self._notebook.key, ["thread"])
            found = _named(name, heads, "thread").id
            said = [one for one in opened.events(self._notebook.key, TYPES) if one.data.get("thread") == found]
        threads, _ = fold(
            self._notebook.key, [*said, *(one for one in heads if one.id == found)], history=found if history else ""
        )
        if not threads:
            raise Damaged("That thread is damaged.", "List the threads to see what is wrong with it.")
        return threads[0]

    def _comment(self, thread: Thread, name: str) -> Comment:
        return _named(name, thread.comments, "comment")

    def _own(self, thread: str, comment: str, author: Author, *, deleted: bool = False) -> tuple[Thread, Comment]:
        found = self._thread(thread)
        which = self._comment(found, comment)
        if not text.same(which.author, author):
            raise PermissionDenied(f"{which.author.name} wrote that comment.", "Write one of your own.")
        if which.deleted and not deleted:
            raise NotFound("That comment was deleted.", "Write another one.")
        return found, which

    def _turn(self, name: str, kind: str, author: Author) -> Thread:
        found = self._thread(name)
        if (found.state == "resolved") != (kind == "resolve"):
            self._say(kind, "", author, {"thread": found.id})
        return self._thread(found.id)

    def _say(self, kind: str, value: str, author: Author, data: Mapping[str, Any], *, version: str = "") -> Event:
        with index.opened(self._notebook.store) as opened:
            newest = opened.newest(self._notebook.key)
        head = newest.number if newest else 0
        event = events.make(self._notebook.key, kind, value, author, version=version, head=head, data=data)
        with self._notebook.store.transaction() as change:
            written = events.append(self._notebook.store, change, event)
        self.said.append(written)
        return written


def _named(name: str, among: Sequence[_Named], what: str) -> _Named:
    """Find what an id, or the end of one, names."""
    wanted = name.strip().upper()
    found = [one for one in among if one.id == wanted]
    if not found and len(wanted) >= _SHORTEST_NAME:
        found = [one for one in among if one.id.endswith(wanted)]
    if len(found) > 1:
        raise NotFound(f"More than one {what} ends in {name[:60]!r}.", "Give more of its id.")
    if not found:
        raise NotFound(f"There is no {what} {name[:60]!r}.", "List them to see their ids.")
    return found[0]
