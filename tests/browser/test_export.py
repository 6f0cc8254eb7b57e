"""Exports as people make and read them: from the menu of a version to a page in which nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jovian_lab.comments.values import Act, Place, Threads
from jovian_lab.project import Author, Project, Target
from jovian_lab.publish import Publication, export
from tests.browser import actions, notebooks, panel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab
from tests.notebook.samples import as_nbformat, code, display, notebook
from tests.publish import hostile

ADA = Author("Ada Lovelace", "ada")


class Reader:
    """Somebody who opens a file in a browser; every request is written down, and none is answered from afar."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.route("http://**/*", lambda route: route.abort())
        context.route("https://**/*", lambda route: route.abort())

    def opens(self, file: Path) -> Page:
        self.asked.clear()
        self.page.goto(file.as_uri(), wait_until="load")
        self.page.wait_for_timeout(1_000)
        return self.page

    @property
    def reached(self) -> list[str]:
        """What was asked for beyond the file itself."""
        return [address for address in self.asked if not address.startswith(("data:", "about:"))][1:]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Return somebody with a browser of their own."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield Reader(context)
    context.close()


def test_nothing_runs_and_nothing_reaches_out(reader: Reader, tmp_path: Path) -> None:
    made = export(hostile.publication())
    file = tmp_path / "page.html"
    file.write_bytes(made.content)
    page = reader.opens(file)
    expect(page.locator(".thread").first).to_be_attached()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for frame in page.locator("iframe").all()[:40]:
        frame.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    assert reader.reached == []
    assert page.evaluate("window.ran") is None and page.url == file.as_uri()
    assert page.locator("script, object, embed, form, [onload], [onerror], a[href^=javascript]").count() == 0
    framed = [frame for frame in page.frames if frame.url == "about:srcdoc"]
    assert len(framed) > 20


def test_the_same_attacks_would_run_elsewhere(reader: Reader, tmp_path: Path) -> None:
    """Without what the page does about them, they do run and reach out: the test above can fail."""
    file = tmp_path / "naive.html"
    attacks = [attack for attack in hostile.ATTACKS if "refresh" not in attack]
    file.write_text("<!doctype html><meta charset=utf-8>" + "\n".join(attacks), "utf-8")
    page = reader.opens(file)
    assert page.evaluate("window.ran") == 1
    assert any(address.startswith(hostile.REACH) for address in reader.reached)


def test_a_page_to_read_and_to_print(reader: Reader, tmp_path: Path) -> None:
    exact = Place("exact", [], 0, "c0")
    act = Act(ADA, "2026-03-05T06:07:08.000Z")
    threads = [
        hostile.thread(1, hostile.comment(1, "why **32**?"), place=exact),
        hostile.thread(2, hostile.comment(2, "it is settled"), place=exact, resolved=act),
    ]
    styled = "<style>td { background: rgb(255, 215, 0) }</style><table><tr><td>golden</td></tr></table>"
    cells = notebook(code("fit(32)", display(**{"text/html": styled}), display(**{"image/png": notebooks.picture()})))
    said = Threads(hostile.KEY, "a" * 40, threads, [], True)
    file = tmp_path / "page.html"
    file.write_bytes(export(Publication(hostile.version(), as_nbformat(cells), said)).content)
    page = reader.opens(file)
    assert page.evaluate("document.querySelector('img').naturalWidth") == 320
    expect(page.frame_locator("iframe").get_by_text("golden")).to_have_css("background-color", "rgb(255, 215, 0)")
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("complementary", name="Comments on cell 0")).to_contain_text("why 32?")
    expect(page.get_by_role("article", name="Thread on cell 0")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("it is settled")).not_to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the notebook")).to_be_focused()
    page.get_by_text("Resolved by").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_text("it is settled")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Threads").get_by_role("link", name="cell 0").first.click()
    assert page.url.endswith("#thread-" + f"{1:026d}")
    for scheme, paper in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 23, 27)")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(page.locator("body")).to_have_css("background-color", paper)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_role("main").get_by_text("it is settled")).to_be_visible()
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_a_version_s_menu_to_the_file(page: Page, lab: Lab, folder: Path, reader: Reader, tmp_path: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    project = Project.open(folder, create=True)
    project.commit("a.ipynb", "Baseline")
    project.discussion("a.ipynb").open(Target("cell", index=1), "why **that**?", ADA)
    settled = project.discussion("a.ipynb").open(Target("cell", index=0), "it is settled", ADA)
    project.discussion("a.ipynb").resolve(settled.id, ADA)
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.row(page, 1).click(button="right")
    page.locator(".lm-Menu-item", has_text="Export with Comments…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Export v1 “Baseline”")
    expect(dialog.get_by_role("radio", name="Web page")).to_be_focused()
    dialog.get_by_role("checkbox", name="Include those that are resolved").uncheck()
    with page.expect_download() as download:
        panel.answer(page, "Export")
    assert download.value.suggested_filename == "a-v1.html"
    file = tmp_path / "a-v1.html"
    download.value.save_as(file)
    expect(panel.toast(page, "Exported as a-v1.html.")).to_be_visible()
    shown = reader.opens(file)
    expect(shown.get_by_role("complementary", name="Comments on cell 1")).to_contain_text("why that?")
    expect(shown.get_by_text("it is settled")).to_have_count(0)
    assert reader.reached == []


def test_from_the_menu_with_the_keyboard(page: Page, lab: Lab, folder: Path) -> None:
    """What is in front is exported without looking for it in the sidebar; what was chosen last is kept."""
    notebooks.write(folder / "a.ipynb")
    Project.open(folder, create=True).commit("a.ipynb", "Baseline")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    page.get_by_role("menuitem", name="Versions", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Export with Comments…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Web page")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("radio", name="Notebook")).to_be_checked()
    expect(dialog.get_by_role("checkbox", name="Include threads")).to_be_disabled()
    expect(dialog.get_by_role("status")).to_contain_text("Nothing is written into a notebook")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "a-v1.ipynb"
    assert Path(download.value.path()).read_bytes() == (folder / "a.ipynb").read_bytes()
    page.get_by_role("menuitem", name="Versions", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Export with Comments…").click()
    expect(dialog.get_by_role("radio", name="Notebook")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_without_a_version_it_says_what_to_do(page: Page, lab: Lab, folder: Path, console: Console) -> None:
    console.allow("404.*versions/latest")
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    page.evaluate("jupyterapp.commands.execute('jovian-lab:export')")
    expect(panel.toast(page, "Commit it to make the first one")).to_be_visible()
