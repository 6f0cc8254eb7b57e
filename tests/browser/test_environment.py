"""A kernel in an environment of its own: what changed of it is seen, and an old one is made anew and used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import actions, diffpanel, panel, wheels
from tests.browser.jupyter import Lab, running
from tests.browser.venvs import Venv

INSTALLED_MS = 120_000
SOURCE = "import greeting\ngreeting.WORDS"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every wheel there is for these tests."""
    folder = tmp_path_factory.mktemp("wheels")
    wheels.installed(folder, "ipykernel")
    for version in ("1.0", "2.0"):
        wheels.tiny(folder, "greeting", version, f"WORDS = 'hello {version}'\n")
    wheels.tiny(folder, "farewell", "3.1", "")
    return folder


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, store: Path) -> Iterator[Lab]:
    """Return a JupyterLab whose installations find their packages in that folder, and nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_FIND_LINKS", str(store))
        patch.setenv("UV_NO_INDEX", "1")
        patch.setenv("UV_OFFLINE", "1")
        patch.setenv("UV_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        with running(tmp_path_factory.mktemp("jupyter")) as lab:
            yield lab


@pytest.fixture
def kernel(lab: Lab, folder: Path, store: Path, tmp_path: Path) -> Venv:
    """Return a kernel's environment, named after the test's folder."""
    venv = Venv(tmp_path / "kernel", store)
    venv.install("ipykernel", "greeting==1.0")
    venv.register(lab.work.parent / "data", folder.name.lower(), "Analysis")
    return venv


def write(folder: Path, name: str = "hello.ipynb") -> str:
    """Write a notebook for the test's kernel; return its path for Jupyter."""
    spec = {"name": folder.name.lower(), "display_name": "Analysis", "language": "python"}
    cells = [nbformat.v4.new_code_cell(SOURCE, id="words")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), folder / name)
    return f"{folder.name}/{name}"


def menu(page: Page, number: int, label: str) -> None:
    """Choose from the context menu of a version."""
    panel.row(page, number).click(button="right")
    page.locator(".lm-Menu-item", has_text=label).click()


def output(page: Page) -> Locator:
    """Return the output of the first cell."""
    return actions.notebook(page).locator(".jp-Cell-outputArea").first


def test_change_see_rebuild_use(lab: Lab, page: Page, folder: Path, kernel: Venv) -> None:
    actions.open_notebook(page, lab, write(folder))
    panel.sidebar(page)
    actions.run_cell(page, 0)
    expect(output(page)).to_contain_text("hello 1.0")
    panel.commit(page, "Baseline", 1)
    expect(panel.row(page, 1).locator(".jp-jovian-Row-environment")).to_have_count(0)

    # a package changes, and another one comes
    kernel.install("greeting==2.0", "farewell")
    actions.set_source(page, 0, f"{SOURCE}.title()")
    panel.commit(page, "Another greeting", 2)
    line = panel.row(page, 2).locator(".jp-jovian-Row-environment")
    expect(line).to_contain_text("greeting 1.0 → 2.0")
    expect(line).to_contain_text("+ farewell 3.1")
    line.hover()
    tooltip = page.get_by_role("tooltip")
    expect(tooltip.get_by_role("listitem")).to_have_text(["greeting 1.0 → 2.0", "+ farewell 3.1"])
    page.mouse.move(900, 500)
    expect(tooltip).to_have_count(0)

    # the difference says so at its top
    line.click()
    diff = diffpanel.front(page)
    section = diff.get_by_role("region", name="Environment")
    expect(section).to_contain_text("greeting 1.0 → 2.0, farewell 3.1 added")
    upgraded = section.locator('tbody[data-kind="upgraded"] tr').last
    expect(upgraded.locator("td")).to_have_text(["1.0", "2.0"])
    expect(section.locator('tbody[data-kind="added"]')).to_contain_text("farewell")
    expect(diffpanel.entries(diff).filter(has_text="+ farewell 3.1")).to_be_visible()

    # the old one is made anew, while the page goes away and comes back
    menu(page, 1, "Install as Kernel…")
    dialog = page.locator(".jp-jovian-Install")
    expect(dialog).to_have_attribute("data-phase", "planned", timeout=INSTALLED_MS)
    expect(dialog.get_by_label("Name of the kernel")).to_have_value("hello-v1")
    expect(dialog).to_contain_text("packages, as in the version")
    page.keyboard.press("Enter")
    expect(dialog).to_have_attribute("data-phase", "running")
    dialog.get_by_role("button", name="Go on in the background").click()
    page.reload()
    badge = page.locator(".jp-jovian-Installs button").first
    expect(badge).to_contain_text("hello-v1", timeout=actions.START_MS)
    expect(badge).to_have_text("The kernel hello-v1 is ready", timeout=INSTALLED_MS)
    badge.click()
    expect(dialog).to_have_attribute("data-phase", "done")
    expect(dialog).to_contain_text("Imports that work greeting")
    dialog.get_by_role("button", name="Use this kernel").click()

    # and used
    expect(panel.toast(page, "The notebook now runs in")).to_be_visible()
    actions.wait_idle(page)
    actions.run_cell(page, 0)
    expect(output(page)).to_contain_text("Hello 1.0")
    drift = page.locator(".jp-jovian-Drift button")
    expect(drift).to_contain_text("greeting 1.0, v2 had 2.0")
    drift.click()
    shown = page.locator(".jp-jovian-Env:visible")
    expect(shown.get_by_role("heading", level=2)).to_contain_text("v2 → the kernel now")
    expect(shown.locator('tbody[data-kind="removed"]')).to_contain_text("farewell")


def test_look_at_an_environment_and_at_drift(
    lab: Lab, page: Page, second_page: Page, folder: Path, kernel: Venv
) -> None:
    place = write(folder)
    actions.open_notebook(page, lab, place)
    panel.sidebar(page)
    panel.commit(page, "Baseline", 1)
    expect(page.locator(".jp-jovian-Drift button")).to_have_count(0)
    menu(page, 1, "Environment…")
    shown = page.locator(".jp-jovian-Env:visible")
    expect(shown.get_by_role("heading", level=2)).to_contain_text("Environment of v1 “Baseline”")
    packages = shown.get_by_role("region", name="Packages")
    packages.get_by_role("searchbox").fill("greet")
    expect(packages.locator("tbody tr")).to_have_count(1)
    expect(packages.locator("tbody tr")).to_contain_text("1.0")
    page.keyboard.press("Escape")
    expect(packages.locator("tbody tr").nth(5)).to_be_visible()
    shown.get_by_role("button", name="Show requirements.txt").click()
    expect(shown.locator("pre")).to_contain_text("greeting==1.0")
    with page.expect_download() as downloading:
        shown.get_by_role("button", name="Download requirements.txt").click()
    assert downloading.value.suggested_filename == "requirements.txt"
    assert "greeting==1.0" in Path(downloading.value.path()).read_text("utf-8")

    # it comes back with the page, and a page opened later sees that the kernel drifted
    actions.wait_kept(page, "jovian-lab-environment")
    page.reload()
    expect(page.locator(".jp-jovian-Env").get_by_role("heading", level=2)).to_contain_text("v1", timeout=60_000)
    kernel.install("greeting==2.0")
    second_page.goto(lab.address(place, reset=False).replace("/lab/tree/", "/lab/workspaces/second/tree/"))
    expect(second_page.locator(".jp-jovian-Drift button")).to_contain_text(
        "greeting 2.0, v1 had 1.0", timeout=actions.START_MS
    )


def test_an_installation_is_stopped_and_fails_in_words(lab: Lab, page: Page, folder: Path, kernel: Venv) -> None:
    actions.open_notebook(page, lab, write(folder))
    panel.sidebar(page)
    kernel.install("greeting==2.0")
    panel.commit(page, "Baseline", 1)
    menu(page, 1, "Install as Kernel…")
    dialog = page.locator(".jp-jovian-Install")
    expect(dialog).to_have_attribute("data-phase", "planned", timeout=INSTALLED_MS)
    field = dialog.get_by_label("Name of the kernel")
    field.fill("no/name")
    expect(dialog.get_by_role("button", name="Install", exact=True)).to_be_disabled()
    field.fill(f"stopped-{folder.name}"[:40])
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Cancel the installation").click()
    expect(dialog).to_have_attribute("data-phase", "cancelled", timeout=INSTALLED_MS)
    expect(dialog).to_contain_text("Nothing of it is left")
    made = lab.work.parent / "data" / "jovian-lab" / "environments"
    assert not [each for each in made.glob("stopped-*") if each.is_dir()]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
