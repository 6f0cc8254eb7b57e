"""The bytes that Jupyter would write for a notebook that is only on screen yet."""

from __future__ import annotations

import json

from jovian_lab.errors import InputError


def as_saved(content: bytes) -> bytes:
    """Format a notebook as Jupyter's own save does, so that unsaved work compares with what was committed.

    Parameters
    ----------
    content : bytes
        Notebook JSON, as a browser holds it (long texts as one string, no fixed order of keys).

    Raises
    ------
    InputError
        If it is no JSON object.
    """
    # nbformat takes a second to import, and only the server ever asks
    import nbformat
    from nbformat.v4 import nbjson

    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The notebook on screen is no valid JSON: {error}", "Save it and try again.") from error
    if not isinstance(data, dict):
        raise InputError("The notebook on screen is no JSON object.", "Save it and try again.")
    if data.get("nbformat") != 4:
        return content
    try:
        text: str = nbjson.writes(nbformat.from_dict(data))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return content  # an odd notebook is compared as it came
    return (text if text.endswith("\n") else text + "\n").encode("utf-8", "surrogatepass")
