"""Comments as people write them: on cells, code and outputs, by two of them, with what happens to the cells then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat import v4
from playwright.sync_api import Page, expect

from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.browser import actions, diffpanel, notebooks, panel, threadpanel
from tests.browser.jupyter import Lab

MODES = ["contentVisibility", "full", "defer", "none"]
BO = Author("Bo", "bo")


def test_on_a_cell_a_range_and_an_output_through_edits_and_a_reload(page: Page, book: str, folder: Path) -> None:
    before = (folder / "a.ipynb").read_bytes()
    threadpanel.cell(page, 0).click()
    threadpanel.comment(page, 0, "A better title?")
    threadpanel.select(page, 1, "rate")
    ranged = threadpanel.comment(page, 1, "Name it better")
    expect(ranged.locator(".jp-jovian-Thread-about mark")).to_have_text("rate")
    threadpanel.cell(page, 2).locator(".jp-OutputArea-child").nth(1).click(button="right")
    page.locator(".lm-Menu-item", has_text="Comment on This Output").click()
    page.keyboard.type("It bends here")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(threadpanel.threads(page, 2)).to_contain_text("on the output")
    expect(threadpanel.mark(page, 1)).to_have_text("❝ 1")
    assert (folder / "a.ipynb").read_bytes() == before

    threadpanel.cell(page, 1).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.type("x = 1\n")
    assert threadpanel.ranges(page, 1) == ["rate"]
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+Shift+ArrowUp")
    expect(threadpanel.threads(page, 0)).to_contain_text("Name it better")
    expect(threadpanel.threads(page, 1)).to_contain_text("A better title?")
    assert threadpanel.ranges(page, 0) == ["rate"]

    threadpanel.threads(page, 0).get_by_role("textbox", name="Reply").click()
    page.keyboard.type("half a thought")
    actions.wait_kept(page, "half a thought")
    actions.save(page)
    page.reload()
    box = threadpanel.threads(page, 0).get_by_role("textbox", name="Reply")
    expect(box).to_have_value("half a thought", timeout=actions.START_MS)
    assert threadpanel.ranges(page, 0) == ["rate"]
    expect(threadpanel.threads(page, 2)).to_contain_text("It bends here")


def test_a_second_person_replies_and_resolves(lab: Lab, page: Page, other: Page, book: str) -> None:
    threadpanel.cell(page, 1).click()
    thread = threadpanel.comment(page, 1, "Why 0.1? @Bo")
    expect(thread.locator(".jp-jovian-Comment b").first).to_have_text("you")
    actions.open_notebook(other, lab, book)
    theirs = threadpanel.threads(other, 1)
    expect(theirs.locator(".jp-jovian-Comment b").first).to_have_text("Ana")
    expect(threadpanel.mark(other, 1)).to_have_attribute("data-unread", "true")
    threadpanel.sidebar(other)
    mentions = other.get_by_role("button", name="Mentions me 1")
    mentions.click()
    expect(threadpanel.entries(other)).to_contain_text("Why 0.1?")
    expect(threadpanel.mark(other, 1)).to_have_attribute("data-unread", "false")  # read by now
    threadpanel.reply(other, theirs, "It learns fast")
    expect(thread.locator(".jp-jovian-Comment", has_text="It learns fast")).to_be_visible()
    expect(panel.toast(page, "Bo: It learns")).to_be_visible()
    theirs.get_by_role("button", name="Resolve").click()
    expect(thread).to_contain_text("resolved by Bo")
    expect(thread.get_by_role("textbox", name="Reply")).to_have_count(0)  # folded
    thread.get_by_role("button", name="Unfold").click()
    thread.get_by_role("button", name="Reopen").click()
    expect(theirs).to_have_attribute("data-state", "open")


def test_a_suggestion_is_accepted_undone_and_committed(page: Page, book: str, folder: Path) -> None:
    threadpanel.cell(page, 1).click()
    threadpanel.start(page, 1)
    page.keyboard.type("Slower")
    new = threadpanel.cell(page, 1).locator(".jp-mod-new")
    new.get_by_role("button", name="Suggest a change").click()
    new.get_by_label("Instead of the cell’s source").fill("rate = 0.01\nprint('rate', rate)")
    new.get_by_role("button", name="Comment").click()
    thread = threadpanel.threads(page, 1)
    expect(thread.locator('[data-kind="old"]')).to_have_text("− rate = 0.1")
    expect(thread.locator('[data-kind="new"]')).to_have_text("+ rate = 0.01")
    thread.get_by_role("button", name="Accept").click()
    editor = threadpanel.cell(page, 1).locator(".cm-content")
    expect(editor).to_contain_text("rate = 0.01")
    expect(thread).to_contain_text("Accepted by Ana")
    editor.click()
    page.keyboard.press("ControlOrMeta+z")
    expect(editor).not_to_contain_text("0.01")
    page.keyboard.press("ControlOrMeta+Shift+z")
    expect(editor).to_contain_text("rate = 0.01")
    panel.toast(page, "Changed the cell as suggested.").get_by_role("button", name="Commit…").click()
    expect(panel.dialog(page).locator("textarea")).to_be_focused()
    page.keyboard.type("Slower")
    page.keyboard.press("Enter")
    expect(panel.toast(page, "Committed v2")).to_be_visible()
    assert b"rate = 0.01" in Project.open(folder).read("a.ipynb", 2)


def test_edit_react_and_delete(page: Page, book: str) -> None:
    threadpanel.cell(page, 1).click()
    threadpanel.comment(page, 1, "frist")
    first = threadpanel.threads(page, 1).locator(".jp-jovian-Comment").first
    first.hover()
    first.get_by_role("button", name="React").click()
    page.get_by_role("menuitemcheckbox", name="🎉").click()
    expect(first.locator(".jp-mod-reaction")).to_have_text("🎉 1")
    first.get_by_role("button", name="More").click()
    page.locator(".jp-jovian-Popup").get_by_role("menuitem", name="Edit").click()
    first.get_by_role("textbox", name="Edit the comment").fill("first")
    first.get_by_role("button", name="Save").click()
    expect(first.locator(".jp-jovian-Markdown")).to_have_text("first")
    first.get_by_role("button", name="edited").click()
    expect(first.locator(".jp-jovian-Earlier")).to_contain_text("frist")
    first.get_by_role("button", name="More").click()
    page.locator(".jp-jovian-Popup").get_by_role("menuitem", name="Delete…").click()
    panel.answer(page, "Delete")
    expect(first).to_contain_text("This comment was deleted.")


def test_reply_and_resolve_with_the_keyboard_from_the_cell(page: Page, book: str) -> None:
    threadpanel.cell(page, 1).click()
    thread = threadpanel.comment(page, 1, "Why 0.1?")
    threadpanel.cell(page, 0).click()
    page.keyboard.press("Alt+Shift+E")  # there is none on this cell
    threadpanel.cell(page, 1).locator(".cm-content").click()
    page.keyboard.press("Alt+Shift+R")
    expect(thread.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("It learns fast")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(thread.locator(".jp-jovian-Comment", has_text="It learns fast")).to_be_visible()
    expect(thread).to_have_attribute("data-state", "open")
    page.keyboard.press("Alt+Shift+E")
    expect(thread).to_have_attribute("data-state", "resolved")
    threadpanel.cell(page, 1).locator(".cm-content").click()
    page.keyboard.press("Alt+Shift+E")
    expect(thread).to_have_attribute("data-state", "open")


def test_an_orphan_is_put_on_another_cell(page: Page, book: str) -> None:
    threadpanel.cell(page, 1).click()
    threadpanel.comment(page, 1, "What is this for?")
    threadpanel.cell(page, 1).locator(".jp-InputPrompt").click()
    page.keyboard.press("d")
    page.keyboard.press("d")
    side = threadpanel.sidebar(page)
    expect(side.get_by_placeholder("Search")).to_be_focused()
    side.get_by_role("button", name="Orphaned 1").click()
    threadpanel.cell(page, 1).locator(".jp-InputPrompt").click()
    threadpanel.entries(page).click()
    side.get_by_role("button", name="Show old text").click()
    expect(side.locator(".jp-jovian-OldText")).to_contain_text("rate = 0.1")
    side.locator(".jp-jovian-PutBack").get_by_role("button", name="Put on the selected cell").click()
    expect(threadpanel.threads(page, 1)).to_contain_text("What is this for?")
    expect(side.get_by_role("button", name="Orphaned 0")).to_be_visible()


def test_without_a_version_one_is_offered(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    threadpanel.cell(page, 1).click()
    page.keyboard.press("Alt+Shift+M")
    expect(page.locator(".jp-Dialog")).to_contain_text("Commit first?")
    panel.answer(page, "Commit")
    expect(threadpanel.cell(page, 1).locator(".jp-mod-new textarea")).to_be_focused()
    page.keyboard.type("Now it works")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(threadpanel.threads(page, 1)).to_contain_text("since v1")


def test_on_a_changed_line_and_on_a_version(lab: Lab, page: Page, book: str, folder: Path) -> None:
    actions.set_source(page, 1, "rate = 0.2\nprint('rate', rate)")
    panel.sidebar(page)
    panel.commit(page, "Twice the rate", 2)
    diff = diffpanel.open_diff(page, book, old="v1", new="v2")
    section = diffpanel.section(diff, "edited")
    section.get_by_text("rate = 0.2").first.click()
    section.get_by_role("button", name="Comment", exact=True).click()
    page.keyboard.type("Why twice?")
    page.keyboard.press("ControlOrMeta+Enter")
    side = threadpanel.sidebar(page)
    expect(threadpanel.entries(page)).to_contain_text("Why twice?")
    expect(threadpanel.entries(page).locator("mark")).to_have_text("rate = 0.2")
    panel.row(page, 1).click(button="right")
    page.locator(".lm-Menu-item", has_text="Comment on This Version").click()
    side.locator(".jp-mod-new textarea").fill("A good start")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(threadpanel.entries(page).first).to_contain_text("version v1")
    expect(threadpanel.threads(page, 1)).to_contain_text("Why twice?")


def test_a_link_leads_to_a_thread_and_people_are_completed(lab: Lab, page: Page, book: str, folder: Path) -> None:
    thread = Project.open(folder).discussion("a.ipynb").open(Target("cell", index=2), "Look here", BO)
    page.goto(lab.address(book) + f"&jovian-thread={thread.id}")
    card = threadpanel.threads(page, 2)
    expect(card).to_be_focused(timeout=actions.START_MS)
    card.get_by_role("textbox", name="Reply").click()
    page.keyboard.type("Where, @b")
    expect(page.get_by_role("listbox", name="People")).to_contain_text("Bo")
    page.keyboard.press("Enter")
    page.keyboard.type("?")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(card.locator(".jp-jovian-Mention")).to_have_text("@bo")


HOSTILE = """<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">
[js](javascript:window.hacked=3) [data](data:text/html,<script>window.hacked=4</script>) [http](http://example.org)
![remote](https://example.org/x.png) <svg onload="window.hacked = 5"></svg> <iframe src="https://example.org"></iframe>
<a id="location" name="x" data-commandlinker-command="x" class="jp-Dialog" style="position: fixed" href="https://ok.example">ok</a>
<form action="https://example.org"><button>press</button></form> <style>body { display: none }</style>"""


def test_hostile_markdown_stays_words(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Baseline")
    project.discussion("a.ipynb").open(Target("cell", index=1), HOSTILE, BO)
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    words = threadpanel.threads(page, 1).locator(".jp-RenderedMarkdown")
    link = words.get_by_role("link", name="ok")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    assert words.locator("a[href]").count() == 1
    bad = "[id], [name], [style], [data-commandlinker-command], .jp-Dialog, img, svg, iframe, form, button, script"
    assert words.locator(bad).count() == 0
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("mode", MODES)
def test_in_the_flow_of_a_long_notebook(lab: Lab, page: Page, folder: Path, mode: str) -> None:
    cells = [v4.new_code_cell(f"# {i}\n" + "x = 1\n" * (i % 7), id=f"cell-{i}") for i in range(120)]
    notebooks.write(folder / "a.ipynb", cells)
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Long")
    discussion = project.discussion("a.ipynb")
    for index in range(5, 120, 5):
        discussion.open(Target("cell", index=index), f"About number {index}\n\nand *more* of it", BO)
    tracker = lab.settings / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True, exist_ok=True)
    tracker.write_text(json.dumps({"windowingMode": mode}))
    try:
        actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
        threadpanel.sidebar(page)
        expect(threadpanel.entries(page)).to_have_count(23)
        far = threadpanel.entries(page).filter(has_text="About number 80")
        far.click()
        thread = page.locator("article.jp-jovian-Thread", has_text="About number 80")
        expect(thread).to_be_in_viewport()
        thread.get_by_role("textbox", name="Reply").click()
        page.keyboard.type("kept while it is out of sight")
        page.wait_for_timeout(500)
        place = thread.bounding_box()
        page.wait_for_timeout(800)
        assert thread.bounding_box() == place, "it moved although nobody scrolled"

        threadpanel.entries(page).filter(has_text="About number 10").first.click()
        expect(page.locator("article.jp-jovian-Thread", has_text="About number 10").first).to_be_in_viewport()
        far.click()
        expect(thread).to_be_in_viewport()
        box = thread.get_by_role("textbox", name="Reply")
        expect(box).to_have_value("kept while it is out of sight")
        thread.focus()
        page.keyboard.press("n")
        expect(page.locator("article.jp-jovian-Thread", has_text="About number 85")).to_be_focused()
        page.keyboard.press("x")  # of the thread it means nothing; it must not cut the cell
        expect(page.locator("article.jp-jovian-Thread", has_text="About number 85")).to_be_visible()
    finally:
        tracker.unlink()
