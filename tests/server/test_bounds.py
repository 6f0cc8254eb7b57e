"""Bounds of a request: what it may hold, how large it may be, how long it may take, and that others need not wait."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import threading
import time

import pytest

from jovian_lab.project import Project
from jovian_lab.server import desk as desk_module
from jovian_lab.server.routes import ROUTES
from tests.server.conftest import notebook
from tests.server.test_access import example

BODIES = [route for route in ROUTES if route.body]


@pytest.mark.parametrize("route", BODIES, ids=lambda route: f"{route.method} {route.path}")
async def test_what_a_body_may_not_be(api, write, jp_root_dir, route):
    write("a.ipynb", "x = 1")
    address, body = example(route)
    good = json.loads(body)
    bad: list[bytes] = [
        b"", b"null", b"[]", b'"text"', b"1", b"{", b"\xff\xfe{}", b'{"path": "a.ipynb"', b"[" * 100_000,
        b'{"a":' * 100_000, b'{"path": NaN}', b'{"path": Infinity}', b'{"path": "\\ud800"}', b"{'path': 'a'}",
        json.dumps(good | {"unknown": 1}).encode(),
        json.dumps(good | {"path": None}).encode(),
        json.dumps(good | {"path": ["a.ipynb"]}).encode(),
        json.dumps(good | {"path": 1e999}).encode(),
        json.dumps({"__proto__": {}}).encode(),
        b'{"path": "' + b"x" * 5000 + b'"}',
    ]  # fmt: skip
    for sent in bad:
        answer = await api.send(route.method, api.base + address, sent, api.headers)
        assert answer.status == 400 and answer.body["code"] == "invalid-input", (sent[:60], answer)
        assert answer.body["hint"]
    assert not (jp_root_dir / ".jovian").exists()


async def test_unknown_and_repeated_query_arguments(api, write):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    base = f"{api.base}jovian-lab/api/"
    for query in (
        "versions?path=a.ipynb&colour=red",
        "versions?path=a.ipynb&path=b.ipynb",
        "versions?path=a.ipynb&offset=-1",
        "versions?path=a.ipynb&offset=1.5",
        "versions?path=a.ipynb&offset=%D9%A1",
        "versions?path=a.ipynb&offset=" + "9" * 5000,
        "versions?path=a.ipynb&limit=0",
        "versions?path=a.ipynb&limit=1001",
        "versions?path=a.ipynb&limit=",
        "versions?path=a.ipynb&limit=NaN",
        "versions",
        "versions?path=",
        "versions?path=%ff%fe",
        "versions/v1?path=a.ipynb&version=v2",
        "status?path=" + "a" * 5000,
    ):
        answer = await api.send("GET", base + query, None, api.headers)
        assert answer.status == 400 and answer.body["code"] == "invalid-input", (query[:80], answer)
    # what JupyterLab adds to an address that must not be cached
    answer = await api.send("GET", base + "versions?path=a.ipynb&1795000000000", None, api.headers)
    assert answer.status == 200 and answer.body["total"] == 1
    # a name with a control character is another name
    answer = await api.send("GET", base + "status?path=a%0A.ipynb", None, api.headers)
    assert answer.status == 200 and answer.body["state"] == "missing" and answer.body["path"] == "a\n.ipynb"


async def test_a_get_with_a_body_and_a_write_with_a_query_are_refused(api, write):
    write("a.ipynb", "x = 1")
    assert (await api("GET", "status", {"path": "a.ipynb"}, path="a.ipynb")).status == 400
    assert (await api("POST", "commits", {"path": "a.ipynb"}, message="x")).status == 400


async def test_if_match(api, write):
    write("a.ipynb", "x = 1")
    for value in ("*", '"' + "0" * 40 + '"'):
        write("a.ipynb", f"x = '{value[1] if len(value) > 1 else 0}'")
        answer = await api("POST", "commits", {"path": "a.ipynb"}, headers={"If-Match": value})
        assert answer.status < 500, answer
    for value in ('"--all"', 'W/"abcdef"', '"abcdef", "123456"', "x" * 5000):
        answer = await api("POST", "commits", {"path": "a.ipynb"}, headers={"If-Match": value})
        assert answer.status == 400, (value, answer)
    answer = await api(
        "POST", "commits", {"path": "a.ipynb", "base": "a" * 40}, headers={"If-Match": '"' + "b" * 40 + '"'}
    )
    assert answer.status == 400


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_bounded(route):
    assert 0 < route.seconds <= 600 and 0 < route.largest <= 256 << 20


async def test_a_body_that_is_too_large(api, write, jp_root_dir):
    write("a.ipynb", "x = 1")
    body = json.dumps({"path": "a.ipynb", "message": "x" * (5 << 20)}).encode()
    answer = await api.send("POST", f"{api.base}jovian-lab/api/commits", body, api.headers)
    assert answer.status == 413 and answer.body["code"] == "too-large" and answer.body["hint"]
    assert not (jp_root_dir / ".jovian").exists()
    text = notebook("x" * (5 << 20)).decode()  # fine for the route that takes notebooks
    assert (await api("POST", "status", {"path": "a.ipynb", "content": text})).status == 200


@pytest.fixture
def slow(monkeypatch):
    """Project.page waits until told."""
    go = threading.Event()
    started = threading.Semaphore(0)
    real = Project.page

    def page(self, *arguments, **options):
        started.release()
        go.wait(30)
        return real(self, *arguments, **options)

    monkeypatch.setattr(Project, "page", page)
    yield go, started
    go.set()


async def test_work_that_takes_too_long(api, write, slow, extension):
    go, _ = slow
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    for _, _, options in extension.handlers:
        for method, route in options["routes"].items():
            if route.path == "versions":
                options["routes"][method] = dataclasses.replace(route, seconds=0.3)
    began = time.monotonic()
    answer = await api("GET", "versions", path="a.ipynb")
    assert time.monotonic() - began < 5
    assert answer.status == 503 and answer.body["code"] == "overdue" and answer.body["hint"]
    go.set()
    assert (await api("GET", "versions", path="a.ipynb")).status == 200


async def test_too_much_at_once_is_refused_not_queued(api, write, slow, monkeypatch):
    go, _ = slow
    monkeypatch.setattr(desk_module, "_QUEUE", 3)
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    waiting = [asyncio.ensure_future(api("GET", "versions", path="a.ipynb")) for _ in range(3)]
    await asyncio.sleep(0.3)
    refused = await api("GET", "versions", path="a.ipynb")
    assert refused.status == 503 and refused.body["code"] == "busy"
    go.set()
    assert [answer.status for answer in await asyncio.gather(*waiting)] == [200, 200, 200]


async def test_nobody_waits_for_a_big_commit(api, jp_root_dir, jp_fetch):
    """While notebooks of 30 MB are committed, read back and judged, the server answers others."""
    lines = [f"value_{number} = {number!r}  # {'x' * 400}" for number in range(400)]
    sources = [f"# {cell}\n" + "\n".join(lines) for cell in range(150)]
    (jp_root_dir / "big.ipynb").write_bytes(notebook(*sources))
    assert (jp_root_dir / "big.ipynb").stat().st_size > 25_000_000

    async def work():
        assert (await api("POST", "commits", {"path": "big.ipynb"})).status == 201
        assert (await api("GET", "status", path="big.ipynb")).body["state"] == "unchanged"

    job = asyncio.ensure_future(work())
    waits = []
    while not job.done():
        began = time.monotonic()
        await asyncio.sleep(0.005)  # how late the loop is, is how long others would wait
        waits.append(time.monotonic() - began)
        if len(waits) % 20 == 0:
            assert (await jp_fetch("api", "status")).code == 200
    await job
    assert len(waits) > 5
    assert max(waits) < 1.0, max(waits)
    assert sorted(waits)[len(waits) // 2] < 0.1
