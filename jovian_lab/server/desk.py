"""Where requests become work: threads for the project's verbs, and what is told to the bus when one is done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from jovian_lab.errors import Busy, JovianError, NotAFile, NotebookNotFound, ProjectNotFound
from jovian_lab.project import Project, RunningKernel
from jovian_lab.server.errors import Overdue
from jovian_lab.server.events import Announcer, News
from jovian_lab.server.installs import Install, Installs
from jovian_lab.server.kernels import Kernels
from jovian_lab.server.notifications import Notifications
from jovian_lab.server.paths import Root
from jovian_lab.server.said import Said
from jovian_lab.server.watch import Watcher

T = TypeVar("T")
_WARM = 60.0  # seconds for which an environment need not be looked at again just to have it read
_MOST_WARM = 1_000
_QUEUE = 64  # jobs begun or waiting; beyond that a request is better refused than kept waiting


@dataclass(frozen=True)
class Place:
    """A notebook as a request named it, and as its project does.

    Attributes
    ----------
    project : Project
        The project it belongs to.
    path : str
        Relative to the project's folder.
    contents_path : str
        Relative to the server's root.
    """

    project: Project
    path: str
    contents_path: str


class Desk:
    """What all handlers of a server share.

    Parameters
    ----------
    root : callable
        Gives the folder that the server serves, or raises ContentsNotLocal.
    announcer : Announcer
        For the news.
    watcher : Watcher
        Told of every project seen, and of what this server itself writes.
    log : Logger
        The server's.
    threads : int
        How many verbs run at a time.
    kernels : Kernels
        Tells which kernel a notebook runs in.
    notifications : Notifications
        Tells people, in the background, what was said in threads.
    installs : int
        How many environments are made at a time.
    install_seconds : float
        How long one may take.
    """

    def __init__(
        self,
        root: Callable[[], Root],
        announcer: Announcer,
        watcher: Watcher,
        log: logging.Logger,
        threads: int,
        *,
        kernels: Kernels,
        notifications: Notifications,
        installs: int = 2,
        install_seconds: float = 3600,
    ) -> None:
        self.root = root
        self.announcer = announcer
        self.watcher = watcher
        self.log = log
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="jovian-lab")
        self._later = ThreadPoolExecutor(1, thread_name_prefix="jovian-lab-later")
        self._running: set[asyncio.Future[Any]] = set()
        self._moving: set[asyncio.Future[Any]] = set()
        self._kernels = kernels
        self.notifications = notifications
        self._warmed: dict[str, float] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.installs = Installs(self._tell, log, installs)
        self.install_seconds = install_seconds

    # in a worker thread

    def notebook(self, contents_path: str, *, create: bool = False) -> Place:
        """Find the project of a notebook.

        Raises
        ------
        ProjectNotFound
            When there is none and `create` is false.
        NotebookNotFound, NotAFile
            When there is no such file either, or the path means a folder.
        """
        root = self.root()
        file = root.file(contents_path)
        if os.path.isdir(file):
            raise NotAFile(f"'{contents_path}' is a folder.", "Name a notebook in it.")
        try:
            project, path = Project.for_notebook(file, create=create, root=root.folder)
        except ProjectNotFound:
            if not os.path.exists(file):
                raise NotebookNotFound(f"There is no notebook '{contents_path}'.", "Check its name.") from None
            raise
        self.watcher.see(project)
        return Place(project, path, contents_path)

    def project(self, contents_path: str) -> Project:
        """Find the project around a folder or a file.

        Raises
        ------
        ProjectNotFound
            When there is none.
        """
        root = self.root()
        project = Project.find(root.file(contents_path), root=root.folder)
        if project is None:
            raise ProjectNotFound("There is no project in that folder or above it.", "Commit a notebook in it first.")
        self.watcher.see(project)
        return project

    def kernel(self, place: Place) -> RunningKernel | None:
        """Find the kernel that a notebook runs in; None where it runs in none."""
        return self._kernels.of(place.contents_path, self._loop)

    def warm(self, place: Place) -> None:
        """Have the environment of a notebook that somebody looks at read before it is committed; once in a while."""
        now = time.monotonic()
        if now - self._warmed.get(place.contents_path, -_WARM) >= _WARM:
            if len(self._warmed) > _MOST_WARM:
                self._warmed.clear()
            self._warmed[place.contents_path] = now
            self.later(lambda: place.project.warm(place.path, kernel=self.kernel(place)))

    def contents_path(self, project: Project, path: str = "") -> str:
        """The contents path of a project's folder, or of a file in it."""
        folder: Path = project.folder / path if path else project.folder
        return self.root().contents_path(folder)

    # on the event loop

    async def run(
        self, work: Callable[[], tuple[T, Sequence[News | Said]]], *, seconds: float, writes: bool, moves: bool = False
    ) -> T:
        """Do work in a thread, and announce its news when it is done, whether or not anybody still waits for it.

        Parameters
        ----------
        work : callable
            Returns the result and what to announce.
        seconds : float
            How long to wait; the work itself goes on.
        writes : bool
            Whether it may change a history, so that the watcher knows it for the server's own.
        moves : bool
            Whether it follows a file that has moved. Everything else waits for that, or a commit right after a rename
            would find no history under the new name and begin another.

        Raises
        ------
        Busy
            When too much is going on already, or the server is stopping.
        Overdue
            When it takes longer than `seconds`.
        """
        self._loop = asyncio.get_running_loop()
        if self._moving and not moves:
            await asyncio.wait(set(self._moving), timeout=seconds)
        if len(self._running) >= _QUEUE:
            raise Busy("The server has too much to do.", "Try again in a moment.")
        try:
            job = asyncio.get_running_loop().run_in_executor(self._pool, work)
        except RuntimeError as error:  # the pool was shut down
            raise Busy("The server is stopping.", "Start it again.") from error
        self._running.add(job)
        if moves:
            self._moving.add(job)
        if writes:
            self.watcher.begin_own()

        def done(job: asyncio.Future[tuple[T, Sequence[News | Said]]]) -> None:
            self._running.discard(job)
            self._moving.discard(job)
            if writes:
                self.watcher.end_own()
            self.watcher.wake()
            if not job.cancelled() and job.exception() is None:
                for news in job.result()[1]:
                    self.announcer.announce(news)

        job.add_done_callback(done)
        finished, _ = await asyncio.wait({job}, timeout=seconds)
        if not finished:
            raise Overdue(
                f"This takes longer than {seconds:.0f} seconds.",
                "It goes on in the background; look again in a while before repeating it.",
            )
        return job.result()[0]

    def later(self, work: Callable[[], object]) -> None:
        """Do something nobody waits for, one at a time, in a thread of its own."""

        def quietly() -> None:
            try:
                work()
            except JovianError as error:
                self.log.warning("jovian-lab: %s %s", error.message, error.hint)
            except Exception:
                self.log.exception("jovian-lab: work in the background failed")

        with contextlib.suppress(RuntimeError):  # the server is stopping
            self._later.submit(quietly)

    async def close(self) -> None:
        """Let what runs finish but for installations, which are stopped; start nothing more."""
        await self.watcher.stop()
        await asyncio.get_running_loop().run_in_executor(None, self.notifications.stop)
        await asyncio.get_running_loop().run_in_executor(None, self.installs.close)
        self._later.shutdown(wait=False, cancel_futures=True)
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._running:
            await asyncio.wait(set(self._running), timeout=30)

    def _tell(self, install: Install, origin: str | None) -> None:
        """Announce how far an installation is; from its thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self.announcer.announce_install, install, origin)
