"""Takes the pictures of differences for the documentation: `python -m scripts.screenshots_diff`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from scripts.pictures import SIZE, darken, take
from tests.browser import actions, diffpanel, realhistory
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running

BOOK = f"growth/{realhistory.NAME}"


def main() -> None:
    """Execute and commit a notebook twice, and photograph the difference."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch) / "work"
        realhistory.make(work / "growth")
        with running(Path(scratch), work=work) as lab, sync_playwright() as playwright:
            program = os.environ.get("CHROMIUM") or None
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
            page = browser.new_page(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
            expect.set_options(timeout=30_000)
            photograph(page, lab)
            browser.close()


def photograph(page: Page, lab: Lab) -> None:
    """Take every picture: both columns, one column, a swiped picture, a heat map, and the dark theme.

    Parameters
    ----------
    page : Page
        A tab.
    lab : Lab
        What serves the history.
    """
    actions.open_notebook(page, lab, BOOK)
    diff = diffpanel.open_diff(page, BOOK, old="v1", new="v2")
    page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    diff.get_by_role("button", name="Next").click()
    page.keyboard.press("n")
    expect(diff.locator(".jp-jovian-Picture img").first).to_be_visible()
    page.wait_for_timeout(800)
    diff.locator(".jp-jovian-Diff-body").evaluate("body => body.scrollTo(0, 0)")
    take(page, "diff-split")

    plot = diff.locator('[data-key="plot"]')
    plot.get_by_role("button", name="Swipe").click()
    diffpanel.entries(diff).nth(1).click()
    page.wait_for_timeout(800)
    take(page, "diff-swipe")
    plot.get_by_role("button", name="Heat map").click()
    expect(plot.get_by_role("status")).to_contain_text("differ")
    take(page, "diff-heat")
    plot.get_by_role("button", name="Side by side").click()

    diffpanel.option(diff, "Split").uncheck()
    diff.locator(".jp-jovian-Diff-body").evaluate("body => body.scrollTo(0, 0)")
    edited = diffpanel.section(diff, "edited")
    edited.get_by_role("button", name="History of cell").click()
    expect(edited.locator(".jp-jovian-History > li")).to_have_count(2)
    take(page, "diff-unified")
    edited.get_by_role("button", name="History of cell").click()
    diffpanel.option(diff, "Split").check()

    darken(page)
    diff.locator(".jp-jovian-Diff-body").evaluate("body => body.scrollTo(0, 0)")
    take(page, "diff-split-dark")
    diff.locator('[data-key="log"]').scroll_into_view_if_needed()
    take(page, "diff-text-dark")


if __name__ == "__main__":
    main()
