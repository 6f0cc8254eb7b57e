"""The indexes of this machine's user and those that were accepted, in the words of uv and pip.

Addresses may hold credentials: they are handed on as variables, which other users of the machine cannot see.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from jovian_lab.environment.restore.values import Index

_OF_UV = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL")


def for_uv(options: Sequence[Index]) -> dict[str, str]:
    """Return the variables that tell uv where to look: pip's index, where the user has told only pip of it."""
    extra: dict[str, str] = {}
    if not any(os.environ.get(name) for name in _OF_UV):
        mine = os.environ.get("PIP_INDEX_URL") or _configured("index-url")
        if mine:
            extra["UV_DEFAULT_INDEX"] = mine
    if not os.environ.get("SSL_CERT_FILE"):
        certificates = os.environ.get("PIP_CERT") or _configured("cert")
        if certificates and os.path.isfile(certificates):
            extra["SSL_CERT_FILE"] = certificates
    first = [item.value for item in options if item.option == "index-url"]
    more = [item.value for item in options if item.option == "extra-index-url"]
    if first:
        extra["UV_DEFAULT_INDEX"] = first[0]
    if more:
        mine = os.environ.get("UV_INDEX") or os.environ.get("UV_EXTRA_INDEX_URL") or ""
        extra["UV_INDEX"] = " ".join([*more, *mine.split()])
    return extra


def for_pip(options: Sequence[Index]) -> dict[str, str]:
    """Return the variables that tell pip where to look, besides the user's own."""
    extra: dict[str, str] = {}
    names = {
        "index-url": "PIP_INDEX_URL",
        "extra-index-url": "PIP_EXTRA_INDEX_URL",
        "find-links": "PIP_FIND_LINKS",
        "trusted-host": "PIP_TRUSTED_HOST",
    }
    for item in options:
        if item.option in names:
            name = names[item.option]
            held = extra.get(name) or (os.environ.get(name, "") if item.option != "index-url" else "")
            extra[name] = f"{held} {item.value}".strip()
        elif item.option == "pre":
            extra["PIP_PRE"] = "1"
        elif item.option == "no-index":
            extra["PIP_NO_INDEX"] = "1"
    return extra


def _configured(key: str) -> str:
    """A setting of pip's own configuration files, the most special first."""
    home = Path.home()
    if sys.platform == "win32":
        places = [Path(os.environ.get("APPDATA", home)) / "pip" / "pip.ini", home / "pip" / "pip.ini"]
    else:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        places = [config / "pip" / "pip.conf", home / ".pip" / "pip.conf", Path("/etc/pip.conf")]
    if named := os.environ.get("PIP_CONFIG_FILE"):
        places.insert(0, Path(named))
    for place in places:
        parser = configparser.RawConfigParser()
        try:
            parser.read(place, "utf-8")
            value = parser.get("global", key, fallback="")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
        if value.strip():
            return value.split()[0]
    return ""
