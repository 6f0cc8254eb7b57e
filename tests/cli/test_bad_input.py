"""What cannot be done is refused in two lines, with an exit code of its own, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import REPOSITORY, Ran, Run, cells
from tests.cli.test_more_verbs import damage

NOBODY = 65534


def everything(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder with what is in it, but for the cache and the locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if not path.name.startswith("index.sqlite") and path.suffix != ".lock"
    }


def refused(ran: Ran, code: int, *said: str) -> None:
    """It ended with this code, and with two lines that say what and what to do."""
    assert ran.code == code, ran
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["error:", "hint:"], ran.err
    for text in said:
        assert text in ran.err


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["commit", "nowhere.ipynb"], 3),
        (["commit", "."], 2),
        (["commit", ""], 2),
        (["commit", "/dev/null"], 2),
        (["commit", "nb.ipynb", "--files", "nowhere.py"], 3),
        (["commit", "nb.ipynb", "--files", "/etc/hostname"], 2),
        (["commit", "nb.ipynb", "--files", "../outside.py"], 2),
        (["commit", "nb.ipynb", "--files", "leads-out"], 2),
        (["commit", "nb.ipynb", "extra.ipynb"], 2),
        (["commit", "n" * 300], 2),
        (["restore", "nb.ipynb", "v99"], 3),
        (["restore", "nowhere.ipynb", "v1"], 3),
        (["tag", "nb.ipynb", "v1", ""], 2),
        (["untag", "nb.ipynb", "v1", "never-given"], 3),
        (["show", "nb.ipynb", "v1", "--file", "../../etc/passwd"], 3),
    ],
)
def test_bad_arguments(run: Run, history: Path, args: list[str], code: int) -> None:
    (history.parent.parent / "outside.py").write_text("x")
    (history.parent / "leads-out").symlink_to("../outside.py")
    before = everything(history.parent)
    refused(run(*args), code)
    assert everything(history.parent) == before


def test_a_missing_notebook_makes_no_store(run: Run, folder: Path) -> None:
    refused(run("commit", "nowhere.ipynb"), 3, "nowhere.ipynb")
    assert list(folder.iterdir()) == []


def test_git_is_missing(spawn: Run, notebook: Path) -> None:
    empty = notebook.parent.parent / "bin"
    empty.mkdir()
    refused(spawn("commit", "nb.ipynb", PATH=str(empty)), 8, "git", "Install git")
    assert not (notebook.parent / ".jovian").exists()


def test_git_is_too_old(spawn: Run, notebook: Path) -> None:
    folder = notebook.parent.parent / "bin"
    folder.mkdir()
    fake = folder / "git"
    fake.write_text("#!/bin/sh\necho git version 1.8.3.1\n")
    fake.chmod(0o755)
    refused(spawn("commit", "nb.ipynb", PATH=f"{folder}:/usr/bin:/bin"), 8, "too old", "1.8.3.1")
    assert not (notebook.parent / ".jovian").exists()


def test_a_store_of_a_newer_version(run: Run, history: Path) -> None:
    mark = history.parent / ".jovian" / "repository.git" / "jovian.json"
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "format": 99}))
    history.write_bytes(cells("new work"))
    before = everything(history.parent)
    for args in (["commit", "nb.ipynb"], ["log", "nb.ipynb"], ["restore", "nb.ipynb", "v1"], ["gc"], ["fsck"]):
        refused(run(*args), 4, "99")
    assert everything(history.parent) == before


def test_a_damaged_object_is_not_served(run: Run, history: Path) -> None:
    good = {name: run("show", "nb.ipynb", name, "--notebook").out for name in ("v1", "v2", "v3")}
    damage(history.parent)
    history.write_bytes(cells("new work"))
    codes = set()
    for name, content in good.items():
        ran = run("show", "nb.ipynb", name, "--notebook")
        codes.add(ran.code)
        if ran.code == 0:
            assert ran.out == content
        else:
            refused(ran, 7)
            refused(run("restore", "nb.ipynb", name), 7)
    assert 7 in codes
    assert history.read_bytes() == cells("new work")


@pytest.fixture
def full_disk(folder: Path) -> Iterator[Path]:
    """A disk of 400 KB with a notebook on it."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("tmpfs cannot be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # the index is still open


def test_a_full_disk(run: Run, full_disk: Path) -> None:
    notebook = full_disk / "nb.ipynb"
    notebook.write_bytes(cells("1"))
    assert run("commit", "disk/nb.ipynb").code == 0
    notebook.write_bytes(cells(f"x = '{os.urandom(60_000).hex()}'"))
    filler = full_disk / "filler"
    room = os.statvfs(full_disk)
    filler.write_bytes(b"\0" * (room.f_bavail * room.f_frsize - 8192))
    refused(run("commit", "disk/nb.ipynb"), 6, "No room left")
    refused(run("restore", "disk/nb.ipynb", "v1"), 6)
    filler.unlink()
    assert run("commit", "disk/nb.ipynb").out.startswith("v2 ")
    assert run("fsck", "disk").code == 0


def as_nobody(folder: Path, *args: str) -> Ran:
    """Run the command as a user who is not root; everything is imported before, for nobody may not read our disk."""
    code = (
        "import importlib, os, pkgutil, sys\n"
        "import jovian_lab.project, humanize, jovian_lab.cli\n"
        "for package in ('jovian_lab.cli', 'jovian_lab.store', 'jovian_lab.notebook'):\n"
        "    for found in pkgutil.iter_modules(importlib.import_module(package).__path__):\n"
        "        importlib.import_module(f'{package}.{found.name}')\n"
        "import encodings.ascii, encodings.idna, git.cmd\n"
        f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "sys.exit(jovian_lab.cli.main(sys.argv[1:]))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def open_folder(notebook: Path) -> Path:
    """The working folder, reachable for everybody."""
    for folder in (notebook.parent, *notebook.parent.parents):
        if folder.owner() == "root" and folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o005)
    return notebook.parent


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_read_only_folder(open_folder: Path) -> None:
    refused(as_nobody(open_folder, "commit", "nb.ipynb"), 5)
    assert [path.name for path in open_folder.iterdir()] == ["nb.ipynb"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_read_only_store(open_folder: Path, run: Run) -> None:
    assert run("commit", "nb.ipynb", "-m", "First").code == 0
    (open_folder / "nb.ipynb").write_bytes(cells("new work"))
    before = everything(open_folder)
    refused(as_nobody(open_folder, "commit", "nb.ipynb"), 5)
    refused(as_nobody(open_folder, "restore", "nb.ipynb", "v1"), 5)
    assert everything(open_folder) == before
    assert as_nobody(open_folder, "log", "nb.ipynb").out.endswith("First\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_notebook_that_may_not_be_read(open_folder: Path) -> None:
    (open_folder / "nb.ipynb").chmod(0o600)
    refused(as_nobody(open_folder, "commit", "nb.ipynb"), 5)
