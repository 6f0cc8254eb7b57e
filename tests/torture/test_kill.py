"""kill -9 at random moments: what was acknowledged is there, the next commit works, no lock is left to delete."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from tests.torture.effort import tries
from tests.torture.nursery import Nursery
from tests.torture.whole import assert_clean, assert_goes_on, assert_there, lost_by_control

_NEW_STORE_EVERY = 5  # so that the making of a store is hit as well
_LONGEST_SECONDS = 0.2
_CONTROL_SIZE = 1 << 20  # bytes of a notebook: the larger, the longer the control's file is half written


def test_killed_writers(nursery: Nursery, tmp_path: Path, random: Random) -> None:
    folder, acknowledged = tmp_path, dict[str, int]()
    for number in range(tries(25, 200)):
        if number % _NEW_STORE_EVERY == 0:
            folder, acknowledged = tmp_path / f"project-{number}", {}
            folder.mkdir()
        writer = nursery.start(folder)
        time.sleep(random.uniform(0, _LONGEST_SECONDS))
        writer.kill()
        said = writer.acknowledged()
        assert not said.errors and not said.tracebacks, f"kill {number}: {said}"
        acknowledged |= said.versions
        assert_there(folder, acknowledged)
        assert_goes_on(folder)
        if number % _NEW_STORE_EVERY == _NEW_STORE_EVERY - 1:
            assert_clean(folder)


def test_the_control_loses_versions(nursery: Nursery, tmp_path: Path, random: Random) -> None:
    lost = 0
    for number in range(100):
        folder = tmp_path / f"project-{number}"
        folder.mkdir()
        writer = nursery.start(folder, store="naive", size=_CONTROL_SIZE)
        writer.wait_for(1)
        time.sleep(random.uniform(0, 0.05))
        writer.kill()
        lost += lost_by_control(folder, writer.acknowledged().versions)
        if lost:
            return
    raise AssertionError("100 kills did no harm even to the naive store")
