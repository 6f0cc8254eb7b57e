"""Notebooks in a folder, and two ways to run the command: in this process, and in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jovian_lab.cli import main

REPOSITORY = Path(__file__).parents[2]


class Ran(NamedTuple):
    """What came out of the command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer of `--json`, which must be ASCII."""
        return json.loads(self.out.encode("ascii"))

    @property
    def error(self) -> Any:
        """The error of `--json`."""
        return json.loads(self.err)


Run = Callable[..., Ran]


def cells(*sources: str, count: int | None = 1) -> bytes:
    """A notebook with one code cell a source."""
    made = [
        {
            "cell_type": "code",
            "id": f"cell-{position}",
            "execution_count": count,
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(keepends=True),
        }
        for position, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(content, indent=1) + "\n").encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, empty."""
    path = tmp_path / "work"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


@pytest.fixture
def notebook(folder: Path) -> Path:
    """nb.ipynb in the working folder, not committed."""
    path = folder / "nb.ipynb"
    path.write_bytes(cells("1 + 1", "2 + 2"))
    return path


@pytest.fixture
def run(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command in this process, in the working folder."""

    def run(*args: str) -> Ran:
        code = main(args)
        captured = capsysbinary.readouterr()
        return Ran(code, captured.out.decode(), captured.err.decode())

    return run


@pytest.fixture
def history(notebook: Path, run: Run) -> Path:
    """nb.ipynb with three versions: "First", "Second" and "Third"."""
    for position, title in enumerate(("First", "Second", "Third")):
        notebook.write_bytes(cells("1 + 1", f"2 + {position}"))
        assert run("commit", "nb.ipynb", "-m", title).code == 0
    return notebook


@pytest.fixture
def spawn(folder: Path) -> Run:
    """Run the command in a process of its own."""

    def spawn(*args: str, user: int | None = None, **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "jovian_lab", *args],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "HOME": str(folder.parent), **env},
            cwd=folder,
            user=user,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return spawn
