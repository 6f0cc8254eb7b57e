"""The hot path: from a notebook on disk to a durable version, in time that follows what changed.

The notebook is split against the newest version this process knows, before the lock is taken. Under the lock the
newest version is looked up again, what it does not have is written as one pack, and the ref is moved.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from jovian_lab.errors import Conflict, Damaged, InputError, JovianError
from jovian_lab.notebook.describe import (
    Cell,
    Changes,
    Kernel,
    compare,
    count_types,
    describe,
    describe_outside,
    similarity,
)
from jovian_lab.notebook.segments import NotSplittable
from jovian_lab.notebook.split import SplitNotebook, split
from jovian_lab.store import beside, damage, environments, events, heads, index, refs, snapshots, versions, worktree
from jovian_lab.store.objects import object_id
from jovian_lab.store.repository import Store, Transaction
from jovian_lab.store.values import (
    FORMAT,
    Author,
    EnvironmentSummary,
    FileEntry,
    Notebook,
    Origin,
    Parent,
    StoredVersion,
    Version,
    one_line,
    shown,
)

_LONGEST_TITLE = 200  # characters
_LONGEST_MESSAGE = 64 << 10
_LARGEST_FILE = 100 << 20  # bytes; larger ones are data, not sources
_ALIKE = 0.5  # share of cells that makes a file the continuation or the copy of another
_LOOKED_AT = 256  # bytes at the end of a file
_LARGE = 1 << 20  # bytes; to hash less takes little longer than to wake a thread for it
_MOST_LOOKED_BACK = 50  # versions, for an environment
_MOST_COMPARED = 100  # notebooks looked at for that


@dataclass(frozen=True)
class Request:
    """A commit that was asked for; see `Project.commit` for the fields."""

    path: str
    message: str
    author: Author
    files: tuple[str, ...] | None = None
    base: str | None = None
    allow_empty: bool = False
    environment: environments.Keeper | None = None


def _checksum(raw: bytes) -> Callable[[], str]:
    """Return what tells the SHA-256 of a notebook, in hex; that of a large one is worked out beside the other work."""
    begun = threading.Event()

    def work() -> str:
        begun.set()
        return hashlib.sha256(raw).hexdigest()

    if len(raw) <= _LARGE:
        return cache(work)
    found = beside.start(work)
    begun.wait()  # while we split the notebook nobody else gets at Python
    return found


@dataclass(frozen=True)
class _Content:
    """A notebook's bytes and what we found in them."""

    raw: bytes
    checksum: Callable[[], str]
    cut: SplitNotebook | None
    cells: list[Cell]
    kernel: Kernel | None
    nbformat: str | None

    def equals(self, version: StoredVersion | Version) -> bool:
        """Tell whether these are a version's very bytes."""
        return len(self.raw) == version.size and self.checksum() == version.sha256


@dataclass(frozen=True)
class _Place:
    """Where a version goes: the notebook's key, its newest version, and the version it was copied from."""

    key: str
    head: heads.Head | None
    origin: tuple[Origin, list[Cell]] | None = None

    @property
    def before(self) -> list[Cell] | None:
        """The cells that changes are counted against; None where nothing can be compared."""
        if self.head is not None:
            return self.head.cells if self.head.version.cells is not None else None
        return self.origin[1] if self.origin else None


def read(folder: Path, path: str) -> bytes:
    """Read a notebook from disk, whole even while Jupyter saves it."""
    return worktree.read_notebook(folder, path, _looks_whole)


def commit(store: Store, request: Request) -> Version | None:
    """Make a version; see `Project.commit`."""
    title, message = _clean(request.message)
    with index.opened(store, follow=False) as opened:
        key = opened.key_of(request.path)
        content = _content(read(store.folder, request.path), heads.recall(store, key) if key else None)
        if request.environment:
            cells = content.cut.cells if content.cut else []
            request.environment.begin(content.kernel, [cell.skeleton for cell in cells])
        with store.transaction() as change:
            opened.refresh()
            place = _place(store, change, opened, request.path, content)
            wanted = request.files if request.files is not None else _files_so_far(store, place)
            files = {path: _read_source(store, path) for path in wanted}
            if place.head and not request.allow_empty and _same(place.head.version, content, files):
                heads.remember(
                    store,
                    place.key,
                    _head(place.head.id, place.head.version, content, place.head.known, place.head.environment),
                )
                return None
            base = _base(opened, place, request.base)
            known = _known(store, place)
            kept = versions.put_notebook(change, content.raw, _complete(content, known), known)
            stored = _describe(place, content, request, title, message, files, base)
            environment, summary = _environment(store, change, opened, place, request.environment)
            stored = msgspec.structs.replace(stored, environment=summary)
            identity = _put(change, place, stored, kept, files, known, environment.tree if summary else "")
        heads.remember(store, place.key, _head(identity, stored, content, kept.has, environment))
        opened.add(identity, stored, place.head.id if place.head else None)
    return shown(stored, identity)


def snapshot(store: Store, key: str, path: str, reason: str, author: Author) -> Version | None:
    """Keep the file's present state aside; see `Project.snapshot`."""
    reason = one_line(" ".join(reason.split()))
    content = _content(read(store.folder, path), heads.recall(store, key))
    with index.opened(store) as opened:
        head = opened.newest(key)
    newest = next(iter(snapshots.listed(store, key)), None)
    if any(content.equals(version) for version in (head, newest) if version):
        return None
    with store.transaction() as change, index.opened(store) as opened:
        tip = change.tip(refs.name(refs.VERSIONS, key))
        place = _Place(key, heads.load(store, key, tip, opened.stored(tip)) if tip else None)
        request = Request(path, "", author)
        stored = _describe(place, content, request, reason, "", {}, None)
        number = place.head.version.number if place.head else 0
        stored = msgspec.structs.replace(stored, kind="snapshot", number=number, reason=reason)
        known = _known(store, place)
        kept = versions.put_notebook(change, content.raw, _complete(content, known), known)
        identity = versions.build(change, stored, kept, {}, known, [tip] if tip else [])
        snapshots.hold(store, change, key, identity)
    return shown(stored, identity)


def promote(store: Store, key: str, path: str, raw: bytes, message: str, author: Author) -> Version:
    """Make a version of a snapshot's bytes; see `Project.promote`."""
    title, body = _clean(message)
    content = _content(raw, None)
    with index.opened(store) as opened:
        with store.transaction() as change:
            tip = change.tip(refs.name(refs.VERSIONS, key))
            place = _Place(key, heads.load(store, key, tip, opened.stored(tip)) if tip else None)
            stored = _describe(place, content, Request(path, message, author), title, body, {}, None)
            known = _known(store, place)
            kept = versions.put_notebook(change, content.raw, _complete(content, known), known)
            identity = _put(change, place, stored, kept, {}, known)
        opened.add(identity, stored, tip)
    return shown(stored, identity)


def changes_since(store: Store, key: str, head: Version, raw: bytes) -> Changes | None:
    """Count the cells that differ from a version; None when the bytes are the same."""
    known = heads.recall(store, key)
    content = _content(raw, known)
    if content.equals(head):
        return None
    loaded = heads.load(store, key, head.id, None)
    return compare(loaded.cells, content.cells)


def continuations(store: Store, path: str, notebooks: Sequence[Notebook]) -> list[Notebook]:
    """Return the vanished notebooks that a file may be the continuation of, best first."""
    vanished = [notebook for notebook in notebooks if not notebook.exists]
    if not vanished or any(notebook.path == path for notebook in notebooks):
        return []
    cells = _content(read(store.folder, path), None).cells
    scored = [(similarity(_cells_of(store, notebook.key), cells), notebook) for notebook in vanished[:_MOST_COMPARED]]
    alike = [pair for pair in scored if pair[0] >= _ALIKE]
    return [notebook for _, notebook in sorted(alike, key=lambda pair: -pair[0])]


def clean_title(title: str) -> str:
    """Return a title on one line, trimmed.

    Raises
    ------
    InputError
        If nothing is left of it.
    """
    found = _clean(title)[0]
    if not found:
        raise InputError("A title cannot be empty.", "Say in a few words what changed.")
    return found


def _content(raw: bytes, known: heads.Head | None) -> _Content:
    """Split and describe a notebook, looking only into what `known` does not have."""
    checksum = _checksum(raw)
    cut: SplitNotebook | None = None
    cells: list[Cell] = []
    try:
        cut = split(raw, known.cut if known else None)
        cells = heads.describe_cells(cut.cells)
    except NotSplittable:
        cut = None
        with contextlib.suppress(NotSplittable):
            cells = describe(raw).cells
    kernel, nbformat = describe_outside(cut.head + cut.tail.skeleton) if cut is not None else (None, None)
    return _Content(raw, checksum, cut, cells, kernel, nbformat)


def _known(store: Store, place: _Place) -> frozenset[str]:
    """Return the objects that need not be written again: what the parent has and no check found damaged."""
    if place.head is None:
        return frozenset()
    return place.head.known.union(entry.id for entry in place.head.version.files) - damage.noted(store)


def _complete(content: _Content, known: frozenset[str]) -> SplitNotebook | None:
    """Return the split with the bodies of all parts that the parent does not have.

    Parts of cells that this process split before have no bodies here; where the parent turns out not to have them
    either (another process committed meanwhile, or a commit failed), the notebook is split again from the start.
    """
    cut = content.cut
    if cut is None or all(name in known or name in cut.parts for name in cut.references):
        return cut
    return split(content.raw)


def _place(store: Store, change: Transaction, opened: index.Index, path: str, content: _Content) -> _Place:
    """Look up, under the lock, where the next version of a path goes."""
    key = opened.key_of(path)
    if key is None and opened.doubt():  # better a look too many than a second history of the same notebook
        key = opened.key_of(path)
    if key is None:
        return _Place(os.urandom(8).hex(), None, _origin(store, opened, path, content))
    tip = change.tip(refs.name(refs.VERSIONS, key))
    return _Place(key, heads.load(store, key, tip, opened.stored(tip)) if tip else None)


def _origin(store: Store, opened: index.Index, path: str, content: _Content) -> tuple[Origin, list[Cell]] | None:
    """Find the notebook that a new file is a copy of: one that is still there and has most of its cells."""
    best: tuple[float, Origin, list[Cell]] | None = None
    for key, place, _ in opened.notebooks()[:_MOST_COMPARED]:
        head = opened.newest(key)
        if head is None or place == path or not content.cells:
            continue
        cells = _cells_of(store, key)
        score = 2.0 if content.equals(head) else similarity(cells, content.cells)
        if score > _ALIKE and (best is None or score > best[0]):
            best = (score, Origin(key, place, head.id, head.number), cells)
    return best[1:] if best else None


def _cells_of(store: Store, key: str) -> list[Cell]:
    """Return the cells of a notebook's newest version; none where they cannot be read."""
    try:
        tip = refs.read(store.repository, refs.name(refs.VERSIONS, key))
        return heads.load(store, key, tip, None).cells if tip else []
    except JovianError:
        return []


def _same(head: StoredVersion, content: _Content, files: Mapping[str, bytes]) -> bool:
    if not content.equals(head):
        return False
    recorded = {entry.path: entry.id for entry in head.files}
    return all(recorded.get(path) == object_id("blob", body) for path, body in files.items())


def _base(opened: index.Index, place: _Place, base: str | None) -> Parent | None:
    """Return the version the work started from, where that is not the newest any more."""
    if base is None or place.head is None or base == place.head.id:
        return None
    found = opened.by_id(place.key, base) if len(base) == 40 else []
    if not found:
        raise Conflict(
            "The version this work started from is not in the history.", "Reload the notebook, then commit again."
        )
    return Parent(base, found[0].number)


def _describe(
    place: _Place,
    content: _Content,
    request: Request,
    title: str,
    message: str,
    files: Mapping[str, bytes],
    base: Parent | None,
) -> StoredVersion:
    head = place.head
    counts = count_types(content.cells) if content.cut is not None else None
    before = place.before
    number = head.version.number + 1 if head else 1
    return StoredVersion(
        format=FORMAT,
        notebook=place.key,
        number=number,
        kind="version",
        title=title,
        message=message,
        author=Author(one_line(request.author.name), one_line(request.author.username)),
        created=events.now(),
        path=request.path,
        kernel=content.kernel,
        cells=counts,
        changes=compare(before, content.cells) if before is not None and counts is not None else None,
        parents=[Parent(head.id, head.version.number)] if head else [],
        base=base,
        origin=place.origin[0] if place.origin else None,
        size=len(content.raw),
        sha256=content.checksum(),
        storage="whole" if content.cut is None else "split",
        nbformat=content.nbformat,
        files=[FileEntry(path, len(body), object_id("blob", body)) for path, body in sorted(files.items())],
    )


def _put(
    change: Transaction,
    place: _Place,
    stored: StoredVersion,
    kept: versions.Kept,
    files: Mapping[str, bytes],
    known: frozenset[str],
    environment: str = "",
) -> str:
    """Put a version into a transaction and move its ref; return its id."""
    tip = place.head.id if place.head else None
    identity = versions.build(change, stored, kept, files, known, [tip] if tip else [], environment)
    change.move(refs.name(refs.VERSIONS, place.key), identity, tip)
    return identity


def _environment(
    store: Store, change: Transaction, opened: index.Index, place: _Place, keeper: environments.Keeper | None
) -> tuple[environments.Folder, EnvironmentSummary | None]:
    """Put the environment's files into a transaction; return them, or those of the version before, and what they are.

    Nothing here fails a commit: where the files cannot be told, the version has none.
    """
    before = place.head.environment if place.head else environments.NOTHING
    if keeper is None:
        return before, None
    if place.head and not before.tree:
        before = _environment_of_older(store, opened, place.head)

    def read() -> dict[str, bytes]:
        with store.reader() as reader:
            return environments.read(reader, before.tree) if before.tree else {}

    kept = keeper.keep(environments.Before(before.tree, before.id, read))
    if kept is None:
        return before, None
    folder = versions.put_environment(change, kept.files, before.has - damage.noted(store))
    return folder, kept.summary


def _environment_of_older(store: Store, opened: index.Index, head: heads.Head) -> environments.Folder:
    """Find the environment of the last version that has one, where the newest was made without."""
    older = opened.before(head.version.notebook, head.version.number, _MOST_LOOKED_BACK)
    found = next((version for version in older if version.environment), None)
    if found is not None:
        with contextlib.suppress(Damaged), store.reader() as reader:
            return environments.folder(reader, found.id)
    return environments.NOTHING


def _head(
    identity: str,
    stored: StoredVersion,
    content: _Content,
    has: frozenset[str],
    environment: environments.Folder,
) -> heads.Head:
    """Make the head to remember; the bodies of the parts are let go."""
    cut = content.cut
    kept = SplitNotebook(cut.head, cut.cells, cut.glue, cut.tail) if cut else None
    return heads.Head(identity, stored, content.cells, has, kept, environment)


def _files_so_far(store: Store, place: _Place) -> list[str]:
    """Return the files of the newest version that are still there: what the notebook needed it goes on needing."""
    files = place.head.version.files if place.head else []
    return [entry.path for entry in files if worktree.exists(store.folder, entry.path)]


def _read_source(store: Store, path: str) -> bytes:
    body = worktree.read_file(store.folder, path)
    if len(body) > _LARGEST_FILE:
        raise InputError(f"{path} is larger than 100 MB.", "Keep large data beside the notebook, not in its history.")
    return body


def _looks_whole(raw: bytes) -> bool:
    """Tell whether bytes may be a complete notebook: a file cut short never ends in a brace that closes it."""
    end = raw[-_LOOKED_AT:].rstrip()
    if not end.endswith(b"}"):
        return False
    if raw.startswith(b'{\n "') and end.endswith(b"\n}"):  # only the last brace stands at the beginning of a line,
        return raw.endswith(b"\n")  # and Jupyter writes the newline after it by itself
    try:
        msgspec.json.decode(raw, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _clean(message: str) -> tuple[str, str]:
    """Return title and message as they can be stored."""
    if len(message) > _LONGEST_MESSAGE:
        raise InputError("The message is longer than 64,000 characters.", "Put long texts into a Markdown cell.")
    text = message.encode("utf-8", "replace").decode()
    text = "".join(c for c in text if c.isprintable() or c in "\n\t ").strip()
    title, _, rest = text.partition("\n")
    title = title.strip()
    if len(title) > _LONGEST_TITLE:
        return title[: _LONGEST_TITLE - 1].rstrip() + "…", text
    return title, rest.strip()
