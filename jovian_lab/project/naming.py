"""Naming: what is said of a version afterwards, its tags and its title."""

from __future__ import annotations

import os

from jovian_lab.errors import VersionNotFound
from jovian_lab.project.versions import Versions
from jovian_lab.store import committing, events
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author, Version


class Naming(Versions):
    """The verbs that name versions."""

    def tag(
        self, path: str | os.PathLike[str], version: str | int, name: str, *, author: Author | None = None
    ) -> Version:
        """Tag a version; a tag it has already stays as it is.

        Raises
        ------
        VersionNotFound, NotebookNotFound, InputError
        """
        return self._say(path, version, "tag", events.check_tag(name), author)

    def untag(
        self, path: str | os.PathLike[str], version: str | int, name: str, *, author: Author | None = None
    ) -> Version:
        """Take a tag off a version.

        Raises
        ------
        VersionNotFound
            If there is no such version, or it has no such tag.
        NotebookNotFound
        """
        found = self.version(path, version)
        if name not in found.tags:
            raise VersionNotFound(f"v{found.number} has no tag {name!r}.", "Its tags are shown in the list.")
        return self._say(path, version, "untag", name, author)

    def retitle(
        self, path: str | os.PathLike[str], version: str | int, title: str, *, author: Author | None = None
    ) -> Version:
        """Give a version another title; the recorded one stays in `recorded_title`.

        Raises
        ------
        VersionNotFound, NotebookNotFound, InputError
        """
        return self._say(path, version, "title", committing.clean_title(title), author)

    def _say(
        self, path: str | os.PathLike[str], name: str | int, kind: str, value: str, author: Author | None
    ) -> Version:
        found = self.version(path, name)
        event = events.make(found.notebook, kind, value, author or local_author(), version=found.id, head=found.number)
        with self._store.transaction() as change:
            events.append(self._store, change, event)
        return self.version(path, found.id)
