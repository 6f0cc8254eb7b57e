"""What comments are made of: threads, their anchors, and where an anchor stands in a version or on screen."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from jovian_lab.store.values import Author

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Kind = Literal["notebook", "cell", "range", "output", "line", "version", "row"]
State = Literal["exact", "moved", "edited", "outdated", "orphaned", "ambiguous"]
Happened = Literal["moved", "edited", "rewritten", "split", "merged", "rerun"]
Reason = Literal["id", "source", "text", "output", "holds", "alike", "beside", "place"]


class AnchorCell(msgspec.Struct, frozen=True):
    """The cell a thread is about, as it was.

    Attributes
    ----------
    id : str
        The id that nbformat 4.5 gives it; may be empty.
    type : str
        code, markdown or raw.
    index : int
        Where it stood in what was commented on.
    origin : int or None
        Where it stands in the anchor's version; None for a cell that this version has not.
    hash : str
        SHA-256 of its source in UTF-8, in hex.
    before, after : str
        Ids of its neighbours; may be empty.
    source : str
        Its source, or the beginning of it; see `cut`.
    cut : bool
        Whether `source` is only the beginning.
    """

    id: str
    type: str
    index: int
    origin: int | None
    hash: str
    before: str
    after: str
    source: str
    cut: bool


class AnchorQuote(msgspec.Struct, frozen=True):
    """A range of a source.

    Attributes
    ----------
    exact : str
        The text, or the beginning of it where it is long; it reaches from `start` to `end` nevertheless.
    prefix, suffix : str
        32 characters before and after, fewer at the ends of the source.
    start, end : int
        Where it stood, in UTF-16 code units as editors count.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


class Region(msgspec.Struct, frozen=True):
    """A rectangle of a picture, each number a share (0 to 1) of the picture's width or height."""

    x: Share
    y: Share
    width: Share
    height: Share


class AnchorOutput(msgspec.Struct, frozen=True):
    """An output of a cell: where it stood, its MIME type, SHA-256 of its content in hex, and perhaps a part of it."""

    index: int
    mime: str
    hash: str
    region: Region | None


class Anchor(msgspec.Struct, frozen=True):
    """What a thread is about, as it was when somebody wrote about it; never changed.

    Attributes
    ----------
    kind : str
        notebook, cell, range, output, line (of a diff), version, or row (of the compare table).
    version : str
        Id of the version commented on; for a notebook on screen, of the newest version then.
    number : int
        That version's number.
    cell : AnchorCell or None
        For cell, range, output and line.
    quote : AnchorQuote or None
        For range and line.
    output : AnchorOutput or None
        For output.
    other : str or None
        For line, id of the version on the other side; None where that was the notebook on screen.
    side : str or None
        For line, the side commented on: old or new.
    column : str or None
        For row, the column of the table; None for the row as a whole.
    """

    kind: Kind
    version: str
    number: int
    cell: AnchorCell | None = None
    quote: AnchorQuote | None = None
    output: AnchorOutput | None = None
    other: str | None = None
    side: Literal["old", "new"] | None = None
    column: str | None = None


class Target(msgspec.Struct, frozen=True):
    """What somebody points at, from which an anchor is made.

    Attributes
    ----------
    kind : str
        As of an anchor.
    version : str or None
        Name of the version looked at (for line, the version of the side commented on); None for the notebook as it
        is now.
    cell : str or None
        The cell's id.
    index : int or None
        Where the cell stands; one of both is enough, and where both are given they must agree.
    start, end : int or None
        A range of the source, in UTF-16 code units; without them, for line, `line` says which.
    line : int or None
        A line of the source, from 0.
    output : int or None
        Which output, from 0.
    mime : str or None
        Which of its forms; by default the one a person would see.
    region : Region or None
        A part of a picture.
    other, side, column
        As of an anchor; `other` may be any name of a version.
    """

    kind: Kind
    version: str | None = None
    cell: str | None = None
    index: int | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    output: int | None = None
    mime: str | None = None
    region: Region | None = None
    other: str | None = None
    side: Literal["old", "new"] | None = None
    column: str | None = None


class Candidate(msgspec.Struct, frozen=True):
    """A place that an anchor may stand at, where that is not certain.

    Attributes
    ----------
    cell : int
        Where the cell stands.
    id : str
        The cell's id; may be empty.
    text : str
        The line of its source that the range is on, or its first one; long ones are cut.
    why : list of str
        What speaks for it; of places in one cell, only what speaks for the place. id: it has the cell's id. source: it
        has the cell's source. text: the quoted text stands there. output: it has the very output. holds: the cell's
        source is part of it. alike: much of it is the same. beside: a cell beside it is the one that was there. place:
        it stands where the cell stood.
    alike : float
        How much of the source it has in common with the cell, 0 to 1.
    row : int or None
        The line that `text` is, from 0, for a range.
    start, end : int or None
        The range, in UTF-16 code units.
    output : int or None
        Which output.
    """

    cell: int
    id: str
    text: str
    why: list[Reason]
    alike: Share
    row: int | None = None
    start: int | None = None
    end: int | None = None
    output: int | None = None


class Place(msgspec.Struct, frozen=True):
    """Where an anchor stands in a version, in the file, or in the notebook on screen.

    Attributes
    ----------
    state : str
        exact: there, as it was. moved: as it was, elsewhere. edited: there, but no longer the same. outdated: its
        cell (or output) is there, what was commented on is not. orphaned: gone. ambiguous: it may be any of
        `candidates`.
    happened : list of str
        What happened to its cell since: moved, edited, rewritten, split, merged, rerun.
    cell : int or None
        Where the cell stands; None for orphaned and for what is about no cell.
    id : str
        The cell's id; may be empty.
    start, end : int or None
        The range, in UTF-16 code units; None where there is none.
    output : int or None
        Which output.
    candidates : list of Candidate
        What it may be about, for ambiguous, in the order of the notebook: the eight likeliest.
    further : int
        How many more there are.
    """

    state: State
    happened: list[Happened]
    cell: int | None = None
    id: str = ""
    start: int | None = None
    end: int | None = None
    output: int | None = None
    candidates: list[Candidate] = []
    further: int = 0


class Act(msgspec.Struct, frozen=True, gc=False):
    """Who did something, and when."""

    author: Author
    created: str


class Revision(msgspec.Struct, frozen=True, gc=False):
    """An earlier text of a comment, and when it was written."""

    text: str
    created: str


class Reaction(msgspec.Struct, frozen=True, gc=False):
    """A reaction, and who gave it, first to last."""

    emoji: str
    authors: list[Author]


class Suggestion(msgspec.Struct, frozen=True, gc=False):
    """Another source for the thread's cell: what it replaces, and what became of it.

    Attributes
    ----------
    source : str
        The source proposed.
    hash : str
        SHA-256 of the source it was made for; the cell may have been edited since.
    state : str
        open, accepted or declined.
    decided : Act or None
        Who accepted or declined it.
    """

    source: str
    hash: str
    state: Literal["open", "accepted", "declined"]
    decided: Act | None


class Comment(msgspec.Struct, frozen=True, gc=False):
    """One comment of a thread.

    Attributes
    ----------
    id : str
        A ULID; the first comment has its thread's.
    author : Author
        Who wrote it; only they may edit or delete it.
    created : str
        When, as that computer's clock had it; the order of comments does not depend on it.
    text : str
        Markdown, untrusted; empty when deleted.
    edited : str or None
        When it was last edited.
    edits : int
        How often.
    history : list of Revision
        Earlier texts, oldest first; filled only where one thread is asked for, and empty when deleted.
    deleted : bool
        Whether only the tombstone is left.
    mentions : list of str
        Handles that follow an @ in the text.
    reactions : list of Reaction
        In the order in which each was first given.
    suggestion : Suggestion or None
        A source proposed with it.
    head : int
        Number of the newest version when it was written.
    """

    id: str
    author: Author
    created: str
    text: str
    edited: str | None
    edits: int
    history: list[Revision]
    deleted: bool
    mentions: list[str]
    reactions: list[Reaction]
    suggestion: Suggestion | None
    head: int


class Thread(msgspec.Struct, frozen=True):
    """Comments about one anchor.

    Attributes
    ----------
    id : str
        A ULID.
    notebook : str
        The notebook's key.
    state : str
        open or resolved.
    resolved : Act or None
        Who resolved it.
    anchor : Anchor
        What it is about; where somebody put it elsewhere by hand, the last such place.
    original : Anchor or None
        What it was about at first, where that is another.
    comments : list of Comment
        First to last, tombstones included; at least one.
    updated : str
        When something was last said or done in it.
    place : Place or None
        Where the anchor stands in what was asked about; None where nothing was.
    """

    id: str
    notebook: str
    state: Literal["open", "resolved"]
    resolved: Act | None
    anchor: Anchor
    original: Anchor | None
    comments: list[Comment]
    updated: str
    place: Place | None = None


class DamagedEvent(msgspec.Struct, frozen=True):
    """What cannot be shown of what was said: the event, what is wrong with it, and its thread where that is known."""

    id: str
    message: str
    thread: str | None = None


class Threads(msgspec.Struct, frozen=True):
    """A notebook's threads, first to last, and what of them is damaged.

    Attributes
    ----------
    notebook : str or None
        The notebook's key; None without versions.
    version : str or None
        Id of the version they are placed in; None for the notebook as it is now.
    threads : list of Thread
        First to last.
    damaged : list of DamagedEvent
        What could not be read.
    placed : bool
        False where what was asked about is no notebook of cells, so that only threads on the whole have a place.
    """

    notebook: str | None
    version: str | None
    threads: list[Thread]
    damaged: list[DamagedEvent]
    placed: bool


class Person(msgspec.Struct, frozen=True):
    """Somebody who made a version or a comment; `handle` is what follows the @ when they are mentioned."""

    author: Author
    handle: str


class People(msgspec.Struct, frozen=True):
    """Who can be mentioned: the one who asks, and everybody known, most recently heard of first."""

    me: Person
    people: list[Person]
