"""Finds a Python of a wanted version on this machine."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from jovian_lab.environment.restore import process
from jovian_lab.environment.restore.process import Watch
from jovian_lab.errors import InstallFailed, StorageError

_ASK = "import platform, sys; print(platform.python_version(), platform.python_implementation(), sys.prefix)"
_SECONDS = 10.0
_OLDEST = (3, 7)
_EXECUTABLE = re.compile(r"python3\.\d+(\.exe)?")


class Found(msgspec.Struct, frozen=True):
    """A Python: where it is, and its version ("3.11.7")."""

    path: Path
    version: str

    @property
    def minor(self) -> tuple[int, int]:
        """Its first two numbers."""
        return minor_of(self.version) or (0, 0)


def minor_of(version: str) -> tuple[int, int] | None:
    """Return the first two numbers of a version, None where there are none."""
    match = re.match(r"(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else None


def find(version: str, folder: Path, watch: Watch) -> Found:
    """Find a Python of the same minor version, else the nearest one.

    Parameters
    ----------
    version : str
        "3.11.7", "3.11" or "" for the one we run on.
    folder : Path
        Where to run those that are asked for their version.
    watch : Watch
        Says when to stop.

    Raises
    ------
    InstallFailed
        If there is none that works.
    """
    wanted = minor_of(version) or sys.version_info[:2]
    others: list[tuple[tuple[int, int], Path]] = []
    for guess, path in candidates():
        if guess != wanted:
            others.append((guess, path))
        elif (found := ask(path, folder, watch)) and found.minor == wanted:
            return found
    others.sort(key=lambda other: (abs(other[0][1] - wanted[1]) + 100 * abs(other[0][0] - wanted[0]), -other[0][1]))
    for _, path in others:
        if found := ask(path, folder, watch):
            return found
    raise InstallFailed("No Python was found on this machine.", "Install Python, or install uv, which can fetch one.")


def candidates() -> Iterator[tuple[tuple[int, int], Path]]:
    """Yield places of Pythons with the version their name promises: ours, those on the path, those of pyenv and uv."""
    seen: set[str] = set()
    places = [(sys.version_info[:2], base()), *_on_path(), *_installed()]
    for version, path in places:
        key = os.path.realpath(path)
        # a shim leads to one program under many names
        key = str(path) if "shims" in path.parts else key
        if key not in seen and version >= _OLDEST:
            seen.add(key)
            yield version, path


def base() -> Path:
    """Return the Python that our virtual environment was made of; outside of one, the Python we run on."""
    known = getattr(sys, "_base_executable", "") or sys.executable
    if known == sys.executable and sys.prefix != sys.base_prefix:
        # Python 3.10 takes itself for its own base, except on Windows
        for name in ("python{}.{}".format(*sys.version_info), "python3", "python"):
            program = Path(sys.base_prefix) / "bin" / name
            if program.exists():
                return program
    return Path(known)


def ask(path: Path, folder: Path, watch: Watch) -> Found | None:
    """Return a Python's version by asking it; None if it does not work or is no CPython."""
    watch.check()
    limit = Watch(_SECONDS)
    try:
        finished = process.run([path, "-I", "-c", _ASK], folder, limit)
    except (InstallFailed, StorageError, OSError):
        return None
    words = finished.out.split(maxsplit=2)
    if finished.code or len(words) < 2 or words[1] != "CPython" or minor_of(words[0]) is None:
        return None
    return Found(path, words[0])


def _on_path() -> Iterator[tuple[tuple[int, int], Path]]:
    for place in os.environ.get("PATH", "").split(os.pathsep):
        if place and os.path.isabs(place):
            yield from _named_in(Path(place))


def _installed() -> Iterator[tuple[tuple[int, int], Path]]:
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    managed = os.environ.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python"
    roots = [Path(os.environ.get("PYENV_ROOT") or home / ".pyenv") / "versions", Path(managed)]
    if os.name == "nt":
        roots.append(Path(os.environ.get("LOCALAPPDATA", home)) / "Programs" / "Python")
    for root in roots:
        try:
            children = sorted(root.iterdir(), reverse=True)
        except OSError:
            continue
        for child in children:
            version = re.search(r"(\d+)\.?(\d+)", child.name)
            program = child / "python.exe" if os.name == "nt" else child / "bin" / "python3"
            if version and program.exists() and not child.is_symlink():
                yield (int(version[1]), int(version[2])), program


def _named_in(folder: Path) -> Iterator[tuple[tuple[int, int], Path]]:
    try:
        names = sorted(name for name in os.listdir(folder) if _EXECUTABLE.fullmatch(name))
    except OSError:
        return
    for name in names:
        version = minor_of(name.removeprefix("python"))
        if version:
            yield version, folder / name
