"""The SQLite file that keeps channels and messages: in the user's data folder, readable by nobody else, durable."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from jovian_lab.errors import Busy, Damaged, StorageError, StoreTooNew, from_os_error

_LAYOUT = 1
_BUSY_SECONDS = 20.0
_SCHEMA = """
CREATE TABLE channels (
    id TEXT PRIMARY KEY, project TEXT NOT NULL, data BLOB NOT NULL,
    tips BLOB NOT NULL,              -- how far its project has been looked through: notebook to commit of events
    quiet REAL NOT NULL DEFAULT 0)   -- until when it says nothing
    WITHOUT ROWID;
CREATE TABLE told (                  -- what was told, or is going to be
    channel TEXT NOT NULL, event TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (channel, event)) WITHOUT ROWID;
CREATE TABLE messages (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    body BLOB NOT NULL, state TEXT NOT NULL,
    batch TEXT NOT NULL DEFAULT '',  -- the digest it goes out in
    attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, changed REAL NOT NULL, error TEXT NOT NULL DEFAULT '')
    WITHOUT ROWID;
CREATE INDEX by_state ON messages (state, due);
CREATE INDEX by_channel ON messages (channel, id);
"""


class Book:
    """The file, and where it is.

    Parameters
    ----------
    folder : Path, optional
        By default `jovian-lab/notifications` in Jupyter's data folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(jupyter_data_dir()) / "jovian-lab" / "notifications"
        self.file = self.folder / "notifications.sqlite"

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self.file.exists()

    @contextlib.contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction, on the disk when the block ends; nothing is changed when it fails.

        Raises
        ------
        Busy, Damaged, StoreTooNew, StorageError
        """
        try:
            self._make()
        except OSError as error:
            raise from_os_error(error, "keep notifications") from error
        try:
            connection = sqlite3.connect(self.file, timeout=_BUSY_SECONDS, isolation_level=None)
            with contextlib.closing(connection):
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("BEGIN IMMEDIATE")
                _lay_out(connection)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Busy("The notifications are in use.", "Try again in a moment.") from error
            raise StorageError("The notifications could not be kept.", "See whether the disk is full.") from error
        except sqlite3.DatabaseError as error:
            raise Damaged(
                "The file of notifications is damaged.", f"Move {self.file.name} away and make the channels anew."
            ) from error

    def _make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _lay_out(connection: sqlite3.Connection) -> None:
    layout = connection.execute("PRAGMA user_version").fetchone()[0]
    if layout > _LAYOUT:
        raise StoreTooNew("The notifications were kept by a newer jovian-lab.", "Upgrade jovian-lab.")
    if layout == 0:
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")
