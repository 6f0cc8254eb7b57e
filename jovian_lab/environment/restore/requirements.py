"""Reads a requirements file by strangers: names and versions are taken, everything else is asked about or refused."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from jovian_lab.environment.restore import lines
from jovian_lab.environment.restore.consent import Consent
from jovian_lab.environment.restore.values import Index, Want

_SHORT = {"-i": "--index-url", "-f": "--find-links", "-r": "--requirement", "-c": "--constraint", "-e": "--editable"}
_OPTION = re.compile(r"(--[a-z][a-z-]*)(?:\s*=\s*|\s+|$)(.*)", re.S)
_SHORT_OPTION = re.compile(r"(-[a-z])[\s=]*(.*)", re.S)
_HARMLESS = {"--only-binary", "--prefer-binary", "--require-hashes"}
_PLACES = {
    "--index-url": "Packages would come from another index than yours.",
    "--extra-index-url": "Packages would also come from another index than yours.",
    "--find-links": "Packages would also come from this page or folder.",
    "--trusted-host": "What this host sends would not be checked for tampering.",
}
_SCHEMES = ("https", "http", "file", "git+https", "git+http", "git+ssh", "git+file")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=\S)[^\s]+")
_PER_LINE = re.compile(r"\s+(?=--[a-z])|\s+(?=-C\b)")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_ARCHIVE = re.compile(r"\.(whl|zip|tar\.gz|tgz|tar\.bz2)$", re.I)
_DEEPEST = 5


class Requirements(msgspec.Struct):
    """What a requirements file, and the files it names with consent, ask for."""

    wants: list[Want] = msgspec.field(default_factory=list)
    limits: list[Want] = msgspec.field(default_factory=list)  # of constraint files: versions, but not wanted
    indexes: list[Index] = msgspec.field(default_factory=list)
    sdists: list[str] = msgspec.field(default_factory=list)
    named: set[str] = msgspec.field(default_factory=set)  # by lines that were asked about, whatever the answer


def read(
    file: str, text: str, consent: Consent, others: Mapping[str, bytes] | None = None, *, depth: int = 0
) -> Requirements:
    """Read a requirements file.

    Parameters
    ----------
    file : str
        Its name, for people.
    text : str
        What it holds.
    consent : Consent
        Knows which unusual lines may be followed, and learns of those nobody was asked about.
    others : mapping of str to bytes
        Files that an accepted `-r` may name.
    depth : int
        How many files are already open.

    Returns
    -------
    Requirements
        What it asks for.

    Raises
    ------
    InputError
        If it asks for too much.
    """
    found = Requirements()
    for line in lines.logical_lines(file, text):
        _take(line, file, consent, found, others or {}, depth)
        lines.check_count(file, len(found.wants))
    return found


def want_of(requirement: Requirement, hashes: tuple[str, ...] = ()) -> Want | None:
    """Return the plain form of a requirement, None where its name or versions can be read in more than one way."""
    if not lines.is_name(requirement.name) or not all(lines.is_name(extra) for extra in requirement.extras):
        return None
    specifiers = list(SpecifierSet(str(requirement.specifier)))
    if any(item.operator == "===" or not lines.is_version(item.version.removesuffix(".*")) for item in specifiers):
        return None
    one = specifiers[0] if len(specifiers) == 1 else None
    return Want(
        name=canonicalize_name(requirement.name),
        spec=str(requirement.specifier),
        version=one.version if one and one.operator == "==" and not one.version.endswith("*") else "",
        extras=tuple(sorted(requirement.extras)),
        marker=str(requirement.marker) if requirement.marker else "",
        hashes=hashes,
    )


def _take(line: str, file: str, consent: Consent, found: Requirements, others: Mapping[str, bytes], depth: int) -> None:
    if lines.has_control(line):
        return consent.refuse(line, file, "It holds characters that cannot be seen.")
    raw, yes = line, False
    if names := _VARIABLE.findall(line):
        why = f"It would send the value of your environment variable {names[0]} to whoever it names."
        if not consent.allows(raw, file, why):
            return None
        yes, line = True, _VARIABLE.sub(lambda match: os.environ.get(match[1], ""), line)
    if line.startswith("-"):
        return _option(raw, line, file, consent, found, others, depth, yes)
    body, *options = _PER_LINE.split(line)
    hashes = _line_options(options, file, consent)
    if _ARCHIVE.search(body.split(";")[0].strip()):
        return _not_a_name(raw, body, file, consent, found, yes)
    try:
        requirement = Requirement(body)
    except (InvalidRequirement, ValueError, RecursionError):
        return _not_a_name(raw, body, file, consent, found, yes)
    if requirement.url is not None:
        marker = f" ; {requirement.marker}" if requirement.marker else ""
        return _direct(raw, requirement.url, file, consent, found, yes, name=requirement.name, marker=marker)
    want = want_of(requirement, hashes)
    if want is None:
        return consent.refuse(raw, file, "Its name or version can be read in more than one way.")
    found.wants.append(want)
    return None


def _line_options(options: list[str], file: str, consent: Consent) -> tuple[str, ...]:
    hashes = []
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "--hash" and lines.is_hash(value.strip()):
            hashes.append(value.strip())
        elif option.strip():
            consent.refuse(option.strip(), file, "Options of a package could start programs; they are not followed.")
    return tuple(hashes)


def _option(
    raw: str, line: str, file: str, consent: Consent, found: Requirements, others: Mapping[str, bytes], depth: int,
    yes: bool,
) -> None:  # fmt: skip
    match = _OPTION.fullmatch(line) or _SHORT_OPTION.fullmatch(line)
    option, value = (match[1], match[2].strip().strip("'\"")) if match else ("", "")
    option = _SHORT.get(option, option)
    if option in _HARMLESS:
        return None
    if option == "--editable":
        return _not_a_name(raw, value, file, consent, found, yes, editable=True)
    if option in _PLACES:
        if not _may_be_passed(value, hosts=option == "--trusted-host"):
            return consent.refuse(raw, file, "It names no place that could be looked up here.")
        if yes or consent.allows(raw, file, _PLACES[option]):
            found.indexes.append(Index(option.removeprefix("--"), value))
        return None
    if option in ("--pre", "--no-index"):
        why = "Unfinished versions would do, too." if option == "--pre" else "Your own index would not be asked."
        if value:
            return consent.refuse(raw, file, "It is no option that can be followed.")
        if yes or consent.allows(raw, file, why):
            found.indexes.append(Index(option.removeprefix("--"), ""))
        return None
    if option == "--no-binary":
        names = [name for name in re.split(r"[,\s]+", value) if name]
        if not names or not all(lines.is_name(name) for name in names):
            return consent.refuse(raw, file, "Everything would be built from source, which runs everybody's programs.")
        if yes or consent.allows(raw, file, f"{', '.join(names)} would be built from source, which runs its programs."):
            found.sdists.extend(canonicalize_name(name) for name in names)
        return None
    if option in ("--requirement", "--constraint"):
        return _another_file(raw, option, value, file, consent, found, others, depth, yes)
    return consent.refuse(raw, file, "It is an option that is never followed.")


def _another_file(
    raw: str, option: str, value: str, file: str, consent: Consent, found: Requirements, others: Mapping[str, bytes],
    depth: int, yes: bool,
) -> None:  # fmt: skip
    name = value.removeprefix("./")
    content = others.get(name)
    if content is None or depth >= _DEEPEST or name == file:
        return consent.refuse(raw, file, "The file it names is not among the files of the version.")
    if not yes and not consent.allows(raw, file, "What that file asks for would be installed, too."):
        return None
    inner = read(name, lines.text_of(name, content), consent, others, depth=depth + 1)
    if option == "--constraint":
        found.limits.extend(inner.wants)
    else:
        found.wants.extend(inner.wants)
    found.limits.extend(inner.limits)
    found.indexes.extend(inner.indexes)
    found.sdists.extend(inner.sdists)
    found.named |= inner.named
    return None


def _not_a_name(
    raw: str, body: str, file: str, consent: Consent, found: Requirements, yes: bool, *, editable: bool = False
) -> None:
    target, _, marker = body.partition(" ;")
    target = target.strip()
    if " @ " in target:  # a name whose URL is none for pip, but may be one for people
        target = target.partition(" @ ")[2].strip()
    if re.match(r"[A-Za-z]:[\\/]", target):
        target = "file:///" + target.replace("\\", "/")
    if _URL.fullmatch(target):
        marker = f" ; {marker.strip()}" if marker.strip() else ""
        return _direct(raw, target, file, consent, found, yes, marker=marker)
    if os.path.isabs(target) and not target.startswith("//") and not re.search(r"\s", target):
        return _direct(raw, f"file://{target}", file, consent, found, yes)
    if editable or re.search(r"[/\\]|^\.", target) or _ARCHIVE.search(target):
        return consent.refuse(raw, file, "It is a path on the machine where the file was written.")
    return consent.refuse(raw, file, "It is no name of a package with versions.")


def _direct(
    raw: str, url: str, file: str, consent: Consent, found: Requirements, yes: bool, *, name: str = "", marker: str = ""
) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return consent.refuse(raw, file, "It is no address.")
    if parts.scheme.lower() not in _SCHEMES or re.search(r"[\s'\"`<>|;&$\\]", url):
        return consent.refuse(raw, file, "It is no address that can be followed.")
    kind = "a folder or file of this machine" if parts.scheme.endswith("file") else parts.hostname or "an address"
    built = not parts.path.endswith(".whl")
    why = f"It would be fetched from {kind}" + (" and built, which runs its programs." if built else ".")
    name = name or _egg(parts.fragment) or _name_in(parts.path)
    if not lines.is_name(name):
        return consent.refuse(raw, file, "It does not say which package it is.")
    found.named.add(canonicalize_name(name))
    if not yes and not consent.allows(raw, file, why):
        return None
    if marker:
        try:
            marker = f" ; {Requirement(f'{name}{marker}').marker}"
        except InvalidRequirement:
            return consent.refuse(raw, file, "It says in no known way when it is wanted.")
    kept = re.search(r"(?:^|&)(sha\d+=[0-9a-f]+|subdirectory=[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)", parts.fragment)
    clean = url.split("#", 1)[0] + (f"#{kept[1]}" if kept and ".." not in kept[1] else "")
    found.wants.append(Want(name=canonicalize_name(name), direct=f"{name} @ {clean}{marker}"))
    if built:
        found.sdists.append(canonicalize_name(name))
    return None


def _may_be_passed(value: str, *, hosts: bool) -> bool:
    if not value or value.startswith("-") or re.search(r"[\s\\'\"`<>|;$]", value):
        return False
    if hosts:
        return re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", value) is not None
    return urlsplit(value).scheme.lower() in ("http", "https", "file") or os.path.isabs(value)


def _egg(fragment: str) -> str:
    match = re.search(r"(?:^|&)egg=([A-Za-z0-9._-]+)", fragment)
    return match[1] if match else ""


def _name_in(path: str) -> str:
    last = unquote(path.split("@", 1)[0].rstrip("/").rsplit("/", 1)[-1])
    last = re.sub(r"\.(git|zip|whl|tar\.gz|tgz|tar\.bz2)$", "", last)
    return re.sub(r"-\d.*$", "", last)
