"""Messages sent to a real SMTP server and a real HTTP server: once each, tried again, refused, never with a secret."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from jovian_lab.comments.notify import chat, mail, secrets
from jovian_lab.comments.notify.book import Book
from jovian_lab.comments.notify.courier import Courier
from jovian_lab.comments.notify.mark import Mark
from jovian_lab.comments.notify.outbox import Outbox
from jovian_lab.comments.notify.values import Channel, Mail, Message
from jovian_lab.comments.notify.wording import as_html
from jovian_lab.errors import InputError
from jovian_lab.store.values import Author
from tests.comments.notify.receivers import http, smtp

ADA = Author("Ada", "ada")
SECRET = "s3cr3t-key-of-a-hook"


def message(number: int = 1, **more: str) -> Message:
    values = {"subject": f"Bob replied {number}", "text": "Why **32**?\n.\n..dots\n", "topic": "T" * 26} | more
    return Message(id=f"{number:026}", created="2026-01-02T03:04:05.000Z", **values)


def by_mail(port: int, **more) -> Channel:
    settings = Mail("127.0.0.1", "lab@example.org", ["ada@example.org"], port, "none")
    return Channel("C" * 26, "/p", ADA, "mine", ["reply"], more.pop("secret", ""), more.pop("mail", settings), "x")


def by_hook(**more) -> Channel:
    return Channel("H" * 26, "/p", ADA, "hook", ["reply"], "config:hook", None, "x", **more)


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path / "notifications")


def queued(book: Book, channel: Channel, count: int = 1) -> Outbox:
    outbox = Outbox(book)
    outbox.put(channel, {})
    outbox.add(channel.id, {}, [(f"E{n}", "reply", message(n)) for n in range(1, count + 1)])
    return outbox


def courier(book: Book, hook: str = "", **more) -> Courier:
    return Courier(book, {"hook": f"{hook}/{SECRET}"}, **{"retry_seconds": 0, "gap_seconds": 0, **more})


def states(outbox: Outbox) -> list[str]:
    return [one.state for one in outbox.shown(["C" * 26, "H" * 26])]


def test_an_email_is_as_it_should_be(book):
    with smtp() as box:
        outbox = queued(book, by_mail(box.port))
        assert courier(book).round() == 1 and courier(book).round() == 0
    (taken,) = box.taken
    assert taken["Message-ID"] == f"<{1:026}@example.org>" and taken["Subject"] == "Bob replied 1"
    assert taken["To"] == "ada@example.org" and "lab@example.org" in taken["From"]
    assert taken["References"] == f"<thread-{'T' * 26}@example.org>" and taken["Auto-Submitted"] == "auto-generated"
    plain, html = taken.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == "Why **32**?\n.\n..dots\n"
    assert html.get_content_type() == "text/html"
    assert states(outbox) == ["sent"]


def test_a_webhook_gets_json_and_a_key(book):
    with http() as hook:
        outbox = queued(book, by_hook())
        assert courier(book, hook.url).round() == 1 and courier(book, hook.url).round() == 0
    (taken,) = hook.taken
    assert taken.path == f"/{SECRET}" and taken.headers["Idempotency-Key"] == f"{1:026}"
    assert taken.body["title"] == "Bob replied 1" and "Why **32**?" in taken.body["message"]
    assert states(outbox) == ["sent"]


def test_mail_is_tried_again_after_a_no_for_now(book):
    with smtp() as box:
        box.answers = ["451 later", "452 still later"]
        outbox = queued(book, by_mail(box.port))
        for _ in range(3):
            courier(book).round()
        assert len(box.taken) == 1 and states(outbox) == ["sent"]
        assert outbox.shown(["C" * 26])[0].attempts == 3


def test_mail_is_given_up_after_a_no_for_good(book):
    with smtp() as box:
        box.refuse = {"ada@example.org": "550 no such user\x1b[31m"}
        outbox = queued(book, by_mail(box.port))
        courier(book).round()
        (kept,) = outbox.shown(["C" * 26])
        assert kept.state == "failed" and "550" in kept.error and "\x1b" not in kept.error and not box.taken
        box.refuse = {}
        outbox.again(kept.id, ["C" * 26])
        courier(book).round()
        assert len(box.taken) == 1 and states(outbox) == ["sent"]


def test_some_recipients_refused(book):
    with smtp() as box:
        box.refuse = {"bad@example.org": "550 no"}
        to = ["bad@example.org", "ada@example.org"]
        outbox = queued(book, by_mail(box.port, mail=Mail("127.0.0.1", "lab@example.org", to, box.port, "none")))
        courier(book).round()
        assert len(box.taken) == 1 and "bad@example.org" in outbox.shown(["C" * 26])[0].error


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_a_hook_is_tried_again(book, status):
    with http() as hook:
        hook.statuses = [status, status]
        outbox = queued(book, by_hook())
        for _ in range(3):
            courier(book, hook.url).round()
        assert len(hook.taken) == 1 and states(outbox) == ["sent"]


@pytest.mark.parametrize("status", [400, 401, 404, 410, 302])
def test_a_hook_that_says_no(book, status):
    with http() as hook:
        hook.statuses = [status]
        outbox = queued(book, by_hook())
        for _ in range(2):
            courier(book, hook.url).round()
        assert not hook.taken and states(outbox) == ["failed"]
        assert f"HTTP {status}" in outbox.shown(["H" * 26])[0].error


def test_no_answer_after_handing_over_is_never_repeated(book):
    with http() as hook:
        hook.statuses = [0]
        outbox = queued(book, by_hook())
        for _ in range(3):
            courier(book, hook.url).round()
        assert states(outbox) == ["unsure"] and len(hook.taken) == 1


def test_unreachable_receivers_are_tried_again_for_long_but_not_for_ever(book):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        outbox = queued(book, by_mail(port))
        outbox.put(by_hook(), {})
        outbox.add("H" * 26, {}, [("E9", "reply", message(9))])
        send = courier(book, f"http://127.0.0.1:{port}")
        send.round()
        assert states(outbox) == ["waiting", "waiting"]
        for _ in range(12):
            send.round()
        assert states(outbox) == ["failed", "failed"]
        assert {one.attempts for one in outbox.shown(["C" * 26, "H" * 26])} == {12}


def test_attempts_wait_longer_and_longer(book):
    with smtp() as box:
        box.answers = ["451 later"]
        queued(book, by_mail(box.port))
        slow = courier(book, retry_seconds=60)
        slow.round()
        assert slow.round() == 0 and not box.taken


def test_many_become_a_digest_and_a_channel_is_quiet_afterwards(book):
    with smtp() as box:
        outbox = queued(book, by_mail(box.port), 20)
        send = courier(book, gap_seconds=3600)
        assert send.round() == 1
        (taken,) = box.taken
        assert "20" in taken["Subject"]
        text = taken.get_body(("plain",)).get_content()
        assert all(f"Bob replied {n}" in text for n in range(1, 21)) and set(states(outbox)) == {"sent"}
        outbox.add("C" * 26, {}, [("later", "reply", message(99))])
        assert send.round() == 0 and states(outbox)[0] == "waiting"


def test_an_event_is_taken_in_once(book):
    outbox = queued(book, by_hook(), 3)
    assert outbox.add("H" * 26, {}, [("E1", "reply", message(50)), ("E4", "reply", message(51))]) == 1
    assert len(states(outbox)) == 4


def test_a_removed_channel_tells_nothing(book):
    with smtp() as box:
        outbox = queued(book, by_mail(box.port), 3)
        outbox.remove("C" * 26)
        assert courier(book).round() == 0 and not box.taken
        assert outbox.add("C" * 26, {}, [("x", "reply", message(7))]) == 0


def test_what_was_just_leaving_is_not_sent_again_by_itself(book):
    with smtp() as box:
        outbox = queued(book, by_mail(box.port))
        (parcel,) = outbox.due()
        with Mark(book.folder) as mark:
            mark.set(parcel.key)
            outbox.begin(parcel)
            mark.left()  # and here the server dies
        courier(book).round()
        (kept,) = outbox.shown(["C" * 26])
        assert kept.state == "unsure" and not box.taken
        outbox.again(kept.id, ["C" * 26])
        courier(book).round()
        assert [one["Message-ID"] for one in box.taken] == [f"<{1:026}@example.org>"]


@pytest.mark.parametrize("boot", ["the same", "another", "none to be known"])
def test_what_had_not_left_is_sent_again(book, monkeypatch, boot):
    with smtp() as box:
        outbox = queued(book, by_mail(box.port))
        (parcel,) = outbox.due()
        names = [b"boot-1", b"boot-2"] if boot == "another" else [b""] * 2 if boot == "none to be known" else [b"b"] * 2
        monkeypatch.setattr("jovian_lab.comments.notify.mark._boot", lambda: names[0])
        with Mark(book.folder) as mark:
            mark.set(parcel.key)
            outbox.begin(parcel)  # and here the server dies
        monkeypatch.setattr("jovian_lab.comments.notify.mark._boot", lambda: names[1])
        courier(book).round()
        assert (len(box.taken), states(outbox)) == ((1, ["sent"]) if boot == "the same" else (0, ["unsure"]))


def test_a_mark_is_about_one_message(book):
    with smtp() as box:
        outbox = queued(book, by_mail(box.port))
        (parcel,) = outbox.due()
        with Mark(book.folder) as mark:
            outbox.begin(parcel)
            mark.set("0" * 26)
        courier(book).round()
        assert not box.taken and states(outbox) == ["unsure"]


@pytest.mark.parametrize("text", ["x\r\nBcc: eve@example.org", "x\nSubject: y\n\nbody", "a\x00b", "é" * 900])
def test_no_header_can_be_smuggled_in(book, text):
    with smtp() as box:
        settings = by_mail(box.port).mail
        assert settings is not None
        outcome = mail.send(settings, "", message(subject=text), lambda: None)
        for taken in box.taken:
            assert taken["Bcc"] is None and len(taken.get_all("Subject")) == 1
        assert outcome.state in ("sent", "failed")


def test_html_is_text():
    shown = as_html(message(text="<script>alert(1)</script> [x](javascript:y)", link="https://lab/x?a=1&b=\"'>"))
    assert "<script" not in shown and "javascript:y" in shown and shown.count("<a ") == 1
    assert 'href="https://lab/x?a=1&amp;b=&quot;&#x27;&gt;"' in shown
    assert "<a " not in as_html(message(link="javascript:alert(1)"))


def test_signing_in_and_a_wrong_password_that_nobody_sees(book, caplog):
    with smtp(password=SECRET) as box:
        settings = Mail("127.0.0.1", "lab@example.org", ["ada@example.org"], box.port, "none", "ada")
        assert mail.send(settings, SECRET, message(), lambda: None).state == "sent"
        outcome = mail.send(settings, "wrong-" + SECRET, message(2), lambda: None)
        assert outcome.state == "failed" and SECRET not in outcome.error
    assert len(box.taken) == 1 and SECRET not in caplog.text


def test_a_password_never_travels_in_the_open():
    for security, host in [("none", "mail.example.org")]:
        with pytest.raises(InputError, match="open"):
            mail.check(Mail(host, "a@b.org", ["a@b.org"], 0, security, "u"), has_secret=True)
    with smtp() as box:  # which offers no STARTTLS
        settings = Mail("127.0.0.1", "a@b.org", ["a@b.org"], box.port, "starttls")
        assert mail.send(settings, "", message(), lambda: None).state == "failed" and not box.taken


@pytest.mark.parametrize("address", ["", "x", "x@", "@x", "a b@c.org", "a@b.org\nBcc: c@d.org", "a@b.org, c@d.org"])
def test_addresses_that_are_none(address):
    with pytest.raises(InputError):
        mail.check(Mail("host", "a@b.org", [address]), has_secret=False)


def test_libraries_log_no_address(book, caplog):
    with http() as hook, caplog.at_level(logging.DEBUG):
        queued(book, by_hook())
        hook.statuses = [500, 404]
        send = courier(book, hook.url)
        send.round()
        send.round()
        courier(book, "http://127.0.0.1:1").trial(by_hook())
        courier(book, "nonsense://x").trial(by_hook())
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://hooks.slack.com/services/T12345678/B12345678/abcdefghijklmnopqrstuvwx", "Slack"),
        ("https://discord.com/api/webhooks/1234567890/abcdefghijk", "Discord"),
        ("mmosts://chat.example.org/3ccdd113474722377935511fc85d3dd4", "Mattermost"),
        ("workflows://example.org/workflow-id/signature", "Power Automate / Workflows"),
        (f"https://example.org/{SECRET}", "JSON at example.org"),
    ],
)  # fmt: skip
def test_services_are_known(address, shown):
    assert chat.check(address).startswith(shown.split(" /")[0]) and SECRET not in chat.check(address)


@pytest.mark.parametrize("address", ["", "nonsense", f"foo://{SECRET}", f"mailto://u:{SECRET}@example.org", "syslog://",
                                     f"file:///{SECRET}", "slack://", "dbus://"])  # fmt: skip
def test_addresses_of_nothing(address):
    with pytest.raises(InputError) as raised:
        chat.check(address)
    assert SECRET not in f"{raised.value.message} {raised.value.hint}"


def test_nobodys_bell_is_rung(book):
    with http() as hook:
        chat.send(f"{hook.url}/x", message(text="@everyone <!channel> <https://evil|bank> [a](http://b)"), lambda: None)
    said = hook.taken[0].body["message"]
    assert "@everyone" not in said and "<!" not in said and "<http" not in said and "](" not in said


def test_a_trial_says_what_happened(book):
    with smtp() as box:
        assert courier(book).trial(by_mail(box.port)).state == "sent"
        assert "test" in box.taken[0]["Subject"]
    started = time.monotonic()
    outcome = courier(book).trial(by_mail(box.port))
    assert outcome.state == "waiting" and "reached" in outcome.error and time.monotonic() - started < 5
    assert courier(book).trial(by_hook(enabled=True)).state in ("failed", "waiting")


def test_only_one_courier_at_a_time(book):
    with smtp() as box:
        queued(book, by_mail(box.port), 5)
        import threading

        threads = [threading.Thread(target=courier(book).round) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        courier(book).round()
        assert len(box.taken) == 5 == len({one["Message-ID"] for one in box.taken})


def test_the_file_is_ours_alone(book):
    queued(book, by_hook())
    assert book.file.stat().st_mode & 0o777 == 0o600 and book.folder.stat().st_mode & 0o777 == 0o700
    assert SECRET.encode() not in b"".join(file.read_bytes() for file in book.folder.iterdir())


def test_without_the_packages_of_the_extra(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setitem(sys.modules, "keyring", None)
    for attempt in (lambda: chat.check("json://x"), lambda: secrets.keep("C", SECRET)):
        with pytest.raises(InputError) as raised:
            attempt()
        assert "jovian-lab[notify]" in raised.value.hint and SECRET not in raised.value.message
    assert chat.send("json://x", message(), lambda: None).state == "failed"
    with smtp() as box:  # e-mail needs neither
        settings = by_mail(box.port).mail
        assert settings is not None and mail.send(settings, "", message(), lambda: None).state == "sent"
