"""A diff tab in the browser: how to open one, and its parts."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def front(page: Page) -> Locator:
    """Return the diff tab in front, once it shows something."""
    panel = page.locator(".jp-MainAreaWidget:not(.lm-mod-hidden) > .jp-jovian-Diff")
    panel.locator(".jp-jovian-Section, .jp-jovian-Message, .jp-jovian-Fold").first.wait_for()
    return panel


def open_diff(page: Page, path: str, **sides: str) -> Locator:
    """Open a difference with its command.

    Parameters
    ----------
    page : Page
        The tab.
    path : str
        The notebook, relative to the served folder.
    **sides : str
        Version names: `old`, `new`; without `new`, the present.

    Returns
    -------
    Locator
        The panel.
    """
    page.evaluate("args => jupyterapp.commands.execute('jovian-lab:diff', args)", {"path": path, **sides})
    return front(page)


def section(panel: Locator, change: str) -> Locator:
    """Return the first section of a kind of change."""
    return panel.locator(f'.jp-jovian-Section[data-change="{change}"]').first


def position(panel: Locator) -> Locator:
    """Return the place that says which change one stands at."""
    return panel.locator(".jp-jovian-Diff-position")


def entries(panel: Locator) -> Locator:
    """Return the list of changes on the left."""
    return panel.locator(".jp-jovian-Changes-entry")


def source(page: Page, cell: str) -> str | None:
    """Return the source of a cell of the open notebook by its id, None where it has no such cell."""
    found = page.evaluate(
        """id => {
          for (const widget of jupyterapp.shell.widgets('main')) {
            const cells = widget.content?.model?.sharedModel?.cells ?? [];
            const cell = cells.find(each => each.id === id);
            if (cell) { return cell.getSource(); }
          }
          return null;
        }""",
        cell,
    )
    return None if found is None else str(found)


def option(panel: Locator, name: str) -> Locator:
    """Return a checkbox of the toolbar."""
    return panel.get_by_role("checkbox", name=name)


def expect_change(panel: Locator, number: int, of: int) -> None:
    """Wait until one stands at a change."""
    expect(position(panel)).to_have_text(f"change {number} of {of}")
