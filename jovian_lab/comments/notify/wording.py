"""Messages in words: one for one event, a digest for many; plain text, and for e-mail the same text as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from ulid import ULID

from jovian_lab.comments.notify.telling import comment_of
from jovian_lab.comments.notify.values import Kind, Message
from jovian_lab.comments.values import Anchor, Thread
from jovian_lab.store.events import now
from jovian_lab.store.values import Event, one_line

_MOST_TEXT = 1_500  # characters of a comment
_MOST_QUOTE = 200
_MOST_SUBJECT = 120
_MOST_LISTED = 50  # messages in a digest
_RUNNING = re.compile(r"[ \t]+")
_SAYS: dict[Kind, str] = {
    "thread": "opened a thread", "reply": "replied", "reply-to-me": "replied to you", "mention": "mentioned you",
    "resolved": "resolved a thread", "reopened": "reopened a thread", "accepted": "accepted a suggestion",
    "declined": "declined a suggestion", "reaction": "reacted to your comment",
}  # fmt: skip


def message(kind: Kind, event: Event, thread: Thread, path: str, link: str) -> Message:
    """Put an event into words.

    Parameters
    ----------
    kind : str
        What it is to the one who is told.
    event : Event
        What happened.
    thread : Thread
        Its thread.
    path : str
        The notebook.
    link : str
        Leads to the thread; may be empty.
    """
    who = one_line(event.author.name) or "Somebody"
    where = one_line(path) or "a notebook"
    comment = comment_of(event, thread) or thread.comments[0]
    words = event.value if kind == "reaction" else comment.text
    subject = f"[{where}] {who} {_SAYS[kind]}"
    short = one_line(_RUNNING.sub(" ", words.replace("\n", " ")))
    if short:
        subject += f": {short}"
    lines = [f"{who} {_SAYS[kind]} in {where}.", _place(thread.anchor), "", _shortened(words, _MOST_TEXT)]
    if comment.suggestion and kind != "reaction":
        lines += ["", "Suggested source:", _shortened(comment.suggestion.source, _MOST_TEXT)]
    return Message(str(ULID()), _cut(subject, _MOST_SUBJECT), _joined(lines), thread.id, event.created, link)


def digest(messages: Sequence[Message], identity: str) -> Message:
    """Put many messages into one.

    Parameters
    ----------
    messages : sequence of Message
        First to last.
    identity : str
        Of the digest.
    """
    lines = [f"{len(messages)} things happened.", ""]
    for one in messages[:_MOST_LISTED]:
        lines += [f"— {one.subject}", *([one.link] if one.link else []), ""]
    if len(messages) > _MOST_LISTED:
        lines.append(f"… and {len(messages) - _MOST_LISTED} more.")
    return Message(identity, f"{len(messages)} new things in your notebooks", _joined(lines), "", messages[-1].created)


def trial(name: str) -> Message:
    """Return the message by which a channel is tried out."""
    text = f"This is a test message of jovian-lab's channel “{one_line(name)}”.\n\nNotifications will arrive here."
    return Message(str(ULID()), "A test message of jovian-lab", text, "", now())


def as_text(message: Message) -> str:
    """Return what is sent as plain text."""
    return f"{message.text}\n{message.link}\n" if message.link else message.text


def as_html(message: Message) -> str:
    """Return what is sent as HTML: what people wrote stays text, and the one link leads to our own server."""
    body = html.escape(message.text)
    if message.link.startswith(("https://", "http://")):
        body += f'\n<a href="{html.escape(message.link)}">Show it in the notebook</a>'
    style = "white-space:pre-wrap;font-family:system-ui,sans-serif"
    head = '<!doctype html><html><head><meta charset="utf-8"></head>'
    return f'{head}<body><div style="{style}">{body}</div></body></html>'


def _place(anchor: Anchor) -> str:
    """Say what a thread is about."""
    version = f"version {anchor.number}"
    if anchor.cell is None:
        return f"About: {anchor.kind} ({version})" if anchor.kind != "notebook" else f"About: the notebook ({version})"
    cell = f"{anchor.cell.type} cell {anchor.cell.index + 1}"
    quote = anchor.quote.exact if anchor.quote else anchor.cell.source
    first = next((line.strip() for line in quote.split("\n") if line.strip()), "")
    what = f"output {anchor.output.index + 1} of {cell}" if anchor.output else cell
    quoted = f": {_cut(one_line(first), _MOST_QUOTE)}" if first else ""
    return f"About: {what} ({version}){quoted}"


def _shortened(words: str, most: int) -> str:
    """Return a text that many lines or characters do not make long; its control characters are gone."""
    clean = "".join(c for c in words if c in "\n\t" or c.isprintable())
    lines = clean.split("\n")
    kept = "\n".join(lines[:40])
    return _cut(kept, most) if len(lines) <= 40 else _cut(kept, most - 2) + "\n…"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"
