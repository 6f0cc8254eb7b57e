"""What becomes of a thread: its cell split, merged, rewritten, doubled; its suggestion declined; its event damaged."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from nbformat import v4
from playwright.sync_api import Page, expect

from jovian_lab.comments.values import Region
from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.browser import actions, notebooks, threadpanel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab
from tests.history import git
from tests.torture import damage

BO = Author("Bo", "bo")
LOAD = "a = load(path)\nb = clean(a)\n"


@pytest.fixture
def project(folder: Path) -> Project:
    """Return a project with one version of a notebook of three cells of code."""
    cells = [
        v4.new_code_cell("import numpy", id="head"),
        v4.new_code_cell(LOAD, id="load"),
        notebooks.plot_cell("draw(b)", "plot", count=1),
    ]
    notebooks.write(folder / "a.ipynb", cells)
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Baseline")
    return project


def open_book(page: Page, lab: Lab, project: Project) -> None:
    actions.open_notebook(page, lab, f"{project.folder.name}/a.ipynb")


def say(project: Project, words: str, target: Target, **more: str) -> str:
    return project.discussion("a.ipynb").open(target, words, BO, **more).id


def test_a_suggestion_is_declined(lab: Lab, page: Page, project: Project) -> None:
    say(project, "Not like this", Target("cell", index=1), suggestion="a = load(other)\n")
    open_book(page, lab, project)
    thread = threadpanel.threads(page, 1)
    thread.get_by_role("button", name="Decline").click()
    expect(thread.locator(".jp-jovian-Decided")).to_contain_text("Declined by")
    expect(thread.get_by_role("button", name="Accept")).to_have_count(0)
    expect(threadpanel.cell(page, 1).locator(".cm-content")).to_contain_text("load(path)")
    expect(thread).to_have_attribute("data-state", "open")
    page.reload()
    expect(threadpanel.threads(page, 1)).to_contain_text("Declined by", timeout=actions.START_MS)


def test_a_cell_that_is_split_and_one_that_is_merged(lab: Lab, page: Page, project: Project) -> None:
    open_book(page, lab, project)
    threadpanel.cell(page, 1).locator(".cm-content").click()
    threadpanel.comment(page, 1, "Two things at once")
    threadpanel.cell(page, 1).locator(".cm-line").nth(1).click()
    page.keyboard.press("Home")
    page.keyboard.press("ControlOrMeta+Shift+Minus")
    expect(threadpanel.cell(page, 2).locator(".cm-content")).to_contain_text("clean(a)")
    thread = page.locator("article.jp-jovian-Thread", has_text="Two things at once")
    expect(threadpanel.became(thread)).to_have_text("split since")
    expect(thread).to_have_count(1)
    actions.save(page)
    page.reload()
    expect(threadpanel.became(thread)).to_have_text("split since", timeout=actions.START_MS)

    threadpanel.cell(page, 1).locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+M")
    expect(threadpanel.cell(page, 0).locator(".cm-content")).to_contain_text("import numpy")
    expect(threadpanel.cell(page, 0).locator(".cm-content")).to_contain_text("load(path)")
    expect(threadpanel.became(thread)).to_have_text("split since")
    threadpanel.cell(page, 1).locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+M")
    expect(threadpanel.became(thread)).to_have_text("merged since")
    expect(threadpanel.threads(page, 0)).to_contain_text("Two things at once")


def test_what_was_said_of_a_text_that_is_gone(lab: Lab, page: Page, project: Project) -> None:
    open_book(page, lab, project)
    threadpanel.select(page, 1, "load(path)")
    threadpanel.comment(page, 1, "From where?")
    actions.set_source(page, 1, "frame = None\nsomething.quite('else', 17)\n")
    thread = threadpanel.threads(page, 1)
    expect(threadpanel.became(thread)).to_have_text("outdated")
    assert threadpanel.ranges(page, 1) == []
    thread.get_by_role("button", name="Show old text").click()
    expect(thread.get_by_label("As it was in v1")).to_have_text("load(path)")
    thread.get_by_role("button", name="Hide old text").click()
    expect(thread.locator(".jp-jovian-OldText")).to_have_count(0)


def test_one_of_two_places_is_chosen_with_the_keyboard(lab: Lab, page: Page, project: Project) -> None:
    open_book(page, lab, project)
    threadpanel.select(page, 1, "clean(a)")
    threadpanel.comment(page, 1, "Too clean")
    actions.set_source(page, 1, f"{LOAD}\n{LOAD}")
    side = threadpanel.sidebar(page)
    side.get_by_role("button", name="Orphaned 1").click()
    threadpanel.entries(page).click()
    listed = side.get_by_role("list", name="It may be about one of these. Choose the right one:")
    expect(listed.get_by_role("listitem")).to_have_text(
        [f"Cell 2, line {n} b = clean(a) the same text" for n in (2, 5)]
    )
    threadpanel.entries(page).focus()
    page.keyboard.press("Tab")
    first, second = (listed.get_by_role("button").nth(number) for number in range(2))
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    expect(threadpanel.cell(page, 1)).to_contain_class("jp-jovian-Candidate-cell")
    assert threadpanel.ranges(page, 1) == ["clean(a)"]
    page.keyboard.press("Enter")
    thread = threadpanel.threads(page, 1)
    expect(thread).to_be_focused()
    expect(page.locator(".jp-jovian-Candidate-cell")).to_have_count(0)
    expect(side.get_by_role("button", name="Orphaned 0")).to_be_visible()
    line = threadpanel.cell(page, 1).locator(".cm-line", has=page.locator(".jp-jovian-Range"))
    expect(line).to_have_count(1)
    assert line.evaluate("node => [...node.parentElement.children].indexOf(node)") == 4
    actions.save(page)
    page.reload()
    expect(line).to_have_count(1, timeout=actions.START_MS)
    assert line.evaluate("node => [...node.parentElement.children].indexOf(node)") == 4


def test_one_of_many_equal_cells_is_chosen_with_the_mouse(lab: Lab, page: Page, folder: Path) -> None:
    """Without ids, as notebooks were before nbformat 4.5."""

    def write(*sources: str) -> None:
        book = json.loads(notebooks.write(folder / "a.ipynb", [v4.new_code_cell(one) for one in sources]).read_text())
        book["nbformat_minor"] = 4
        for cell in book["cells"]:
            del cell["id"]
        (folder / "a.ipynb").write_text(json.dumps(book, indent=1) + "\n")

    write("setup()", "show(x)", "end()")
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Old")
    say(project, "What is x?", Target("cell", index=1))
    write("other()", *["show(x)"] * 10, "new()")
    open_book(page, lab, project)
    side = threadpanel.sidebar(page)
    threadpanel.entries(page).filter(has_text="may be about several cells").click()
    candidates = side.locator(".jp-jovian-Candidate")
    expect(candidates).to_have_count(8)
    expect(side.get_by_text("and 2 more")).to_be_visible()
    expect(candidates.first).to_contain_text("same source")
    candidates.nth(3).hover()
    expect(threadpanel.cell(page, 4)).to_contain_class("jp-jovian-Candidate-cell")
    candidates.nth(3).click()
    expect(threadpanel.threads(page, 4)).to_contain_text("What is x?")
    expect(threadpanel.became(threadpanel.threads(page, 4))).to_have_count(0)


def test_a_part_of_a_picture(lab: Lab, page: Page, project: Project) -> None:
    open_book(page, lab, project)
    picture = threadpanel.cell(page, 2).locator("img")
    threadpanel.frame(page, picture, (0.25, 0.2), (0.5, 0.6))
    expect(threadpanel.cell(page, 2).locator(".jp-mod-new textarea")).to_be_focused()
    page.keyboard.type("A step in the red")
    page.keyboard.press("ControlOrMeta+Enter")
    thread = threadpanel.threads(page, 2)
    expect(thread).to_contain_text("on a part of the picture")
    frame = threadpanel.cell(page, 2).locator(".jp-jovian-Region")
    expect(threadpanel.cell(page, 2).locator(".jp-mod-new")).to_have_count(0)
    expect(frame).to_be_visible()
    assert threadpanel.share(frame, picture) == pytest.approx([0.25, 0.2, 0.25, 0.4], abs=0.02)
    page.reload()
    expect(frame).to_be_visible(timeout=actions.START_MS)
    assert threadpanel.share(frame, picture) == pytest.approx([0.25, 0.2, 0.25, 0.4], abs=0.02)
    (stored,) = project.discussion("a.ipynb").read().threads
    assert stored.anchor.output is not None and isinstance(stored.anchor.output.region, Region)


def test_on_the_notebook_as_a_whole(lab: Lab, page: Page, project: Project) -> None:
    open_book(page, lab, project)
    side = threadpanel.sidebar(page)
    side.get_by_role("button", name="Comment on the notebook").click()
    expect(side.locator(".jp-mod-new textarea")).to_be_focused()
    page.keyboard.type("Reads well")
    page.keyboard.press("ControlOrMeta+Enter")
    entry = threadpanel.entries(page)
    expect(entry).to_contain_text("on the notebook")
    page.reload()
    threadpanel.cell(page, 0).wait_for(timeout=actions.START_MS)
    threadpanel.sidebar(page)
    expect(entry).to_contain_text("Reads well")
    entry.click()
    threadpanel.reply(page, side.locator("article.jp-jovian-Thread"), "It does")


def test_a_damaged_event_is_said_and_the_rest_works(lab: Lab, page: Page, project: Project, console: Console) -> None:
    lost = say(project, "This one will be damaged", Target("cell", index=0))
    say(project, "This one is sound", Target("cell", index=1))
    (repository,) = project.folder.glob(".jovian/repository.git")
    ref = git(project, "for-each-ref", "--format=%(refname)", "refs/jovian/events/").strip()
    listed = git(project, "ls-tree", "-r", ref).splitlines()
    (blob,) = [line.split()[2] for line in listed if lost in line]
    damage.flip_packed(repository, blob, Random(5))
    for index in project.folder.glob(".jovian/index.sqlite*"):
        index.unlink()
    open_book(page, lab, project)
    side = threadpanel.sidebar(page)
    expect(side.get_by_role("alert")).to_contain_text("1 event is damaged and is not shown; fsck names it.")
    expect(threadpanel.entries(page)).to_have_count(1)
    threadpanel.reply(page, threadpanel.threads(page, 1), "And can be answered")
    assert any(problem.object == blob for problem in project.fsck().problems)


def test_the_mark_counts_and_threads_are_stepped_through(lab: Lab, page: Page, project: Project) -> None:
    discussion = project.discussion("a.ipynb")
    first = discussion.open(Target("cell", index=0), "first", BO)
    discussion.reply(first.id, "and more", BO)
    discussion.open(Target("cell", index=2), "second", BO)
    open_book(page, lab, project)
    page.keyboard.press("Alt+Shift+N")
    expect(threadpanel.threads(page, 0)).to_be_focused()
    page.keyboard.press("n")
    expect(threadpanel.threads(page, 2)).to_be_focused()
    page.keyboard.press("Alt+Shift+P")
    expect(threadpanel.threads(page, 0)).to_be_focused()
    mark = threadpanel.mark(page, 0)
    expect(mark).to_have_text("❝ 2")
    expect(mark).to_have_attribute("data-unread", "false")  # it was in sight
    mark.click()
    expect(threadpanel.threads(page, 0)).to_have_attribute("data-folded", "true")
    discussion.reply(first.id, "while it is folded", BO)
    expect(mark).to_have_text("❝ 3")
    expect(mark).to_have_attribute("data-unread", "true")
    mark.click()
    expect(threadpanel.threads(page, 0)).to_be_focused()
    expect(mark).to_have_attribute("data-unread", "false")
