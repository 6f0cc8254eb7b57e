"""The courier: takes messages from the outbox to their receivers, each once, whatever dies in between.

A message is noted as `leaving`, on the disk, before anything is done. At the very moment from which a receiver may
have it, the final dot of an e-mail or the body of an HTTP request, the mark is set. Who finds a message leaving while
holding the lock knows that its courier died: without the mark it is sent again; with it, never by itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

from filelock import FileLock, Timeout

from jovian_lab.comments.notify import chat, mail, secrets, wording
from jovian_lab.comments.notify.book import Book
from jovian_lab.comments.notify.mark import Mark
from jovian_lab.comments.notify.outbox import Outbox, Parcel
from jovian_lab.comments.notify.values import Channel, Message, Outcome
from jovian_lab.errors import Conflict, InputError

_MOST_ATTEMPTS = 12
_LONGEST_WAIT = 6 * 3600.0
_TIDY_SECONDS = 86_400.0


class Courier:
    """Sends.

    Parameters
    ----------
    book : Book
        The outbox's file.
    configured : mapping of str
        Secrets in the server's configuration.
    retry_seconds : float
        Before a second attempt; each further one waits twice as long, 6 hours at most, 12 attempts in all.
    gap_seconds : float
        For which a channel is quiet after something was sent there.
    log : Logger
        Told of what fails; never of a secret.
    """

    def __init__(
        self,
        book: Book,
        configured: Mapping[str, str],
        *,
        retry_seconds: float = 30,
        gap_seconds: float = 30,
        log: logging.Logger | None = None,
    ) -> None:
        self._book = book
        self._outbox = Outbox(book)
        self._configured = configured
        self._retry = retry_seconds
        self._gap = gap_seconds
        self._log = log or logging.getLogger(__name__)
        self._tidied = 0.0

    def round(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Send what is due; nothing where another process is at it.

        Parameters
        ----------
        stopped : callable
            Whether no further message is to be begun.

        Returns
        -------
        int
            How many were sent.
        """
        if not self._book.exists:
            return 0
        count = 0
        try:
            with FileLock(self._book.folder / "sending.lock", timeout=0):
                count = self._send_due(stopped)
                if time.time() - self._tidied > _TIDY_SECONDS:
                    self._outbox.tidy()
                    self._tidied = time.time()
        except Timeout:  # another server sends
            return count
        return count

    def _send_due(self, stopped: Callable[[], bool]) -> int:
        count = 0
        with Mark(self._book.folder) as mark:
            self._outbox.recover(mark.kept_back)
            for parcel in self._outbox.due():
                if stopped():
                    break
                count += self._deliver(parcel, mark)
        return count

    def trial(self, channel: Channel) -> Outcome:
        """Send a test message at once."""
        return self._send(channel, wording.trial(channel.name), lambda: None)

    def _deliver(self, parcel: Parcel, mark: Mark) -> bool:
        message = wording.digest(parcel.messages, parcel.batch) if parcel.batch else parcel.messages[0]
        try:
            mark.set(parcel.key)
            self._outbox.begin(parcel)
        except Conflict:  # its channel was removed a moment ago
            return False
        outcome = self._send(parcel.channel, message, mark.left)
        now, state = time.time(), outcome.state
        error = " ".join(filter(None, (outcome.error, outcome.hint)))
        if state == "waiting" and parcel.attempts + 1 >= _MOST_ATTEMPTS:
            state = "failed"
        due = now + min(self._retry * 2.0**parcel.attempts, _LONGEST_WAIT)
        quiet = now + self._gap if state == "sent" else 0
        self._outbox.end(parcel, state, error, due=due, quiet=quiet)
        if state != "sent":
            self._log.warning("jovian-lab: a notification is %s: %s", state, error)
        return state == "sent"

    def _send(self, channel: Channel, message: Message, leaving: Callable[[], None]) -> Outcome:
        try:
            secret = secrets.secret_of(channel.id, channel.secret, self._configured)
        except InputError as error:
            return Outcome("waiting", error.message, error.hint)
        if channel.mail is not None:
            return mail.send(channel.mail, secret, message, leaving)
        return chat.send(secret, message, leaving)
