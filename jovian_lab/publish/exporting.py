"""From a version to a file: one function, and the table of formats."""

from __future__ import annotations

import msgspec

from jovian_lab.errors import InputError
from jovian_lab.publish.values import FORMATS, Export, Format, Publication, Shown

LARGEST = 64 << 20  # bytes of a notebook that is made into a page
_ENDINGS = {"html": ".html", "markdown": ".md", "ipynb": ".ipynb", "json": ".json"}
_MIMES = {
    "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "ipynb": "application/x-ipynb+json",
    "json": "application/json; charset=utf-8",
}


def export(publication: Publication, format: Format = "html", threads: Shown = "all") -> Export:
    """Make a file of a version.

    Parameters
    ----------
    publication : Publication
        What is published.
    format : str
        "html", a page in one file, without scripts and without requests; "markdown"; "ipynb", the notebook's exact
        bytes; or "json", the version and its threads as the REST API has them.
    threads : str
        Which threads are in it: "all", "open" (those that are not resolved) or "none". The format ipynb has none.

    Raises
    ------
    InputError
        If there is no such format, or the notebook is larger than 64 MB and is to be made into a page.
    """
    if format not in FORMATS:
        raise InputError(f"There is no format {str(format)[:20]!r}.", f"Choose one of {', '.join(FORMATS)}.")
    if threads not in ("all", "open", "none"):
        raise InputError(f"Threads cannot be {str(threads)[:20]!r}.", "Choose one of all, open, none.")
    shown = _shown(publication, "none" if format == "ipynb" else threads)
    if format in ("html", "markdown") and len(shown.content) > LARGEST:
        raise InputError("The notebook is larger than 64 MB.", "Export it as ipynb, or clear some outputs.")
    return Export(
        _name(shown, format),
        _MIMES[format],
        _content(shown, format),
        shown.version,
        len(shown.said.threads) if shown.said else 0,
        len(shown.said.damaged) if shown.said else 0,
    )


def _content(shown: Publication, format: Format) -> bytes:
    if format == "ipynb":
        return shown.content
    if format == "json":
        from jovian_lab.publish.plain import plain

        return plain(shown)
    if format == "markdown":
        from jovian_lab.publish.markdown import markdown

        return markdown(shown)
    from jovian_lab.publish.page import page

    return page(shown)


def _shown(publication: Publication, threads: Shown) -> Publication:
    """Leave out the threads that are not wanted."""
    said = publication.said
    if threads == "none":
        said = None
    elif threads == "open" and said is not None:
        said = msgspec.structs.replace(said, threads=[thread for thread in said.threads if thread.state == "open"])
    return msgspec.structs.replace(publication, said=said)


def _name(publication: Publication, format: Format) -> str:
    """Name the file after the notebook and the version; snapshots have no number of their own."""
    version = publication.version
    stem = version.path.rpartition("/")[2].removesuffix(".ipynb") or "notebook"
    number = f"v{version.number}" if version.kind == "version" else version.id[:10]
    return f"{stem}-{number}{_ENDINGS[format]}"
