"""Reads an environment.yml by strangers: channels, names and versions; everything else is asked about or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import yaml

from jovian_lab.environment.restore import lines, requirements
from jovian_lab.environment.restore.consent import Consent
from jovian_lab.environment.restore.requirements import Requirements
from jovian_lab.environment.restore.values import Want
from jovian_lab.errors import InputError

KNOWN_CHANNELS = ("conda-forge", "defaults", "bioconda", "pytorch", "nvidia")
_MAIN = re.compile(r"https://repo\.anaconda\.com/pkgs/(main|r|msys2|free)/?")
_HOSTED = re.compile(r"https://conda\.anaconda\.org/([A-Za-z0-9_-]+)/?")
_CHANNEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?", re.ASCII)
_SPEC = re.compile(
    r"(?:(?P<channel>[^\s:\[\]]+)::)?(?P<name>[^\s=<>!~:\[\]]+)\s*"
    # =1.2=build, ==1.2=build; >=1.2,<2 build; 1.2.* build
    r"(?:(?P<pin>==?[^\s=]+)(?:=(?P<b1>[^\s=]+))?|(?P<range>[<>!~][^\s]*)(?:\s+(?P<b2>[^\s=]+))?"
    r"|(?<=\s)(?P<plain>[^\s=<>!~][^\s=]*)(?:\s+(?P<b3>[^\s=]+))?)?"
)
_ONE = r"[=<>!~]{0,2}[A-Za-z0-9*][A-Za-z0-9._+!*-]*"
_CONDITION = re.compile(rf"{_ONE}(?:[,|]{_ONE})*", re.ASCII)
_BUILD = re.compile(r"[A-Za-z0-9_.+*]{1,128}", re.ASCII)
_DEEPEST = 12
_MOST_NODES = 50_000


class CondaFile(msgspec.Struct):
    """What an environment.yml asks for."""

    wants: list[Want] = msgspec.field(default_factory=list)
    channels: list[str] = msgspec.field(default_factory=list)
    pip: Requirements = msgspec.field(default_factory=Requirements)


def read(file: str, text: str, consent: Consent, others: Mapping[str, bytes] | None = None) -> CondaFile:
    """Read an environment.yml.

    Parameters
    ----------
    file : str
        Its name, for people.
    text : str
        What it holds.
    consent : Consent
        Knows which unusual lines may be followed, and learns of those nobody was asked about.
    others : mapping of str to bytes
        Files that an accepted `-r` in its pip section may name.

    Returns
    -------
    CondaFile
        What it asks for.

    Raises
    ------
    InputError
        If it is no such file, uses more of YAML than lists and texts, or asks for too much.
    """
    document = _load(file, text)
    if document is None:
        return CondaFile()
    if not isinstance(document, dict):
        raise _odd(file)
    found = CondaFile()
    for name in _texts(file, document.get("channels")):
        if known := channel(name, file, consent):
            found.channels.append(known)
    for key in document:
        if key not in ("name", "channels", "dependencies", "prefix", "platforms"):
            consent.refuse(str(key), file, "Only channels and dependencies are followed.")
    dependencies = document.get("dependencies") or []
    if not isinstance(dependencies, list):
        raise _odd(file)
    for entry in dependencies:
        if isinstance(entry, str):
            _take(entry, file, consent, found)
        elif isinstance(entry, dict) and list(entry) == ["pip"]:
            text = "\n".join(_texts(file, entry["pip"]))
            found.pip = requirements.read(file, text, consent, others)
        else:
            consent.refuse(str(entry), file, "It is neither a package nor a list of pip's.")
        lines.check_count(file, len(found.wants))
    return found


def channel(name: str, file: str, consent: Consent) -> str:
    """Return a channel by the name or address it may be asked under; empty without a yes to one we do not know."""
    name = name.strip()
    if hosted := _HOSTED.fullmatch(name):
        name = hosted[1]
    elif _MAIN.fullmatch(name):
        name = "defaults"
    if name in KNOWN_CHANNELS:
        return name
    if name == "nodefaults":
        return ""
    if lines.has_control(name) or re.search(r"[\s'\"`<>|;&$\\\[\]]", name) or name.startswith("-"):
        consent.refuse(name, file, "It is no name of a channel.")
        return ""
    address = re.match(r"(https?|file)://", name)
    if not address and not _CHANNEL.fullmatch(name):
        consent.refuse(name, file, "It is no name of a channel.")
        return ""
    return name if consent.allows(name, file, "Packages would come from a channel that is not well known.") else ""


def _take(entry: str, file: str, consent: Consent, found: CondaFile) -> None:
    spec = entry.split(" #", 1)[0].strip()
    if not spec:
        return None
    if lines.has_control(spec):
        return consent.refuse(entry, file, "It holds characters that cannot be seen.")
    if "[" in spec:
        return consent.refuse(entry, file, "Brackets can name addresses and files; they are not followed.")
    match = _SPEC.fullmatch(spec)
    if match is None or not lines.is_conda_name(match["name"]) or "://" in spec.split("::")[-1]:
        return consent.refuse(entry, file, "It is no name of a package with versions.")
    place = ""
    if match["channel"]:
        place = _of_package(match["channel"], entry, file, consent)
        if not place:
            return None
        if place not in found.channels:
            found.channels.append(place)
    build = match["b1"] or match["b2"] or match["b3"] or ""
    wanted = _version(match["pin"] or match["range"] or match["plain"] or "", build)
    if wanted is None:
        return consent.refuse(entry, file, "Its version can be read in more than one way.")
    spec, version = wanted
    found.wants.append(
        Want(
            name=match["name"].lower(), manager="conda", spec=spec, version=version, build=build,
            channel=place,
        )
    )  # fmt: skip
    return None


def _of_package(name: str, entry: str, file: str, consent: Consent) -> str:
    """The channel in front of a package; the yes is to the whole line."""
    if name in KNOWN_CHANNELS:
        return name
    address = re.match(r"(https?|file)://", name)
    if (not address and not _CHANNEL.fullmatch(name)) or re.search(r"[\s'\"`<>|;&$\\]", name):
        consent.refuse(entry, file, "It names no channel.")
        return ""
    return name if consent.allows(entry, file, "It would come from a channel that is not well known.") else ""


def _version(condition: str, build: str) -> tuple[str, str] | None:
    """The condition in conda's words, and the version where it names exactly one; None for nonsense."""
    condition = condition.strip()
    if build and not _BUILD.fullmatch(build):
        return None
    if not condition or condition in ("*", "=*"):
        return "", ""
    if not _CONDITION.fullmatch(condition):
        return None
    exact = re.fullmatch(r"={0,2}([A-Za-z0-9._+!-]+)", condition)
    if exact and (condition.startswith("==") or build or (condition.startswith("=") and "." in exact[1])):
        # `=1.2.3` also means 1.2.3.*, which the version itself matches first
        return condition if condition.startswith("==") else f"={exact[1]}", exact[1]
    return condition, ""


class _Plain(yaml.SafeLoader):
    """YAML in which a version is a text: 3.10 is not 3.1."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load(file: str, text: str) -> Any:
    """Load what is nothing but lists, mappings and texts; raise InputError for aliases, tags, depth and size."""
    depth = count = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            count += 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            anchored = getattr(event, "anchor", None) is not None
            tagged = isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None
            if anchored or tagged or depth > _DEEPEST or count > _MOST_NODES:
                raise _odd(file)
        return yaml.load(text, Loader=_Plain)  # a SafeLoader that knows fewer types
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _odd(file) from error


def _texts(file: str, value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _odd(file)
    return value


def _odd(file: str) -> InputError:
    return InputError(f"{file} is not an environment file that can be read safely.", "Nothing of it was followed.")
