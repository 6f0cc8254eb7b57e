"""Reads an environment-<platform>.lock: conda's explicit addresses, or pinned requirements with hashes."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from jovian_lab.environment.restore import condafile, lines, requirements
from jovian_lab.environment.restore.consent import Consent
from jovian_lab.environment.restore.requirements import Requirements
from jovian_lab.environment.restore.values import Want

_SUBDIRS = r"(?P<subdir>noarch|[a-z]+-[a-z0-9_]+)"
_ADDRESS = re.compile(
    rf"(?P<channel>(?:https?|file)://[^\s#]+?)/{_SUBDIRS}/(?P<file>[^/\s#]+?)(?:\.conda|\.tar\.bz2)"
    r"(?:#(?P<hash>[0-9a-f]{32}|(?:sha256:)?[0-9a-f]{64}))?"
)
_MARK = "@EXPLICIT"
_PIP = re.compile(r"#\s*pip\s+(?P<line>\S.*)")


class Lock(msgspec.Struct):
    """The packages of a lock, and the channels it takes them from."""

    wants: list[Want] = msgspec.field(default_factory=list)
    channels: list[str] = msgspec.field(default_factory=list)
    pip: Requirements = msgspec.field(default_factory=Requirements)


def read(file: str, text: str, consent: Consent, others: Mapping[str, bytes] | None = None) -> Lock:
    """Read a lock file.

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

    Returns
    -------
    Lock
        Its packages; each address is taken apart to channel, name, version and build.

    Raises
    ------
    InputError
        If it asks for too much.
    """
    if not re.search(rf"^{_MARK}\s*$", text, re.M):
        return Lock(pip=requirements.read(file, text, consent, others))
    lock = Lock()
    pip: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if note := _PIP.fullmatch(line):  # as conda-lock writes them
            pip.append(re.sub(r"\s+#.*$", "", note["line"]))
        if not line or line.startswith(("#", "@")):
            continue
        _take(line, file, consent, lock)
        lines.check_count(file, len(lock.wants))
    lock.pip = requirements.read(file, "\n".join(pip), consent, others)
    return lock


def _take(line: str, file: str, consent: Consent, lock: Lock) -> None:
    match = _ADDRESS.fullmatch(line)
    parts = match["file"].rsplit("-", 2) if match else []
    if match is None or len(parts) != 3 or not _is_package(*parts):
        return consent.refuse(line, file, "It is no address of a conda package.")
    channel = condafile.channel(match["channel"], file, consent)
    if not channel:
        return None
    if channel not in lock.channels:
        lock.channels.append(channel)
    digest = match["hash"] or ""
    if digest and ":" not in digest:
        digest = f"{'md5' if len(digest) == 32 else 'sha256'}:{digest}"
    name, version, build = parts
    lock.wants.append(
        Want(
            name=name.lower(), manager="conda", spec=f"=={version}", version=version, build=build, channel=channel,
            subdir=match["subdir"], hashes=(digest,) if digest else (),
        )
    )  # fmt: skip
    return None


def _is_package(name: str, version: str, build: str) -> bool:
    return lines.is_conda_name(name) and lines.is_version(version) and lines.is_build(build)
