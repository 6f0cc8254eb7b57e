"""Differences: two sides of a notebook beside each other, and one cell through its versions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from jovian_lab import environments
from jovian_lab.environment import verdict
from jovian_lab.environment.compare import EnvironmentDiff, compare
from jovian_lab.environment.kept import RunningKernel
from jovian_lab.errors import Damaged, StoreTooNew
from jovian_lab.notebook.describe import kernel_in
from jovian_lab.notebook.saved import as_saved
from jovian_lab.project.environment import Environments
from jovian_lab.project.folder import beneath
from jovian_lab.store import committing, comparing, index, sides, worktree
from jovian_lab.store.comparing import CellContent, CellHistory
from jovian_lab.store.values import Version

_MOST_FOLLOWED = 1_000
_AT_ONCE = 0.5  # seconds that a difference waits for what the kernel's environment is now
_OTHER_CODE = ("added", "removed", "split", "merged")  # what happened to a cell that makes a notebook other code
_NO_NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


class Difference(comparing.Difference, frozen=True):
    """Two sides of a notebook beside each other, and their environments where both are known."""

    environment: EnvironmentDiff | None = None


class Differences(Environments):
    """The verbs that compare."""

    def diff(
        self,
        path: str | os.PathLike[str],
        old: str | int,
        new: str | int | None = None,
        *,
        content: bytes | None = None,
        kernel: RunningKernel | None = None,
    ) -> Difference:
        """Compare two versions, or a version with the notebook as it is now.

        Parameters
        ----------
        path : path
            The notebook.
        old, new : str or int
            Names of versions; without `new`, the file on disk is the new side.
        content : bytes, optional
            The notebook as it is on screen, to be the new side instead of the file.
        kernel : RunningKernel, optional
            The kernel it runs in: its environment now is that of the new side, where this is no version.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, InputError
        """
        before, after = self.version(path, old), self._side(path, new, content)
        found = comparing.compare(self._store, before, after)
        return _difference(found, self._environments(before, after, path, kernel))

    def cell(self, path: str | os.PathLike[str], version: str | int | None, index: int) -> dict[str, Any]:
        """Return one cell of a version (of the file on disk without one), outputs included, as nbformat has it.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, InputError
        """
        return self.cell_content(path, version, index).cell

    def cell_content(
        self, path: str | os.PathLike[str], version: str | int | None, index: int, *, largest: int | None = None
    ) -> CellContent:
        """Return one cell as `cell` does, without its outputs where they are larger than so many bytes.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, InputError
        """
        return comparing.cell(self._store, self._side(path, version, None), index, largest)

    def cell_history(
        self, path: str | os.PathLike[str], version: str | int, cell: int, *, limit: int = 50
    ) -> CellHistory:
        """Follow one cell back through the versions in which it changed.

        Parameters
        ----------
        path : path
            The notebook.
        version : str or int
            The version to begin with.
        cell : int
            Where the cell stands in it, from 0.
        limit : int
            How many changes to return at most; 1,000 versions are looked at.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, InputError
        """
        first = self.version(path, version)
        with index.opened(self._store) as opened:
            chain = [first, *opened.before(first.notebook, first.number, _MOST_FOLLOWED)]
        return comparing.cell_history(self._store, chain, cell, limit)

    def _side(self, path: str | os.PathLike[str], version: str | int | None, content: bytes | None) -> sides.Side:
        if content is not None:
            return as_saved(content)
        if version is not None:
            return self.version(path, version)
        return committing.read(self.folder, worktree.inside(self.folder, path))

    def _environments(
        self, before: Version, after: sides.Side, path: str | os.PathLike[str], running: RunningKernel | None
    ) -> EnvironmentDiff | None:
        """Compare the environments of two sides; None where one has none, or it cannot be told at once."""
        if before.environment is None:
            return None
        try:
            if isinstance(after, Version):
                return environments.diff_of(self._store, before, after)
            relative = worktree.inside(self.folder, path)
            present = self._present(relative, kernel_in(after), running, _AT_ONCE)
            if environments.unread(present):
                return None
            return compare(environments.whole_of(self._store, before.environment), present)
        except (Damaged, StoreTooNew):  # the notebooks can be compared all the same
            return None


def compare_files(old: str | os.PathLike[str], new: str | os.PathLike[str], *, root: Path | None = None) -> Difference:
    """Compare two notebook files, whether or not they belong to a project; `os.devnull` is a notebook without cells.

    Raises
    ------
    NotebookNotFound, NotAFile, PathOutsideRoot, FileChanging
    """
    sides = []
    for path in (old, new):
        if os.fspath(path) == os.devnull:
            sides.append(_NO_NOTEBOOK)
            continue
        full = Path(os.path.abspath(path))
        folder = beneath(full.parent, root)
        if root is not None:
            worktree.inside(Path(os.path.realpath(root)), folder / full.name)
        sides.append(committing.read(folder, worktree.inside(folder, full.name)))
    return _difference(comparing.compare(None, sides[0], sides[1]), None)


def _difference(found: comparing.Difference, environment: EnvironmentDiff | None) -> Difference:
    """Join the difference of two notebooks with that of their environments, whose verdict speaks of the code, too."""
    if environment is not None:
        same = all(cell.source is None and cell.change not in _OTHER_CODE for cell in found.notebook.cells)
        same = same and found.notebook.text is None
        environment = msgspec.structs.replace(
            environment,
            verdict=verdict.with_code(environment.verdict, same_code=same),
            reverse=verdict.with_code(environment.reverse, same_code=same),
        )
    return Difference(found.old, found.new, found.files, found.notebook, environment)
