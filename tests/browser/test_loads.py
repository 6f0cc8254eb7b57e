"""The extension loads in a real JupyterLab and leaves it as usable as before."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import actions, notebooks
from tests.browser.jupyter import Lab


def test_loads_and_lets_a_notebook_run(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "digits.ipynb")
    panel = actions.open_notebook(page, lab, f"{folder.name}/digits.ipynb")
    assert page.evaluate("jupyterapp.hasPlugin('jovian-lab:commit')")
    assert page.evaluate("jupyterapp.commands.hasCommand('jovian-lab:commit')")
    actions.set_source(page, 1, "print(6 * 7)")
    actions.run_cell(page, 1)
    expect(panel.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-output")).to_have_text("42")
    actions.save(page)
    assert "6 * 7" in (folder / "digits.ipynb").read_text()
