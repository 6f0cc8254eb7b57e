"""Nobody does anything unasked: authentication, authorisation and XSRF for every route of the table."""

from __future__ import annotations

import inspect
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from jupyter_server.auth import Authorizer
from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.httpclient import HTTPRequest

from jovian_lab.server.handlers.base import RESOURCE
from jovian_lab.server.handlers.unknown import UnknownHandler
from jovian_lab.server.routes import ROUTES, Route
from tests.server.oracle import check, validator

_AUTHENTICATED = web.authenticated(lambda handler: None).__code__

SAMPLES = {
    "path": "a.ipynb", "to": "b.ipynb", "confirm": "a.ipynb", "version": "v1", "tag": "best", "title": "x",
    "notebook": "abcdefgh", "reason": "x", "content": "{}", "old": "v1", "new": "v1", "index": 0, "message": "x",
    "thread": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "comment": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "emoji": "👍", "text": "x",
    "target": {"kind": "cell", "index": 0}, "id": "0123456789abcdef", "name": "x",
    "channel": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "notification": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
}  # fmt: skip


def sample(name: str) -> dict[str, Any]:
    """A request that fits a schema."""
    schema = validator(name).schema
    made = {key: SAMPLES[key] for key in schema["properties"] if key in schema.get("required", ()) or key in SAMPLES}
    check(name, made)
    return made


def example(route: Route) -> tuple[str, bytes | None]:
    """An address and a body that fit a route."""
    values = sample(route.query)
    path = route.path.format(**values)
    query = {key: value for key, value in values.items() if f"{{{key}}}" not in route.path}
    address = f"jovian-lab/api/{path}" + ("?" + urlencode(query) if query else "")
    return address, json.dumps(sample(route.body)).encode() if route.body else None


def methods_of(handler: type) -> dict[str, object]:
    """Methods that answer requests, of the class itself and of our bases."""
    ours = [kind for kind in handler.__mro__ if kind.__module__.startswith("jovian_lab.")]
    names = ("get", "head", "post", "put", "delete", "patch")
    return {name: vars(kind)[name] for kind in ours for name in names if name in vars(kind)}


@pytest.mark.parametrize("handler", sorted({route.handler for route in ROUTES} | {UnknownHandler}, key=repr))
def test_every_method_says_who_may(handler):
    methods = methods_of(handler)
    assert methods
    table = {route.method.lower(): route for route in ROUTES if route.handler is handler}
    if handler is not UnknownHandler:
        assert set(methods) == set(table), "a method without a route, or a route without a method"
    for name, method in methods.items():
        assert guarded(method) == (table[name].action if name in table else "read", RESOURCE), name


def guarded(method) -> tuple[str, str] | None:
    """Action and resource that a method is authorised for; None where either decorator is missing."""
    if method.__code__ is not _AUTHENTICATED:
        return None
    stated = inspect.getclosurevars(inspect.getclosurevars(method).nonlocals["method"]).nonlocals
    return (stated["action"], stated["resource"]) if {"action", "resource", "message"} <= set(stated) else None


def test_the_walk_notices_what_is_missing():
    async def bare(self):
        return None

    assert guarded(bare) is None
    assert guarded(web.authenticated(bare)) is None
    assert guarded(authorized(action="read", resource=RESOURCE)(bare)) is None
    assert guarded(web.authenticated(authorized(bare))) == (None, None)
    assert guarded(web.authenticated(authorized(action="read", resource=RESOURCE)(bare))) == ("read", RESOURCE)


def test_reading_never_moves_a_history():
    for route in ROUTES:
        if route.method == "GET":
            assert route.action == "read" and not route.moves and route.body is None
        if route.moves:
            assert route.action == "write"


@pytest.fixture
def committed(api, write, jp_root_dir):
    write("a.ipynb", "x = 1")
    return jp_root_dir


def _names(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", ROUTES, ids=_names)
async def test_no_token_no_answer(api, committed, route):
    address, body = example(route)
    answer = await api.send(route.method, api.base + address, body, {})
    assert answer.status == 403
    assert answer.body["code"] == "forbidden"
    assert not (committed / ".jovian").exists()


@pytest.mark.parametrize("route", ROUTES, ids=_names)
async def test_wrong_token_no_answer(api, committed, route):
    address, body = example(route)
    answer = await api.send(route.method, api.base + address, body, {"Authorization": "token wrong"})
    assert answer.status == 403 and answer.body["code"] == "forbidden"


class Nobody(Authorizer):
    """Allows nothing of ours, and remembers what it was asked."""

    def is_authorized(self, handler, user, action, resource):
        asked.append((action, resource))
        return False


asked: list[tuple[str, str]] = []


@pytest.mark.parametrize("route", ROUTES, ids=_names)
async def test_not_authorised_no_answer(api, committed, jp_serverapp, route):
    asked.clear()
    jp_serverapp.web_app.settings["authorizer"] = Nobody(parent=jp_serverapp)
    address, body = example(route)
    answer = await api.send(route.method, api.base + address, body, api.headers)
    assert answer.status == 403 and answer.body["code"] == "forbidden"
    assert asked == [(route.action, "jovian_lab")]
    assert not (committed / ".jovian").exists()


class Reader(Authorizer):
    def is_authorized(self, handler, user, action, resource):
        return action == "read"


async def test_a_reader_reads_and_no_more(api, write, jp_serverapp, jp_root_dir):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    write("a.ipynb", "x = 2")
    jp_serverapp.web_app.settings["authorizer"] = Reader(parent=jp_serverapp)
    assert (await api("GET", "versions", path="a.ipynb")).body["total"] == 1
    assert (await api("POST", "status", {"path": "a.ipynb", "content": "{}"})).status == 200
    for route in ROUTES:
        if route.action == "write":
            address, body = example(route)
            assert (await api.send(route.method, api.base + address, body, api.headers)).status == 403, route
    assert (await api("GET", "versions", path="a.ipynb")).body["total"] == 1


# a browser with a cookie, as after a login by password


async def _sign_in(api, jp_base_url, token: str) -> str:
    """Sign in by the login page; returns the Cookie header."""
    request = HTTPRequest(api.http.get_url(f"{jp_base_url}login"))
    page = await api.http.fetch_impl_checked(request)
    cookies = [cookie.partition(";")[0] for cookie in page.headers.get_list("Set-Cookie")]
    xsrf = next(cookie.partition("=")[2] for cookie in cookies if cookie.startswith("_xsrf="))
    request = HTTPRequest(
        api.http.get_url(f"{jp_base_url}login"),
        method="POST",
        body=urlencode({"password": token, "_xsrf": xsrf}),
        headers={"Cookie": "; ".join(cookies)},
        follow_redirects=False,
    )
    done = await api.http.fetch_impl_checked(request)
    assert done.code == 302, done.body
    new = [cookie.partition(";")[0] for cookie in done.headers.get_list("Set-Cookie")]
    return "; ".join({cookie.partition("=")[0]: cookie for cookie in cookies + new}.values())


async def test_a_cookie_alone_cannot_write(api, write, jp_serverapp, jp_base_url, jp_root_dir):
    write("a.ipynb", "x = 1")
    cookie = await _sign_in(api, jp_base_url, jp_serverapp.identity_provider.token)
    for route in ROUTES:
        if route.method != "GET":
            address, body = example(route)
            answer = await api.send(route.method, api.base + address, body, {"Cookie": cookie})
            assert answer.status == 403 and answer.body["code"] == "forbidden", route
    assert not (jp_root_dir / ".jovian").exists()


async def test_a_cookie_and_its_xsrf_token_can(api, write, jp_serverapp, jp_base_url):
    write("a.ipynb", "x = 1")
    cookie = await _sign_in(api, jp_base_url, jp_serverapp.identity_provider.token)
    page = await api.http.fetch_impl_checked(
        HTTPRequest(api.http.get_url(f"{jp_base_url}login"), headers={"Cookie": cookie}, follow_redirects=False)
    )
    for new in page.headers.get_list("Set-Cookie"):
        if new.startswith("_xsrf="):
            kept = [part for part in cookie.split("; ") if not part.startswith("_xsrf=")]
            cookie = "; ".join([*kept, new.partition(";")[0]])
    xsrf = next(part for part in cookie.split("; ") if part.startswith("_xsrf=")).partition("=")[2]
    body = json.dumps({"path": "a.ipynb"}).encode()
    address = f"{api.base}jovian-lab/api/commits"
    answer = await api.send("POST", address, body, {"Cookie": cookie, "X-XSRFToken": xsrf})
    assert answer.status == 201, answer
    # and from another site, never
    foreign = {"Cookie": cookie, "X-XSRFToken": xsrf, "Origin": "https://evil.example"}
    answer = await api.send("POST", address, body, foreign)
    assert answer.status in (403, 404)


async def test_unknown_routes_and_methods(api):
    for path in ("", "nothing", "versions/v1/unknown", "commits/x", "versions/v1/tags/a/b"):
        for method in ("GET", "POST", "PUT", "DELETE"):
            answer = await api(method, path)
            assert answer.status == 404 and answer.body["code"] == "unknown-route", (method, path)
    for method, path in (("PUT", "commits"), ("GET", "commits"), ("DELETE", "status"), ("PATCH", "versions")):
        answer = await api(method, path)
        assert answer.status == 405 and answer.body["code"] == "method-not-allowed", (method, path)


async def test_unknown_routes_are_closed_too(api):
    answer = await api.send("GET", f"{api.base}jovian-lab/api/nothing", None, {})
    assert answer.status == 403
