"""Names that point at commits: read, listed, moved by compare-and-swap, and durable when the move returns.

Callers that move or delete hold the store's lock, so a `.lock` found here is a dead writer's and is overwritten.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from jovian_lab.errors import Conflict, Damaged
from jovian_lab.store import durable, git
from jovian_lab.store.durable import Replacements

VERSIONS, SNAPSHOTS, EVENTS = "refs/jovian/versions", "refs/jovian/snapshots", "refs/jovian/events"
_LONGEST = 256  # bytes; no ref's file is longer
_ID = re.compile(r"[0-9a-f]{40}")
_KEY = re.compile(r"[0-9a-z]{8,40}")


def valid_key(key: str) -> bool:
    """Tell whether a text can be a notebook's key, and so the last part of a ref."""
    return _KEY.fullmatch(key) is not None


def name(space: str, key: str) -> str:
    """Return the ref of a notebook in one of the three spaces.

    Raises
    ------
    Damaged
        If the key is none.
    """
    if not valid_key(key):
        raise Damaged(f"{key!r} is no notebook key.", "Run `jovian-lab fsck`.")
    return f"{space}/{key}"


def read(repository: Path, ref: str) -> str | None:
    """Return the commit id a ref points at, or None where there is no such ref.

    Raises
    ------
    Damaged
        If the ref's file holds anything else.
    """
    try:
        with open(f"{repository}/{ref}", encoding="ascii", errors="replace") as file:  # texts: a path costs as much
            value = file.read(_LONGEST).strip()
    except (FileNotFoundError, NotADirectoryError):
        return _packed(repository).get(ref)
    if not _ID.fullmatch(value):
        raise Damaged(f"The ref {ref} is damaged.", "Run `jovian-lab fsck`; its history is named there.")
    return value


def listed(repository: Path, space: str) -> dict[str, str]:
    """Return all refs of a space: notebook key to commit id. Damaged ones are left out; fsck names them."""
    prefix = space + "/"
    found = {ref[len(prefix) :]: tip for ref, tip in _packed(repository).items() if ref.startswith(prefix)}
    with contextlib.suppress(FileNotFoundError):
        for key in os.listdir(f"{repository}/{space}"):
            if valid_key(key):
                try:
                    tip = read(repository, prefix + key)
                except Damaged:
                    continue
                if tip:
                    found[key] = tip
    return {key: tip for key, tip in found.items() if valid_key(key)}


def stage_move(replacements: Replacements, repository: Path, ref: str, new: str, old: str | None) -> None:
    """Let a ref point at another commit if it still points where the caller saw it.

    Parameters
    ----------
    replacements : Replacements
        What takes the ref's file; the objects are staged before.
    repository : Path
        The bare repository; its lock is held.
    ref : str
        Full name.
    new : str
        Commit id.
    old : str or None
        What the ref must point at now; None: it must not exist.

    Raises
    ------
    Conflict
        If it points elsewhere.
    """
    if read(repository, ref) != old:
        raise Conflict("The history moved while this was being written.", "Nothing was changed; try again.")
    path = repository / ref
    if not path.parent.is_dir():  # git removes folders of refs that it finds empty
        durable.make_folder(path.parent.parent)
        durable.make_folder(path.parent)
    descriptor = replacements.stage(path.with_name(path.name + ".lock"), path, overwrite=True)
    durable.write_all(descriptor, new.encode() + b"\n")


def delete(repository: Path, ref: str) -> None:
    """Remove a ref, loose or packed; the lock is held."""
    old = read(repository, ref)
    if old is None:
        return
    lock = (repository / ref).with_name((repository / ref).name + ".lock")
    lock.unlink(missing_ok=True)
    (repository / "packed-refs.lock").unlink(missing_ok=True)
    git.run(repository, ["update-ref", "--no-deref", "-d", ref, old])
    folder = (repository / ref).parent
    if folder.is_dir():
        durable.sync_folder(folder)
    durable.sync_folder(repository)


def _packed(repository: Path) -> dict[str, str]:
    """Refs that a clone or a user's own `git pack-refs` put into one file."""
    try:
        with open(f"{repository}/packed-refs", encoding="utf-8", errors="replace") as file:
            text = file.read()
    except FileNotFoundError:
        return {}
    lines = (line.split(" ", 1) for line in text.splitlines() if line[:1] not in ("#", "^"))
    return {parts[1]: parts[0] for parts in lines if len(parts) == 2 and _ID.fullmatch(parts[0])}
