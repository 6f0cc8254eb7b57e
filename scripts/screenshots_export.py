"""Takes the pictures of exports for the documentation: `python -m scripts.screenshots_export`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from jovian_lab.project import Project
from scripts.pictures import SIZE, darken, take
from scripts.screenshots_comments import BOOK, discuss
from tests.browser import actions, panel, people
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running


def main() -> None:
    """Let two people discuss a notebook, and photograph how it is exported and what comes of it."""
    with tempfile.TemporaryDirectory() as scratch:
        root = people.accounts(Path(scratch) / "root")
        work = root / "work"
        discuss(work)
        page = Path(scratch) / "page.html"
        page.write_bytes(Project.open(work).export(BOOK).content)
        with running(root, work=work) as lab, sync_playwright() as playwright:
            program = os.environ.get("CHROMIUM") or None
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
            expect.set_options(timeout=30_000)
            the_page(browser, page)
            context = browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
            the_dialog(people.sign_in(context, lab, "Ada").new_page(), lab)
            browser.close()


def the_page(browser: Browser, file: Path) -> None:
    """Take the page as a reader with either preference sees it."""
    for ending, scheme in (("", "light"), ("-dark", "dark")):
        page = browser.new_page(viewport=SIZE, color_scheme="dark" if scheme == "dark" else "light")
        page.goto(file.as_uri())
        expect(page.locator(".thread").first).to_be_visible()
        take(page, f"export{ending}")
        page.close()


def the_dialog(page: Page, lab: Lab) -> None:
    """Take the dialog in both themes."""
    actions.open_notebook(page, lab, BOOK)
    panel.sidebar(page)
    for ending in ("", "-dark"):
        if ending:
            darken(page)
        panel.row(page, 2).click(button="right")
        page.locator(".lm-Menu-item", has_text="Export with Comments…").click()
        expect(page.get_by_role("dialog").get_by_role("radio", name="Web page")).to_be_focused()
        take(page, f"export-dialog{ending}")
        page.keyboard.press("Escape")


if __name__ == "__main__":
    main()
