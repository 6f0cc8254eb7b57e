"""Real receivers: an SMTP server and an HTTP server on this machine, which count, wait and refuse as a test says."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from jovian_lab.comments.notify.values import Security


@dataclass
class Mailbox:
    """What an SMTP server took."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)  # to the next messages; then 250
    refuse: dict[str, str] = field(default_factory=dict)  # answers to recipients
    passwords: list[str] = field(default_factory=list)  # that it was given
    connected: int = 0
    hold: threading.Event = field(default_factory=threading.Event)  # until set, a taken message is not acknowledged
    hold_early: threading.Event = field(default_factory=threading.Event)  # the same for recipients
    on_rcpt: threading.Event = field(default_factory=threading.Event)
    on_data: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.hold.set()
        self.hold_early.set()

    # aiosmtpd's hooks

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.on_rcpt.set()
        await _until(self.hold_early)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.on_data.set()
        await _until(self.hold)
        return "250 OK"


async def _until(event: threading.Event) -> None:
    while not event.is_set():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


class _OnAnyPort(Controller):
    """aiosmtpd asks its own port when it starts, and so cannot take whichever is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp(
    *, password: str = "", security: Security = "none", certificate: trustme.LeafCert | None = None
) -> Iterator[Mailbox]:
    """Run an SMTP server; with a password, only for who knows it; with a certificate for TLS."""
    box = Mailbox()

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        box.passwords.append(data.password.decode())
        return AuthResult(success=data.password == password.encode(), handled=False)

    options: dict[str, Any] = {}
    if password:
        # of TLS from the first byte aiosmtpd knows nothing
        options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": security == "starttls"}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        tls = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
        options |= tls
    controller = _OnAnyPort(box, hostname="127.0.0.1", port=0, **options)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        box.hold.set()
        box.hold_early.set()
        controller.stop()


@dataclass
class Post:
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Hook:
    """What an HTTP server took."""

    url: str = ""
    taken: list[Post] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)  # of the next answers; then 200; 0: none at all
    hold: threading.Event = field(default_factory=threading.Event)
    on_post: threading.Event = field(default_factory=threading.Event)


@contextmanager
def http() -> Iterator[Hook]:
    """Run an HTTP server."""
    hook = Hook()
    hook.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if len(raw) < int(self.headers["Content-Length"]):  # whoever sent it died: no request
                return
            status = hook.statuses.pop(0) if hook.statuses else 200
            if status < 300:
                hook.taken.append(Post(self.path, dict(self.headers), json.loads(raw)))
            hook.on_post.set()
            hook.hold.wait()
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hook.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield hook
    finally:
        hook.hold.set()
        server.shutdown()
        server.server_close()


def wait_for(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError("it did not happen")
