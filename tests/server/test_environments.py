"""Environments through a real server: recorded with every commit, compared, drifting; and installations as jobs."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

import jovian_lab.schemas
from jovian_lab.environment import kept, restore
from jovian_lab.errors import Cancelled, InstallFailed
from jovian_lab.project import InstallProgress, InstallQuestion, InstallReport, Project, RunningKernel
from jovian_lab.server.events import INSTALL_SCHEMA_ID
from jovian_lab.server.installs import FINISHED
from tests.environment.fake import venv

SCHEMA = yaml.safe_load((Path(jovian_lab.schemas.__file__).parent / "events/install.v1.yaml").read_text("utf-8"))


@pytest.fixture
def kernel(jp_environ, tmp_path, monkeypatch):
    """A virtual environment with a kernelspec "mine", as the notebooks here name it."""
    made = venv(tmp_path / "venv", {"numpy": "2.1.3", "pandas": "2.2.1", "ipykernel": "6.29"})
    made.kernelspec(tmp_path / "jupyter", "mine", "My kernel")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setattr(kept, "_PATIENCE", 30)  # however busy the machine is
    monkeypatch.delenv("PYTHONPATH", raising=False)  # the fixtures of pytest-jupyter set it
    return made


@pytest.fixture
def analysis(jp_root_dir):
    """Writes a.ipynb, which runs in "mine"."""

    def inner(source: str) -> None:
        cell = {"cell_type": "code", "execution_count": 1, "id": "c", "metadata": {}, "outputs": [], "source": source}
        spec = {"display_name": "My kernel", "language": "python", "name": "mine"}
        value = {"cells": [cell], "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
        (jp_root_dir / "a.ipynb").write_text(json.dumps(value, indent=1) + "\n")

    return inner


async def commit(api, analysis, source: str, **more: Any) -> dict[str, Any]:
    analysis(source)
    made = await api("POST", "commits", {"path": "a.ipynb", **more})
    assert made.status == 201
    return made.body["version"]


async def test_a_commit_records_the_kernels_environment(api, analysis, kernel):
    first = await commit(api, analysis, "import numpy")
    summary = first["environment"]
    assert (summary["language"], summary["packages"], summary["changes"]) == ("python", 3, 0)
    kernel.install("numpy", "2.2.0")
    kernel.install("scipy", "1.14.1")
    second = await commit(api, analysis, "import numpy, scipy")
    assert second["environment"]["changed"][0] == {"name": "numpy", "old": "2.1.3", "new": "2.2.0"}
    assert {"name": "scipy", "old": None, "new": "1.14.1"} in second["environment"]["changed"]

    shown = (await api("GET", "versions/v1/environment", path="a.ipynb")).body
    assert {p["name"]: p["version"] for p in shown["environment"]["packages"]}["numpy"] == "2.1.3"
    assert shown["environment"]["kernel"] == {"name": "mine", "display_name": "My kernel"}
    assert {"environment.json", "requirements.txt", "environment.yml"} <= {file["name"] for file in shown["files"]}
    assert shown["reason"] is None and shown["version"]["number"] == 1

    compared = (await api("GET", "environments/diff", path="a.ipynb", old="v1", new="v2")).body
    assert compared["diff"]["verdict"] == "numpy 2.1.3 → 2.2.0, scipy 1.14.1 added"
    listed = (await api("GET", "versions", path="a.ipynb")).body["versions"]
    assert [version["environment"]["packages"] for version in listed] == [4, 3]


async def test_a_version_gives_its_files_for_other_tools(api, analysis, kernel):
    await commit(api, analysis, "import numpy")
    shown = (await api("GET", "versions/v1/environment", path="a.ipynb")).body
    assert "requirements.txt" in [file["name"] for file in shown["files"]]
    for file in shown["files"]:
        got = await api("GET", "versions/v1/environment/file", path="a.ipynb", name=file["name"])
        assert got.status == 200 and len(got.raw) == file["size"]
        assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("../version.json", "nothing.txt", "/etc/passwd"):
        refused = await api("GET", "versions/v1/environment/file", path="a.ipynb", name=name)
        assert refused.status == 404, name


async def test_a_commit_may_leave_it_out(api, analysis, kernel):
    first = await commit(api, analysis, "x = 1", environment=False)
    assert first["environment"] is None
    shown = (await api("GET", "versions/v1/environment", path="a.ipynb")).body
    assert shown["environment"] is None and shown["files"] == [] and "v1" in shown["reason"]
    compared = (await api("GET", "environments/diff", path="a.ipynb", old="v1")).body
    assert compared["diff"] is None and compared["reason"]


async def test_another_environment_alone_is_no_version(api, analysis, kernel):
    await commit(api, analysis, "x = 1")
    kernel.install("numpy", "2.2.0")
    again = await api("POST", "commits", {"path": "a.ipynb"})
    assert again.status == 200 and again.body["version"] is None
    forced = await api("POST", "commits", {"path": "a.ipynb", "allow_empty": True})
    assert forced.body["version"]["environment"]["changes"] == 1


async def test_drift(api, analysis, kernel):
    analysis("x = 1")
    assert (await api("GET", "environments/drift", path="a.ipynb")).body["drifted"] is None
    await commit(api, analysis, "x = 1")
    same = (await api("GET", "environments/drift", path="a.ipynb")).body
    assert same["drifted"] is False and same["diff"]["equal"] and same["version"]["number"] == 1
    kernel.install("numpy", "2.2.0")
    drifted = (await api("GET", "environments/drift", path="a.ipynb")).body
    assert drifted["drifted"] is True and drifted["kernel"].startswith("Python ")
    assert drifted["diff"]["verdict"] == "numpy 2.1.3 → 2.2.0"
    present = (await api("GET", "environments/diff", path="a.ipynb", old="v1")).body
    assert present["new"] is None and present["diff"] == drifted["diff"]


async def test_a_kernel_that_is_gone_does_not_stop_a_commit(api, analysis, jp_root_dir):
    first = await commit(api, analysis, "x = 1")  # no such kernelspec here
    assert first["environment"]["missing"] == 1 and first["environment"]["packages"] == 0
    drift = (await api("GET", "environments/drift", path="a.ipynb")).body
    assert drift["drifted"] is None and "mine" in drift["reason"]


async def test_a_difference_says_what_became_of_the_environment(api, analysis, kernel):
    await commit(api, analysis, "x = 1")
    kernel.install("numpy", "2.2.0")
    await commit(api, analysis, "x = 1", allow_empty=True)
    await commit(api, analysis, "x = 2")
    found = (await api("GET", "diffs", path="a.ipynb", old="v1", new="v2")).body["environment"]
    assert found["verdict"] == "same code, numpy 2.1.3 → 2.2.0"
    assert found["reverse"] == "same code, numpy 2.2.0 → 2.1.3"
    found = (await api("GET", "diffs", path="a.ipynb", old="v1", new="v3")).body["environment"]
    assert found["verdict"] == "numpy 2.1.3 → 2.2.0"
    assert (await api("GET", "diffs", path="a.ipynb", old="v2", new="v3")).body["environment"]["equal"]
    kernel.install("numpy", "2.3.0")
    now = (await api("GET", "diffs", path="a.ipynb", old="v3")).body["environment"]
    assert now["verdict"] == "same code, numpy 2.2.0 → 2.3.0"


async def test_a_strangers_environment_is_data(api, analysis, kernel, jp_root_dir, monkeypatch):
    """Nonsense in the place of environment.json is damage of that alone."""
    from jovian_lab.environment import captured

    monkeypatch.setattr(captured, "encode", lambda environment: b'{"format": 1, "interpreter": [' + b"[" * 100_000)
    version = await commit(api, analysis, "x = 1")
    answer = await api("GET", "versions/v1/environment", path="a.ipynb")
    assert answer.status == 422 and answer.body["code"] == "damaged"
    assert (await api("GET", "versions/v1/notebook", path="a.ipynb")).status == 200
    assert (await api("GET", "diffs", path="a.ipynb", old=version["id"])).status == 200
    monkeypatch.undo()
    assert (await commit(api, analysis, "x = 2"))["number"] == 2


async def test_the_running_kernel_is_asked(api, analysis, kernel, jp_serverapp, monkeypatch, extension):
    """What the session runs counts, not what the file says."""
    analysis("x = 1")

    class Kernel:
        kernel_name = "other"
        provisioner = None

    class Sessions:
        async def get_session(self, path):
            assert path == "a.ipynb"
            return {"kernel": {"id": "k"}}

    class Kernels:
        def get_kernel(self, identity):
            return Kernel()

    kernels = extension._desk._kernels
    monkeypatch.setattr(kernels, "_sessions", Sessions())
    monkeypatch.setattr(kernels, "_kernels", Kernels())
    seen: list[RunningKernel | None] = []
    real = Project.commit
    monkeypatch.setattr(Project, "commit", lambda *a, **k: (seen.append(k["kernel"]), real(*a, **k))[1])
    made = (await api("POST", "commits", {"path": "a.ipynb"})).body["version"]
    assert seen == [RunningKernel("other", None)]
    shown = (await api("GET", f"versions/{made['id']}/environment", path="a.ipynb")).body["environment"]
    assert shown["kernel"]["name"] == "other"


async def test_a_real_session_tells_its_process(api, write, jp_serverapp, extension, jp_root_dir):
    write("a.ipynb", "x = 1")
    sessions = jp_serverapp.session_manager
    session = await sessions.create_session(path="a.ipynb", name="a.ipynb", type="notebook", kernel_name="python3")
    try:
        made = (await api("POST", "commits", {"path": "a.ipynb"})).body["version"]
        assert made["environment"]["missing"] == 0 and made["environment"]["packages"] > 20
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(None, extension._desk._kernels.of, "a.ipynb", loop)
        running = await asked
        assert running.name == "python3" and running.pid
    finally:
        await sessions.delete_session(session["id"])


# installations; what makes environments is tested in tests/environment/restore


REPORT = InstallReport(
    file="environment-linux-64.lock", rung="exact", kept=[], relaxed=[], dropped=[], added=[], not_needed=[],
    imports_ok=["numpy"], imports_failed=[], kernel="a-v1", folder="/there", name="a-v1", python="3.11.7",
    seconds=1.0, messages=[],
)  # fmt: skip


class Maker:
    """Stands where environments are made; does as it is told."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.started = threading.Semaphore(0)
        self.running = 0
        self.calls: list[dict[str, Any]] = []
        self.error: Exception | None = None

    def __call__(self, plan, *, progress=None, cancelled=None, **options):
        self.calls.append(options)
        self.started.release()
        self.running += 1
        try:
            for number in range(200):
                progress(InstallProgress("download", f"Package {number}", number / 200))
            while not self.go.wait(0.01):
                if cancelled():
                    raise Cancelled("Stopped; nothing is left of it.")
            if self.error is not None:
                raise self.error
            return REPORT
        finally:
            self.running -= 1


@pytest.fixture
def maker(monkeypatch):
    made = Maker()
    monkeypatch.setattr(restore, "install", made)
    monkeypatch.setattr(restore, "environments", list)
    return made


async def ended(api, identity: str) -> dict[str, Any]:
    for _ in range(500):
        found = (await api("GET", f"installs/{identity}")).body
        if found["state"] in FINISHED:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(found)


async def test_an_installation_goes_on_by_itself(api, analysis, kernel, maker, jp_ws_fetch):
    await commit(api, analysis, "import numpy")
    socket = await jp_ws_fetch("api", "events", "subscribe")
    begun = await api("POST", "installs", {"path": "a.ipynb", "version": "v1"}, headers={"X-Jovian-Origin": "tab"})
    assert begun.status == 202 and begun.body["state"] in ("waiting", "running")
    assert begun.body["name"] == "a-v1" and begun.body["number"] == 1
    await asyncio.get_running_loop().run_in_executor(None, maker.started.acquire)
    under_way = (await api("GET", f"installs/{begun.body['id']}")).body
    assert under_way["state"] == "running"
    maker.go.set()
    done = await ended(api, begun.body["id"])
    assert done["state"] == "done" and done["report"]["kernel"] == "a-v1" and done["fraction"] == 1
    assert len(done["lines"]) == 200 and done["lines"][-1] == {"stage": "download", "message": "Package 199"}
    assert [one["id"] for one in (await api("GET", "installs")).body["installs"]] == [begun.body["id"]]
    assert maker.calls[0]["name"] == "a-v1" and maker.calls[0]["display_name"] == "a v1"

    states = []
    while not states or states[-1]["state"] != "done":
        event = json.loads(await asyncio.wait_for(socket.read_message(), 10))
        if event["schema_id"] == INSTALL_SCHEMA_ID:
            data = {name: value for name, value in event.items() if name in SCHEMA["properties"]}
            jsonschema.validate(data, SCHEMA)
            states.append(data)
    assert len(states) < 20, "200 steps at once are not 200 events"
    assert states[-1]["kernel"] == "a-v1" and states[-1]["origin"] == "tab" and states[-1]["path"] == "a.ipynb"


async def test_one_can_be_stopped(api, analysis, kernel, maker):
    await commit(api, analysis, "x = 1")
    begun = (await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})).body
    await asyncio.get_running_loop().run_in_executor(None, maker.started.acquire)
    assert (await api("DELETE", f"installs/{begun['id']}")).status == 200
    over = await ended(api, begun["id"])
    assert over["state"] == "cancelled" and over["report"] is None and over["error"] is None
    assert maker.running == 0
    assert (await api("DELETE", f"installs/{begun['id']}")).body["state"] == "cancelled"


async def test_one_fails_in_words(api, analysis, kernel, maker):
    await commit(api, analysis, "x = 1")
    maker.go.set()
    maker.error = InstallFailed("numpy 2.1.3 cannot be had.", "Relax it.")
    over = await ended(api, (await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})).body["id"])
    assert over["state"] == "failed" and over["error"]["code"] == "install-failed"
    maker.error = RuntimeError("s3cr3t")
    over = await ended(api, (await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})).body["id"])
    assert over["error"]["code"] == "internal" and "s3cr3t" not in json.dumps(over)


async def test_lines_that_need_a_yes(api, analysis, kernel, maker, monkeypatch):
    await commit(api, analysis, "x = 1")
    maker.go.set()
    question = InstallQuestion("git+https://example.org/x", "requirements.txt", "It would run its setup.")
    real = restore.plan
    asked: list[list[str]] = []

    def plan(files, **options):
        asked.append(list(options["accepted"]))
        made = real(files, **options)
        left = [] if question.line in options["accepted"] else [question]
        return msgspec.structs.replace(made, questions=left)

    monkeypatch.setattr(restore, "plan", plan)
    over = await ended(api, (await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})).body["id"])
    assert over["state"] == "asking" and over["questions"][0]["line"] == question.line
    assert maker.calls == []
    body = {"path": "a.ipynb", "version": "v1", "accepted": [question.line]}
    over = await ended(api, (await api("POST", "installs", body)).body["id"])
    assert over["state"] == "done" and asked[-1] == [question.line]


async def test_a_few_run_at_a_time_and_not_too_many_wait(api, analysis, kernel, maker, extension):
    await commit(api, analysis, "x = 1")
    begun = [(await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})).body["id"] for _ in range(20)]
    refused = await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})
    assert refused.status == 503 and refused.body["code"] == "busy"
    await asyncio.sleep(0.3)
    assert maker.running == 2
    states = [one["state"] for one in (await api("GET", "installs")).body["installs"]]
    assert sorted(states) == ["running"] * 2 + ["waiting"] * 18
    for identity in begun:
        await api("DELETE", f"installs/{identity}")
    assert {(await ended(api, identity))["state"] for identity in begun} == {"cancelled"}


async def test_what_cannot_be_installed_is_refused_at_once(api, analysis, kernel, maker):
    await commit(api, analysis, "x = 1")
    missing = await api("POST", "installs", {"path": "a.ipynb", "version": "v9"})
    assert missing.status == 404 and missing.body["code"] == "version-not-found"
    for name in ("../x", "", "-x", "a b", "x" * 101, "a/b"):
        assert (await api("POST", "installs", {"path": "a.ipynb", "version": "v1", "name": name})).status == 400
    assert (await api("GET", "installs/0123456789abcdef")).status == 404
    assert (await api("DELETE", "installs/0123456789abcdef")).body["code"] == "not-found"
    assert (await api("GET", "installs/nonsense")).status == 400


async def test_a_version_without_an_environment_cannot_be_installed(api, analysis, maker):
    await commit(api, analysis, "x = 1", environment=False)
    over = await ended(api, (await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})).body["id"])
    assert over["state"] == "failed" and over["error"]["code"] == "invalid-input"


async def test_a_server_that_stops_stops_them(api, analysis, kernel, maker, jp_serverapp):
    await commit(api, analysis, "x = 1")
    await api("POST", "installs", {"path": "a.ipynb", "version": "v1"})
    await asyncio.get_running_loop().run_in_executor(None, maker.started.acquire)
    begun = time.monotonic()
    await jp_serverapp.cleanup_extensions()
    assert maker.running == 0 and time.monotonic() - begun < 5
