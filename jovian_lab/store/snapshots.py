"""Snapshots: versions nobody asked for, kept apart from the history and bounded in number.

`refs/jovian/snapshots/<notebook>` points at a holder, a commit without content whose parents are the snapshots, newest
first. A new holder leaves out the oldest, which maintenance then removes.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timezone

from jovian_lab.errors import JovianError
from jovian_lab.store import objects, refs, versions
from jovian_lab.store.repository import Store, Transaction
from jovian_lab.store.values import Version, shown

MOST = 20
_HOLDER = "Snapshots of a notebook, newest first\n"


def listed(store: Store, key: str) -> list[Version]:
    """Return a notebook's snapshots, newest first; damaged ones are left out (fsck names them)."""
    tip = refs.read(store.repository, refs.name(refs.SNAPSHOTS, key))
    if tip is None:
        return []
    found: list[Version] = []
    with store.reader() as reader:
        for identity in reader.commit(tip).parents:
            with suppress(JovianError):
                found.append(shown(versions.parse(reader.commit(identity).message), identity))
    return found


def hold(store: Store, change: Transaction, key: str, snapshot: str) -> None:
    """Put a snapshot at the front of a notebook's snapshots; the oldest falls out when there are more than 20."""
    ref = refs.name(refs.SNAPSHOTS, key)
    tip = change.tip(ref)
    older: list[str] = []
    if tip is not None:
        with store.reader() as reader:
            older = reader.commit(tip).parents
    seconds = int(datetime.now(timezone.utc).timestamp())
    tree = change.add("tree", b"")
    parents = [snapshot, *older][:MOST]
    change.move(ref, change.add("commit", objects.commit_body(tree, parents, "jovian-lab", seconds, _HOLDER)), tip)
