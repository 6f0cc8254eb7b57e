"""Secrets in a keyring that processes share: put there by the server or the shell, used after a restart, removed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as ForgetfulKeyring

from jovian_lab.comments.notify import secrets
from jovian_lab.errors import InputError
from jovian_lab.project import Project
from tests.comments.notify import filekeyring
from tests.comments.notify.receivers import http, smtp
from tests.server.conftest import notebook
from tests.server.process import SOURCES, serving

SECRET = "k3y-of-a-hook"
PASSWORD = "s3cr3t-of-a-mailbox"


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the file of the keyring that this process and those it starts have."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", filekeyring.NAME)
    monkeypatch.setenv(filekeyring.FILE, str(tmp_path / "keyring.json"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    before = keyring.get_keyring()
    keyring.set_keyring(filekeyring.FileKeyring())
    yield tmp_path / "keyring.json"
    keyring.set_keyring(before)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.ipynb").write_bytes(notebook("x = 1"))
    Project.open(folder, create=True).commit("a.ipynb")
    return folder


def shell(folder: Path, *words: str, given: str = "") -> Any:
    """Run the command in a process of its own; return its answer."""
    command = [sys.executable, "-m", "jovian_lab", "comments", "notify", *words, "--json"]
    ran = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=False)
    assert SECRET not in ran.stdout + ran.stderr
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_from_the_shell(root: Path, ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SOURCES))
    with http() as hook:
        made = shell(root, "chat", "team", given=f"{hook.url}/{SECRET}\n")
        assert made["secret"] == "keyring" and list(filekeyring.kept().values()) == [f"{hook.url}/{SECRET}"]
        assert shell(root, "test", "team")["state"] == "sent" and hook.taken[0].path == f"/{SECRET}"
        shell(root, "set", "team", "--off")
        assert filekeyring.kept()
        shell(root, "remove", "team")
    assert filekeyring.kept() == {}


def test_over_http_and_a_restart(root: Path, ring: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with smtp(password=PASSWORD) as box:
        mail = {"host": "127.0.0.1", "port": box.port, "security": "none", "user": "ada"}
        people = {"sender": "lab@example.org", "to": ["ada@example.org"]}
        with serving(root, home) as server:
            body = {"path": "", "name": "mine", "mail": mail | people, "secret": PASSWORD}
            status, made = server.ask("POST", "channels", body)
            assert (status, made["secret"]) == (201, "keyring")
            assert list(filekeyring.kept().values()) == [PASSWORD]
            answers = [made, server.ask("GET", "channels")[1]]
            assert answers[1]["keyring"] == "ready" and answers[1]["project"] == ""
        with serving(root, home) as server:
            route = f"channels/{made['id']}"
            tried = server.ask("POST", f"{route}/test", {"path": ""})[1]
            assert tried == {"state": "sent", "error": "", "hint": ""} and box.passwords == [PASSWORD]
            server.ask("PUT", route, {"path": "", "secret": "another"})
            assert list(filekeyring.kept().values()) == ["another"]
            tried = server.ask("POST", f"{route}/test", {"path": ""})[1]
            assert tried["state"] == "failed" and "password" in tried["hint"]
            answers += [tried, server.ask("DELETE", route)[1], server.ask("GET", "notifications")[1]]
        assert filekeyring.kept() == {} and len(box.taken) == 1
    written = [file for place in (home, root) for file in place.rglob("*") if file.is_file()]
    assert PASSWORD not in json.dumps(answers)
    assert not [file for file in written if PASSWORD.encode() in file.read_bytes()]


@pytest.mark.usefixtures("ring")
@pytest.mark.parametrize("none", [NoKeyring, ForgetfulKeyring])
def test_a_keyring_that_keeps_nothing_is_none(none: type[Any]) -> None:
    assert secrets.keyring_state() == "ready"
    keyring.set_keyring(none())
    assert secrets.keyring_state() == "none"
    with pytest.raises(InputError) as raised:
        secrets.keep("C" * 26, SECRET)
    assert "env:JOVIAN_LAB_" in raised.value.hint and SECRET not in str(raised.value)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secrets.keyring_state() == "not installed"
