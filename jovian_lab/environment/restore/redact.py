"""Takes credentials out of whatever is shown, kept or raised."""

from __future__ import annotations

import re

_USER = re.compile(r"(?<=://)[^/\s@'\"]+(?:@[^/\s@'\"]+)*@")
_QUERY = re.compile(r"([?&](?:[\w-]*(?:token|password|passwd|secret|sig|signature|key|auth)[\w-]*)=)[^&#\s'\"]+", re.I)
_HEADER = re.compile(r"\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{12,}", re.I)
_CHANNEL = re.compile(r"/t/[A-Za-z0-9-]{8,}(?=/)")


def redacted(text: str) -> str:
    """Return a text without the user names, passwords and tokens of its URLs and headers."""
    text = _USER.sub("***@", text)
    text = _QUERY.sub(r"\1***", text)
    text = _CHANNEL.sub("/t/***", text)
    return _HEADER.sub(r"\1 ***", text)
