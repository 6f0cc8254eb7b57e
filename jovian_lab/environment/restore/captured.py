"""Reads an environment.json by strangers: exact packages, what was chosen, and what cannot be had again."""

from __future__ import annotations

import msgspec
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from jovian_lab.environment.restore import condafile, lines, platforms, requirements
from jovian_lab.environment.restore.consent import Consent
from jovian_lab.environment.restore.requirements import Requirements
from jovian_lab.environment.restore.values import InstalledPackage, Want
from jovian_lab.environment.values import FORMAT, Environment, Package
from jovian_lab.errors import InputError

_decoder = msgspec.json.Decoder(Environment)


class Captured(msgspec.Struct):
    """What an environment.json says, as far as it can be followed."""

    platform: str
    language: str
    version: str
    wants: list[Want] = msgspec.field(default_factory=list)
    roots: set[str] = msgspec.field(default_factory=set)
    channels: list[str] = msgspec.field(default_factory=list)
    direct: Requirements = msgspec.field(default_factory=Requirements)
    lost: list[InstalledPackage] = msgspec.field(default_factory=list)
    has_conda: bool = False


def read(file: str, content: bytes, consent: Consent, named: set[str]) -> Captured:
    """Read an environment.json.

    Parameters
    ----------
    file : str
        Its name, for people.
    content : bytes
        What it holds.
    consent : Consent
        Knows which unusual sources may be followed, and learns of those nobody was asked about.
    named : set of str
        Python packages whose unusual source another file has asked about already.

    Returns
    -------
    Captured
        What it says.

    Raises
    ------
    InputError
        If it is no such file, or was written by a newer jovian-lab.
    """
    try:
        environment = _decoder.decode(lines.text_of(file, content))
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{file} cannot be read: {error}.", "Nothing of it was followed.") from error
    if environment.format > FORMAT:
        raise InputError(f"{file} was written by a newer jovian-lab.", "Update jovian-lab and try again.")
    lines.check_count(file, len(environment.packages))
    prefix = {"macos": "osx", "windows": "win"}.get(environment.platform.system, environment.platform.system)
    version = environment.interpreter.version
    captured = Captured(
        platform=platforms.named(prefix, environment.platform.machine),
        language=environment.interpreter.language.lower(),
        version=version if lines.is_version(version) else "",
        roots={_key(name) for name in environment.roots},
        has_conda=any(package.manager == "conda" for package in environment.packages),
    )
    for name in environment.channels if captured.has_conda else []:
        if (known := condafile.channel(name, file, consent)) and known not in captured.channels:
            captured.channels.append(known)
    for package in environment.packages:
        if package.manager == "conda":
            _take_conda(package, file, consent, captured)
        elif package.manager == "pypi":
            _take_python(package, file, consent, captured, named)
        elif captured.language == "python":
            consent.refuse(f"{package.name} {package.version}", file, f"It belongs to {package.manager[:40]}.")
    return captured


def _take_conda(package: Package, file: str, consent: Consent, captured: Captured) -> None:
    if not lines.is_conda_name(package.name) or not lines.is_version(package.version):
        return consent.refuse(f"{package.name} {package.version}", file, "It is no name of a package with a version.")
    channel = ""
    if package.channel:
        channel = condafile.channel(package.channel, file, consent)
        if channel and channel not in captured.channels:
            captured.channels.append(channel)
    captured.wants.append(
        Want(
            name=package.name.lower(), manager="conda", spec=f"=={package.version}", version=package.version,
            build=package.build if lines.is_build(package.build) else "", channel=channel,
            subdir=package.subdir, hashes=(package.hash,) if lines.is_hash(package.hash) else (),
        )
    )  # fmt: skip
    return None


def _take_python(package: Package, file: str, consent: Consent, captured: Captured, named: set[str]) -> None:
    if not lines.is_name(package.name) or not _is_version(package.version):
        return consent.refuse(f"{package.name} {package.version}", file, "It is no name of a package with a version.")
    name = canonicalize_name(package.name)
    source = package.source
    if source is None:
        # a hash names one file of many; the file for another system or Python has another one
        hashes = (package.hash,) if lines.is_hash(package.hash) else ()
        captured.wants.append(Want(name=name, spec=f"=={package.version}", version=package.version, hashes=hashes))
        return None
    if name in named:
        return None
    if source.kind == "local" or not source.url:
        why = "It was installed from a folder of the machine where the version was made."
        captured.lost.append(InstalledPackage(name, package.version, None, why))
        return None
    url = source.url
    if source.kind == "vcs":
        base, _, fragment = url.partition("#")
        url = f"{base if base.startswith('git+') else f'git+{base}'}{f'@{source.commit}' if source.commit else ''}"
        url += f"#{fragment}" if fragment else ""
    elif lines.is_hash(source.hash) and source.hash.startswith("sha256:"):
        url = f"{url.partition('#')[0]}#sha256={source.hash.removeprefix('sha256:')}"
    found = requirements.read(file, f"{name} @ {url}", consent)
    if found.wants:
        captured.direct.wants += found.wants
        captured.direct.sdists += found.sdists
    else:
        captured.lost.append(
            InstalledPackage(name, package.version, None, "It was not installed from an index, and nobody said yes.")
        )
    return None


def _is_version(version: str) -> bool:
    try:
        Version(version)
    except InvalidVersion:
        return False
    return lines.is_version(version)


def _key(name: str) -> str:
    return canonicalize_name(name) if lines.is_name(name) else name.lower()
