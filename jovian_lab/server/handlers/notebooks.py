"""Notebooks: which a project follows, where they went, and the end of a history."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.errors import ConfirmationNeeded, ProjectNotFound
from jovian_lab.server.events import News
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.renames import follow
from jovian_lab.server.work import Answer, Ask


class NotebooksHandler(Handler):
    """`notebooks`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """List them."""
        await self.serve(listed, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """Delete a history."""
        await self.serve(delete, names)


class RenamesHandler(Handler):
    """`renames`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Tell of a move."""
        await self.serve(rename, names)


class ContinuationsHandler(Handler):
    """`continuations`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Let a history go on in another file."""
        await self.serve(adopt, names)


def listed(ask: Ask) -> Answer:
    """List the notebooks of the project around a folder."""
    try:
        project = ask.desk.project(ask.values.get("path", ""))
    except ProjectNotFound:
        return Answer({"folder": None, "notebooks": []})
    return Answer({"folder": ask.desk.contents_path(project), "notebooks": project.notebooks()})


def delete(ask: Ask) -> Answer:
    """Delete a notebook's history; the path is said twice, so that no slip does it. The file stays."""
    path = ask.values["path"]
    if ask.values.get("confirm") != path:
        raise ConfirmationNeeded("Deleting a history cannot be undone.", "Send the path once more as 'confirm'.")
    place = ask.desk.notebook(path)
    key = place.project.status(place.path).notebook
    removed = place.project.delete(place.path, confirm=place.path)
    return Answer({"removed": removed}, news=ask.news("deleted", place, key=key))


def rename(ask: Ask) -> Answer:
    """Record that a notebook, or a folder of them, was moved."""
    path, to = ask.body["path"], ask.body["to"]
    news: list[News] = follow(ask.desk, path, to, ask.author, origin=ask.origin)
    return Answer({"path": to, "followed": bool(news)}, news=news)


def adopt(ask: Ask) -> Answer:
    """Let a vanished notebook's history go on in this file."""
    place = ask.desk.notebook(ask.body["path"])
    adopted = place.project.adopt(place.path, ask.body["notebook"], author=ask.author)
    return Answer(adopted, news=ask.news("adopted", place, key=adopted.key))
