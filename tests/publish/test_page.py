"""A page shows a version with what is said about it, and nothing of a stranger's runs or reaches out."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from jovian_lab.comments.values import Act, Candidate, DamagedEvent, Place, Reaction, Suggestion, Threads
from jovian_lab.environment.values import Environment, Interpreter, Package, Platform
from jovian_lab.errors import InputError
from jovian_lab.publish import Publication, ansi, export, outputs, sources
from jovian_lab.publish.markdown import literal
from jovian_lab.publish.prose import spoken
from jovian_lab.store.values import Author, EnvironmentSummary
from tests.notebook.samples import as_nbformat, base64_text, code, display, markdown, notebook, png, stream
from tests.publish import hostile
from tests.publish.hostile import KEY, audited, comment, thread, version

BOB = Author("Bob", "bob")
WHEN = "2026-03-05T06:07:08.000Z"


def page_of(*cells: Any, said: Threads | None = None, **fields: Any) -> str:
    made = export(Publication(version(**fields), as_nbformat(notebook(*cells)), said))
    assert audited(made.content).found == []
    return made.content.decode()


def said(*threads: Any) -> Threads:
    return Threads(KEY, "a" * 40, list(threads), [], True)


def section(page: str, index: int) -> str:
    """The part of the page that is about one cell."""
    (found,) = re.findall(rf'<section class="cell \w+" id="cell-{index}".*?</section>', page, re.S)
    return str(found)


def test_each_thread_stands_where_it_belongs() -> None:
    page = page_of(
        code("first = 1", id="c0"),
        code("second = 2", id="c1"),
        said=said(
            thread(1, comment(1, "on the **first**"), comment(2, "an answer"), place=Place("exact", [], 0, "c0")),
            thread(3, comment(3, "it changed"), place=Place("edited", ["edited"], 1, "c1"), quote="old text"),
            thread(4, comment(4, "done"), place=Place("moved", ["moved"], 1, "c1"), resolved=Act(BOB, WHEN)),
            thread(5, comment(5, "nowhere now"), place=Place("orphaned", [])),
            thread(6, comment(6, "gone"), place=Place("outdated", ["edited"], 0, "c0")),
        ),
    )
    first, second = section(page, 0), section(page, 1)
    assert "on the <strong>first</strong>" in first and "an answer" in first and "gone" not in first
    assert "edited since v1" in second and "old text" in second and "As it was in v1" in second
    assert re.search(r'<details class="thread resolved".*Resolved by <bdi>Bob \(bob\)</bdi>', second, re.S)
    assert "moved since v1" in second
    adrift = page[page.index('<section class="adrift"') :]
    assert "orphaned: its cell is gone since v1" in adrift and "old source" in adrift and "nowhere now" in adrift
    assert "outdated" in adrift and 'href="#cell-0">its cell</a>' in adrift
    assert "5 threads, 1 of them resolved." in page
    body = page[page.index("<main") :]
    assert body.index("an answer") < body.index("it changed") < body.index("nowhere now")
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page, target


def test_the_heading_says_what_it_is() -> None:
    summary = EnvironmentSummary("e" * 40, "python", "3.11.7", 2, [], 0, 0)
    package = [Package("numpy", "2.1.3", "pypi"), Package("six", "1.17", "pypi")]
    environment = Environment(
        1, Interpreter("python", "3.11.7"), Platform("linux", "x86_64"), "", package, roots=["numpy"]
    )
    shown = Publication(version(tags=["best"], environment=summary), as_nbformat(notebook()), None, environment)
    page = export(shown).content.decode()
    assert "<h1" in page and "Third try</h1>" in page and "folder/analysis.ipynb" in page and "<b>v3</b>" in page
    assert "Ada Lovelace (ada)" in page and "best" in page
    assert '<time datetime="2026-03-04T05:06:07.890Z">2026-03-04 05:06:07 UTC</time>' in page
    assert "Python 3.11.7, linux x86_64, 2 packages" in page and "<li>numpy 2.1.3</li>" in page and "six" not in page
    for landmark in (
        'lang="en"',
        "<header",
        '<main id="notebook"',
        "<footer",
        'href="#notebook"',
        "prefers-color-scheme",
    ):
        assert landmark in page
    assert "@media print" in page and "<script" not in page


def test_what_is_said_is_all_there() -> None:
    offer = Suggestion("a = 1\nb = 3\nc = 3", "h", "open", None)
    page = page_of(
        code("a = 1\nb = 2\nc = 3", id="c0"),
        said=said(
            thread(
                1,
                comment(
                    1, "so", suggestion=offer, reactions=[Reaction("👍", [BOB, Author("Cy")])], edited=WHEN, edits=1
                ),
                comment(2, "", deleted=True),
                comment(3, "no", suggestion=Suggestion("b", "h", "declined", Act(BOB, WHEN))),
                place=Place("exact", [], 0, "c0"),
            )
        ),
    )
    assert "<del>− b = 2</del><ins>+ b = 3</ins>" in page and "<span>  a = 1</span>" in page
    assert "<li>👍 Bob, Cy</li>" in page and "This comment was deleted." in page
    assert "edited <time" in page and "declined by <bdi>Bob (bob)</bdi>" in page


def test_outputs_are_shown() -> None:
    table = "<div><style scoped>.x {}</style><table class='dataframe'><tr><th>7</th></tr></table></div>"
    page = page_of(
        markdown("![it](attachment:a.png) and $x_1$", attachments={"a.png": {"image/png": "iVBORw0KGgo="}}),
        code(
            "plot()",
            stream("\x1b[31mred\x1b[0m 10%\r100%\n"),
            display(**{"image/png": "iVBORw0KGgo=\n", "text/plain": "<Figure>"}),
            display(**{"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>"}),
            display(**{"text/html": table, "text/plain": "plain"}),
            display(**{"text/html": "<style>#a{color:red}</style><p id=a>styled</p>"}),
            display(**{"text/html": "<div id=x></div><script>draw()</script>", "text/plain": "Figure()"}),
            display(**{"application/vnd.plotly.v1+json": {}, "image/png": "iVBORw0KGgo="}),
            display(**{"application/x-unknown": "?"}),
        ),
    )
    assert '<code class="math">$x_1$</code>' in page and '<span class="ansi-fg-red">red</span>' not in page
    assert "10%" not in page and "100%" in page
    assert page.count('src="data:image/png;base64,iVBORw0KGgo="') == 3 and "data:image/svg+xml;base64," in page
    assert 'alt="&lt;Figure&gt;"' in page
    assert '<table class="dataframe">' in page and "plain" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    assert page.count("<iframe") == 1 and "&lt;p id=&#34;a&#34;&gt;styled" in page
    assert "it needs scripts" in page and "Figure()" in page and "application/x-unknown" in page


def test_pictures_from_elsewhere_are_named() -> None:
    remote = (
        "![a plot](https://evil.example/a.png) <img alt='in Colab' src='https://evil.example/b.svg'> ![x](near.png)"
    )
    page = page_of(markdown(remote), code("x", display(**{"text/html": "<b>shown</b><img src=/c.png>"})))
    assert "[picture: in Colab]" in page
    assert "[picture: a plot]" in page and "[picture: x]" in page and "[picture]" in page and "<img" not in page


def test_colours_of_a_terminal_are_kept() -> None:
    page = page_of(code("x", stream("a \x1b[1;31mred\x1b[0m \x1b[38;5;200mpink\x1b[0m \x1b[2Kb\n")))
    assert 'a <span class="ansi-bold ansi-fg-red">red</span> pink b' in page


def test_nothing_of_a_stranger_is_more_than_shown() -> None:
    made = export(hostile.publication())
    found = audited(made.content)
    assert found.found == []
    assert found.frames > 20 and found.pictures > 100  # or the attacks were not there
    page = made.content.decode()
    assert "{{ 7 * 7 }}" in page and "49{%" not in page
    assert page.count("<title>") == 1 and page.count("<style>") == 1 and page.count("<h1") == 1
    assert page.count("<main") == page.count("</main>") == 1
    assert made.name.endswith("-v3.html") and "/" not in made.name


@pytest.mark.parametrize("attack", hostile.ATTACKS)
def test_the_auditor_would_see_it(attack: str) -> None:
    """Each attack that HTML can carry is seen where nothing is sanitised."""
    carries = re.search(r"<(script|link|meta|base|object|iframe|form|video|portal|embed|svg/?\s*on|img src)", attack)
    if carries:
        assert audited(f"<p>{attack}".encode()).found or "<title" in attack or "</noscript" in attack


@pytest.mark.parametrize("inside", ["<div>" * 100_000, "<b>" * 50_000, "<table><tr><td>" * 20_000, "x" * 3_000_000])
def test_what_would_take_too_long_is_not_looked_at(inside: str) -> None:
    before = time.process_time()
    page_of(code("x", display(**{"text/html": inside, "text/plain": "instead"})), markdown(inside))
    assert time.process_time() - before < 5


SLOW = [
    "a ", "a<", "'\\", '"""', "f'{", "$(", "/*", "//", "`", "[(", "((", "{%", "<<a", "# ", "<style scoped>", "<style>",
    "<img ", "<img alt='", "<svg ", "<!--", "url(", "@import", "\x1b[", "\x1b]", "a\r", "[", "![", "*a ", "$$", "$a",
    "- [ ] ", "http://a", "> ", "|", "<a ", "[a](", "~~", "<b><p>",
]  # fmt: skip


@pytest.mark.parametrize("piece", SLOW)
def test_no_text_takes_long(piece: str) -> None:
    """Strangers choose texts and languages; what is quadratic in either would show."""
    long = piece * (40_000 // len(piece))
    before = time.process_time()
    for bundle in ({"text/html": long}, {"text/html": f"<style>{long}</style>x"}, {"text/markdown": long}):
        outputs.shown({"output_type": "display_data", "data": bundle})
    for language in sources.LANGUAGES:
        sources.Colours(language).of(long[:10_000])
    ansi.coloured(long)
    spoken(long)
    literal(long)
    assert time.process_time() - before < 8


def test_two_megabytes_take_a_moment() -> None:
    cells = []
    for number in range(150):
        rows = "".join(f"<tr><td>{n}</td><td>{n * number}</td></tr>" for n in range(60))
        cells.append(markdown(f"## Step {number}\n\nSome *words* about $x_{number}$ and `code`.\n\n- a\n- b"))
        cells.append(
            code(
                f"def step_{number}(x):\n    return [value + {number} for value in x]\n" * 5,
                display(**{"text/html": f"<table>{rows}</table>", "text/plain": "a table"}),
                display(**{"image/png": base64_text(png(9000, number))}),
            )
        )
    raw = as_nbformat(notebook(*cells))
    assert len(raw) > 2_000_000
    threads = [
        thread(number, comment(number, "why **32**?"), place=Place("exact", [], number, "")) for number in range(200)
    ]
    export(Publication(version(), as_nbformat(notebook()), None))  # what is imported is not measured
    before = time.process_time()
    made = export(Publication(version(), raw, said(*threads)))
    assert time.process_time() - before < 2
    assert len(made.content) > 1_500_000 and made.threads == 200


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(code("x", stream("y" * 300_000)))
    assert "100,000 more characters are left out" in page and "y" * 200_001 not in page
    monkeypatch.setattr("jovian_lab.publish.exporting.LARGEST", 100)
    shown = Publication(version(), as_nbformat(notebook(code("x"))))
    for format in ("html", "markdown"):
        with pytest.raises(InputError, match="64 MB"):
            export(shown, format)  # type: ignore[arg-type]
    assert export(shown, "ipynb").content == shown.content


@pytest.mark.parametrize("raw", [b"", b"no notebook <script>", b'{"nbformat": 3, "worksheets": []}', b"\xff\0", b"[]"])
def test_what_is_no_notebook_is_shown_as_text(raw: bytes) -> None:
    threads = Threads(KEY, "a" * 40, [thread(1, comment(1, "hm"), place=None)], [], False)
    made = export(Publication(version(), raw, threads))
    assert audited(made.content).found == []
    assert (
        b"no notebook of cells" in made.content and b"hm" in made.content and b"its place is not known" in made.content
    )
    assert b"no notebook of cells" in export(Publication(version(), raw, threads), "markdown").content


def test_odd_notebooks_are_shown() -> None:
    for cell in (
        {"cell_type": "code", "source": None, "outputs": "x"}, {"cell_type": 7, "source": ["a", 3]}, {},
        {"cell_type": "code", "source": "x", "outputs": [{}, 3, {"output_type": "error", "traceback": 1}]},
        {"cell_type": "markdown", "source": "x", "attachments": [1]},
        {"cell_type": "markdown", "source": "![](attachment:a)", "attachments": {"a": {"image/png": 5}, "b": 3}},
        {"cell_type": "code", "source": "x", "outputs": [{"output_type": "display_data", "data": {"text/html": 5}}]},
    ):  # fmt: skip
        raw = json.dumps({"cells": [cell], "metadata": {"language_info": []}, "nbformat": 4, "nbformat_minor": 5})
        for format in ("html", "markdown"):
            assert export(Publication(version(), raw.encode()), format).content  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "further", "words"),
    [
        ([1, 4], 0, "may be about any of the cells 1, 4"),
        ([1, 1, 4], 2, "may be about any of the cells 1, 4 and 2 more"),
        ([1, 1], 0, "may be about several places in cell 1"), ([1], 0, "may be about cell 1"),
        ([], 0, "its place is not certain"),
    ],
)  # fmt: skip
def test_what_a_thread_may_be_about_is_said(cells: list[int], further: int, words: str) -> None:
    candidates = [Candidate(cell, f"c{cell}", "x = 1", ["source"], 1.0) for cell in cells]
    place = Place("ambiguous", [], None, "", candidates=candidates, further=further)
    page = page_of(code("x = 1", id="c0"), said=said(thread(1, comment(1, "which?"), place=place)))
    assert words in page and "Candidate(" not in page


def test_damage_is_said() -> None:
    threads = Threads(KEY, "a" * 40, [], [DamagedEvent("x", "It has no <anchor>.")], True)
    made = export(Publication(version(), as_nbformat(notebook(code("x"))), threads))
    assert b"One entry of the comments is damaged" in made.content and b"no &lt;anchor&gt;" in made.content
    assert made.damaged == 1
    assert b"damaged" in export(Publication(version(), b"{}", threads), "markdown").content


def test_which_threads() -> None:
    both = said(
        thread(1, comment(1, "still open"), place=Place("exact", [], 0, "")),
        thread(2, comment(2, "settled"), place=Place("exact", [], 0, ""), resolved=Act(BOB, WHEN)),
    )
    shown = Publication(version(), as_nbformat(notebook(code("x"))), both)
    for format in ("html", "markdown", "json"):
        found = {which: export(shown, format, which).content for which in ("all", "open", "none")}  # type: ignore[arg-type]
        assert [b"still open" in found[which] for which in found] == [True, True, False]
        assert [b"settled" in found[which] for which in found] == [True, False, False]
    assert export(shown, "ipynb").threads == 0
    for bad in ({"format": "pdf"}, {"threads": "some"}):
        with pytest.raises(InputError):
            export(shown, **bad)  # type: ignore[arg-type]


def test_json_is_what_the_api_says() -> None:
    one = thread(1, comment(1, "why?"), place=Place("exact", [], 0, "c0"))
    made = json.loads(export(Publication(version(), b"{}", said(one)), "json").content)
    assert made["format"] == 1 and made["notebook"] == {"key": KEY, "path": "folder/analysis.ipynb"}
    assert made["version"]["number"] == 3 and made["threads"][0]["comments"][0]["text"] == "why?"
    assert "threads" not in json.loads(export(Publication(version(), b"{}"), "json").content)
