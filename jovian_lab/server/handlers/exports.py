"""Exports: a version as a file for people who only read."""

from __future__ import annotations

from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class ExportHandler(Handler):
    """`versions/{version}/export`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """The file."""
        await self.serve(exported, names)


def exported(ask: Ask) -> Answer:
    """Make the file, for saving: whoever opens it in a tab of the server gets no script run."""
    place = ask.desk.notebook(ask.values["path"])
    made = place.project.export(
        place.path,
        ask.values["version"],
        format=ask.values.get("format", "html"),
        threads=ask.values.get("threads", "all"),
    )
    return Answer(
        made.content,
        headers={
            "Content-Type": made.mime,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        },
    )
