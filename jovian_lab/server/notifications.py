"""Notifications in the background: a thread of the server's that looks for what was said, and sends what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

from jovian_lab.comments.notify import telling, wording
from jovian_lab.comments.notify.book import Book
from jovian_lab.comments.notify.channels import Channels
from jovian_lab.comments.notify.courier import Courier
from jovian_lab.comments.notify.outbox import Outbox
from jovian_lab.comments.notify.values import Channel, Message
from jovian_lab.comments.values import Thread
from jovian_lab.errors import JovianError, NotFound
from jovian_lab.project import Project
from jovian_lab.server.paths import Root
from jovian_lab.store.values import Author, Event

_MOST_AT_ONCE = 200  # events of one notebook that are told of after one look; the newest ones


@dataclass(frozen=True)
class Settings:
    """What the server's configuration says.

    Attributes
    ----------
    seconds : float
        Between two looks; 0: none.
    days : float
        How old what is told may be.
    retry_seconds, gap_seconds : float
        As the courier's.
    secrets : mapping of str
        By name.
    url : callable
        Gives the server's address, with a slash at its end, for links.
    """

    seconds: float = 2.0
    days: float = 7.0
    retry_seconds: float = 30.0
    gap_seconds: float = 30.0
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    url: Callable[[], str] = lambda: ""


class Notifications:
    """Looks and sends, and knows the channels.

    Parameters
    ----------
    root : callable
        Gives the folder that the server serves.
    settings : Settings
        The server's.
    log : Logger
        The server's.
    book : Book, optional
        Where channels and messages are kept.
    """

    def __init__(
        self, root: Callable[[], Root], settings: Settings, log: logging.Logger, book: Book | None = None
    ) -> None:
        self._root = root
        self._settings = settings
        self._log = log
        self._book = book or Book()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._complained = ""
        self.outbox = Outbox(self._book)
        self.courier = Courier(
            self._book,
            settings.secrets,
            retry_seconds=settings.retry_seconds,
            gap_seconds=settings.gap_seconds,
            log=log,
        )

    def channels(self, project: Project, owner: Author) -> Channels:
        """Return somebody's channels in a project."""
        return Channels(self.outbox, project.folder, owner, self._settings.secrets)

    def start(self) -> None:
        """Begin to look and send."""
        if self._settings.seconds > 0 and self._thread is None:
            # not waited for by Python: whatever is broken off is taken up again from the disk
            self._thread = threading.Thread(target=self._run, name="jovian-lab-notifications", daemon=True)
            self._thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Look no more, begin no further message, and give the one on its way a moment."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def look(self) -> None:
        """Look once through every project that has channels, and send what is due."""
        if not self._book.exists:
            return
        by_project: dict[str, list[Channel]] = {}
        for channel in self.outbox.channels():
            by_project.setdefault(channel.project, []).append(channel)
        for folder, channels in by_project.items():
            try:
                self._look_at(Path(folder), channels)
            except JovianError as error:  # whatever happens to one project, the others are still looked at
                self._log.debug("jovian-lab: what was said in a project cannot be told: %s", error)
        self.courier.round(self._stop.is_set)

    def _run(self) -> None:
        while not self._stop.wait(self._settings.seconds):
            try:
                self.look()
                self._complained = ""
            except Exception as error:
                # said once, not every two seconds; its text may hold anything
                if self._complained != type(error).__name__:
                    self._log.warning("jovian-lab: notifications do not work: %s", type(error).__name__)
                    self._complained = type(error).__name__

    def _look_at(self, folder: Path, channels: list[Channel]) -> None:
        root = self._root()
        if not folder.is_relative_to(root.folder):
            return  # another server's
        project = Project.open(folder)
        tips = project.event_tips()
        looked: dict[tuple[str, str | None], _Heard | None] = {}
        paths: dict[str, str] | None = None
        for channel in channels:
            known = self.outbox.tips(channel.id)
            moved = [key for key, tip in tips.items() if known.get(key) != tip]
            if not moved:
                continue
            news: list[tuple[str, str, Message]] = []
            until = dict(tips)
            if paths is None:
                paths = {notebook.key: notebook.path for notebook in project.notebooks() if notebook.path}
            for key in moved:
                if key not in paths:
                    continue
                since = known.get(key) or None
                if (key, since) not in looked:
                    looked[key, since] = self._heard_or_not(project, paths[key], since, tips[key])
                heard = looked[key, since]
                if heard is None:  # looked at again next time
                    until[key] = since or ""
                    continue
                news += self._told(channel, heard, root.contents_path(folder / paths[key]))
            self.outbox.add(channel.id, until, news)

    def _heard_or_not(self, project: Project, path: str, since: str | None, tip: str) -> _Heard | None:
        """Return what is new in a notebook; None where it cannot be read, so that others are told all the same."""
        try:
            return self._heard(project, path, since, tip)
        except JovianError as error:
            self._log.debug("jovian-lab: what was said about a notebook cannot be told: %s", error)
            return None

    def _heard(self, project: Project, path: str, since: str | None, tip: str) -> _Heard:
        """Return what is new in a notebook, with its threads."""
        now = datetime.now(timezone.utc)
        found = [
            (event, thread)
            for event in project.events_since(since, tip)
            if (thread := telling.thread_of(event)) and telling.recent(event, self._settings.days, now)
        ][-_MOST_AT_ONCE:]
        discussion = project.discussion(path) if found else None
        threads: dict[str, Thread] = {}
        for _, thread in found:
            if thread not in threads and discussion is not None:
                try:
                    threads[thread] = discussion.thread(thread)
                except NotFound:  # a damaged one, or not there yet
                    continue
        return _Heard([(event, threads[thread]) for event, thread in found if thread in threads])

    def _told(self, channel: Channel, heard: _Heard, contents_path: str) -> list[tuple[str, str, Message]]:
        news: list[tuple[str, str, Message]] = []
        for event, thread in heard.events:
            kind = telling.told_as(event, thread, channel)
            if kind is not None:
                link = permalink(self._settings.url(), contents_path, thread.id)
                news.append((event.id, kind, wording.message(kind, event, thread, contents_path, link)))
        return news


@dataclass(frozen=True)
class _Heard:
    events: list[tuple[Event, Thread]]


def permalink(server: str, path: str, thread: str) -> str:
    """Return an address that opens a notebook at a thread; empty without a server's address."""
    return f"{server}lab/tree/{quote(path)}?jovian-thread={thread}" if server else ""
