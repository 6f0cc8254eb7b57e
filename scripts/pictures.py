"""What the programs that take pictures for the documentation share: where they go, their size, and the taking."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE: ViewportSize = {"width": 1440, "height": 900}


def take(page: Page, name: str, *, still: bool = True) -> None:
    """Save a picture once nothing moves.

    Parameters
    ----------
    page : Page
        The tab.
    name : str
        The picture's name.
    still : bool
        Whether the mouse is moved out of the way first.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    if still:
        page.mouse.move(SIZE["width"] / 2, SIZE["height"] - 8)
    page.wait_for_timeout(900)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    print(f"{file} {file.stat().st_size // 1024} KB", flush=True)


def darken(page: Page) -> None:
    """Change to the dark theme."""
    page.evaluate("void jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    expect(page.locator("body[data-jp-theme-light=false]")).to_have_count(1)


def lighten(page: Page) -> None:
    """Change back to the light theme."""
    page.evaluate("void jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Light' })")
    expect(page.locator("body[data-jp-theme-light=true]")).to_have_count(1)
