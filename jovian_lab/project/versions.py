"""Versions: a project's histories, their versions by name, and what a version holds."""

from __future__ import annotations

import os

from jovian_lab.errors import InputError, VersionNotFound
from jovian_lab.project.folder import Folder, key_of
from jovian_lab.store import index, snapshots, versions, worktree
from jovian_lab.store.values import Notebook, Page, Version

_MOST_AT_ONCE = 10_000
_FURTHEST = 2**53
_LONGEST_FILTER = 1_000


class Versions(Folder):
    """The verbs that read histories."""

    def page(self, path: str | os.PathLike[str], *, offset: int = 0, limit: int = 50, filter: str = "") -> Page:
        """Return a stretch of a notebook's history, newest first.

        Parameters
        ----------
        path : path
            The notebook.
        offset, limit : int
            How many versions to leave out, how many to return at most (1 to 10,000).
        filter : str
            Words that must all be found in number, title, message, author or tags.
        """
        if not 0 <= offset <= _FURTHEST or not 1 <= limit <= _MOST_AT_ONCE:
            raise InputError("offset is 0 or more, limit 1 to 10,000.", "Ask for another page.")
        if len(filter) > _LONGEST_FILTER:
            raise InputError("The filter is longer than 1,000 characters.", "Look for fewer words.")
        relative = worktree.inside(self.folder, path)
        with index.opened(self._store) as opened:
            key = opened.key_of(relative)
            found, total = opened.page(key, offset, limit, filter) if key else ([], 0)
        return Page(found, total, offset)

    def versions(
        self, path: str | os.PathLike[str], *, offset: int = 0, limit: int = 50, filter: str = ""
    ) -> list[Version]:
        """Return versions, newest first; parameters as for `page`."""
        return self.page(path, offset=offset, limit=limit, filter=filter).versions

    def version(self, path: str | os.PathLike[str], name: str | int) -> Version:
        """Return the version of that name (a snapshot's id is understood too).

        Raises
        ------
        VersionNotFound, NotebookNotFound
        """
        relative = worktree.inside(self.folder, path)
        text = str(name).encode("utf-8", "replace").decode().strip()
        with index.opened(self._store) as opened:
            key = key_of(opened, relative)
            found = self._find(opened, relative, key, text)
            if found is None and opened.doubt():
                found = self._find(opened, relative, key, text)
        if found is None:
            raise VersionNotFound(
                f"{relative} has no version {text[:60]!r}.",
                "Name it like v3, by id or by tag; see the list of versions.",
            )
        return found

    def _find(self, opened: index.Index, relative: str, key: str, text: str) -> Version | None:
        """Look for a version by `latest`, number, tag or the beginning of its id."""
        if text == "latest":
            return opened.newest(key)
        found: Version | None = None
        number = text.removeprefix("v")
        if number.isascii() and number.isdecimal() and len(text) < 10:
            found = opened.by_number(key, int(number))
        found = found or opened.by_tag(key, text)
        if found or not 4 <= len(text) <= 40 or any(c not in "0123456789abcdef" for c in text.lower()):
            return found
        matching = opened.by_id(key, text.lower())
        matching = matching or [s for s in self.snapshots(relative) if s.id.startswith(text.lower())]
        if len(matching) > 1:
            raise VersionNotFound(f"More than one version begins with {text}.", "Give more of its id.")
        return matching[0] if matching else None

    def read(self, path: str | os.PathLike[str], version: str | int) -> bytes:
        """Return a version's notebook, byte for byte.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        """
        found = self.version(path, version)
        with self._store.reader() as reader:
            return versions.read_notebook(reader, found.id)

    def read_file(self, path: str | os.PathLike[str], version: str | int, file: str) -> bytes:
        """Return a file that was committed with a version.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        """
        found = self.version(path, version)
        entry = next((entry for entry in found.files if entry.path == file), None)
        if entry is None:
            raise VersionNotFound(f"v{found.number} holds no file {file!r}.", "Its files are listed by `show`.")
        with self._store.reader() as reader:
            return versions.read_file(reader, entry)

    def snapshots(self, path: str | os.PathLike[str]) -> list[Version]:
        """Return a notebook's snapshots, newest first, 20 at most."""
        return snapshots.listed(self._store, self._known(path)[1])

    def notebooks(self) -> list[Notebook]:
        """Return every notebook with versions, by path."""
        with index.opened(self._store) as opened:
            rows = opened.notebooks()
        return [Notebook(key, path, count, worktree.exists(self.folder, path)) for key, path, count in rows]
