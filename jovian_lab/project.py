"""Project: the user's verbs on one folder of notebooks, each a few lines that join the folders below."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from jovian_lab import environments
from jovian_lab.comments.discussion import Discussion
from jovian_lab.comments.pointing import Discussed
from jovian_lab.comments.values import People, Person, Place, Region, Target, Thread, Threads
from jovian_lab.environment import kept, verdict
from jovian_lab.environment.compare import EnvironmentDiff, compare
from jovian_lab.environment.compare import in_words as interpreter_in_words
from jovian_lab.environment.kept import Choice, RunningKernel
from jovian_lab.environment.restore.values import Made as MadeEnvironment
from jovian_lab.environment.restore.values import Plan as InstallPlan
from jovian_lab.environment.restore.values import Progress as InstallProgress
from jovian_lab.environment.restore.values import Question as InstallQuestion
from jovian_lab.environment.restore.values import Report as InstallReport
from jovian_lab.environment.values import Environment
from jovian_lab.environments import (
    Drift,
    EnvironmentComparison,
    EnvironmentFile,
    Keeper,
    VersionEnvironment,
    name_for,
    spec_of,
)
from jovian_lab.errors import (
    ConfirmationNeeded,
    Damaged,
    InputError,
    JovianError,
    NotebookNotFound,
    PathOutsideRoot,
    ProjectNotFound,
    StoreTooNew,
    VersionNotFound,
    from_os_error,
)
from jovian_lab.notebook.changes import NotebookDiff
from jovian_lab.notebook.describe import CellCounts, Changes, Kernel, kernel_in
from jovian_lab.notebook.saved import as_saved
from jovian_lab.store import (
    committing,
    comparing,
    events,
    fsck,
    index,
    maintenance,
    refs,
    sides,
    snapshots,
    versions,
    worktree,
)
from jovian_lab.store.comparing import CellContent, CellHistory, CellMoment, FileChange
from jovian_lab.store.identity import local_author
from jovian_lab.store.repository import FOLDER, Store
from jovian_lab.store.values import (
    Author,
    EnvironmentSummary,
    Event,
    FileEntry,
    FsckReport,
    GcReport,
    Notebook,
    Origin,
    Page,
    Parent,
    Problem,
    Version,
)

__all__ = [
    "Author", "CellCounts", "CellHistory", "CellMoment", "Changes", "Choice", "Difference", "Discussion", "Drift",
    "Environment", "EnvironmentComparison", "EnvironmentDiff", "EnvironmentFile", "EnvironmentSummary", "FileChange",
    "FileEntry", "FsckReport", "GcReport", "InstallPlan", "InstallProgress", "InstallQuestion", "InstallReport",
    "Kernel", "MadeEnvironment", "Notebook", "NotebookDiff", "Origin", "Page", "Parent", "People", "Person", "Place",
    "Problem", "Project", "Region", "Restored", "RunningKernel", "Status", "Target", "Thread", "Threads", "Version",
    "VersionEnvironment", "activation", "compare_files", "folder_install_plan", "install", "interpreter_in_words",
    "local_author", "made_environments", "name_for", "remove_environment",
]  # fmt: skip

_MOST_AT_ONCE = 10_000
_FURTHEST = 2**53
_LONGEST_FILTER = 1_000
_MOST_FOLLOWED = 1_000
_AT_ONCE = 0.5  # seconds that a difference waits for what the kernel's environment is now
_OTHER_CODE = ("added", "removed", "split", "merged")  # what happened to a cell that makes a notebook other code
_NO_NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


class Status(msgspec.Struct, frozen=True):
    """A notebook beside its newest version.

    Attributes
    ----------
    state : str
        "new" (no version yet), "unchanged", "changed" or "missing" (versions, but no file).
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


class Difference(comparing.Difference, frozen=True):
    """Two sides of a notebook beside each other, and their environments where both are known."""

    environment: EnvironmentDiff | None = None


class Restored(msgspec.Struct, frozen=True):
    """What a restore did: the version now in the file, and the snapshot of what was there before."""

    version: Version
    snapshot: Version | None
    path: str
    changed: bool


class Project:
    """A folder with a store in it.

    Paths are relative to `folder`, or absolute; a version is named by number ("v3", "3", 3), by id or the beginning
    of one (4 digits or more), by tag, or as "latest". Every method may raise `GitUnavailable`, `Damaged`,
    `StoreTooNew`, `Busy`, `PermissionDenied`, `DiskFull` and `StorageError`; what else it raises is said there.

    Parameters
    ----------
    store : Store
        Use `open`, `find` or `for_notebook` instead of calling this.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.folder = store.folder

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, create: bool = False, root: Path | None = None) -> Project:
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
        place = _beneath(Path(folder), root)
        return cls(Store.create(place) if create else Store(place))

    @classmethod
    def find(cls, path: str | os.PathLike[str], *, root: Path | None = None) -> Project | None:
        """Find the project a file or folder belongs to, walking up no higher than `root`."""
        place = _beneath(Path(path), root)
        stop = Path(os.path.realpath(root)) if root is not None else None
        for folder in (place, *place.parents):
            if Store.exists(folder):
                return cls(Store(folder))
            if folder == stop:
                break
        return None

    @classmethod
    def for_notebook(
        cls, path: str | os.PathLike[str], *, create: bool = False, root: Path | None = None
    ) -> tuple[Project, str]:
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
        folder = _beneath(full.parent, root)
        if root is not None:  # the file itself must not be a link that leads out
            worktree.inside(Path(os.path.realpath(root)), folder / full.name)
        project = cls.find(folder, root=root)
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
            key = _key(opened, relative)
            found: Version | None = None
            if text == "latest":
                found = opened.newest(key)
            elif text.removeprefix("v").isascii() and text.removeprefix("v").isdecimal() and len(text) < 10:
                found = opened.by_number(key, int(text.removeprefix("v")))
            if found is None:
                found = opened.by_tag(key, text)
            if found is None and 4 <= len(text) <= 40 and all(c in "0123456789abcdef" for c in text.lower()):
                matching = opened.by_id(key, text.lower())
                matching = matching or [s for s in self.snapshots(relative) if s.id.startswith(text.lower())]
                if len(matching) > 1:
                    raise VersionNotFound(f"More than one version begins with {text}.", "Give more of its id.")
                found = matching[0] if matching else None
        if found is None:
            raise VersionNotFound(
                f"{relative} has no version {text[:60]!r}.",
                "Name it like v3, by id or by tag; see the list of versions.",
            )
        return found

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

    def snapshots(self, path: str | os.PathLike[str]) -> list[Version]:
        """Return a notebook's snapshots, newest first, 20 at most."""
        return snapshots.listed(self._store, self._known(path)[1])

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

    def environment(self, path: str | os.PathLike[str], version: str | int) -> VersionEnvironment:
        """Return a version's environment, and the names of the files that describe it.

        Raises
        ------
        VersionNotFound, NotebookNotFound
        Damaged
            If the environment cannot be read; the version's notebook still can.
        """
        return environments.of_version(self._store, self.version(path, version))

    def environment_file(self, path: str | os.PathLike[str], version: str | int, name: str) -> bytes:
        """Return a file that describes a version's environment, such as "requirements.txt".

        Raises
        ------
        VersionNotFound
            If there is no such version, or it keeps no such file.
        NotebookNotFound, Damaged
        """
        found = self.version(path, version)
        files = environments.files_of(self._store, found)
        if name not in files:
            names = ", ".join(sorted(files)) or "none"
            raise VersionNotFound(f"v{found.number} keeps no {name[:60]!r} of its environment.", f"It keeps: {names}.")
        return files[name]

    def present_environment(
        self, path: str | os.PathLike[str], *, kernel: RunningKernel | None = None, seconds: float = 10
    ) -> Environment:
        """Return the environment of a notebook's kernel as it is now. It never fails: see `Environment.missing`.

        Parameters
        ----------
        path : path
            The notebook.
        kernel : RunningKernel, optional
            The kernel it runs in, where that is known; by default its kernelspec decides.
        seconds : float
            How long to wait for it.
        """
        relative = worktree.inside(self.folder, path)
        return self._present(relative, self._kernel_of(relative), kernel, seconds)

    def environment_diff(
        self,
        path: str | os.PathLike[str],
        old: str | int,
        new: str | int | None = None,
        *,
        kernel: RunningKernel | None = None,
    ) -> EnvironmentComparison:
        """Compare the environments of two versions; without `new`, a version's with the kernel's as it is now.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        """
        before = self.environment(path, old)
        if new is not None:
            return environments.compared(before, self.environment(path, new))
        return environments.compared_with(before, self.present_environment(path, kernel=kernel))

    def drift(self, path: str | os.PathLike[str], *, kernel: RunningKernel | None = None) -> Drift:
        """Tell whether the kernel's environment is still what the newest version was made with.

        Raises
        ------
        Damaged
        """
        relative = worktree.inside(self.folder, path)
        with index.opened(self._store) as opened:
            key = opened.key_of(relative)
            newest = opened.newest(key) if key else None
        if newest is None:
            return Drift(None, None, None, None, "The notebook has no versions yet.")
        present = self.present_environment(relative, kernel=kernel)
        return environments.drift(environments.of_version(self._store, newest), present)

    def warm(self, path: str | os.PathLike[str], *, kernel: RunningKernel | None = None) -> None:
        """Begin to read the environment of a notebook's kernel, so that the next commit finds it read."""
        relative = worktree.inside(self.folder, path)
        kept.begin(Choice(running=kernel), spec_of(self._kernel_of(relative), self._beside(relative)))

    def install_plan(
        self,
        path: str | os.PathLike[str],
        version: str | int,
        *,
        platform: str | None = None,
        accepted: Collection[str] = (),
        declined: Collection[str] = (),
    ) -> InstallPlan:
        """Plan how to make a version's environment anew. Starts nothing.

        Parameters
        ----------
        path : path
            The notebook.
        version : str or int
            A name of the version.
        platform : str, optional
            For which system, by default this one: "linux-64", "macos-arm64", "windows", …
        accepted, declined : collection of str
            Lines of its files, asked about in the plan's `questions` before, that may be followed, or are left out.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        InputError
            If its files cannot be understood, or it has none.
        """
        from jovian_lab.environment import imports

        found = self.version(path, version)
        files = environments.files_of(self._store, found)
        if not files:
            raise InputError(
                f"v{found.number} was made without recording an environment.", "Take a version that has one."
            )
        modules = imports.of(self.read(path, found.id))
        return _plan(files, modules, platform, accepted, declined, found.created)

    def install(
        self,
        path: str | os.PathLike[str],
        version: str | int,
        *,
        name: str = "",
        dry_run: bool = False,
        platform: str | None = None,
        accepted: Collection[str] = (),
        declined: Collection[str] = (),
        progress: Callable[[InstallProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        seconds: float = 3600,
    ) -> InstallReport:
        """Make a version's environment anew, apart from every other, with a kernel in it.

        Parameters
        ----------
        path, version, platform, accepted, declined
            As for `install_plan`.
        name : str
            Of the environment and its kernel; by default after the notebook and the version.
        dry_run : bool
            Only find out what would be installed.
        progress : callable, optional
            Told how far it is.
        cancelled : callable, optional
            Asked whether to stop.
        seconds : float
            How long it may take.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, InputError
        ConfirmationNeeded
            If lines of its files need a yes.
        InstallFailed, Cancelled, Conflict, DiskFull, PermissionDenied
            Nothing is left then.
        """
        plan = self.install_plan(path, version, platform=platform, accepted=accepted, declined=declined)
        found = self.version(path, version)
        return install(
            plan,
            name=self.install_name(path, found, name),
            display_name=self.install_title(path, found),
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
            seconds=seconds,
        )

    def install_name(self, path: str | os.PathLike[str], version: Version, wanted: str = "") -> str:
        """Return the name of a new environment for a version: what is wanted, or after notebook and version.

        Raises
        ------
        InputError
            If what is wanted cannot be a name.
        """
        return name_for(wanted, f"{Path(worktree.inside(self.folder, path)).stem}-v{version.number}")

    def install_title(self, path: str | os.PathLike[str], version: Version) -> str:
        """Return what the kernel of a version's environment is called where people choose one."""
        return f"{Path(worktree.inside(self.folder, path)).stem} v{version.number}"

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

    def delete(self, path: str | os.PathLike[str], *, confirm: str) -> int:
        """Delete a notebook's whole history; the file stays.

        Parameters
        ----------
        path : path
            The notebook.
        confirm : str
            Its path again, as a yes.

        Returns
        -------
        int
            How many versions are gone.

        Raises
        ------
        ConfirmationNeeded, NotebookNotFound
        """
        relative, key = self._known(path)
        if confirm != relative:
            raise ConfirmationNeeded(
                f"This deletes every version of {relative} for good.", f"Confirm it with exactly {relative!r}."
            )
        with self._store.transaction() as change:
            for space in (refs.VERSIONS, refs.SNAPSHOTS, refs.EVENTS):
                change.delete(refs.name(space, key))
            with index.opened(self._store) as opened:
                count = len(opened.ids(key))
        return count

    def notebooks(self) -> list[Notebook]:
        """Return every notebook with versions, by path."""
        with index.opened(self._store) as opened:
            rows = opened.notebooks()
        return [Notebook(key, path, count, worktree.exists(self.folder, path)) for key, path, count in rows]

    def fsck(self) -> FsckReport:
        """Check every object of every version."""
        return fsck.fsck(self._store)

    def gc(self) -> GcReport:
        """Make the store as small as it gets; commits go on meanwhile."""
        return maintenance.gc(self._store)

    def tidy(self) -> bool:
        """Merge packs if many have gathered; returns whether there was a need."""
        if not maintenance.due(self._store):
            return False
        maintenance.tidy(self._store)
        return True

    def tips(self) -> dict[str, str]:
        """Return the newest version's id by notebook key; cheap, for watching."""
        return refs.listed(self._store.repository, refs.VERSIONS)

    def event_tips(self) -> dict[str, str]:
        """Return the newest commit of events by notebook key; cheap, for watching."""
        return refs.listed(self._store.repository, refs.EVENTS)

    def events_since(self, old: str | None, new: str) -> list[Event]:
        """Return what one commit of events holds and an earlier one does not, in order."""
        with self._store.reader() as reader:
            return events.since(reader, old, new)

    def _side(self, path: str | os.PathLike[str], version: str | int | None, content: bytes | None) -> sides.Side:
        if content is not None:
            return as_saved(content)
        if version is not None:
            return self.version(path, version)
        return committing.read(self.folder, worktree.inside(self.folder, path))

    def _beside(self, relative: str) -> str:
        """Return the folder a notebook is in."""
        return os.path.dirname(os.path.join(self.folder, relative))

    def _kernel_of(self, relative: str) -> Kernel | None:
        """Return what a notebook says of its kernel now; of one that is gone, what its newest version said."""
        try:
            return kernel_in(committing.read(self.folder, relative))
        except JovianError:
            with index.opened(self._store) as opened:
                key = opened.key_of(relative)
                newest = opened.newest(key) if key else None
            return newest.kernel if newest else None

    def _present(
        self, relative: str, kernel: Kernel | None, running: RunningKernel | None, seconds: float
    ) -> Environment:
        return kept.begin(Choice(running=running), spec_of(kernel, self._beside(relative))).result(seconds)

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

    def _known(self, path: str | os.PathLike[str]) -> tuple[str, str]:
        relative = worktree.inside(self.folder, path)
        with index.opened(self._store) as opened:
            return relative, _key(opened, relative)

    def _say(
        self, path: str | os.PathLike[str], name: str | int, kind: str, value: str, author: Author | None
    ) -> Version:
        found = self.version(path, name)
        event = events.make(found.notebook, kind, value, author or local_author(), version=found.id, head=found.number)
        with self._store.transaction() as change:
            events.append(self._store, change, event)
        return self.version(path, found.id)

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


def _key(opened: index.Index, path: str) -> str:
    key = opened.key_of(path)
    if key is None:
        raise NotebookNotFound(f"{path} has no versions.", "Commit it to make the first one.")
    return key


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
        folder = _beneath(full.parent, root)
        if root is not None:
            worktree.inside(Path(os.path.realpath(root)), folder / full.name)
        sides.append(committing.read(folder, worktree.inside(folder, full.name)))
    return _difference(comparing.compare(None, sides[0], sides[1]), None)


def install(
    plan: InstallPlan,
    *,
    name: str,
    display_name: str = "",
    dry_run: bool = False,
    progress: Callable[[InstallProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    seconds: float = 3600,
) -> InstallReport:
    """Make a planned environment; see `Project.install`."""
    from jovian_lab.environment import restore

    return restore.install(
        plan,
        name=name,
        display_name=display_name,
        dry_run=dry_run,
        progress=progress,
        cancelled=cancelled,
        seconds=seconds,
    )


def folder_install_plan(
    folder: str | os.PathLike[str],
    *,
    platform: str | None = None,
    accepted: Collection[str] = (),
    declined: Collection[str] = (),
) -> InstallPlan:
    """Plan how to make the environment that the files in a folder describe; see `Project.install_plan`.

    Raises
    ------
    NotFound
        If none does.
    InputError
    """
    return _plan(environments.in_folder(Path(folder)), (), platform, accepted, declined, None)


def made_environments() -> list[MadeEnvironment]:
    """Return the environments that were made here."""
    from jovian_lab.environment import restore

    return restore.environments()


def remove_environment(name: str) -> MadeEnvironment:
    """Remove an environment that was made here, and its kernel.

    Raises
    ------
    NotFound
    """
    from jovian_lab.environment import restore

    return restore.remove_environment(name)


def activation(made: MadeEnvironment, shell: str) -> str:
    """Return the command that activates an environment in a shell.

    Raises
    ------
    InputError
        If that shell is not known.
    """
    from jovian_lab.environment import restore

    return restore.activation(made.folder, shell, made.kind)


def _plan(
    files: Mapping[str, bytes],
    imports: Sequence[str],
    platform: str | None,
    accepted: Collection[str],
    declined: Collection[str],
    created: str | None,
) -> InstallPlan:
    from jovian_lab.environment import restore

    return restore.plan(
        files, imports=imports, platform=platform, accepted=accepted, declined=declined, created=created
    )


def _choice(environment: bool | str | os.PathLike[str] | Choice, kernel: RunningKernel | None) -> Choice | None:
    """Return whose environment a commit is to keep, None for nobody's."""
    if isinstance(environment, Choice):
        return environment
    if isinstance(environment, bool):
        return Choice(running=kernel) if environment else None
    return Choice(python=os.fspath(environment))


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


def _beneath(path: Path, root: Path | None) -> Path:
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
