"""Which Python an executable is, without running it: its prefix, its base, its version."""

from __future__ import annotations

import mmap
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field

from jovian_lab.environment import bounded

_LARGEST_BINARY = 256 * 2**20
_PATCHLEVEL = re.compile(rb'#define\s+PY_VERSION\s+"([0-9][0-9A-Za-z.+]*)"')
_FOLDER = re.compile(r"(python|pypy)(\d+\.\d+)(t?)")
_EXECUTABLE = re.compile(r"(python|pypy)(\d+\.\d+)(t?)(?:\.exe)?", re.IGNORECASE)
_DPKG = re.compile(rb"(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)")


@dataclass(frozen=True)
class Layout:
    """Where a Python keeps its things.

    Attributes
    ----------
    executable : str
        As it was named, absolute, links not followed.
    prefix, base : str
        sys.prefix and sys.base_prefix; the same outside virtual environments.
    version : str
        "3.11.7", "3.11" where only that could be told, "" where nothing.
    implementation : str
        "CPython" or "PyPy".
    threads : str
        "t" for a free-threaded build.
    virtual : bool
        Whether it is a virtual environment.
    lends : bool
        Whether that sees its base's packages.
    config : dict of str
        pyvenv.cfg, its keys in lower case.
    windows : bool
        Whether folders are laid out as on Windows.
    """

    executable: str
    prefix: str
    base: str
    version: str = ""
    implementation: str = "CPython"
    threads: str = ""
    virtual: bool = False
    lends: bool = False
    config: dict[str, str] = field(default_factory=dict)
    windows: bool = False

    @property
    def short(self) -> str:
        """The version as folders have it: "3.11"."""
        return ".".join(self.version.split(".")[:2])


def find(python: str) -> Layout:
    """Return the layout of an interpreter.

    Parameters
    ----------
    python : str
        Path of its executable, or of an environment's folder.

    Returns
    -------
    Layout
        With the version empty where there is no Python that could be recognised.
    """
    python = os.path.abspath(_behind_shim(_executable_in(python)))
    folder = os.path.dirname(python)
    config: dict[str, str] = {}
    for place in (folder, os.path.dirname(folder)):
        content = bounded.text(os.path.join(place, "pyvenv.cfg"), 65_536)
        if content:
            config = _keys(content)
            if "home" in config:
                return _virtual(python, place, config)
    real = os.path.realpath(python)
    prefix = _prefix_above(real) or os.path.dirname(os.path.dirname(real))
    return _described(python, prefix, prefix, real, config={}, virtual=False)


def _virtual(python: str, prefix: str, config: dict[str, str]) -> Layout:
    # what the interpreter itself does: `home` is where the base's executable is, links followed for the rest
    home = config["home"]
    real = os.path.realpath(python)
    if not real.startswith(os.path.realpath(home)):
        named = os.path.join(home, os.path.basename(python))
        real = os.path.realpath(named) if os.path.exists(named) else real
    base = _prefix_above(real) or _prefix_above(os.path.join(os.path.realpath(home), "python")) or os.path.dirname(home)
    return _described(python, prefix, base, real, config=config, virtual=True)


def _described(python: str, prefix: str, base: str, real: str, *, config: dict[str, str], virtual: bool) -> Layout:
    windows = os.path.isdir(os.path.join(prefix, "Lib", "site-packages")) and not os.path.isdir(
        os.path.join(prefix, "lib", "python3")
    )
    if windows and os.path.isdir(os.path.join(prefix, "lib")) and _library(prefix, ""):
        windows = False  # a file system that does not tell Lib from lib
    claimed = config.get("version", config.get("version_info", ""))
    number = re.match(r"\d+(\.\d+){1,2}((a|b|rc)\d+)?", claimed)
    claimed = number[0] if number else ""
    named = _EXECUTABLE.fullmatch(os.path.basename(real))
    hint = named[2] if named else ".".join(claimed.split(".")[:2])
    library = _library(prefix, hint) or _library(base, hint)
    kind, short, threads = library or ("python", hint, "")
    if named and not library:
        kind, threads = named[1].lower(), named[3].lower()
    version = _exact(base, real, short, threads, claimed) if kind == "python" else claimed
    return Layout(
        executable=python,
        prefix=prefix,
        base=base,
        version=version or claimed or short,
        implementation="PyPy" if kind == "pypy" else config.get("implementation", "CPython") or "CPython",
        threads=threads,
        virtual=virtual,
        lends=config.get("include-system-site-packages", "").lower() == "true",
        config=config,
        windows=windows,
    )


def _exact(base: str, real: str, short: str, threads: str, claimed: str) -> str:
    """Return the whole version: the base's own word first, since it may be newer than a virtual environment."""
    if short:
        for place in (f"include/python{short}{threads}", "include"):
            found = _PATCHLEVEL.search(bounded.read(os.path.join(base, place, "patchlevel.h"), 65_536) or b"")
            if found and found[1].decode().startswith(f"{short}."):
                return found[1].decode().rstrip("+")
    for name in bounded.names(os.path.join(base, "conda-meta")):
        found_name = re.fullmatch(r"python-(\d+\.\d+\.\d+[0-9a-z]*)-[^-]+\.json", name)
        if found_name and found_name[1].startswith(short):
            return found_name[1]
    if claimed.count(".") == 2 and (not short or claimed.startswith(f"{short}.")):
        return claimed
    return (_in_packages(base, short) or _in_binary(base, real, short)) if short else ""


def _in_packages(base: str, short: str) -> str:
    """Return the version that Debian's list of packages has, "" elsewhere."""
    if base != "/usr":
        return ""
    status = bounded.read("/var/lib/dpkg/status", 32 * 2**20) or b""
    at = status.find(f"\nPackage: python{short}-minimal\n".encode())
    if at < 0:
        return ""
    version = status.find(b"\nVersion: ", at)
    if not 0 <= version < status.find(b"\n\n", at):
        return ""
    found = _DPKG.match(status, version + len("\nVersion: "))
    return found[1].decode() if found else ""


def _in_binary(base: str, real: str, short: str) -> str:
    """Return the version that stands as text in the executable or in the library it uses."""
    # linkers keep one copy of texts with the same end, so something else may stand before it
    pattern = re.compile(rb"(?<![0-9.])(" + re.escape(short.encode()) + rb"\.\d+(?:(?:a|b|rc)\d+)?)\+?\x00")
    libraries = [
        os.path.join(base, "lib", name)
        for name in bounded.names(os.path.join(base, "lib"))
        if name.startswith(f"libpython{short}") and (".so" in name or name.endswith(".dylib"))
    ]
    for path in (real, *sorted(libraries), os.path.join(base, "Python")):
        with suppress(OSError, ValueError), open(path, "rb") as file:
            if not 0 < os.fstat(file.fileno()).st_size < _LARGEST_BINARY:
                continue
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                found = pattern.search(content)
                if found:
                    return found[1].decode()
    return ""


def _library(prefix: str, hint: str) -> tuple[str, str, str] | None:
    """Return (kind, short version, "t" or "") of the library folder in a prefix, the hinted one first."""
    folders = [found for name in bounded.names(os.path.join(prefix, "lib")) if (found := _FOLDER.fullmatch(name))]
    folders = [found for found in folders if os.path.isdir(os.path.join(prefix, "lib", found[0]))]
    folders.sort(
        key=lambda found: (found[2] != hint, found[1] != "python", [-int(part) for part in found[2].split(".")])
    )
    return (folders[0][1], folders[0][2], folders[0][3]) if folders else None


def _prefix_above(executable: str) -> str:
    """Return the prefix an executable belongs to: the nearest folder above with a standard library in it."""
    folder = os.path.dirname(executable)
    named = _EXECUTABLE.fullmatch(os.path.basename(executable))
    for _ in range(4):
        library = _library(folder, named[2] if named else "")
        if library and any(
            os.path.exists(os.path.join(folder, "lib", f"{library[0]}{library[1]}{library[2]}", name))
            for name in ("os.py", "os.pyc")
        ):
            return folder
        if os.path.exists(os.path.join(folder, "Lib", "os.py")):
            return folder
        folder = os.path.dirname(folder)
    return ""


def _executable_in(path: str) -> str:
    """Return the interpreter of an environment's folder; anything else as it is."""
    if os.path.isdir(path):
        for name in ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe"):
            if os.path.lexists(os.path.join(path, name)):
                return os.path.join(path, name)
        return os.path.join(path, "bin", "python")
    return path


def _behind_shim(path: str) -> str:
    """Return the interpreter that a shim of pyenv starts where nothing else is set; anything else as it is."""
    folder, name = os.path.split(os.path.abspath(path))
    root, kind = os.path.split(folder)
    if kind != "shims" or bounded.read(path, 2) != b"#!":
        return path
    for version in bounded.text(os.path.join(root, "version"), 4_096).split():
        for place in (version, *sorted(bounded.names(os.path.join(root, "versions")), reverse=True)):
            found = os.path.join(root, "versions", place, "bin", name)
            if place.startswith(version) and os.path.exists(found):
                return found
    return path


def _keys(content: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in content.replace("\0", "").splitlines()[:200] if "=" in line)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}
