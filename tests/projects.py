"""Fixtures of the tests that work on a project: one in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from jovian_lab.project import Project
from jovian_lab.store import worktree
from jovian_lab.store.repository import Store


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait half a second for every file that is no notebook."""
    monkeypatch.setattr(worktree, "_QUIET_SECONDS", 0.03)
    monkeypatch.setattr(worktree, "_PAUSE_SECONDS", 0.005)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "work"
    folder.mkdir()
    return Project.open(folder, create=True)


@pytest.fixture
def store(project: Project) -> Store:
    return Store(project.folder)
