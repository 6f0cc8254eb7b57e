"""Discussing: what is said about a notebook."""

from __future__ import annotations

import os

from jovian_lab.comments.discussion import Discussion
from jovian_lab.comments.pointing import Discussed
from jovian_lab.comments.values import Thread
from jovian_lab.project.versions import Versions
from jovian_lab.store import committing


class Discussing(Versions):
    """The verbs that open a notebook's discussion."""

    def discussion(self, path: str | os.PathLike[str]) -> Discussion:
        """Return what is said about a notebook, to be read and gone on with.

        Raises
        ------
        NotebookNotFound
            If the notebook has no versions.
        """
        relative, key = self._known(path)
        return Discussion(
            Discussed(
                self._store,
                key,
                lambda name: self.version(relative, name),
                lambda: committing.read(self.folder, relative),
            )
        )

    def threads(self, path: str | os.PathLike[str], *, version: str | int | None = None) -> list[Thread]:
        """Return a notebook's threads, each with its place in a version, or in the file as it is now.

        Raises
        ------
        NotebookNotFound, VersionNotFound, Damaged
        """
        return self.discussion(path).read(version=None if version is None else str(version)).threads
