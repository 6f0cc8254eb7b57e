"""Takes the pictures of environments for the documentation: `python -m scripts.screenshots_environment`."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect, sync_playwright

from scripts.pictures import SIZE, take
from tests.browser import actions, diffpanel, panel, wheels
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running
from tests.browser.venvs import Venv

BOOK = "penguins.ipynb"
SIDEBAR = 340
THEMES = {"": "JupyterLab Light", "-dark": "JupyterLab Dark"}
FIRST = {"palmerpenguins": "0.1.4", "seaborn": "0.13.1", "pandas": "2.2.1", "scipy": "1.14.1"}
THEN = {"palmerpenguins": "0.1.4", "seaborn": "0.13.2", "pandas": "2.2.3", "polars": "1.9.0", "great_tables": "0.13.0"}
CELLS = (
    "import pandas as pd\nimport palmerpenguins",
    "penguins = palmerpenguins.load()\nprint(pd.table(penguins))",
)
TABLE = """def table(rows):
    head = f'{"species":<12}{"bill":>6}{"flipper":>9}'
    return '\\n'.join([head, *(f'{kind:<12}{bill:>6}{flipper:>9}' for kind, bill, flipper in rows)])
"""
ROWS = "def load():\n    return [('Adelie', 38.8, 190.0), ('Chinstrap', 48.8, 195.8), ('Gentoo', 47.5, 217.2)]\n"


def main() -> None:
    """Photograph a notebook whose kernel changes, in both themes."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        home = Path(scratch)
        store = home / "wheels"
        wheels.installed(store, "ipykernel")
        for name, version in {*FIRST.items(), *THEN.items()}:
            wheels.tiny(store, name, version, {"pandas": TABLE, "palmerpenguins": ROWS}.get(name, ""))
        os.environ["HOME"] = scratch
        os.environ.update(UV_FIND_LINKS=str(store), UV_NO_INDEX="1", UV_OFFLINE="1", UV_CACHE_DIR=str(home / "cache"))
        (home / ".gitconfig").write_text("[user]\n\tname = Ana\n\temail = ana@example.org\n")
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=CHROMIUM)
        expect.set_options(timeout=60_000)
        for ending, theme in THEMES.items():
            root = home / f"lab{ending}"
            choice = root / "settings" / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
            choice.parent.mkdir(parents=True)
            choice.write_text(json.dumps({"theme": theme}))
            kernel = Venv(root / "kernel", store)
            kernel.install("ipykernel", *(f"{name}=={version}" for name, version in FIRST.items()))
            kernel.register(root / "data", "penguins", "Penguins")
            _write(root / "work")
            with running(root, work=root / "work") as lab:
                page = browser.new_page(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
                photograph(page, lab, kernel, ending)
                page.close()
        browser.close()


def photograph(page: Page, lab: Lab, kernel: Venv, ending: str) -> None:
    """Take every picture in one theme: chips, difference, a version's environment, drift, installing, the report.

    Parameters
    ----------
    page : Page
        A tab.
    lab : Lab
        What serves the notebook.
    kernel : Venv
        What it runs in.
    ending : str
        What the names of this theme's pictures end with.
    """
    actions.open_notebook(page, lab, BOOK)
    _widen(page)
    for cell in (1, 2):
        actions.run_cell(page, cell)
    panel.commit(page, "Measurements by species", 1)
    kernel.remove(*(FIRST.keys() - THEN.keys()))
    kernel.install(*(f"{name}=={version}" for name, version in THEN.items()))
    actions.set_source(page, 2, f"{CELLS[1]}  # means")
    panel.commit(page, "Newer tables", 2)
    _quiet(page)
    panel.row(page, 2).locator(".jp-jovian-Row-environment").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("scipy")
    take(page, f"environment-versions{ending}", still=False)

    panel.row(page, 2).locator(".jp-jovian-Row-title").click()
    panel.row(page, 2).get_by_role("button", name="Changes", exact=True).click()
    expect(diffpanel.front(page).locator(".jp-jovian-Env-table")).to_be_visible()
    take(page, f"environment-diff{ending}")

    _menu(page, "Environment…")
    shown = page.locator(".jp-jovian-Env:visible")
    expect(shown.locator("table")).to_be_visible()
    take(page, f"environment-version{ending}")

    page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text=BOOK).first.click()
    kernel.install(f"pandas=={FIRST['pandas']}")
    page.evaluate("void jupyterapp.commands.execute('kernelmenu:restart')")
    page.locator(".jp-Dialog-button.jp-mod-accept").click()
    expect(page.locator(".jp-jovian-Drift button")).to_contain_text("pandas")
    _menu(page, "Install as Kernel…")
    dialog = page.locator(".jp-jovian-Install")
    expect(dialog).to_have_attribute("data-phase", "planned", timeout=120_000)
    take(page, f"environment-install{ending}")
    page.keyboard.press("Enter")
    expect(dialog).to_have_attribute("data-phase", "done", timeout=120_000)
    take(page, f"environment-report{ending}")
    dialog.get_by_role("button", name="Use this kernel").click()
    expect(panel.toast(page, "The notebook now runs in")).to_be_visible()
    actions.wait_idle(page)
    expect(page.locator(".jp-jovian-Drift button")).to_contain_text("v2 had")
    for cell in (1, 2):
        actions.run_cell(page, cell)
    _quiet(page)
    take(page, f"environment-drift{ending}")


def _write(work: Path) -> None:
    """Write the notebook."""
    work.mkdir()
    spec = {"name": "penguins", "display_name": "Penguins", "language": "python"}
    cells = [nbformat.v4.new_markdown_cell("# Penguins", id="title")]
    cells += [nbformat.v4.new_code_cell(source, id=f"code-{place}") for place, source in enumerate(CELLS)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), work / BOOK)


def _widen(page: Page) -> None:
    """Make the sidebar wide enough for its titles."""
    box = panel.sidebar(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] + 2, 500)
    page.mouse.down()
    page.mouse.move(box["x"] + SIDEBAR, 500, steps=4)
    page.mouse.up()


def _menu(page: Page, label: str) -> None:
    """Choose from the context menu of the first version."""
    panel.row(page, 1).locator(".jp-jovian-Row-title").click(button="right")
    page.locator(".lm-Menu-item", has_text=label).click()


def _quiet(page: Page) -> None:
    """Put notifications away."""
    page.evaluate(
        "document.querySelectorAll('.Toastify__toast .jp-toast-button-close, [aria-label=\"Hide notification\"]')"
        ".forEach(button => button.click())"
    )
    expect(page.locator(".Toastify__toast")).to_have_count(0)


if __name__ == "__main__":
    main()
