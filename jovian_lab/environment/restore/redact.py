"""Takes credentials out of whatever is shown, kept or raised."""

from __future__ import annotations

import re

# no further than the host begins: what stands behind "?" or "#" is no user, even before an "@"
_USER = re.compile(r"(?<=://)[^/\s@'\"?#\\]+(?:@[^/\s@'\"?#\\]+)*@")
_QUERY = re.compile(r"([?&](?:[\w-]*(?:token|password|passwd|secret|sig|signature|key|auth)[\w-]*)=)[^&#\s'\"]+", re.I)
_HEADER = re.compile(r"\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{12,}", re.I)
# anaconda's tokens stand in the path, behind a host; a folder of this machine may be named "t"
_CHANNEL = re.compile(r"(://[^/\s'\"]+(?:/[^/\s'\"]+)*?/t/)[A-Za-z0-9-]{8,}(?=/)")


def without_credentials(text: str) -> str:
    """Return a text without the user names, passwords and tokens of its URLs."""
    return _CHANNEL.sub(r"\1***", _QUERY.sub(r"\1***", _USER.sub("***@", text)))


def redacted(text: str) -> str:
    """Return a text without the user names, passwords and tokens of its URLs and headers."""
    return _HEADER.sub(r"\1 ***", without_credentials(text))
