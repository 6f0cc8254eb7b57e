"""E-mail over TLS with real certificates: who is vouched for gets the password, who is not learns nothing."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import trustme

from jovian_lab.comments.notify import mail
from jovian_lab.comments.notify.values import Mail, Message, Security
from tests.comments.notify.receivers import Mailbox, smtp

PASSWORD = "s3cr3t-of-a-mailbox"
MESSAGE = Message("0" * 26, "Bob replied", "Why?\n", "T" * 26, "2026-01-02T03:04:05.000Z")
SECURE: list[Security] = ["starttls", "tls"]


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the authority, the way the hint says."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


def to(box: Mailbox, security: Security, user: str = "ada") -> Mail:
    return Mail("localhost", "lab@example.org", ["ada@example.org"], box.port, security, user)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", SECURE)
def test_signed_in_over_tls(authority: trustme.CA, security: Security) -> None:
    with smtp(password=PASSWORD, security=security, certificate=authority.issue_cert("localhost")) as box:
        outcome = mail.send(to(box, security), PASSWORD, MESSAGE, lambda: None)
        assert (outcome.state, outcome.error) == ("sent", "")
    assert len(box.taken) == 1 and box.passwords == [PASSWORD]


@pytest.mark.parametrize("security", SECURE)
def test_a_certificate_nobody_vouches_for(
    authority: trustme.CA, security: Security, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.DEBUG, "jovian_lab"),
        smtp(password=PASSWORD, security=security, certificate=authority.issue_cert("localhost")) as box,
    ):
        outcome = mail.send(to(box, security), PASSWORD, MESSAGE, lambda: None)
    assert outcome.state == "waiting" and not box.taken and not box.passwords
    assert outcome.error.startswith("The SMTP server's certificate is not trusted: ")
    assert "SSL_CERT_FILE" in outcome.hint
    assert PASSWORD not in f"{outcome} {caplog.text}"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", SECURE)
def test_a_certificate_of_somebody_else(authority: trustme.CA, security: Security) -> None:
    with smtp(password=PASSWORD, security=security, certificate=authority.issue_cert("mail.example.org")) as box:
        outcome = mail.send(to(box, security), PASSWORD, MESSAGE, lambda: None)
    assert outcome.state == "waiting" and not box.taken and not box.passwords
    assert "not trusted" in outcome.error and "'localhost'" in outcome.error


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", SECURE)
def test_a_wrong_password(authority: trustme.CA, security: Security) -> None:
    with smtp(password=PASSWORD, security=security, certificate=authority.issue_cert("localhost")) as box:
        outcome = mail.send(to(box, security), f"not {PASSWORD}", MESSAGE, lambda: None)
    assert (outcome.state, box.taken) == ("failed", [])
    assert "password" in outcome.hint and PASSWORD not in str(outcome)


@pytest.mark.usefixtures("trusted")
def test_nobody_signed_in_where_one_must_be(authority: trustme.CA) -> None:
    with smtp(password=PASSWORD, security="starttls", certificate=authority.issue_cert("localhost")) as box:
        outcome = mail.send(to(box, "starttls", user=""), "", MESSAGE, lambda: None)
    assert outcome.state == "failed" and "530" in outcome.error and "password" in outcome.hint


@pytest.mark.usefixtures("trusted")
def test_the_other_kind_of_encryption(authority: trustme.CA) -> None:
    with smtp(password=PASSWORD, security="starttls", certificate=authority.issue_cert("localhost")) as box:
        outcome = mail.send(to(box, "tls"), PASSWORD, MESSAGE, lambda: None)
    assert outcome.state == "waiting" and not box.passwords
    assert "STARTTLS is usual on port 587" in outcome.hint
