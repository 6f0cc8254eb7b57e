"""What is said about versions afterwards: append-only events, and the fold that gives the present state.

An event is one immutable JSON file, named by a ULID, in the tree of `refs/jovian/events/<notebook>`; the state is a
fold over all of them in the order of (Lamport time, id), so two stores merge by union. The idea of operations ordered
by Lamport clocks is git-bug's.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

import msgspec
from ulid import ULID

from jovian_lab.errors import Damaged, InputError, StoreTooNew
from jovian_lab.store import objects, refs
from jovian_lab.store.repository import Store, Transaction
from jovian_lab.store.values import EVENT_FORMAT, AnyFormat, Author, Event, one_line

_FOLDER_LETTERS = 4  # of the ULID: a folder for about three days
_LARGEST = 1 << 20  # bytes
_LATEST = 2**53  # Lamport time that every program can count to
_LAMPORT = re.compile(rb"^Jovian-Lamport: (\d{1,16})$", re.MULTILINE)
_MESSAGE = "Say something about a version\n"
ABOUT_VERSIONS = ("rename", "tag", "title", "untag")  # what the index itself shows
DAMAGED = "damaged"  # never stored: what stands in for an event that cannot be read


class Said(msgspec.Struct):
    """The present state of everything said about one version."""

    title: str | None = None
    tags: list[str] = []


def make(
    notebook: str,
    kind: str,
    value: str,
    author: Author,
    *,
    version: str = "",
    head: int = 0,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Make an event; its Lamport time is set when it is written.

    Parameters
    ----------
    notebook : str
        The notebook's key.
    kind, value : str
        Of the event.
    author : Author
        Who says it.
    version : str
        Id of the version it is about.
    head : int
        Number of the newest version.
    data : mapping, optional
        Plain JSON values; without any, the event has format 1, which programs that know no other still read.
    """
    said_by = Author(one_line(author.name), one_line(author.username))
    number = EVENT_FORMAT if data else 1
    return Event(number, str(ULID()), notebook, kind, 0, said_by, now(), value, version, head, dict(data or {}))


def now() -> str:
    """Return the present moment as we store it: UTC, ISO 8601, milliseconds, "Z"."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def append(store: Store, change: Transaction, new: Event) -> Event:
    """Put an event into a transaction.

    Returns
    -------
    Event
        The event with its Lamport time.

    Raises
    ------
    InputError
        If the event is larger than any reader takes.
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
            lamport = _lamport(reader, tip) + 1
            root = reader.tree(commit.tree)
            if folder in root:
                inner = reader.tree(root[folder].id)
    written = msgspec.structs.replace(new, lamport=lamport)
    body = msgspec.json.encode(written) + b"\n"
    if len(body) > _LARGEST:
        raise InputError("That is more than one comment can hold.", "Say it in several.")
    inner[file] = objects.Entry(objects.FILE, file, change.add("blob", body))
    tree = change.add("tree", objects.tree_body(inner.values()))
    root[folder] = objects.Entry(objects.FOLDER, folder, tree)
    _commit(change, ref, list(root.values()), [tip] if tip else [], lamport, new.author.name)
    return written


def merge(store: Store, change: Transaction, notebook: str, other: str) -> bool:
    """Add to a notebook's events those of another commit, which the repository holds already: the union of the files.

    Where two different files have one name, the one with the smaller object id keeps it, and the others get their
    object id added to it: nothing is lost, readers show those as damaged, and the order of merging does not matter.

    Parameters
    ----------
    store : Store
        The store.
    change : Transaction
        Open.
    notebook : str
        The notebook's key.
    other : str
        Commit id of the other store's events.

    Returns
    -------
    bool
        Whether there was anything to add.

    Raises
    ------
    Damaged
        If either side's folders cannot be read.
    """
    ref = refs.name(refs.EVENTS, notebook)
    tip = change.tip(ref)
    if tip is None or tip == other:
        if tip is None:
            change.move(ref, other, None)
        return tip is None
    with store.reader() as reader:
        sides = [_files(reader, commit) for commit in (tip, other)]
        lamport = max(_lamport(reader, commit) for commit in (tip, other))
    blobs: dict[str, set[str]] = {}
    for side in sides:
        for name, blob in side.items():
            blobs.setdefault(name.removesuffix(".json").partition("-")[0], set()).add(blob)
    folders: dict[str, list[objects.Entry]] = {}
    for identity, same_name in blobs.items():
        for place, blob in enumerate(sorted(same_name)):
            name = f"{identity}-{blob}.json" if place else f"{identity}.json"
            folders.setdefault(identity[:_FOLDER_LETTERS], []).append(objects.Entry(objects.FILE, name, blob))
    if sum(map(len, folders.values())) == len(sides[0]):
        return False
    root = [
        objects.Entry(objects.FOLDER, folder, change.add("tree", objects.tree_body(entries)))
        for folder, entries in folders.items()
    ]
    _commit(change, ref, root, sorted((tip, other)), lamport, "jovian-lab", old=tip)
    return True


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
        The ids of all events, and the events that are not known. What cannot be read is there as an event of the type
        `DAMAGED` whose value says why (fsck names it, too); the rest still counts.
    """
    files = _files(reader, tip)
    clashing = {name.partition("-")[0] for name in files if "-" in name}  # a merge may have put another one first
    have, there = set(known) - clashing, set[str]()
    found: list[Event] = []
    for name, blob in files.items():
        identity = name.removesuffix(".json")
        there.add(identity)
        if identity not in have:
            found.append(_read(reader, identity, blob))
    return there, found


def since(reader: objects.Reader, old: str | None, new: str) -> list[Event]:
    """Return the events of one commit that another one has not, damaged ones left out.

    Parameters
    ----------
    reader : Reader
        An open reader.
    old : str or None
        The earlier commit; None, or one that is not there any more: every event is new.
    new : str
        The later one.
    """
    before: dict[str, str] = {}
    if old is not None:
        with contextlib.suppress(Damaged):
            before = _files(reader, old)
    now_there = _files(reader, new)
    added = (_read(reader, name.removesuffix(".json"), now_there[name]) for name in now_there.keys() - before.keys())
    return sorted((event for event in added if event.type != DAMAGED), key=_order)


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
        event = msgspec.json.decode(data, type=Event)
    except msgspec.DecodeError as error:
        raise Damaged("An event cannot be read.", "Run `jovian-lab fsck`.") from error
    if not 1 <= event.lamport <= _LATEST:
        raise Damaged("An event has no place in time.", "Run `jovian-lab fsck`.")
    return event


def parse_file(stem: str, data: bytes) -> Event:
    """Read one event file, which must hold the event of its name.

    Parameters
    ----------
    stem : str
        Its name without `.json`.
    data : bytes
        What it holds.

    Raises
    ------
    Damaged, StoreTooNew
    """
    event = parse(data)
    if event.id != stem:
        raise Damaged("Another event has this one's name.", "Run `jovian-lab fsck`.")
    return event


def fold(all_events: Iterable[Event]) -> dict[str, Said]:
    """Return the present state by version id."""
    state: dict[str, Said] = {}
    for event in sorted(all_events, key=_order):
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
    return max(renames, key=_order, default=None)


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


def _read(reader: objects.Reader, identity: str, blob: str) -> Event:
    """Read one event, or say what is wrong with it."""
    try:
        return parse_file(identity, reader.blob(blob))
    except (StoreTooNew, Damaged) as error:
        return _damaged(identity, error.message)


def _damaged(identity: str, why: str) -> Event:
    return Event(0, identity, "", DAMAGED, 0, Author(""), "", why)


def _files(reader: objects.Reader, commit: str) -> dict[str, str]:
    """Return the event files of a commit: name to blob id."""
    return {
        entry.name: entry.id
        for folder in reader.tree(reader.commit(commit).tree).values()
        for entry in reader.tree(folder.id).values()
    }


def _lamport(reader: objects.Reader, commit: str) -> int:
    """Return the highest Lamport time of a commit: as its message says, or else as its events do."""
    found = _LAMPORT.findall(reader.commit(commit).message)
    if found:
        return min(int(found[-1]), _LATEST - 1)
    return max((event.lamport for event in read_all(reader, commit)[1]), default=0)


def _commit(
    change: Transaction,
    ref: str,
    root: list[objects.Entry],
    parents: list[str],
    lamport: int,
    author: str,
    *,
    old: str | None = None,
) -> None:
    """Move a ref to a new commit of events."""
    seconds = int(datetime.now(timezone.utc).timestamp())
    message = f"{_MESSAGE}\nJovian-Lamport: {lamport}\n"
    tree = change.add("tree", objects.tree_body(root))
    body = objects.commit_body(tree, parents, author, seconds, message)
    change.move(ref, change.add("commit", body), old or (parents[0] if parents else None))


def _order(event: Event) -> tuple[int, str]:
    return event.lamport, event.id
