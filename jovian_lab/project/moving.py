"""Moving: a history follows its notebook to another path."""

from __future__ import annotations

import os

from jovian_lab.errors import InputError, NotebookNotFound
from jovian_lab.project.versions import Versions
from jovian_lab.store import committing, events, index, worktree
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author, Notebook


class Moving(Versions):
    """The verbs for a notebook that has moved."""

    def rename(self, old: str | os.PathLike[str], new: str | os.PathLike[str], *, author: Author | None = None) -> bool:
        """Note that a notebook's file has moved (somebody else moved it).

        Returns
        -------
        bool
            False when the old path had no versions, so there is nothing to follow.
        """
        source, target = worktree.inside(self.folder, old), worktree.inside(self.folder, new)
        with index.opened(self._store) as opened:
            key = opened.key_of(source)
        if key is None or source == target:
            return False
        self._claim(key, target, author or local_author())
        return True

    def continuations(self, path: str | os.PathLike[str]) -> list[Notebook]:
        """Return vanished notebooks whose cells match this file, best first; empty for a file with versions."""
        relative = worktree.inside(self.folder, path)
        return committing.continuations(self._store, relative, self.notebooks())

    def adopt(self, path: str | os.PathLike[str], notebook_key: str, *, author: Author | None = None) -> Notebook:
        """Go on with a vanished notebook's history under this file's name.

        Raises
        ------
        NotebookNotFound
            If there is no such notebook or no such file.
        InputError
            If that notebook's file is still there, or this file has versions of its own.
        """
        relative = worktree.inside(self.folder, path)
        if not worktree.exists(self.folder, relative):
            raise NotebookNotFound(f"There is no file {relative}.", "Name the file that continues the history.")
        notebooks = {notebook.key: notebook for notebook in self.notebooks()}
        if notebook_key not in notebooks:
            raise NotebookNotFound("There is no such history in this project.", "See `jovian-lab status`.")
        if notebooks[notebook_key].exists:
            raise InputError(
                f"{notebooks[notebook_key].path} is still there.", "Only a vanished file has a continuation."
            )
        if any(notebook.path == relative for notebook in notebooks.values()):
            raise InputError(f"{relative} has versions of its own.", "Delete its history first if it is not wanted.")
        self._claim(notebook_key, relative, author or local_author())
        return next(notebook for notebook in self.notebooks() if notebook.key == notebook_key)

    def _claim(self, key: str, path: str, author: Author) -> None:
        """Record that a notebook lives at a path now, and that whoever lived there before does not."""
        with index.opened(self._store) as opened:
            heads = {other: opened.newest(other) for other, place, _ in opened.notebooks() if place == path}
            heads[key] = opened.newest(key)
        for other, head in heads.items():
            value = path if other == key else ""
            event = events.make(other, "rename", value, author, head=head.number if head else 0)
            with self._store.transaction() as change:
                events.append(self._store, change, event)
