"""What happens to a history is announced once, to every tab, whoever did it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import jovian_lab.schemas
from jovian_lab.project import Project
from jovian_lab.server.events import SCHEMA_ID
from tests.server.process import SOURCES

SCHEMA = yaml.safe_load((Path(jovian_lab.schemas.__file__).parent / "events/store.v1.yaml").read_text("utf-8"))


class Ear:
    """Listens like a browser tab."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket

    async def next(self, seconds: float = 10) -> dict[str, Any]:
        """The next event of ours."""
        deadline = time.monotonic() + seconds
        while True:
            text = await asyncio.wait_for(self.socket.read_message(), max(0.01, deadline - time.monotonic()))
            event = json.loads(text)
            if event["schema_id"] == SCHEMA_ID:
                data = {name: value for name, value in event.items() if name in SCHEMA["properties"]}
                jsonschema.validate(data, SCHEMA)
                return data

    async def silence(self, seconds: float = 0.6) -> None:
        """Nothing of ours is heard for a while."""
        with pytest.raises(asyncio.TimeoutError):
            raise AssertionError(f"heard {await self.next(seconds)}")


@pytest.fixture
def listen(api, jp_ws_fetch):
    async def inner() -> Ear:
        return Ear(await jp_ws_fetch("api", "events", "subscribe"))

    return inner


def elsewhere(code: str, *arguments: object) -> None:
    """Do something in another process."""
    program = f"import sys\nfrom jovian_lab.project import Project\n{code}"
    command = [sys.executable, "-c", program, *map(str, arguments)]
    subprocess.run(command, check=True, cwd=SOURCES, timeout=60)


async def in_thread(function, *arguments):
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)


async def test_every_writing_route_is_announced(api, write, listen, jp_root_dir):
    ear, other_tab = await listen(), await listen()
    write("p/a.ipynb", "x = 1")
    made = await api("POST", "commits", {"path": "p/a.ipynb", "message": "one"}, headers={"X-Jovian-Origin": "tab-17"})
    version = made.body["version"]
    for hearing in (ear, other_tab):
        event = await hearing.next()
        assert event == {
            "action": "committed", "path": "p/a.ipynb", "notebook": version["notebook"], "version": version["id"],
            "number": 1, "title": "one", "author": version["author"]["name"], "origin": "tab-17",
        }  # fmt: skip

    await api("POST", "commits", {"path": "p/a.ipynb"})  # nothing changed: nothing to tell
    write("p/a.ipynb", "x = 2")
    await api("POST", "snapshots", {"path": "p/a.ipynb", "reason": "r"})
    snapshot = await ear.next()
    assert snapshot["action"] == "snapshot" and snapshot["origin"] is None
    await api("POST", "restores", {"path": "p/a.ipynb", "version": "v1"})
    restored = await ear.next()
    assert restored["action"] == "restored" and restored["version"] == version["id"]
    await api("POST", f"snapshots/{snapshot['version']}/promotion", {"path": "p/a.ipynb"})
    promoted = await ear.next()
    assert promoted["action"] == "promoted" and promoted["number"] == 2
    await api("PUT", "versions/v1/title", {"path": "p/a.ipynb", "title": "better"})
    titled = await ear.next()
    assert titled["action"] == "titled" and titled["title"] == "better" and titled["number"] == 1
    await api("PUT", "versions/v1/tags/t", {"path": "p/a.ipynb"})
    assert (await ear.next())["action"] == "tagged"
    await api("DELETE", "versions/v1/tags/t", path="p/a.ipynb")
    assert (await ear.next())["action"] == "tagged"
    (jp_root_dir / "p/a.ipynb").rename(jp_root_dir / "p/b.ipynb")
    await api("POST", "renames", {"path": "p/a.ipynb", "to": "p/b.ipynb"}, headers={"X-Jovian-Origin": "tab-17"})
    renamed = await ear.next()
    assert renamed["action"] == "renamed" and renamed["path"] == "p/b.ipynb" and renamed["origin"] == "tab-17"
    (jp_root_dir / "p/b.ipynb").rename(jp_root_dir / "p/c.ipynb")
    await api("POST", "continuations", {"path": "p/c.ipynb", "notebook": version["notebook"]})
    adopted = await ear.next()
    assert adopted["action"] == "adopted" and adopted["notebook"] == version["notebook"]
    await api("DELETE", "notebooks", path="p/c.ipynb", confirm="p/c.ipynb")
    deleted = await ear.next()
    assert deleted["action"] == "deleted" and deleted["notebook"] == version["notebook"]
    await ear.silence()  # and the watcher took nothing of this for somebody else's


async def test_reading_is_not_announced(api, write, listen):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    ear = await listen()
    for route, query in (
        ("status", {"path": "a.ipynb"}), ("versions", {"path": "a.ipynb"}), ("versions/v1", {"path": "a.ipynb"}),
        ("versions/v1/notebook", {"path": "a.ipynb"}), ("snapshots", {"path": "a.ipynb"}), ("notebooks", {}),
    ):  # fmt: skip
        assert (await api("GET", route, **query)).status == 200
    await api("POST", "fsck", {"path": ""})
    await api("POST", "gc", {"path": ""})
    await api("POST", "restores", {"path": "a.ipynb", "version": "v9"})
    await ear.silence()


async def test_a_commit_elsewhere_is_seen(api, write, listen, jp_root_dir):
    write("p/a.ipynb", "x = 1")
    write("p/b.ipynb", "x = 1")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    ear = await listen()
    write("p/a.ipynb", "x = 2")
    code = "Project.open(sys.argv[1]).commit(sys.argv[2], 'from elsewhere')"
    await in_thread(elsewhere, code, jp_root_dir / "p", "a.ipynb")
    event = await ear.next()
    assert (event["action"], event["path"], event["number"]) == ("changed", "p/a.ipynb", 2)
    assert event["title"] == "from elsewhere" and event["origin"] is None
    await in_thread(elsewhere, code, jp_root_dir / "p", "b.ipynb")  # a notebook the server never saw
    event = await ear.next()
    assert (event["action"], event["path"], event["number"]) == ("changed", "p/b.ipynb", 1)
    await ear.silence()


async def test_own_commits_are_announced_once(api, write, listen):
    write("a.ipynb", "x = 0")
    ear = await listen()
    numbers = []
    for number in range(25):
        write("a.ipynb", f"x = {number}")
        await api("POST", "commits", {"path": "a.ipynb"})
        event = await ear.next()
        assert event["action"] == "committed"
        numbers.append(event["number"])
        await asyncio.sleep(0.02)
    assert numbers == list(range(1, 26))
    await ear.silence()


async def test_a_vanished_project_does_not_stop_the_watcher(api, write, listen, jp_root_dir):
    for folder in ("p", "q"):
        write(f"{folder}/a.ipynb", "x = 1")
        await api("POST", "commits", {"path": f"{folder}/a.ipynb"})
    ear = await listen()
    (jp_root_dir / "p/.jovian").rename(jp_root_dir.parent / "gone")
    (jp_root_dir / "q/.jovian/repository.git/objects").rename(
        jp_root_dir / "q/.jovian/hidden"
    )  # unreadable for a while
    await asyncio.sleep(0.5)
    (jp_root_dir / "q/.jovian/hidden").rename(jp_root_dir / "q/.jovian/repository.git/objects")
    write("q/a.ipynb", "x = 2")
    await in_thread(elsewhere, "Project.open(sys.argv[1]).commit('a.ipynb')", jp_root_dir / "q")
    assert (await ear.next())["path"] == "q/a.ipynb"


async def test_nothing_is_polled_while_nobody_listens(api, write, jp_root_dir, monkeypatch):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    looks = []
    real = Project.tips
    monkeypatch.setattr(Project, "tips", lambda self: looks.append(1) or real(self))
    await asyncio.sleep(0.5)
    assert looks == []


# renames through the contents manager


async def _rename(jp_fetch, old: str, new: str) -> None:
    answer = await jp_fetch("api", "contents", *old.split("/"), method="PATCH", body=json.dumps({"path": new}))
    assert answer.code == 200


async def test_a_rename_is_followed(api, write, listen, jp_fetch):
    write("p/a.ipynb", "x = 1")
    made = await api("POST", "commits", {"path": "p/a.ipynb"})
    ear = await listen()
    await _rename(jp_fetch, "p/a.ipynb", "p/ä b.ipynb")
    event = await ear.next()
    assert (event["action"], event["path"]) == ("renamed", "p/ä b.ipynb")
    assert event["notebook"] == made.body["version"]["notebook"]
    assert (await api("GET", "status", path="p/ä b.ipynb")).body["state"] == "unchanged"
    write("p/ä b.ipynb", "x = 2")
    assert (await api("POST", "commits", {"path": "p/ä b.ipynb"})).body["version"]["number"] == 2
    await ear.next()
    await _rename(jp_fetch, "p/ä b.ipynb", "p/a.ipynb")
    await ear.next()
    assert (await api("GET", "versions", path="p/a.ipynb")).body["total"] == 2


async def test_a_commit_right_after_a_rename_finds_its_history(api, write, jp_fetch, monkeypatch):
    real = Project.rename

    def slowly(self, *arguments, **options):
        time.sleep(0.5)
        return real(self, *arguments, **options)

    monkeypatch.setattr(Project, "rename", slowly)
    write("a.ipynb", "x = 1")
    first = await api("POST", "commits", {"path": "a.ipynb"})
    for number, (old, new) in enumerate((("a.ipynb", "b.ipynb"), ("b.ipynb", "c.ipynb"))):
        await _rename(jp_fetch, old, new)
        write(new, f"x = {number + 2}")
        made = await api("POST", "commits", {"path": new})
        assert made.body["version"]["number"] == number + 2
        assert made.body["version"]["notebook"] == first.body["version"]["notebook"]


async def test_a_moved_folder_is_followed_notebook_by_notebook(api, write, listen, jp_fetch, jp_root_dir):
    Project.open(jp_root_dir, create=True)
    for name in ("old/a.ipynb", "old/sub/b.ipynb", "older/c.ipynb"):
        write(name, f"x = '{name}'")
        await api("POST", "commits", {"path": name})
    ear = await listen()
    (jp_root_dir / "away").mkdir()
    await _rename(jp_fetch, "old", "away/new")
    heard = {(event["action"], event["path"]) for event in (await ear.next(), await ear.next())}
    assert heard == {("renamed", "away/new/a.ipynb"), ("renamed", "away/new/sub/b.ipynb")}
    await ear.silence()
    for name in ("away/new/a.ipynb", "away/new/sub/b.ipynb", "older/c.ipynb"):
        assert (await api("GET", "status", path=name)).body["state"] == "unchanged"


async def test_a_folder_moves_with_its_project(api, write, jp_fetch, listen):
    write("p/a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    await _rename(jp_fetch, "p", "q")
    assert (await api("GET", "status", path="q/a.ipynb")).body["state"] == "unchanged"
    ear = await listen()
    write("q/a.ipynb", "x = 2")
    await api("POST", "commits", {"path": "q/a.ipynb"})
    assert (await ear.next())["path"] == "q/a.ipynb"


async def test_a_move_between_projects_loses_nothing(api, write, jp_fetch, listen, jp_root_dir):
    first = write("p/a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    write("q/b.ipynb", "y = 1")
    await api("POST", "commits", {"path": "q/b.ipynb"})
    (jp_root_dir / "none").mkdir()
    ear = await listen()
    for old, new in (("p/a.ipynb", "q/a.ipynb"), ("q/a.ipynb", "none/a.ipynb"), ("none/a.ipynb", "q/c.ipynb")):
        await _rename(jp_fetch, old, new)
        assert (await api("GET", "status", path=new)).body["state"] == "new"
    await ear.silence()
    assert (await api("GET", "status", path="p/a.ipynb")).body["state"] == "missing"
    assert (await api("GET", "versions/v1/notebook", path="p/a.ipynb")).raw == first
    await _rename(jp_fetch, "q/c.ipynb", "p/a.ipynb")
    assert (await api("GET", "status", path="p/a.ipynb")).body["state"] == "unchanged"


async def test_a_deleted_file_keeps_its_history(api, write, jp_fetch, jp_root_dir):
    data = write("p/a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    await jp_fetch("api", "contents", "p", "a.ipynb", method="DELETE")
    assert (await api("GET", "status", path="p/a.ipynb")).body["state"] == "missing"
    assert (await api("POST", "restores", {"path": "p/a.ipynb", "version": "v1"})).body["changed"]
    assert (jp_root_dir / "p/a.ipynb").read_bytes() == data


async def test_renames_nobody_can_follow_do_no_harm(api, write, jp_fetch, jp_root_dir, jp_serverapp):
    write("p/a.ipynb", "x = 1")
    write("none/plain.ipynb", "x = 1")
    (jp_root_dir / "p/data.csv").write_text("1\n")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    (jp_root_dir / "p/.jovian/repository.git/jovian.json").write_text('{"format": 99}')
    await _rename(jp_fetch, "p/a.ipynb", "p/b.ipynb")
    await _rename(jp_fetch, "p/data.csv", "p/more.csv")
    await _rename(jp_fetch, "none/plain.ipynb", "none/simple.ipynb")
    jp_serverapp.contents_manager.emit({"action": "rename", "path": "../x", "source_path": "/etc/passwd"})
    jp_serverapp.contents_manager.emit({"action": "rename", "path": "x"})
    await asyncio.sleep(0.3)
    assert (await api("GET", "notebooks", path="none")).status == 200
