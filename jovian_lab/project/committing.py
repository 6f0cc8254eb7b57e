"""Committing: a version of what is on disk, and what there would be to commit."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec

from jovian_lab.environment.kept import Choice, RunningKernel
from jovian_lab.environments import Keeper
from jovian_lab.errors import NotebookNotFound
from jovian_lab.notebook.describe import Changes
from jovian_lab.notebook.saved import as_saved
from jovian_lab.project.moving import Moving
from jovian_lab.store import committing, index, worktree
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author, Notebook, Version


class Status(msgspec.Struct, frozen=True):
    """A notebook beside its newest version.

    Attributes
    ----------
    state : str
        "new" (no version yet), "unchanged", "changed" or "missing" (versions, but no file; a server says it
        without versions, too).
    notebook : str or None
        Its key.
    path : str
        Relative to the project's folder (to the notebook's own folder where there is no project yet).
    head : Version or None
        The newest version.
    next_number : int
        What a commit would be called.
    changes : Changes or None
        Cells that differ from the newest version; None where there is nothing to compare.
    continuations : list of Notebook
        Vanished notebooks that this new one may be the continuation of.
    """

    state: str
    notebook: str | None
    path: str
    head: Version | None
    next_number: int
    changes: Changes | None
    continuations: list[Notebook]


class Committing(Moving):
    """The verbs around a commit."""

    def commit(
        self,
        path: str | os.PathLike[str],
        message: str = "",
        *,
        author: Author | None = None,
        files: Iterable[str | os.PathLike[str]] | None = None,
        base: str | None = None,
        allow_empty: bool = False,
        environment: bool | str | os.PathLike[str] | Choice = True,
        kernel: RunningKernel | None = None,
    ) -> Version | None:
        """Make a version of a notebook as it stands on disk.

        Parameters
        ----------
        path : path
            The notebook.
        message : str
            What changed; its first line is the title.
        author : Author, optional
            Who; by default whoever uses this computer.
        files : iterable of path, optional
            Other files of the project to keep with the version; by default those of the newest version, as they are
            now, as far as they are still there.
        base : str, optional
            Id of the version the work started from. Where a newer one exists both are kept, and the new version's
            `base` says so.
        allow_empty : bool
            Make a version even if nothing changed; another environment alone is no change of the notebook.
        environment : bool, path or Choice
            Whose environment to record: that of the notebook's kernel (True), of the interpreter at a path, or none
            (False). It is read from files, costs a commit no time, and never fails one.
        kernel : RunningKernel, optional
            The kernel the notebook runs in, where that is known; by default its kernelspec decides.

        Returns
        -------
        Version or None
            None when nothing changed since the newest version.

        Raises
        ------
        NotebookNotFound, NotAFile, PathOutsideRoot, FileChanging, InputError
        """
        relative = worktree.inside(self.folder, path)
        choice = _choice(environment, kernel)
        request = committing.Request(
            relative,
            message,
            author or local_author(),
            None if files is None else tuple(worktree.inside(self.folder, file) for file in files),
            base,
            allow_empty,
            Keeper(choice, self._beside(relative)) if choice else None,
        )
        return committing.commit(self._store, request)

    def status(self, path: str | os.PathLike[str], *, content: bytes | None = None) -> Status:
        """Compare a notebook with its newest version.

        Parameters
        ----------
        path : path
            The notebook.
        content : bytes, optional
            The notebook as it is on screen, to be judged instead of the file.
        """
        relative = worktree.inside(self.folder, path)
        with index.opened(self._store) as opened:
            key = opened.key_of(relative)
            head = opened.newest(key) if key else None
        raw: bytes | None
        try:
            raw = committing.read(self.folder, relative) if content is None else as_saved(content)
        except NotebookNotFound:
            if head is None:
                raise
            raw = None
        if head is None or key is None:
            return Status("new", None, relative, None, 1, None, self.continuations(relative))
        number = head.number + 1
        if raw is None:
            return Status("missing", key, relative, head, number, None, [])
        changes = committing.changes_since(self._store, key, head, raw)
        return Status("unchanged" if changes is None else "changed", key, relative, head, number, changes, [])


def _choice(environment: bool | str | os.PathLike[str] | Choice, kernel: RunningKernel | None) -> Choice | None:
    """Return whose environment a commit is to keep, None for nobody's."""
    if isinstance(environment, Choice):
        return environment
    if isinstance(environment, bool):
        return Choice(running=kernel) if environment else None
    return Choice(python=os.fspath(environment))
