"""Exports from the shell: which file, what is in it, and that none is written over."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def discussed(history: Path, run: Run) -> Path:
    first = run("comments", "add", "nb.ipynb", "--cell", "1", "why <b>two</b>?", "--json").json["id"]
    assert run("comments", "add", "nb.ipynb", "--cell", "0", "still open").code == 0
    assert run("comments", "resolve", "nb.ipynb", first).code == 0
    return history


def test_a_page_beside_the_notebook(discussed: Path, run: Run, folder: Path) -> None:
    ran = run("export", "nb.ipynb")
    assert ran.code == 0 and "Wrote v3 “Third” with 2 threads to nb-v3.html" in ran.out
    page = (folder / "nb-v3.html").read_text("utf-8")
    assert "why &lt;b&gt;two&lt;/b&gt;?" in page and "still open" in page and "<script" not in page
    assert sorted(path.name for path in folder.iterdir()) == [".jovian", "nb-v3.html", "nb.ipynb"]
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert stat.S_IMODE((folder / "nb-v3.html").stat().st_mode) == 0o666 & ~mask


def test_nothing_is_overwritten_without_force(discussed: Path, run: Run, folder: Path) -> None:
    target = folder / "nb-v3.html"
    target.write_text("mine")
    ran = run("export", "nb.ipynb", "--json")
    assert ran.code != 0 and ran.error["code"] == "conflict" and target.read_text() == "mine"
    link = folder / "link.html"
    link.symlink_to(folder / "elsewhere.html")
    assert run("export", "nb.ipynb", "-o", "link.html").code != 0 and not (folder / "elsewhere.html").exists()
    forced = run("export", "nb.ipynb", "--force", "--json")
    assert forced.code == 0 and forced.json["threads"] == 2 and forced.json["version"]["number"] == 3
    assert forced.json["size"] == target.stat().st_size and "still open" in target.read_text("utf-8")
    (folder / "sub").mkdir()
    assert run("export", "nb.ipynb", "-o", "sub", "--force").code != 0
    assert run("export", "nb.ipynb", "-o", "none/a.html").code != 0
    assert not list(folder.rglob("*.jovian-tmp"))


def test_formats_and_stdout(discussed: Path, run: Run, folder: Path) -> None:
    assert run("export", "nb.ipynb", "--format", "ipynb", "-o", "-").out.encode() == discussed.read_bytes()
    shown = run("export", "nb.ipynb", "v1", "--format", "markdown", "--resolved", "none", "-o", "-").out
    assert shown.startswith("# First") and "still open" in shown and "two" not in shown
    assert "still open" not in run("export", "nb.ipynb", "--no-threads", "-o", "-").out
    assert run("export", "nb.ipynb", "--format", "json").code == 0 and (folder / "nb-v3.json").exists()


def test_bad_input(discussed: Path, run: Run) -> None:
    assert run("export", "nb.ipynb", "v9").code == run("show", "nb.ipynb", "v9").code
    assert run("export", "none.ipynb").code != 0
    assert run("export", "nb.ipynb", "--format", "pdf").code == 2
    assert run("export", "nb.ipynb", "--json", "-o", "-").code == 2
