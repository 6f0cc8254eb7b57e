"""What notifications are made of: channels, messages, and what became of each."""

from __future__ import annotations

from typing import Literal

import msgspec

from jovian_lab.store.values import Author

Kind = Literal[
    "thread", "reply", "reply-to-me", "mention", "resolved", "reopened", "accepted", "declined", "reaction"
]  # fmt: skip
KINDS: dict[Kind, str] = {
    "thread": "a new thread",
    "reply": "any reply",
    "reply-to-me": "a reply in a thread you wrote in",
    "mention": "a comment that mentions you",
    "resolved": "a thread resolved",
    "reopened": "a thread reopened",
    "accepted": "a suggestion accepted",
    "declined": "a suggestion declined",
    "reaction": "a reaction to a comment of yours",
}
USUAL: tuple[Kind, ...] = ("thread", "reply", "mention", "resolved", "accepted", "declined")
Security = Literal["starttls", "tls", "none"]
State = Literal["waiting", "leaving", "sent", "unsure", "failed"]


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How e-mail is sent.

    Attributes
    ----------
    host : str
        The SMTP server.
    sender : str
        The address it comes from.
    to : list of str
        The addresses it goes to.
    port : int
        0 for the usual one: 587, 465 with tls, 25 with none.
    security : str
        starttls, tls (from the first byte) or none.
    user : str
        Name to sign in with; empty: no signing in. Its password is the channel's secret.
    """

    host: str
    sender: str
    to: list[str]
    port: int = 0
    security: Security = "starttls"
    user: str = ""


class Channel(msgspec.Struct, frozen=True):
    """Where one person is told about one project. Holds no secret.

    Attributes
    ----------
    id : str
        A ULID.
    project : str
        The project's folder, absolute.
    owner : Author
        Who is told; what they do themselves is not.
    name : str
        As its owner calls it.
    tells : list of str
        The kinds of events told.
    secret : str
        Where the secret is: `keyring`, `env:NAME`, `config:NAME`; empty: there is none.
    mail : Mail or None
        For e-mail. None for a chat, whose address is a secret as a whole.
    shown : str
        Where it goes to, without anything secret.
    also : list of str
        Other names of its owner: handles, or names as git has them.
    enabled : bool
        Whether it tells anything.
    """

    id: str
    project: str
    owner: Author
    name: str
    tells: list[Kind]
    secret: str
    mail: Mail | None
    shown: str
    also: list[str] = []
    enabled: bool = True


class Message(msgspec.Struct, frozen=True):
    """What is told, in words.

    Attributes
    ----------
    id : str
        A ULID; receivers see it as the Message-ID, or as the idempotency key.
    subject : str
        One line.
    text : str
        Plain text; what people wrote stands in it as they wrote it.
    topic : str
        Id of the thread; empty for a digest and for a test.
    created : str
        When what it tells of happened.
    link : str
        Leads to the thread; may be empty.
    """

    id: str
    subject: str
    text: str
    topic: str
    created: str
    link: str = ""


class Kept(msgspec.Struct, frozen=True):
    """A message in the outbox.

    Attributes
    ----------
    id : str
        The message's.
    channel : str
        Id of the channel.
    state : str
        waiting; leaving: being sent; sent; unsure: it never became known
        whether it was; failed: given up.
    kind : str
        What it tells of, or `test`.
    subject : str
        The message's.
    attempts : int
        How often sending was begun.
    changed : str
        When its state last changed.
    error : str
        Why it was not sent; holds no secret.
    """

    id: str
    channel: str
    state: State
    kind: str
    subject: str
    attempts: int
    changed: str
    error: str


class Outcome(msgspec.Struct, frozen=True):
    """What became of one attempt.

    Attributes
    ----------
    state : str
        sent; unsure; failed; waiting: it certainly did not arrive, and is worth another try.
    error : str
        Why; holds no secret.
    hint : str
        What can be done about it.
    """

    state: Literal["sent", "unsure", "failed", "waiting"]
    error: str = ""
    hint: str = ""
