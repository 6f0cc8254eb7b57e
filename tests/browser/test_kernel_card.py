"""`jovian_lab.commit()` in a cell: saved as it is seen, committed when the cell has ended, and told by a card."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
from nbformat import v4
from playwright.sync_api import Page, expect

from tests.browser import actions, notebooks, panel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab


def test_commit_from_a_cell(lab: Lab, page: Page, folder: Path) -> None:
    file = notebooks.write(
        folder / "a.ipynb",
        [v4.new_code_cell("x = 1", id="x"), v4.new_code_cell("", id="commit"), v4.new_code_cell("", id="state")],
    )
    book = actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    actions.set_source(page, 0, "x = 2  # not saved yet")
    actions.set_source(page, 1, "import jovian_lab\nasked = jovian_lab.commit('From a cell')\nprint('after')")
    actions.run_cell(page, 1)
    card = book.locator(".jp-jovian-Card")
    expect(card).to_contain_text("v1")
    expect(card).to_contain_text("From a cell")
    expect(panel.row(page, 1)).to_contain_text("From a cell")
    saved = nbformat.read(file, 4)
    assert saved.cells[0].source == "x = 2  # not saved yet"
    outputs = saved.cells[1].outputs
    assert saved.cells[1].execution_count is not None
    assert "after" in json.dumps(outputs), "the cell's last output is in the version"
    shown = next(output for output in outputs if output.output_type == "display_data")
    assert shown.data["application/vnd.jovian-lab.commit+json"] == {"format": 1}

    actions.set_source(page, 2, "print(asked.state, asked.version.number)")
    actions.run_cell(page, 2)
    expect(book.locator(".jp-Cell").nth(2).locator(".jp-OutputArea-output")).to_have_text("done 1")

    book.locator(".jp-Notebook").click(position={"x": 2, "y": 2})
    page.evaluate("void jupyterapp.commands.execute('notebook:restart-kernel', {activate: false})")
    panel.answer(page, "Restart")
    actions.wait_idle(page)
    actions.run_cell(page, 1)
    expect(card).to_contain_text("v2")

    page.reload()
    expect(book.locator(".jp-jovian-Card")).to_contain_text("jovian_lab.commit()", timeout=actions.START_MS)


def test_a_cell_that_fails_to_commit_says_why(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("507")
    notebooks.write(folder / "a.ipynb", [v4.new_code_cell("import jovian_lab; jovian_lab.commit()", id="c")])
    book = actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    refusal = {"code": "disk-full", "message": "The disk is full.", "hint": "Make room."}
    page.route("**/jovian-lab/api/commits*", lambda route: route.fulfill(status=507, json=refusal))
    actions.run_cell(page, 0)
    expect(book.locator(".jp-jovian-Card")).to_contain_text("The disk is full. Make room.")
