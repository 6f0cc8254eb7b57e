"""Takes the pictures of notifications for the documentation: `python -m scripts.screenshots_notifications`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from nbformat import v4
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from jovian_lab.project import Author, Project, Target
from scripts.pictures import SIZE, darken, take
from tests.browser import actions, notebooks, people, threadpanel
from tests.browser.conftest import CHROMIUM
from tests.browser.jupyter import Lab, running
from tests.comments.notify import filekeyring
from tests.comments.notify.receivers import Mailbox, smtp, wait_for
from tests.server.process import SOURCES

FOLDER, BOOK = "digits", "digits/digits-cnn.ipynb"
REVIEWER = Author("reviewer", "reviewer")
# the one in Slack's own documentation; of what is said below, nothing goes there
SLACK = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"
FAST = ("--JovianLab.notify_seconds=0.2", "--JovianLab.notify_gap_seconds=0", "--JovianLab.notify_retry_seconds=3600")


def main() -> None:
    """Let one person be told what another says, and photograph what they set up."""
    with tempfile.TemporaryDirectory() as scratch, smtp() as box:
        root = people.accounts(Path(scratch) / "root")
        os.environ |= {
            "PYTHONPATH": str(SOURCES),
            "PYTHON_KEYRING_BACKEND": filekeyring.NAME,
            filekeyring.FILE: str(root / "keyring.json"),
        }
        write(root / "work" / FOLDER)
        with running(root, work=root / "work", arguments=FAST) as lab, sync_playwright() as playwright:
            program = os.environ.get("CHROMIUM") or None
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
            expect.set_options(timeout=30_000)
            context = people.sign_in(
                browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce"), lab, "Ada"
            )
            set_up(context, lab, box)
            discuss(root / "work" / FOLDER, box)
            photograph(context.new_page(), lab)
            browser.close()


def write(folder: Path) -> None:
    """Write a notebook and commit it."""
    folder.mkdir(parents=True)
    cells = [
        v4.new_code_cell('arch, epochs, optimiser = "conv32x2", 3, "rmsprop"', id="setup", execution_count=6),
        v4.new_code_cell("history = model.fit(x_train, y_train, batch_size=128, epochs=3)", id="fit"),
    ]
    notebooks.write(folder / Path(BOOK).name, cells)
    Project.open(folder, create=True).commit(Path(BOOK).name, "2 conv layers", author=REVIEWER)


def set_up(context: BrowserContext, lab: Lab, box: Mailbox) -> None:
    """Make two channels of Ada's."""
    mail = {"host": "127.0.0.1", "port": box.port, "security": "none"}
    people_ = {"sender": "ada@example.org", "to": ["ada@example.org"]}
    slack = {"name": "Team room", "secret": SLACK, "tells": ["reaction", "accepted"]}
    for more in ({"name": "E-mail", "mail": mail | people_}, slack):
        made = context.request.post(
            f"{lab.url}jovian-lab/api/channels",
            headers={"Authorization": f"token {lab.token}"},
            data={"path": FOLDER, **more},
        )
        assert made.ok, made.text()


def discuss(folder: Path, box: Mailbox) -> None:
    """Say something, of which not everything gets through."""
    said = Project.open(folder).discussion(Path(BOOK).name)
    first = said.open(Target("cell", index=1), "Why 3 epochs, @Ada? It still learns.", REVIEWER)
    wait_for(lambda: len(box.taken) == 1)
    box.answers = ["554 5.7.1 Message rejected", "451 4.7.1 Try again later"]
    said.reply(first.id, "With 6 it gets to `0.98`.", REVIEWER)
    wait_for(lambda: len(box.answers) == 1)
    said.open(Target("cell", index=0), "Put these in one place?", REVIEWER)
    wait_for(lambda: not box.answers)
    said.resolve(first.id, REVIEWER)
    wait_for(lambda: len(box.taken) == 2)


def photograph(page: Page, lab: Lab) -> None:
    """Take every picture in both themes.

    Parameters
    ----------
    page : Page
        A tab of Ada's.
    lab : Lab
        What serves the notebook.
    """
    actions.open_notebook(page, lab, BOOK)
    threadpanel.sidebar(page).get_by_role("button", name="Notifications…").click()
    panel = page.locator(".jp-jovian-Notify")
    panel.get_by_role("article", name="Channel E-mail").get_by_role("button", name="Send a test message").click()
    expect(panel).to_contain_text("The test message was sent.")
    for ending in ("", "-dark"):
        if ending:
            darken(page)
        take(page, f"notifications{ending}")
        panel.get_by_role("button", name="Add e-mail…").click()
        form = panel.get_by_role("form")
        form.get_by_label("To", exact=True).fill("ada@example.org, team@example.org")
        form.get_by_label("From").fill("lab@example.org")
        form.get_by_label("SMTP server").fill("smtp.example.org")
        form.get_by_label("User name").fill("ada")
        form.get_by_label("Password").fill("not a real one")
        take(page, f"notifications-add{ending}")
        form.get_by_role("button", name="Cancel").click()
        panel.evaluate("node => node.scrollTo(0, 0)")


if __name__ == "__main__":
    main()
