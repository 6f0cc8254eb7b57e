"""Pictures as addresses that hold them: no file, no request."""

from __future__ import annotations

import base64
import re

_KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/bmp", "image/avif")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_BLANK = re.compile(r"\s+")


def picture(mime: str, value: str) -> str | None:
    """Return a picture of a notebook as a `data:` address.

    Parameters
    ----------
    mime : str
        Its MIME type.
    value : str
        Base64, for SVG the text.

    Returns
    -------
    str or None
        None for what is no picture that every browser shows.
    """
    if mime not in _KINDS or not value:
        return None
    if mime == "image/svg+xml" and "<" in value:
        encoded = base64.b64encode(value.encode("utf-8", "replace")).decode()
    else:
        encoded = _BLANK.sub("", value)
        if not _BASE64.fullmatch(encoded):
            return None
    return f"data:{mime};base64,{encoded}"


def is_picture(address: str) -> bool:
    """Tell whether an address is a picture that it holds itself."""
    head, comma, data = address.partition(",")
    kind = head.removeprefix("data:").removesuffix(";base64")
    return bool(comma) and head.startswith("data:") and head.endswith(";base64") and picture(kind, data) is not None
