"""What is said about versions afterwards: append-only events, and the fold that gives the present state.

An event is one immutable JSON file, named by a ULID, in the tree of `refs/jovian/events/<notebook>`; the state is a
fold over all of them in the order of (Lamport time, id), so two stores merge by union. The idea of operations ordered
by Lamport clocks is git-bug's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

import msgspec
from ulid import ULID

from jovian_lab.errors import Damaged, InputError, StoreTooNew
from jovian_lab.store import objects, refs
from jovian_lab.store.repository import Store, Transaction
from jovian_lab.store.values import EVENT_FORMAT, AnyFormat, Author, Event, one_line

_FOLDER_LETTERS = 4  # of the ULID: a folder for about three days
_LARGEST = 1 << 20  # bytes
_MESSAGE = "Say something about a version\n"


class Said(msgspec.Struct):
    """The present state of everything said about one version."""

    title: str | None = None
    tags: list[str] = []


def make(notebook: str, kind: str, value: str, author: Author, *, version: str = "", head: int = 0) -> Event:
    """Make an event; its Lamport time is set when it is written."""
    said_by = Author(one_line(author.name), one_line(author.username))
    return Event(EVENT_FORMAT, str(ULID()), notebook, kind, 0, said_by, now(), value, version, head)


def now() -> str:
    """Return the present moment as we store it: UTC, ISO 8601, milliseconds, "Z"."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def append(store: Store, change: Transaction, new: Event) -> Event:
    """Put an event into a transaction.

    Returns
    -------
    Event
        The event with its Lamport time.
    """
    ref = refs.name(refs.EVENTS, new.notebook)
    tip = change.tip(ref)
    folder, file = new.id[:_FOLDER_LETTERS], f"{new.id}.json"
    root: dict[str, objects.Entry] = {}
    inner: dict[str, objects.Entry] = {}
    lamport = 1
    if tip is not None:
        with store.reader() as reader:
            commit = reader.commit(tip)
            lamport = _lamport(commit.message) + 1
            root = reader.tree(commit.tree)
            if folder in root:
                inner = reader.tree(root[folder].id)
    written = msgspec.structs.replace(new, lamport=lamport)
    inner[file] = objects.Entry(objects.FILE, file, change.add("blob", msgspec.json.encode(written) + b"\n"))
    tree = change.add("tree", objects.tree_body(inner.values()))
    root[folder] = objects.Entry(objects.FOLDER, folder, tree)
    seconds = int(datetime.now(timezone.utc).timestamp())
    body = objects.commit_body(
        change.add("tree", objects.tree_body(root.values())),
        [tip] if tip else [],
        new.author.name,
        seconds,
        f"{_MESSAGE}\nJovian-Lamport: {lamport}\n",
    )
    change.move(ref, change.add("commit", body), tip)
    return written


def read_all(reader: objects.Reader, tip: str, known: Iterable[str] = ()) -> tuple[set[str], list[Event]]:
    """Read a notebook's events.

    Parameters
    ----------
    reader : Reader
        An open reader.
    tip : str
        Where the events ref points.
    known : iterable of str
        Ids of events that need not be read again.

    Returns
    -------
    tuple of set of str and list of Event
        The ids of all events, and the events that are not known. A damaged event is left out of these (fsck names it);
        the rest still counts.

    Raises
    ------
    StoreTooNew
        If an event has a newer format.
    """
    have, there = set(known), set[str]()
    found: list[Event] = []
    for folder in reader.tree(reader.commit(tip).tree).values():
        for entry in reader.tree(folder.id).values():
            identity = entry.name.removesuffix(".json")
            there.add(identity)
            if identity in have:
                continue
            try:
                found.append(parse(reader.blob(entry.id)))
            except Damaged:
                if reader.broken:
                    raise
    return there, found


def parse(data: bytes) -> Event:
    """Read one event file.

    Raises
    ------
    Damaged
        If it is none.
    StoreTooNew
        If its format is newer than ours.
    """
    try:
        if len(data) > _LARGEST:
            raise Damaged("An event is larger than any we write.", "Run `jovian-lab fsck`.")
        if msgspec.json.decode(data, type=AnyFormat).format > EVENT_FORMAT:
            raise StoreTooNew("An event was written by a newer jovian-lab.", "Upgrade jovian-lab to read it.")
        return msgspec.json.decode(data, type=Event)
    except msgspec.DecodeError as error:
        raise Damaged("An event cannot be read.", "Run `jovian-lab fsck`.") from error


def fold(all_events: Iterable[Event]) -> dict[str, Said]:
    """Return the present state by version id."""
    state: dict[str, Said] = {}
    for event in sorted(all_events, key=lambda event: (event.lamport, event.id)):
        if not event.version:
            continue
        said = state.setdefault(event.version, Said())
        if event.type == "title":
            said.title = event.value
        elif event.type == "tag" and event.value not in said.tags:
            said.tags = [*said.tags, event.value]
        elif event.type == "untag":
            said.tags = [tag for tag in said.tags if tag != event.value]
    return state


def last_rename(all_events: Iterable[Event]) -> Event | None:
    """Return the rename that counts, or None."""
    renames = [event for event in all_events if event.type == "rename"]
    return max(renames, key=lambda event: (event.lamport, event.id), default=None)


def check_tag(name: str) -> str:
    """Return a tag, trimmed.

    Raises
    ------
    InputError
        If it is empty, too long, looks like a version number or an id, or holds white space.
    """
    tag = name.strip()
    if not tag or len(tag) > 50 or any(c.isspace() or not c.isprintable() for c in tag):
        raise InputError("A tag has 1 to 50 characters and no blanks.", "Try something like `submitted`.")
    if (
        tag == "latest"
        or tag.lstrip("v").isdigit()
        or (len(tag) >= 4 and all(c in "0123456789abcdef" for c in tag.lower()))
    ):
        raise InputError(f"{tag!r} could be mistaken for a version.", "Choose a tag with other letters in it.")
    return tag


def _lamport(message: bytes) -> int:
    try:
        return int(message.rsplit(b"Jovian-Lamport:", 1)[1])
    except (IndexError, ValueError) as error:
        raise Damaged("The events of a notebook cannot be counted.", "Run `jovian-lab fsck`.") from error
