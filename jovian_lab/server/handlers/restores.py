"""Restores: a version becomes the file again."""

from __future__ import annotations

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class RestoresHandler(Handler):
    """`restores`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Restore."""
        await self.serve(restore, names)


def restore(ask: Ask) -> Answer:
    """Put a version's bytes into the file; the present is kept as a snapshot first."""
    place = ask.desk.notebook(ask.body["path"])
    restored = place.project.restore(place.path, ask.body["version"], author=ask.author)
    value = msgspec.structs.replace(restored, path=place.contents_path)
    return Answer(value, news=ask.news("restored", place, restored.version))
