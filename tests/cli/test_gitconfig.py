"""`config-git`: what it says it did, it did."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def repository(folder: Path) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def test_set_and_unset(repository: Path, run: Run) -> None:
    ran = run("config-git")
    assert ran.code == 0 and "diff.jovian-lab.command" in ran.out and "--unset" in ran.out
    assert (repository / ".git/info/attributes").read_text() == "*.ipynb diff=jovian-lab\n"
    assert run("config-git").out == "Everything was set already.\n"
    found = run("config-git", "--local", "--unset", "--json").json
    assert found["scope"] == "local" and [change["new"] for change in found["changes"]] == [None] * 3
    assert run("config-git", "--unset").out == "Nothing to undo.\n"


def test_no_repository(folder: Path, run: Run) -> None:
    ran = run("config-git", "--json")
    assert ran.code == 2 and ran.error["code"] == "invalid-input" and "--global" in ran.error["hint"]


def test_the_driver_is_gits(folder: Path, run: Run) -> None:
    assert run("git-diff-driver", "a", "b").code == 2
    assert run("git-diff-driver", "a\x1b[2J.ipynb").out == "* Unmerged path a\N{REPLACEMENT CHARACTER}[2J.ipynb\n"
