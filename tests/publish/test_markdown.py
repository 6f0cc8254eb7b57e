"""Markdown of a version: the notebook's own as it is, and what people said as literal text that opens nothing."""

from __future__ import annotations

import re
from typing import Any

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jovian_lab.comments.values import Act, Place, Reaction, Suggestion, Threads
from jovian_lab.publish import Publication, export
from jovian_lab.publish.markdown import literal
from jovian_lab.store.values import Author
from tests.notebook.samples import as_nbformat, code, display, markdown, notebook, stream
from tests.publish import hostile
from tests.publish.hostile import KEY, comment, thread, version

parse = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough", "math", "footnotes", "task_lists"])
PIECES = st.text(alphabet=st.sampled_from([*"\\`*_{}[]<>()#+-=.!|~$&:;/'\"^@ \tab1\n\n", "\r", "\x1b", "\u2028", "é"]))


def tokens(tree: Any) -> set[str]:
    """The kinds of everything in a tree."""
    found = set()
    for token in tree:
        found |= {token["type"], *tokens(token.get("children", []))}
    return found


def words(tree: Any) -> str:
    """The text of a tree."""
    return "".join(token.get("raw", "") + words(token.get("children", [])) for token in tree)


def markdown_of(*cells: Any, said: Threads | None = None, **fields: Any) -> str:
    made = export(Publication(version(**fields), as_nbformat(notebook(*cells)), said), "markdown")
    return made.content.decode()


@given(PIECES)
def test_words_stay_words(text: str) -> None:
    tree = parse("> " + literal(text).replace("\n", "\n> "))
    inside = [token for quote in tree if quote["type"] == "block_quote" for token in quote["children"]]
    assert tokens(tree) <= {"block_quote", "paragraph", "text", "linebreak", "blank_line"}
    shown, wanted = words(inside), re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", wanted)


@pytest.mark.parametrize("attack", hostile.ATTACKS)
def test_attacks_stay_words(attack: str) -> None:
    assert tokens(parse(literal(attack))) <= {"paragraph", "text", "linebreak", "blank_line"}


def test_nothing_said_leaves_its_quote() -> None:
    """Between the quotes stands what stands there without threads: nothing said gets out."""
    whole = hostile.publication()
    cells = as_nbformat(notebook(code("x", id="c0"), code("y", id="c1")))
    fields = {"title": "t", "message": "", "author": Author("a"), "path": "a.ipynb", "tags": [], "created": "now"}
    shown = Publication(version(**fields), cells, whole.said)
    with_threads = export(shown, "markdown").content.decode()
    without = export(shown, "markdown", "none").content.decode()
    ours = {"## Comments that have lost their place", "<!-- another thread -->"}
    lines = [line for line in with_threads.split("\n") if not line.startswith(">") and line not in ours]
    left = [line for line in lines if line and " threads, " not in line and "are damaged" not in line]
    assert left == [line for line in without.split("\n") if line]
    tree = parse(with_threads)
    quotes = [token for token in tree if token["type"] == "block_quote"]
    assert len(quotes) >= 4 * len(hostile.ATTACKS) - len(hostile.ATTACKS)
    kinds = {"paragraph", "text", "linebreak", "blank_line", "strong", "block_code", "softbreak"}
    assert tokens([token for quote in quotes for token in quote["children"]]) <= kinds


def test_a_version_reads_as_markdown() -> None:
    offer = Suggestion("a = 2", "h", "open", None)
    page = markdown_of(
        markdown("# Mine\n\n*as I wrote it*"),
        markdown("```python\nnever closed"),
        code(
            "a = 1 # ```", stream("\x1b[31mred\x1b[0m\n"), display(**{"image/png": "iVBORw0KGgo=", "text/plain": "x"})
        ),
        said=Threads(
            KEY,
            "a" * 40,
            [
                thread(
                    1,
                    comment(
                        1,
                        "why *this*?\n\nand <b>that</b>",
                        suggestion=offer,
                        reactions=[Reaction("👍", [Author("Bo")])],
                    ),
                    comment(2, "", deleted=True),
                    place=Place("exact", [], 2, ""),
                ),
                thread(
                    3,
                    comment(3, "x"),
                    place=Place("orphaned", []),
                    resolved=Act(Author("Bo"), "2026-03-05T06:07:08.000Z"),
                ),
            ],
            [],
            True,
        ),
    )
    assert "# Third try" in page and "by Ada Lovelace (ada), 2026-03-04 05:06:07 UTC" in page
    assert "# Mine\n\n*as I wrote it*\n" in page and "```python\nnever closed\n```\n" in page
    assert "````python\na = 1 # ```\n````" in page and "```text\nred\n```" in page
    assert "![Output](data:image/png;base64,iVBORw0KGgo=)" in page
    assert "> why \\*this\\*?\n>\n> and \\<b\\>that\\</b\\>" in page and "> - a = 1 # ```\n> + a = 2" in page
    assert "> 👍 Bo" in page and "(deleted)" in page
    assert page.index("lost their place") < page.index("> As it was in v1:") < page.index("Resolved by Bo")
