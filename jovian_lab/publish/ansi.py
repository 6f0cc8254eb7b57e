"""Terminal colours as HTML: what a kernel prints in colour keeps it, every other control sequence goes."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SEQUENCE = re.compile(
    r"\x1b\[([0-9;:]{0,100})m|\x1b\[[0-?]{0,100}[ -/]{0,10}[@-~]|\x1b\][^\x07\x1b]{0,2000}(?:\x07|\x1b\\)|\x1b"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_OVERWRITTEN = re.compile(r"^[^\n\r]*\r(?=[^\r\n])", re.M)
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def plain(text: str) -> str:
    """Return a text as a terminal would show it at last, without colours."""
    return _CONTROL.sub("", _SEQUENCE.sub("", _settled(text)))


def coloured(text: str) -> Markup:
    """Return a text as HTML; its colours are classes, which the page gives a meaning.

    Parameters
    ----------
    text : str
        What was printed. Bold and the sixteen colours are kept; of others only the text is.
    """
    found: list[Markup] = []
    state: set[str] = set()
    at = 0
    text = _settled(text)
    for match in _SEQUENCE.finditer(text):
        found.append(_piece(text[at : match.start()], state))
        at = match.end()
        if match[1] is not None:
            state = _after(state, match[1])
    found.append(_piece(text[at:], state))
    return Markup("").join(found)


def _settled(text: str) -> str:
    """Leave out what a carriage return let be written over, as progress bars do."""
    return _OVERWRITTEN.sub("", text.replace("\r\n", "\n"))


def _piece(text: str, state: set[str]) -> Markup:
    clean = _CONTROL.sub("", text)
    if not clean or not state:
        return escape(clean)
    return Markup('<span class="{}">{}</span>').format(" ".join(sorted(state)), clean)


def _after(state: set[str], codes: str) -> set[str]:
    """Return the classes that hold after a sequence."""
    numbers = [int(code[:4]) if code else 0 for code in re.split("[;:]", codes)]
    found = set(state)
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            found.clear()
        elif code == 1:
            found.add("ansi-bold")
        elif code == 22:
            found.discard("ansi-bold")
        elif code in (38, 48):  # a colour out of many is left out, with what says which
            del numbers[: {5: 2, 2: 4}.get(numbers[0] if numbers else 0, 1)]
        elif 30 <= code <= 39 or 90 <= code <= 97:
            found = {name for name in found if not name.startswith("ansi-fg")}
            if code != 39:
                found.add(f"ansi-fg-{_NAMES[code % 10]}")
    return found
