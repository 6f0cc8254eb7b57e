"""Environments in the shell: env, install, activate, and commit without one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from jovian_lab.environment import restore
from jovian_lab.environment.restore.values import InstalledPackage
from jovian_lab.errors import Cancelled
from jovian_lab.project import InstallProgress, InstallReport, MadeEnvironment, Project
from tests.cli.conftest import REPOSITORY, Run, cells
from tests.environment.fake import FakeEnvironment, venv

REPORT = InstallReport(
    file="environment-linux-64.lock", rung="exact", kept=[InstalledPackage("numpy", "2.1.3", "2.1.3")],
    relaxed=[InstalledPackage("scipy", "1.0", "1.1", "no build")], dropped=[InstalledPackage("x", "1", None, "gone")],
    added=[], not_needed=[], imports_ok=["numpy"], imports_failed=[], kernel="nb-v1", folder="/there", name="nb-v1",
    python="3.11.7", seconds=1.0, messages=[],
)  # fmt: skip


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeEnvironment:
    made = venv(tmp_path / "venv", {"numpy": "2.1.3", "pandas": "2.2.1"})
    made.kernelspec(tmp_path / "jupyter", "python3", "Python 3")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return made


@pytest.fixture
def versions(notebook: Path, run: Run, kernel: FakeEnvironment) -> Path:
    """v1, v2 with another numpy, v3 without an environment."""
    assert run("commit", "nb.ipynb").code == 0
    kernel.install("numpy", "2.2.0")
    kernel.install("scipy", "1.14.1")
    notebook.write_bytes(cells("import numpy"))
    assert "numpy 2.1.3 → 2.2.0, scipy 1.14.1 added" in run("commit", "nb.ipynb").out
    notebook.write_bytes(cells("import scipy"))
    assert run("commit", "nb.ipynb", "--no-environment").code == 0
    return notebook


def test_show(run: Run, versions: Path) -> None:
    shown = run("env", "show", "nb.ipynb", "v1")
    assert shown.code == 0 and "Python 3.11.7" in shown.out and "numpy" in shown.out and "2.1.3" in shown.out
    assert "environment.yml" in shown.out
    assert run("env", "show", "v1").out == shown.out, "the only notebook need not be named"
    assert "2.2.0" in run("env", "show", "nb.ipynb").out, "without a version, as it is now"
    assert run("env", "show", "v3").out == "v3 was made without recording an environment.\n"
    value = run("env", "show", "v1", "--json").json
    assert value["version"]["number"] == 1 and value["environment"]["packages"][0]["name"] == "numpy"
    assert "numpy==2.1.3" in run("env", "show", "v1", "--file", "requirements.txt").out
    missing = run("env", "show", "v1", "--file", "nothing.txt", "--json")
    assert missing.code == 2 or missing.error["code"] == "version-not-found"


def test_diff(run: Run, versions: Path, kernel: FakeEnvironment) -> None:
    shown = run("env", "diff", "nb.ipynb", "v1", "v2")
    assert shown.out.splitlines()[0] == "nb.ipynb v1 → v2: numpy 2.1.3 → 2.2.0, scipy 1.14.1 added"
    assert "numpy" in shown.out.splitlines()[1] and "2.1.3 → 2.2.0" in shown.out.splitlines()[1]
    kernel.install("numpy", "2.3.0")
    assert "v2 → the kernel now: numpy 2.2.0 → 2.3.0" in run("env", "diff", "nb.ipynb", "v2").out
    assert run("env", "diff", "nb.ipynb", "v1", "v2", "--exit-code").code == 1
    assert run("env", "diff", "nb.ipynb", "v1", "v1", "--exit-code").code == 0
    value = run("env", "diff", "nb.ipynb", "v1", "v2", "--json").json
    assert value["diff"]["changes"][0]["kind"] == "upgraded"
    assert "cannot be compared: v3" in run("env", "diff", "nb.ipynb").out


def test_which_notebook_is_meant(run: Run, versions: Path) -> None:
    (versions.parent / "other.ipynb").write_bytes(cells("9"))
    run("commit", "other.ipynb")
    refused = run("env", "show", "v1", "--json")
    assert refused.code == 2 and "nb.ipynb, other.ipynb" in refused.error["message"]
    assert run("env", "show", "nb.ipynb", "v9", "--json").error["code"] == "version-not-found"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands where environments are made; gives how it was called."""
    calls: list[dict[str, Any]] = []

    def install(plan: Any, *, progress: Any, cancelled: Any, **options: Any) -> InstallReport:
        calls.append({"plan": plan, **options})
        progress(InstallProgress("download", "numpy", 0.5))
        return REPORT

    monkeypatch.setattr(restore, "install", install)
    return calls


def test_install(run: Run, versions: Path, made: list[dict[str, Any]]) -> None:
    ran = run("install", "nb.ipynb", "v1", "--yes")
    assert ran.code == 0 and "numpy" in ran.err
    assert "nb-v1 is ready: Python 3.11.7, 1 package as in the version" in ran.out
    assert "relaxed: scipy 1.0 → 1.1 (no build)" in ran.out and "dropped: x 1 (gone)" in ran.out
    assert "jovian-lab activate nb-v1" in ran.out
    assert (made[0]["name"], made[0]["display_name"], made[0]["dry_run"]) == ("nb-v1", "nb v1", False)
    assert run("install", "v2", "--name", "mine", "--dry-run", "--json").json["kernel"] == "nb-v1"
    assert (made[1]["name"], made[1]["dry_run"]) == ("mine", True)
    run("install", "v2", "--dry-run", "--platform", "windows")
    assert made[2]["plan"].platform == "win-64"
    refused = run("install", "nb.ipynb", "--json")
    assert refused.code == 2 and "v3" in refused.error["message"]
    assert run("install", "v1", "--name", "../x", "--json").code == 2


def test_lines_that_need_a_yes(run: Run, folder: Path, made: list[dict[str, Any]]) -> None:
    line = "--index-url https://evil.example/simple"
    (folder / "requirements.txt").write_text(f"numpy==2.1.3\n{line}\n")
    refused = run("install", ".", "--json")
    assert refused.code == 2 and refused.error["code"] == "confirmation-needed" and line in refused.error["message"]
    assert run("install", ".", "--yes").code == 2, "--yes answers no such line"
    assert made == []
    assert run("install", ".", "--accept", line).code == 0
    assert made[0]["plan"].indexes and made[0]["name"] == "work"
    assert run("install", ".", "--decline", line).code == 0
    assert not made[1]["plan"].indexes


def test_ctrl_c_stops_it_and_waits(
    run: Run, versions: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    ended = threading.Event()
    # A shell starts what runs in the background with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))

    def install(plan: Any, *, cancelled: Any, **options: Any) -> InstallReport:
        os.kill(os.getpid(), signal.SIGINT)
        latest = time.monotonic() + 30
        while not cancelled() and time.monotonic() < latest:
            time.sleep(0.01)
        time.sleep(0.1)
        ended.set()
        raise Cancelled("Stopped.")

    monkeypatch.setattr(restore, "install", install)
    ran = run("install", "v1", "--yes")
    assert ran.code == 130 and ended.is_set() and "interrupted" in ran.err


def test_environments_made_here(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "made" / "nb-v1"
    (place / "bin").mkdir(parents=True)
    one = MadeEnvironment("nb-v1", str(place), "nb-v1", "venv", "3.11.7", "2026-01-01T00:00:00Z")
    monkeypatch.setattr(restore, "environments", lambda: [one])
    monkeypatch.setattr(restore, "remove_environment", lambda name: one)
    assert "nb-v1" in run("env", "list").out
    assert run("env", "list", "--json").json["environments"][0]["folder"] == str(place)
    line = run("activate", "nb-v1", "--shell", "bash").out.strip()
    assert str(place) in line and line.count("\n") == 0
    assert run("activate", "nb-v1", "--shell", "fish", "--json").json["shell"] == "fish"
    assert run("activate", "nothing", "--json").error["code"] == "not-found"
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.setattr(subprocess, "call", lambda command, env: 3 if env["PATH"].startswith(str(place)) else 1)
    assert run("activate", "nb-v1", "--run").code == 3
    assert run("env", "remove", "nb-v1", "--json").error["code"] == "confirmation-needed"
    assert run("env", "remove", "nb-v1", "--yes").code == 0


def test_a_commit_in_a_process_of_its_own_records_its_python(folder: Path, notebook: Path) -> None:
    command = [sys.executable, "-m", "jovian_lab", "commit", "nb.ipynb", "--json"]
    ran = subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, capture_output=True)
    version = json.loads(ran.stdout)["version"]
    assert version["environment"]["packages"] > 20 and version["environment"]["missing"] == 0
    assert Project.open(folder).environment("nb.ipynb", 1).environment is not None
