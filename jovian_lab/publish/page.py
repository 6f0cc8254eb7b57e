"""A version as one HTML page: no script in it, no request out of it, with every thread under its cell."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup, escape

from jovian_lab.notebook.parsed import Cell
from jovian_lab.publish import contents, outputs, sources, words
from jovian_lab.publish.prose import prose, spoken
from jovian_lab.publish.talks import talks
from jovian_lab.publish.values import Publication

# What the page may do: show what is in it. Frames have their content in an attribute, and run nothing.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_SIGNS = {"kept": " ", "old": "−", "new": "+"}


def page(publication: Publication) -> bytes:
    """Write a version as a page.

    Parameters
    ----------
    publication : Publication
        What is published.

    Returns
    -------
    bytes
        HTML in UTF-8 that shows the same in ten years: styles and pictures are in it.
    """
    opened = contents.contents(publication.content)
    said = publication.said
    shown = talks(said, opened.cells)
    template = _templates().get_template("page.html")
    text = template.render(
        policy=POLICY,
        publication=publication,
        version=publication.version,
        heading=words.heading(publication),
        cells=opened.cells,
        text=opened.text[: outputs.LONGEST] if opened.text is not None else None,
        cut=opened.text is not None and len(opened.text) > outputs.LONGEST,
        colours=sources.Colours(opened.language),
        said=said,
        talks=shown,
        environment=words.environment(publication),
        packages=words.packages(publication.environment),
        counted=words.counted(said),
        missing=words.missing(publication),
    )
    return text.encode("utf-8", "replace")


@cache
def _templates() -> jinja2.Environment:
    """Return the templates, with everything escaped that does not say that it is safe."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("jovian_lab.publish"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "moment": words.moment,
        "person": words.person,
        "numbered": words.numbered,
        "spoken": spoken,
        "body": _body,
        "outputs": _outputs,
        "prompt": _prompt,
        "sign": _SIGNS.__getitem__,
    }
    return found


def _body(cell: Cell, colours: sources.Colours) -> Markup:
    """Return a cell's source: its Markdown as prose, code in its colours, anything else as text."""
    if cell.type == "markdown":
        attachments = cell.data.get("attachments")
        return Markup('<div class="prose">{}</div>').format(
            prose(cell.source, attachments if isinstance(attachments, dict) else None)
        )
    code = colours.of(cell.source) if cell.type == "code" else escape(cell.source)
    return Markup('<pre class="source" tabindex="0"><code>{}</code></pre>').format(code)


def _outputs(cell: Cell) -> list[Markup]:
    return [outputs.shown(output) for output in contents.outputs(cell)]


def _prompt(cell: Cell) -> dict[str, Any]:
    """Return how a cell is called, and what stands beside it."""
    count = cell.count
    return {
        "kind": {"code": "Code", "markdown": "Text", "raw": "Raw"}.get(cell.type, "Other"),
        "class": cell.type if cell.type in ("code", "markdown", "raw") else "other",
        "text": "" if cell.type != "code" else f"[{count if count is not None else ' '}]:",
    }
