"""Our own widgets in the browser: the Commit button, its dialog, the Versions sidebar, read-only tabs."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import notebook


def sidebar(page: Page) -> Locator:
    """Return the Versions sidebar, opened if it is not."""
    panel = page.locator("#jovian-lab-versions")
    if not panel.is_visible():
        page.locator('.lm-TabBar-tab[data-id="jovian-lab-versions"]').click()
    panel.wait_for()
    return panel


def versions(page: Page) -> Locator:
    """Return the rows of versions."""
    return page.locator("#jovian-lab-versions .jp-jovian-Version")


def row(page: Page, number: int) -> Locator:
    """Return the row of a version."""
    return versions(page).filter(has=page.locator(".jp-jovian-Row-title b", has_text=f"v{number}"))


def work(page: Page) -> Locator:
    """Return the row of work that is not committed."""
    return page.locator("#jovian-lab-versions .jp-jovian-Work")


def button(page: Page) -> Locator:
    """Return the Commit button of the notebook in front."""
    return notebook(page).locator(".jp-jovian-CommitButton-main")


def dialog(page: Page) -> Locator:
    """Return the commit dialog."""
    return page.locator(".jp-jovian-CommitDialog")


def viewer(page: Page) -> Locator:
    """Return the read-only tab in front."""
    return page.locator(".jp-MainAreaWidget:not(.lm-mod-hidden) .jp-jovian-Viewer")


def toast(page: Page, text: str) -> Locator:
    """Return a notification that holds a text."""
    return page.locator(".Toastify__toast").filter(has_text=text)


def commit(page: Page, message: str, number: int) -> None:
    """Commit by click, message and Enter, and wait until it is told.

    Parameters
    ----------
    page : Page
        The tab.
    message : str
        What changed.
    number : int
        The number the version is to have.
    """
    button(page).click()
    expect(dialog(page).locator(".jp-jovian-Commit-title")).to_contain_text(f"→ v{number}")
    expect(dialog(page).locator("textarea")).to_be_focused()
    page.keyboard.type(message)
    page.keyboard.press("Enter")
    expect(toast(page, f"Committed v{number} — {message}")).to_be_visible()
    expect(dialog(page)).to_have_count(0)


def answer(page: Page, label: str) -> None:
    """Press a button of JupyterLab's dialog in front."""
    page.locator(".jp-Dialog .jp-Dialog-button").filter(has_text=label).click()
