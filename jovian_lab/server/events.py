"""Announcements on Jupyter's event bus: every change of a history, once, to every tab."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from jupyter_events import EventLogger

from jovian_lab.server.installs import Install
from jovian_lab.server.said import SAID_SCHEMA_ID, Said
from jovian_lab.store.values import Version

SCHEMA_ID = "https://schema.jovian-lab.invalid/events/store/v1"
INSTALL_SCHEMA_ID = "https://schema.jovian-lab.invalid/events/install/v1"
# files in schemas/events
SCHEMAS = {SCHEMA_ID: "store.v1.yaml", INSTALL_SCHEMA_ID: "install.v1.yaml", SAID_SCHEMA_ID: "comments.v1.yaml"}


@dataclass(frozen=True)
class News:
    """Something that happened to a notebook's history.

    Attributes
    ----------
    action : str
        One of the schema's.
    path : str
        Contents path of the notebook, as it is now.
    notebook : str
        Its key.
    version : Version or None
        The version or snapshot concerned.
    author : str or None
        Name of who did it.
    origin : str or None
        What the asking tab calls itself.
    """

    action: str
    path: str
    notebook: str
    version: Version | None = None
    author: str | None = None
    origin: str | None = None


class Announcer:
    """Puts news on the bus; a bus that fails never fails what the news is about.

    Parameters
    ----------
    bus : EventLogger
        The server's.
    log : Logger
        The server's.
    """

    def __init__(self, bus: EventLogger, log: logging.Logger) -> None:
        self._bus = bus
        self._log = log
        for identity, file in SCHEMAS.items():
            if identity not in bus.schemas:
                schema = files("jovian_lab.schemas") / "events" / file
                bus.register_event_schema(schema.read_text("utf-8"))

    def announce(self, news: News | Said) -> None:
        """Tell everybody who listens; on the event loop only."""
        if isinstance(news, Said):
            self._emit(SAID_SCHEMA_ID, {**asdict(news), "mentions": list(news.mentions)})
            return
        version = news.version
        data = {
            "action": news.action,
            "path": news.path,
            "notebook": news.notebook,
            "version": version.id if version else None,
            "number": version.number if version else None,
            "title": version.title if version else None,
            "author": news.author,
            "origin": news.origin,
        }
        self._emit(SCHEMA_ID, data)

    def announce_install(self, install: Install, origin: str | None) -> None:
        """Tell how far an installation is; on the event loop only."""
        report = install.report
        data = {
            "id": install.id,
            "path": install.path,
            "version": install.version,
            "number": install.number,
            "name": install.name,
            "state": install.state,
            "stage": install.stage,
            "message": install.message,
            "fraction": install.fraction,
            "kernel": report.kernel if report else None,
            "origin": origin,
        }
        self._emit(INSTALL_SCHEMA_ID, data)

    def heard(self) -> bool:
        """Whether anything listens. Jupyter has no public way to ask: if its inside changes, assume so."""
        listeners = getattr(self._bus, "_modified_listeners", None)
        if not isinstance(listeners, dict):
            return True
        return bool(listeners.get(SCHEMA_ID)) or bool(self._bus.handlers)

    def _emit(self, schema: str, data: dict[str, Any]) -> None:
        try:
            self._bus.emit(schema_id=schema, data=data)
        except Exception:
            self._log.exception("jovian-lab: an event could not be announced")
