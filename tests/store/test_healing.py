"""What a check finds damaged is written anew by the next version, where the notebook still has it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from jovian_lab.errors import Damaged
from jovian_lab.project import Project
from jovian_lab.store import damage, heads
from jovian_lab.store.repository import Store
from tests.history import commit, work


def _break_the_part(project: Project) -> None:
    """Spoil the long text in the only pack there is."""
    (pack,) = (project.folder / ".jovian/repository.git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 0xFF
    pack.write_bytes(data)


@pytest.mark.parametrize("warm", [True, False])
def test_the_next_version_is_whole_again(project: Project, warm: bool) -> None:
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=60_000))
    commit(project, "a.ipynb", work("x = 1", output=noise))
    _break_the_part(project)
    report = project.fsck()
    assert not report.ok
    assert damage.noted(Store(project.folder))
    with pytest.raises(Damaged):
        project.read("a.ipynb", "v1")
    if not warm:
        heads._remembered.clear()
    second = work("x = 2", output=noise)
    commit(project, "a.ipynb", second)
    assert project.read("a.ipynb", "latest") == (project.folder / "a.ipynb").read_bytes()


def test_a_clean_check_forgets(project: Project) -> None:
    commit(project, "a.ipynb", work("x = 1"))
    store = Store(project.folder)
    damage.note(store, ["0" * 40])
    assert damage.noted(store)
    assert project.fsck().ok
    assert damage.noted(store) == frozenset()
    assert not Path(store.repository / "damaged.json").exists()
