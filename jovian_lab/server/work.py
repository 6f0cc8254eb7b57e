"""From the raw pieces of a request to an answer ready to be sent; runs in a worker thread, knows no tornado."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from jupyter_server.auth import User

from jovian_lab.errors import InputError
from jovian_lab.server import schemas
from jovian_lab.server.author import author_of
from jovian_lab.server.desk import Desk, Place
from jovian_lab.server.errors import TooLarge
from jovian_lab.server.events import News
from jovian_lab.server.said import Said
from jovian_lab.store.values import Author, Version

if TYPE_CHECKING:
    from jovian_lab.server.routes import Route

_IF_MATCH = re.compile(r'"?([0-9a-f]{4,64})"?')


@dataclass(frozen=True)
class Request:
    """What came in, as it came in."""

    values: Mapping[str, str]  # of the query and the address
    body: bytes
    user: User | None
    origin: str | None
    if_match: str | None


@dataclass(frozen=True)
class Ask:
    """What is asked for, checked against the route's schemas.

    Attributes
    ----------
    desk : Desk
        What finds projects.
    values : dict
        Of the query and the address.
    body : dict
        Of the request.
    author : Author
        Who asks.
    origin : str or None
        What the asking tab calls itself.
    if_match : str or None
        The version the asker's work started from.
    """

    desk: Desk
    values: dict[str, Any]
    body: dict[str, Any]
    author: Author
    origin: str | None
    if_match: str | None

    def news(
        self, action: str, place: Place, version: Version | None = None, *, key: str | None = None
    ) -> tuple[News, ...]:
        """What to announce after the work is done.

        Parameters
        ----------
        action : str
            One of the event schema's.
        place : Place
            The notebook.
        version : Version, optional
            The version concerned.
        key : str, optional
            The notebook's key, where no version tells it.
        """
        notebook = version.notebook if version else key or ""
        self.desk.watcher.own(place.project, notebook)
        return (News(action, place.contents_path, notebook, version, self.author.name, self.origin),)


@dataclass(frozen=True)
class Answer:
    """What is answered: a value for JSON, or bytes as they are; and what happened, for the bus."""

    value: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    news: Sequence[News | Said] = ()


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent."""

    body: bytes
    status: int
    headers: Mapping[str, str]


Work = Callable[[Ask], Answer]


def answered(
    route: Route, work: Work, desk: Desk, request: Request, log: logging.Logger, *, strict: bool
) -> tuple[Reply, Sequence[News | Said]]:
    """Check a request, do the work, check the answer.

    Parameters
    ----------
    route : Route
        Names the schemas and bounds.
    work : callable
        A few lines around a Project's verb.
    desk, request, log
        What they are called.
    strict : bool
        Whether an answer that does not fit its schema is an error, or only logged.

    Raises
    ------
    JovianError
        Whatever was wrong with the request or with the work.
    """
    ask = _checked(route, desk, request)
    answer = work(ask)
    if isinstance(answer.value, bytes):
        return Reply(answer.value, answer.status, answer.headers), answer.news
    plain = msgspec.to_builtins(answer.value)
    if route.answer is not None and (wrong := schemas.flaw(route.answer, plain)):
        log.error("jovian-lab: the answer of %s %s does not fit its schema: %s", route.method, route.path, wrong)
        if strict:
            raise AssertionError(wrong)
    return Reply(msgspec.json.encode(plain), answer.status, answer.headers), answer.news


def _checked(route: Route, desk: Desk, request: Request) -> Ask:
    """Read a request; refuse what the route does not know."""
    if len(request.body) > route.largest:
        raise TooLarge(
            f"The request has {len(request.body):,} bytes; this route takes {route.largest:,}.", "Send less at once."
        )
    values = schemas.from_query(route.query, dict(request.values))
    schemas.check_request(route.query, values)
    body: dict[str, Any] = {}
    if route.body is not None:
        body = _parsed(request.body)
        schemas.check_request(route.body, body)
    elif request.body.strip():
        raise InputError("This route takes no body.", "Put what you ask for into the address.")
    return Ask(desk, values, body, author_of(request.user), request.origin, _base(request.if_match))


def _parsed(body: bytes) -> dict[str, Any]:
    """Read JSON as the standard has it: no NaN, no lone surrogates, UTF-8."""
    hint = "Send a JSON object with the header Content-Type: application/json."
    try:
        parsed = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("The request's body is not JSON.", hint) from error
    if not isinstance(parsed, dict):
        raise InputError("The request's body is not a JSON object.", hint)
    return parsed


def _base(if_match: str | None) -> str | None:
    """The version that an If-Match header names."""
    if if_match is None or if_match.strip() == "*":
        return None
    match = _IF_MATCH.fullmatch(if_match.strip())
    if match is None:
        raise InputError("The If-Match header is no version's id.", 'Send one as If-Match: "<id>".')
    return match[1]
