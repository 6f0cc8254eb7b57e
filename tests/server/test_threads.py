"""Threads over HTTP: read, said, placed, refused, and announced to every tab."""

from __future__ import annotations

import asyncio
import json
import random
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from jupyter_server.auth import User

import jovian_lab.schemas
from jovian_lab.project import Project
from jovian_lab.server.said import SAID_SCHEMA_ID
from tests.server.conftest import notebook
from tests.server.test_events import Ear, elsewhere, in_thread
from tests.store.test_events_of_two import tampered

SCHEMA = yaml.safe_load((Path(jovian_lab.schemas.__file__).parent / "events/comments.v1.yaml").read_text("utf-8"))
PATH = {"path": "a.ipynb"}
CELL = {"kind": "cell", "index": 1}


@pytest.fixture
def committed(api, write, jp_asyncio_loop):
    write("a.ipynb", "x = 1", "model = fit(32, kernel_size=3)", "z = 3")
    return jp_asyncio_loop.run_until_complete(api("POST", "commits", PATH)).body["version"]


async def opened(api, text="why?", target=None, **more: Any) -> Any:
    answer = await api("POST", "threads", {**PATH, "target": target or CELL, "text": text, **more})
    assert answer.status == 201, answer
    return answer.body


async def test_nothing_said_yet(api, write, committed):
    assert (await api("GET", "threads", path="a.ipynb")).body["threads"] == []
    write("new/b.ipynb", "x")
    empty = await api("GET", "threads", path="new/b.ipynb")
    assert empty.body == {"notebook": None, "version": None, "threads": [], "damaged": [], "placed": True}
    assert (await api("GET", "threads", path="none.ipynb")).status == 404
    refused = await api("POST", "threads", {"path": "new/b.ipynb", "target": CELL, "text": "x"})
    assert refused.status == 404 and "Commit" in refused.body["hint"]


async def test_a_thread_from_opening_to_resolution(api, write, committed):
    made = await opened(api, "Why **32**? @ada", {"kind": "range", "index": 1, "start": 12, "end": 29})
    assert made["anchor"]["quote"]["exact"] == "32, kernel_size=3"
    assert made["anchor"]["version"] == committed["id"] and made["comments"][0]["mentions"] == ["ada"]
    route = f"threads/{made['id']}"
    reply = await api("POST", f"{route}/comments", {**PATH, "text": "Because."})
    assert reply.status == 201 and [c["text"] for c in reply.body["comments"]] == ["Why **32**? @ada", "Because."]
    second = reply.body["comments"][1]["id"]
    edited = await api("PUT", f"{route}/comments/{second}", {**PATH, "text": "Tried both."})
    assert edited.body["comments"][1]["edits"] == 1 and edited.body["comments"][1]["history"] == []
    one = await api("GET", route, path="a.ipynb")
    assert [r["text"] for r in one.body["comments"][1]["history"]] == ["Because."]
    given = await api("PUT", f"{route}/comments/{second}/reactions/👍", PATH)
    assert given.body["comments"][1]["reactions"][0]["emoji"] == "👍"
    taken = await api("DELETE", f"{route}/comments/{second}/reactions/👍", path="a.ipynb")
    assert taken.body["comments"][1]["reactions"] == []
    deleted = await api("DELETE", f"{route}/comments/{second}", path="a.ipynb")
    assert deleted.body["comments"][1]["deleted"] and deleted.body["comments"][1]["text"] == ""
    resolved = await api("POST", f"{route}/resolve", PATH)
    assert resolved.body["state"] == "resolved" and resolved.body["resolved"]["author"]["name"]
    assert (await api("POST", f"{route}/reopen", PATH)).body["state"] == "open"

    write("a.ipynb", "x = 1", "new = 2\nmodel = fit(32, kernel_size=3, padding=1)", "z = 3")
    (now,) = (await api("GET", "threads", path="a.ipynb")).body["threads"]
    assert now["place"]["state"] == "exact" and now["place"]["happened"] == ["edited"]
    assert (now["place"]["cell"], now["place"]["start"], now["place"]["end"]) == (1, 20, 37)
    then = (await api("GET", "threads", path="a.ipynb", version="v1")).body
    assert then["version"] == committed["id"] and then["threads"][0]["place"]["cell"] == 1
    unsaved = notebook("x = 1", "model = fit(16, kernel_size=3)").decode()
    (screen,) = (await api("POST", "threads/resolve", {**PATH, "content": unsaved})).body["threads"]
    assert screen["place"]["state"] == "edited" and screen["place"]["start"] == 12


async def test_comments_on_what_is_not_saved(api, committed):
    unsaved = notebook("x = 1", "model = fit(32, kernel_size=3)", "new = 4").decode()
    made = await opened(api, target={"kind": "cell", "cell": "cell-2"}, content=unsaved)
    assert made["anchor"]["cell"]["source"] == "new = 4"
    (there,) = (await api("POST", "threads/resolve", {**PATH, "content": unsaved})).body["threads"]
    assert there["place"]["state"] == "exact" and there["place"]["cell"] == 2


async def test_suggestions(api, committed):
    made = await opened(api, "", suggestion="model = fit(16)")
    route = f"threads/{made['id']}/comments/{made['id']}"
    assert made["comments"][0]["suggestion"]["state"] == "open"
    accepted = await api("POST", f"{route}/accept", PATH)
    assert accepted.body["comments"][0]["suggestion"]["state"] == "accepted"
    assert (await api("POST", f"{route}/decline", PATH)).body["comments"][0]["suggestion"]["state"] == "declined"
    plain = await opened(api)
    refused = await api("POST", f"threads/{plain['id']}/comments/{plain['id']}/accept", PATH)
    assert refused.status == 400


async def test_put_elsewhere_by_hand(api, write, committed):
    made = await opened(api)
    write("a.ipynb", "x = 1", "something = 'else entirely'", "z = 3", "q = 4")
    moved = await api("PUT", f"threads/{made['id']}/anchor", {**PATH, "target": {"kind": "cell", "index": 3}})
    assert moved.status == 200 and moved.body["anchor"]["cell"]["source"] == "q = 4"
    assert moved.body["original"]["cell"]["index"] == 1
    (now,) = (await api("GET", "threads", path="a.ipynb")).body["threads"]
    assert now["place"]["cell"] == 3


async def test_the_places_an_ambiguous_thread_may_be_about(api, write, committed):
    twin = "model = fit(32, kernel_size=3)"
    start = twin.index("kernel_size")
    made = await opened(api, target={"kind": "range", "index": 1, "start": start, "end": start + 11})
    write("a.ipynb", "x = 1", f"{twin}\n{twin}", "z = 3")
    (thread,) = (await api("GET", "threads", path="a.ipynb")).body["threads"]
    place = thread["place"]
    assert (place["state"], place["further"]) == ("ambiguous", 0)
    second = start + len(twin) + 1
    assert [(one["cell"], one["row"], one["start"], one["text"], one["why"]) for one in place["candidates"]] == [
        (1, 0, start, twin, ["text"]),
        (1, 1, second, twin, ["text"]),
    ]
    wanted = {"kind": "range", "index": 1, "start": second, "end": place["candidates"][1]["end"]}
    assert (await api("PUT", f"threads/{made['id']}/anchor", {**PATH, "target": wanted})).status == 200
    (now,) = (await api("GET", "threads", path="a.ipynb")).body["threads"]
    assert (now["place"]["state"], now["place"]["start"], now["place"]["candidates"]) == ("exact", second, [])


async def test_a_damaged_event_is_named_and_the_rest_works(api, committed, jp_root_dir):
    made = await opened(api)
    tampered(Project.open(jp_root_dir), "01ARZ3NDEKTSV4RRFFQ69G5FAV.json", b'{"format": 2, "id":')
    body = (await api("GET", "threads", path="a.ipynb")).body
    assert [one["id"] for one in body["threads"]] == [made["id"]]
    assert [one["id"] for one in body["damaged"]] == ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]
    assert (await api("POST", f"threads/{made['id']}/comments", {**PATH, "text": "goes on"})).status == 201
    report = (await api("POST", "fsck", {"path": ""})).body
    assert [problem["kind"] for problem in report["problems"]] == ["event"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ({"kind": "notebook"}, 201), ({"kind": "version", "version": "v1"}, 201),
        ({"kind": "row", "version": "v1", "column": "acc"}, 201),
        ({"kind": "line", "version": "v1", "index": 1, "line": 0, "side": "old"}, 201),
        ({"kind": "line", "index": 1, "line": 0}, 400), ({"kind": "cell"}, 400), ({"kind": "cell", "index": 9}, 400),
        ({"kind": "cell", "cell": "no-such"}, 400), ({"kind": "range", "index": 1, "start": 5, "end": 5}, 400),
        ({"kind": "range", "index": 1, "start": 5, "end": 500}, 400), ({"kind": "output", "index": 1}, 400),
        ({"kind": "version", "version": "v9"}, 404), ({"kind": "elephant"}, 400), ({"kind": "cell", "x": 1}, 400),
        ({"kind": "cell", "index": -1}, 400),
    ],
)  # fmt: skip
async def test_targets(api, committed, target, status):
    answer = await api("POST", "threads", {**PATH, "target": target, "text": "x"})
    assert answer.status == status, answer


async def test_texts_are_bounded(api, committed):
    await opened(api, "x" * 102_400)
    for text, status in (("", 400), (" \n", 400), ("x" * 131_073, 400), ("x" * 5_000_000, 400)):
        answer = await api("POST", "threads", {**PATH, "target": CELL, "text": text})
        assert answer.status == status, answer.status
    assert (await api("GET", "threads/nothing", path="a.ipynb")).status in (400, 404)
    assert (await api("GET", "threads/01ARZ3NDEKTSV4RRFFQ69G5FAV", path="a.ipynb")).status == 404


async def test_hostile_markdown_stays_text(api, committed):
    text = "<script>alert(1)</script>[x](javascript:alert(1)) ![](https://evil.example/x.png) \u202e $\\href{x}{y}$"
    made = await opened(api, text)
    assert made["comments"][0]["text"] == text
    assert (await api("GET", f"threads/{made['id']}", path="a.ipynb")).headers["Content-Type"] == "application/json"


def as_user(jp_serverapp, name: str, username: str) -> None:
    """Let the server know whoever has its token as somebody."""
    provider = jp_serverapp.identity_provider

    async def get_user(handler):
        user = await type(provider).get_user(provider, handler)
        return user and User(username, name)

    provider.get_user = get_user


async def test_only_the_author_edits(api, committed, jp_serverapp):
    as_user(jp_serverapp, "Ada", "ada")
    made = await opened(api, "mine")
    assert made["comments"][0]["author"] == {"name": "Ada", "username": "ada"}
    as_user(jp_serverapp, "Bob", "bob")
    route = f"threads/{made['id']}/comments/{made['id']}"
    assert (await api("PUT", route, {**PATH, "text": "theirs"})).status == 403
    assert (await api("DELETE", route, path="a.ipynb")).status == 403
    assert (await api("POST", f"threads/{made['id']}/resolve", PATH)).status == 200
    people = (await api("GET", "people", path="a.ipynb")).body
    assert people["me"]["handle"] == "bob" and "ada" in [person["handle"] for person in people["people"]]


class CommentEar(Ear):
    async def next(self, seconds: float = 10) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            text = await asyncio.wait_for(self.socket.read_message(), max(0.01, deadline - time.monotonic()))
            event = json.loads(text)
            if event["schema_id"] == SAID_SCHEMA_ID:
                data = {name: value for name, value in event.items() if name in SCHEMA["properties"]}
                jsonschema.validate(data, SCHEMA)
                return data


async def test_everything_said_is_announced_once(api, committed, jp_ws_fetch):
    ear = CommentEar(await jp_ws_fetch("api", "events", "subscribe"))
    headers = {"X-Jovian-Origin": "tab-1"}
    made = (await api("POST", "threads", {**PATH, "target": CELL, "text": "hey @bob"}, headers=headers)).body
    heard = await ear.next()
    assert heard["action"] == "opened" and heard["path"] == "a.ipynb" and heard["origin"] == "tab-1"
    assert heard["thread"] == heard["comment"] == made["id"] and heard["mentions"] == ["bob"]
    route = f"threads/{made['id']}"
    for method, path, body, action in (
        ("POST", f"{route}/comments", {**PATH, "text": "x"}, "replied"),
        ("PUT", f"{route}/comments/{made['id']}", {**PATH, "text": "y"}, "edited"),
        ("PUT", f"{route}/comments/{made['id']}/reactions/🎉", PATH, "reacted"),
        ("POST", f"{route}/resolve", PATH, "resolved"),
        ("POST", f"{route}/reopen", PATH, "reopened"),
        ("PUT", f"{route}/anchor", {**PATH, "target": {"kind": "cell", "index": 0}}, "anchored"),
    ):
        assert (await api(method, path, body)).status < 300
        assert (await ear.next())["action"] == action
    await api("POST", f"{route}/reopen", PATH)  # it is open: nothing to tell
    await ear.silence()


async def test_what_another_process_says_is_announced(api, committed, jp_ws_fetch, jp_root_dir):
    await api("GET", "threads", path="a.ipynb")
    ear = CommentEar(await jp_ws_fetch("api", "events", "subscribe"))
    code = (
        "from jovian_lab.project import Target, Author\n"
        "d = Project.open(sys.argv[1]).discussion('a.ipynb')\n"
        "d.open(Target('cell', index=0), 'from the shell @you', Author('Shell', 'sh'))"
    )
    await in_thread(elsewhere, code, jp_root_dir)
    heard = await ear.next()
    assert heard["action"] == "opened" and heard["author"] == "Shell" and heard["mentions"] == ["you"]
    assert heard["origin"] is None and heard["path"] == "a.ipynb"
    await ear.silence()
    (thread,) = (await api("GET", "threads", path="a.ipynb")).body["threads"]
    assert thread["id"] == heard["thread"]


async def test_odd_requests_are_refused_and_never_fail(api, committed):
    draw = random.Random(23)
    kinds = ["notebook", "cell", "range", "output", "line", "version", "row", "", None, 3]
    odd = [None, -1, 0, 1, 2**40, "", "v1", "x\0", "../a", [], {}, True, 1.5, "cell-1", "é" * 300]
    fields = ["version", "cell", "index", "start", "end", "line", "output", "mime", "region", "other", "side", "column"]
    made = await opened(api)
    for _ in range(150):
        target = {"kind": draw.choice(kinds), **{name: draw.choice(odd) for name in draw.sample(fields, 3)}}
        body = {**PATH, "target": target, "text": draw.choice(["x", "", 1, None, "\ud800"])}
        if draw.random() < 0.3:
            body["content"] = draw.choice(["", "{}", "[1]", '{"cells": [1], "nbformat": 4}', "\x00"])
        answer = await api("POST", "threads", body)
        assert answer.status in (201, 400, 404), (body, answer)
        name = draw.choice(["x", "..", "%00", "\n", "é", "0" * 26, made["id"].lower(), "'; DROP TABLE events"])
        for method, route, sent in (
            ("POST", f"threads/{name}/resolve", PATH),
            ("PUT", f"threads/{made['id']}/comments/{name}", {**PATH, "text": "x"}),
            ("PUT", f"threads/{made['id']}/comments/{made['id']}/reactions/{name}", PATH),
        ):
            assert (await api(method, route, sent)).status in (200, 400, 404), (method, route)
    assert (await api("GET", "threads", path="a.ipynb")).status == 200
    assert (await api("POST", "threads/resolve", {**PATH, "content": "no notebook"})).status in (200, 400)
