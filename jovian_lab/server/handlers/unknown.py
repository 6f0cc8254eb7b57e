"""Addresses below the API that no route has."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.server.handlers.base import RESOURCE, Handler


class UnknownHandler(Handler):
    """Everything the table does not name; says so only to those who may ask."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """Refuse."""
        raise web.HTTPError(404)

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Refuse."""
        raise web.HTTPError(404)

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Refuse."""
        raise web.HTTPError(404)

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """Refuse."""
        raise web.HTTPError(404)

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def patch(self, **names: str) -> None:
        """Refuse."""
        raise web.HTTPError(404)
