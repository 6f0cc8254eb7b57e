"""The store's folder: made whole, checked before use, deaf to what a stranger put into it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from jovian_lab.errors import Busy, Damaged, GitUnavailable, ProjectNotFound, StoreTooNew
from jovian_lab.project import Project
from jovian_lab.store import git as git_module
from jovian_lab.store import repository
from jovian_lab.store.repository import Store
from tests.history import commit, git, work, write


def snapshot_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_user_s_own_git_never_sees_the_store(project: Project) -> None:
    subprocess.run(["git", "init", "-q", str(project.folder)], check=True)
    commit(project, "a.ipynb", work("x"))
    seen = subprocess.run(
        ["git", "status", "--porcelain"], cwd=project.folder, capture_output=True, text=True, check=True
    )
    assert seen.stdout == "?? a.ipynb\n"


def test_a_store_whose_making_was_cut_short_is_finished(tmp_path: Path) -> None:
    half = tmp_path / ".jovian" / "repository.git"
    half.mkdir(parents=True)
    (half / "config").write_text("[core]\n\tbare")
    with pytest.raises(ProjectNotFound):
        Project.open(tmp_path)
    project = Project.open(tmp_path, create=True)
    assert commit(project, "a.ipynb", work("x")).number == 1


def test_opening_twice_makes_nothing_anew(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    assert Project.open(project.folder, create=True).page("a.ipynb").total == 1


def test_a_newer_store_is_refused_and_not_touched(project: Project) -> None:
    commit(project, "a.ipynb", work("x"))
    (project.folder / ".jovian/repository.git/jovian.json").write_text('{"format": 2, "more": true}')
    before = snapshot_of(project.folder)
    openings: tuple[Callable[[], object], ...] = (
        lambda: Project.open(project.folder),
        lambda: Project.open(project.folder, create=True),
        lambda: Project.find(project.folder),
    )
    for opening in openings:
        with pytest.raises(StoreTooNew) as caught:
            opening()
        assert "pip install --upgrade" in caught.value.hint
    assert snapshot_of(project.folder) == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "1"}', b"\xff\xfe"])
def test_an_unreadable_format_is_damage(project: Project, content: bytes) -> None:
    (project.folder / ".jovian/repository.git/jovian.json").write_bytes(content)
    with pytest.raises(Damaged):
        Project.open(project.folder)


def test_a_stranger_s_configuration_is_replaced_before_git_runs(project: Project, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    config = project.folder / ".jovian/repository.git/config"
    config.write_text(
        f'[core]\n\tfsmonitor = "touch {witness}"\n\tsshCommand = "touch {witness}"\n'
        f'[alias]\n\tcat-file = "!touch {witness}"\n'
    )
    hooks = project.folder / ".jovian/repository.git/hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "post-update", "pre-auto-gc", "post-rewrite"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {witness}\n")
        (hooks / name).chmod(0o755)
    opened = Project.open(project.folder)
    commit(opened, "a.ipynb", work("x"))
    opened.gc()
    opened.delete("a.ipynb", confirm="a.ipynb")
    assert config.read_bytes() == repository._CONFIG
    assert not witness.exists()


@pytest.mark.parametrize("name", ["objects/info/alternates", "commondir", "config.worktree", "info/grafts", "shallow"])
def test_files_that_would_bring_in_other_objects_are_refused(project: Project, name: str) -> None:
    path = project.folder / ".jovian/repository.git" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("/somewhere/else\n")
    with pytest.raises(Damaged, match=name):
        Project.open(project.folder)


_PARTS = [
    "",
    "repository.git",
    "repository.git/objects",
    "repository.git/objects/pack",
    "repository.git/refs",
    "repository.git/refs/jovian",
    "repository.git/refs/jovian/versions",
]


@pytest.mark.parametrize("part", _PARTS)
def test_a_store_whose_parts_are_links_is_refused(project: Project, tmp_path: Path, part: str) -> None:
    """Else a store somebody sent could make us write anywhere."""
    path = project.folder / ".jovian" / part
    elsewhere = tmp_path / "elsewhere"
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(Damaged):
        Project.open(project.folder)


def test_an_index_that_is_a_link_is_not_followed(project: Project, tmp_path: Path) -> None:
    """Following it would empty somebody's own database."""
    commit(project, "a.ipynb", work("x"))
    victim = tmp_path / "victim.sqlite"
    with sqlite3.connect(victim) as database:
        database.execute("CREATE TABLE precious (x)")
    database.close()
    before = victim.read_bytes()
    index = project.folder / ".jovian/index.sqlite"
    index.unlink()
    index.symlink_to(victim)
    assert Project.open(project.folder).page("a.ipynb").total == 1
    assert victim.read_bytes() == before


def test_a_lock_file_of_a_ref_that_is_a_link_is_not_followed(project: Project, tmp_path: Path) -> None:
    made = commit(project, "a.ipynb", work("x"))
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (project.folder / f".jovian/repository.git/refs/jovian/versions/{made.notebook}.lock").symlink_to(victim)
    write(project, "a.ipynb", work("y"))
    try:
        project.commit("a.ipynb")
    finally:
        assert victim.read_text() == "precious"


def test_git_of_the_surroundings_is_ignored(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Variables as a git hook sets them, and a configuration that asks for signatures."""
    config = tmp_path / "gitconfig"
    config.write_text(
        "[commit]\n\tgpgsign = true\n[core]\n\tautocrlf = true\n\thooksPath = /nowhere\n"
        "[safe]\n\tbareRepository = explicit\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "objects"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    raw = write(project, "a.ipynb", b"one\r\ntwo\n")
    assert project.commit("a.ipynb") is not None
    assert project.read("a.ipynb", 1) == raw
    project.gc()
    assert project.fsck().ok


@pytest.mark.parametrize("variable", ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"])
def test_a_broken_configuration_of_the_user_stops_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    raw = write(project, "a.ipynb", work("x"))
    project.commit("a.ipynb")
    broken = tmp_path / "gitconfig"
    broken.write_text("[core\n")
    monkeypatch.delenv("GIT_CONFIG_NOSYSTEM", raising=False)
    monkeypatch.setenv(variable, str(broken))
    with pytest.raises(subprocess.CalledProcessError):
        git(project, "rev-parse", "--git-dir")  # git itself gives up
    assert project.read("a.ipynb", 1) == raw
    project.gc()


def test_git_missing_or_too_old_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    with pytest.raises(GitUnavailable) as caught:
        Project.open(tmp_path, create=True)
    assert "2.25" in caught.value.hint
    assert not (tmp_path / ".jovian").exists()
    old = tmp_path / "old"
    old.mkdir()
    (old / "git").write_text("#!/bin/sh\necho git version 1.8.3.1\n")
    (old / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{old}{os.pathsep}/usr/bin{os.pathsep}/bin")
    with pytest.raises(GitUnavailable, match=r"1\.8\.3"):
        Project.open(tmp_path, create=True)


def test_a_lock_that_is_held_for_long_is_busy_and_not_a_loss(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "LOCK_SECONDS", 0.05)
    write(project, "a.ipynb", work("x"))
    with FileLock(str(project.folder / ".jovian/repository.git/jovian.lock")), pytest.raises(Busy):
        project.commit("a.ipynb")
    assert project.commit("a.ipynb") is not None


def test_a_lock_file_left_behind_is_no_lock(project: Project) -> None:
    (project.folder / ".jovian/repository.git/jovian.lock").write_text("a process that was killed")
    (project.folder / ".jovian/repository.git/objects/pack/tmp_123_abc.pack").write_bytes(b"half")
    assert commit(project, "a.ipynb", work("x")).number == 1


def test_a_transaction_that_fails_moves_no_ref(project: Project, store: Store) -> None:
    commit(project, "a.ipynb", work("x"))
    before = git(project, "for-each-ref")

    class Stop(Exception):
        pass

    with pytest.raises(Stop), store.transaction() as change:
        change.move("refs/jovian/versions/0123456789abcdef", change.add("blob", b"x"), None)
        raise Stop
    assert git(project, "for-each-ref") == before
    assert list((store.repository / "objects/pack").glob("tmp_*")) == []


def test_the_fixed_settings_of_every_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps strangers' programs out is on the command line of each git we start."""
    fixed = " ".join(git_module._FIXED)
    for setting in ("core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.allow=never", "gc.auto=0"):
        assert setting in fixed


def test_gc_keeps_everything_that_is_named_and_shrinks(project: Project) -> None:
    raws = []
    for number in range(12):
        commit(
            project,
            "a.ipynb",
            raw := json.dumps(
                work(f"x = {number}", output="".join(f"{n * n}\n" for n in range(number, 3000)))
            ).encode(),
        )
        raws.append(raw)
    write(project, "a.ipynb", work("draft"))
    kept = project.snapshot("a.ipynb", reason="test")
    assert kept is not None
    report = project.gc()
    assert report.after < report.before / 2
    assert [project.read("a.ipynb", number + 1) for number in range(12)] == raws
    assert project.read("a.ipynb", kept.id)
    assert project.fsck().ok


def test_tidy_merges_packs_when_many_have_gathered(project: Project) -> None:
    assert not project.tidy()
    for number in range(66):
        commit(project, "a.ipynb", work(f"x = {number}"))
    assert project.tidy()
    packs = list((project.folder / ".jovian/repository.git/objects/pack").glob("*.pack"))
    assert len(packs) < 10
    assert project.fsck().ok
