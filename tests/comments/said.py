"""Events as stores would have written them, for tests of what they add up to."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from jovian_lab.comments.values import Anchor
from jovian_lab.store.values import Author, Event

KEY = "0" * 16
ADA, BOB = Author("Ada", "ada"), Author("Bob", "bob")
ANCHOR = msgspec.to_builtins(Anchor("notebook", "a" * 40, 1))


def identity(number: int) -> str:
    return f"{number:026d}"


def event(number: int, kind: str, lamport: int = 1, value: str = "", author: Author = ADA, **data: Any) -> Event:
    """An event; thread and comment are given by number."""
    named = {name: identity(given) if isinstance(given, int) else given for name, given in data.items()}
    minute = number % 60  # clocks say anything
    return Event(
        2, identity(number), KEY, kind, lamport, author, f"2026-01-01T00:{minute:02d}:00.000Z", value, "", 1, named
    )


def opened(number: int, lamport: int = 1, value: str = "first", author: Author = ADA, **data: Any) -> Event:
    return event(number, "thread", lamport, value, author, anchor=ANCHOR, **data)


_AUTHORS = st.sampled_from([ADA, BOB])
_NUMBERS = st.integers(0, 5)
_TIMES = st.integers(1, 6)


@st.composite
def some_events(draw: st.DrawFn) -> list[Event]:
    """What several people may have said in a few threads, each event once."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        kind = draw(st.sampled_from([
            "thread", "comment", "comment", "comment-edit", "comment-delete", "resolve", "reopen", "react", "unreact",
            "accept", "decline", "anchor", "tag", "of the future",
        ]))  # fmt: skip
        offer = {"suggestion": {"source": "x", "hash": "h"}} if draw(st.booleans()) else {}
        lamport, author, value = draw(_TIMES), draw(_AUTHORS), draw(st.sampled_from(["one", "two", "👍", "@bob"]))
        if kind == "thread":
            found.append(opened(number, lamport, value, author, **offer))
            continue
        data: dict[str, Any] = {"thread": draw(_NUMBERS), "comment": draw(_NUMBERS)}
        if kind == "anchor":
            data["anchor"] = ANCHOR
        if kind == "comment":
            data |= offer
        found.append(event(number, kind, lamport, value, author, **data))
    return found
