"""What a version is called afterwards: its title and its tags."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class TitleHandler(Handler):
    """`versions/{version}/title`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Give another title."""
        await self.serve(retitle, names)


class TagHandler(Handler):
    """`versions/{version}/tags/{tag}`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Give a tag."""
        await self.serve(tag, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """Take a tag."""
        await self.serve(untag, names)


def retitle(ask: Ask) -> Answer:
    """Say another title; the recorded one stays."""
    place = ask.desk.notebook(ask.body["path"])
    said = place.project.retitle(place.path, ask.values["version"], ask.body["title"], author=ask.author)
    return Answer(said, news=ask.news("titled", place, said))


def tag(ask: Ask) -> Answer:
    """Tag a version."""
    place = ask.desk.notebook(ask.body["path"])
    said = place.project.tag(place.path, ask.values["version"], ask.values["tag"], author=ask.author)
    return Answer(said, news=ask.news("tagged", place, said))


def untag(ask: Ask) -> Answer:
    """Take a tag from a version."""
    place = ask.desk.notebook(ask.values["path"])
    said = place.project.untag(place.path, ask.values["version"], ask.values["tag"], author=ask.author)
    return Answer(said, news=ask.news("tagged", place, said))
