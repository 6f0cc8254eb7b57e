"""Takes the pictures of the documentation in a real JupyterLab: `python -m scripts.screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import actions, panel
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
NOTEBOOK = "digits.ipynb"
MORE = """wrong = np.flatnonzero(predicted != y_test)
plot_digits(X_test[wrong], [f"{y_test[i]} → {predicted[i]}" for i in wrong])"""
SIZE = {"width": 1280, "height": 800}


def main() -> None:
    """Make the example project, as somebody called Ada, and photograph it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        home, work = Path(scratch), Path(scratch) / "work"
        os.environ["HOME"] = scratch
        (home / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
        subprocess.run([sys.executable, "-m", "jovian_lab", "demo", str(work)], check=True)
        with running(home, work=work) as lab:
            page = browser.new_page(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
            expect.set_options(timeout=30_000)
            photograph(page, lab)
        browser.close()


def photograph(page: Page, lab: Lab) -> None:
    """Take every picture: at work, the dialog, after the commit, an old version, and the dark theme.

    Parameters
    ----------
    page : Page
        A tab.
    lab : Lab
        What serves the example.
    """
    book = actions.open_notebook(page, lab, NOTEBOOK)
    side = panel.sidebar(page)
    expect(panel.versions(page)).to_have_count(5)
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    actions.wait_idle(page)
    expect(book.locator(".jp-InputPrompt", has_text="[*]")).to_have_count(0, timeout=actions.START_MS)
    cells = book.locator(".jp-Notebook .jp-Cell")
    last = cells.count() - 2
    actions.set_source(page, last, MORE)
    actions.run_cell(page, last)
    expect(panel.work(page)).to_contain_text("1 cell edited")
    take(page, "versions")

    panel.button(page).click()
    expect(panel.dialog(page).locator("textarea")).to_be_focused()
    page.keyboard.type("Show all the digits it gets wrong")
    take(page, "commit")
    page.keyboard.press("Enter")
    expect(panel.toast(page, "Committed v6")).to_be_visible()
    take(page, "committed")

    panel.row(page, 1).dblclick()
    viewer = panel.viewer(page)
    expect(viewer.locator(".jp-RenderedImage img").first).to_be_visible()
    viewer.locator(".jp-RenderedImage img").first.scroll_into_view_if_needed()
    expect(page.locator(".Toastify__toast")).to_have_count(0)
    take(page, "version")

    page.evaluate("jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    expect(page.locator("body[data-jp-theme-light=false]")).to_have_count(1)
    page.locator(".lm-TabBar-tab", has_text=NOTEBOOK).first.click()
    expect(side).to_be_visible()
    take(page, "dark")


def take(page: Page, name: str) -> None:
    """Save a picture once nothing moves.

    Parameters
    ----------
    page : Page
        The tab.
    name : str
        The picture's name.
    """
    page.mouse.move(640, 790)
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
