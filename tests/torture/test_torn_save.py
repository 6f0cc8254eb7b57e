"""Commits while Jupyter saves the notebook, which it does in place: a version is always one of the saved states."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from jovian_lab.errors import FileChanging
from jovian_lab.project import Project
from tests.torture.effort import tries
from tests.torture.saver import state
from tests.torture.whole import NOTEBOOK
from tests.torture.writer import AUTHOR

_TOP = Path(__file__).resolve().parents[2]


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[Path]:
    """A folder in which a notebook is being saved all the time."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.torture.saver", str(tmp_path)]
    saver = subprocess.Popen(command, cwd=_TOP, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert saver.stdout is not None
    saver.stdout.readline()  # the first save is done
    yield tmp_path
    saver.kill()
    saver.communicate()


def test_commits_meanwhile(saved: Path) -> None:
    project = Project.open(saved, create=True)
    committed, changing, wanted = 0, 0, tries(8, 60)
    while committed < wanted and changing < wanted:
        try:
            version = project.commit(NOTEBOOK, author=AUTHOR)
        except FileChanging:
            changing += 1
            continue
        if version is not None:
            committed += 1
            _check(project.read(NOTEBOOK, version.id))
    assert committed >= wanted // 2


def _check(raw: bytes) -> None:
    """A version parses, and is what Jupyter wrote for that save, from the first byte to the last."""
    number = json.loads(raw)["metadata"]["save"]
    assert raw.decode() == nbformat.writes(nbformat.from_dict(state(number))) + "\n"


def test_the_control_is_torn(saved: Path) -> None:
    """Reading the file as it stands, as `git add` does, gets half a notebook sooner or later."""
    torn = 0
    deadline = time.monotonic() + 60
    while not torn and time.monotonic() < deadline:
        try:
            json.loads((saved / NOTEBOOK).read_bytes())
        except ValueError:
            torn += 1
    assert torn
