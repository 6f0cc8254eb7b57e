"""Names of systems: conda's, uv's, people's, and the files meant for each."""

from __future__ import annotations

import platform as system
import sys

from jovian_lab.errors import InputError

# conda's name: uv's
_UV = {
    "linux-64": "x86_64-unknown-linux-gnu",
    "linux-aarch64": "aarch64-unknown-linux-gnu",
    "osx-64": "x86_64-apple-darwin",
    "osx-arm64": "aarch64-apple-darwin",
    "win-64": "x86_64-pc-windows-msvc",
    "win-arm64": "aarch64-pc-windows-msvc",
}
_ALIASES = {
    "linux": "linux-64", "linux-x86_64": "linux-64", "linux-x86-64": "linux-64", "linux-arm64": "linux-aarch64",
    "macos": "osx-arm64", "mac": "osx-arm64", "macos-arm64": "osx-arm64", "osx": "osx-arm64", "darwin": "osx-arm64",
    "macos-x86_64": "osx-64", "macos-x86-64": "osx-64", "macos-64": "osx-64", "macos-intel": "osx-64",
    "windows": "win-64", "win": "win-64", "windows-x86_64": "win-64", "windows-64": "win-64",
    "windows-arm64": "win-arm64",
}  # fmt: skip
_SYSTEMS = {"linux": "linux", "osx": "macos", "win": "windows"}
_MACHINES = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}


def known_platforms() -> list[str]:
    """Return the names of the systems an environment can be planned for."""
    return [*_UV, *_ALIASES]


def this_platform() -> str:
    """Return the name of the system we are on, "linux-64" for example."""
    prefix = {"darwin": "osx", "win32": "win"}.get(sys.platform, "linux")
    machine = system.machine().lower()
    return named(prefix, machine)


def named(prefix: str, machine: str) -> str:
    """Return conda's name of a system ("linux", "osx", "win") on a machine ("x86_64", "arm64", …)."""
    machine = _MACHINES.get(machine.lower(), machine.lower())
    if machine == "x86_64":
        return f"{prefix}-64"
    if machine == "arm64":
        return "linux-aarch64" if prefix == "linux" else f"{prefix}-arm64"
    return f"{prefix}-{machine}"


def resolve(name: str | None) -> str:
    """Return conda's name of a system that somebody named; None is this one.

    Raises
    ------
    InputError
        If nobody knows it.
    """
    if name is None:
        return this_platform()
    lowered = name.strip().lower().replace("_", "-")
    for key in (name.strip().lower(), lowered):
        if key in _UV:
            return key
        if key in _ALIASES:
            return _ALIASES[key]
    raise InputError(f"There is no platform {name[:50]!r}.", f"Known are {', '.join(_UV)}, windows, macos-arm64, …")


def system_of(platform: str) -> str:
    """Return "linux", "macos" or "windows"."""
    return _SYSTEMS.get(platform.partition("-")[0], "linux")


def for_uv(platform: str) -> str:
    """Return the name that uv takes."""
    return _UV[platform]


def candidates(platform: str, stem: str, suffix: str) -> list[str]:
    """Return the file names meant for a platform, the most special first: environment-osx-arm64.yml, …-macos.yml."""
    prefix = platform.partition("-")[0]
    words = [platform, system_of(platform), prefix, {"macos": "mac", "windows": "win"}.get(system_of(platform), "")]
    unique = dict.fromkeys(word for word in words if word)
    return [f"{stem}-{word}{suffix}" for word in unique]
