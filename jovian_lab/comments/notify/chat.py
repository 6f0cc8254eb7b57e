"""Sends to chats and webhooks through apprise, which speaks to Slack, Teams, Mattermost, Discord and many more."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from jovian_lab.comments.notify import wording
from jovian_lab.comments.notify.values import Message, Outcome
from jovian_lab.errors import InputError

if TYPE_CHECKING:
    from apprise import NotifyBase

# what speaks to no network, but to this machine
_LOCAL = frozenset({"dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
_MAIL = frozenset({"mailto", "mailtos", "smtp", "smtps"})
_PLAIN = {"https": "jsons", "http": "json"}  # an address of no service we know: a webhook that takes JSON
_WITH_KEY = frozenset({"json", "jsons", "form", "forms", "xml", "xmls"})
_LATER = frozenset({408, 425, 429})  # statuses that ask to try again
_TALKATIVE = ("apprise", "urllib3.connectionpool", "urllib3.util.retry")
_START = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS) \S+ HTTP/")
_BODY_FOLLOWS = re.compile(rb"\r\n(content-length: *[1-9]|transfer-encoding:)(?s:.)*\r\n\r\n\Z", re.IGNORECASE)
_NETWORK = "Check the address; a firewall or a proxy may be in between."
_ADDRESS = "Its webhook may have been removed: make another one there, and give the channel its address."
_NO_APPRISE = "Chats and webhooks need the package apprise.", "Run `pip install 'jovian-lab[notify]'`."

_here = threading.local()
_hooking = threading.Lock()
_hooked = False


def available() -> bool:
    """Tell whether chats can be written to."""
    from importlib.util import find_spec

    return find_spec("apprise") is not None


def check(address: str) -> str:
    """Return what a chat's address may be shown as.

    Parameters
    ----------
    address : str
        As apprise has it (https://appriseit.com/services), or as the service gives it for its webhooks.

    Raises
    ------
    InputError
        If nothing can be sent there; the address itself is not repeated.
    """
    plugin = _plugin(address)
    host = "" if urlsplit(address).scheme not in _WITH_KEY | _PLAIN.keys() else urlsplit(address).hostname
    return f"{plugin.service_name}{f' at {host}' if host else ''}"


def send(address: str, message: Message, leaving: Callable[[], None]) -> Outcome:
    """Send a message once.

    Parameters
    ----------
    address : str
        As for `check`.
    message : Message
        What.
    leaving : callable
        Called when connected, before the first request with a body is handed over: until then nobody has it.

    Returns
    -------
    Outcome
        Never raises for what the service or the network does.
    """
    try:
        plugin = _plugin(address)
    except InputError as error:
        return Outcome("failed", error.message, error.hint)
    if urlsplit(address).scheme in _WITH_KEY | _PLAIN.keys():
        plugin.headers["Idempotency-Key"] = message.id  # type: ignore[attr-defined]
    from apprise import NotifyType

    watch = _Watch(leaving)
    with _watching(watch):
        if not hasattr(sys.modules[type(plugin).__module__], "requests"):
            watch.leave()  # it speaks no HTTP (but MQTT, XMPP, …): nobody tells us when a message goes out
        try:
            taken = plugin.notify(
                body=_harmless(wording.as_text(message)),
                title=_harmless(message.subject),
                notify_type=NotifyType.INFO,
            )
        except _Stopped as stopped:
            raise stopped.__cause__ or stopped from None
        except Exception:  # a service's answer that its plugin did not expect
            taken = False
    return watch.outcome(taken=taken)


def _plugin(address: str) -> NotifyBase:
    try:
        import apprise
    except ImportError as error:
        raise InputError(*_NO_APPRISE) from error
    scheme = address.partition(":")[0].lower()
    if scheme in _MAIL:
        raise InputError("E-mail has a kind of channel of its own.", "Make an e-mail channel.")
    if scheme in _LOCAL:
        raise InputError("That would be shown on the server's own machine.", "Name a chat or a webhook.")
    # redirects would carry what is told, and its key, to wherever somebody else says
    asset = apprise.AppriseAsset(app_id="jovian-lab", app_desc="jovian-lab", http_redirects=False, async_mode=False)
    with _watching(None):
        plugin = apprise.Apprise.instantiate(address, asset=asset)
        if plugin is None and scheme in _PLAIN:
            plugin = apprise.Apprise.instantiate(_PLAIN[scheme] + address[len(scheme) :], asset=asset)
    if plugin is None:
        raise InputError(
            "Nothing can be sent to that address.", "See docs/notifications.md for how each service's looks."
        )
    plugin.retry = 0  # we know better when to try again, and that it must not be told twice
    plugin.redirects = False
    plugin.overflow_mode = apprise.OverflowMode.TRUNCATE
    return plugin


def _harmless(words: str) -> str:
    """Return text that rings nobody's bell: @everyone, @channel, <!here> and links in disguise stay text."""
    return words.replace("@", "@\u200b").replace("<", "<\u200b").replace("](", "]\u200b(")


class _Stopped(BaseException):
    """What was to be noted before a message leaves could not be; past every `except` of a plugin."""


class _Watch:
    """Follows the HTTP requests of one message."""

    def __init__(self, leaving: Callable[[], None]) -> None:
        self._leaving = leaving
        self.left = False
        self._connections: list[Any] = []
        self._requests = 0
        self._statuses: list[int] = []

    def before(self, connection: Any, data: object) -> None:
        """Take note that bytes are about to be sent."""
        start = _START.match(data) if isinstance(data, bytes) else None
        if start is None:  # a body, or a piece of one
            self.leave()
        elif start[1] not in (b"HEAD", b"CONNECT"):
            self._follow(connection)
            self._requests += 1
            if not _BODY_FOLLOWS.search(start.string):
                self.leave()

    def _follow(self, connection: Any) -> None:
        """Learn what a connection is answered."""
        if any(one is connection for one in self._connections):
            return
        self._connections.append(connection)
        ask = connection.getresponse

        def getresponse(*args: Any, **options: Any) -> Any:
            answer = ask(*args, **options)
            self._statuses.append(answer.status)
            return answer

        connection.getresponse = getresponse

    def leave(self) -> None:
        """Note that from now on somebody may have the message."""
        if self.left:
            return
        try:
            self._leaving()
        except Exception as error:
            raise _Stopped from error
        self.left = True

    def outcome(self, *, taken: bool) -> Outcome:
        """Say what became of the message."""
        if taken:
            return Outcome("sent")
        if not self.left:
            return Outcome("waiting", "The service cannot be reached.", _NETWORK)
        refusals = [status for status in self._statuses if status >= 300]
        if not refusals or len(refusals) != len(self._statuses) or len(refusals) < self._requests:
            return Outcome("unsure", "The service did not answer, or took a part of it only.")
        last = refusals[-1]
        later = last in _LATER or last >= 500
        state: Literal["waiting", "failed"] = "waiting" if later else "failed"
        return Outcome(state, f"The service refused it (HTTP {last}).", "" if later else _ADDRESS)


@contextlib.contextmanager
def _watching(watch: _Watch | None) -> Iterator[None]:
    """Follow what this thread sends, and keep its libraries from logging addresses, which are secrets."""
    _hook()
    _here.watch, _here.quiet = watch, True
    try:
        yield
    finally:
        _here.watch, _here.quiet = None, False


def _hook() -> None:
    """Ask Python to tell of HTTP requests before they are sent; once, for it cannot be taken back."""
    global _hooked
    with _hooking:
        if not _hooked:
            sys.addaudithook(_heard)
            for name in _TALKATIVE:
                logging.getLogger(name).addFilter(lambda _: not getattr(_here, "quiet", False))
            _hooked = True


def _heard(event: str, details: tuple[Any, ...]) -> None:
    if event == "http.client.send":
        watch = getattr(_here, "watch", None)
        if watch is not None:
            watch.before(*details)
