"""Sends e-mail by SMTP, so that it is known at every moment whether a message can have been taken."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from datetime import datetime, timezone
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY

from jovian_lab.comments.notify import wording
from jovian_lab.comments.notify.secrets import hidden
from jovian_lab.comments.notify.values import Mail, Message, Outcome
from jovian_lab.errors import InputError

SECONDS = 30.0  # for each step
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,255}")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST_RECIPIENTS = 50
_AUTHENTICATE = 530  # "authentication required"
_LONGEST_ANSWER = 200
_PASSWORD = "Check the user name and the password. Many services want a password of its own for each program."
_AUTHORITY = (
    "Check the server's name. If your organisation made the certificate itself, let the machine that runs Jupyter trust"
    " its authority: SSL_CERT_FILE names a file of those."
)
_ENCRYPTION = "Check the port and the encryption: STARTTLS is usual on port 587, TLS on 465."
_NETWORK = "Check the server's name, the port and the encryption; a firewall may be in between."
_SIGN_IN = "It may want a user name and a password: give the channel both."


def check(mail: Mail, *, has_secret: bool) -> Mail:
    """Return how e-mail is to be sent, if it can be.

    Raises
    ------
    InputError
        If an address is none, or a password would travel in the open.
    """
    if not _HOST.fullmatch(mail.host) or not 0 <= mail.port <= 65535:
        raise InputError("That is no SMTP server.", "Give it as a host name and a port.")
    if not 1 <= len(mail.to) <= _MOST_RECIPIENTS:
        raise InputError(f"E-mail goes to 1 to {_MOST_RECIPIENTS} addresses.", "Name at least one.")
    for address in (mail.sender, *mail.to):
        _address(address)
    if not (mail.user.isprintable() and mail.user.isascii()):
        raise InputError("That user name cannot be sent to an SMTP server.", "Check it.")
    if bool(mail.user) != has_secret:
        raise InputError("Signing in to an SMTP server takes a user name and a password.", "Give both, or neither.")
    if has_secret and mail.security == "none" and mail.host not in _LOCAL:
        raise InputError("A password is not sent in the open.", "Use starttls or tls.")
    return mail


def compose(mail: Mail, message: Message) -> EmailMessage:
    """Return a message as e-mail: plain text and HTML, and always with the same Message-ID."""
    domain = _address(mail.sender).domain
    made = EmailMessage(policy=POLICY)
    made["From"] = Address("Jovian Lab", addr_spec=mail.sender)
    made["To"] = [Address(addr_spec=address) for address in mail.to]
    made["Subject"] = message.subject
    made["Date"] = _moment(message.created)
    made["Message-ID"] = f"<{message.id}@{domain}>"
    if message.topic:  # so that a thread's messages stand together
        made["In-Reply-To"] = made["References"] = f"<thread-{message.topic}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(wording.as_text(message), cte="base64")
    made.add_alternative(wording.as_html(message), subtype="html", cte="base64")
    return made


def send(mail: Mail, password: str, message: Message, leaving: Callable[[], None]) -> Outcome:
    """Send a message once.

    Parameters
    ----------
    mail : Mail
        How.
    password : str
        To sign in with; empty without a user.
    message : Message
        What.
    leaving : callable
        Called when everything but the final dot has been sent: until then no server takes a message, and from then on
        it may have.

    Returns
    -------
    Outcome
        Never raises for what the server or the network does.
    """
    left = False

    def last_moment() -> None:
        nonlocal left
        leaving()
        left = True

    try:
        made = compose(mail, message)
        with _connected(mail, password) as server:
            return _Delivery(server, mail).send(bytes(made), last_moment)
    except smtplib.SMTPAuthenticationError as error:
        return Outcome("failed", f"The SMTP server refused to let us in ({error.smtp_code}).", _PASSWORD)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error, password)
    except smtplib.SMTPNotSupportedError:
        why = "The SMTP server does not offer what this channel asks for (STARTTLS or signing in)."
        return Outcome("failed", why, _ENCRYPTION)
    except ssl.SSLCertVerificationError as error:  # before anything was sent, the password included
        why = f"The SMTP server's certificate is not trusted: {error.verify_message.rstrip('.')}."
        return Outcome("waiting", why, _AUTHORITY)
    except ssl.SSLError as error:
        why = f"No secure connection to the SMTP server: {error.reason or type(error).__name__}."
        return Outcome("unsure" if left else "waiting", why, "" if left else _ENCRYPTION)
    except (OSError, smtplib.SMTPException) as error:
        why = "did not answer in time" if isinstance(error, TimeoutError) else "cannot be reached, or went away"
        return Outcome("unsure" if left else "waiting", f"The SMTP server {why}.", "" if left else _NETWORK)
    except (MessageError, ValueError) as error:
        return Outcome("failed", hidden(f"The message cannot be sent: {error}"[:_LONGEST_ANSWER], password))


class _Delivery:
    """One message over an open connection."""

    def __init__(self, server: smtplib.SMTP, mail: Mail) -> None:
        self._server = server
        self._mail = mail

    def send(self, content: bytes, last_moment: Callable[[], None]) -> Outcome:
        server = self._server
        code, answer = server.mail(self._mail.sender)
        if code != 250:
            raise smtplib.SMTPResponseException(code, answer)
        refused = []
        for address in self._mail.to:
            code, answer = server.rcpt(address)
            if code not in (250, 251):
                refused.append((address, code, answer))
        if len(refused) == len(self._mail.to):
            worth_it = next((one for one in refused if one[1] < 500), refused[0])
            raise smtplib.SMTPResponseException(worth_it[1], worth_it[2])
        code, answer = server.docmd("data")
        if code != 354:
            raise smtplib.SMTPResponseException(code, answer)
        lines = re.sub(rb"(?m)^\.", b"..", content)
        server.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        last_moment()
        server.send(b".\r\n")
        code, answer = server.getreply()
        if code != 250:
            raise smtplib.SMTPResponseException(code, answer)
        return Outcome("sent", f"Refused for {', '.join(one[0] for one in refused)}." if refused else "")


class _connected:  # noqa: N801
    """A connection to an SMTP server, signed in; leaving it never fails."""

    def __init__(self, mail: Mail, password: str) -> None:
        self._mail = mail
        self._password = password
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> smtplib.SMTP:
        mail = self._mail
        port = mail.port or _PORTS[mail.security]
        context = ssl.create_default_context()
        name = socket.gethostname() if socket.gethostname().isascii() else "localhost"
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, port, name, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(mail.host, port, name, timeout=SECONDS)
        self._server = server
        try:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, self._password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and self._server is not None:  # perhaps in the midst of a message, where QUIT is text
            self._server.close()
        elif self._server is not None:
            try:
                self._server.sock.settimeout(2)  # type: ignore[union-attr]
                self._server.quit()
            except (OSError, AttributeError, smtplib.SMTPException):
                self._server.close()


def _refused(code: int, answer: bytes | str, password: str) -> Outcome:
    """Say what a server's refusal means: it has said itself that it did not take the message."""
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    clean = hidden("".join(c if c.isprintable() else " " for c in said), password)[:_LONGEST_ANSWER]
    hint = _SIGN_IN if code == _AUTHENTICATE else ""
    return Outcome("failed" if 500 <= code < 600 else "waiting", f"The SMTP server said: {code} {clean}", hint)


def _address(address: str) -> Address:
    try:
        found = Address(addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        raise InputError(f"{address[:80]!r} is no e-mail address.", "Write it as name@example.org.") from error
    if not found.username or not found.domain or not address.isascii() or any(c.isspace() for c in address):
        raise InputError(f"{address[:80]!r} is no e-mail address.", "Write it as name@example.org.")
    return found


def _moment(created: str) -> datetime:
    try:
        return datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(timezone.utc)
