"""What of a stranger's HTML may stand in the page: text, tables and pictures that are in it; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3
from markupsafe import Markup

from jovian_lab.publish.pictures import is_picture

LONGEST = 2_000_000  # characters of HTML that are looked at
_DEEPEST = 300  # elements in each other; sanitising takes time with the square of it
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# that end by themselves
_FLAT = {
    "p", "li", "tr", "td", "th", "thead", "tbody", "tfoot", "dt", "dd", "option", "br", "hr", "img", "col", "wbr",
    "input", "meta", "link", "base", "area", "source", "track", "param", "embed",
}  # fmt: skip

_TEXT = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr", "details", "summary", "center",
}  # fmt: skip
_GONE = {
    "script", "style", "title", "noscript", "template", "iframe", "object", "embed", "applet", "math", "svg", "form",
    "select", "textarea", "button", "video", "audio", "canvas", "noembed", "noframes", "xmp", "plaintext", "head",
}  # fmt: skip
_TABLE = {"colspan", "rowspan", "align", "scope", "style"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": _TABLE,
    "th": _TABLE,
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
}
# Marks of ours that Markdown is given; a stranger's classes would borrow the page's own looks.
_CLASSES = {"code": {"math"}, "pre": {"math"}, "span": {"left-out"}, "table": {"dataframe"}}
_IMAGE = re.compile(r"<img\b[^<>]*>", re.I)
_OWN_SOURCE = re.compile(r"""\ssrc\s*=\s*["']?data:image/""", re.I)
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_HEADINGS = re.compile(r"<(/?)h([1-6])(?=[ >])")

# In a frame of its own HTML keeps its styles and drawings, which no script moves and no request follows.
_DRAWN = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
    "clippath", "lineargradient", "radialgradient", "stop", "marker", "symbol", "desc", "pattern", "mask",
}  # fmt: skip
_DRAWING = {
    "viewbox", "viewBox", "preserveAspectRatio", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r",
    "rx", "ry", "d", "points", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "transform", "opacity", "offset", "stop-color",
    "stop-opacity", "text-anchor", "dominant-baseline", "font-size", "font-family", "font-weight", "dx", "dy",
    "clip-path", "gradientUnits", "gradientTransform", "marker-end", "marker-start", "class", "id", "style",
}  # fmt: skip
# What a style could ask for. The frame's policy refuses that in any case, so what is written in escapes does no harm.
_ASKS = re.compile(r"""@import[^;]*;?|(?:url|image-set|src)\(\s*["']?(?!\s*data:image/|\s*#)[^)]*\)?""", re.I)
_STYLING = ("style", "fill", "stroke", "clip-path", "marker-start", "marker-end")
_STYLE = re.compile(r"(<style[^>]*>)(.*?)(</style>)", re.S)
_FRAME_TAGS = _TEXT | _DRAWN | {"style", "label", "section", "header", "footer", "article", "nav", "main", "font"}
_FRAME_GONE = _GONE - {"style", "svg"}
_FRAME_ATTRIBUTES = {
    **{tag: names | {"class", "id", "style"} for tag, names in _ATTRIBUTES.items()},
    "*": {"class", "id", "style", "dir", "align", "valign", "bgcolor", "border", "cellpadding", "cellspacing", "color"},
    **dict.fromkeys(_DRAWN, _DRAWING),
}


def sanitised(html: str, *, below: int = 0) -> Markup | None:
    """Return what of HTML may stand in the page.

    Parameters
    ----------
    html : str
        Somebody's.
    below : int
        How many levels its headings go down, so that they stand below the page's own.

    Returns
    -------
    Markup or None
        None where it is too long, or too deep, to be looked at.
    """
    if too_much(html):
        return None
    clean = nh3.clean(
        _IMAGE.sub(_told, html),
        tags=_TEXT,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_attribute,
        filter_style_properties={"text-align"},
        url_schemes={"https", "http", "mailto", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    if below:
        clean = _HEADINGS.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + below)}", clean)
    return Markup(clean)


def left_out(words: str) -> Markup:
    """Return what stands in the place of a picture that is not in the notebook."""
    return Markup('<span class="left-out">[picture{}{}]</span>').format(": " if words else "", words)


def _told(image: re.Match[str]) -> str:
    """Say what an image from elsewhere is; what is made here is sanitised like all the rest."""
    if _OWN_SOURCE.search(image[0]):
        return image[0]
    alt = _ALT.search(image[0])
    return left_out((alt[1] or alt[2] or "") if alt else "")


def framed(html: str) -> str:
    """Return what of HTML may stand in a frame that runs nothing: its styles and drawings, too."""
    clean = nh3.clean(
        html,
        tags=_FRAME_TAGS,
        clean_content_tags=_FRAME_GONE,
        attributes=_FRAME_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"https", "http", "mailto", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return _STYLE.sub(lambda match: match[1] + _ASKS.sub("none", match[2]) + match[3], clean)


def too_much(html: str) -> bool:
    """Tell whether HTML is longer or deeper than what is looked at."""
    return len(html) > LONGEST or any(depth > _DEEPEST for depth in _depths(html))


def _depths(html: str) -> Iterator[int]:
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _FLAT:
            depth = max(0, depth + (-1 if match[1] else 1))
            yield depth


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return what an attribute may say; pictures only out of the page itself, links only out of the notebook."""
    if name == "src":
        return value if tag == "img" and is_picture(value) else None
    if name == "href":
        return value if tag == "a" and value.lower().startswith(("https:", "http:", "mailto:")) else None
    return _ASKS.sub("none", value) if name in _STYLING else value
