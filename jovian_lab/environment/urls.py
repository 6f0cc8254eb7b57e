"""Addresses without what must not be stored: credentials, tokens, and paths of this machine."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from jovian_lab.environment.bounded import printable

_MOST = 2_000
# pip expands ${NAME} to a variable of the environment, which names no secret: PEP 610 lets it stay
_VARIABLE = re.compile(r"\$\{[A-Za-z0-9_]+\}(:\$\{[A-Za-z0-9_]+\})?")
# anaconda's tokens stand in the path behind a host: /t/<token>/
_TOKEN = re.compile(r"/t/[^/]+(?=/|$)")
_CREDENTIALS = re.compile(rb"(?<=://)[^\s/@\"'<>]+@")
_HASH = re.compile(r"(?:^|&)(sha256|sha384|sha512|md5)=([0-9a-fA-F]+)")
_SUBDIRECTORY = re.compile(r"(?:^|&)(subdirectory=[^&]+)")


def clean(url: str) -> str:
    """Return an address without user, password, query, tokens in its path, or a fragment other than a subdirectory.

    Parameters
    ----------
    url : str
        An address, or "" .

    Returns
    -------
    str
        The address, "" for what is none.
    """
    parts = split(url)
    if parts is None:
        return ""
    user, at, host = parts.netloc.rpartition("@")
    if parts.scheme.endswith("ssh") and user and ":" not in user:
        host = f"{user}@{host}"  # the user of ssh (git@…) is no secret, and the address does not work without
    elif at and _VARIABLE.fullmatch(user):
        host = f"{user}@{host}"
    fragment = _SUBDIRECTORY.search(parts.fragment)
    cleaned = urlunsplit(
        (parts.scheme, host, _TOKEN.sub("", parts.path) if host else parts.path, "", fragment[1] if fragment else "")
    )
    return printable(cleaned, _MOST)


def split(url: str) -> SplitResult | None:
    """Return the parts of an address, or None for what is none."""
    try:
        parts = urlsplit(url.strip())
        return parts if parts.scheme and len(url) <= _MOST * 4 else None
    except ValueError:
        return None


def is_local(url: str) -> bool:
    """Tell whether an address is a path of this machine."""
    parts = split(url)
    return parts is None or parts.scheme in ("", "file") or len(parts.scheme) == 1


def local_path(url: str) -> str:
    """Return the path that a file: address names, "" for another one."""
    parts = split(url)
    if parts is None or parts.scheme != "file":
        return ""
    path = unquote(parts.path)
    # file:///C:/folder
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def last_name(url: str) -> str:
    """Return the last name of an address or path: all that means something elsewhere."""
    parts = split(url)
    path = unquote(parts.path) if parts is not None else url
    return printable(re.split(r"[/\\]", path.rstrip("/\\"))[-1])


def hash_of(url: str) -> str:
    """Return the SHA-256 that an address carries in its fragment, as "sha256:…", or ""."""
    parts = split(url)
    found = _HASH.search(parts.fragment) if parts is not None else None
    return f"sha256:{found[2].lower()}" if found and found[1] == "sha256" and len(found[2]) == 64 else ""


def without_credentials(content: bytes) -> bytes:
    """Return a text file's bytes with the user and password taken out of every address in it."""
    if b"@" not in content:
        return content
    return _CREDENTIALS.sub(
        lambda found: found[0] if _keeps(found[0][:-1].decode("utf-8", "replace")) else b"", content
    )


def _keeps(user: str) -> bool:
    return user == "git" or _VARIABLE.fullmatch(user) is not None
