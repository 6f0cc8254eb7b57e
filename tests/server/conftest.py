"""A real server with the extension, and a client that holds every answer against its schema."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from pytest_jupyter.jupyter_server import *  # noqa: F403
from tornado.httpclient import HTTPRequest

from tests.server.oracle import check, check_error, route_of


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {"jpserver_extensions": {"jovian_lab": True}, "allow_remote_access": True},
        "JovianLab": {"strict": True, "poll_seconds": 0.1},
    }


@pytest.fixture
def extension(jp_serverapp, jp_asyncio_loop):
    """The loaded extension, stopped when the test is over."""
    point = jp_serverapp.extension_manager.extension_points["jovian_lab"]
    yield point.app
    jp_asyncio_loop.run_until_complete(jp_serverapp.cleanup_extensions())


@dataclass
class Answer:
    status: int
    body: Any
    headers: Any
    raw: bytes = field(repr=False, default=b"")


@dataclass
class Client:
    """Asks as a browser with a token does, never raises for a status, and checks the answer."""

    http: Any
    base: str
    headers: dict[str, str]

    async def __call__(
        self, method: str, route: str, body: Any = None, /, *, headers: Any = None, **query: Any
    ) -> Answer:
        address = f"{self.base}jovian-lab/api/{quote(route)}"
        if query:
            address += "?" + urlencode(query)
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return await self.send(method, address, raw, {**self.headers, **(headers or {})})

    async def send(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = HTTPRequest(
            self.http.get_url(address),
            method=method,
            body=body if body is not None else (b"" if method in ("POST", "PUT") else None),
            headers=headers,
            allow_nonstandard_methods=True,
            request_timeout=60,
            follow_redirects=False,
        )
        response = await self.http.fetch_impl_checked(request)
        path = address.partition("jovian-lab/api/")[2].partition("?")[0]
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("application/json"):
            value = json.loads(response.body)
            if response.code < 300:
                route = route_of(method, path)
                assert route is not None and route.answer is not None
                assert response.code in ({202} if route.begins else {200, 201} if route.created else {200})
                check(route.answer, value)
            else:
                check_error(value)
        else:
            value = response.body
        return Answer(response.code, value, response.headers, response.body)


@pytest.fixture
def api(extension, http_server_client, jp_base_url, jp_auth_header):
    async def fetch(request: HTTPRequest) -> Any:
        return await super(type(http_server_client), http_server_client).fetch(request, raise_error=False)

    http_server_client.fetch_impl_checked = fetch
    return Client(http_server_client, jp_base_url, dict(jp_auth_header))


@pytest.fixture
def write(jp_root_dir):
    """Writes a notebook below the root; each argument is the source of a code cell."""

    def inner(path: str, *sources: str) -> bytes:
        data = notebook(*sources)
        file = jp_root_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return data

    return inner


def notebook(*sources: str) -> bytes:
    """A notebook as Jupyter writes it."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": 1,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(keepends=True),
        }
        for number, source in enumerate(sources)
    ]
    value = {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"
