"""JSON for programs: which notebook and version this is, and its threads, as the REST API has them."""

from __future__ import annotations

import msgspec

from jovian_lab.publish.values import Publication

_FORMAT = 1


def plain(publication: Publication) -> bytes:
    """Write a publication as indented JSON in UTF-8.

    Returns
    -------
    bytes
        An object with `format`, `notebook` (key and path), `version`, and `threads` and `damaged` as the answer of
        `GET threads` has them; without the last two where threads are left out.
    """
    version, said = publication.version, publication.said
    value: dict[str, object] = {
        "format": _FORMAT,
        "notebook": {"key": version.notebook, "path": version.path},
        "version": version,
    }
    if said is not None:
        value |= {"threads": said.threads, "damaged": said.damaged, "placed": said.placed}
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
