"""Servers as users run them: two on one folder, under a base URL, without git, and stopped in the middle of work."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jovian_lab.project import Project
from tests.server.conftest import notebook
from tests.server.oracle import check
from tests.server.process import serving

pytestmark = pytest.mark.slow  # each starts servers


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def test_two_servers_on_one_folder_lose_nothing(root, tmp_path):
    each = 12
    for number in range(2):
        (root / f"own{number}.ipynb").write_bytes(notebook("x = 0"))
    Project.open(root, create=True)
    with serving(root, tmp_path / "h1", base_url="/one/") as one, serving(root, tmp_path / "h2") as two:

        def commit(server, name: str) -> list[int]:
            numbers = []
            for number in range(each):
                status, answer = server.ask(
                    "POST", "commits", {"path": name, "message": f"{number}", "allow_empty": True}
                )
                assert status == 201, answer
                check("commit-answer", answer)
                numbers.append(answer["version"]["number"])
            return numbers

        (root / "shared.ipynb").write_bytes(notebook("x = 0"))
        with ThreadPoolExecutor(4) as pool:
            jobs = [pool.submit(commit, server, "shared.ipynb") for server in (one, two)]
            own = [pool.submit(commit, server, f"own{n}.ipynb") for n, server in enumerate((one, two))]
            shared = [number for job in jobs for number in job.result()]
            assert [job.result() for job in own] == [list(range(1, each + 1))] * 2
        assert sorted(shared) == list(range(1, 2 * each + 1))
        for server in (one, two):
            _, page = server.ask("GET", "versions", path="shared.ipynb", limit=100)
            assert [version["number"] for version in page["versions"]] == list(range(2 * each, 0, -1))
    assert Project.open(root).fsck().ok


@pytest.mark.parametrize("kind", ["missing", "too old"])
def test_git_missing_or_too_old(root, tmp_path, kind):
    tools = tmp_path / "tools"
    tools.mkdir()
    if kind == "too old":
        (tools / "git").write_text("#!/bin/sh\necho git version 1.8.3\n")
        (tools / "git").chmod(0o755)
    (root / "a.ipynb").write_bytes(notebook("x = 1"))
    with serving(root, tmp_path / "home", path=str(tools)) as server:
        assert server.ask("GET", "status", path="a.ipynb")[1]["state"] == "new"
        status, answer = server.ask("POST", "commits", {"path": "a.ipynb"})
    assert status == 503 and answer["code"] == "git-unavailable" and "git" in answer["hint"]
    check("error", answer)
    assert not Project.find(root, root=root)


def test_a_server_that_stops_finishes_its_commit(root, tmp_path):
    big = notebook(*("x" * 2000 + str(number) for number in range(6000)))
    (root / "big.ipynb").write_bytes(big)
    answers = []
    with serving(root, tmp_path / "home") as server:

        def commit() -> None:
            try:
                answers.append(server.ask("POST", "commits", {"path": "big.ipynb"})[0])
            except OSError:
                answers.append(None)  # the connection may go before the answer; the version must be whole or not be

        thread = threading.Thread(target=commit)
        thread.start()
        thread.join(0.15)
    thread.join()
    assert server.process.returncode == 0 or server.process.returncode == -15
    project = Project.find(root, root=root)
    versions = project.versions("big.ipynb") if project else []
    assert len(versions) == (1 if answers == [201] else len(versions)) <= 1
    if project and versions:
        assert project.read("big.ipynb", "v1") == big and project.fsck().ok


def test_one_process_after_another(root, tmp_path):
    (root / "a.ipynb").write_bytes(notebook("x = 1"))
    with serving(root, tmp_path / "home") as server:
        assert server.ask("POST", "commits", {"path": "a.ipynb"})[0] == 201
        assert server.ask("GET", "versions", path="a.ipynb", token="wrong")[0] == 403
    (root / "a.ipynb").write_bytes(notebook("x = 2"))
    with serving(root, tmp_path / "home", base_url="/deep/er/") as server:
        assert server.ask("POST", "commits", {"path": "a.ipynb"})[1]["version"]["number"] == 2
    log = server.log.read_text()
    assert "Traceback" not in log, log


def test_hosts_files_are_not_touched_by_starting(root, tmp_path):
    (root / "a.ipynb").write_bytes(notebook("x = 1"))
    with serving(root, tmp_path / "home") as server:
        server.ask("GET", "status", path="a.ipynb")
        server.ask("GET", "versions", path="a.ipynb")
        server.ask("GET", "notebooks")
    assert os.listdir(root) == ["a.ipynb"]
