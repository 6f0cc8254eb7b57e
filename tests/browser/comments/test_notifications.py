"""Notifications as people set them up: channels to real receivers, tried out; what others say arrives there once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import json5
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from jovian_lab.project import Project, Target
from jovian_lab.store.values import Author
from tests.browser import actions, panel, people, threadpanel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab, running
from tests.comments.notify import filekeyring
from tests.comments.notify.receivers import http, smtp, wait_for
from tests.server.process import SOURCES

BO = Author("Bo", "bo")
PASSWORD = "s3cr3t-of-a-mailbox"
SECRET = "k3y-of-a-hook"
FAST = ("--JovianLab.notify_seconds=0.2", "--JovianLab.notify_gap_seconds=0", "--JovianLab.notify_retry_seconds=0.5")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Return a JupyterLab that tells people apart, on a system with a keyring."""
    root = people.accounts(tmp_path_factory.mktemp("notified"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(SOURCES))
        patch.setenv("PYTHON_KEYRING_BACKEND", filekeyring.NAME)
        patch.setenv(filekeyring.FILE, str(root / "keyring.json"))
        with running(root, arguments=FAST) as lab:
            yield lab


@pytest.fixture
def panel_(page: Page, book: str) -> Locator:
    """Return the Notifications panel of the project, opened with the gear of the Threads sidebar."""
    threadpanel.sidebar(page).get_by_role("button", name="Notifications…").click()
    return notifications(page)


def notifications(page: Page) -> Locator:
    """Return the panel once it shows something."""
    shown = page.locator(".jp-jovian-Notify")
    expect(shown.get_by_role("heading", name="Outbox")).to_be_visible()
    return shown


def tab(page: Page, name: str) -> Locator:
    """Return the handle of a tab in the main area."""
    return page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text=name)


def says(folder: Path, words: str) -> None:
    """Let Bo comment on a cell, in the shell so to speak."""
    Project.open(folder).discussion("a.ipynb").open(Target("cell", index=1), words, BO)


def message(panel_: Locator, words: str) -> Locator:
    """Return a message in the outbox."""
    return panel_.locator(".jp-jovian-Outbox li", has_text=words)


def test_email_is_set_up_tried_and_a_mention_arrives_once(
    browser: Browser, lab: Lab, page: Page, book: str, panel_: Locator, console: Console
) -> None:
    expect(panel_).to_contain_text("No channels yet.")
    expect(panel_).to_contain_text("go into the keyring of the system that Jupyter runs on")
    panel_.get_by_role("button", name="Add e-mail…").click()
    form = panel_.get_by_role("form", name="New channel: e-mail")
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    with smtp(password=PASSWORD) as box:
        form.get_by_label("To", exact=True).fill("ana@example.org")
        form.get_by_label("SMTP server").fill("127.0.0.1")
        form.get_by_label("Encryption").select_option("none")
        form.get_by_label("Port").fill(str(box.port))
        form.get_by_label("User name").fill("ana")
        form.get_by_role("button", name="Save").click()
        password = form.get_by_label("Password")
        expect(password).to_be_focused()  # and said to be missing
        expect(form).to_contain_text("This is needed.")
        password.fill(PASSWORD)
        page.keyboard.press("Enter")
        card = panel_.get_by_role("article", name="Channel E-mail")
        expect(card).to_contain_text("to ana@example.org")
        expect(card).to_contain_text("secret in the keyring")
        expect(form).to_have_count(0)

        card.get_by_role("button", name="Send a test message").click()
        expect(card).to_contain_text("The test message was sent.")
        assert [one["Subject"] for one in box.taken] == ["A test message of jovian-lab"]

        tab(page, "a.ipynb").click()
        threadpanel.cell(page, 1).click()
        threadpanel.comment(page, 1, "of my own")
        with people.another(browser, lab, "Bo") as context:
            theirs = context.new_page()
            console.listen(theirs)
            actions.open_notebook(theirs, lab, book)
            threadpanel.reply(theirs, threadpanel.threads(theirs, 1), "Why 0.1? @Ana")
        wait_for(lambda: len(box.taken) > 1)
        tab(page, "Notifications").click()
        expect(message(panel_, "Bo mentioned you")).to_contain_text("Sent")
        time.sleep(1.5)
        assert "Bo mentioned you" in box.taken[1]["Subject"] and len(box.taken) == 2

    card.get_by_role("button", name="Send a test message").click()
    expect(card).to_contain_text("Not sent. The SMTP server cannot be reached")
    expect(card).to_contain_text("a firewall may be in between")
    assert PASSWORD not in page.content() and PASSWORD not in lab.printed(1_000_000)
    kept = [file for file in lab.work.parent.rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()]
    assert [file.name for file in kept] == ["keyring.json"]


def test_a_webhook_that_fails_is_sent_again_changed_and_removed(
    lab: Lab, page: Page, second_page: Page, book: str, folder: Path, panel_: Locator
) -> None:
    with http() as hook:
        panel_.get_by_role("button", name="Add chat or webhook…").click()
        form = panel_.get_by_role("form")
        form.get_by_label("Address").fill(f"{hook.url}/{SECRET}")
        form.get_by_label("Name", exact=True).fill("Team")
        form.get_by_role("button", name="Save").click()
        card = panel_.get_by_role("article", name="Channel Team")
        expect(card).to_contain_text("JSON at 127.0.0.1")
        hook.statuses = [404]
        card.get_by_role("button", name="Send a test message").click()
        expect(card).to_contain_text("Not sent. The service refused it (HTTP 404).")
        expect(card).to_contain_text("Its webhook may have been removed")

        hook.statuses = [410, 0]
        says(folder, "first")
        failed = message(panel_, "first")
        expect(failed).to_contain_text("HTTP 410")
        says(folder, "second")
        unsure = message(panel_, "second")
        expect(unsure).to_contain_text("It has probably arrived")
        expect(panel_.get_by_role("button", name="Failed 1")).to_be_visible()
        panel_.get_by_role("button", name="Unsure 1").click()
        expect(failed).to_have_count(0)
        panel_.get_by_role("button", name="All 2").click()
        failed.get_by_role("button", name="again").click()
        expect(failed).to_have_attribute("data-state", "sent")
        assert [post.body["title"].endswith("first") for post in hook.taken] == [False, True]

        # in a second tab, too, without a reload
        actions.open_notebook(second_page, lab, book)
        second_page.evaluate("void jupyterapp.commands.execute('jovian-lab:notifications')")
        mirrored = notifications(second_page).get_by_role("article", name="Channel Crew")
        expect(mirrored).to_have_count(0)

        card.get_by_role("button", name="Edit…").click()
        form.get_by_label("Name", exact=True).fill("Crew")
        for kind in ("A new thread", "Any reply", "A thread is resolved"):
            form.get_by_label(kind).uncheck()
        expect(form.get_by_label("Address")).to_have_attribute("placeholder", "stays as it is")
        form.get_by_role("button", name="Save").click()
        card = panel_.get_by_role("article", name="Channel Crew")
        expect(mirrored).to_contain_text("mentions, accepted suggestions")
        says(folder, "nobody is told")
        says(folder, "but @Ana is told this")
        expect(message(panel_, "is told this")).to_have_attribute("data-state", "sent")
        expect(message(panel_, "nobody")).to_have_count(0)
        card.get_by_label("Crew tells something").click()
        expect(mirrored).to_contain_text("off")
    card.get_by_role("button", name="Remove…").click()
    page.locator(".jp-Dialog").get_by_role("button", name="Remove").click()
    expect(panel_).to_contain_text("No channels yet.")
    assert SECRET not in (lab.work.parent / "keyring.json").read_text()


def test_what_the_form_does_not_take_and_what_the_server_says(page: Page, panel_: Locator, console: Console) -> None:
    console.allow("status of 400")
    panel_.get_by_role("button", name="Add e-mail…").click()
    form = panel_.get_by_role("form")
    form.get_by_label("To", exact=True).fill("not an address")
    form.get_by_label("Port").fill("many")
    form.get_by_label("User name").fill("ana")
    form.get_by_label("Encryption").select_option("none")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Write it as name@example.org.")
    expect(form).to_contain_text("A number up to 65535, or nothing.")
    expect(form.get_by_label("SMTP server")).to_have_attribute("aria-invalid", "true")
    form.get_by_label("SMTP server").fill("mail.example.org")
    expect(form).to_contain_text("A password is not sent without encryption")
    form.get_by_label("User name").fill("")
    form.get_by_label("Port").fill("")
    form.get_by_label("To", exact=True).fill("a@b..org, c@d.org")
    form.get_by_label("From").fill("x@example.org")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("is no e-mail address")
    form.get_by_role("button", name="Cancel").click()
    expect(panel_.get_by_role("button", name="Add e-mail…")).to_be_focused()


def test_without_a_keyring_without_the_extra_and_without_an_answer(
    page: Page, book: str, panel_: Locator, console: Console
) -> None:
    missing = {"keyring": "none", "chats": False}

    def answer(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), **missing})

    page.route("**/jovian-lab/api/channels?*", answer)
    expect(panel_).to_contain_text("has no keyring that can be used")
    expect(panel_.get_by_role("button", name="Add chat or webhook…")).to_be_disabled()
    expect(panel_).to_contain_text("pip install 'jovian-lab[notify]' where Jupyter runs, then restart it.")
    panel_.get_by_role("button", name="Add e-mail…").click()
    panel_.get_by_label("User name").fill("ana")
    expect(panel_.get_by_label("Password is in")).to_have_attribute("placeholder", "env:JOVIAN_LAB_SECRET")
    missing["keyring"] = "not installed"
    expect(panel_).to_contain_text("To keep passwords and addresses in the system’s keyring")

    console.allow(r"Failed to load resource")
    page.unroute("**/jovian-lab/api/channels?*")
    page.route("**/jovian-lab/api/channels?*", lambda route: route.abort())
    expect(panel_.get_by_role("alert")).to_contain_text("The Jupyter server did not answer.")
    expect(panel_.get_by_label("User name")).to_have_value("ana")  # what was typed stays
    tab(page, "Notifications").locator(".lm-TabBar-tabCloseIcon").click()
    page.evaluate("void jupyterapp.commands.execute('jovian-lab:notifications')")
    expect(panel_).to_contain_text("The notifications could not be read")
    page.unroute("**/jovian-lab/api/channels?*")
    panel_.get_by_role("button", name="Retry").click()
    expect(panel_).to_contain_text("No channels yet.")


def test_what_is_shown_in_the_corner(lab: Lab, page: Page, folder: Path, panel_: Locator) -> None:
    panel_.get_by_label("A new thread").click()
    expect(panel_.get_by_label("A new thread")).not_to_be_checked()
    says(folder, "quietly")
    says(folder, "loudly, @Ana")
    expect(panel.toast(page, "Bo: loudly")).to_be_visible()
    expect(panel.toast(page, "Bo: quietly")).to_have_count(0)
    kept = lab.settings / "jovian-lab" / "notifications.jupyterlab-settings"
    assert json5.loads(kept.read_text()) == {"projects": {folder.name: ["mention", "reply-to-me", "reply"]}}
    page.reload()
    restored = notifications(page)
    expect(restored.get_by_label("A new thread")).not_to_be_checked()
    restored.get_by_label("Show a message in the corner").click()
    expect(restored.get_by_label("A new thread")).to_be_disabled()
