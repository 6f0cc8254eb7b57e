"""Takes the pictures of comments for the documentation: `python -m scripts.screenshots_comments`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from nbformat import v4
from playwright.sync_api import Page, expect, sync_playwright

from jovian_lab.project import Author, Project, Target
from scripts.pictures import SIZE, darken, lighten, take
from tests.browser import actions, diffpanel, notebooks, panel, people, threadpanel
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running

BOOK = "digits-cnn.ipynb"
MODEL = """model = Sequential([Conv2D(32, kernel_size=3, activation="relu", input_shape=(28, 28, 1)),
                    Flatten(), Dense(10, activation="softmax")])
model.compile("rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])"""
ADA, REVIEWER = Author("Ada", "ada"), Author("reviewer", "reviewer")


def main() -> None:
    """Let two people discuss a notebook, and photograph what one of them sees."""
    with tempfile.TemporaryDirectory() as scratch:
        root = people.accounts(Path(scratch) / "root")
        work = root / "work"
        discuss(work)
        with running(root, work=work) as lab, sync_playwright() as playwright:
            program = os.environ.get("CHROMIUM") or None
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
            expect.set_options(timeout=30_000)
            context = browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
            page = people.sign_in(context, lab, "Ada").new_page()
            photograph(page, lab)
            review(work)
            photograph_review(page, lab)
            browser.close()


def discuss(work: Path) -> None:
    """Write a notebook and what is said about it."""
    cells = [
        v4.new_code_cell('arch, epochs, optimiser = "conv32x2", 3, "rmsprop"', id="setup", execution_count=6),
        v4.new_code_cell(MODEL.replace("relu", "tanh"), id="model", execution_count=7),
        v4.new_code_cell("history = model.fit(x_train, y_train, batch_size=128, epochs=3)", id="fit"),
        notebooks.plot_cell("plot_history(history)", "plot", count=9, seed=2),
    ]
    notebooks.write(work / BOOK, cells)
    project = Project.open(work, create=True)
    project.commit(BOOK, "Simpler: conv32 + dense", author=ADA)
    said = project.discussion(BOOK)
    start = MODEL.index("32, kernel")
    quoted = Target("range", index=1, start=start, end=start + len("32, kernel_size=3"))
    why = said.open(quoted, "Why 32 filters here? 16 gave me the same accuracy in *half* the time.", REVIEWER)
    said.reply(why.id, "Tried both, see v1…v2 — 16 drops to `0.951`. @reviewer agreed?", ADA)
    output = Target("output", index=3, output=1)
    said.open(output, "It overfits after epoch 2: $L_{val}$ rises.", REVIEWER)
    done = said.open(Target("cell", index=0), "Put these in one place?", ADA)
    said.resolve(done.id, REVIEWER)
    said.open(Target("notebook"), "Ready for Monday?", REVIEWER)
    cells[1]["source"] = MODEL
    notebooks.write(work / BOOK, cells)
    project.commit(BOOK, "2 conv layers, dropout 0.3", author=ADA)
    faster = MODEL.replace("Conv2D(32", "Conv2D(16")
    said.open(Target("cell", index=1), "Then at least make it a name?", REVIEWER, suggestion=faster)


def photograph(page: Page, lab: Lab) -> None:
    """Take every picture in both themes.

    Parameters
    ----------
    page : Page
        A tab.
    lab : Lab
        What serves the notebook.
    """
    actions.open_notebook(page, lab, BOOK)
    panel.sidebar(page)
    threadpanel.sidebar(page)
    expect(threadpanel.entries(page)).to_have_count(4)
    for ending in ("", "-dark"):
        if ending:
            darken(page)
        page.evaluate("document.querySelector('.jp-NotebookPanel .jp-WindowedPanel-outer').scrollTo(0, 0)")
        expect(threadpanel.threads(page, 1)).to_have_count(2)
        take(page, f"comments{ending}")
        threadpanel.entries(page).filter(has_text="overfits").click()
        expect(threadpanel.threads(page, 3)).to_be_in_viewport()
        threadpanel.threads(page, 3).get_by_role("textbox", name="Reply").click()
        page.keyboard.type("Early stopping, then. @rev")
        take(page, f"comments-output{ending}")
        page.keyboard.press("Escape")
        threadpanel.threads(page, 3).get_by_role("button", name="Discard").click()


def review(work: Path) -> None:
    """Say something about the change from the first version to the second."""
    said = Project.open(work).discussion(BOOK)
    line = Target("line", version="v2", other="v1", side="new", index=1, line=0)
    why = said.open(line, "Why `relu` now? `tanh` was the *point* of the comparison.", REVIEWER)
    said.reply(why.id, "It trains in a third of the time, see v1…v2.", ADA)


def photograph_review(page: Page, lab: Lab) -> None:
    """Take the pictures of a difference and of an old version; the page is dark when it comes.

    Parameters
    ----------
    page : Page
        A tab.
    lab : Lab
        What serves the notebook.
    """
    actions.open_empty(page, lab)
    diff = diffpanel.open_diff(page, BOOK, old="v1", new="v2")
    section = diffpanel.section(diff, "edited")
    expect(section.locator(".jp-jovian-LineMark")).to_have_count(2)
    suggestion = section.locator(".jp-jovian-Thread", has_text="make it a name")
    suggestion.get_by_role("button", name="Fold").click()
    for ending in ("-dark", ""):
        if not ending:
            lighten(page)
        section.locator(".jp-jovian-Thread", has_text="Why relu").get_by_role("textbox", name="Reply").click()
        page.keyboard.type("Then let us keep both, and compare them in v3.")
        page.evaluate("document.querySelector('.jp-jovian-Diff-body').scrollTo(0, 0)")
        take(page, f"comments-diff{ending}")
        section.get_by_role("button", name="Discard").click()
    page.evaluate("path => jupyterapp.commands.execute('jovian-lab:open-version', { path, version: 'v1' })", BOOK)
    version = panel.viewer(page)
    expect(version.locator(".jp-jovian-Thread", has_text="Why 32 filters")).to_be_visible()
    page.evaluate("document.querySelector('.jp-jovian-Viewer .jp-WindowedPanel-outer').scrollTo(0, 0)")
    version.locator(".jp-Cell").first.hover()
    take(page, "comments-version", still=False)


if __name__ == "__main__":
    main()
