"""The outbox: what is to be told and what became of it, each step on the disk before the next is taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import msgspec
from ulid import ULID

from jovian_lab.comments.notify.book import Book
from jovian_lab.comments.notify.values import Channel, Kept, Message
from jovian_lab.errors import Conflict, NotFound

_FEW = 5  # messages that go out each by itself; more become one digest
_KEPT_DAYS = 90  # longer than anything may be old that is told
_DIED = "The server stopped just when it was handed over. It has probably arrived."
_SHOWN = "id, channel, state, kind, subject, attempts, changed, error"


@dataclass(frozen=True)
class Parcel:
    """What goes out at once.

    Attributes
    ----------
    channel : Channel
        Where to.
    rows : tuple of str
        Ids of the messages.
    messages : tuple of Message
        The messages themselves.
    batch : str
        Id of the digest; empty for a single message.
    attempts : int
        How often it was tried.
    """

    channel: Channel
    rows: tuple[str, ...]
    messages: tuple[Message, ...]
    batch: str
    attempts: int

    @property
    def key(self) -> str:
        """What names it; stays the same through all attempts."""
        return self.batch or self.rows[0]


class Outbox:
    """Channels and messages.

    Parameters
    ----------
    book : Book
        The file they are in.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    # channels

    def channels(self, project: str | None = None) -> list[Channel]:
        """Return the channels there are, of one project or of all."""
        if not self._book.exists:
            return []
        with self._book.open() as db:
            rows = db.execute("SELECT data FROM channels WHERE ?1 IS NULL OR project = ?1 ORDER BY id", (project,))
            return [msgspec.json.decode(row[0], type=Channel) for row in rows]

    def put(self, channel: Channel, tips: Mapping[str, str] | None = None) -> None:
        """Keep a channel.

        Parameters
        ----------
        channel : Channel
            A new one, or an old one that has changed.
        tips : mapping of str, optional
            For a new one, the commits of events its project has now: only what comes after them is told.
        """
        with self._book.open() as db:
            data = msgspec.json.encode(channel)
            done = db.execute("UPDATE channels SET data = ? WHERE id = ?", (data, channel.id)).rowcount
            if not done and tips is not None:
                new = (channel.id, channel.project, data, msgspec.json.encode(tips))
                db.execute("INSERT INTO channels (id, project, data, tips) VALUES (?, ?, ?, ?)", new)

    def remove(self, channel: str) -> None:
        """Remove a channel, and what was going to be told there."""
        with self._book.open() as db:
            db.execute("DELETE FROM channels WHERE id = ?", (channel,))
            db.execute("DELETE FROM messages WHERE channel = ?", (channel,))

    def tips(self, channel: str) -> dict[str, str]:
        """Return how far a channel's project has been looked through."""
        with self._book.open() as db:
            row = db.execute("SELECT tips FROM channels WHERE id = ?", (channel,)).fetchone()
            return msgspec.json.decode(row[0], type=dict[str, str]) if row else {}

    # what is to be told

    def add(self, channel: str, tips: Mapping[str, str], news: Iterable[tuple[str, str, Message]]) -> int:
        """Take in what is to be told, together with how far its project has now been looked through.

        Parameters
        ----------
        channel : str
            Its id.
        tips : mapping of str
            The commits of events looked at.
        news : iterable of tuple
            Id of the event, kind, and message. An event that was taken in before is passed over.

        Returns
        -------
        int
            How many were new.
        """
        now, count = time.time(), 0
        with self._book.open() as db:
            found = db.execute("UPDATE channels SET tips = ? WHERE id = ?", (msgspec.json.encode(tips), channel))
            if not found.rowcount:
                return 0
            for event, kind, message in news:
                if db.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?)", (channel, event, now)).rowcount:
                    body = msgspec.json.encode(message)
                    db.execute(
                        "INSERT INTO messages (id, channel, kind, subject, body, state, due, changed)"
                        " VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                        (message.id, channel, kind, message.subject, body, now, now),
                    )
                    count += 1
        return count

    def shown(self, channels: Sequence[str], limit: int = 100) -> list[Kept]:
        """Return the messages of some channels, newest first."""
        if not channels or not self._book.exists:
            return []
        marks = ",".join("?" * len(channels))
        with self._book.open() as db:
            rows = db.execute(
                f"SELECT {_SHOWN} FROM messages WHERE channel IN ({marks}) ORDER BY id DESC LIMIT ?", (*channels, limit)
            )
            return [_kept(row) for row in rows]

    def again(self, message: str, channels: Sequence[str]) -> Kept:
        """Let a message that failed, or of which nobody knows, be sent again, under the same id as before.

        Raises
        ------
        NotFound
            If none of the channels has such a message.
        Conflict
            If it was sent, or is going to be.
        """
        with self._book.open() as db:
            row = db.execute(f"SELECT {_SHOWN}, batch FROM messages WHERE id = ?", (message,)).fetchone()
            if row is None or row[1] not in channels:
                raise NotFound("There is no such message.", "List them to see their ids.")
            if row[2] not in ("failed", "unsure"):
                raise Conflict(f"That message is {row[2]}.", "Only one that failed or is unsure can be sent again.")
            which = ("batch", row[-1]) if row[-1] else ("id", message)
            now = time.time()
            db.execute(
                f"UPDATE messages SET state = 'waiting', attempts = 0, due = ?, changed = ?, error = ''"
                f" WHERE {which[0]} = ? AND state IN ('failed', 'unsure')",
                (now, now, which[1]),
            )
            return _kept(db.execute(f"SELECT {_SHOWN} FROM messages WHERE id = ?", (message,)).fetchone())

    # sending; only by whoever holds the lock

    def recover(self, kept_back: Callable[[str], bool]) -> int:
        """Sort out messages that were being sent when a server died.

        Parameters
        ----------
        kept_back : callable
            Tells of a parcel, by its key, whether it was certainly not handed over. It is sent again then; of any
            other nobody knows.

        Returns
        -------
        int
            How many there were.
        """
        now = time.time()
        with self._book.open() as db:
            found = db.execute("SELECT id, batch FROM messages WHERE state = 'leaving'").fetchall()
            for identity, batch in found:
                state, error = ("waiting", "") if kept_back(batch or identity) else ("unsure", _DIED)
                values = (state, error, now, now, identity)
                db.execute("UPDATE messages SET state = ?, error = ?, due = ?, changed = ? WHERE id = ?", values)
        return len(found)

    def due(self) -> list[Parcel]:
        """Return what is to be sent now, and make digests where there is much."""
        now = time.time()
        parcels: list[Parcel] = []
        with self._book.open() as db:
            if not db.execute("SELECT 1 FROM messages WHERE state = 'waiting' AND due <= ? LIMIT 1", (now,)).fetchone():
                return []
            for identity, data in db.execute("SELECT id, data FROM channels WHERE quiet <= ?", (now,)).fetchall():
                channel = msgspec.json.decode(data, type=Channel)
                waiting = "SELECT id, body, batch, attempts FROM messages WHERE channel = ? AND state = 'waiting'"
                rows = db.execute(f"{waiting} AND due <= ? ORDER BY id", (identity, now)).fetchall()
                if not channel.enabled or not rows:
                    continue
                fresh = [row for row in rows if not row[2]]
                if len(fresh) > _FEW:
                    batch = str(ULID())
                    db.executemany("UPDATE messages SET batch = ? WHERE id = ?", [(batch, row[0]) for row in fresh])
                    parcels.append(_parcel(channel, fresh, batch))
                else:
                    parcels += [_parcel(channel, [row], "") for row in fresh]
                for batch in dict.fromkeys(row[2] for row in rows if row[2]):
                    parcels.append(_parcel(channel, [row for row in rows if row[2] == batch], batch))
        return parcels

    def begin(self, parcel: Parcel) -> None:
        """Note that sending begins; it is counted even if it ends this process.

        Raises
        ------
        Conflict
            If it is not to be sent any more.
        """
        change = "UPDATE messages SET state = 'leaving', attempts = attempts + 1, changed = ?"
        with self._book.open() as db:
            for row in parcel.rows:
                if not db.execute(f"{change} WHERE id = ? AND state = 'waiting'", (time.time(), row)).rowcount:
                    raise Conflict("That message is not to be sent any more.")

    def end(self, parcel: Parcel, state: str, error: str, *, due: float, quiet: float) -> None:
        """Note what became of it, when it is tried again, and until when its channel is to be quiet."""
        with self._book.open() as db:
            db.execute("UPDATE channels SET quiet = ? WHERE id = ?", (quiet, parcel.channel.id))
            for row in parcel.rows:
                values = (state, error, due, time.time(), row)
                db.execute("UPDATE messages SET state = ?, error = ?, due = ?, changed = ? WHERE id = ?", values)

    def tidy(self) -> None:
        """Forget what is long over."""
        with self._book.open() as db:
            old = (time.time() - _KEPT_DAYS * 86_400,)
            db.execute("DELETE FROM told WHERE at < ?", old)
            db.execute("DELETE FROM messages WHERE changed < ?", old)


def _kept(row: Sequence[Any]) -> Kept:
    changed = datetime.fromtimestamp(row[6], timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Kept(row[0], row[1], row[2], row[3], row[4], row[5], changed, row[7])


def _parcel(channel: Channel, rows: Sequence[tuple[Any, ...]], batch: str) -> Parcel:
    messages = tuple(msgspec.json.decode(row[1], type=Message) for row in rows)
    return Parcel(channel, tuple(row[0] for row in rows), messages, batch, max(row[3] for row in rows))
