"""Comments in large: one of 100 KB, one over the limit, a hostile one, and 200 threads in a notebook of 1,000 cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import v4
from playwright.sync_api import Page, Request, expect

from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.browser import actions, notebooks, threadpanel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab

BO = Author("Bo", "bo")
CELLS, THREADS = 1000, 200
MODES = ["full", "defer", "contentVisibility", "none"]
HOSTILE = """<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 2"> ![r](https://example.org/r.png)
<svg onload="window.hacked = 3"></svg> <iframe srcdoc="<script>parent.hacked = 4</script>"></iframe>
[js](javascript:window.hacked=5) <a href="https://ok.example" onclick="window.hacked = 6">ok</a>
<link rel=stylesheet href=https://example.org/s.css> <style>@import 'https://example.org/t.css';</style>
<video src=https://example.org/v.mp4 autoplay></video> <object data=https://example.org/o></object>
<math><mtext><img src=x onerror="window.hacked = 7"></mtext></math> <base href=https://example.org/>
$\\href{javascript:window.hacked=8}{x}$ $\\require{html}\\style{background:url(https://example.org/m.png)}{y}$"""


def book(lab: Lab, page: Page, folder: Path) -> Project:
    """Open a notebook with one version."""
    notebooks.write(folder / "a.ipynb")
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Baseline")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    return project


def test_a_long_comment_is_bounded_and_one_too_long_is_kept(
    lab: Lab, page: Page, folder: Path, console: Console
) -> None:
    console.allow(r"status of 400")
    project = book(lab, page, folder)
    paragraphs = "\n\n".join(f"Paragraph {n}: *why* is `x{n}` here? " + "It says so. " * 16 for n in range(440))
    assert 95 << 10 < len(paragraphs) < 128 << 10
    threadpanel.cell(page, 1).click()
    box = threadpanel.start(page, 1)
    box.fill(paragraphs)
    page.keyboard.press("ControlOrMeta+Enter")
    thread = threadpanel.threads(page, 1)
    words = thread.locator(".jp-jovian-Markdown")
    expect(words.locator("p")).to_have_count(440)
    bounds = words.bounding_box()
    assert bounds is not None and bounds["height"] <= 480
    threadpanel.reply(page, thread, "Shorter, please")
    expect(threadpanel.cell(page, 2)).to_be_visible()
    (stored,) = project.discussion("a.ipynb").read().threads
    assert stored.comments[0].text == paragraphs

    reply = thread.get_by_role("textbox", name="Reply")
    reply.fill("far too long " * 11_000)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(thread.get_by_role("alert")).to_contain_text("128")
    expect(reply).to_be_enabled()
    assert len(reply.input_value()) == 13 * 11_000
    reply.fill("Now it is short")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(thread.locator(".jp-jovian-Comment", has_text="Now it is short")).to_be_visible()
    expect(thread.get_by_role("alert")).to_have_count(0)


def test_hostile_markdown_runs_and_fetches_nothing(lab: Lab, page: Page, folder: Path) -> None:
    """As it is written, previewed, sent, and drawn again after a reload; the console fails on requests that leave."""
    book(lab, page, folder)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialog.accept() if dialog.type == "beforeunload" else dialogs.append(dialog.type))
    strange: list[str] = []
    page.on("request", lambda request: strange.append(request.url) if _is_strange(request, lab) else None)
    threadpanel.cell(page, 1).click()
    box = threadpanel.start(page, 1)
    box.fill(HOSTILE)
    new = threadpanel.cell(page, 1).locator(".jp-mod-new")
    new.get_by_role("button", name="Preview").click()
    expect(new.locator(".jp-RenderedMarkdown")).to_contain_text("ok")
    new.get_by_role("button", name="Write").click()
    new.get_by_role("button", name="Comment").click()
    words = threadpanel.threads(page, 1).locator(".jp-RenderedMarkdown")
    for _ in range(2):
        expect(words.get_by_role("link", name="ok")).to_be_visible(timeout=actions.START_MS)
        words.get_by_text("js", exact=True).click()
        page.wait_for_timeout(1000)  # math is set, and what was to be fetched would be
        bad = "script, img, svg:not(mjx-container svg), iframe, link, style, video, object, base, [onclick]"
        assert words.locator(bad).count() == 0
        assert words.locator("a[href^='javascript' i]").count() == 0
        assert page.evaluate("window.hacked") is None and not dialogs and not strange
        page.reload()


def _is_strange(request: Request, lab: Lab) -> bool:
    """Tell whether a page asks for what only a comment can have named."""
    return request.url.rstrip("/").endswith(("/x", "/o", "r.png", "s.css", "t.css", "v.mp4", "m.png")) or (
        request.resource_type in ("media", "object") or not request.url.startswith((lab.url, "data:", "blob:", "ws:"))
    )


@pytest.fixture(scope="module")
def large(lab: Lab) -> Project:
    """Return a project with a notebook of 1,000 cells of different heights, and a thread on every fifth."""
    folder = lab.work / "large"
    sources = [f"# cell {n}\n" + "x = 1\n" * (n % 9) for n in range(CELLS)]
    notebooks.write(folder / "a.ipynb", [v4.new_code_cell(one, id=f"c{n}") for n, one in enumerate(sources)])
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Long")
    discussion = project.discussion("a.ipynb")
    for n in range(2, CELLS, CELLS // THREADS):
        discussion.open(Target("cell", index=n), f"About cell {n}.\n\n" + "More of it. " * (n % 40), BO)
    return project


@pytest.fixture(params=MODES)
def mode(lab: Lab, request: pytest.FixtureRequest) -> Iterator[str]:
    """Have notebooks drawn in one of the four ways JupyterLab knows."""
    tracker = lab.settings / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True, exist_ok=True)
    tracker.write_text(json.dumps({"windowingMode": request.param}))
    yield request.param
    tracker.unlink()


# Scrolls as a wheel does, and says how far the cell in the middle of the screen was at most from where it belongs.
_SCROLL = """async ([steps, by]) => {
    const { outerNode } = jupyterapp.shell.currentWidget.content;
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    const box = outerNode.getBoundingClientRect();
    const inTheMiddle = () =>
        document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest('.jp-Cell');
    let worst = 0, seen = 0;
    for (let step = 0; step < steps; step++) {
        const cell = inTheMiddle();
        const top = cell?.getBoundingClientRect().top;
        outerNode.scrollTop += by;
        await frame();
        await frame();
        if (cell) {
            const now = cell.isConnected ? cell.getBoundingClientRect().top : Infinity;
            worst = Math.max(worst, Math.abs(now - top + by));
            seen++;
        }
    }
    return { worst, seen };
}"""

# Roots that React draws threads in, of all cells, shown or not; and what of them is in the page.
_KEPT = """() => {
    const { widgets } = jupyterapp.shell.currentWidget.content;
    const slots = widgets.map(
        ({ layout }) => layout?.widgets.filter(one => one.hasClass('jp-jovian-Slot')).length ?? 0
    );
    return {
        slots: slots.reduce((sum, count) => sum + count, 0),
        most: Math.max(...slots),
        drawn: document.querySelectorAll('.jp-Notebook .jp-jovian-Slot').length,
        nodes: document.querySelectorAll('.jp-Notebook .jp-Cell *').length
    };
}"""

# Threads on screen that are not between the source of their cell and the next cell.
_MISPLACED = """() => [...document.querySelectorAll('.jp-Notebook article.jp-jovian-Thread')].filter(thread => {
    const box = thread.getBoundingClientRect();
    if (box.bottom < 0 || box.top > window.innerHeight) {
        return false;
    }
    const cell = thread.closest('.jp-Cell');
    const input = cell.querySelector('.jp-InputArea').getBoundingClientRect();
    return box.height < 20 || box.top < input.bottom || box.bottom > cell.getBoundingClientRect().bottom + 1;
}).map(thread => thread.dataset.thread)"""


def test_two_hundred_threads_do_not_make_a_long_notebook_jump(lab: Lab, page: Page, large: Project, mode: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/jovian-lab/api/threads" in request.url else None)
    actions.open_notebook(page, lab, f"{large.folder.name}/a.ipynb")
    expect(page.locator("article.jp-jovian-Thread").first).to_be_visible()
    threadpanel.sidebar(page)
    expect(threadpanel.entries(page)).to_have_count(THREADS)
    page.wait_for_timeout(1500)
    before = len(asked)
    down = page.evaluate(_SCROLL, [60, 60])
    assert down["seen"] > 30, "the middle of the screen was empty"
    assert down["worst"] <= 1, "a cell moved otherwise than the wheel"
    assert page.evaluate(_MISPLACED) == []
    assert page.evaluate(_SCROLL, [60, -60])["worst"] <= 1
    assert page.evaluate(_SCROLL, [60, 60])["worst"] <= 1
    # where JupyterLab has drawn nothing yet, it guesses heights, and jumps with and without threads
    page.evaluate("jupyterapp.shell.currentWidget.content.outerNode.scrollTop = 13000")
    page.evaluate(_SCROLL, [20, 60])
    assert page.evaluate(_MISPLACED) == []
    kept = page.evaluate(_KEPT)
    assert 5 < kept["slots"] <= THREADS and kept["most"] == 1, kept
    if mode == "full":
        assert kept["drawn"] < 50 and kept["nodes"] < 10_000, kept
    assert not asked[before:], "scrolling asks for nothing"
