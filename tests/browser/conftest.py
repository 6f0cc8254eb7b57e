"""One JupyterLab and one headless Chromium for all browser tests; a new profile, tab and folder for each."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.jupyter import Lab, running

CHROMIUM = [
    *["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run"],
    *["--disable-background-networking", "--disable-component-update", "--disable-sync"],
]
RESULTS = Path("test-results")
_FAILED = pytest.StashKey[bool]()


class Console:
    """What the tabs of a test complained about, and where they sent requests to."""

    def __init__(self, home: str) -> None:
        self.lines: list[str] = []
        self._home = home
        self._allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        """Expect errors that match a regular expression.

        Parameters
        ----------
        pattern : str
            Searched in a line like "error: text".
        """
        self._allowed.append(pattern)

    def listen(self, page: Page) -> None:
        """Write down what a tab says from now on."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.lines.append(f"pageerror: {error}"))
        page.on("request", self._asked)

    @property
    def problems(self) -> list[str]:
        """The errors nobody expected."""
        bad = [line for line in self.lines if line.startswith(("error", "pageerror", "left"))]
        return [line for line in bad if not any(re.search(pattern, line) for pattern in self._allowed)]

    def _said(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        self.lines.append(f"{message.type}: {message.text} ({place})")

    def _asked(self, request: Request) -> None:
        """No request may leave for another host."""
        if not request.url.startswith((self._home, self._home.replace("http", "ws", 1), "data:", "blob:", "about:")):
            self.lines.append(f"left the machine: {request.url}")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Return the running JupyterLab: url, token, work, settings, log."""
    with running(tmp_path_factory.mktemp("jupyter")) as lab:
        yield lab


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return headless Chromium: $CHROMIUM, the system's, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=CHROMIUM)
        expect.set_options(timeout=15_000)
        yield browser
        browser.close()


@pytest.fixture
def console(lab: Lab) -> Console:
    """Return what the tabs of this test complain about; unexpected errors fail the test."""
    return Console(lab.url)


@pytest.fixture
def context(browser: Browser, lab: Lab, console: Console, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Return a new browser profile; settings the test changed are forgotten in the end."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    yield context
    failed = request.node.stash.get(_FAILED, False) or bool(console.problems)
    if failed:
        _keep_evidence(request.node.nodeid, context, console, lab)
    context.close()
    shutil.rmtree(lab.settings / "jovian-lab", ignore_errors=True)
    assert not console.problems, "the browser's console:\n" + "\n".join(console.problems)


@pytest.fixture
def page(context: BrowserContext, console: Console) -> Page:
    """Return a tab."""
    page = context.new_page()
    console.listen(page)
    return page


@pytest.fixture
def second_page(context: BrowserContext, console: Console) -> Page:
    """Return another tab of the same profile."""
    page = context.new_page()
    console.listen(page)
    return page


@pytest.fixture
def folder(lab: Lab, request: pytest.FixtureRequest) -> Path:
    """Return an empty folder for this test, below the served one."""
    folder = lab.work / re.sub(r"\W+", "-", request.node.name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def _keep_evidence(name: str, context: BrowserContext, console: Console, lab: Lab) -> None:
    """Save pictures of the tabs, the console and the server's log under test-results/."""
    RESULTS.mkdir(exist_ok=True)
    stem = re.sub(r"\W+", "-", name).strip("-")
    for number, page in enumerate(context.pages, 1):
        page.screenshot(path=RESULTS / f"{stem}-{number}.png")
    (RESULTS / f"{stem}.txt").write_text("\n".join([*console.lines, "", "server:", lab.printed()]))
