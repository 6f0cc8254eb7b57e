"""Reads what uv, pip, conda, mamba and rattler say when they find no solution: which packages they name, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from jovian_lab.environment.restore.redact import redacted

_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?"
# name[extra]{marker}==1.2 as uv writes it
_UV_SPEC = rf"(?P<name>{_NAME})(?:\[[^\]]*\])?(?:\{{[^}}]*\}})?(?:\s*[=<>~!][^\s;]*(?:,\s*[=<>~!][^\s;]*)*)?"
_LONGEST_REASON = 300
_LARGEST = 200_000

# what is not there at all, for this system, Python or date
_MISSING = [
    # uv
    rf"there (?:is|are) no versions? of {_UV_SPEC}",
    rf"{_UV_SPEC} (?:was|were) not found in the (?:package registry|provided package locations|cache)",
    rf"{_UV_SPEC} (?:has|have) no (?:usable|publicly available|available|compatible)? ?(?:wheels|versions|source)",
    rf"only {_UV_SPEC} (?:and {_NAME}[^\s]* )?(?:is|are) available",
    rf"{_UV_SPEC} (?:was|were) yanked",
    rf"{_UV_SPEC} (?:has|have) (?:an? )?invalid",
    rf"all versions of (?P<name>{_NAME}) (?:have|need|were)",
    rf"does not satisfy Python[^\s]* and {_UV_SPEC} depends on Python",
    rf"{_UV_SPEC} depends on Python[<>=!~]",
    rf"Failed to (?:build|download(?: and build)?|fetch|prepare|install):? `{_UV_SPEC}(?: @ [^`]*)?`",
    rf"Distribution `{_UV_SPEC}(?: @ [^`]*)?` can't be installed",
    rf"there is no available version for {_UV_SPEC}",
    rf"{_UV_SPEC} could not be (?:found|built|queried|downloaded)",
    # pip
    rf"Could not find a version that satisfies the requirement (?P<name>{_NAME})",
    rf"No matching distribution found for (?P<name>{_NAME})",
    rf"(?:ERROR: )?Failed (?:building wheel|to build installable wheels) for .*?(?P<name>{_NAME})\s*$",
    rf"Package '(?P<name>{_NAME})' requires a different Python",
    rf"(?P<name>{_NAME}?)-[0-9][^\s]*\.whl is not a supported wheel on this platform",
    # conda, mamba, rattler
    rf"nothing provides requested (?P<name>{_NAME})",
    rf"nothing provides (?P<name>{_NAME})[^\n]*? needed by (?P<also>{_NAME}?)-[0-9][^\s-]*-[^\s]+",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n]*?(?:, which)? (?:does|do) not exist",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n├└]*?, for which no candidates were found",
    rf"No candidates were found for (?P<name>{_NAME})",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n├└]*?, which is missing on the system",
]  # fmt: skip
# what does not go together with something else
_CONFLICTING = [
    # uv
    rf"(?:Because|And because|and|that) {_UV_SPEC} (?:depends on|are incompatible|is incompatible|cannot be used)",
    rf"depends on {_UV_SPEC}",
    rf"you require {_UV_SPEC}",
    rf"(?:, | and ){_UV_SPEC}(?= cannot| are incompatible|, we can conclude)",
    # pip
    rf"Cannot install (?:[^\n]* and |-r [^\n]*, )?(?P<name>{_NAME})(?:\[[^\]]*\])?[=<>~! ]",
    rf"The user requested (?:\(constraint\) )?(?P<name>{_NAME})",
    rf"^ *(?P<name>{_NAME})(?:\[[^\]]*\])? [0-9][^\s]* depends on ",
    rf"^ *(?:{_NAME})(?:\[[^\]]*\])? [0-9][^\s]* depends on (?P<name>{_NAME})",
    rf"^(?P<name>{_NAME}) [0-9][^\s]* (?:has requirement|requires) ",
    # conda, mamba, rattler
    rf"the constraint (?P<name>{_NAME})\b[^\n]* cannot be fulfilled",
    rf"package (?P<name>{_NAME}?)-[0-9][^\s-]*-[^\s]+ (?:requires|has constraint|is excluded|conflicts)",
    rf"package [^\s]+ requires (?P<name>{_NAME})\b[^\n]*, but none of the providers",
    rf"cannot install both (?P<name>{_NAME}?)-[0-9]",
    rf"^ *- (?P<name>{_NAME})(?:[=<>~![][^\s]*)? -> ",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n]*? (?:is|are) (?:not installable|requested and|installable)",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n]*?(?:, which)? conflicts? with",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n]*? (?:can|cannot) be installed",
    rf"(?:^|[├└│─\s])(?P<name>{_NAME})\b[^\n]*? would require",
]  # fmt: skip
_NEEDED = re.compile(
    rf"(?:depends on|has requirement|requires|has constraint|conflicts with|the constraint) (?P<name>{_NAME})"
    rf"|^ *- {_NAME}[^\s]* -> (?:{_NAME}[^\s]* -> )*(?P<last>{_NAME})",
    re.I | re.M,
)
# headings of conda under which the packages are listed
_LISTS = re.compile(
    r"(?:PackagesNotFoundError|ResolvePackageNotFound)[^\n]*(?:\n[ \t]*(?![-\s])[^\n]*)?\n(?:[ \t]*\n)*"
    r"(?P<list>(?:[ \t]*-[ \t][^\n]+(?:\n|$))+)",
)
_ITEM = re.compile(rf"^[ \t]*-[ \t]+(?:[^\s:]+::)?(?P<name>{_NAME})", re.M)
_NETWORK = re.compile(
    r"error sending request|dns error|Failed to fetch|Connection (?:refused|reset|aborted|timed out)|"
    r"NewConnectionError|"
    r"Temporary failure in name resolution|CondaHTTPError|HTTP 0?00 CONNECTION FAILED|Could not connect|"
    r"network is unreachable|certificate verify failed|ReadTimeoutError|Max retries exceeded|"
    r"Multi-download failed|Download error|Could not resolve host|Failed to connect|network was disabled|"
    r"(?:error|code|status):? 40[137]\b|40[137] (?:Client Error|Unauthorized|Forbidden|Proxy)",
    re.I,
)
_TAMPERED = re.compile(
    r"Hash mismatch|DO NOT MATCH THE HASHES|ChecksumMismatch|checksum mismatch|hashes? do(?:es)? not match", re.I
)
_FULL = re.compile(r"No space left on device|os error 28|Disk quota exceeded|NoSpaceLeft", re.I)
_NOT_PACKAGES = {
    "package", "packages", "the", "a", "an", "that", "which", "this", "your", "requirements", "and", "any",
    "it", "there", "error", "cause", "following", "requirement", "project", "-r", "specification", "is", "are",
    "cpython",
    "problem",
    "both",
    "cannot",
    "solvererror",
}  # fmt: skip
_DATES = re.compile(r"missing an upload date|exclude-newer.{0,40}(?:not supported|missing)|require-timestamp", re.I)

_missing = [re.compile(pattern, re.I | re.M) for pattern in _MISSING]
_conflicting = [re.compile(pattern, re.I | re.M) for pattern in _CONFLICTING]


class Named(msgspec.Struct):
    """What a solver's message says.

    Attributes
    ----------
    missing : dict of str to str
        Packages of which it found no version or build, and what it said about each.
    conflicting : dict of str to str
        Packages that do not go together with another one.
    needed : set of str
        Those of which another package needs another version.
    network : bool
        Whether it did not reach the index at all.
    tampered : bool
        Whether a file is not the one that was expected.
    full : bool
        Whether the disk is full.
    undated : bool
        Whether the index does not know when its files were uploaded.
    text : str
        The message.
    """

    missing: dict[str, str] = msgspec.field(default_factory=dict)
    conflicting: dict[str, str] = msgspec.field(default_factory=dict)
    needed: set[str] = msgspec.field(default_factory=set)
    network: bool = False
    tampered: bool = False
    full: bool = False
    undated: bool = False
    text: str = ""


def normal(name: str) -> str:
    """Return a package's name as names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower().strip("-")


def read(text: str) -> Named:
    """Find the packages that a solver names in its message.

    Parameters
    ----------
    text : str
        What it printed.

    Returns
    -------
    Named
        Names as `normal` writes them; a package that is missing is not listed as conflicting as well.
    """
    text = text[-_LARGEST:]
    # uv breaks long lines at nothing in particular, and quotes packages in hints
    flat = re.sub(r"\n[ \t]+(?=[a-z`(])", " ", text)
    named = Named(
        network=_NETWORK.search(text) is not None,
        tampered=_TAMPERED.search(text) is not None,
        full=_FULL.search(text) is not None,
        undated=_DATES.search(text) is not None,
        text=text,
    )
    for match in _LISTS.finditer(text):
        for item in _ITEM.finditer(match["list"]):
            _note(named.missing, item["name"], item[0].strip(" -\t"))
    for patterns, found in ((_missing, named.missing), (_conflicting, named.conflicting)):
        for pattern in patterns:
            for source in dict.fromkeys((flat, text)):
                for match in pattern.finditer(source):
                    _note(found, match["name"], _sentence(source, match.start(), match.end()))
    named.needed = {normal(match["name"] or match["last"]) for match in _NEEDED.finditer(flat)} & set(named.conflicting)
    for name in named.missing:
        named.conflicting.pop(name, None)
    return named


def summary(text: str, names: Iterable[str] = ()) -> str:
    """Return the one sentence of a message that says most, about one of the packages if possible."""
    named = read(text)
    for name in names:
        for found in (named.missing, named.conflicting):
            if normal(name) in found:
                return found[normal(name)]
    for found in (named.missing, named.conflicting):
        if found:
            return next(iter(found.values()))
    plain = [line.strip() for line in redacted(text).splitlines() if line.strip()]
    # pip says last what it was all about
    worst = [line for line in reversed(plain) if line.startswith("ERROR:")]
    worst = worst or [line for line in plain if re.match(r"error|critical|cause|×|╰", line, re.I)] or plain
    return (worst[0] if worst else "it said nothing")[:_LONGEST_REASON]


def _note(found: dict[str, str], name: str, reason: str) -> None:
    virtual = name.startswith("__")  # conda's names for what the system has
    name = normal(name)
    if name and not virtual and name not in _NOT_PACKAGES and not name.isdigit():
        found.setdefault(name, reason)


def _sentence(text: str, start: int, end: int) -> str:
    """The clause around a match, without the tree's lines and without credentials."""
    begin = text.rfind("\n", 0, start) + 1
    clauses = [word.end() for word in re.finditer(r"\bbecause ", text[begin:end], re.I)]
    begin += max(clauses, default=0)
    stop = min((place for place in (text.find("\n", end), text.find(", we can", end)) if place >= 0), default=len(text))
    clause = re.sub(r"^[\s│├└─×╰▶|`>*-]+|^(?:ERROR|error|cause):\s*", "", text[begin:stop].strip())
    clause = re.sub(r"\s*\(from versions:.*", "", clause)
    return redacted(clause).rstrip(".;,")[:_LONGEST_REASON]
