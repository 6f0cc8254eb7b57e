"""An environment is read again when it changed, and only then."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jovian_lab.environment import cache, detect, reading
from jovian_lab.environment.values import Environment
from tests.environment import layouts
from tests.environment.peers import ours
from tests.environment.wheels import commit, project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.forget()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = layouts.venv(tmp_path / "env")
    layouts.dist(folder, "good", "1.0")
    layouts.old(tmp_path)
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[detect.Target]:
    """Count how often an environment is read."""
    seen: list[detect.Target] = []
    real = reading.read

    def counted(target: detect.Target) -> reading.Reading:
        seen.append(target)
        return real(target)

    monkeypatch.setattr(reading, "read", counted)
    return seen


def taken(tmp_path: Path) -> Environment:
    return cache.capture(detect.for_python(tmp_path / "env"))


def test_unchanged_is_the_same_object(site: Path, tmp_path: Path, reads: list[detect.Target]) -> None:
    first = taken(tmp_path)
    assert all(taken(tmp_path) is first for _ in range(5))
    assert len(reads) == 1


def add(site: Path) -> None:
    layouts.dist(site, "new", "1.0")


def upgrade(site: Path) -> None:
    shutil.rmtree(site / "good-1.0.dist-info")
    layouts.dist(site, "good", "1.1")


def path_file(site: Path) -> None:
    extra = site.parents[3] / "extra"
    layouts.dist(extra, "far", "1.0")
    (site / "far.pth").write_text(f"{extra}\n")


def lend(site: Path) -> None:
    layouts.dist(layouts.bare(site.parents[3] / "base", "3.11.7"), "lent", "1.0")
    config = site.parents[2] / "pyvenv.cfg"
    config.write_text(config.read_text().replace("false", "true"))


@pytest.mark.parametrize("change", [add, upgrade, path_file, lend])
def test_every_change_is_seen(site: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    before = taken(tmp_path)
    change(site)
    after = taken(tmp_path)
    assert after is not before
    assert ours(after) != ours(before)
    assert after == reading.read(detect.for_python(tmp_path / "env")).environment


def test_a_path_file_rewritten_in_place(site: Path, tmp_path: Path) -> None:
    """easy-install.pth is: its folder's time stays."""
    (site / "easy.pth").write_text("# nothing\n")
    layouts.dist(tmp_path / "far", "far", "1.0")
    layouts.old(tmp_path)
    before = taken(tmp_path)
    (site / "easy.pth").write_text(f"{tmp_path / 'far'}\n")
    os.utime(site, (1_700_000_000, 1_700_000_000))
    assert set(ours(taken(tmp_path))) - set(ours(before)) == {"far"}


def test_changes_within_one_tick_of_the_clock(site: Path, tmp_path: Path) -> None:
    """What was changed a moment ago may change again without its time changing."""
    now = time.time_ns()
    os.utime(site, ns=(now, now))
    assert "new" not in ours(taken(tmp_path))
    layouts.dist(site, "new", "1.0")
    os.utime(site, ns=(now, now))
    assert "new" in ours(taken(tmp_path))


def test_the_same_object_even_when_read_again(site: Path, tmp_path: Path, reads: list[detect.Target]) -> None:
    os.utime(site)
    first = taken(tmp_path)
    assert taken(tmp_path) is first
    assert len(reads) == 2


def test_a_checkout_moves_on(tmp_path: Path) -> None:
    site = layouts.venv(tmp_path / "env")
    folder = project(tmp_path / "work" / "hobby", "hobby", "1.0")
    layouts.dist(site, "hobby", "1.0", direct={"url": folder.as_uri(), "dir_info": {"editable": True}})
    layouts.old(tmp_path / "env")

    def source() -> tuple[str, bool]:
        found = taken(tmp_path).packages[0].source
        assert found is not None
        return found.commit, found.dirty

    first = source()
    assert first[0] and not first[1]
    (folder / "hobby.py").write_text("x = 5\n")
    assert source() == (first[0], True)
    assert source() != first and commit(folder, "next") == source()[0]


def test_bounded_and_safe_among_threads(tmp_path: Path) -> None:
    for number in range(20):
        layouts.dist(layouts.venv(tmp_path / f"env{number}", base=tmp_path / "base"), "one", f"{number}")
    layouts.old(tmp_path)
    wrong: list[object] = []

    def work(shift: int) -> None:
        for number in range(60):
            place = (number + shift) % 20
            found = ours(cache.capture(detect.for_python(tmp_path / f"env{place}")))
            if found != {"one": str(place)}:
                wrong.append((place, found))

    threads = [threading.Thread(target=work, args=(shift * 3,)) for shift in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(cache._entries) <= 16


def test_fast_enough(tmp_path: Path) -> None:
    """109 packages: cold and unchanged, as processor time, the best of several since others work here too."""
    site = layouts.venv(tmp_path / "env")
    head = [*(f"Classifier: Topic :: {number}" for number in range(20)), *(f"Requires-Dist: p{n}" for n in range(8))]
    for number in range(109):
        info = layouts.dist(site, f"p{number}", "1.0", *head, requested=number % 3 == 0)
        (info / "METADATA").open("a").write("A long description.\n" * 1_000)
    layouts.old(tmp_path)
    target = detect.for_python(tmp_path / "env")
    cold, warm = [], []
    for _ in range(15):
        cache.forget()
        begin = time.process_time()
        cache.capture(target)
        cold.append(time.process_time() - begin)
        begin = time.process_time()
        cache.capture(target)
        warm.append(time.process_time() - begin)
    assert min(cold) < 0.010
    assert min(warm) < 0.001
