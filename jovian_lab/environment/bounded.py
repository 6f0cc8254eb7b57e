"""Reading other people's files within bounds: never too much, never for ever, never an exception."""

from __future__ import annotations

import os
from contextlib import suppress

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_MOST_NOTES = 40
_MOST_ENTRIES = 50_000
_MOST_TEXT = 200
_FIRST = 64 * 1024


class Notes:
    """What could not be read, each a sentence for people; bounded, each said once."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._more = 0

    def say(self, sentence: str) -> None:
        """Keep a sentence."""
        sentence = printable(sentence)
        if sentence not in self._said:
            if len(self._said) < _MOST_NOTES:
                self._said[sentence] = None
            else:
                self._more += 1

    def all(self) -> list[str]:
        """Return what was said, in its order."""
        return [*self._said, *([f"{self._more} more like these."] if self._more else [])]


def printable(text: str, most: int = _MOST_TEXT) -> str:
    """Return somebody else's text fit to be stored and shown: one line, no control characters, not too long."""
    if len(text) <= most and text.isprintable():
        return text
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def read(path: str, most: int) -> bytes | None:
    """Return a file's first bytes, or None where there is no file that can be read.

    Parameters
    ----------
    path : str
        Of a regular file; a pipe gives nothing, and a device no more than the bound.
    most : int
        How many bytes at most.
    """
    try:
        file = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        pieces: list[bytes] = []
        left, chunk = most, _FIRST  # room for more is paid for even if no more comes
        while left > 0:
            found = os.read(file, min(left, chunk))
            if not found:
                break
            pieces.append(found)
            left -= len(found)
            chunk = max(os.fstat(file).st_size, _FIRST) if len(found) == chunk else _FIRST
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
    except OSError:
        return None
    finally:
        os.close(file)


def read_head(path: str, most: int) -> bytes | None:
    """Return a file up to its first empty line (a header as in mail), or None where it cannot be read."""
    try:
        file = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        head = b""
        while len(head) < most:
            found = os.read(file, 16_384)
            head += found
            for end in (b"\n\n", b"\r\n\r\n"):
                at = head.find(end)
                if at >= 0:
                    return head[: at + 1]
            if not found:
                break
        return head
    except OSError:
        return None
    finally:
        os.close(file)


def names(folder: str) -> list[str]:
    """Return the names in a folder, in the order the system gives them; empty where it cannot be read."""
    with suppress(OSError, ValueError):
        return os.listdir(folder)[:_MOST_ENTRIES]
    return []


def text(path: str, most: int = 1_000_000) -> str:
    """Return a text file's content, empty where it cannot be read; what is not UTF-8 is replaced."""
    return (read(path, most) or b"").decode("utf-8-sig", "replace")
