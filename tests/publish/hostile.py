"""A publication in which every text of a stranger is an attack, and what no page may hold."""
# ruff: noqa: E501

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from jovian_lab.comments.values import (
    Act,
    Anchor,
    AnchorCell,
    AnchorQuote,
    Candidate,
    Comment,
    DamagedEvent,
    Place,
    Reaction,
    Suggestion,
    Thread,
    Threads,
)  # fmt: skip
from jovian_lab.publish import Publication
from jovian_lab.store.values import Author, Version
from tests.comments.test_text import HOSTILE as SAID

RUN = "window.ran=1;top.ran=1"
REACH = "https://evil.example/"
KEY = "0" * 16
ATTACKS = [
    *SAID,
    f"<script>{RUN}</script>", f"</style><script>{RUN}</script>", f"</title><script>{RUN}</script>",
    f'"><script>{RUN}</script>', f"' onmouseover='{RUN}' x='", f'"></iframe><script>{RUN}</script>',
    f"<img src='{REACH}a.png'><img srcset='{REACH}b.png 1x'><input type=image src='{REACH}c.png'>",
    f"<img src=x onerror='{RUN}'><body onload='{RUN}'><details open ontoggle='{RUN}'><summary>x</summary></details>",
    f"<link rel=stylesheet href='{REACH}d.css'><link rel=prefetch href='{REACH}e'><link rel=dns-prefetch href='{REACH}'>",
    f"<meta http-equiv=refresh content='0;url={REACH}'><base href='{REACH}'>",
    f"<style>@import '{REACH}f.css'; body{{background:url({REACH}g.png)}}</style><div style='background:url({REACH}h)'>s</div>",
    f"<iframe src='{REACH}'></iframe><iframe srcdoc='<script>{RUN}</script>'></iframe><object data='{REACH}i'></object>",
    f"<embed src='{REACH}j'><video src='{REACH}k' poster='{REACH}l' autoplay></video><audio src='{REACH}m'></audio>",
    f"<form action='{REACH}'><button formaction='{REACH}'>send</button></form><isindex action={REACH}>",
    f"<svg onload='{RUN}'><script>{RUN}</script><image href='{REACH}n'/><use href='{REACH}o#x'/><a href='javascript:{RUN}'>x</a></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={RUN}&gt;'>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<a href='java\tscript:{RUN}'>tab</a><a href='data:text/html,<script>{RUN}</script>'>data</a><a href=' javascript:{RUN}'>x</a>",
    f"![x](javascript:{RUN}) ![x]({REACH}p.png) [x](data:text/html;base64,PHNjcmlwdD4=) <{REACH}> <javascript:{RUN}>",
    f"![x](data:image/svg+xml,<svg onload={RUN}>) ![x](attachment:evil.svg)", "{{ 7 * 7 }}{% include 'page.css' %}",
    f"$$</pre><script>{RUN}</script>$$ $x<script>{RUN}</script>$", f"```html\n</code></pre><script>{RUN}</script>\n```",
    f"| a |\n|---|\n| <script>{RUN}</script> |", f"# <img src=x onerror={RUN}>", "\x1b]8;;https://evil.example/q\x07x\x1b]8;;\x07",
    f"\x1b[31m<script>{RUN}</script>\x1b[0m", "<plaintext>", "<xmp>", "<!--", "<![CDATA[", "<template shadowrootmode=open><b>",
    f"<portal src='{REACH}r'></portal><frameset><frame src='{REACH}s'></frameset><bgsound src='{REACH}t'>",
    f"<table background='{REACH}u'><td background='{REACH}v'>x</td></table><body background='{REACH}w'>",
]  # fmt: skip
SVG = (
    f"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='40' "
    f"onload='{RUN}'><script>{RUN}</script><image href='{REACH}x.png' width='9' height='9'/>"
    f"<style>@import url({REACH}y.css);</style><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' "
    f"src='{REACH}z'/></foreignObject><rect width='40' height='40' fill='green'/></svg>"
)


def version(**fields: Any) -> Version:
    """A version with the fields that matter."""
    usual: dict[str, Any] = {
        "id": "a" * 40, "notebook": KEY, "number": 3, "kind": "version", "title": "Third try", "message": "",
        "recorded_title": "Third try", "author": Author("Ada Lovelace", "ada"), "created": "2026-03-04T05:06:07.890Z",
        "path": "folder/analysis.ipynb", "kernel": None, "cells": None, "changes": None, "parents": [], "base": None,
        "origin": None, "size": 1, "sha256": "", "storage": "split", "nbformat": "4.5", "files": [], "tags": [],
        "reason": None,
    }  # fmt: skip
    return Version(**{**usual, **fields})


def comment(number: int, text: str, **fields: Any) -> Comment:
    """A comment of Ada's."""
    usual: dict[str, Any] = {
        "id": f"{number:026d}", "author": Author("Ada", "ada"), "created": "2026-03-04T05:06:07.890Z", "text": text,
        "edited": None, "edits": 0, "history": [], "deleted": False, "mentions": [], "reactions": [],
        "suggestion": None, "head": 1,
    }  # fmt: skip
    return Comment(**{**usual, **fields})


def thread(
    number: int, *comments: Comment, place: Place | None, resolved: Act | None = None, quote: str = ""
) -> Thread:
    """A thread on the first cell as it was in v1."""
    cell = AnchorCell("c0", "code", 0, 0, "", "", "", "old source", False)
    anchor = Anchor(
        "range" if quote else "cell", "b" * 40, 1, cell, AnchorQuote(quote, "", "", 0, len(quote)) if quote else None
    )
    state = "resolved" if resolved else "open"
    return Thread(f"{number:026d}", KEY, state, resolved, anchor, None, list(comments), comments[-1].created, place)


def notebook() -> bytes:
    """A notebook of attacks: in Markdown, code and raw cells, and in outputs of every kind."""
    cells: list[dict[str, Any]] = []
    for attack in ATTACKS:
        cells.append({"cell_type": "markdown", "metadata": {}, "source": attack, "attachments": {
            "evil.svg": {"image/svg+xml": SVG}, f'"><script>{RUN}</script>': {"text/html": attack},
        }})  # fmt: skip
        cells.append({"cell_type": "raw", "metadata": {}, "source": attack})
        outputs: list[dict[str, Any]] = [
            {"output_type": "stream", "name": attack, "text": attack},
            {"output_type": "error", "ename": attack, "evalue": attack, "traceback": [attack]},
        ]
        for bundle in (
            {"text/html": attack}, {"text/html": f"<style>x{{}}</style>shown {attack}"}, {"text/markdown": attack},
            {"text/latex": attack}, {"text/plain": attack}, {"application/javascript": RUN}, {attack: attack},
            {"image/png": attack}, {"image/svg+xml": attack}, {"application/json": {attack: attack}},
            {"image/png": "iVBORw0KGgo=", "text/plain": attack}, {"image/svg+xml": SVG},
            {"text/html": f"<div style='background:url({REACH}bg)'>{SVG}{attack}</div>"},
            {"application/vnd.vegalite.v5+json": {"data": {"url": REACH}}, "text/plain": attack},
        ):  # fmt: skip
            outputs.append({"output_type": "display_data", "metadata": {"isolated": True}, "data": bundle})
        cells.append({
            "cell_type": "code", "id": attack, "metadata": {"trusted": True}, "execution_count": attack,
            "source": attack, "outputs": outputs,
        })  # fmt: skip
    metadata = {"language_info": {"name": "python"}, "kernelspec": {"language": ATTACKS[0]}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def publication() -> Publication:
    """A publication of attacks."""
    threads = []
    number = 0
    for attack in ATTACKS:
        who = Author(attack, attack)
        act = Act(who, "2026-03-04T05:06:07.890Z")
        for place, resolved in (
            (Place("exact", [], 0, attack), None), (Place("edited", ["edited"], 1, ""), act),
            (Place("orphaned", []), None), (Place("ambiguous", [], None, "", candidates=[Candidate(1, attack, attack, [], 0.5)]), None),
        ):  # fmt: skip
            number += 10
            said = comment(
                number, attack, author=who, edited=attack, edits=1, reactions=[Reaction(attack, [who])],
                suggestion=Suggestion(attack, attack, "accepted", act),
            )  # fmt: skip
            threads.append(
                thread(number, said, comment(number + 1, attack), place=place, resolved=resolved, quote=attack)
            )
    every = " ".join(ATTACKS)
    named = version(
        title=every, message=every + "\n" + every, author=Author(every, every), path=f"x/{ATTACKS[0]}.ipynb", tags=ATTACKS,
        created=ATTACKS[0],
    )  # fmt: skip
    damaged = [DamagedEvent(attack, attack) for attack in ATTACKS[:10]]
    return Publication(named, notebook(), Threads(KEY, "a" * 40, threads, damaged, True))


class Auditor(HTMLParser):
    """Reads a page as a parser does, and notes what no page may hold."""

    FORBIDDEN = frozenset(
        ["script", "link", "base", "object", "embed", "applet", "form", "input", "button", "video", "audio", "source",
         "track", "frame", "frameset", "portal", "template", "noscript", "math", "image", "use", "foreignobject"]
    )  # fmt: skip
    ADDRESSES = frozenset(
        ["src", "href", "srcset", "action", "formaction", "data", "poster", "background", "ping", "xlink:href", "cite",
         "longdesc", "lowsrc", "codebase", "manifest", "archive"]
    )  # fmt: skip

    def __init__(self, *, framed: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.frames = 0
        self.pictures = 0
        self._framed = framed

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in self.FORBIDDEN or (self._framed and tag == "iframe"):
            self.found.append(f"<{tag}>")
        if tag == "meta" and given.get("http-equiv", "").lower() not in ("", "content-security-policy"):
            self.found.append(f"<meta {given}>")
        for name, value in given.items():
            if name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            if name in self.ADDRESSES and not self._is_harmless(tag, name, value):
                self.found.append(f"<{tag} {name}={value[:80]}>")
        if tag == "img":
            self.pictures += 1
        if tag == "iframe":
            self.frames += 1
            if given.get("sandbox") != "" or "src" in given:
                self.found.append("an open frame")
            if "default-src 'none'" not in given.get("srcdoc", ""):
                self.found.append("a frame without a policy")
            inner = Auditor(framed=True)
            inner.feed(given.get("srcdoc", ""))
            self.found += inner.found

    @staticmethod
    def _is_harmless(tag: str, name: str, value: str) -> bool:
        if name == "src" and tag == "img":
            return value.startswith("data:image/")
        return name == "href" and tag == "a" and value.startswith(("#", "https://", "http://", "mailto:"))


def audited(page: bytes) -> Auditor:
    """Read a page."""
    found = Auditor()
    found.feed(page.decode())
    found.close()
    return found
