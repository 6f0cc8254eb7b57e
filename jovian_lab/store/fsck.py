"""A full check of a store: every object of every version read and hashed, every problem named with its versions."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from jovian_lab.errors import Damaged, JovianError, StoreTooNew, VersionNotFound
from jovian_lab.notebook.split import references_in
from jovian_lab.store import damage, environments, events, git, index, objects, refs, versions
from jovian_lab.store.objects import FOLDER, Reader
from jovian_lab.store.repository import Store
from jovian_lab.store.values import FsckReport, Problem

_UNKNOWN = "?"
_ENVIRONMENT = f"{environments.NAME}/{environments.WHOLE}"

Reads = Callable[[bytes], object]
"""Reads something stored; raises Damaged for what it is not, StoreTooNew for what a newer version wrote."""


@dataclass
class _Check:
    store: Store
    environment: Reads
    verdicts: dict[str, str | None] = field(default_factory=dict)  # object id -> what is wrong, None: nothing
    kinds: dict[str, str] = field(default_factory=dict)
    users: dict[str, list[str]] = field(default_factory=dict)  # damaged object id -> versions that need it
    bodies: dict[str, bytes] = field(default_factory=dict)  # trees and skeletons, which many versions share
    described: set[str] = field(default_factory=set)  # environments that were read, which many versions share
    problems: list[Problem] = field(default_factory=list)
    reader: Reader | None = None


def fsck(store: Store, environment: Reads) -> FsckReport:
    """Check a whole store.

    Parameters
    ----------
    store : Store
        Which.
    environment : callable
        Reads an environment.json, of which the store knows nothing.

    Returns
    -------
    FsckReport
        Every damaged or missing object, every broken ref, with the versions that need it ("v3" of a path). The next
        commit writes anew what it finds in the notebook of what was damaged.
    """
    check = _Check(store, environment)
    stack = contextlib.ExitStack()
    try:
        _check_refs(check)
        for space in (refs.VERSIONS, refs.SNAPSHOTS, refs.EVENTS):
            for key, tip in refs.listed(store.repository, space).items():
                _check_history(check, stack, space, key, tip)
        _check_strays(check, stack)
    finally:
        stack.close()
    damaged = [
        Problem(name, check.kinds.get(name, _UNKNOWN), verdict, sorted(set(check.users.get(name, []))))
        for name, verdict in check.verdicts.items()
        if verdict
    ]
    damage.note(store, (problem.object for problem in damaged))
    problems = check.problems + damaged
    return FsckReport(not problems, problems, len(check.verdicts))


def _read(
    check: _Check, stack: contextlib.ExitStack, name: str, kind: str, user: str, *, keep: bool = False
) -> bytes | None:
    """Read an object once; note what is wrong with it and who needs it."""
    if name not in check.verdicts or (keep and check.verdicts[name] is None and name not in check.bodies):
        if check.reader is None or check.reader.broken:
            check.reader = stack.enter_context(check.store.reader())
        check.kinds[name] = kind
        try:
            body = check.reader.read(name, kind)
            check.verdicts[name] = None
            if keep:
                check.bodies[name] = body
        except Damaged as error:
            check.verdicts[name] = error.message
    if check.verdicts[name]:
        check.users.setdefault(name, []).append(user)
        return None
    return check.bodies.get(name, b"")


def _check_refs(check: _Check) -> None:
    for space in (refs.VERSIONS, refs.SNAPSHOTS, refs.EVENTS):
        folder = check.store.repository / space
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if refs.valid_key(path.name):
                try:
                    refs.read(check.store.repository, f"{space}/{path.name}")
                except JovianError as error:
                    check.problems.append(Problem(f"{space}/{path.name}", "ref", error.message, []))


def _check_history(check: _Check, stack: contextlib.ExitStack, space: str, key: str, tip: str) -> None:
    """Walk a history from its tip; where a commit is damaged the index may still know the older ones."""
    pending, seen = [tip], set()
    if space == refs.VERSIONS:
        with contextlib.suppress(JovianError), index.opened(check.store) as opened:
            pending += opened.ids(key)
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        body = _read(check, stack, name, "commit", f"{key} {name[:10]}", keep=True)
        if body is None:
            continue
        try:
            commit = objects.parse_commit(body)
            user = _name_of(space, key, name, commit.message)
        except JovianError as error:
            check.problems.append(Problem(name, "commit", error.message, []))
            continue
        pending += commit.parents
        _check_tree(check, stack, commit.tree, "", user, space)
        check.bodies.pop(name, None)


def _check_tree(check: _Check, stack: contextlib.ExitStack, tree: str, path: str, user: str, space: str) -> None:
    body = _read(check, stack, tree, "tree", user, keep=True)
    if body is None:
        return
    try:
        entries = objects.parse_tree(body)
    except Damaged as error:
        check.verdicts[tree] = error.message
        return
    for entry in entries:
        inner = f"{path}{entry.name}"
        if entry.mode == FOLDER:
            _check_tree(check, stack, entry.id, inner + "/", user, space)
            continue
        described = space != refs.EVENTS and inner == _ENVIRONMENT and entry.id not in check.described
        special = inner.startswith("notebook/skeleton") or space == refs.EVENTS or described
        blob = _read(check, stack, entry.id, "blob", user, keep=special)
        if blob is None or not special:
            continue
        try:
            if space == refs.EVENTS:
                events.parse_file(entry.name.removesuffix(".json"), blob)
            elif described:
                check.described.add(entry.id)
                check.environment(blob)
            else:
                for name in references_in(blob):
                    _read(check, stack, name, "blob", user)
        except StoreTooNew:
            pass
        except JovianError as error:
            check.verdicts[entry.id] = error.message
            check.users.setdefault(entry.id, []).append(user)
            check.kinds[entry.id] = "event" if space == refs.EVENTS else "environment"
        check.bodies.pop(entry.id, None)


def _check_strays(check: _Check, stack: contextlib.ExitStack) -> None:
    """Look at what git lists beyond what the refs need: a damaged object there is named too."""
    try:
        listing = git.run(
            check.store.repository, ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"]
        )
    except JovianError as error:
        check.problems.append(Problem("objects", "folder", error.message, []))
        return
    for line in listing.decode("ascii", "replace").splitlines():
        name, _, kind = line.partition(" ")
        if name not in check.verdicts and kind in ("blob", "tree", "commit"):
            _read(check, stack, name, kind, "nothing that is still needed")


def _name_of(space: str, key: str, identity: str, message: bytes) -> str:
    if space == refs.EVENTS:
        return f"{key} events"
    try:
        version = versions.parse(message)
    except VersionNotFound:
        return f"{key} snapshots"
    label = f"v{version.number}" if version.kind == "version" else f"snapshot {identity[:10]}"
    return f"{version.path} {label}"
