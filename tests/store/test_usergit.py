"""Plain git shows notebooks through us: a real repository, real `git diff` and `git difftool`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jovian_lab.errors import InputError
from jovian_lab.store import usergit
from jovian_lab.store.usergit import ATTRIBUTES, set_up, take_back
from tests.cli.conftest import REPOSITORY, cells

PROGRAM = f"{sys.executable} -m jovian_lab"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a git configuration of their own."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / ".gitconfig").write_text("[user]\n\tname = A\n\temail = a@example.org\n")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    return folder


@pytest.fixture
def repository(home: Path, tmp_path: Path) -> Path:
    """A repository with a committed notebook, edited since."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "nb.ipynb").write_bytes(cells("x = 1", "y = 2"))
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    (folder / "nb.ipynb").write_bytes(cells("x = 1", "y = 3", "z"))
    return folder


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_git_diff_and_back(repository: Path) -> None:
    before = (repository / ".git/config").read_text()
    plain = git(repository, "diff")
    done = set_up("local", repository, PROGRAM)
    assert [setting.name for setting in done] == ["diff.jovian-lab.command", "difftool.jovian-lab.cmd", ""]
    out = git(repository, "diff")
    assert out.startswith("diff --git a/nb.ipynb b/nb.ipynb\n1 cell edited, 1 added\n")
    assert "-y = 2\n+y = 3\n" in out and '"cell_type"' not in out
    assert set_up("local", repository, PROGRAM) == []
    assert git(repository, "diff", "--no-ext-diff") == plain  # the way out stays

    assert [setting.new for setting in take_back("local", repository)] == [None] * 3
    assert git(repository, "diff") == plain
    assert (repository / ".git/config").read_text().split() == before.split()
    assert take_back("local", repository) == []


def test_added_removed_and_renamed_files(repository: Path) -> None:
    set_up("local", repository, PROGRAM)
    (repository / "new.ipynb").write_bytes(cells("n"))
    (repository / "nb.ipynb").unlink()
    git(repository, "add", "-A")
    out = git(repository, "diff", "--cached", "--no-renames")
    assert "2 cells removed" in out and "1 cell added" in out
    git(repository, "commit", "-qm", "second")
    git(repository, "mv", "new.ipynb", "other.ipynb")
    (repository / "other.ipynb").write_bytes(cells("n", "m"))
    out = git(repository, "diff", "HEAD", "-M10")
    assert "a/new.ipynb b/other.ipynb" in out and "1 cell added" in out


def test_a_conflict_and_a_broken_notebook_do_not_stop_git(repository: Path) -> None:
    set_up("local", repository, PROGRAM)
    git(repository, "stash", "-q")
    git(repository, "checkout", "-qb", "side")
    (repository / "nb.ipynb").write_bytes(cells("x = 5", "y = 2"))
    git(repository, "commit", "-qam", "side")
    git(repository, "checkout", "-q", "-")
    (repository / "nb.ipynb").write_bytes(cells("x = 6", "y = 2"))
    git(repository, "commit", "-qam", "main")
    subprocess.run(["git", "merge", "side"], cwd=repository, capture_output=True, check=False)
    assert "diff --cc nb.ipynb" in git(repository, "diff")  # git's own
    # with conflict marks in it, it is no notebook
    assert "compared as text" in git(repository, "diff", "HEAD")


def test_difftool(repository: Path) -> None:
    set_up("local", repository, PROGRAM)
    (repository / ".git/info/attributes").unlink()
    out = git(repository, "difftool", "--no-prompt", "--tool=jovian-lab")
    assert "1 cell edited, 1 added" in out and "+y = 3" in out


def test_globally(repository: Path, home: Path) -> None:
    set_up("global", home, PROGRAM)
    assert (home / ".config/git/attributes").read_text() == ATTRIBUTES + "\n"
    assert "1 cell edited" in git(repository, "diff")
    take_back("global", home)
    assert "cell edited" not in git(repository, "diff")
    assert (home / ".gitconfig").read_text().startswith("[user]\n\tname = A")


def test_attributes_of_the_user_stay(repository: Path, home: Path) -> None:
    mine = home / "attributes"
    mine.write_bytes(b"*.png binary\n# \xff\n*.md text")
    mine.chmod(0o600)
    link = home / "link"
    link.symlink_to(mine)
    git(repository, "config", "--global", "core.attributesFile", "~/link")
    set_up("global", home, PROGRAM)
    assert mine.read_bytes() == b"*.png binary\n# \xff\n*.md text\n*.ipynb diff=jovian-lab\n"
    assert link.is_symlink() and mine.stat().st_mode & 0o777 == 0o600
    take_back("global", home)
    assert mine.read_bytes() == b"*.png binary\n# \xff\n*.md text\n"


def test_no_repository(home: Path) -> None:
    with pytest.raises(InputError, match="no git repository"):
        set_up("local", home, PROGRAM)
    with pytest.raises(InputError, match="no git repository"):
        take_back("local", home)


def test_a_setting_of_the_user_is_told(repository: Path) -> None:
    git(repository, "config", "diff.jovian-lab.command", "mine")
    (found, *_) = set_up("local", repository, PROGRAM)
    assert (found.old, found.new) == ("mine", f"{PROGRAM} git-diff-driver")


def test_nothing_of_the_repository_runs(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "alias.config", "pager.config"):
        git(repository, "config", name, str(trap))
    git(repository, "config", "core.hooksPath", os.fspath(tmp_path))
    set_up("local", repository, PROGRAM)
    take_back("local", repository)
    assert not (tmp_path / "sprung").exists()


def test_the_settings_are_complete() -> None:
    assert set(usergit.settings("x")) == {"diff.jovian-lab.command", "difftool.jovian-lab.cmd"}
