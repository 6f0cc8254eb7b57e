"""Looking after a store: sweeping what dead writers left, repacking, and knowing when it is time."""

from __future__ import annotations

import os
import time
from pathlib import Path

from filelock import FileLock, Timeout

from jovian_lab.errors import Busy, from_os_error
from jovian_lab.store import database, git
from jovian_lab.store.repository import Store
from jovian_lab.store.values import GcReport

_GRACE_SECONDS = 3600  # no writer takes as long as this between its objects and its ref
_MANY_PACKS = 64
_UNREACHABLE = "1.hour.ago"


def due(store: Store) -> bool:
    """Tell whether so many packs have gathered that reading gets slower; costs one look at a folder."""
    try:
        names = os.listdir(store.repository / "objects" / "pack")
    except OSError:
        return False
    return sum(name.endswith(".pack") for name in names) > _MANY_PACKS


def tidy(store: Store) -> None:
    """Merge packs of similar size, quickly; does nothing while somebody else is at it."""
    _repack(store, ["repack", "--geometric=2", "-d", "-q"], seconds=0.0)


def gc(store: Store) -> GcReport:
    """Repack everything as small as it gets and remove what nothing points at any more (after an hour's grace).

    Commits go on meanwhile.

    Raises
    ------
    Busy
        If another maintenance does not end within a minute.
    """
    before = size_on_disk(store.home)
    repack = ["repack", "-A", "-d", "-f", "-q", "--depth=50", "--window=30", f"--unpack-unreachable={_UNREACHABLE}"]
    _repack(store, repack, seconds=60.0)
    database.settle(store.index_file)
    return GcReport(before, size_on_disk(store.home))


def size_on_disk(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue  # swept meanwhile
    return total


def _repack(store: Store, command: list[str], seconds: float) -> None:
    lock = FileLock(str(store.repository / "maintenance.lock"), timeout=seconds, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        if not seconds:
            return
        raise Busy("The store is being maintained already.", "Try again in a minute.") from error
    except OSError as error:
        raise from_os_error(error, "maintain the store") from error
    try:
        git.run(store.repository, command)
        git.run(store.repository, ["prune", f"--expire={_UNREACHABLE}"])
        _sweep(store.repository)
    except OSError as error:
        raise from_os_error(error, "maintain the store") from error
    finally:
        lock.release()


def _sweep(repository: Path) -> None:
    """Remove what writers left that were killed: temporary files, and packs without an index."""
    folder = repository / "objects" / "pack"
    names = set(os.listdir(folder))
    for name in names:
        orphan = name.endswith(".pack") and name.removesuffix(".pack") + ".idx" not in names
        if not (orphan or name.startswith(("tmp_", ".tmp"))):
            continue
        path = folder / name
        try:
            if time.time() - path.stat().st_mtime > _GRACE_SECONDS:
                path.unlink()
        except FileNotFoundError:
            continue
