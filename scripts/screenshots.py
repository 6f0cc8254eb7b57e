"""Takes the pictures of the documentation in a real JupyterLab: `python -m scripts.screenshots [NAME …]`.

Each picture is there in light and, with "-dark" at the end of its name, in dark.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from scripts import screenshots_comments, screenshots_diff, screenshots_environment, screenshots_export
from scripts.pictures import PICTURES, SIZE
from tests.browser import actions, panel
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running

NOTEBOOK = "digits.ipynb"
Take = Callable[[str], None]
SIDEBAR = 340
THEMES = {"": "JupyterLab Light", "-dark": "JupyterLab Dark"}
MORE = """wrong = np.flatnonzero(predicted != y_test)
plot_digits(X_test[wrong], [f"{y_test[i]} → {predicted[i]}" for i in wrong])"""
FROM_A_CELL = """import jovian_lab

jovian_lab.commit("Write down what is left to do")"""


def main(names: Sequence[str]) -> None:
    """Make the example project, as somebody called Ana, and photograph it in both themes.

    Parameters
    ----------
    names : sequence of str
        The pictures to keep, without ending; all of them, and those of differences, when empty.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        home = Path(scratch)
        os.environ["HOME"] = scratch
        (home / ".gitconfig").write_text("[user]\n\tname = Ana\n\temail = ana@example.org\n")
        subprocess.run([sys.executable, "-m", "jovian_lab", "demo", str(home / "demo")], check=True)
        program = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        expect.set_options(timeout=60_000)
        for ending, theme in THEMES.items():
            photograph(browser, home, ending, theme, names)
        browser.close()
    if not names:
        screenshots_diff.main()
        screenshots_environment.main()
        screenshots_comments.main()
        screenshots_export.main()


def photograph(browser: Browser, home: Path, ending: str, theme: str, names: Sequence[str]) -> None:
    """Take every picture in one theme, each on a copy of the example of its own.

    Parameters
    ----------
    browser : Browser
        Where.
    home : Path
        The folder with the example.
    ending : str
        What the names of this theme's pictures end with.
    theme : str
        JupyterLab's name of the theme.
    names : sequence of str
        The pictures to keep; all of them when empty.
    """
    root = home / theme.replace(" ", "")
    work = root / "work"
    shutil.copytree(home / "demo", work)
    _prefer(root / "settings", theme)
    with running(root, work=work) as lab:
        page = browser.new_page(viewport=SIZE, locale="en-GB", reduced_motion="reduce")

        def take(name: str) -> None:
            """Save a picture once nothing moves."""
            page.mouse.move(SIZE["width"] / 2, SIZE["height"] - 8)
            page.wait_for_timeout(600)
            if not names or name in names:
                file = PICTURES / f"{name}{ending}.png"
                page.screenshot(path=file)
                print(f"{file} {file.stat().st_size // 1024} KB", flush=True)

        book = _open(page, lab)
        _commit(page, book, take)
        _look_back(page, take)
        _from_a_cell(page, book, take)
        page.close()


def _open(page: Page, lab: Lab) -> Locator:
    """Open the example with a sidebar wide enough for its titles, and run all of it."""
    book = actions.open_notebook(page, lab, NOTEBOOK)
    side = panel.sidebar(page)
    box = side.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] + 2, 500)
    page.mouse.down()
    page.mouse.move(box["x"] + SIDEBAR, 500, steps=4)
    page.mouse.up()
    expect(panel.versions(page)).to_have_count(5)
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    actions.wait_idle(page)
    expect(book.locator(".jp-InputPrompt", has_text="[*]")).to_have_count(0, timeout=actions.START_MS)
    return book


def _commit(page: Page, book: Locator, take: Take) -> None:
    """Work, the dialog, and what is said after the commit."""
    last = book.locator(".jp-Notebook .jp-Cell").count() - 2
    actions.set_source(page, last, MORE)
    actions.run_cell(page, last)
    expect(panel.work(page)).to_contain_text("1 cell edited")
    expect(book.locator(".jp-Toolbar").get_by_text("1 cell changed")).to_be_visible()
    take("versions")
    panel.button(page).click()
    expect(panel.dialog(page).locator(".jp-jovian-Commit-title")).to_contain_text("v6")
    expect(panel.dialog(page).locator("textarea")).to_be_focused()
    page.keyboard.type("Show all the digits it gets wrong")
    take("commit")
    page.keyboard.press("Enter")
    expect(panel.toast(page, "Committed v6")).to_be_visible()
    expect(panel.row(page, 6)).to_be_visible()
    take("committed")
    panel.toast(page, "Committed v6").get_by_role("button", name="Hide").click()
    expect(page.locator(".Toastify__toast")).to_have_count(0)


def _look_back(page: Page, take: Take) -> None:
    """An old version, read-only."""
    panel.row(page, 1).dblclick()
    plot = panel.viewer(page).locator(".jp-RenderedImage img").first
    expect(plot).to_be_visible()
    plot.scroll_into_view_if_needed()
    take("version")


def _from_a_cell(page: Page, book: Locator, take: Take) -> None:
    """The card under a cell that commits."""
    page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text=NOTEBOOK).first.click()
    last = book.locator(".jp-Notebook .jp-Cell").last
    last.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    cells = book.locator(".jp-Notebook .jp-Cell")
    number = cells.count() - 1
    actions.set_source(page, number, FROM_A_CELL)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(book.locator(".jp-jovian-Card")).to_contain_text("v7", timeout=actions.START_MS)
    book.locator(".jp-jovian-Card").scroll_into_view_if_needed()
    panel.row(page, 7).click()
    take("cell")


def _prefer(settings: Path, theme: str) -> None:
    """Choose the theme, where the application will look for it."""
    choice = settings / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    choice.parent.mkdir(parents=True)
    choice.write_text(json.dumps({"theme": theme}))


if __name__ == "__main__":
    main(sys.argv[1:])
