"""Notifications from the shell: channels made, tried out, changed and removed; no secret is shown or an argument."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from jovian_lab.cli.notify import KINDS
from jovian_lab.comments.notify import values
from tests.cli.conftest import Run
from tests.comments.notify.receivers import http, smtp

SECRET = "k3y-of-a-hook"


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep channels apart from the developer's own."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def committed(notebook: Path, run: Run) -> Path:
    assert run("commit", "nb.ipynb", "-m", "First").code == 0
    return notebook


def test_the_kinds_are_those_there_are() -> None:
    assert tuple(values.KINDS) == KINDS


def test_email_from_making_to_removal(committed: Path, run: Run) -> None:
    with smtp() as box:
        address = ["--host", "127.0.0.1", "--port", str(box.port), "--security", "none"]
        people = ["--to", "ada@example.org", "--from", "lab@example.org"]
        made = run("comments", "notify", "mail", "mine", *address, *people, "--tell", "mention", "--json")
        assert made.code == 0 and made.json["tells"] == ["mention"] and made.json["secret"] == ""
        tried = run("comments", "notify", "test", "mine")
        assert tried.out == "Sent.\n" and len(box.taken) == 1
    changed = run("comments", "notify", "set", "mine", "--tell", "reply", "--off", "--also", "Ada L", "--json")
    assert changed.json["tells"] == ["reply"] and not changed.json["enabled"] and changed.json["also"] == ["Ada L"]
    failed = run("comments", "notify", "test", made.json["id"][-6:], "--json")
    assert failed.code == 1 and failed.json["state"] == "waiting"
    listed = run("comments", "notify", "list")
    assert "mine" in listed.out and "off" in listed.out and "ada@example.org" in listed.out
    assert run("comments", "notify", "messages").err == "No messages.\n"
    assert run("comments", "notify", "remove", "mine").code == 0
    assert run("comments", "notify", "list", "--json").json == {"channels": []}


def test_a_webhook_whose_address_nobody_sees(committed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with http() as hook:
        monkeypatch.setenv("JOVIAN_LAB_HOOK", f"{hook.url}/{SECRET}")
        made = run("comments", "notify", "chat", "team", "--address-from", "env:JOVIAN_LAB_HOOK", "--json")
        assert made.code == 0, made.err
        assert run("comments", "notify", "test", "team").code == 0 and hook.taken[0].path == f"/{SECRET}"
        shown = [made, run("comments", "notify", "list"), run("comments", "notify", "list", "--json")]
    assert all(SECRET not in ran.out + ran.err for ran in shown)


def test_bad_input(committed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"nonsense://{SECRET}\n"))
    refused = run("comments", "notify", "chat", "team", "--json")
    assert refused.code == 2 and SECRET not in refused.err and "docs/notifications.md" in refused.error["hint"]
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run("comments", "notify", "chat", "team").code == 2
    assert run("comments", "notify", "chat", "team", "--address-from", "env:HOME").code == 2
    assert run("comments", "notify", "test", "none").code == 3
    assert run("comments", "notify", "retry", "0" * 26).code == 3
    assert run("comments", "notify", "list", "--project", "/").code == 3
    bad = ["--host", "h", "--to", "no address", "--from", "a@example.org"]
    assert run("comments", "notify", "mail", "x", *bad).code == 2
