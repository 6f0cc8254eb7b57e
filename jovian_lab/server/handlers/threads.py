"""Threads: read and placed, opened, resolved, put elsewhere; and who may be mentioned in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.comments.text import person
from jovian_lab.errors import NotebookNotFound, ProjectNotFound
from jovian_lab.project import Discussion, People, Target, Thread, Threads
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.said import news_of
from jovian_lab.server.work import Answer, Ask


class ThreadsHandler(Handler):
    """`threads`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """All of a notebook's."""
        await self.serve(listed, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """A new one."""
        await self.serve(opened, names)


class PlacesHandler(Handler):
    """`threads/resolve`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Where they stand in an editor's text."""
        await self.serve(placed, names)


class ThreadHandler(Handler):
    """`threads/{thread}`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """One, with its history."""
        await self.serve(one, names)


class ResolveHandler(Handler):
    """`threads/{thread}/resolve`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Resolve."""
        await self.serve(resolved, names)


class ReopenHandler(Handler):
    """`threads/{thread}/reopen`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Reopen."""
        await self.serve(reopened, names)


class AnchorHandler(Handler):
    """`threads/{thread}/anchor`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Put elsewhere."""
        await self.serve(anchored, names)


class PeopleHandler(Handler):
    """`people`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Who can be mentioned."""
        await self.serve(people, names)


def said(ask: Ask, path: str, say: Callable[[Discussion], Thread], status: int = 200) -> Answer:
    """Say something in a notebook's discussion, and have it announced."""
    place = ask.desk.notebook(path)
    discussion = place.project.discussion(place.path)
    thread = say(discussion)
    ask.desk.watcher.own_events(event.id for event in discussion.said)
    ask.desk.later(place.project.tidy)
    return Answer(thread, status, news=news_of(discussion.said, place.contents_path, thread.notebook, ask.origin))


def target_of(body: dict[str, Any]) -> Target:
    """Read what is pointed at; the schema has checked it."""
    return msgspec.convert(body["target"], Target, strict=False)


def content_of(body: dict[str, Any]) -> bytes | None:
    """Read an editor's text, where there is one."""
    return body["content"].encode("utf-8", "replace") if "content" in body else None


def listed(ask: Ask) -> Answer:
    """List all threads, placed in a version or in the file."""
    return _read(ask, ask.values["path"], version=ask.values.get("version"))


def placed(ask: Ask) -> Answer:
    """List all threads, placed in what an editor would save."""
    return _read(ask, ask.body["path"], content=content_of(ask.body))


def _read(ask: Ask, path: str, *, version: str | None = None, content: bytes | None = None) -> Answer:
    try:
        place = ask.desk.notebook(path)
        discussion = place.project.discussion(place.path)
    except (ProjectNotFound, NotebookNotFound):
        if not ask.desk.root().file(path).exists():
            raise
        return Answer(Threads(None, None, [], [], True))
    return Answer(discussion.read(version=version, content=content))


def one(ask: Ask) -> Answer:
    """Read one thread with the earlier texts of its comments."""
    place = ask.desk.notebook(ask.values["path"])
    return Answer(place.project.discussion(place.path).thread(ask.values["thread"]))


def opened(ask: Ask) -> Answer:
    """Open a thread."""
    body = ask.body
    return said(
        ask,
        body["path"],
        lambda discussion: discussion.open(
            target_of(body),
            body["text"],
            ask.author,
            suggestion=body.get("suggestion"),
            content=content_of(body),
        ),
        201,
    )


def resolved(ask: Ask) -> Answer:
    """Resolve a thread."""
    return said(ask, ask.body["path"], lambda discussion: discussion.resolve(ask.values["thread"], ask.author))


def reopened(ask: Ask) -> Answer:
    """Reopen a thread."""
    return said(ask, ask.body["path"], lambda discussion: discussion.reopen(ask.values["thread"], ask.author))


def anchored(ask: Ask) -> Answer:
    """Put a thread elsewhere by hand."""
    return said(
        ask,
        ask.body["path"],
        lambda discussion: discussion.put(
            ask.values["thread"], target_of(ask.body), ask.author, content=content_of(ask.body)
        ),
    )


def people(ask: Ask) -> Answer:
    """Name who asks, and whoever is known."""
    try:
        place = ask.desk.notebook(ask.values["path"])
        discussion = place.project.discussion(place.path)
    except (ProjectNotFound, NotebookNotFound):
        return Answer(People(person(ask.author), []))
    return Answer(discussion.people(ask.author))
