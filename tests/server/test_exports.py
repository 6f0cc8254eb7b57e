"""Exports over HTTP: a file to be saved that no browser runs, of a notebook that may be seen."""

from __future__ import annotations

import json

import pytest

from tests.publish.hostile import audited

PATH = {"path": "a ü.ipynb"}


@pytest.fixture
def committed(api, write, jp_asyncio_loop):
    write("a ü.ipynb", "x = 1", "<script>alert(1)</script>")
    made = jp_asyncio_loop.run_until_complete(api("POST", "commits", PATH)).body["version"]
    thread = {"target": {"kind": "cell", "index": 1}, "text": "<img src=x onerror=alert(1)> why?"}
    jp_asyncio_loop.run_until_complete(api("POST", "threads", {**PATH, **thread}))
    return made


async def test_a_page(api, committed):
    answer = await api("GET", f"versions/{committed['id']}/export", **PATH)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20%C3%BC-v1.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and policy.endswith("sandbox") and "allow" not in policy
    assert b"why?" in answer.raw and audited(answer.raw).found == []


async def test_formats_and_threads(api, committed, jp_root_dir):
    async def exported(**query):
        return await api("GET", "versions/latest/export", **PATH, **query)

    assert (await exported(format="ipynb")).raw == (jp_root_dir / "a ü.ipynb").read_bytes()
    markdown = await exported(format="markdown")
    assert markdown.headers["Content-Type"] == "text/markdown; charset=utf-8" and b"> \\<img src=x" in markdown.raw
    assert b"why?" not in (await exported(format="markdown", threads="none")).raw
    for query in ({"format": "pdf"}, {"threads": "some"}, {"format": ""}, {"more": "1"}):
        answer = await exported(**query)
        assert answer.status == 400 and answer.body["code"] == "invalid-input"


async def test_json_is_a_file_too(api, committed, jp_base_url):
    address = f"{jp_base_url}jovian-lab/api/versions/v1/export?path=a%20%C3%BC.ipynb&format=json"
    response = await api.http.fetch_impl_checked(request_of(api, address))
    found = json.loads(response.body)
    assert found["version"]["id"] == committed["id"] and len(found["threads"]) == 1
    assert response.headers["Content-Disposition"].endswith("-v1.json")


def request_of(api, address):
    from tornado.httpclient import HTTPRequest

    return HTTPRequest(api.http.get_url(address), headers=api.headers)


async def test_what_may_not_be_seen_is_not_exported(api, committed, write):
    write("plain.ipynb", "x")
    write(".hidden/b.ipynb", "x")
    for path, status in (
        ("none.ipynb", 404), ("plain.ipynb", 404), ("../a ü.ipynb", 404), (".hidden/b.ipynb", 404),
        ("/etc/passwd", 404),
    ):  # fmt: skip
        answer = await api("GET", "versions/latest/export", path=path)
        assert answer.status in (400, status), (path, answer)
    assert (await api("GET", "versions/v9/export", **PATH)).status == 404
    assert (await api("POST", "versions/v1/export", **PATH)).status == 405
    api.headers.clear()
    assert (await api("GET", "versions/v1/export", **PATH)).status in (302, 403)
