"""Markdown as HTML that may stand in the page: that of cells and outputs, and that of comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mistune
from markupsafe import Markup
from mistune.renderers.html import HTMLRenderer

from jovian_lab.publish.pictures import is_picture, picture
from jovian_lab.publish.sanitising import left_out, sanitised

_LONGEST = 200_000  # characters
_DEEPER = {"cell": 1, "comment": 4}  # levels that headings go down below those of the page


def prose(text: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Return a cell's (or an output's) Markdown as HTML.

    Parameters
    ----------
    text : str
        Markdown with HTML in it. Formulas stay text.
    attachments : mapping, optional
        The cell's, as nbformat has them: name to MIME type to base64.
    """
    pictures = {}
    for name, bundle in (attachments or {}).items():
        for mime, value in (bundle if isinstance(bundle, dict) else {}).items():
            found = picture(mime, value) if isinstance(value, str) else None
            if found:
                pictures[name] = found
    return _rendered(text, "cell", pictures)


def spoken(text: str) -> Markup:
    """Return a comment's Markdown as HTML; HTML in it is shown as the text it is."""
    return _rendered(text, "comment", {})


def _rendered(text: str, whose: str, pictures: Mapping[str, str]) -> Markup:
    clean = None
    if len(text) <= _LONGEST:
        parser, renderer = _parser(whose)
        renderer.pictures = pictures
        clean = sanitised(str(parser(text)), below=_DEEPER[whose])
    return Markup("<pre>{}</pre>").format(text) if clean is None else clean


def _parser(whose: str) -> tuple[mistune.Markdown, _Renderer]:
    """Make a parser; each call has its own, for a parser keeps what it is told about pictures."""
    renderer = _Renderer(whose == "comment")
    parser = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", "url", "task_lists", "math"])
    renderer.register("inline_math", _formula)
    renderer.register("block_math", _formulas)
    renderer.register("task_list_item", _task)
    return parser, renderer


class _Renderer(HTMLRenderer):
    """HTML of which the sanitiser leaves what is allowed.

    Parameters
    ----------
    comment : bool
        Whether it is a comment, in which HTML is text and links lead only to https and mailto.
    """

    def __init__(self, comment: bool) -> None:
        super().__init__(escape=comment)
        self.pictures: Mapping[str, str] = {}
        self._schemes = ("https:", "mailto:") if comment else ("https:", "http:", "mailto:")

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Link to where a link may lead; else there is only its text."""
        if not url.lower().startswith(self._schemes):
            return text
        return Markup('<a href="{}" title="{}">').format(url, title or url) + Markup(text) + Markup("</a>")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show a picture that is in the notebook; of any other, say what it is."""
        source = self.pictures.get(url.removeprefix("attachment:")) if url.startswith("attachment:") else url
        if source and is_picture(source):
            return Markup('<img alt="{}" src="{}">').format(text, source)
        return left_out(text)


def _formula(_: _Renderer, text: str) -> str:
    return Markup('<code class="math">${}$</code>').format(text)


def _formulas(_: _Renderer, text: str) -> str:
    return Markup('<pre class="math">$${}$$</pre>\n').format(text)


def _task(_: _Renderer, text: str, checked: bool = False) -> str:
    return f"<li>{'☑' if checked else '☐'} {text}</li>\n"
