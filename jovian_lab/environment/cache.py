"""Environments as this process has read them: read again only when their fingerprint changed."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from time import time_ns
from typing import NamedTuple

from jovian_lab.environment import checkout, reading
from jovian_lab.environment.detect import Target
from jovian_lab.environment.reading import Reading
from jovian_lab.environment.values import Environment

_MOST = 16
# what changed so short a time ago may change again without its time changing: file systems count in steps of up to 2 s
_SETTLED = 2 * 10**9

_Stamp = tuple[int, int, int] | None


class _Fingerprint(NamedTuple):
    stamps: tuple[_Stamp, ...]
    checkouts: tuple[checkout.State | None, ...]


class _Entry(NamedTuple):
    reading: Reading
    fingerprint: _Fingerprint
    settled: bool


_entries: OrderedDict[Target, _Entry] = OrderedDict()
_lock = Lock()


def capture(target: Target) -> Environment:
    """Return an environment as it is now, without reading it again where nothing changed.

    Parameters
    ----------
    target : Target
        Which one.

    Returns
    -------
    Environment
        The same object as the last time, as long as nothing changed.
    """
    return reading_of(target).environment


def reading_of(target: Target) -> Reading:
    """Return an environment as it is now with what was read besides; see `capture`."""
    with _lock:
        entry = _entries.get(target)
        if entry is not None:
            _entries.move_to_end(target)
    if entry is not None and entry.settled and _fingerprint(entry.reading) == entry.fingerprint:
        return entry.reading
    found = reading.read(target)
    # after reading: where something changed in between, it was a moment ago, and so is read again
    fingerprint = _fingerprint(found)
    newest = max((stamp[0] for stamp in fingerprint.stamps if stamp is not None), default=0)
    if entry is not None and entry.reading.environment == found.environment:
        # callers may rely on the same object for the same environment
        found = replace(found, environment=entry.reading.environment)
    with _lock:
        _entries[target] = _Entry(found, fingerprint, newest < time_ns() - _SETTLED)
        _entries.move_to_end(target)
        while len(_entries) > _MOST:
            _entries.popitem(last=False)
    return found


def unchanged(target: Target) -> Environment | None:
    """Return an environment that was read before, if nothing has changed since; else None, without reading it."""
    with _lock:
        entry = _entries.get(target)
    if entry is not None and entry.settled and _fingerprint(entry.reading) == entry.fingerprint:
        return entry.reading.environment
    return None


def known(environment: Environment) -> Reading | None:
    """Return what was read besides an environment that `capture` returned, None for one that came otherwise."""
    with _lock:
        return next((one.reading for one in _entries.values() if one.reading.environment is environment), None)


def forget() -> None:
    """Forget everything."""
    with _lock:
        _entries.clear()


def _fingerprint(found: Reading) -> _Fingerprint:
    files = [path for folder in found.checkouts for path in checkout.files(folder)]
    return _Fingerprint(
        tuple(_stamp(path) for path in (*found.watched, *files)),
        tuple(checkout.read(folder) for folder in found.checkouts),
    )


def _stamp(path: str) -> _Stamp:
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
