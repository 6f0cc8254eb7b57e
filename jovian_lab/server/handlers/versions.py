"""Versions: the list, one of them, and its notebook's bytes."""

from __future__ import annotations

from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.errors import ProjectNotFound
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask
from jovian_lab.store.values import Page


class VersionsHandler(Handler):
    """`versions`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """A stretch of the history."""
        await self.serve(page, names)


class VersionHandler(Handler):
    """`versions/{version}`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """One version."""
        await self.serve(version, names)


class VersionNotebookHandler(Handler):
    """`versions/{version}/notebook`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """The notebook's bytes."""
        await self.serve(notebook, names)


def page(ask: Ask) -> Answer:
    """List versions, newest first."""
    offset, limit = ask.values.get("offset", 0), ask.values.get("limit", 50)
    try:
        place = ask.desk.notebook(ask.values["path"])
    except ProjectNotFound:
        return Answer(Page([], 0, offset))
    return Answer(place.project.page(place.path, offset=offset, limit=limit, filter=ask.values.get("filter", "")))


def version(ask: Ask) -> Answer:
    """Find one version."""
    place = ask.desk.notebook(ask.values["path"])
    return Answer(place.project.version(place.path, ask.values["version"]))


def notebook(ask: Ask) -> Answer:
    """Read a version's notebook, for saving: whoever opens it in a browser tab gets no script run."""
    place = ask.desk.notebook(ask.values["path"])
    found = place.project.version(place.path, ask.values["version"])
    data = place.project.read(place.path, found.id)
    name = f"{found.path.rpartition('/')[2].removesuffix('.ipynb')}-v{found.number}.ipynb"
    return Answer(
        data,
        headers={
            "Content-Type": "application/x-ipynb+json",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
