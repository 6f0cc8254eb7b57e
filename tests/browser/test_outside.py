"""What happens outside the tab: the shell or another tab commits; files change, break, or may not be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from jovian_lab.project import Project
from tests.browser import actions, notebooks, panel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab


def _rewrite(file: Path, rate: str) -> None:
    """Change a notebook as another program does."""
    book = nbformat.read(file, 4)
    book.cells[1].source = f"rate = {rate}"
    before = file.stat().st_mtime_ns
    nbformat.write(book, file)
    # Jupyter tells files apart by their time, and asks only when it differs by more than half a second.
    os.utime(file, ns=(before + 5_000_000_000, before + 5_000_000_000))


def _shell(file: Path, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "jovian_lab", *words], cwd=file.parent, check=True, capture_output=True)


def test_the_shell_commits_then_the_tab_commits(lab: Lab, page: Page, folder: Path) -> None:
    file = notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    _shell(file, "commit", "a.ipynb", "-m", "From the shell", "--allow-empty")
    expect(panel.row(page, 2)).to_contain_text("From the shell")

    # A version of other content than this tab shows: what the tab commits did not start from it.
    kept = file.read_bytes()
    times = file.stat()
    _rewrite(file, "0.9")
    _shell(file, "commit", "a.ipynb", "-m", "Other content")
    expect(panel.row(page, 3)).to_contain_text("Other content")
    file.write_bytes(kept)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    actions.set_source(page, 1, "rate = 0.2")
    panel.button(page).click()
    page.keyboard.type("From the tab")
    expect(panel.dialog(page).locator("textarea")).to_have_value("From the tab")
    page.keyboard.press("Enter")
    toast = panel.toast(page, "Committed v4 — From the tab")
    expect(toast).to_contain_text("Another version was made meanwhile: both are kept.")
    expect(panel.versions(page)).to_have_count(4)


def test_two_tabs(lab: Lab, page: Page, second_page: Page, folder: Path) -> None:
    file = notebooks.write(folder / "a.ipynb")
    place = f"{folder.name}/a.ipynb"
    actions.open_notebook(page, lab, place)
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    second_page.goto(lab.address(place, reset=False).replace("/lab/tree/", "/lab/workspaces/two-tabs/tree/"))
    actions.notebook(second_page).locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=actions.START_MS)
    panel.sidebar(second_page)
    expect(panel.versions(second_page)).to_have_count(1)

    actions.set_source(page, 1, "rate = 0.2")
    panel.commit(page, "In the first tab", 2)
    expect(panel.row(second_page, 2)).to_contain_text("In the first tab")
    os.utime(file, ns=(later := file.stat().st_mtime_ns + 5_000_000_000, later))
    actions.set_source(second_page, 1, "rate = 0.3")
    panel.button(second_page).click()
    second_page.keyboard.type("In the second tab")
    second_page.keyboard.press("Enter")
    panel.answer(second_page, "Overwrite")
    toast = panel.toast(second_page, "Committed v3 — In the second tab")
    expect(toast).to_contain_text("both are kept")
    expect(panel.row(page, 3)).to_contain_text("In the second tab")
    project = Project.open(folder)
    assert b"rate = 0.2" in project.read("a.ipynb", 2)
    assert b"rate = 0.3" in project.read("a.ipynb", 3)


def test_changed_on_disk_and_not_overwritten(lab: Lab, page: Page, folder: Path) -> None:
    file = notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    actions.set_source(page, 1, "rate = 'mine'")
    _rewrite(file, "'theirs'")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/commits" in request.url else None)
    page.keyboard.press("ControlOrMeta+Alt+Enter")
    panel.answer(page, "Cancel")
    toast = panel.toast(page, "Not committed, because it could not be saved.")
    expect(toast).to_contain_text("“a.ipynb” changed on disk and was not saved.")
    assert asked == []
    assert "theirs" in file.read_text()
    expect(panel.versions(page)).to_have_count(1)
    toast.get_by_role("button", name="Retry").click()
    panel.answer(page, "Overwrite")
    expect(panel.row(page, 2)).to_be_visible()
    assert "mine" in file.read_text()


def test_a_damaged_version_beside_good_ones(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("422")
    notebooks.write(folder / "a.ipynb")
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Whole")
    packs = folder / ".jovian" / "repository.git" / "objects" / "pack"
    known = set(packs.glob("*.pack"))
    _rewrite(folder / "a.ipynb", "'broken'")
    project.commit("a.ipynb", "Broken")
    (pack,) = set(packs.glob("*.pack")) - known
    pack.chmod(0o644)
    raw = bytearray(pack.read_bytes())
    # In front are the commit and its trees; what is behind holds the cells.
    for place in range(len(raw) * 2 // 3, len(raw) - 24):
        raw[place] ^= 0x55
    pack.write_bytes(raw)

    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.row(page, 2).dblclick()
    alert = panel.viewer(page).get_by_role("alert")
    expect(alert).to_contain_text("This version cannot be shown")
    expect(alert).to_contain_text("fsck")
    panel.row(page, 1).dblclick()
    expect(panel.viewer(page).locator(".jp-jovian-Banner")).to_contain_text("v1 · Whole")
    expect(panel.viewer(page).locator(".jp-CodeCell .cm-content").first).to_contain_text("rate = 0.1")


@pytest.fixture
def unwritable(folder: Path) -> Iterator[Path]:
    """Return a notebook that may not be written, not even by root."""
    file = notebooks.write(folder / "a.ipynb")
    if os.geteuid() != 0:
        file.chmod(0o444)
    elif not shutil.which("chattr") or subprocess.run(["chattr", "+i", file], capture_output=True).returncode:
        pytest.skip("root may write every file, and this file system has no chattr +i")
    yield file
    if os.geteuid() == 0:
        subprocess.run(["chattr", "-i", file], check=True)


def test_a_file_that_may_not_be_written(lab: Lab, page: Page, folder: Path, unwritable: Path, console: Console) -> None:
    console.allow("403|500")
    before = unwritable.read_bytes()
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    actions.set_source(page, 1, "rate = 'lost?'")
    page.keyboard.press("ControlOrMeta+Alt+Enter")
    toast = panel.toast(page, "Not committed, because it could not be saved.")
    expect(toast).to_be_visible()
    expect(panel.versions(page)).to_have_count(0)
    assert unwritable.read_bytes() == before
