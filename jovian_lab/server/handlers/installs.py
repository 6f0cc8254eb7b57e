"""Installations: a version's environment made anew, with a kernel in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.project import InstallProgress, InstallQuestion, InstallReport, install
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.installs import Wanted
from jovian_lab.server.work import Answer, Ask


class InstallsHandler(Handler):
    """`installs`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """List them."""
        await self.serve(listed, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Begin one."""
        await self.serve(begin, names)


class InstallHandler(Handler):
    """`installs/{id}`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """How far one is."""
        await self.serve(one, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """Stop one."""
        await self.serve(cancel, names)


def listed(ask: Ask) -> Answer:
    """List what is under way, and what was."""
    return Answer({"installs": ask.desk.installs.all()})


def begin(ask: Ask) -> Answer:
    """Begin to make a version's environment anew."""
    place = ask.desk.notebook(ask.body["path"])
    version = place.project.version(place.path, ask.body["version"])
    dry_run = ask.body.get("dry_run", False)
    name = place.project.install_name(place.path, version, ask.body.get("name", ""))
    asked = {key: ask.body.get(key, ()) for key in ("accepted", "declined")}

    def work(
        progress: Callable[[InstallProgress], None], cancelled: Callable[[], bool]
    ) -> InstallReport | Sequence[InstallQuestion]:
        plan = place.project.install_plan(place.path, version.id, platform=ask.body.get("platform"), **asked)
        if plan.questions:
            return plan.questions
        return install(
            plan,
            name=name,
            display_name=place.project.install_title(place.path, version),
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
            seconds=ask.desk.install_seconds,
        )

    return Answer(ask.desk.installs.begin(Wanted(place.contents_path, version, name, dry_run, work, ask.origin)), 202)


def one(ask: Ask) -> Answer:
    """Tell how far one is."""
    return Answer(ask.desk.installs.one(ask.values["id"]))


def cancel(ask: Ask) -> Answer:
    """Stop one; it takes a moment."""
    return Answer(ask.desk.installs.cancel(ask.values["id"]))
