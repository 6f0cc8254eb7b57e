"""Every call of a commit that changes a file fails once, in four ways: nothing breaks, and the next commit works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jovian_lab.project import Project
from tests.torture.effort import LONG
from tests.torture.faults import Faults, why_not
from tests.torture.marked import notebook
from tests.torture.nursery import Nursery
from tests.torture.whole import (
    NOTEBOOK,
    assert_clean,
    assert_goes_on,
    assert_there,
    lost_by_control,
)
from tests.torture.writer import AUTHOR

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "possible")
_WAYS = ("kill", "eio", "enospc", "short")
_KILLED = -9


@pytest.fixture
def faults(tmp_path: Path) -> Iterator[Faults]:
    made = Faults(tmp_path)
    yield made
    made.close()


@pytest.fixture
def nursery(faults: Faults, tmp_path: Path) -> Iterator[Nursery]:
    """Forks writers that run under the library."""
    with Nursery(tmp_path, faults.environment) as opened:
        yield opened


@pytest.mark.parametrize("first", [True, False], ids=["first commit", "later commit"])
def test_every_call_of_a_commit(faults: Faults, nursery: Nursery, tmp_path: Path, first: bool) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    (origin / NOTEBOOK).write_bytes(notebook("old"))
    if not first:
        assert Project.open(origin, create=True).commit(NOTEBOOK, "old", author=AUTHOR)
    calls = _attempt(faults, nursery, origin, tmp_path / "count", "count", 0, first=first)
    assert calls > 10, "the library sees nothing"
    failures = []
    for target in range(1, calls + 1, 1 if LONG else 3):
        for way in _WAYS if LONG else (_WAYS[target // 3 % len(_WAYS)],):
            try:
                _attempt(faults, nursery, origin, tmp_path / f"{way}-{target}", way, target, first=first)
            except AssertionError as error:
                failures.append(str(error))
    assert not failures, f"{len(failures)} of {calls} calls:\n" + "\n\n".join(failures)


def _attempt(
    faults: Faults, nursery: Nursery, origin: Path, folder: Path, way: str, target: int, *, first: bool
) -> int:
    """Commit in a copy of a project while one call fails; check all that must hold; return the number of calls."""
    shutil.copytree(origin, folder)
    (folder / NOTEBOOK).write_bytes(notebook("writer-0"))
    faults.arm(folder / ".jovian", way, target)
    writer = nursery.start(folder, tokens=1, name="writer", prepared=True)
    status = writer.wait()
    calls, call = faults.disarm()
    said = writer.acknowledged()
    case = f"{way} at call {target} of {calls} ({call or 'not reached'}): "
    assert not said.tracebacks, case + said.tracebacks[0].replace(" | ", "\n")
    assert status in (0, 3) or (way == "kill" and status == _KILLED), f"{case}exit status {status}"
    try:
        if not first:
            assert_there(folder, {"old": 1})
        assert_there(folder, said.versions)
        if LONG and (folder / ".jovian" / "repository.git" / "jovian.json").exists():
            assert_clean(folder)
        assert_goes_on(folder)
        assert_there(folder, said.versions if first else {"old": 1} | said.versions)
        assert_clean(folder)
    except Exception as error:
        raise AssertionError(f"{case}{type(error).__name__}: {error}; the writer said {said}") from error
    shutil.rmtree(folder)
    return calls


def test_the_control_loses_versions(faults: Faults, nursery: Nursery, tmp_path: Path) -> None:
    lost = 0
    for way in ("kill", "enospc"):
        for target in range(1, 6):
            folder = tmp_path / f"{way}-{target}"
            folder.mkdir()
            nursery.start(folder, store="naive", tokens=1, name="old").wait()
            faults.arm(folder / ".naive", way, target)
            nursery.start(folder, store="naive", tokens=1, name="new").wait()
            faults.disarm()
            lost += lost_by_control(folder, {"old-0": 1})
    assert lost > 0
