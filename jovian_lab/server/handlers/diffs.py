"""Differences: between versions, with the present state, between two files, and one cell's history."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.project import compare_files
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class DiffsHandler(Handler):
    """`diffs`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Between what is stored, or on disk."""
        await self.serve(between_versions, names)

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """With an editor's text."""
        await self.serve(with_text, names)


class FileDiffsHandler(Handler):
    """`diffs/files`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Between two files."""
        await self.serve(between_files, names)


class CellHandler(Handler):
    """`versions/{version}/cells/{index}`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """One cell."""
        await self.serve(cell, names)


class CellHistoryHandler(Handler):
    """`versions/{version}/cells/{index}/history`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Where it changed."""
        await self.serve(cell_history, names)


def between_versions(ask: Ask) -> Answer:
    """Compare two versions, or one with the file on disk."""
    place = ask.desk.notebook(ask.values["path"])
    new = ask.values.get("new")
    kernel = None if new else ask.desk.kernel(place)
    return Answer(place.project.diff(place.path, ask.values["old"], new, kernel=kernel))


def with_text(ask: Ask) -> Answer:
    """Compare a version with what an editor would save."""
    place = ask.desk.notebook(ask.body["path"])
    content = ask.body["content"].encode("utf-8", "replace")
    return Answer(place.project.diff(place.path, ask.body["old"], content=content, kernel=ask.desk.kernel(place)))


def between_files(ask: Ask) -> Answer:
    """Compare two notebook files."""
    root = ask.desk.root()
    return Answer(compare_files(root.file(ask.values["old"]), root.file(ask.values["new"]), root=root.folder))


def cell(ask: Ask) -> Answer:
    """Read one cell of a version."""
    place = ask.desk.notebook(ask.values["path"])
    version, index, largest = ask.values["version"], ask.values["index"], ask.values.get("largest")
    return Answer(place.project.cell_content(place.path, version, index, largest=largest))


def cell_history(ask: Ask) -> Answer:
    """Follow one cell back."""
    place = ask.desk.notebook(ask.values["path"])
    version, index = ask.values["version"], ask.values["index"]
    return Answer(place.project.cell_history(place.path, version, index, limit=ask.values.get("limit", 50)))
