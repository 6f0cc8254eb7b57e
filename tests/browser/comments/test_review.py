"""Comments where reviewers read: in a difference, and in an old version that is open for reading."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.browser import actions, diffpanel, notebooks, threadpanel
from tests.browser.jupyter import Lab

BO = Author("Bo", "bo")
SECOND = "rate = 0.2\nprint('rate', rate)"


@pytest.fixture
def book(folder: Path) -> str:
    """Return the path of a notebook with two versions: in the second, the rate is another."""
    notebooks.write(folder / "a.ipynb")
    cells = nbformat.read(folder / "a.ipynb", 4).cells
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Baseline")
    cells[1]["source"] = SECOND
    notebooks.write(folder / "a.ipynb", cells)
    project.commit("a.ipynb", "Twice the rate")
    return f"{folder.name}/a.ipynb"


def compare(page: Page, lab: Lab, book: str) -> Locator:
    """Open JupyterLab without the notebook, and the difference of both versions."""
    actions.open_empty(page, lab)
    return diffpanel.open_diff(page, book, old="v1", new="v2")


def cards(place: Locator) -> Locator:
    """Return the threads in a part of the page."""
    return place.locator("article.jp-jovian-Thread")


def write(page: Page, place: Locator, words: str) -> Locator:
    """Write into the box that has just been opened there, send it, and return the thread."""
    expect(place.locator(".jp-mod-new textarea")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("ControlOrMeta+Enter")
    thread = cards(place).filter(has_text=words)
    expect(thread).to_be_visible()
    return thread


def test_in_a_difference_on_a_line_answered_resolved_and_there_after_a_reload(
    lab: Lab, page: Page, other: Page, book: str, folder: Path
) -> None:
    diff = compare(page, lab, book)
    section = diffpanel.section(diff, "edited")
    section.get_by_text("rate = 0.2").first.click()
    section.get_by_role("button", name="Comment", exact=True).click()
    thread = write(page, section, "Why twice?")
    expect(thread.locator(".jp-jovian-Thread-about mark")).to_have_text("rate = 0.2")
    expect(section.locator(".jp-jovian-LineMark")).to_have_text("❝ 1")
    assert "".join(section.locator(".jp-jovian-Range").all_inner_texts()) == "rate = 0.2"
    expect(page.locator(".jp-NotebookPanel")).to_have_count(0)  # nobody was sent away
    said = Project.open(folder).threads("a.ipynb")[0].anchor
    assert (said.kind, said.side, said.number) == ("line", "new", 2)

    theirs = diffpanel.section(compare(other, lab, book), "edited")
    count = theirs.locator(".jp-jovian-ThreadCount")
    expect(count).to_have_text("❝ 1")
    threadpanel.reply(other, cards(theirs), "It learns faster")
    expect(cards(section)).to_contain_text("It learns faster")
    expect(section.locator(".jp-jovian-LineMark")).to_have_text("❝ 2")
    count.click()
    expect(cards(theirs).get_by_role("textbox", name="Reply")).to_have_count(0)  # folded
    count.click()
    expect(cards(theirs).get_by_role("textbox", name="Reply")).to_be_visible()
    cards(theirs).get_by_role("button", name="Resolve").click()
    expect(thread).to_contain_text("resolved by Bo")
    expect(section.locator(".jp-jovian-LineMark")).to_have_count(0)

    page.reload()
    again = diffpanel.section(diffpanel.front(page), "edited")
    expect(cards(again)).to_contain_text("resolved by Bo")
    expect(again.locator(".jp-jovian-ThreadCount")).to_have_text("✓ 2")


def test_in_a_difference_on_a_range_a_line_that_is_gone_and_a_cell_by_keyboard(
    lab: Lab, page: Page, book: str, folder: Path
) -> None:
    diff = compare(page, lab, book)
    section = diffpanel.section(diff, "edited")
    section.get_by_text("rate = 0.1").first.click()
    section.get_by_role("button", name="Comment", exact=True).click()
    write(page, section, "This was better")
    line = section.locator(".cm-merge-b .cm-line").nth(1)
    box = line.bounding_box()
    assert box is not None
    line.get_by_text("print").dblclick()
    section.get_by_role("button", name="Comment", exact=True).click()
    write(page, section, "Log it instead")
    section.focus()
    page.evaluate("getSelection().removeAllRanges()")
    page.keyboard.press("n")
    page.keyboard.press("c")
    write(page, section, "Needs a test")
    anchors = [thread.anchor for thread in Project.open(folder).threads("a.ipynb")]
    found = [(a.kind, a.side, a.number, a.quote.exact if a.quote else None) for a in anchors]
    assert found == [
        ("line", "old", 1, "rate = 0.1"),
        ("line", "new", 2, "print"),
        ("cell", None, 2, None),
    ]


def test_in_a_difference_on_an_output_and_on_an_unchanged_cell(lab: Lab, page: Page, book: str, folder: Path) -> None:
    Project.open(folder).discussion("a.ipynb").open(Target("cell", index=0, version="v1"), "A better title?", BO)
    diff = compare(page, lab, book)
    fold = diff.locator(".jp-jovian-Unchanged").first
    fold.locator(".jp-jovian-ThreadCount").click()
    thread = cards(fold).filter(has_text="A better title?")
    expect(thread).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("n, not yet")  # plain keys are text
    page.keyboard.press("ControlOrMeta+Enter")
    expect(thread).to_contain_text("n, not yet")
    below = diff.locator(".jp-jovian-Unchanged").last
    below.locator(".jp-jovian-Fold").click()
    cell = below.locator(".jp-jovian-Unchanged-cell")
    cell.locator(".jp-jovian-Fold", has_text="unchanged output").click()
    output = cell.locator(".jp-jovian-Commentable").last
    output.hover()
    output.get_by_role("button", name="Comment").click()
    write(page, cell, "It bends here")
    anchor = Project.open(folder).threads("a.ipynb")[-1].anchor
    assert anchor.kind == "output" and anchor.number == 2


def test_a_draft_in_a_difference_outlives_a_reload_and_is_not_in_the_notebook(lab: Lab, page: Page, book: str) -> None:
    diff = compare(page, lab, book)
    section = diffpanel.section(diff, "edited")
    section.get_by_role("button", name="Comment", exact=True).click()
    expect(section.locator(".jp-mod-new textarea")).to_be_focused()
    page.keyboard.type("half a thought")
    actions.wait_kept(page, "half a thought")
    page.reload()
    section = diffpanel.section(diffpanel.front(page), "edited")
    expect(section.locator(".jp-mod-new textarea")).to_have_value("half a thought")
    page.evaluate("path => void jupyterapp.commands.execute('docmanager:open', { path })", book)
    threadpanel.cell(page, 1).wait_for()
    expect(threadpanel.cell(page, 1).locator(".jp-mod-new")).to_have_count(0)


def test_in_an_old_version_on_a_range_answered_resolved_and_there_after_a_reload(
    lab: Lab, page: Page, other: Page, book: str, folder: Path
) -> None:
    Project.open(folder).discussion("a.ipynb").open(Target("cell", index=1, version="v2"), "Why twice?", BO)
    cell = read(page, lab, book, 1)
    later = cards(cell).filter(has_text="Why twice?")
    expect(later.locator(".jp-jovian-Chip").first).to_have_text("different here")
    select_first_word(cell)
    cell.get_by_role("button", name="Comment", exact=True).first.click()
    thread = write(page, cell, "Name it better")
    expect(thread.locator(".jp-jovian-Thread-about mark")).to_have_text("rate")
    expect(thread).to_contain_text("since v1")
    anchor = Project.open(folder).threads("a.ipynb")[-1].anchor
    assert (anchor.kind, anchor.number) == ("range", 1)

    theirs = read(other, lab, book, 1)
    threadpanel.reply(other, cards(theirs).filter(has_text="Name it"), "learning_rate?")
    expect(thread).to_contain_text("learning_rate?")
    cards(theirs).filter(has_text="Name it").get_by_role("button", name="Resolve").click()
    expect(thread).to_contain_text("resolved by Bo")
    page.reload()
    again = viewed(page, 1)
    expect(cards(again).filter(has_text="resolved by Bo")).to_be_visible()
    again.locator(".cm-content").click()
    page.keyboard.press("Alt+Shift+M")
    write(page, again, "With a shortcut")


def test_in_an_old_version_on_an_output_and_on_a_part_of_its_picture(
    lab: Lab, page: Page, book: str, folder: Path
) -> None:
    cell = read(page, lab, book, 2)
    picture = cell.locator("img")
    picture.click(button="right")
    page.locator(".lm-Menu-item", has_text="Comment on This Output").click()
    write(page, cell, "Which axis?")
    threadpanel.frame(page, picture, (0.25, 0.2), (0.5, 0.6))
    thread = write(page, cell, "A step in the red")
    expect(thread).to_contain_text("on a part of the picture")
    frame = cell.locator(".jp-jovian-Region")
    expect(frame).to_be_visible()
    assert threadpanel.share(frame, picture) == pytest.approx([0.25, 0.2, 0.25, 0.4], abs=0.02)
    outputs = [thread.anchor.output for thread in Project.open(folder).threads("a.ipynb")]
    assert [(output.index, output.region is None) for output in outputs if output] == [(1, True), (1, False)]

    # what is asked for with a shortcut is about what has the focus, wherever a menu was opened before
    page.evaluate("path => void jupyterapp.commands.execute('docmanager:open', { path })", book)
    threadpanel.cell(page, 1).click()
    threadpanel.comment(page, 1, "In the notebook")


def test_a_suggestion_is_accepted_where_an_old_version_is_read(lab: Lab, page: Page, book: str, folder: Path) -> None:
    discussion = Project.open(folder).discussion("a.ipynb")
    discussion.open(Target("cell", index=1, version="v1"), "Slower", BO, suggestion="rate = 0.01\n")
    cell = read(page, lab, book, 1)
    cards(cell).get_by_role("button", name="Accept").click()
    # it is the notebook that is opened and changed
    expect(threadpanel.cell(page, 1).locator(".cm-content")).to_have_text("rate = 0.01")
    expect(threadpanel.threads(page, 1)).to_contain_text("Accepted by Ana")


def read(page: Page, lab: Lab, book: str, index: int) -> Locator:
    """Open JupyterLab without the notebook, and the first version for reading; return a cell of it."""
    actions.open_empty(page, lab)
    page.evaluate("path => void jupyterapp.commands.execute('jovian-lab:open-version', { path, version: 'v1' })", book)
    return viewed(page, index)


def viewed(page: Page, index: int) -> Locator:
    """Return a cell of the version in front."""
    cell = page.locator(".jp-MainAreaWidget:not(.lm-mod-hidden) > .jp-jovian-Viewer .jp-Cell").nth(index)
    cell.locator(".cm-content").wait_for()
    return cell


def select_first_word(cell: Locator) -> None:
    """Select the first word of a source with the mouse."""
    cell.locator(".cm-line").first.dblclick(position={"x": 12, "y": 8})
