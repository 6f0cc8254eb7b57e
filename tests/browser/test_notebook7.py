"""In Notebook 7, which shows one document at a time: commit, and see a version below it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from jovian_lab.project import Project
from tests.browser import actions, diffpanel, notebooks, panel, threadpanel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab, running

# Notebook 7.6 says this when it starts, with or without extensions.
OWN_FAULT = "reading 'schema'"


@pytest.fixture
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Return a running Notebook 7 instead of JupyterLab."""
    with running(tmp_path_factory.mktemp("notebook"), app="notebook") as lab:
        yield lab


def test_commit_and_look_back(lab: Lab, page: Page, console: Console) -> None:
    console.allow(OWN_FAULT)
    file = notebooks.write(lab.work / "a.ipynb")
    page.goto(lab.address("a.ipynb"))
    book = page.locator(".jp-NotebookPanel")
    book.locator(".jp-Cell").first.wait_for(timeout=actions.START_MS)
    panel.commit(page, "Baseline", 1)
    panel.toast(page, "Committed v1").get_by_role("button", name="Show versions").click()
    actions.set_source(page, 1, "rate = 0.2")
    panel.commit(page, "Twice the rate", 2)
    assert "rate = 0.2" in file.read_text()

    panel.row(page, 1).dblclick()
    viewer = page.locator("#jp-down-stack .jp-jovian-Viewer")
    expect(viewer.locator(".jp-jovian-Banner")).to_contain_text("v1 · Baseline")
    code = viewer.locator(".jp-CodeCell .cm-content").first
    expect(code).to_contain_text("rate = 0.1")
    expect(code).to_be_in_viewport()

    panel.row(page, 2).dblclick()
    expect(viewer.filter(visible=True).locator(".jp-jovian-Banner")).to_contain_text("v2 · Twice the rate")
    panel.row(page, 1).dblclick()
    expect(viewer.filter(visible=True).locator(".jp-jovian-Banner")).to_contain_text("v1 · Baseline")

    page.evaluate("void jupyterapp.commands.execute('jovian-lab:diff', {path: 'a.ipynb', old: 'v1', new: 'v2'})")
    diff = page.locator("#jp-down-stack .jp-jovian-Diff")
    expect(diffpanel.section(diff, "edited")).to_be_in_viewport()


def test_notifications(lab: Lab, page: Page, console: Console) -> None:
    console.allow(OWN_FAULT)
    notebooks.write(lab.work / "c.ipynb")
    Project.open(lab.work, create=True).commit("c.ipynb", "Baseline")
    page.goto(lab.address("c.ipynb"))
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(timeout=actions.START_MS)
    page.get_by_role("menuitem", name="Versions").click()
    page.locator(".lm-Menu-item", has_text="Notifications…").click()
    shown = page.locator("#jp-down-stack .jp-jovian-Notify")
    expect(shown.get_by_role("heading", name="Notifications")).to_be_in_viewport()
    expect(shown).to_contain_text("No channels yet.")


def test_comment(lab: Lab, page: Page, console: Console) -> None:
    console.allow(OWN_FAULT)
    notebooks.write(lab.work / "b.ipynb")
    Project.open(lab.work, create=True).commit("b.ipynb", "Baseline")
    page.goto(lab.address("b.ipynb"))
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(timeout=actions.START_MS)
    threadpanel.select(page, 1, "rate")
    thread = threadpanel.comment(page, 1, "Name it better")
    assert threadpanel.ranges(page, 1) == ["rate"]
    expect(threadpanel.mark(page, 1)).to_have_text("❝ 1")
    threadpanel.reply(page, thread, "Like learning_rate")
    side = threadpanel.sidebar(page)
    expect(threadpanel.entries(page)).to_contain_text("Name it better")
    thread.get_by_role("button", name="Resolve").click()
    side.get_by_role("button", name="Resolved 1").click()
    expect(threadpanel.entries(page)).to_contain_text("2 comments")
