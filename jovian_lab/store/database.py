"""The SQLite file behind the index: opened, laid out, kept open between uses, and thrown away without regret."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from pathlib import Path

_LAYOUT = 4  # raise it whenever the tables change; an index of another layout is made anew
_BUSY_SECONDS = 5.0
_MOST_IDLE = 8  # connections
_LONGEST_LOG = 8  # pages of 4 KB
_SCHEMA = """
CREATE TABLE refs (ref TEXT PRIMARY KEY, tip TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE versions (
    id TEXT PRIMARY KEY, notebook TEXT NOT NULL, number INTEGER NOT NULL,
    said INTEGER NOT NULL, tags TEXT NOT NULL, search TEXT NOT NULL, shown BLOB NOT NULL);
CREATE INDEX by_number ON versions (notebook, number, id);
CREATE TABLE events (
    notebook TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (notebook, type, id)) WITHOUT ROWID;
CREATE TABLE notebooks (
    key TEXT PRIMARY KEY, path TEXT NOT NULL, claimed TEXT NOT NULL, versions INTEGER NOT NULL) WITHOUT ROWID;
"""
_MISPLACED = """
SELECT 1 FROM (SELECT id, notebook, number, CAST(shown AS TEXT) AS said FROM versions)
    WHERE id IS NOT json_extract(said, '$.id') OR notebook IS NOT json_extract(said, '$.notebook')
    OR number IS NOT json_extract(said, '$.number')
UNION ALL SELECT 1 FROM notebooks
    WHERE versions != (SELECT count(*) FROM versions WHERE notebook = key) OR path NOT IN (
        SELECT json_extract(CAST(shown AS TEXT), '$.path') FROM versions WHERE notebook = key
        UNION SELECT json_extract(CAST(data AS TEXT), '$.value') FROM events WHERE notebook = key AND type = 'rename')
UNION ALL SELECT 1 FROM refs
    WHERE ref LIKE '%/versions/%' AND substr(ref, -16) NOT IN (SELECT key FROM notebooks)
LIMIT 1
"""

_idle: list[tuple[str, tuple[int, int], sqlite3.Connection]] = []
_guard = threading.Lock()


def connect(file: Path | None) -> sqlite3.Connection:
    """Open a database with our tables.

    Parameters
    ----------
    file : Path or None
        Where; None, or a folder that cannot be written, for one in memory.

    Raises
    ------
    sqlite3.DatabaseError
        If the file is no database, is damaged, or stays locked.
    """
    if file is None or not os.access(file.parent, os.W_OK):
        return _prepared(sqlite3.connect(":memory:", check_same_thread=False))
    if file.is_symlink():  # not ours, and what it leads to is not ours to change
        remove(file)
    with _guard:
        for number, (name, which, connection) in enumerate(_idle):
            if name == str(file) and which == _identity(file):
                del _idle[number]
                return connection
    return _prepared(sqlite3.connect(file, timeout=_BUSY_SECONDS, check_same_thread=False))


def let_go(file: Path, connection: sqlite3.Connection) -> None:
    """Keep a connection for the next use; opening and closing one costs more than most questions."""
    identity = _identity(file)
    (row,) = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchall() or [("",)]
    oldest = None
    with _guard:
        if row[0] and identity and not connection.in_transaction:
            _idle.append((str(file), identity, connection))
            oldest = _idle.pop(0)[2] if len(_idle) > _MOST_IDLE else None
        else:
            oldest = connection
    if oldest is not None:
        oldest.close()


def sound(connection: sqlite3.Connection) -> bool:
    """Tell whether a database holds together, and lists each version under what the version says of itself.

    Raises
    ------
    sqlite3.DatabaseError
        If it cannot be read, as where it holds no JSON.
    """
    checked = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    return checked == ["ok"] and connection.execute(_MISPLACED).fetchone() is None


def settle(file: Path) -> None:
    """Close the connections that are kept open, so that SQLite folds its log into the file."""
    with _guard:
        gone = [item for item in _idle if item[0] == str(file)]
        _idle[:] = [item for item in _idle if item[0] != str(file)]
    for _, _, connection in gone:
        connection.close()


def remove(file: Path) -> None:
    """Throw an index away."""
    settle(file)
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            file.with_name(file.name + suffix).unlink()


def _identity(file: Path) -> tuple[int, int] | None:
    """Tell one file from another that took its name."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("PRAGMA synchronous = OFF")  # a cache: what a power cut breaks is made anew
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LONGEST_LOG}")
        if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
            _lay_out(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _lay_out(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f'DROP TABLE "{table}"')
        for statement in _SCHEMA.split(";"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")
    connection.commit()


def _after_fork() -> None:
    """Forget connections that belong to the parent process; SQLite forbids using them here."""
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
