"""What a person does in JupyterLab, waiting for what a person would wait for."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.jupyter import Lab

START_MS = 60_000

_CONNECTED = """() => {
    const kernel = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""

_KEPT = """async parts => {
    for (let turn = 0; turn < 300; turn++) {
        const kept = JSON.stringify(await jupyterapp.serviceManager.workspaces.fetch('default'));
        if (parts.every(part => kept.includes(part))) {
            return true;
        }
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    return false;
}"""


def notebook(page: Page) -> Locator:
    """Return the notebook in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def open_notebook(page: Page, lab: Lab, path: str, *, reset: bool = True) -> Locator:
    """Open a notebook by its address and wait until its kernel is idle.

    Parameters
    ----------
    page : Page
        The tab.
    lab : Lab
        The running application.
    path : str
        The notebook, relative to the served folder.
    reset : bool
        Forget what was open before.

    Returns
    -------
    Locator
        The notebook's panel.
    """
    page.goto(lab.address(path, reset=reset))
    panel = notebook(page)
    panel.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=START_MS)
    wait_idle(page)
    return panel


def open_empty(page: Page, lab: Lab) -> None:
    """Open the application without any file and wait until its commands can be used."""
    page.goto(lab.address())
    page.wait_for_function("() => window.jupyterapp?.commands.hasCommand('jovian-lab:diff')", timeout=START_MS)
    page.locator("#jp-main-dock-panel").wait_for(timeout=START_MS)


def wait_idle(page: Page) -> None:
    """Wait until the kernel of the notebook in front is connected and has nothing to do."""
    # the indicator alone says idle before there is a kernel, and JupyterLab then drops what is run
    page.wait_for_function(_CONNECTED, timeout=START_MS)
    indicator = notebook(page).locator(".jp-Notebook-ExecutionIndicator")
    expect(indicator).to_have_attribute("data-status", "idle", timeout=START_MS)


def set_source(page: Page, cell: int, source: str) -> None:
    """Replace the text of a cell by typing it.

    Parameters
    ----------
    page : Page
        The tab.
    cell : int
        Which cell, from 0.
    source : str
        The new text.
    """
    editor = notebook(page).locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-InputArea-editor .cm-content")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)


def run_cell(page: Page, cell: int) -> None:
    """Run a cell with the keyboard and wait until the kernel is idle again.

    Parameters
    ----------
    page : Page
        The tab.
    cell : int
        Which cell, from 0.
    """
    place = notebook(page).locator(".jp-Notebook .jp-Cell").nth(cell)
    before = place.locator(".jp-InputPrompt").inner_text()
    place.locator(".jp-InputArea-editor .cm-content").click()
    page.keyboard.press("ControlOrMeta+Enter")
    expect(place.locator(".jp-InputPrompt")).not_to_have_text(before)
    expect(place.locator(".jp-InputPrompt")).not_to_have_text("[*]:", timeout=START_MS)
    wait_idle(page)


def save(page: Page) -> None:
    """Save the notebook in front with the keyboard and wait until it is on disk."""
    notebook(page).locator(".jp-Notebook").click(position={"x": 2, "y": 2})
    page.keyboard.press("ControlOrMeta+s")
    dirty = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab.jp-mod-current.jp-mod-dirty")
    expect(dirty).to_have_count(0)


def wait_kept(page: Page, *parts: str) -> None:
    """Wait until JupyterLab has put what it will restore after a reload on the server.

    Parameters
    ----------
    page : Page
        The tab.
    *parts : str
        What the kept state is to contain, in JSON.
    """
    assert page.evaluate(_KEPT, parts), "not kept"
