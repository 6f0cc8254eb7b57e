"""The index: a disposable SQLite cache of all histories, brought up to date from the refs before every answer.

The repository is the truth. Whenever the index is missing, old, of another layout or damaged it is made anew; where it
cannot be written it lives in memory. Nothing that goes wrong here ever fails a commit.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from typing import Any, TypeVar

import msgspec

from jovian_lab.errors import Damaged, JovianError
from jovian_lab.store import database, events, git, refs, versions
from jovian_lab.store.repository import Store
from jovian_lab.store.values import Event, StoredVersion, Version, recorded, shown

_VERSIONS = msgspec.json.Decoder(list[Version])
_EVENTS = msgspec.json.Decoder(list[Event])
# what reading a damaged database may raise; the last for a message of SQLite that quotes the damage
_DAMAGE = (sqlite3.DatabaseError, msgspec.DecodeError, TypeError, UnicodeDecodeError)
_Ask = TypeVar("_Ask", bound=Callable[..., Any])


def _healing(ask: _Ask) -> _Ask:
    """Have the index made anew when a question meets damage in it, and ask again."""

    @functools.wraps(ask)
    def asked(self: Index, *arguments: Any) -> Any:
        try:
            return ask(self, *arguments)
        except _DAMAGE:
            if self._following:  # it is being made just now: who does that sees to it
                raise
            self.heal()
            return ask(self, *arguments)

    return asked  # type: ignore[return-value]


class Index:
    """The index of a store; made by `opened`, up to date as of then or of the last `refresh`."""

    def __init__(self, store: Store, *, follow: bool = True) -> None:
        self._store = store
        self._following = False
        self._db = _connect(store, self, follow=follow)

    def close(self) -> None:
        """Let go of the database."""
        database.let_go(self._store.index_file, self._db)

    @_healing
    def key_of(self, path: str) -> str | None:
        """Return the key of the notebook that lives at a path now."""
        row = self._db.execute(
            "SELECT key FROM notebooks WHERE path = ? ORDER BY claimed DESC LIMIT 1", (path,)
        ).fetchone()
        return row[0] if row else None

    @_healing
    def notebooks(self) -> list[tuple[str, str, int]]:
        """Return (key, path, number of versions) of every notebook, by path."""
        return self._db.execute("SELECT key, path, versions FROM notebooks ORDER BY path, key").fetchall()

    @_healing
    def page(self, key: str, offset: int, limit: int, words: str) -> tuple[list[Version], int]:
        """Return a stretch of a history, newest first, and how many versions match.

        Parameters
        ----------
        key : str
            The notebook.
        offset, limit : int
            What to leave out, how many at most (-1: all).
        words : str
            Only versions in whose number, title, message, author or tags all these words are found, in any case.
        """
        where, values = "notebook = ?", [key]
        for word in words.encode("utf-8", "replace").decode().replace("\0", "\ufffd").lower().split():
            where += " AND search LIKE ? ESCAPE '\\'"
            values.append("%" + "".join("\\" + c if c in "\\%_" else c for c in word) + "%")
        total = self._db.execute(f"SELECT count(*) FROM versions WHERE {where}", values).fetchone()[0]
        found = self._versions(f"{where} ORDER BY number DESC, id LIMIT ? OFFSET ?", *values, limit, offset)
        return found, total

    @_healing
    def by_id(self, key: str, prefix: str) -> list[Version]:
        """Return the versions whose id begins like that, two at most."""
        return self._versions("notebook = ? AND id >= ? AND id < ? LIMIT 2", key, prefix, prefix + "g")

    @_healing
    def by_number(self, key: str, number: int) -> Version | None:
        """Return a version by its number."""
        found = self._versions("notebook = ? AND number = ? ORDER BY id LIMIT 1", key, number)
        return found[0] if found else None

    @_healing
    def by_tag(self, key: str, tag: str) -> Version | None:
        """Return the newest version with a tag."""
        where = "notebook = ? AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?) ORDER BY number DESC LIMIT 1"
        found = self._versions(where, key, tag)
        return found[0] if found else None

    @_healing
    def before(self, key: str, number: int, limit: int) -> list[Version]:
        """Return the versions before one, newest first."""
        return self._versions("notebook = ? AND number < ? ORDER BY number DESC, id LIMIT ?", key, number, limit)

    def newest(self, key: str) -> Version | None:
        """Return the newest version."""
        return next(iter(self.page(key, 0, 1, "")[0]), None)

    @_healing
    def stored(self, identity: str) -> StoredVersion | None:
        """Return what was recorded of a version."""
        found = self._versions("id = ?", identity)
        return recorded(found[0]) if found else None

    @_healing
    def ids(self, key: str) -> list[str]:
        """Return the ids of all versions, newest first."""
        rows = self._db.execute("SELECT id FROM versions WHERE notebook = ? ORDER BY number DESC", (key,))
        return [row[0] for row in rows]

    @_healing
    def events(self, key: str, types: Collection[str]) -> list[Event]:
        """Return a notebook's events of some types, in no order."""
        return self._events(key, types)

    def add(self, identity: str, version: StoredVersion, parent: str | None) -> None:
        """Add a version that was just committed, if the index stands at its parent; else the next refresh does."""
        ref = refs.name(refs.VERSIONS, version.notebook)
        with contextlib.suppress(*_DAMAGE), self._db:
            row = self._db.execute("SELECT tip FROM refs WHERE ref = ?", (ref,)).fetchone()
            if (row[0] if row else None) == parent:
                self._insert(identity, version)
                self._db.execute("INSERT OR REPLACE INTO refs VALUES (?, ?)", (ref, identity))
                self._db.execute(  # nothing was said about it yet, and it is where its notebook lives now
                    "INSERT INTO notebooks VALUES (?, ?, ?, 1) ON CONFLICT (key)"
                    " DO UPDATE SET path = excluded.path, claimed = excluded.claimed, versions = versions + 1",
                    (version.notebook, version.path, version.created),
                )

    def refresh(self) -> None:
        """Bring the index up to date with the refs; costs a look at each ref where nothing changed."""
        try:
            self.follow(self._db)
        except _DAMAGE:
            self._db.close()
            self._db = _connect(self._store, self)

    def heal(self) -> None:
        """Throw a damaged database away and make it anew."""
        self._db.close()
        database.remove(self._store.index_file)
        self._db = _connect(self._store, self)

    def doubt(self) -> bool:
        """Check the database whole, and make it anew where it cannot be right; for when something is not found in it.

        SQLite keeps no checksums: a bit that flipped in a key or a number hides a version without a word.

        Returns
        -------
        bool
            Whether it was made anew, so that it is worth asking again.
        """
        try:
            sound = database.sound(self._db)
        except _DAMAGE:
            sound = False
        if not sound:
            self.heal()
        return not sound

    def follow(self, connection: sqlite3.Connection) -> None:
        """Load into a database what the refs have and it has not.

        Raises
        ------
        sqlite3.DatabaseError, msgspec.DecodeError, TypeError
            If the database is damaged, locked for long, or cannot be written.
        """
        self._db = connection
        self._following = True
        try:
            self._follow()
        finally:
            self._following = False

    def _follow(self) -> None:
        have = dict(self._db.execute("SELECT ref, tip FROM refs"))
        want = {
            f"{space}/{key}": tip
            for space in (refs.VERSIONS, refs.EVENTS)
            for key, tip in refs.listed(self._store.repository, space).items()
        }
        if have == want:
            return
        with self._db:
            changed = {ref for ref in {*have, *want} if have.get(ref) != want.get(ref)}
            for ref in changed - set(want):
                self._forget(ref)
            moved = {ref: want[ref] for ref in changed & set(want)}
            self._load_versions(moved, have)
            self._load_events(moved)
            self._db.executemany("INSERT OR REPLACE INTO refs VALUES (?, ?)", moved.items())
            for key in {ref.rsplit("/", 1)[1] for ref in changed}:
                self._fold(key)

    def _load_versions(self, moved: dict[str, str], have: dict[str, str]) -> None:
        tips = {ref: tip for ref, tip in moved.items() if ref.startswith(refs.VERSIONS + "/")}
        if not tips:
            return
        found = list(_walk(self._store, tips, [have[ref] for ref in tips if ref in have]))
        grown = {parent.id for _, version in found for parent in version.parents}
        other = {ref: tip for ref, tip in tips.items() if ref in have and have[ref] not in grown}
        if other:  # not longer than it was but another one, as when a backup was put in place
            for ref in other:
                self._forget(ref)
            found += _walk(self._store, other, [])
        for identity, version in found:
            self._insert(identity, version)

    def _load_events(self, moved: dict[str, str]) -> None:
        tips = {ref: tip for ref, tip in moved.items() if ref.startswith(refs.EVENTS + "/")}
        if not tips:
            return
        with self._store.reader() as reader:
            for ref, tip in tips.items():
                key = ref.rsplit("/", 1)[1]
                # what was damaged may be whole now
                there_already = "SELECT id FROM events WHERE notebook = ? AND type != ?"
                known = {row[0] for row in self._db.execute(there_already, (key, events.DAMAGED))}
                with contextlib.suppress(JovianError):  # damaged or too new: the versions are still shown
                    there, new = events.read_all(reader, tip, known)
                    self._db.execute("DELETE FROM events WHERE notebook = ? AND type = ?", (key, events.DAMAGED))
                    gone = [(key, identity) for identity in known - there | {event.id for event in new}]
                    self._db.executemany("DELETE FROM events WHERE notebook = ? AND id = ?", gone)
                    rows = [(key, event.type, event.id, msgspec.json.encode(event)) for event in new]
                    self._db.executemany("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?)", rows)

    def _versions(self, where: str, *values: object) -> list[Version]:
        rows = self._db.execute(f"SELECT shown FROM versions WHERE {where}", values)
        return _VERSIONS.decode(b"[" + b",".join(row[0] for row in rows) + b"]")

    def _events(self, key: str, types: Collection[str]) -> list[Event]:
        wanted = ", ".join("?" * len(types))
        rows = self._db.execute(f"SELECT data FROM events WHERE notebook = ? AND type IN ({wanted})", (key, *types))
        return _EVENTS.decode(b"[" + b",".join(row[0] for row in rows) + b"]")

    def _insert(self, identity: str, version: StoredVersion) -> None:
        values = (identity, version.notebook, version.number, *_row(shown(version, identity)))
        self._db.execute("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def _fold(self, key: str) -> None:
        """Work out titles, tags, search texts and the present path of a notebook."""
        said_events = self._events(key, events.ABOUT_VERSIONS)
        said = events.fold(said_events)
        rows = self._db.execute("SELECT id FROM versions WHERE notebook = ? AND said", (key,))
        for identity in {*said, *(row[0] for row in rows)}:
            for version in self._versions("id = ?", identity):
                state = said.get(identity, events.Said())
                title = version.recorded_title if state.title is None else state.title
                values = (*_row(msgspec.structs.replace(version, title=title, tags=state.tags)), identity)
                self._db.execute("UPDATE versions SET said = ?, tags = ?, search = ?, shown = ? WHERE id = ?", values)
        count = self._db.execute("SELECT count(*) FROM versions WHERE notebook = ?", (key,)).fetchone()[0]
        newest = self.newest(key)
        if newest is None:
            self._db.execute("DELETE FROM notebooks WHERE key = ?", (key,))
            return
        path, claimed = newest.path, newest.created
        rename = events.last_rename(said_events)
        if rename is not None and rename.head >= newest.number:
            path, claimed = rename.value, rename.created
        self._db.execute("INSERT OR REPLACE INTO notebooks VALUES (?, ?, ?, ?)", (key, path, claimed, count))

    def _forget(self, ref: str) -> None:
        table = "versions" if ref.startswith(refs.VERSIONS + "/") else "events"
        self._db.execute(f"DELETE FROM {table} WHERE notebook = ?", (ref.rsplit("/", 1)[1],))
        self._db.execute("DELETE FROM refs WHERE ref = ?", (ref,))


def _row(version: Version) -> tuple[bool, str, str, bytes]:
    """Return what the table keeps of a version: whether anything was said about it, tags, words to search, itself."""
    words = (f"v{version.number}", version.title, version.message, version.author.name, *version.tags)
    said = bool(version.tags) or version.title != version.recorded_title
    return said, msgspec.json.encode(version.tags).decode(), "\n".join(words).lower(), msgspec.json.encode(version)


@contextmanager
def opened(store: Store, *, follow: bool = True) -> Iterator[Index]:
    """Open a store's index, up to date; or as it was last used, for who looks again under the lock."""
    index = Index(store, follow=follow)
    with closing(index):
        yield index


def _connect(store: Store, index: Index, *, follow: bool = True) -> sqlite3.Connection:
    """Open the index's database, or make it anew where it is damaged, or in memory where it cannot be written."""
    for place in (store.index_file, store.index_file, None):
        connection: sqlite3.Connection | None = None
        try:
            connection = database.connect(place)
            if follow:
                index.follow(connection)
            return connection
        except _DAMAGE as error:
            if connection is not None:
                connection.close()
            if "locked" not in str(error):  # a locked one is somebody else's, and whole
                database.remove(store.index_file)
        except BaseException:
            if connection is not None:
                connection.close()
            raise
    raise Damaged("The index cannot be made, not even in memory.", "Check the memory and the disk of this machine.")


def _walk(store: Store, tips: dict[str, str], known: list[str]) -> Iterator[tuple[str, StoredVersion]]:
    """Yield every version between the tips and what is known, each commit checked against its hash."""
    keys = {ref.rsplit("/", 1)[1] for ref in tips}
    wanted = [*tips.values(), *(f"^{tip}" for tip in known)]
    try:
        output = git.run(store.repository, ["rev-list", "--stdin"], stdin="\n".join(wanted).encode() + b"\n")
        identities = output.decode().split()
    except JovianError:  # a commit in the chain is damaged: look at all that are left
        listing = git.run(
            store.repository, ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"]
        )
        identities = [line.split()[0] for line in listing.decode().splitlines() if line.endswith(" commit")]
    at = 0
    while at < len(identities):
        with store.reader() as reader:
            while at < len(identities) and not reader.broken:
                identity = identities[at]
                at += 1
                with contextlib.suppress(JovianError):
                    version = versions.parse(reader.commit(identity).message)
                    if version.notebook in keys and version.kind == "version":
                        yield identity, version
