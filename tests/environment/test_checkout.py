"""What is said of a checkout is what git says, read without running it; where it cannot be told, nothing is claimed."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from jovian_lab.environment import checkout
from tests.environment.wheels import commit, git


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A checkout whose files have been still for a while."""
    folder = tmp_path / "work"
    (folder / "a" / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("one\n")
    (folder / "a" / "b.txt").write_text("two\n")
    (folder / "a" / "deep" / "ü.txt").write_text("three\n")
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    (folder / "link").symlink_to("a.txt")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    commit(folder, "first")
    settle(folder)
    return folder


def settle(folder: Path) -> None:
    """Let the files be older than the index, as they are after a moment."""
    past = time.time() - 100
    for place, _, names in os.walk(folder):
        if ".git" not in place:
            for name in names:
                os.utime(os.path.join(place, name), (past, past), follow_symlinks=False)
    git(folder, "update-index", "-q", "--refresh")


def expected(folder: Path) -> checkout.State:
    changed = git(folder, "status", "--porcelain", "--untracked-files=no")
    return checkout.State(git(folder, "rev-parse", "HEAD"), bool(changed))


def holds(folder: Path) -> checkout.State | None:
    state = checkout.read(str(folder))
    assert state == expected(folder)
    return state


def test_clean_and_changed(work: Path) -> None:
    assert holds(work) == (git(work, "rev-parse", "HEAD"), False)
    (work / "new.txt").write_text("git does not know it")
    holds(work)
    (work / "a" / "b.txt").write_text("too\n")
    assert holds(work).dirty  # type: ignore[union-attr]
    (work / "a" / "b.txt").write_text("two\n")
    holds(work)


def test_only_the_time_changed(work: Path) -> None:
    os.utime(work / "a.txt")
    state = checkout.read(str(work))
    assert state is not None and state.dirty is False


def test_same_size_and_time(work: Path) -> None:
    """Written in the moment the index was: the time alone proves nothing."""
    times = os.stat(work / ".git" / "index")
    (work / "a.txt").write_text("first\n")
    git(work, "add", ".")
    commit(work, "second")
    written = os.stat(work / ".git" / "index").st_mtime_ns
    os.utime(work / "a.txt", ns=(written, written))
    git(work, "update-index", "-q", "--refresh")
    os.utime(work / ".git" / "index", ns=(written, written))
    (work / "a.txt").write_text("worst\n")
    os.utime(work / "a.txt", ns=(written, written))
    assert times is not None
    state = checkout.read(str(work))
    assert state is not None and state.dirty is True


@pytest.mark.parametrize("change", ["removed", "mode", "link", "staged", "staged new", "staged removal", "intent"])
def test_every_way_to_differ(work: Path, change: str) -> None:
    if change == "removed":
        (work / "a.txt").unlink()
    elif change == "mode":
        (work / "run.sh").chmod(0o644)
    elif change == "link":
        (work / "link").unlink()
        (work / "link").symlink_to("run.sh")
    elif change == "staged":
        (work / "a.txt").write_text("staged\n")
        git(work, "add", "a.txt")
    elif change == "staged removal":
        git(work, "rm", "--quiet", "--cached", "a.txt")
    else:
        (work / "new.txt").write_text("new\n")
        git(work, "add", *(["--intent-to-add"] if change == "intent" else []), "new.txt")
    assert holds(work).dirty  # type: ignore[union-attr]


def test_index_of_version_4_and_packed_objects(work: Path) -> None:
    git(work, "update-index", "--index-version", "4")
    holds(work)
    for number in range(5):
        (work / "a.txt").write_text(f"{number}\n" * 50)
        commit(work, f"a longer message that is nearly the same each time {number}")
    git(work, "gc", "--quiet")
    settle(work)
    assert (work / ".git" / "packed-refs").exists()
    assert holds(work).dirty is False  # type: ignore[union-attr]
    git(work, "checkout", "--quiet", "--detach", "HEAD~3")
    settle(work)
    assert holds(work).dirty is False  # type: ignore[union-attr]


def test_folder_inside_and_a_second_work_tree(work: Path, tmp_path: Path) -> None:
    state = checkout.read(str(work / "a" / "deep"))
    assert state == expected(work)
    git(work, "worktree", "add", "--quiet", str(tmp_path / "second"), "-b", "other")
    second = tmp_path / "second"
    commit(second, "of the other branch")
    settle(second)
    assert holds(second) != holds(work)


def test_what_cannot_be_told_is_left_open(work: Path) -> None:
    git(work, "config", "core.autocrlf", "input")
    (work / "a.txt").write_text("one\r\n")
    state = checkout.read(str(work))
    assert state is not None and state.dirty is None
    (work / ".git" / "index").write_bytes(b"DIRC" + b"\0" * 100)
    state = checkout.read(str(work))
    assert state is not None and state.dirty is None
    git(work, "config", "--unset", "core.autocrlf")


def test_no_checkout(tmp_path: Path) -> None:
    assert checkout.read(str(tmp_path)) is None
    assert checkout.read("") is None
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    assert checkout.read(str(tmp_path)) is None
    (tmp_path / ".git").unlink()
    git(tmp_path, "init", "--quiet")
    assert checkout.read(str(tmp_path)) is None


def test_nothing_of_the_checkout_is_run(work: Path, tmp_path: Path) -> None:
    """All of these would run with `git status` in that folder."""
    told = tmp_path / "told"
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\necho ran >> {told}\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "filter.x.clean", "filter.x.process", "diff.external", "core.sshCommand"):
        git(work, "config", name, str(program))
    (work / ".gitattributes").write_text("* filter=x\n")
    (work / "a.txt").write_text("changed\n")
    state = checkout.read(str(work))
    assert state is not None
    assert not told.exists()
    # and git does run it: the trap works
    subprocess.run(["git", "-C", str(work), "status"], capture_output=True)
    assert told.exists()


@pytest.mark.parametrize("name", ["HEAD", "index", "packed-refs", "config"])
@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"ref: refs/heads/../../../secret\n", b"\xff\xfe" * 100])
def test_damage_is_no_error(work: Path, name: str, content: bytes) -> None:
    (work / ".git" / name).write_bytes(content)
    state = checkout.read(str(work))
    assert state is None or state.dirty in (None, False, True)


def test_every_cut_of_an_index_is_no_error(work: Path) -> None:
    index = work / ".git" / "index"
    whole = index.read_bytes()
    for length in range(0, len(whole), 7):
        index.write_bytes(whole[:length])
        checkout.read(str(work))
