"""What must hold of a store after anything: what was acknowledged is there, git agrees, and work goes on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from jovian_lab.project import Project
from tests.torture.marked import notebook, token_in
from tests.torture.naive import NaiveStore
from tests.torture.writer import AUTHOR

NOTEBOOK = "analysis.ipynb"


def assert_there(folder: Path, acknowledged: dict[str, int], name: str = NOTEBOOK) -> None:
    """Check that every acknowledged version is there, under its number and with its bytes."""
    if not acknowledged:
        return
    project = Project.open(folder)
    for token, number in acknowledged.items():
        version = project.version(name, number)
        assert version.title == token, f"v{number} is {version.title!r}, but was acknowledged as {token!r}"
        assert token_in(project.read(name, version.id)) == token


def assert_counted(folder: Path, name: str = NOTEBOOK) -> int:
    """Check that versions are numbered from 1 without gap or repetition; return how many there are."""
    project = Project.open(folder)
    first = project.page(name, limit=10_000)
    numbers = sorted(version.number for version in first.versions)
    assert numbers == list(range(1, first.total + 1))
    return first.total


def assert_clean(folder: Path) -> None:
    """Check that git and we find nothing wrong with the store."""
    repository = folder / ".jovian" / "repository.git"
    command = ["git", "-c", "safe.directory=*", f"--git-dir={repository}", "fsck", "--strict", "--full"]
    found = subprocess.run([*command, "--no-dangling"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "error" not in found.stderr and "missing" not in found.stdout, found.stdout + found.stderr
    report = Project.open(folder).fsck()
    assert report.ok, report.problems


def assert_goes_on(folder: Path, name: str = NOTEBOOK, token: str = "afterwards") -> None:
    """Check that the next commit works at once, without anybody tidying up."""
    raw = notebook(token)
    (folder / name).write_bytes(raw)
    project, path = Project.for_notebook(folder / name, create=True)
    version = project.commit(path, token, author=AUTHOR, allow_empty=True)
    assert version is not None
    assert project.read(path, version.id) == raw


def lost_by_control(folder: Path, acknowledged: dict[str, int]) -> int:
    """Return how many acknowledged versions the naive store has lost."""
    try:
        tokens = {token_in(raw) for raw in NaiveStore(folder).read()}
    except (ValueError, OSError, AssertionError, KeyError):
        return len(acknowledged)
    return len(set(acknowledged) - tokens)
