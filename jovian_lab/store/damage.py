"""Which objects the last check found damaged, so that the next version writes them anew instead of leaning on them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import msgspec

from jovian_lab.store import durable
from jovian_lab.store.repository import Store

_FILE = "damaged.json"


def noted(store: Store) -> frozenset[str]:
    """Return the ids of the objects that the last check found damaged."""
    try:
        data = (store.repository / _FILE).read_bytes()
        return frozenset(msgspec.json.decode(data, type=list[str]))
    except (FileNotFoundError, PermissionError, msgspec.DecodeError):
        return frozenset()


def note(store: Store, ids: Iterable[str]) -> None:
    """Remember what a check found; a store that cannot be written just does not remember."""
    found = sorted(ids)
    path = store.repository / _FILE
    with contextlib.suppress(OSError):
        if found:
            durable.replace_file(path, msgspec.json.encode(found) + b"\n")
        else:
            path.unlink(missing_ok=True)
