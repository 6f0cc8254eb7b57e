"""What is shown when there is nothing to show, when something fails, and after a reload; with the keyboard alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser import actions, notebooks, panel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab


def test_no_notebook_then_error_then_retry(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("422|damaged")
    notebooks.write(folder / "a.ipynb")
    page.goto(lab.address())
    side = panel.sidebar(page)
    expect(side).to_contain_text("No notebook open", timeout=actions.START_MS)
    problem = {"code": "damaged", "message": "An object is damaged.", "hint": "Run jovian-lab fsck."}
    page.route("**/jovian-lab/api/versions?*", lambda route: route.fulfill(status=422, json=problem))
    page.evaluate("path => void jupyterapp.commands.execute('docmanager:open', {path})", f"{folder.name}/a.ipynb")
    alert = side.get_by_role("alert")
    expect(alert).to_contain_text("An object is damaged.")
    expect(alert).to_contain_text("Run jovian-lab fsck.")
    page.unroute("**/jovian-lab/api/versions?*")
    alert.get_by_role("button", name="Retry").click()
    expect(side).to_contain_text("No versions yet")


def test_what_cannot_be_saved_is_not_committed(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("500")
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    actions.set_source(page, 1, "lost = False")

    def refuse(route: Route) -> None:
        if route.request.method == "PUT":
            route.fulfill(status=500, json={"message": "Disk quota exceeded", "reason": None})
        else:
            route.continue_()

    page.route("**/api/contents/**", refuse)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/commits" in request.url else None)
    panel.button(page).click()
    expect(panel.dialog(page).locator("textarea")).to_be_focused()
    page.keyboard.press("Enter")
    toast = panel.toast(page, "Not committed, because it could not be saved.")
    expect(toast).to_contain_text("Disk quota exceeded")
    panel.answer(page, "Close")
    assert asked == []
    page.unroute("**/api/contents/**")
    toast.get_by_role("button", name="Retry").click()
    expect(panel.row(page, 1)).to_be_visible()
    assert "lost = False" in (folder / "a.ipynb").read_text()


def test_nothing_changed_and_commit_anyway(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    page.keyboard.press("ControlOrMeta+Alt+Enter")
    toast = panel.toast(page, "Nothing changed since v1.")
    toast.get_by_role("button", name="Commit anyway").click()
    expect(panel.toast(page, "Committed v2")).to_be_visible()
    expect(panel.versions(page)).to_have_count(2)


def test_keyboard_tags_titles_and_a_reload(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    for number in (2, 3):
        actions.set_source(page, 1, f"rate = {number}")
        panel.commit(page, f"Number {number}", number)
    listbox = page.get_by_role("listbox", name="Versions, newest first")
    listbox.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    chosen = listbox.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Number 2")
    assert listbox.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Shift+F10")
    page.locator(".lm-Menu-item", has_text="Add Tag…").click()
    page.locator(".jp-Dialog input").fill("best")
    page.keyboard.press("Enter")
    expect(panel.row(page, 2).locator(".jp-jovian-Chip", has_text="best")).to_be_visible()
    panel.row(page, 2).click(button="right")
    page.locator(".lm-Menu-item", has_text="Rename…").click()
    page.locator(".jp-Dialog input").fill("The better one")
    page.keyboard.press("Enter")
    expect(panel.row(page, 2)).to_contain_text("The better one")

    filter_box = page.get_by_role("searchbox", name="Filter versions")
    filter_box.fill("best")
    expect(panel.versions(page)).to_have_count(1)
    filter_box.fill("no such thing")
    expect(page.locator("#jovian-lab-versions")).to_contain_text("Nothing was found for “no such thing”.")
    filter_box.press("Escape")
    expect(panel.versions(page)).to_have_count(3)

    listbox.focus()
    page.keyboard.press("Enter")
    expect(panel.viewer(page).locator(".jp-jovian-Banner")).to_contain_text("v2 · The better one")
    expect(page.locator(".lm-TabBar-tab", has_text="a.ipynb · v2")).to_be_visible()

    filter_box.fill("best")
    expect(panel.versions(page)).to_have_count(1)
    actions.wait_kept(page, '"filter":"best"', "jovian-lab-viewer:", "jovian-lab-versions")
    page.reload()
    expect(panel.viewer(page).locator(".jp-jovian-Banner")).to_contain_text(
        "v2 · The better one", timeout=actions.START_MS
    )
    expect(panel.viewer(page).locator(".jp-CodeCell .cm-content").first).to_contain_text("rate = 2")
    expect(listbox).to_be_visible()
    expect(filter_box).to_have_value("best")
    expect(panel.versions(page)).to_have_count(1)
    expect(chosen).to_contain_text("The better one")


def test_ten_thousand_versions(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    total, asked = 10_000, []

    def answer(route: Route) -> None:
        response = route.fetch()
        page_ = response.json()
        one = page_["versions"][0] if page_["versions"] else answer.one  # type: ignore[attr-defined]
        answer.one = one  # type: ignore[attr-defined]
        query = dict(part.split("=") for part in route.request.url.split("?")[1].split("&") if "=" in part)
        offset, limit = int(query["offset"]), int(query["limit"])
        asked.append(offset)
        numbers = range(total - offset, max(total - offset - limit, 0), -1)
        listed = [{**one, "id": f"{number:040x}", "number": number, "title": f"Title {number}"} for number in numbers]
        route.fulfill(json={"versions": listed, "total": total, "offset": offset})

    page.route("**/jovian-lab/api/versions?*", answer)
    page.evaluate("void jupyterapp.commands.execute('jovian-lab:refresh')")
    listbox = page.get_by_role("listbox", name="Versions, newest first")
    expect(panel.row(page, 10_000)).to_be_visible()
    assert panel.versions(page).count() < 60, "only the rows in sight exist"
    listbox.focus()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    expect(listbox.get_by_role("option", name=re.compile("^v1 Title 1 "))).to_be_visible()
    assert len(asked) < 12, "pages in between are not fetched"


def test_delete_history_needs_the_name(lab: Lab, page: Page, folder: Path) -> None:
    file = notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    page.evaluate("void jupyterapp.commands.execute('jovian-lab:delete-history')")
    page.locator(".jp-Dialog input").fill("b.ipynb")
    expect(page.locator(".jp-Dialog .jp-mod-warn")).to_be_disabled()
    page.locator(".jp-Dialog input").fill("a.ipynb")
    panel.answer(page, "Delete history")
    expect(page.locator("#jovian-lab-versions")).to_contain_text("No versions yet")
    assert file.exists()


def test_a_vanished_notebook_goes_on(lab: Lab, page: Page, folder: Path) -> None:
    notebooks.write(folder / "old.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/old.ipynb")
    panel.sidebar(page)
    panel.commit(page, "One", 1)
    shutil.move(folder / "old.ipynb", folder / "new.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/new.ipynb")
    side = panel.sidebar(page)
    expect(side).to_contain_text("It looks like old.ipynb, which is gone and has 1 version.")
    side.get_by_role("button", name="Continue its history").click()
    expect(panel.row(page, 1)).to_contain_text("One")


def test_settings(lab: Lab, page: Page, folder: Path) -> None:
    settings = lab.settings / "jovian-lab"
    settings.mkdir(parents=True, exist_ok=True)
    chosen = {"showButtonLabel": False, "commitWithoutDialog": True, "relativeTimes": False}
    (settings / "plugin.jupyterlab-settings").write_text(json.dumps(chosen))
    notebooks.write(folder / "a.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/a.ipynb")
    panel.sidebar(page)
    expect(panel.button(page)).to_have_text("")
    panel.button(page).click()
    expect(panel.toast(page, "Committed v1")).to_be_visible()
    expect(panel.row(page, 1).locator("time")).not_to_contain_text("now")
