"""Follows notebooks and folders that are renamed or moved through the contents manager."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_events import EventLogger

from jovian_lab.errors import JovianError
from jovian_lab.project import Project
from jovian_lab.server.desk import Desk
from jovian_lab.server.events import News
from jovian_lab.server.paths import Root
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author

CONTENTS_EVENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"


class Follower:
    """Listens to the contents manager; deletions need nothing: a history outlives its file.

    Parameters
    ----------
    desk : Desk
        Does the work.
    log : Logger
        The server's.
    """

    def __init__(self, desk: Desk, log: logging.Logger) -> None:
        self._desk = desk
        self._log = log

    def listen(self, bus: EventLogger) -> None:
        """Hear of every rename from now on."""
        bus.add_listener(schema_id=CONTENTS_EVENTS, listener=self._heard)

    async def _heard(self, logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:
        old, new = data.get("source_path"), data.get("path")
        if data.get("action") != "rename" or not old or not new or old == new:
            return
        try:
            work = partial(self._follow, old.strip("/"), new.strip("/"))
            await self._desk.run(work, seconds=600, writes=True, moves=True)
        except JovianError as error:  # the file was moved all the same; it is offered as a continuation
            self._log.warning("jovian-lab: the move of %r to %r was not followed: %s", old, new, error.message)

    def _follow(self, old: str, new: str) -> tuple[int, Sequence[News]]:
        """Record a move that has happened; returns how many notebooks followed."""
        news = follow(self._desk, old, new, local_author())
        return len(news), news


def follow(desk: Desk, old: str, new: str, author: Author, *, origin: str | None = None) -> list[News]:
    """Let histories follow a notebook, or a folder of notebooks, that was moved.

    A move out of the project is not followed: the history stays whole where it is.

    Parameters
    ----------
    desk : Desk
        Knows root and projects.
    old, new : str
        Contents paths.
    author : Author
        Who moved it.
    origin : str, optional
        The tab that asked.

    Returns
    -------
    list of News
        One for each notebook that followed.

    Raises
    ------
    JovianError
        As Project.rename does.
    """
    root = desk.root()
    was, now = root.file(old), root.file(new)
    project = _project_around(was, root)
    if project is None or not now.is_relative_to(project.folder):
        return []
    inner = Project.find(now, root=root.folder)
    if inner is None or inner.folder != project.folder:
        return []
    desk.watcher.see(project)
    before, after = (file.relative_to(project.folder).as_posix() for file in (was, now))
    news = []
    for notebook in project.notebooks():
        if notebook.path == before:
            target = after
        elif notebook.path.startswith(before + "/"):
            target = after + notebook.path[len(before) :]
        else:
            continue
        if project.rename(notebook.path, target, author=author):
            desk.watcher.own(project, notebook.key)
            news.append(News("renamed", desk.contents_path(project, target), notebook.key, None, author.name, origin))
    return news


def _project_around(file: Path, root: Root) -> Project | None:
    """The project that a file, which is gone by now, belonged to."""
    folder = file.parent
    while not folder.is_dir() and folder != root.folder:
        folder = folder.parent
    return Project.find(folder, root=root.folder)
