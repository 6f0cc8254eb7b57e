"""The difference of two versions of a real notebook: read it, step through it, take one cell back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import actions, diffpanel, panel, realhistory
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab

CHANGES = 11


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two executed and committed versions; not to be changed."""
    return realhistory.make(tmp_path_factory.mktemp("history") / "growth").parent


@pytest.fixture
def book(history: Path, folder: Path) -> str:
    """Return a copy of the notebook with its history, as a path to open."""
    shutil.copytree(history, folder, dirs_exist_ok=True)
    return f"{folder.name}/{realhistory.NAME}"


def test_every_kind_of_change_is_shown(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    expect(diffpanel.position(diff)).to_have_text(f"{CHANGES} changes")
    expect(diffpanel.entries(diff)).to_have_count(CHANGES)
    expect(diff.locator(".jp-jovian-Changes-file")).to_contain_text("utils.py")
    expect(diff.locator(".jp-jovian-Changes-foot")).to_contain_text("everything compared")

    edited = diffpanel.section(diff, "edited")
    expect(edited.locator(".cm-merge-a")).to_contain_text("rate=0.1")
    expect(edited.locator(".cm-merge-b")).to_contain_text("0.98 * level + 0.02")
    expect(edited.locator(".cm-merge-b .cm-changedText").last).to_have_text("+ 0.02")

    table = diff.locator('[data-key="table"]')
    expect(table.locator(".jp-jovian-Table tbody tr")).to_have_count(2)
    expect(table.locator(".jp-jovian-Table del")).to_have_count(4)
    table.get_by_role("button", name="Side by side").click()
    expect(table.locator(".jp-jovian-Beside table")).to_have_count(2)

    log = diff.locator('[data-key="log"]')
    expect(log.locator(".jp-jovian-Text tr")).to_have_count(12)
    expect(log.locator("ins").first).to_be_visible()
    for key, badge in (
        ("before+", "split off"),
        ("count", "moved ↑3"),
        ("todo-", "removed"),
        ("errors+", "added"),
        ("plot", "output changed"),
    ):
        expect(diff.locator(f'[data-key="{key}"] .jp-jovian-Chip').first).to_have_text(badge)


def test_stepping_with_buttons_keys_and_the_list(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    diff.get_by_role("button", name="Next").click()
    diffpanel.expect_change(diff, 1, CHANGES)
    page.keyboard.press("n")
    diffpanel.expect_change(diff, 2, CHANGES)
    page.keyboard.press("Alt+ArrowDown")
    diffpanel.expect_change(diff, 3, CHANGES)
    page.keyboard.press("p")
    page.keyboard.press("Alt+ArrowUp")
    diffpanel.expect_change(diff, 1, CHANGES)
    diff.get_by_role("button", name="Previous").click()
    diffpanel.expect_change(diff, CHANGES, CHANGES)
    expect(diff.locator('[data-key="bars+"]')).to_be_in_viewport()
    diffpanel.entries(diff).nth(3).click()
    diffpanel.expect_change(diff, 4, CHANGES)
    expect(diff.locator('[data-key="count"]')).to_be_in_viewport()
    expect(diff.locator('[data-key="count"]')).to_be_focused()


def test_options_are_remembered(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    expect(diff.locator(".cm-mergeView").first).to_be_visible()
    diffpanel.option(diff, "Split").uncheck()
    expect(diff.locator(".cm-mergeView")).to_have_count(0)
    expect(diff.locator(".cm-deletedChunk").first).to_contain_text("def model(x, rate=0.1)")
    diffpanel.option(diff, "Hide outputs").check()
    expect(diff.locator(".jp-jovian-Pictures")).to_have_count(0)
    expect(diff.locator(".jp-jovian-Unchanged .jp-jovian-Fold").first).to_have_text("4 unchanged cells")
    diffpanel.option(diff, "Hide unchanged").uncheck()
    expect(diff.locator(".jp-jovian-Unchanged")).to_have_count(0)
    expect(diff.get_by_text("How tall is it after forty days?")).to_be_visible()
    page.wait_for_timeout(1000)  # the settings are written with a delay
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    expect(diffpanel.option(diff, "Split")).not_to_be_checked()
    expect(diffpanel.option(diff, "Hide outputs")).to_be_checked()


def test_a_fold_opens(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    diff.get_by_role("button", name="4 unchanged cells").click()
    expect(diff.get_by_text("How tall is it after forty days?")).to_be_visible()
    diff.get_by_role("button", name="1 unchanged output").first.click()
    expect(diff.get_by_text("array([0, 1, 2, 3, 4])")).to_be_visible()


def test_pictures_in_four_ways(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    plot = diff.locator('[data-key="plot"]')
    expect(plot.locator(".jp-jovian-Picture img")).to_have_count(2)
    plot.get_by_role("button", name="Swipe").click()
    slider = plot.get_by_role("slider")
    expect(slider).to_have_value("50")
    overlay = plot.locator(".jp-jovian-Overlay")
    overlay.scroll_into_view_if_needed()
    box = overlay.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 50, steps=4)
    page.mouse.up()
    expect(slider).to_have_value("20")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("21")
    plot.get_by_role("button", name="Onion").click()
    expect(plot.get_by_role("slider")).to_have_value("50")
    plot.get_by_role("button", name="Heat map").click()
    expect(plot.get_by_role("status")).to_contain_text("of the pixels differ")
    width = plot.locator("canvas").evaluate("canvas => canvas.width")
    assert width > 100


def test_a_cell_is_put_back_and_that_is_undone(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    edited = diffpanel.section(diff, "edited")
    edited.get_by_role("button", name="Restore this cell").click()
    note = panel.toast(page, "Put the cell back")
    expect(note).to_be_visible()
    assert "return 1.0 * level" in (diffpanel.source(page, "model") or "")
    note.get_by_role("button", name="Undo").click()
    page.wait_for_function("document.querySelectorAll('.Toastify__toast').length === 0")
    assert "0.98 * level" in (diffpanel.source(page, "model") or "")

    assert diffpanel.source(page, "todo") is None
    diffpanel.section(diff, "removed").get_by_role("button", name="Restore this cell").click()
    expect(panel.toast(page, "Inserted the cell")).to_be_visible()
    assert "Try another rate" in (diffpanel.source(page, "todo") or "")

    diffpanel.section(diff, "outputs").get_by_role("button", name="Go to cell").click()
    book_panel = actions.notebook(page)
    expect(book_panel).to_be_visible()
    expect(book_panel.locator(".jp-Cell.jp-mod-active")).to_contain_text("plt.subplots")


@pytest.mark.parametrize("wish", ["Restore this cell", "Go to cell"])
def test_a_closed_notebook_is_opened_for_its_cell(wish: str, lab: Lab, page: Page, book: str, console: Console) -> None:
    # JupyterLab's own, of a kernel that is no longer asked
    console.allow("Could not restore the debugger state|Canceled future for debug_request")
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    edited = diffpanel.section(diff, "edited")
    expect(edited.get_by_role("button", name=wish)).to_be_visible()
    page.evaluate(
        """() => [...jupyterapp.shell.widgets('main')].forEach(widget => {
          if (widget.content?.model?.sharedModel) { widget.close(); }
        })"""
    )
    expect(page.locator(".jp-NotebookPanel")).to_have_count(0)
    edited.get_by_role("button", name=wish).click()
    if wish == "Go to cell":
        expect(actions.notebook(page).locator(".jp-Cell.jp-mod-active")).to_contain_text("level")
    else:
        expect(panel.toast(page, "Put the cell back")).to_be_visible()
        assert "return 1.0 * level" in (diffpanel.source(page, "model") or "")


def test_the_history_of_a_cell(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    edited = diffpanel.section(diff, "edited")
    edited.get_by_role("button", name="History of cell").click()
    moments = edited.locator(".jp-jovian-History > li")
    expect(moments).to_have_count(2)
    moments.first.get_by_role("button", name="v2").click()
    expect(moments.first.locator(".cm-merge-a")).to_contain_text("rate=0.1")


def test_the_tab_survives_a_reload(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    expect(diffpanel.position(diff)).to_have_text(f"{CHANGES} changes")
    page.evaluate("jupyterapp.serviceManager.workspaces && new Promise(done => setTimeout(done, 1500))")
    page.goto(lab.address(reset=False))
    diff = diffpanel.front(page)
    expect(diffpanel.position(diff)).to_have_text(f"{CHANGES} changes", timeout=actions.START_MS)
    expect(diff.locator(".cm-mergeView").first).to_be_visible()
    expect(page.locator(".lm-TabBar-tab.jp-mod-current")).to_contain_text("v1 → v2")


def test_sides_are_chosen_and_swapped(lab: Lab, page: Page, book: str) -> None:
    actions.open_notebook(page, lab, book)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    diff.get_by_role("button", name="Swap the sides").click()
    expect(diff.get_by_role("button", name="Compare from: v2")).to_be_visible()
    expect(diffpanel.section(diff, "edited").locator(".cm-merge-a")).to_contain_text("0.98 * level")
    diff.get_by_role("button", name="Compare from: v2").click()
    field = diff.get_by_role("combobox", name="Filter versions")
    expect(diff.locator(".jp-jovian-Picker-popup li[role=option]")).to_have_count(3)
    field.fill("Faster")
    expect(diff.locator(".jp-jovian-Picker-popup li[role=option]")).to_have_count(1)
    field.fill("")
    expect(diff.locator(".jp-jovian-Picker-popup li[role=option]").first).to_contain_text("now")
    field.press("Enter")
    expect(diff.get_by_role("button", name="Compare from: now")).to_be_visible()
    expect(diff.get_by_role("button", name="Compare to: v1")).to_be_visible()
    expect(diffpanel.section(diff, "edited").locator(".cm-merge-a")).to_contain_text("0.98 * level")
