"""What every handler does alike: gather the request, have it worked on in a thread, send the answer or the error."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from jupyter_server.base.handlers import APIHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from jovian_lab.errors import InputError, JovianError
from jovian_lab.server.desk import Desk
from jovian_lab.server.errors import body_of, refusal, status_of
from jovian_lab.server.work import Request, Work, answered

if TYPE_CHECKING:
    from jovian_lab.server.routes import Route

RESOURCE = "jovian_lab"  # what an authorizer is asked about

# arguments of Jupyter's own that may stand in any address
_NOT_OURS = frozenset({"token", "_xsrf", "no_track_activity"})


class Handler(APIHandler):
    """Base of all handlers. Concrete methods are one line: `await self.serve(verb, names)`."""

    def initialize(self, *, routes: Mapping[str, Route], desk: Desk, strict: bool) -> None:
        """Take what the table says of this address.

        Parameters
        ----------
        routes : mapping
            By method.
        desk : Desk
            Shared by all handlers.
        strict : bool
            Whether answers must fit their schemas.
        """
        self._routes = routes
        self._desk = desk
        self._strict = strict

    async def serve(self, work: Work, names: Mapping[str, str]) -> None:
        """Answer the request.

        Parameters
        ----------
        work : callable
            Called with the checked request in a worker thread; returns the answer.
        names : mapping
            What stood in the address.
        """
        route = self._routes[self.request.method or ""]
        try:
            job = partial(answered, route, work, self._desk, self._gathered(names), self.log, strict=self._strict)
            reply = await self._desk.run(job, seconds=route.seconds, writes=route.moves)
        except JovianError as error:
            self._refuse(status_of(error), body_of(error))
        except HTTPError:
            raise
        except Exception:
            # not left to tornado, whose log has the whole address, token and all
            self.log.exception("jovian-lab: %s %s failed", route.method, route.path)
            self._refuse(500, refusal(500))
        else:
            self.set_status(reply.status)
            for name, value in reply.headers.items():
                self.set_header(name, value)
            content_type = reply.headers.get("Content-Type", "application/json")
            with suppress(StreamClosedError):  # whoever asked has left
                await self.finish(reply.body, set_content_type=content_type)

    def compute_etag(self) -> None:
        """None: hashing a large notebook would hold up the event loop, and nothing here is cached."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Send what tornado and Jupyter refuse in the same form as our own errors."""
        self._refuse(status_code, refusal(status_code))

    def _refuse(self, status: int, body: dict[str, str]) -> None:
        self.set_status(status)
        self.finish(msgspec.json.encode(body))

    def _gathered(self, names: Mapping[str, str]) -> Request:
        values = dict(names)
        for name, raw in self.request.query_arguments.items():
            given = [self.decode_argument(value, name) for value in raw]  # tornado's getters alter control characters
            if name in _NOT_OURS or (name.isdigit() and given == [""]):
                continue  # JupyterLab puts the time of day into addresses that must not be cached
            if len(given) > 1 or name in names:
                raise InputError(f"'{name}' is given more than once.", "Give it once.")
            values[name] = given[0]
        origin = self.request.headers.get("X-Jovian-Origin")
        return Request(
            values=values,
            body=self.request.body or b"",
            user=self.current_user,
            origin=origin[:200] if origin else None,
            if_match=self.request.headers.get("If-Match"),
        )
