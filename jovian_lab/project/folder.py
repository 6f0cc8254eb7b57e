"""Folder: where a project is, and which notebook of it a path names. Every verb stands on it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from jovian_lab.errors import InputError, NotebookNotFound, PathOutsideRoot, ProjectNotFound, from_os_error
from jovian_lab.store import index, worktree
from jovian_lab.store.repository import FOLDER, Store

_Self = TypeVar("_Self", bound="Folder")


class Folder:
    """A folder with a store in it; see `Project`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.folder = store.folder

    @classmethod
    def open(
        cls: type[_Self], folder: str | os.PathLike[str], *, create: bool = False, root: Path | None = None
    ) -> _Self:
        """Open the project in exactly this folder.

        Parameters
        ----------
        folder : path
            The project's folder.
        create : bool
            Make the store if there is none.
        root : Path, optional
            The folder must be this one or below it.

        Raises
        ------
        ProjectNotFound
            If there is no store and none is to be made.
        PathOutsideRoot
            If the folder is not below `root`.
        """
        place = beneath(Path(folder), root)
        return cls(Store.create(place) if create else Store(place))

    @classmethod
    def find(cls: type[_Self], path: str | os.PathLike[str], *, root: Path | None = None) -> _Self | None:
        """Find the project a file or folder belongs to, walking up no higher than `root`."""
        return cls._above(beneath(Path(path), root), root)

    @classmethod
    def _above(cls: type[_Self], place: Path, root: Path | None) -> _Self | None:
        stop = Path(os.path.realpath(root)) if root is not None else None
        for folder in (place, *place.parents):
            if Store.exists(folder):
                return cls(Store(folder))
            if folder == stop:
                break
        return None

    @classmethod
    def for_notebook(
        cls: type[_Self], path: str | os.PathLike[str], *, create: bool = False, root: Path | None = None
    ) -> tuple[_Self, str]:
        """Find the project of a notebook.

        Returns
        -------
        tuple of Project and str
            The project, and the notebook's path in it.

        Raises
        ------
        ProjectNotFound
            If the notebook has none and `create` is false. With `create`, one is made in the notebook's own folder.
        NotebookNotFound, NotAFile
            If one would have to be made for a notebook that is not there.
        """
        full = Path(os.path.abspath(path))
        folder = beneath(full.parent, root)
        if root is not None:  # the file itself must not be a link that leads out
            worktree.inside(Path(os.path.realpath(root)), folder / full.name)
        project = cls._above(folder, root)
        if project is None:
            if not create:
                raise ProjectNotFound(
                    f"{full.name} has no versions yet: no {FOLDER} here or above.", "Commit it to make the first one."
                )
            if {".git", FOLDER} & {part.lower() for part in folder.parts}:
                raise InputError(f"{folder} is no place for versions.", "Move the notebook out of it.")
            worktree.read_file(folder, worktree.inside(folder, full.name))
            project = cls(Store.create(folder))
        return project, worktree.inside(project.folder, folder / full.name)

    def _known(self, path: str | os.PathLike[str]) -> tuple[str, str]:
        relative = worktree.inside(self.folder, path)
        with index.opened(self._store) as opened:
            return relative, key_of(opened, relative)

    def _beside(self, relative: str) -> str:
        """Return the folder a notebook is in."""
        return os.path.dirname(os.path.join(self.folder, relative))


def key_of(opened: index.Index, path: str) -> str:
    """Return the key of a notebook that must have versions."""
    key = opened.key_of(path)
    if key is None and opened.doubt():
        key = opened.key_of(path)
    if key is None:
        raise NotebookNotFound(f"{path} has no versions.", "Commit it to make the first one.")
    return key


def beneath(path: Path, root: Path | None) -> Path:
    """Resolve a folder (or a file's folder) and insist that it is not above `root`."""
    try:
        place = Path(os.path.realpath(path))
        if not place.is_dir():
            place = place.parent
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise from_os_error(error, f"open {path}") from error
        raise InputError("The path holds a NUL character.", "Name a folder.") from error
    if root is not None and not place.is_relative_to(Path(os.path.realpath(root))):
        raise PathOutsideRoot(f"{path} is outside the server's folder.", f"Only files in {root} can be used.")
    return place
