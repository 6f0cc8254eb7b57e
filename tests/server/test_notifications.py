"""Notifications through real servers and receivers: configured over HTTP, told once, also when the server is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from jovian_lab.comments.notify.book import Book
from jovian_lab.comments.notify.outbox import Outbox
from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.comments.notify import filekeyring
from tests.comments.notify.receivers import Hook, Mailbox, http, smtp, wait_for
from tests.server.conftest import notebook
from tests.server.process import Server, serving

BOB = Author("Bob", "bob")
SECRET = "k3y-of-a-hook"
CELL = Target("cell", index=0)
FAST = ("--JovianLab.notify_seconds=0.1", "--JovianLab.notify_gap_seconds=0", "--JovianLab.notify_retry_seconds=0.2")
SIX = ["thread", "reply", "mention", "resolved", "accepted", "declined"]


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {"jpserver_extensions": {"jovian_lab": True}, "allow_remote_access": True},
        "JovianLab": {
            "strict": True, "notify_seconds": 0.05, "notify_gap_seconds": 0, "notify_retry_seconds": 0.1,
            "notify_url": "https://lab.example.org/user/ada",
        },
    }  # fmt: skip


def by_mail(box: Mailbox) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": box.port,
        "security": "none",
        "sender": "l@example.org",
        "to": ["a@example.org"],
    }


@pytest.fixture
def committed(api, write, jp_asyncio_loop, jp_root_dir):
    write("work/a.ipynb", "x = 1", "y = 2")
    jp_asyncio_loop.run_until_complete(api("POST", "commits", {"path": "work/a.ipynb"}))
    return Project.open(jp_root_dir / "work").discussion("a.ipynb")


async def told(api, count: int = 1, path: str = "work") -> list[Any]:
    for _ in range(400):
        found = (await api("GET", "notifications", path=path)).body["notifications"]
        if len(found) >= count and all(one["state"] not in ("waiting", "leaving") for one in found):
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(found)


async def test_a_channel_from_making_to_removal(api, committed, monkeypatch):
    none = (await api("GET", "channels", path="work/a.ipynb")).body
    assert (none["project"], none["channels"], none["chats"]) == ("work", [], True)
    with http() as hook:
        monkeypatch.setenv("JOVIAN_LAB_HOOK", f"{hook.url}/{SECRET}")
        body = {"path": "work", "name": "team", "secret_from": "env:JOVIAN_LAB_HOOK"}
        made = await api("POST", "channels", body)
        assert made.status == 201 and made.body["shown"] == "JSON at 127.0.0.1" and made.body["tells"] == SIX
        assert made.body["secret"] == "env:JOVIAN_LAB_HOOK"
        route = f"channels/{made.body['id']}"
        assert (await api("POST", "channels", body)).status == 409
        tried = await api("POST", f"{route}/test", {"path": "work/a.ipynb"})
        assert tried.body == {"state": "sent", "error": "", "hint": ""}
        assert "test message" in hook.taken[0].body["title"]
        changed = await api("PUT", route, {"path": "work", "tells": ["mention"], "also": ["Ada L"], "enabled": False})
        assert changed.body["tells"] == ["mention"] and not changed.body["enabled"]
        removed = await api("DELETE", route, path="work")
        assert removed.status == 200
        assert (await api("DELETE", route, path="work")).status == 404
        answers = [made, tried, changed, removed]
    assert all(SECRET not in json.dumps(answer.body) for answer in answers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret_from": "env:HOME"}, {"secret_from": "file:/etc/passwd"}, {"secret_from": "env:JOVIAN_LAB_NOT_THERE"},
        {"secret_from": "config:none"}, {}, {"tells": []}, {"tells": ["everything"]}, {"name": ""},
        {"mail": {"host": "h"}}, {"mail": {"host": "h", "sender": "a@b.org", "to": ["a@b.org\nBcc: c@d.org"]}},
        {"mail": {"host": "h", "sender": "a@b.org", "to": ["c@d.org"], "user": "u"}},
        {"mail": {"host": "h h", "sender": "a@b.org", "to": ["c@d.org"]}}, {"unknown": 1},
    ],
)  # fmt: skip
async def test_channels_that_cannot_be(api, committed, wrong):
    refused = await api("POST", "channels", {"path": "work", "name": "x", **wrong})
    assert refused.status == 400, refused
    assert (await api("GET", "channels", path="work")).body["channels"] == []


async def test_a_secret_goes_into_the_keyring_and_nowhere_else(api, committed, tmp_path, monkeypatch, caplog):
    import keyring

    monkeypatch.setenv(filekeyring.FILE, str(tmp_path / "keyring.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(filekeyring.FileKeyring())
    try:
        with http() as hook:
            body = {"path": "work", "name": "team", "secret": f"{hook.url}/{SECRET}"}
            made = await api("POST", "channels", body)
            assert made.body["secret"] == "keyring" and SECRET not in json.dumps(made.body)
            assert list(filekeyring.kept().values()) == [f"{hook.url}/{SECRET}"]
            committed.open(CELL, "why?", BOB)
            await told(api)
            assert hook.taken[0].path == f"/{SECRET}"
        book = Book()
        assert SECRET.encode() not in b"".join(file.read_bytes() for file in book.folder.iterdir())
        await api("DELETE", f"channels/{made.body['id']}", path="work")
        assert not filekeyring.kept()
        assert SECRET not in caplog.text
    finally:
        keyring.set_keyring(before)


async def test_without_a_keyring_the_way_out_is_said(api, committed):
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        refused = await api("POST", "channels", {"path": "work", "name": "x", "secret": f"https://h/{SECRET}"})
    finally:
        keyring.set_keyring(before)
    assert refused.status == 400 and "env:JOVIAN_LAB_" in refused.body["hint"] and SECRET not in str(refused.body)


async def test_what_others_say_is_told_and_what_one_says_oneself_is_not(api, committed):
    with smtp() as box:
        committed.open(CELL, "said before there was a channel", BOB)
        tells = [*SIX, "reply-to-me", "reopened", "reaction"]
        me = (await api("GET", "people", path="work/a.ipynb")).body["me"]
        made = await api("POST", "channels", {"path": "work", "name": "m", "mail": by_mail(box), "tells": tells})
        assert made.status == 201
        target = {"kind": "cell", "index": 0}
        own = (await api("POST", "threads", {"path": "work/a.ipynb", "target": target, "text": "mine"})).body["id"]
        committed.reply(own, "Because **of** <b>this</b>", BOB, suggestion="x = 3")
        committed.reply(own, f"see @{me['handle']}", BOB)
        committed.react(own, own, "👍", BOB)
        committed.resolve(own, BOB)
        found = await told(api, 4)
        assert [one["kind"] for one in found][::-1] == ["reply-to-me", "mention", "reaction", "resolved"]
        await asyncio.sleep(0.3)
        subjects = [one["Subject"] for one in box.taken]
    assert len(subjects) == 4 and all("Bob" in subject for subject in subjects)
    assert subjects[0] == "[work/a.ipynb] Bob replied to you: Because **of** <b>this</b>"
    first = box.taken[0]
    plain = first.get_body(("plain",)).get_content()
    assert "Because **of** <b>this</b>" in plain and "code cell 1 (version 1): x = 1" in plain and "x = 3" in plain
    assert f"https://lab.example.org/user/ada/lab/tree/work/a.ipynb?jovian-thread={own}" in plain
    assert "<b>" not in first.get_body(("html",)).get_content()
    assert len({one["References"] for one in box.taken}) == 1


async def test_kinds_that_were_not_chosen_are_not_told(api, committed):
    with smtp() as box:
        await api("POST", "channels", {"path": "work", "name": "m", "mail": by_mail(box), "tells": ["resolved"]})
        thread = committed.open(CELL, "why?", BOB)
        committed.reply(thread.id, "because", BOB)
        committed.resolve(thread.id, BOB)
        assert [one["kind"] for one in await told(api)] == ["resolved"]
        await asyncio.sleep(0.3)
        assert len(box.taken) == 1


async def test_old_news_and_deleted_words_are_not_told(api, committed, monkeypatch):
    from jovian_lab.store import events

    with smtp() as box:
        await api("POST", "channels", {"path": "work", "name": "m", "mail": by_mail(box)})
        monkeypatch.setattr(events, "now", lambda: "2020-01-01T00:00:00.000Z")
        committed.open(CELL, "years ago, pulled today", BOB)
        monkeypatch.undo()
        committed.open(CELL, "today", BOB)
        (one,) = await told(api)
        assert "today" in one["subject"] and "years" not in one["subject"]


async def test_a_retry_of_what_failed(api, committed):
    with smtp() as box:
        await api("POST", "channels", {"path": "work", "name": "m", "mail": by_mail(box)})
        box.answers = ["550 no"]
        committed.open(CELL, "why?", BOB)
        (failed,) = await told(api)
        assert failed["state"] == "failed" and "550" in failed["error"]
        again = await api("POST", f"notifications/{failed['id']}/retry", {"path": "work"})
        assert again.body["state"] == "waiting"
        (sent,) = await told(api)
        assert sent["state"] == "sent" and len(box.taken) == 1
        assert (await api("POST", f"notifications/{failed['id']}/retry", {"path": "work"})).status == 409
        assert (await api("POST", f"notifications/{'0' * 26}/retry", {"path": "work"})).status == 404


async def test_channels_are_their_owners_alone(api, committed, monkeypatch):
    with smtp() as box:
        made = await api("POST", "channels", {"path": "work", "name": "m", "mail": by_mail(box)})
        monkeypatch.setattr("jovian_lab.server.work.author_of", lambda user: BOB)
        assert (await api("GET", "channels", path="work")).body["channels"] == []
        assert (await api("GET", "notifications", path="work")).body["notifications"] == []
        route = f"channels/{made.body['id']}"
        assert (await api("DELETE", route, path="work")).status == 404
        assert (await api("PUT", route, {"path": "work", "enabled": False})).status == 404
        assert (await api("POST", f"{route}/test", {"path": "work"})).status == 404 and not box.taken


async def test_a_changed_server_gets_no_old_password(api, committed, monkeypatch):
    monkeypatch.setenv("JOVIAN_LAB_PASSWORD", SECRET)
    mail = {"host": "127.0.0.1", "sender": "a@b.org", "to": ["c@d.org"], "user": "u"}
    made = await api(
        "POST", "channels", {"path": "work", "name": "m", "mail": mail, "secret_from": "env:JOVIAN_LAB_PASSWORD"}
    )
    route = f"channels/{made.body['id']}"
    assert (await api("PUT", route, {"path": "work", "mail": {**mail, "to": ["e@d.org"]}})).status == 200
    assert (await api("PUT", route, {"path": "work", "mail": {**mail, "host": "evil.example.org"}})).status == 400


# servers of their own, which are killed


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.ipynb").write_bytes(notebook("x = 1", "y = 2"))
    Project.open(folder, create=True).commit("a.ipynb")
    return folder


def say(root: Path, count: int) -> None:
    discussion = Project.open(root).discussion("a.ipynb")
    for number in range(count):
        discussion.open(CELL, f"question {number}", BOB)


def kill(server: Server) -> None:
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()


def outbox_of(home: Path) -> Outbox:
    (file,) = home.rglob("notifications.sqlite")
    return Outbox(Book(file.parent))


def states(home: Path) -> list[str]:
    outbox = outbox_of(home)
    return [one.state for one in outbox.shown([channel.id for channel in outbox.channels()])]


@pytest.fixture
def hooked(monkeypatch):
    with http() as hook:
        monkeypatch.setenv("JOVIAN_LAB_HOOK", f"{hook.url}/{SECRET}")
        yield hook


def make_channel(server: Server, receiver: Mailbox | Hook) -> None:
    how = {"mail": by_mail(receiver)} if isinstance(receiver, Mailbox) else {"secret_from": "env:JOVIAN_LAB_HOOK"}
    status, answer = server.ask("POST", "channels", {"path": "", "name": "m", **how})
    assert status == 201, answer


def settled(home: Path, count: int) -> bool:
    found = states(home)
    return len(found) == count and not {"waiting", "leaving"} & set(found)


@pytest.mark.slow
def test_killed_while_the_smtp_server_has_it_but_has_not_said_so(root, tmp_path):
    with smtp() as box:
        with serving(root, tmp_path / "home", settings=FAST) as server:
            make_channel(server, box)
            box.hold.clear()
            say(root, 1)
            assert box.on_data.wait(20)
            kill(server)
        box.hold.set()
        with serving(root, tmp_path / "home", settings=FAST):
            wait_for(lambda: settled(tmp_path / "home", 1))
            time.sleep(1)
        assert len(box.taken) == 1 and states(tmp_path / "home") == ["unsure"]


@pytest.mark.slow
def test_killed_before_the_smtp_server_had_it(root, tmp_path):
    with smtp() as box:
        with serving(root, tmp_path / "home", settings=FAST) as server:
            make_channel(server, box)
            box.hold_early.clear()
            say(root, 1)
            assert box.on_rcpt.wait(20)
            kill(server)
        box.hold_early.set()
        with serving(root, tmp_path / "home", settings=FAST):
            wait_for(lambda: settled(tmp_path / "home", 1))
        assert len(box.taken) == 1 and states(tmp_path / "home") == ["sent"]


@pytest.mark.slow
def test_killed_while_a_hook_has_it_but_has_not_said_so(root, tmp_path, hooked):
    with serving(root, tmp_path / "home", settings=FAST) as server:
        make_channel(server, hooked)
        hooked.hold.clear()
        say(root, 1)
        assert hooked.on_post.wait(20)
        kill(server)
    hooked.hold.set()
    with serving(root, tmp_path / "home", settings=FAST):
        wait_for(lambda: settled(tmp_path / "home", 1))
        time.sleep(1)
    assert len(hooked.taken) == 1 and states(tmp_path / "home") == ["unsure"]


@pytest.mark.slow
@pytest.mark.parametrize("receiver", ["smtp", "http"])
def test_killed_again_and_again_in_the_midst_of_many(root, tmp_path, hooked, receiver):
    """Five are said at a time, so that there are no digests; the server is killed at whatever moment it is."""
    home, rounds, each = tmp_path / "home", 4, 5
    with smtp() as box:
        to: Mailbox | Hook = box if receiver == "smtp" else hooked
        for number in range(rounds):
            with serving(root, home, settings=FAST) as server:
                if number == 0:
                    make_channel(server, to)
                before = len(to.taken)
                say(root, each)
                wait_for(lambda before=before: len(to.taken) > before)
                time.sleep(0.011 * number)
                kill(server)
        with serving(root, home, settings=FAST):
            wait_for(lambda: settled(home, rounds * each))
        if receiver == "smtp":
            told = [(one["Message-ID"], one.get_body(("plain",)).get_content()) for one in box.taken]
        else:
            told = [(one.headers["Idempotency-Key"], one.body["message"]) for one in hooked.taken]
    assert len({identity for identity, _ in told}) == len(told)
    digested = sum(line.startswith("— ") for _, text in told for line in text.splitlines())
    singles = sum("things happened" not in text for _, text in told)
    assert digested + singles == rounds * each
    assert SECRET not in "".join(log.read_text(errors="replace") for log in home.glob("*.log"))


@pytest.mark.slow
def test_two_servers_tell_once(root, tmp_path):
    home = tmp_path / "home"
    with smtp() as box, serving(root, home, settings=FAST) as one, serving(root, home, settings=FAST):
        make_channel(one, box)
        for _ in range(4):
            say(root, 3)
            time.sleep(0.3)
        wait_for(lambda: settled(home, 12))
        time.sleep(0.5)
        words = "".join(m["Subject"] + m.get_body(("plain",)).get_content() for m in box.taken)
        assert len({m["Message-ID"] for m in box.taken}) == len(box.taken)
        assert sum(1 for m in box.taken if "new things" not in m["Subject"]) in range(13)
        assert "question 2" in words and set(states(home)) == {"sent"}
