"""Differences that are large, hostile or damaged: the page stays usable and the rest is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4
from playwright.sync_api import Page, expect

from jovian_lab.project import Project
from tests.browser import actions, diffpanel, notebooks
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab

CELLS = 1000
FROZEN_MS = 3000  # also where the machine has much else to do
WATCH = """() => {
  let before = performance.now();
  window.longestFrame = 0;
  const frame = now => {
    window.longestFrame = Math.max(window.longestFrame, now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
BROKEN = "data:image/png;base64,AAAA"
HOSTILE = f"""<script>window.hit = 'script'</script><img src="{BROKEN}" onerror="window.hit = 'onerror'">
<b>bold %s</b><img src="http://leak.invalid/a.png"><a href="javascript:window.hit = 1">go</a>"""


def commit(folder: Path, versions: list[list[Any]]) -> str:
    """Commit lists of cells as versions of one notebook; return its path."""
    project = Project.open(folder, create=True)
    for cells in versions:
        book = v4.new_notebook(cells=cells, metadata={"kernelspec": notebooks.KERNEL})
        nbformat.write(book, folder / "book.ipynb")
        project.commit("book.ipynb")
    return f"{folder.name}/book.ipynb"


def output(html: str) -> Any:
    """Return an output that is HTML."""
    return v4.new_output("display_data", {"text/html": html, "text/plain": "…"})


def test_a_thousand_cells(lab: Lab, page: Page, folder: Path) -> None:
    def cells(word: str) -> list[Any]:
        return [
            v4.new_code_cell(f"x{i} = {i}\nprint('{word if i % 2 else 'same'}', x{i})", id=f"cell-{i}")
            for i in range(CELLS)
        ]

    path = commit(folder, [cells("old"), cells("new")])
    page.goto(lab.address())
    page.locator(".jp-DirListing").wait_for()
    page.evaluate(WATCH)
    diff = diffpanel.open_diff(page, path, old="v1", new="v2")
    expect(diff.locator(".cm-mergeView").first).to_be_visible()
    expect(diffpanel.position(diff)).to_have_text(f"{CELLS // 2} changes")
    assert diff.locator(".cm-editor").count() < 80
    page.evaluate(
        """async () => {
          const body = document.querySelector('.jp-jovian-Diff-body');
          for (let i = 0; i < 30; i++) {
            body.scrollBy(0, 2000);
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
          }
        }"""
    )
    assert page.evaluate("window.longestFrame") < FROZEN_MS
    assert diff.locator(".cm-editor").count() < 160
    diff.get_by_role("button", name="Previous").click()
    diffpanel.expect_change(diff, CELLS // 2, CELLS // 2)
    expect(diff.locator(f'[data-key="cell-{CELLS - 1}"] .cm-mergeView')).to_be_in_viewport()


def test_hostile_outputs_do_nothing(lab: Lab, page: Page, folder: Path) -> None:
    def cells(word: str) -> list[Any]:
        table = (
            "<table><tr><th>a</th></tr><tr><td>{word}"
            + f"<img src='{BROKEN}' onerror='window.hit=1'></td></tr></table>"
        )
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"window.hit='svg'\"><text y='20'>{word}</text></svg>"
        return [
            v4.new_code_cell("show()", id="html", outputs=[output(HOSTILE % word)]),
            v4.new_code_cell("draw()", id="svg", outputs=[v4.new_output("display_data", {"image/svg+xml": svg})]),
            v4.new_code_cell("table()", id="table", outputs=[output(table.format(word=word))]),
        ]

    path = commit(folder, [cells("one"), cells("two")])
    page.goto(lab.address())
    page.locator(".jp-DirListing").wait_for()
    diff = diffpanel.open_diff(page, path, old="v1", new="v2")
    expect(diff.locator('[data-key="html"] b').last).to_have_text("bold two")
    expect(diff.locator('[data-key="svg"] img')).to_have_count(2)
    expect(diff.locator('[data-key="table"] .jp-jovian-Table ins')).to_have_text("two")
    assert diff.locator("script, [onerror], [onload]").count() == 0
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None


def test_a_damaged_part_is_said_and_the_rest_shown(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("status of 422")

    def cells(word: str) -> list[Any]:
        return [
            v4.new_code_cell(f"a = '{word}'", id="good"),
            v4.new_code_cell("b = 1", id="bad", outputs=[output(f"<p>{word}</p>" + "x" * 5000)]),
        ]

    path = commit(folder, [cells("one"), cells("two")])
    page.goto(lab.address())
    page.locator(".jp-DirListing").wait_for()
    page.route(
        "**/jovian-lab/api/versions/*/cells/1?*",
        lambda route: route.fulfill(
            status=422,
            json={"code": "damaged", "message": "A part of this version is damaged.", "hint": "Run jovian-lab fsck."},
        ),
    )
    diff = diffpanel.open_diff(page, path, old="v1", new="v2")
    expect(diff.locator('[data-key="bad"] .jp-jovian-Damage')).to_contain_text("is damaged. Run jovian-lab fsck.")
    expect(diff.locator('[data-key="good"] .cm-merge-b')).to_contain_text("two")
    page.unroute("**/jovian-lab/api/versions/*/cells/1?*")
    diff.locator('[data-key="bad"]').get_by_role("button", name="Retry").click()
    expect(diff.locator('[data-key="bad"] .jp-jovian-Rendered').first).to_contain_text("one")


def test_without_ids_the_cell_is_found_by_its_place(lab: Lab, page: Page, folder: Path) -> None:
    project = Project.open(folder, create=True)
    for word in ("one", "two"):
        cells: list[Any] = [
            {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": f"a = '{word}'"}
        ]
        book = {"cells": cells, "metadata": {"kernelspec": notebooks.KERNEL}, "nbformat": 4, "nbformat_minor": 4}
        (folder / "book.ipynb").write_text(nbformat.writes(nbformat.from_dict(book)))
        project.commit("book.ipynb")
    path = f"{folder.name}/book.ipynb"
    book_panel = actions.open_notebook(page, lab, path)
    diff = diffpanel.open_diff(page, path, old="v1", new="v2")
    diffpanel.section(diff, "edited").get_by_role("button", name="Restore this cell").click()
    page.locator(".lm-TabBar-tab", has_text="book.ipynb").first.click()
    expect(book_panel.locator(".jp-Cell")).to_have_count(1)
    expect(book_panel.locator(".jp-Cell .cm-content")).to_have_text("a = 'one'")
