"""Restoring: a version back into the file, with the present state kept aside."""

from __future__ import annotations

import os

import msgspec

from jovian_lab.project.versions import Versions
from jovian_lab.store import committing, worktree
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author, Version


class Restored(msgspec.Struct, frozen=True):
    """What a restore did: the version now in the file, and the snapshot of what was there before."""

    version: Version
    snapshot: Version | None
    path: str
    changed: bool


class Restoring(Versions):
    """The verbs around a restore and its snapshots."""

    def restore(self, path: str | os.PathLike[str], version: str | int, *, author: Author | None = None) -> Restored:
        """Put a version back into the notebook's file, after a snapshot of what is there now.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, FileChanging
        """
        relative, _ = self._known(path)
        found = self.version(path, version)
        raw = self.read(path, found.id)
        snapshot = None
        if worktree.exists(self.folder, relative):
            present = committing.read(self.folder, relative)
            if present == raw:
                return Restored(found, None, relative, False)
            snapshot = self.snapshot(path, reason=f"before restoring v{found.number}", author=author)
        worktree.write_notebook(self.folder, relative, raw)
        return Restored(found, snapshot, relative, True)

    def snapshot(self, path: str | os.PathLike[str], *, reason: str, author: Author | None = None) -> Version | None:
        """Keep the present state aside; None when the newest version or snapshot holds it already.

        Raises
        ------
        NotebookNotFound
            If the notebook has no versions.
        """
        relative, key = self._known(path)
        return committing.snapshot(self._store, key, relative, reason, author or local_author())

    def promote(
        self, path: str | os.PathLike[str], snapshot: str, *, title: str = "", author: Author | None = None
    ) -> Version:
        """Make a version of a snapshot; the snapshot stays.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        """
        relative, key = self._known(path)
        found = self.version(path, snapshot)
        raw = self.read(path, found.id)
        message = title or f"Snapshot: {found.reason or found.title}"
        return committing.promote(self._store, key, relative, raw, message, author or local_author())
