"""What is written is bounded and kept as it came; mentions are found, and not in code."""

from __future__ import annotations

import pytest

from jovian_lab.comments import text
from jovian_lab.errors import InputError
from jovian_lab.store.values import Author

HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![](https://e.example/x)",
    "<a href='&#106;avascript:alert(1)'>x</a>", "<svg/onload=alert(1)>", "[a]: data:text/html,<script>", "`${7*7}`",
    "<iframe srcdoc='<script>alert(1)</script>'>", "$\\href{javascript:alert(1)}{x}$", "<style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>", "\u202eevil", "{{constructor.constructor('alert(1)')()}}", "&lt;b&gt;",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_of_any_kind_stays_as_it_is(words: str) -> None:
    assert text.check_text(words) == words


def test_lines_end_in_line_feeds_and_nothing_steers_a_terminal() -> None:
    assert text.check_text("a\r\nb\rc\td") == "a\nb\nc\td"
    assert text.check_text("\x1b[31mred\0\ud800") == "\ufffd[31mred\ufffd\ufffd"


def test_the_bound_is_stated() -> None:
    assert len(text.check_text("x" * text.MOST_TEXT)) == 131_072
    for words in ("x" * (text.MOST_TEXT + 1), "é" * 65_537):
        with pytest.raises(InputError, match="128 KB at most; this one has 129"):
            text.check_text(words)
    for words in ("", " \n\t"):
        with pytest.raises(InputError):
            text.check_text(words)
    assert text.check_text("", may_be_empty=True) == ""
    with pytest.raises(InputError, match="256 KB"):
        text.check_source("x" * (text.MOST_SOURCE + 1))


def test_mentions() -> None:
    assert text.mentions("@ada and @bob-2, (@Åsa) @ada. x@example.org @@no @jo.") == ["ada", "bob-2", "Åsa", "jo"]
    assert text.mentions("`@code` and ``a ` @b`` but @real\n```\n@fenced\n```\n~~~py\n@matrix\n~~~\n@after") == [
        "real", "after"
    ]  # fmt: skip
    assert text.mentions("```\n@never closed") == []
    assert len(text.mentions(" ".join(f"@u{n}" for n in range(500)))) == 100


@pytest.mark.parametrize("piece", ["`", "``` \n", "@a ", "` ``", "~~~\n", "@", "*_`", "`a` "])
def test_no_text_takes_long(piece: str) -> None:
    import time

    start = time.process_time()
    text.mentions(piece * (text.MOST_TEXT // len(piece)))
    assert time.process_time() - start < 3


def test_handles() -> None:
    assert text.handle(Author("Ada Lovelace", "ada")) == "ada"
    assert text.handle(Author("Ada Lovelace")) == "Ada-Lovelace"
    assert text.handles(Author("Ada Lovelace", "ada")) == {"ada", "ada-lovelace"}
    assert text.handle(Author("\n")) == ""


def test_who_is_who() -> None:
    assert text.same(Author("Ada", "ada"), Author("Ada", "ada"))
    assert text.same(Author("Ada", "ada"), Author("Ada"))
    assert not text.same(Author("Ada", "ada"), Author("Ada", "eve"))
    assert not text.same(Author("Ada", "jovyan"), Author("Bob", "jovyan"))  # everybody's account in a container


def test_reactions() -> None:
    assert text.check_reaction("❤") == "❤️"
    for emoji in ("", "x", "👍👍", "<b>", "🐍"):
        with pytest.raises(InputError):
            text.check_reaction(emoji)
