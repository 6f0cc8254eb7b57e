"""Threads in the browser: under cells, and in the sidebar."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import notebook


def cell(page: Page, index: int) -> Locator:
    """Return a cell of the notebook in front."""
    return notebook(page).locator(".jp-Notebook .jp-Cell").nth(index)


def threads(page: Page, index: int) -> Locator:
    """Return the threads under a cell."""
    return cell(page, index).locator("article.jp-jovian-Thread")


def mark(page: Page, index: int) -> Locator:
    """Return the mark in a cell's prompt area."""
    return cell(page, index).locator(".jp-jovian-Mark")


def ranges(page: Page, index: int) -> list[str]:
    """Return the texts of a cell that are marked."""
    return cell(page, index).locator(".jp-jovian-Range").all_inner_texts()


def start(page: Page, index: int) -> Locator:
    """Begin to comment on a cell, or on what is selected in it, with the shortcut; return the box."""
    page.keyboard.press("Alt+Shift+M")
    box = cell(page, index).locator(".jp-mod-new textarea").first
    expect(box).to_be_focused()
    return box


def select(page: Page, index: int, text: str) -> None:
    """Select a text in a cell's source with the keyboard."""
    editor = cell(page, index).locator(".jp-InputArea-editor .cm-content")
    editor.click()
    before = editor.inner_text().split(text)[0]
    page.keyboard.press("ControlOrMeta+Home")
    for _ in before:
        page.keyboard.press("ArrowRight")
    for _ in text:
        page.keyboard.press("Shift+ArrowRight")


def comment(page: Page, index: int, words: str) -> Locator:
    """Comment on a cell, or on what is selected in it, and return the thread."""
    start(page, index)
    page.keyboard.type(words)
    page.keyboard.press("ControlOrMeta+Enter")
    thread = threads(page, index).filter(has_text=words)
    expect(thread).to_be_visible()
    return thread


def reply(page: Page, thread: Locator, words: str) -> None:
    """Reply in a thread."""
    thread.get_by_role("textbox", name="Reply").click()
    page.keyboard.type(words)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(thread.locator(".jp-jovian-Comment", has_text=words)).to_be_visible()


def sidebar(page: Page) -> Locator:
    """Return the Threads sidebar, opened if it is not."""
    panel = page.locator("#jovian-lab-threads")
    if not panel.is_visible():
        page.evaluate("void jupyterapp.commands.execute('jovian-lab:show-threads')")
    panel.wait_for()
    return panel


def entries(page: Page) -> Locator:
    """Return what the sidebar lists."""
    return page.locator("#jovian-lab-threads .jp-jovian-Entry-thread")


def became(place: Locator) -> Locator:
    """Return what a thread says became of its cell, where that is worth a warning."""
    return place.locator(".jp-jovian-Thread-head .jp-jovian-Chip.jp-mod-warn")


def frame(page: Page, picture: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Begin to comment on a part of a picture: the corners of a frame, as shares of its width and height."""
    picture.scroll_into_view_if_needed()
    picture.click(button="right")
    page.locator(".lm-Menu-item", has_text="Comment on a Part of This Picture").click()
    expect(page.get_by_role("dialog", name="Draw a frame")).to_be_focused()
    box = picture.bounding_box()
    assert box is not None
    (x, y), (right, bottom) = [(box["x"] + a * box["width"], box["y"] + b * box["height"]) for a, b in (start, end)]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()


def share(frame: Locator, picture: Locator) -> list[float]:
    """Return left, top, width and height of a frame as shares of its picture."""
    inner, outer = frame.bounding_box(), picture.bounding_box()
    assert inner and outer
    places = [(inner["x"] - outer["x"]) / outer["width"], (inner["y"] - outer["y"]) / outer["height"]]
    return [*places, inner["width"] / outer["width"], inner["height"] / outer["height"]]
