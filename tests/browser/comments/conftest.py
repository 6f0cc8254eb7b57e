"""A JupyterLab that tells people apart, with a tab of Ana's and one of Bo's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from jovian_lab.project import Project
from tests.browser import actions, notebooks, people
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab, running


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Return a JupyterLab that tells people apart."""
    with running(people.accounts(tmp_path_factory.mktemp("people"))) as lab:
        yield lab


@pytest.fixture
def page(context: BrowserContext, lab: Lab, console: Console) -> Page:
    """Return a tab of Ana's, with no notebook open."""
    page = people.sign_in(context, lab, "Ana").new_page()
    console.listen(page)
    return page


@pytest.fixture
def other(browser: Browser, lab: Lab, console: Console) -> Iterator[Page]:
    """Return a tab of Bo's, in a browser of his own."""
    context = people.another(browser, lab, "Bo")
    page = context.new_page()
    console.listen(page)
    yield page
    context.close()


@pytest.fixture
def book(lab: Lab, page: Page, folder: Path) -> str:
    """Return the path of a notebook with one version, open in Ana's tab."""
    notebooks.write(folder / "a.ipynb")
    Project.open(folder, create=True).commit("a.ipynb", "Baseline")
    path = f"{folder.name}/a.ipynb"
    actions.open_notebook(page, lab, path)
    return path
