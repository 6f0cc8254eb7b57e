"""Counted: how many processes a verb starts. A process costs more than everything else a commit does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jovian_lab.project import Project
from tests.history import commit, work, write

_started: list[object] = []
_counting = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _counting and event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.exec", "os.system"):
        # subprocess announces itself and then, where it may (since Python 3.13 nearly always), the spawn it does
        spawned = event == "os.posix_spawn" and sys._getframe(1).f_globals.get("__name__") == "subprocess"
        if not spawned:
            _started.append(arguments[0] if arguments else event)


sys.addaudithook(_hook)  # there is no way to take one off, so it listens only when asked to


@pytest.fixture
def started() -> Iterator[list[object]]:
    """The processes this test has started since it asked for the fixture; clear it to begin anew."""
    global _counting
    _started.clear()
    _counting = True
    yield _started
    _counting = False


@pytest.mark.parametrize("close", [True, False])
def test_the_counter_counts(started: list[object], close: bool) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True, close_fds=close)
    assert len(started) == 1


@pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="this system has no posix_spawn")
def test_the_counter_counts_what_goes_around_subprocess(started: list[object]) -> None:
    os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-c", ""], dict(os.environ)), 0)
    assert len(started) == 1


def test_a_warm_commit_starts_no_process(project: Project, started: list[object]) -> None:
    commit(project, "a.ipynb", work("x", "y"))
    started.clear()
    commit(project, "a.ipynb", work("x2", "y"), "edited")
    commit(project, "a.ipynb", work("x2", "y", "z"), "added")
    assert started == []


@pytest.mark.parametrize("verb", ["page", "status", "version", "notebooks", "tips", "commit unchanged"])
def test_looking_starts_no_process(project: Project, started: list[object], verb: str) -> None:
    commit(project, "a.ipynb", work("x"))
    write(project, "a.ipynb", work("y"))
    commit(project, "a.ipynb", work("y"))
    started.clear()
    verbs: dict[str, Callable[[], object]] = {
        "page": lambda: project.page("a.ipynb", filter="v1"),
        "status": lambda: project.status("a.ipynb"),
        "version": lambda: project.version("a.ipynb", "v1"),
        "notebooks": lambda: project.notebooks(),
        "tips": lambda: project.tips(),
        "commit unchanged": lambda: project.commit("a.ipynb"),
    }
    verbs[verb]()
    assert started == []


def in_another_process(tmp_path: Path, project: Project, script: str) -> list[str]:
    """Run Python on the project; return the gits it started, however they were started."""
    log = tmp_path / "gits.log"
    log.write_text("")
    tools = tmp_path / "tools"
    tools.mkdir(exist_ok=True)
    wrapper = tools / "git"
    real = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> "{log}"\nexec "{real}" "$@"\n')
    wrapper.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    code = f"from jovian_lab.project import Project, Author\nproject = Project.open({str(project.folder)!r})\n{script}"
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=Path.cwd())
    return log.read_text().splitlines()


@pytest.mark.skipif(os.name == "nt", reason="the wrapper is a shell script")
def test_a_cold_commit_starts_two_gits_at_most(project: Project, tmp_path: Path) -> None:
    commit(project, "a.ipynb", work("x"))
    write(project, "a.ipynb", work("y"))
    gits = in_another_process(tmp_path, project, "assert project.commit('a.ipynb').number == 2")
    assert len(gits) <= 2, gits
    assert len(project.versions("a.ipynb")) == 2


@pytest.mark.skipif(os.name == "nt", reason="the wrapper is a shell script")
def test_looking_from_a_new_process_starts_none(project: Project, tmp_path: Path) -> None:
    commit(project, "a.ipynb", work("x"))
    assert in_another_process(tmp_path, project, "assert project.page('a.ipynb').total == 1") == []
