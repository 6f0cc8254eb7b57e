"""Installed Python distributions: name, version and needs, from the headers of their metadata alone."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from packaging.utils import canonicalize_name

from jovian_lab.environment import bounded
from jovian_lab.environment.bounded import Notes
from jovian_lab.environment.sites import Site, Sites

_LARGEST_HEADER = 512 * 1024
_LARGEST_DIRECT_URL = 64 * 1024
_MOST_REQUIREMENTS = 2_000
_MOST = 20_000
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?")
# what lies beside the metadata of a development install of the old kind
_PROJECTS = ("setup.py", "pyproject.toml")
# installers that mark all they install as asked for, so that the mark says nothing
_MARKS_ALL = frozenset({b"uv"})
_BAD_ZIP = (OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True)
class Distribution:
    """One installed distribution.

    Attributes
    ----------
    name, version : str
        Normalised name; the version as its metadata has it.
    info : str
        Path of its metadata: a folder, or a file.
    site : Site
        The folder of the path it was found in.
    requires : tuple of bytes
        What it needs, as its metadata has it.
    requested : bool
        Whether somebody asked for it by name, where that is recorded.
    direct : dict or None
        direct_url.json (PEP 610).
    develop : str
        The folder of a legacy development install, else "".
    """

    name: str
    version: str
    info: str
    site: Site
    requires: tuple[bytes, ...] = ()
    requested: bool = False
    direct: dict[str, Any] | None = None
    develop: str = ""


def find(sites: Sites, notes: Notes) -> list[Distribution]:
    """Return the distributions on a path by name; of several with one name, the first, as `importlib.metadata` does.

    Parameters
    ----------
    sites : Sites
        The folders.
    notes : Notes
        Is told what could not be read.
    """
    found: dict[str, Distribution] = {}
    links: set[str] = set()
    for site in sites.folders:
        if site.folder.lower().endswith(".egg"):
            inside = [_egg(site)]
        else:
            listed = bounded.names(site.folder)
            links.update(name[: -len(".egg-link")] for name in listed if name.endswith(".egg-link"))
            inside = [_read(site, name, notes) for name in listed if name.endswith((".dist-info", ".egg-info"))]
        for one in inside:
            if one is None:
                continue
            first = found.setdefault(one.name, one)
            if first is not one and first.version == one.version and one.direct is not None and first.direct is None:
                # the folder of a development install may be on the path itself, without a word of where it is from
                found[one.name] = one
            if first is not one and first.site.folder == site.folder and first.version != one.version:
                notes.say(f"{one.name} is installed twice, as {first.version} and as {one.version}: the first counts.")
        if len(found) > _MOST:
            notes.say(f"There are more than {_MOST:,} packages; the others are left out.")
            break
    for name, one in list(found.items()):
        if one.direct is None and one.info.endswith(".egg-info") and (one.site.added or one.site.place == "path"):
            file = os.path.basename(one.info)[: -len(".egg-info")].split("-")[0]
            linked = bool({file, file.replace("_", "-"), name} & links)
            if linked or any(os.path.exists(os.path.join(one.site.folder, name)) for name in _PROJECTS):
                found[name] = Distribution(
                    name, one.version, one.info, one.site, one.requires, one.requested, None, one.site.folder
                )
    return sorted(found.values(), key=lambda one: one.name)


def _read(site: Site, name: str, notes: Notes) -> Distribution | None:
    info = f"{site.folder}{os.sep}{name}"
    modern = name.endswith(".dist-info")
    head = bounded.read_head(info + (f"{os.sep}METADATA" if modern else f"{os.sep}PKG-INFO"), _LARGEST_HEADER)
    if head is None and not modern:
        head = bounded.read_head(info, _LARGEST_HEADER)  # distutils wrote a file
    named, version, requires = _header(head) if head else ("", "", ())
    if not named or not version:
        if name.startswith(("~", "-")):
            return None  # what an interrupted pip left behind
        stem = name[: name.rindex(".")].split("-")
        guess = stem[1] if len(stem) > 1 else ""
        notes.say(f"The metadata of {name} cannot be read" + ("; its name was taken instead." if guess else "."))
        named, version = named or stem[0], version or guess
        if not version:
            return None
    if not _NAME.fullmatch(named):
        notes.say(f"{name} has no valid name.")
        return None
    requested, direct = False, None
    if modern:
        # asking first costs a third of failing to open
        if os.access(f"{info}{os.sep}REQUESTED", os.F_OK):
            requested = (bounded.read(f"{info}{os.sep}INSTALLER", 64) or b"").strip() not in _MARKS_ALL
        if os.access(f"{info}{os.sep}direct_url.json", os.F_OK):
            direct = _direct(f"{info}{os.sep}direct_url.json", name, notes)
    elif not requires:
        requires = _legacy_requires(info)
    return Distribution(canonicalize_name(named), version, info, site, requires, requested, direct)


def _header(head: bytes) -> tuple[str, str, tuple[bytes, ...]]:
    """Return name, version and needs. Searching for each key is many times faster than parsing all of them."""
    whole = b"\n" + head
    name, version = _value(whole, b"\nName:"), _value(whole, b"\nVersion:")
    if not name or not version:
        whole = re.sub(rb"\n(?i:name|version)[ \t]*:", lambda found: found[0].title().replace(b" ", b""), whole)
        name, version = name or _value(whole, b"\nName:"), version or _value(whole, b"\nVersion:")
    requires: list[bytes] = []
    at = whole.find(b"\nRequires-Dist:")
    while at >= 0 and len(requires) < _MOST_REQUIREMENTS:
        end = whole.find(b"\n", at + 1)
        requires.append(whole[at + 15 : end if end >= 0 else len(whole)].strip())
        at = whole.find(b"\nRequires-Dist:", end) if end >= 0 else -1
    return name, bounded.printable(version, 100), tuple(requires)


def _value(whole: bytes, key: bytes) -> str:
    at = whole.find(key)
    if at < 0:
        return ""
    at += len(key)
    end = whole.find(b"\n", at)
    return whole[at : end if end >= 0 else len(whole)].decode("utf-8", "replace").strip()


def _direct(path: str, name: str, notes: Notes) -> dict[str, Any] | None:
    content = bounded.read(path, _LARGEST_DIRECT_URL)
    if content is None:
        return None
    with suppress(msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        value = msgspec.json.decode(content)
        if isinstance(value, dict) and isinstance(value.get("url"), str):
            return value
    notes.say(f"Where {name} came from cannot be read.")
    return None


def _legacy_requires(info: str) -> tuple[bytes, ...]:
    """Return what an .egg-info folder says it needs, each with the marker of its section."""
    needs: list[bytes] = []
    marker = b""
    for line in (bounded.read(f"{info}{os.sep}requires.txt", _LARGEST_HEADER) or b"").splitlines():
        line = line.strip()
        if line.startswith(b"["):
            extra, _, condition = line.strip(b"[]").partition(b":")
            marker = b"; extra == '" + extra + b"'" if extra else b"; " + condition if condition else b""
        elif line and len(needs) < _MOST_REQUIREMENTS:
            needs.append(line + marker)
    return tuple(needs)


def _egg(site: Site) -> Distribution | None:
    """Return what is in an .egg, a folder or a zip file."""
    path = f"{site.folder}{os.sep}EGG-INFO{os.sep}PKG-INFO"
    head = bounded.read_head(path, _LARGEST_HEADER)
    if head is None:
        with suppress(*_BAD_ZIP), zipfile.ZipFile(site.folder) as packed, packed.open("EGG-INFO/PKG-INFO") as file:
            head = file.read(_LARGEST_HEADER).partition(b"\n\n")[0]
    name, version, requires = _header(head or b"")
    if not version or not _NAME.fullmatch(name):
        return None
    return Distribution(canonicalize_name(name), version, path, site, requires)
