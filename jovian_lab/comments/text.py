"""What people write in comments: bounded, kept as it came, and searched for who is mentioned."""

from __future__ import annotations

import re

from jovian_lab.comments.values import Person
from jovian_lab.errors import InputError
from jovian_lab.store.values import Author, one_line

MOST_TEXT = 128 << 10  # bytes of a comment in UTF-8
MOST_SOURCE = 256 << 10  # bytes of a suggested source
REACTIONS = ("👍", "👎", "😄", "🎉", "😕", "❤️", "🚀", "👀")

_LONGEST_REACTION = 16
_MOST_MENTIONS = 100
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NO_HANDLE = re.compile(r"[^\w.-]+")
_MENTION = re.compile(r"(?<![\w@/.+-])@(\w[\w.-]{0,99})")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`](?:.{0,1000}?[^`])?\1(?!`)", re.DOTALL)


def check_text(text: str, *, may_be_empty: bool = False) -> str:
    """Return a comment as it is stored: lines end in a line feed, and nothing in it steers a terminal.

    Markdown of any kind stays as it is; whoever shows it takes care of it.

    Raises
    ------
    InputError
        If it is empty or larger than 128 KB.
    """
    clean = _cleaned(text)
    if not clean.strip() and not may_be_empty:
        raise InputError("A comment needs words.", "Write something.")
    _check_size(clean, MOST_TEXT, "A comment", "Say it in several, or attach it as a file.")
    return clean


def check_source(source: str) -> str:
    """Return a suggested source as it is stored.

    Raises
    ------
    InputError
        If it is larger than 256 KB.
    """
    clean = _cleaned(source)
    _check_size(clean, MOST_SOURCE, "A suggested source", "Suggest less at once.")
    return clean


def check_reaction(emoji: str) -> str:
    """Return a reaction.

    Raises
    ------
    InputError
        If it is none of ours.
    """
    plain = emoji.strip().rstrip("\ufe0f")
    for known in REACTIONS:
        if known.rstrip("\ufe0f") == plain:
            return known
    raise InputError("There is no such reaction.", f"Take one of {' '.join(REACTIONS)}")


def shown_reaction(emoji: str) -> str:
    """Return a reaction that somebody else's program stored, short enough to be shown."""
    return one_line(emoji)[:_LONGEST_REACTION]


def handle(author: Author) -> str:
    """Return what follows the @ when somebody is mentioned: the username, else the name without blanks."""
    return _NO_HANDLE.sub("-", author.username or author.name).strip("-._")


def person(author: Author) -> Person:
    """Return somebody with the handle they are mentioned by."""
    return Person(author, handle(author))


def handles(author: Author) -> frozenset[str]:
    """Return every handle somebody goes by, in lower case."""
    by_name = _NO_HANDLE.sub("-", author.name).strip("-._")
    return frozenset(found.casefold() for found in (handle(author), by_name) if found)


def mentions(text: str) -> list[str]:
    """Return the handles mentioned in a comment, each once, in order; what stands in code is no mention."""
    if "@" not in text:
        return []
    prose = _CODE.sub(" ", _FENCE.sub("\n", text)) if "`" in text or "~~~" in text else text
    found = (match.rstrip(".-_") for match in _MENTION.findall(prose))
    return list(dict.fromkeys(name for name in found if name))[:_MOST_MENTIONS]


def same(one: Author, other: Author) -> bool:
    """Tell whether two authors are the same person: the same name, and the same username where both have one."""
    if one.username and other.username and one.username != other.username:
        return False
    return one.name == other.name


def _cleaned(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def _check_size(text: str, most: int, what: str, hint: str) -> None:
    size = len(text.encode())
    if size > most:
        raise InputError(f"{what} has {most >> 10} KB at most; this one has {-(-size // 1024):,}.", hint)
