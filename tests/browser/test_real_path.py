"""The way a data scientist goes: commit, edit, commit, another tab, look back, restore, rename."""

from __future__ import annotations

from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect

from tests.browser import actions, notebooks, panel
from tests.browser.jupyter import Lab


def test_commit_look_back_restore_rename(lab: Lab, page: Page, second_page: Page, folder: Path) -> None:
    file = notebooks.write(folder / "digits.ipynb")
    place = f"{folder.name}/digits.ipynb"
    book = actions.open_notebook(page, lab, place)

    side = panel.sidebar(page)
    expect(side).to_contain_text("No versions yet")
    panel.commit(page, "Baseline", 1)
    expect(panel.row(page, 1)).to_contain_text("Baseline")
    expect(panel.row(page, 1)).to_contain_text("first version")
    expect(panel.row(page, 1)).to_contain_text("you")
    first_bytes = file.read_bytes()

    second_page.goto(lab.address(place, reset=False).replace("/lab/tree/", "/lab/workspaces/second/tree/"))
    actions.notebook(second_page).locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=actions.START_MS)
    panel.sidebar(second_page)
    expect(panel.versions(second_page)).to_have_count(1)

    actions.set_source(page, 1, "rate = 0.2\nprint('rate', rate)")
    actions.run_cell(page, 1)
    expect(panel.work(page)).to_contain_text("Unsaved work")
    expect(panel.work(page)).to_contain_text("1 cell edited since v1")
    panel.commit(page, "Twice the rate", 2)
    expect(panel.row(page, 2)).to_contain_text("~1 cell")
    expect(panel.work(page)).to_have_count(0)
    expect(panel.row(second_page, 2)).to_contain_text("Twice the rate")
    assert "rate = 0.2" in file.read_text()

    panel.row(page, 1).dblclick()
    viewer = panel.viewer(page)
    expect(viewer.locator(".jp-jovian-Banner")).to_contain_text("v1 · Baseline")
    expect(viewer.locator(".jp-jovian-Banner")).to_contain_text("read only")
    expect(viewer.locator(".jp-CodeCell .cm-content").first).to_contain_text("rate = 0.1")
    expect(viewer.locator(".jp-RenderedImage img").first).to_be_visible()
    viewer.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.type("nonsense")
    expect(viewer.locator(".jp-CodeCell .cm-content").first).not_to_contain_text("nonsense")

    viewer.get_by_role("button", name="Restore…").click()
    expect(page.locator(".jp-Dialog")).to_contain_text("A snapshot of how it is now is made first")
    panel.answer(page, "Restore")
    expect(panel.toast(page, "Restored v1 “Baseline”")).to_be_visible()
    assert file.read_bytes() == first_bytes
    page.locator(".lm-TabBar-tab", has_text="digits.ipynb").first.click()
    expect(book.locator(".jp-CodeCell .cm-content").first).to_contain_text("rate = 0.1")
    panel.toast(page, "Restored v1").get_by_role("button", name="Undo").click()
    expect(book.locator(".jp-CodeCell .cm-content").first).to_contain_text("rate = 0.2")

    page.locator('.lm-TabBar-tab[data-id="filebrowser"]').click()
    item = page.locator(".jp-DirListing-item", has_text="digits.ipynb")
    item.click()
    page.keyboard.press("F2")
    page.locator(".jp-DirListing-editor").fill("numbers.ipynb")
    page.keyboard.press("Enter")
    side = panel.sidebar(page)
    expect(side.locator(".jp-jovian-Panel-header")).to_contain_text("numbers.ipynb")
    expect(panel.versions(page)).to_have_count(2)
    actions.set_source(page, 1, "rate = 0.3")
    panel.commit(page, "After the rename", 3)
    expect(panel.versions(page)).to_have_count(3)
    assert nbformat.read(folder / "numbers.ipynb", 4).cells[1].source == "rate = 0.3"


def test_snapshot_of_work_that_a_restore_replaces(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    book = actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    actions.set_source(page, 1, "unsaved = True")
    expect(panel.work(page)).to_contain_text("Unsaved work")
    panel.row(page, 1).click()
    panel.row(page, 1).get_by_role("button", name="Restore…").click()
    panel.answer(page, "Restore")
    expect(book.locator(".jp-CodeCell .cm-content").first).to_contain_text("rate = 0.1")
    group = page.locator(".jp-jovian-Row-group", has_text="1 automatic snapshot")
    group.click()
    snapshot = page.locator(".jp-jovian-Snapshot")
    snapshot.click()
    snapshot.get_by_role("button", name="Keep as version").click()
    page.locator(".jp-Dialog input").fill("Rescued")
    page.keyboard.press("Enter")
    expect(panel.row(page, 2)).to_contain_text("Rescued")
    panel.toast(page, "Restored v1").get_by_role("button", name="Undo").click()
    expect(book.locator(".jp-CodeCell .cm-content").first).to_contain_text("unsaved = True")
