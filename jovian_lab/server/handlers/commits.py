"""Commits: a notebook's file becomes a version."""

from __future__ import annotations

import posixpath

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.errors import InputError
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class CommitsHandler(Handler):
    """`commits`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Commit."""
        await self.serve(commit, names)


def commit(ask: Ask) -> Answer:
    """Commit the file as it is on disk."""
    base = ask.body.get("base")
    if base and ask.if_match and base != ask.if_match:
        raise InputError("The body's base and the If-Match header differ.", "Send one of them.")
    place = ask.desk.notebook(ask.body["path"], create=True)
    files = ask.body.get("files")
    environment = ask.body.get("environment", True)
    made = place.project.commit(
        place.path,
        ask.body.get("message", ""),
        author=ask.author,
        files=None if files is None else [_beside(place.path, file) for file in files],
        base=base or ask.if_match,
        allow_empty=ask.body.get("allow_empty", False),
        environment=environment,
        kernel=ask.desk.kernel(place) if environment else None,
    )
    if made is None:
        head = place.project.version(place.path, "latest")
        return Answer({"version": None, "created": False, "head": head})
    ask.desk.later(place.project.tidy)
    value = {"version": made, "created": True, "superseded": made.base is not None}
    return Answer(value, 201, news=ask.news("committed", place, made))


def _beside(notebook: str, file: str) -> str:
    """The project's name for a file that a user and a kernel name as seen from the notebook's folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(notebook), file))
