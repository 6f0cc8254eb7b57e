"""Maintenance of a project's store: the full check and the garbage collection."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class FsckHandler(Handler):
    """`fsck`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Check."""
        await self.serve(fsck, names)


class GcHandler(Handler):
    """`gc`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Collect."""
        await self.serve(gc, names)


def fsck(ask: Ask) -> Answer:
    """Check every object of the project around a folder."""
    return Answer(ask.desk.project(ask.body["path"]).fsck())


def gc(ask: Ask) -> Answer:
    """Pack the store of the project around a folder."""
    return Answer(ask.desk.project(ask.body["path"]).gc())
