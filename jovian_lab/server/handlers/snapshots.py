"""Snapshots: list, make, and promote to a version."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.errors import ProjectNotFound
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class SnapshotsHandler(Handler):
    """`snapshots`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """List them."""
        await self.serve(listed, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Make one."""
        await self.serve(make, names)


class PromotionHandler(Handler):
    """`snapshots/{version}/promotion`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Make one a version."""
        await self.serve(promote, names)


def listed(ask: Ask) -> Answer:
    """List a notebook's snapshots."""
    try:
        place = ask.desk.notebook(ask.values["path"])
    except ProjectNotFound:
        return Answer({"snapshots": []})
    return Answer({"snapshots": place.project.snapshots(place.path)})


def make(ask: Ask) -> Answer:
    """Keep the file as it is on disk."""
    place = ask.desk.notebook(ask.body["path"])
    made = place.project.snapshot(place.path, reason=ask.body["reason"], author=ask.author)
    if made is None:
        return Answer({"version": None})
    return Answer({"version": made}, 201, news=ask.news("snapshot", place, made))


def promote(ask: Ask) -> Answer:
    """Make a snapshot a version."""
    place = ask.desk.notebook(ask.body["path"])
    made = place.project.promote(place.path, ask.values["version"], title=ask.body.get("title", ""), author=ask.author)
    return Answer(made, 201, news=ask.news("promoted", place, made))
