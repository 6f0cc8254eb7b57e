"""Notices versions and comments that other processes made: the shell, a kernel, a second server on the folder."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jovian_lab.errors import JovianError, ProjectNotFound
from jovian_lab.project import Project
from jovian_lab.server.events import Announcer, News
from jovian_lab.server.said import Said, news_of

Tips = dict[str, str]
_MOST_OWN = 10_000  # events of this server's own that are remembered


class Watcher:
    """Polls the tips of the projects seen so far and announces "changed" for those that moved by themselves.

    Parameters
    ----------
    announcer : Announcer
        For the news; where nobody listens to it, nothing is polled.
    contents_path : callable
        Gives the contents path of a file.
    log : Logger
        The server's.
    seconds : float
        Between two looks; 0 switches the watcher off.
    """

    def __init__(
        self, announcer: Announcer, contents_path: Callable[[Path], str], log: logging.Logger, seconds: float
    ) -> None:
        self._announcer = announcer
        self._contents_path = contents_path
        self._log = log
        self._seconds = seconds
        self._known: dict[Path, Tips] = {}
        self._said: dict[Path, Tips] = {}  # tips of events
        self._own_events: deque[str] = deque(maxlen=_MOST_OWN)
        self._own_running = 0  # this server's own writes that are under way …
        self._own_begun = 0  # … and how many there ever were: a look that overlaps one proves nothing
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="jovian-lab-watch")
        self._task: asyncio.Task[None] | None = None

    # in a worker thread

    def see(self, project: Project) -> None:
        """Watch a project from now on."""
        if self._seconds > 0 and project.folder not in self._known:
            try:
                self._said.setdefault(project.folder, project.event_tips())
                self._known.setdefault(project.folder, project.tips())
            except JovianError as error:
                self._log.debug("jovian-lab: a project cannot be watched: %s", error)

    def own(self, project: Project, notebook: str) -> None:
        """Take the present tip of a notebook as known: this server has just moved it, and announces that itself."""
        known = self._known.get(project.folder)
        if known is None:
            return
        try:
            tip = project.tips().get(notebook)
        except JovianError as error:  # announced twice at worst
            self._log.debug("jovian-lab: the tips of a project cannot be read: %s", error)
            return
        if tip is None:
            known.pop(notebook, None)
        else:
            known[notebook] = tip

    def own_events(self, identities: Iterable[str]) -> None:
        """Take events as known: this server has written them, and announces them itself."""
        self._own_events.extend(identities)

    # on the event loop

    def begin_own(self) -> None:
        """Tell that this server begins to write."""
        self._own_running += 1
        self._own_begun += 1

    def end_own(self) -> None:
        """Tell that it is done."""
        self._own_running -= 1

    def wake(self) -> None:
        """Begin to look, once there is something to look at."""
        if self._seconds > 0 and self._known and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        self._seconds = 0
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self) -> None:
        while self._known:
            await asyncio.sleep(self._seconds)
            if not self._announcer.heard():
                continue
            for folder in list(self._known):
                try:
                    await self._look(folder)
                except ProjectNotFound:
                    self._known.pop(folder, None)
                except Exception as error:  # whatever happens to one project, the others are still watched
                    self._log.debug("jovian-lab: a look at %s failed: %r", folder, error)

    async def _look(self, folder: Path) -> None:
        """Look at one project once, and tell what moved."""
        if self._own_running:
            return
        begun = self._own_begun
        loop = asyncio.get_running_loop()
        known, said = dict(self._known[folder]), dict(self._said.get(folder, {}))
        tips, event_tips, news = await loop.run_in_executor(self._thread, self._changes, folder, known, said)
        if self._own_running or self._own_begun != begun:
            return
        self._known[folder], self._said[folder] = tips, event_tips
        for item in news:
            self._announcer.announce(item)

    def _changes(self, folder: Path, known: Tips, said: Tips) -> tuple[Tips, Tips, list[News | Said]]:
        """Compare a project's tips with the known ones; in the watcher's own thread."""
        project = Project.open(folder)
        tips, event_tips = project.tips(), project.event_tips()
        moved = {key for key, tip in tips.items() if known.get(key) != tip}
        spoken = {key for key, tip in event_tips.items() if said.get(key) != tip}
        news: list[News | Said] = []
        for notebook in project.notebooks() if moved or spoken else ():
            if not notebook.path:
                continue
            path = self._contents_path(project.folder / notebook.path)
            if notebook.key in moved:
                newest = next(iter(project.versions(notebook.path, limit=1)), None)
                author = newest.author.name if newest else None
                news.append(News("changed", path, notebook.key, newest, author))
            if notebook.key in spoken:
                own = set(self._own_events)
                heard = project.events_since(said.get(notebook.key), event_tips[notebook.key])
                news += news_of([event for event in heard if event.id not in own], path, notebook.key)
        return tips, event_tips, news
