"""A notebook with plots, worked on for a while: every version comes back as it was, also after maintenance."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from benchmarks.notebooks import SHAPES, GeneratedNotebook
from jovian_lab.project import Project
from tests.torture.effort import SEED, tries
from tests.torture.whole import NOTEBOOK, assert_clean
from tests.torture.writer import AUTHOR


@pytest.mark.parametrize("shape", ["small", "2 MB"])
def test_every_version_comes_back(tmp_path: Path, shape: str) -> None:
    notebook = GeneratedNotebook(SHAPES[shape], SEED)
    project = Project.open(tmp_path, create=True)
    sums: list[str] = []
    for number in range(tries(12, 100)):
        raw = notebook.raw()
        (tmp_path / NOTEBOOK).write_bytes(raw)
        version = project.commit(NOTEBOOK, author=AUTHOR)
        assert version is not None and version.number == number + 1
        sums.append(hashlib.sha256(raw).hexdigest())
        if number % 5 == 4:
            notebook.rerun()
        else:
            notebook.step()
    _check(project, sums)
    assert_clean(tmp_path)
    report = project.gc()
    assert report.after <= report.before
    _check(project, sums)
    assert_clean(tmp_path)


def _check(project: Project, sums: list[str]) -> None:
    read = [hashlib.sha256(project.read(NOTEBOOK, number)).hexdigest() for number in range(1, len(sums) + 1)]
    assert read == sums
