"""An environment in the words of other tools: requirements.txt, environment.yml, and lists that pin everything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from packaging.version import InvalidVersion, Version

from jovian_lab.environment import system
from jovian_lab.environment.values import Environment, Package

_BY_US = "Written by jovian-lab; `jovian-lab install` makes this environment again."
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!:/@#=&%~,<>\[\] -]*")
# an installer changes itself badly, and brings nothing a notebook needs
_INSTALLERS = frozenset({"pip", "uv"})


def requirements(environment: Environment, left_out: Iterable[str] = ()) -> bytes:
    """Return requirements.txt: every Python package with its version, one a line, by name.

    Parameters
    ----------
    environment : Environment
        What is installed.
    left_out : iterable of str
        Names that are listed as comments only.
    """
    out = frozenset(left_out)
    lines = [f"# Python {environment.interpreter.version}", f"# {_BY_US}"]
    for name, version, package in distributions(environment):
        if name in _INSTALLERS:
            continue
        line = requirement(name, version, package)
        lines.append(f"# {line}, of the system" if name in out and not line.startswith("#") else line)
    return _text(lines)


def distributions(environment: Environment) -> list[tuple[str, str, Package]]:
    """Return the Python distributions of an environment as (name, version, package that holds it), by name."""
    found: dict[str, tuple[str, str, Package]] = {}
    for package in environment.packages:
        if package.manager == "pypi":
            found[package.name] = (package.name, package.version, package)
        for pin in package.distributions:
            name, _, version = pin.partition("==")
            found.setdefault(name, (name, version, package))
    return [found[name] for name in sorted(found)]


def requirement(name: str, version: str, package: Package) -> str:
    """Return a line of requirements: a pin, an address, or a comment for what cannot be had elsewhere."""
    source = package.source
    if source is not None and source.kind == "local":
        state = f", git commit {source.commit}" if source.commit else ""
        state += " with changes that were not committed" if source.dirty else ""
        kind = "editable, " if source.editable else ""
        return f"# {name}=={version}: {kind}from the folder {source.url}{state}"
    if source is not None:
        address = f"{source.url}@{source.commit}" if source.kind == "vcs" and source.commit else source.url
        if "://" not in address:
            return f"# {name}=={version}: from {address}"
        base, _, fragment = address.partition("#")
        if source.kind == "vcs" and fragment:  # the commit belongs before the fragment
            address = f"{source.url.partition('#')[0]}@{source.commit}#{source.url.partition('#')[2]}"
        elif source.kind == "archive" and source.hash:
            address = f"{base}#sha256={source.hash.removeprefix('sha256:')}"
        return f"{name} @ {address}"
    try:
        Version(version)
    except InvalidVersion:
        return f"# {name} {version}: no version that installers understand"
    return f"{name}=={version}"


def conda_environment(environment: Environment, name: str, roots: Sequence[str]) -> bytes:
    """Return environment.yml: the channels, and the packages somebody chose.

    Parameters
    ----------
    environment : Environment
        What is installed.
    name : str
        For the environment.
    roots : sequence of str
        The names to list; the rest comes with them.
    """
    chosen = frozenset(roots)
    conda = [
        one for one in environment.packages if one.manager == "conda" and one.name in chosen and one.name != "python"
    ]
    python = next((one for one in environment.packages if (one.name, one.manager) == ("python", "conda")), None)
    short = ".".join(environment.interpreter.version.split(".")[:2])
    exact = python.version if python is not None else short
    lines = [f"# {_BY_US}", f"name: {_scalar(name)}", "channels:"]
    lines += [f"  - {_scalar(channel)}" for channel in environment.channels or ["conda-forge"]]
    lines.append("dependencies:")
    if environment.interpreter.language == "python":
        lines.append(f"  - python={exact}" if exact else "  - python")
    lines += [f"  - {_scalar(f'{one.name}={one.version}')}" for one in conda]
    pins = [
        requirement(one.name, one.version, one)
        for one in environment.packages
        if one.manager == "pypi" and one.name in chosen and one.name not in _INSTALLERS
    ]
    if any(not pin.startswith("#") for pin in pins):
        if not any(one.name == "pip" for one in conda):
            lines.append("  - pip")
        lines.append("  - pip:")
    lines += [f"    {pin}" if pin.startswith("#") else f"    - {_scalar(pin)}" for pin in pins]
    return _text(lines)


def lock(environment: Environment) -> bytes:
    """Return the list that pins everything for one platform: an explicit list of conda's, or requirements of pip's."""
    platform = system.conda_name(environment.platform)
    conda = [one for one in environment.packages if one.manager == "conda"]
    if conda:
        return _text([*_explicit(platform, conda), *(f"# pip {line}" for line in _pins(environment))])
    python = environment.interpreter
    head = [f"# {_BY_US}", f"# platform: {platform}", f"# {python.implementation} {python.version}".rstrip()]
    return _text([*head, *_pins(environment)])


def _explicit(platform: str, packages: Sequence[Package]) -> list[str]:
    lines = [f"# {_BY_US}", f"# platform: {platform}", "@EXPLICIT"]
    for one in packages:
        if one.url:
            lines.append(f"{one.url}#{one.hash}" if one.hash else one.url)
        else:
            lines.append(f"# {one.name}={one.version}={one.build}: not from an address")
    return lines


def _pins(environment: Environment) -> list[str]:
    packages = [one for one in environment.packages if one.manager == "pypi"]
    # pip wants a hash of all or of none
    hashed = bool(packages) and all(one.hash and one.source is None for one in packages)
    lines = []
    for one in packages:
        line = requirement(one.name, one.version, one)
        lines.append(f"{line} --hash={one.hash}" if hashed else line)
    return lines


def _scalar(text: str) -> str:
    """Return a text as YAML has it: as it is where that is safe, quoted otherwise."""
    plain = _PLAIN.fullmatch(text) and ": " not in text and " #" not in text and not text.endswith((" ", ":"))
    kept = plain and not re.fullmatch(r"[0-9.+-]*|(?i:null|true|false|yes|no|on|off|y|n)", text)
    return text if kept else json.dumps(text)


def _text(lines: Iterable[str]) -> bytes:
    return ("\n".join(line.replace("\n", " ").replace("\r", " ") for line in lines) + "\n").encode("utf-8", "replace")
