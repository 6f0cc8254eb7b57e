"""Environments: what a version had, how two differ, and whether the kernel has drifted away."""

from __future__ import annotations

from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.errors import ProjectNotFound
from jovian_lab.project import Drift
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class VersionEnvironmentHandler(Handler):
    """`versions/{version}/environment`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """What a version had."""
        await self.serve(of_version, names)


class EnvironmentFileHandler(Handler):
    """`versions/{version}/environment/file`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """A file that describes it."""
        await self.serve(file, names)


class EnvironmentDiffHandler(Handler):
    """`environments/diff`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """How two differ."""
        await self.serve(diff, names)


class DriftHandler(Handler):
    """`environments/drift`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Whether the kernel has drifted away."""
        await self.serve(drift, names)


def of_version(ask: Ask) -> Answer:
    """Read a version's environment."""
    place = ask.desk.notebook(ask.values["path"])
    return Answer(place.project.environment(place.path, ask.values["version"]))


def file(ask: Ask) -> Answer:
    """Read a file that describes a version's environment, for saving."""
    place = ask.desk.notebook(ask.values["path"])
    name = ask.values["name"]
    data = place.project.environment_file(place.path, ask.values["version"], name)
    return Answer(
        data,
        headers={
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name.rpartition('/')[2], safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def diff(ask: Ask) -> Answer:
    """Compare two versions' environments, or one with the kernel's as it is now."""
    place = ask.desk.notebook(ask.values["path"])
    new = ask.values.get("new")
    kernel = None if new else ask.desk.kernel(place)
    return Answer(place.project.environment_diff(place.path, ask.values["old"], new, kernel=kernel))


def drift(ask: Ask) -> Answer:
    """Compare the kernel with the newest version."""
    try:
        place = ask.desk.notebook(ask.values["path"])
    except ProjectNotFound:
        return Answer(Drift(None, None, None, None, "The notebook has no versions yet."))
    return Answer(place.project.drift(place.path, kernel=ask.desk.kernel(place)))
