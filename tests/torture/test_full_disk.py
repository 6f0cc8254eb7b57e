"""The disk fills up while commits are made: a clear error, nothing broken, and it goes on when there is room."""

from __future__ import annotations

from pathlib import Path

import pytest

from jovian_lab.errors import DiskFull
from jovian_lab.project import Project
from tests.torture.apart import apart
from tests.torture.effort import LONG, tries
from tests.torture.marked import notebook
from tests.torture.mounts import tmpfs, why_no_mounts
from tests.torture.nursery import Nursery
from tests.torture.whole import NOTEBOOK, assert_clean, assert_goes_on, assert_there, lost_by_control
from tests.torture.writer import AUTHOR

_REASON = why_no_mounts()
pytestmark = pytest.mark.skipif(bool(_REASON), reason=_REASON or "possible")
_BALLAST = 400_000  # bytes that are removed when the disk is full
_SIZE = 64 << 10  # bytes of a notebook


@pytest.mark.parametrize("kilobytes", [1200 + 37 * number for number in range(tries(4, 40))])
def test_a_full_disk(nursery: Nursery, tmp_path: Path, kilobytes: int) -> None:
    folder = tmp_path / "mount"
    with tmpfs(folder, kilobytes):
        (folder / "ballast").write_bytes(bytes(_BALLAST))
        (folder / NOTEBOOK).write_bytes(notebook("same", size=_SIZE))
        writer = nursery.start(folder, prepared=True)
        assert writer.wait() == 3, writer.acknowledged()
        said = writer.acknowledged()
        assert not said.tracebacks
        assert [error.split(" ")[0] for error in said.errors] == [DiskFull.code]
        apart(_check, folder, set(said.versions))


def _check(folder: Path, acknowledged: set[str]) -> None:
    assert _titles(folder) == acknowledged
    (folder / "ballast").unlink()
    assert_goes_on(folder)
    assert _titles(folder) == acknowledged | {"afterwards"}
    assert_clean(folder)


def _titles(folder: Path) -> set[str]:
    return {version.title for version in Project.open(folder).versions(NOTEBOOK, limit=10_000)}


@pytest.mark.parametrize("room", range(0, 24, 4) if LONG else [4])
def test_no_room_for_a_store(tmp_path: Path, room: int) -> None:
    """Making a store fails as clearly, and leaves nothing in the way."""
    folder = tmp_path / "mount"
    with tmpfs(folder, 1000):
        (folder / NOTEBOOK).write_bytes(notebook("first"))
        with open(folder / "ballast", "wb", buffering=0) as ballast:
            try:
                while ballast.write(bytes(4096)) == 4096:
                    pass
            except OSError:
                pass
            ballast.truncate(ballast.tell() - room * 1024)
        apart(_check_making, folder)


def _check_making(folder: Path) -> None:
    with pytest.raises(DiskFull):
        Project.for_notebook(folder / NOTEBOOK, create=True)[0].commit(NOTEBOOK, "first", author=AUTHOR)
    (folder / "ballast").unlink()
    assert_goes_on(folder)
    assert_there(folder, {"afterwards": 1})
    assert_clean(folder)


def test_the_control_loses_versions(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "mount"
    with tmpfs(folder, 1200):
        writer = nursery.start(folder, store="naive", size=_SIZE)
        writer.wait()
        assert lost_by_control(folder, writer.acknowledged().versions) > 0
