"""A cell's outputs as HTML: text, pictures and tables in the page, what has looks of its own in a dead frame."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup

from jovian_lab.notebook.outputs import type_of
from jovian_lab.publish import ansi
from jovian_lab.publish.contents import error_of, text_of
from jovian_lab.publish.pictures import picture
from jovian_lab.publish.prose import prose
from jovian_lab.publish.sanitising import framed, sanitised, too_much

LONGEST = 200_000  # characters of one text
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "image/bmp")
_ACTIVE = re.compile(r"<(?:script|iframe|object|embed|canvas|video|audio|form)\b", re.I)
# but for pandas' own style of a table, for which the page has another
_STYLED = re.compile(r"<(?:style(?!\s+scoped\s*>)|svg)\b", re.I)
_DRAWING = re.compile(r"""<svg(?:[^>]*?\sheight="(\d{1,4})(?:px|pt)?")?""")
_LOOKS = re.compile(r"<(?:style|title)\b.*?</(?:style|title)\s*>|<[^>]*>", re.I | re.S)
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_ROW_HEIGHT, _SMALLEST, _USUAL, _TALLEST = 26, 90, 240, 620  # px
_NEEDS_SCRIPTS = "An interactive output: it needs scripts, which this page does not run."


def shown(output: dict[str, Any]) -> Markup:
    """Return one output as HTML.

    Parameters
    ----------
    output : dict
        As nbformat has it; untrusted.
    """
    kind = type_of(output)
    if kind == "stream":
        return _text(text_of(output.get("text")), "stderr" if output.get("name") == "stderr" else "stdout")
    if kind == "error":
        return _text(error_of(output), "error")
    data = output.get("data")
    return _bundle(data if isinstance(data, dict) else {})


def _bundle(data: dict[str, Any]) -> Markup:
    """Show the richest form that can be shown without running anything."""
    words = text_of(data.get("text/plain"))
    html = text_of(data.get("text/html"))
    needs_scripts = bool(html and _ACTIVE.search(html)) or _is_drawn_by_scripts(data)
    if html and not needs_scripts and (found := _html(html)):
        return found
    if not html and (text := text_of(data.get("text/markdown"))):
        return Markup('<div class="prose">{}</div>').format(prose(text))
    for mime in _PICTURES:
        source = picture(mime, text_of(data.get(mime)))
        if source:
            return Markup('<img class="picture" alt="{}" src="{}">').format(words[:300] or "Picture", source)
    if html and needs_scripts and (found := _frame(html)):
        return found
    if latex := text_of(data.get("text/latex")):
        return Markup('<pre class="math">{}</pre>').format(latex[:LONGEST])
    if not words and "application/json" in data:
        words = json.dumps(data["application/json"], indent=1, ensure_ascii=False)
    told = _text(words, "stdout") if words else Markup("")
    if needs_scripts:
        return Markup('<p class="note">{}</p>{}').format(_NEEDS_SCRIPTS, told)
    kinds = ", ".join(str(mime)[:100] for mime in list(data)[:5])
    return told or Markup('<p class="note">An output that a page cannot show ({}).</p>').format(kinds or "empty")


def _is_drawn_by_scripts(data: dict[str, Any]) -> bool:
    """Tell whether an output is a chart or a widget that JupyterLab draws with scripts."""
    if "text/html" in data:
        return False
    drawn = ("application/javascript", "application/vnd.")
    return any(isinstance(mime, str) and mime.startswith(drawn) for mime in data)


def _html(html: str) -> Markup | None:
    """Show HTML that needs no script: in the page, or where it brings its own styles, in a frame."""
    if _STYLED.search(html):
        return _frame(html)
    clean = sanitised(html, below=1)
    return Markup('<div class="html">{}</div>').format(clean) if clean is not None and clean.strip() else None


def _frame(html: str) -> Markup | None:
    """Put HTML into a frame in which nothing runs and from which nothing can be asked for."""
    if too_much(html):
        return None
    inside = framed(html)
    if not _LOOKS.sub("", inside).strip() and "<svg" not in inside:
        return None  # without its scripts nothing is left to see
    document = (
        f'<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{_POLICY}"></head><body '
        'style="font:14px system-ui,sans-serif;margin:8px;background:#fff;color:#111">'
        f"{inside}</body></html>"
    )
    note = Markup('<p class="note">{}</p>').format(_NEEDS_SCRIPTS) if _ACTIVE.search(html) else ""
    return note + Markup(
        '<iframe class="frame" sandbox="" title="Output" loading="eager" style="height:{}px" srcdoc="{}"></iframe>'
    ).format(_height(inside), document)


def _height(html: str) -> int:
    """Guess how high a frame is to be, in px, for nothing in it can tell; readers can pull it larger."""
    drawing = _DRAWING.search(html)
    if drawing:
        wanted = int(drawing[1]) + 30 if drawing[1] else _TALLEST
    elif "<details" in html or "<tr" not in html:
        wanted = _USUAL
    else:
        wanted = 40 + html.count("<tr") * _ROW_HEIGHT
    return max(_SMALLEST, min(_TALLEST, wanted))


def _text(text: str, kind: str) -> Markup:
    cut = len(text) - LONGEST
    more = Markup('<p class="note">{} more characters are left out.</p>').format(f"{cut:,}") if cut > 0 else ""
    return Markup('<pre class="text {}">{}</pre>{}').format(kind, ansi.coloured(text[:LONGEST]), more)
