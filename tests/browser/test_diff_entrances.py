"""The ways to a difference: sidebar, toast, toolbar, status bar, file browser; and the present as a side."""

from __future__ import annotations

import json
from pathlib import Path

from nbformat import v4
from playwright.sync_api import Page, expect

from jovian_lab.project import Project
from tests.browser import actions, diffpanel, notebooks, panel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab


def committed(folder: Path, name: str = "digits.ipynb") -> Path:
    """Write a notebook and commit two versions of it."""
    path = notebooks.write(folder / name)
    project = Project.open(folder, create=True)
    project.commit(name, "First")
    book = json.loads(path.read_text())
    book["cells"][1]["source"] = ["rate = 0.2\n", "print('rate', rate)"]
    path.write_text(json.dumps(book, indent=1) + "\n")
    project.commit(name, "Second")
    return path


def test_from_the_sidebar(lab: Lab, page: Page, folder: Path) -> None:
    committed(folder)
    actions.open_notebook(page, lab, f"{folder.name}/digits.ipynb")
    panel.sidebar(page)
    panel.row(page, 2).click()
    panel.row(page, 2).get_by_role("button", name="Changes").click()
    diff = diffpanel.front(page)
    expect(diffpanel.position(diff)).to_have_text("1 change")
    page.locator(".lm-TabBar-tab.jp-mod-current .lm-TabBar-tabCloseIcon").last.click()
    panel.row(page, 2).click(button="right")
    page.get_by_role("menuitem", name="Show Changes", exact=True).click()
    diff = diffpanel.front(page)
    expect(diffpanel.position(diff)).to_have_text("1 change")
    expect(page.locator(".lm-TabBar-tab.jp-mod-current")).to_contain_text(["v1 → v2"])

    panel.row(page, 1).click(button="right")
    page.get_by_role("menuitem", name="Compare with the Current State").click()
    expect(diffpanel.front(page).get_by_role("button", name="Compare to: now")).to_be_visible()

    panel.row(page, 1).click(button="right")
    page.get_by_role("menuitem", name="Compare with Another Version…").click()
    page.locator(".jp-Dialog").get_by_role("button", name="Show Changes").click()
    expect(diffpanel.front(page).get_by_role("button", name="Compare to: v2")).to_be_visible()


def test_from_the_toast_of_a_commit(lab: Lab, page: Page, folder: Path) -> None:
    committed(folder)
    actions.open_notebook(page, lab, f"{folder.name}/digits.ipynb")
    actions.set_source(page, 1, "rate = 0.3")
    panel.commit(page, "Third", 3)
    panel.toast(page, "Committed v3").get_by_role("button", name="Show changes").click()
    diff = diffpanel.front(page)
    expect(diff.get_by_role("button", name="Compare from: v2")).to_be_visible()
    expect(diffpanel.section(diff, "edited").locator(".cm-merge-b")).to_contain_text("0.3")


def test_unsaved_work_from_toolbar_and_status_bar(lab: Lab, page: Page, folder: Path) -> None:
    committed(folder)
    book = actions.open_notebook(page, lab, f"{folder.name}/digits.ipynb")
    badge = page.locator("#jp-bottom-panel, .jp-StatusBar-Widget").first.get_by_role("button", name="cell changed")
    expect(badge).to_have_count(0)
    actions.set_source(page, 1, "rate = 0.4")
    expect(badge).to_have_text("v2 · 1 cell changed")
    book.locator(".jp-Toolbar").get_by_role("button", name="1 cell changed").click()
    diff = diffpanel.front(page)
    edited = diffpanel.section(diff, "edited")
    expect(edited.locator(".cm-merge-b")).to_have_text("rate = 0.4")
    edited.get_by_role("button", name="Restore this cell").click()
    expect(diff.get_by_text("No cell differs")).to_be_visible()


def test_two_files_of_the_file_browser(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    notebooks.write(folder / "b.ipynb", [v4.new_markdown_cell("# Letters", id="title")])
    page.goto(lab.address(f"{folder.name}/a.ipynb"))
    listing = page.locator(".jp-DirListing-content")
    listing.get_by_text("a.ipynb").click()
    listing.get_by_text("b.ipynb").click(modifiers=["ControlOrMeta"])
    listing.get_by_text("b.ipynb").click(button="right")
    page.get_by_role("menuitem", name="Compare the Two Notebooks").click()
    diff = diffpanel.front(page)
    expect(page.locator(".lm-TabBar-tab.jp-mod-current", has_text="a.ipynb → b.ipynb")).to_be_visible()
    expect(diffpanel.section(diff, "edited").locator(".cm-merge-b")).to_contain_text("# Letters")
    expect(diffpanel.section(diff, "removed").locator(".cm-content").first).to_contain_text("rate = 0.1")


def test_a_version_that_is_not_there(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("status of 404")
    committed(folder)
    actions.open_notebook(page, lab, f"{folder.name}/digits.ipynb")
    page.evaluate(
        "path => jupyterapp.commands.execute('jovian-lab:diff', {path, old: 'v9', new: 'v2'})",
        f"{folder.name}/digits.ipynb",
    )
    alert = page.locator(".jp-jovian-Diff .jp-jovian-Message[role=alert]")
    expect(alert).to_contain_text("The changes could not be read")
    expect(alert.get_by_role("button", name="Retry")).to_be_visible()


def test_a_file_that_is_no_notebook(lab: Lab, page: Page, folder: Path) -> None:
    path = folder / "broken.ipynb"
    project = Project.open(folder, create=True)
    for text in ("one\ntwo\nthree\n", "one\n2\nthree\n"):
        path.write_text(text)
        project.commit("broken.ipynb", text[:5])
    page.goto(lab.address())
    page.locator(".jp-DirListing").wait_for()
    diff = diffpanel.open_diff(page, f"{folder.name}/broken.ipynb", old="v1", new="v2")
    expect(diff.locator(".jp-jovian-Remarks")).to_contain_text("compared as text")
    rows = diff.locator(".jp-jovian-Text tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("two")
