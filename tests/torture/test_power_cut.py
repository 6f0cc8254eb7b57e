"""The power goes at random moments: every acknowledged version is there after the next start."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from random import Random

import pytest

from tests.torture.apart import apart
from tests.torture.effort import tries
from tests.torture.mounts import cut_power, disk, make_disk, why_no_mounts
from tests.torture.nursery import Acknowledged, Nursery
from tests.torture.whole import NOTEBOOK, assert_clean, assert_goes_on, assert_there, lost_by_control

_REASON = why_no_mounts("mkfs.ext4")
pytestmark = pytest.mark.skipif(bool(_REASON), reason=_REASON or "possible")
_MEGABYTES = 48


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A disk with an empty project folder."""
    image = tmp_path / "blank.img"
    make_disk(image, _MEGABYTES)
    with disk(image, tmp_path / "mount"):
        (tmp_path / "mount" / "project").mkdir()
    return image


@pytest.fixture
def begun(tmp_path: Path, blank: Path) -> Path:
    """A disk with a project of one version."""
    image = tmp_path / "begun.img"
    shutil.copy(blank, image)
    with disk(image, tmp_path / "mount"):
        apart(assert_goes_on, tmp_path / "mount" / "project", NOTEBOOK, "old")
    return image


def test_power_cuts(nursery: Nursery, tmp_path: Path, begun: Path, random: Random) -> None:
    acknowledged = 0
    for _ in range(tries(8, 80)):
        acknowledged += _cut(nursery, tmp_path, begun, random, {"old": 1})
    assert acknowledged > 0


def test_power_cuts_while_the_store_is_made(nursery: Nursery, tmp_path: Path, blank: Path, random: Random) -> None:
    for number in range(tries(3, 20)):
        _cut(nursery, tmp_path, blank, random, {}, at_least=number % 2)


def _cut(
    nursery: Nursery, tmp_path: Path, image: Path, random: Random, before: dict[str, int], *, at_least: int = 1
) -> int:
    """Cut the power once and check everything; return how many commits were acknowledged."""
    said = _write_and_cut(nursery, tmp_path, image, random, "ours", at_least)
    assert not said.errors and not said.tracebacks, said
    with disk(tmp_path / "disk.img", tmp_path / "mount"):
        apart(_check, tmp_path / "mount" / "project", before | said.versions)
    return len(said.versions)


def _check(folder: Path, acknowledged: dict[str, int]) -> None:
    assert_there(folder, acknowledged)
    assert_goes_on(folder)
    assert_there(folder, acknowledged)
    assert_clean(folder)


def _write_and_cut(
    nursery: Nursery, tmp_path: Path, image: Path, random: Random, store: str, at_least: int
) -> Acknowledged:
    """Let a writer commit on a copy of a disk until the power goes; return what it had said by then."""
    shutil.copy(image, tmp_path / "disk.img")
    place = tmp_path / "mount"
    with disk(tmp_path / "disk.img", place):
        writer = nursery.start(place / "project", store=store)
        writer.wait_for(random.randint(at_least, 6) if at_least else 0)
        time.sleep(random.uniform(0, 0.05))
        writer.freeze()
        said = writer.acknowledged()
        cut_power(place)
        writer.kill()
    return said


def test_the_control_loses_versions(nursery: Nursery, tmp_path: Path, blank: Path, random: Random) -> None:
    for _ in range(10):
        said = _write_and_cut(nursery, tmp_path, blank, random, "naive", 1)
        with disk(tmp_path / "disk.img", tmp_path / "mount"):
            if lost_by_control(tmp_path / "mount" / "project", said.versions):
                return
    raise AssertionError("10 power cuts did no harm even to the naive store")
