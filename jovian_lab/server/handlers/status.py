"""How a notebook stands against its newest version."""

from __future__ import annotations

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.errors import NotebookNotFound, ProjectNotFound
from jovian_lab.project import Status
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class StatusHandler(Handler):
    """`status`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Of the file."""
        await self.serve(of_file, names)

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Of an editor's text."""
        await self.serve(of_text, names)


def of_file(ask: Ask) -> Answer:
    """Judge the file on disk."""
    return _judged(ask, ask.values["path"], None)


def of_text(ask: Ask) -> Answer:
    """Judge what an editor would save."""
    return _judged(ask, ask.body["path"], ask.body["content"].encode())


def _judged(ask: Ask, path: str, content: bytes | None) -> Answer:
    ask.desk.root().file(path)  # a path that nobody may ask about is refused
    try:
        place = ask.desk.notebook(path)
        status = place.project.status(place.path, content=content)
    except ProjectNotFound:
        return Answer(Status("new", None, path, None, 1, None, []))
    except NotebookNotFound:  # an answer all the same: a tab asks by the old name while its notebook is renamed
        return Answer(Status("missing", None, path, None, 1, None, []))
    ask.desk.warm(place)
    return Answer(msgspec.structs.replace(status, path=path))
