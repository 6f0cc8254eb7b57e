"""Contents paths and files: which file below the server's root a request means, and whether it may be touched."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from jupyter_server.services.contents.filemanager import FileContentsManager

from jovian_lab.errors import InputError, NotebookNotFound, PathOutsideRoot
from jovian_lab.server.errors import ContentsNotLocal

# repositories: ours and the user's; nothing in them is a notebook
_CLOSED = frozenset({".git", ".jovian"})


@dataclass(frozen=True)
class Root:
    """The folder that the server serves.

    Attributes
    ----------
    folder : Path
        Resolved.
    allow_hidden : bool
        Whether files and folders whose name begins with a dot are served.
    """

    folder: Path
    allow_hidden: bool = False

    def file(self, path: str) -> Path:
        """Find the file, or folder, that a contents path means; it need not exist.

        Parameters
        ----------
        path : str
            From a request; "" is the root itself.

        Returns
        -------
        Path
            Below `folder`, links not followed; following them stays below `folder` too.

        Raises
        ------
        InputError
            For a path no file can have.
        PathOutsideRoot
            For one that leads out of the root or into a repository.
        NotebookNotFound
            For a hidden one, where these are not served: as the server's own contents service answers.
        """
        steps = _steps(path)
        self._check(path, steps)
        file = self.folder.joinpath(*steps)
        try:
            resolved = Path(os.path.realpath(file))
        except (OSError, ValueError) as error:
            raise InputError("No file can have that path.", "Check the path.") from error
        if not resolved.is_relative_to(self.folder):
            raise PathOutsideRoot(
                f"'{path}' leads out of the server's root folder.", "Copy the file into a folder that is served."
            )
        self._check(path, resolved.relative_to(self.folder).parts)
        return file

    def contents_path(self, file: Path) -> str:
        """The contents path of a file below the root.

        Raises
        ------
        PathOutsideRoot
            When it is elsewhere.
        """
        try:
            relative = file.relative_to(self.folder).as_posix()
        except ValueError as error:
            raise PathOutsideRoot("That file is not below the server's root folder.") from error
        return "" if relative == "." else relative

    def _check(self, path: str, steps: tuple[str, ...]) -> None:
        """Refuse repositories always, and hidden names where they are not served."""
        if any(step.casefold() in _CLOSED for step in steps):
            raise PathOutsideRoot(f"'{path}' is inside a repository.", "Name a notebook outside it.")
        if self.allow_hidden:
            return
        if any(step.startswith(".") for step in steps) or _flagged_hidden(self.folder, steps):
            raise NotebookNotFound(
                f"There is no notebook '{path}'.", "Hidden files are served only with ContentsManager.allow_hidden."
            )


def _flagged_hidden(folder: Path, steps: tuple[str, ...]) -> bool:
    """Whether macOS or the BSDs hide one of the steps by a flag."""
    for step in steps:
        folder = folder / step
        try:
            flags = getattr(os.lstat(folder), "st_flags", 0)
        except (OSError, ValueError):
            return False
        if flags & getattr(stat, "UF_HIDDEN", 0):
            return True
    return False


def _steps(path: str) -> tuple[str, ...]:
    """Cut a contents path into names, and refuse what is no such path on any system this one may share files with."""
    if path == "":
        return ()
    if "\0" in path:
        raise InputError("A path cannot hold a NUL.", "Check the path.")
    if path.startswith("/") or (os.name == "nt" and PureWindowsPath(path).drive):
        raise PathOutsideRoot(f"'{path}' is absolute.", "Name the notebook relative to the server's root folder.")
    steps = tuple(path.split("\\" if os.name == "nt" and "\\" in path else "/"))
    if ".." in steps:
        raise PathOutsideRoot(f"'{path}' leads upwards.", "Name the notebook relative to the server's root folder.")
    if "" in steps or "." in steps:
        raise InputError(f"'{path}' is not a plain path.", "Give it without '.', doubled or trailing slashes.")
    if any(len(os.fsencode(step)) > 255 for step in steps):
        raise InputError("No file can have that path: a name in it is too long.", "Check the path.")
    if os.name == "nt" and PureWindowsPath(*steps).is_reserved():
        raise InputError(f"'{path}' is the name of a device.", "Name a notebook.")
    return steps


def root_of(contents_manager: Any) -> Root:
    """The folder that a contents manager serves.

    Parameters
    ----------
    contents_manager : ContentsManager
        The server's.

    Returns
    -------
    Root
        With the folder's links resolved.

    Raises
    ------
    ContentsNotLocal
        When its contents are not plain files: other managers have a `root_dir` too, which means nothing on this disk.
    """
    if not isinstance(contents_manager, FileContentsManager) or not contents_manager.root_dir:
        raise ContentsNotLocal(
            "This server's contents are not files on its own disk, so there is no place to keep versions.",
            "Use jovian-lab on a server with Jupyter's own file contents manager.",
        )
    folder = Path(os.path.realpath(contents_manager.root_dir))
    return Root(folder, bool(contents_manager.allow_hidden))
