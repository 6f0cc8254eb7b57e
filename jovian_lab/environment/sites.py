"""The folders a Python looks for packages in, in its order, without running it: what `site` would put on sys.path."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jovian_lab.environment import bounded
from jovian_lab.environment.interpreter import Layout

_MOST_FOLDERS = 500
_LARGEST_PTH = 1_000_000


class Site(NamedTuple):
    """A folder on the path; `place` as in `values.Package`, `added` where a .pth file named it."""

    folder: str
    place: str
    added: bool = False


class Sites(NamedTuple):
    """The folders; `watched` are all places that decide what they are, whether they are there or not."""

    folders: list[Site]
    watched: list[str]


def find(layout: Layout, environ: Mapping[str, str], flags: str = "") -> Sites:
    """Return the folders of an interpreter's path, those that are there.

    Parameters
    ----------
    layout : Layout
        The interpreter.
    environ : mapping of str
        The variables it is started with: PYTHONPATH, PYTHONUSERBASE, PYTHONNOUSERSITE and HOME are looked at.
    flags : str
        Letters of its options, of which "s", "E" and "I" count.
    """
    seen = _Seen()
    environ = {} if "E" in flags or "I" in flags else environ
    for folder in environ.get("PYTHONPATH", "").split(os.pathsep):
        if folder:
            seen.add(os.path.abspath(folder), "path")
    if layout.implementation == "PyPy":
        seen.add(os.path.join(layout.base, "lib", f"pypy{layout.short}"), "system" if layout.virtual else "prefix")
    if layout.virtual:
        seen.add_sites(_site_packages(layout, layout.prefix, virtual=True), "prefix")
    if layout.lends or not layout.virtual:
        if not ("s" in flags or "I" in flags or environ.get("PYTHONNOUSERSITE")):
            # a virtual environment that lends has it too, after its own
            seen.add_sites([user_site(layout, environ)], "user")
        place = "system" if layout.virtual else "prefix"
        seen.add_sites(_site_packages(layout, layout.base, virtual=False), place)
    return Sites(seen.folders, seen.watched)


def from_path(path: Sequence[str], layout: Layout) -> Sites:
    """Return the folders of a path that is known, as this process' own is.

    Parameters
    ----------
    path : sequence of str
        sys.path, or a part of it.
    layout : Layout
        The interpreter, which tells what is its own.
    """
    seen = _Seen()
    for folder in path:
        if folder:
            inside = os.path.abspath(folder) + os.sep
            place = "prefix" if inside.startswith(layout.prefix + os.sep) else "path"
            if place == "path" and layout.virtual and inside.startswith(layout.base + os.sep):
                place = "system"
            seen.add(os.path.abspath(folder), place)
    return Sites(seen.folders, seen.watched)


def user_site(layout: Layout, environ: Mapping[str, str]) -> str:
    """Return the folder of packages that a user has installed for themselves, whether it is there or not."""
    base = environ.get("PYTHONUSERBASE", "")
    home = environ.get("HOME") or os.path.expanduser("~")
    if layout.windows:
        base = base or os.path.join(environ.get("APPDATA") or home, "Python")
        return os.path.join(base, f"Python{layout.short.replace('.', '')}", "site-packages")
    if sys.platform == "darwin" and "/Python.framework/" in f"{layout.base}/" and not base:
        return os.path.join(home, "Library", "Python", layout.short, "lib", "python", "site-packages")
    base = os.path.expanduser(base) if base else os.path.join(home, ".local")
    kind = "pypy" if layout.implementation == "PyPy" else "python"
    return os.path.join(base, "lib", f"{kind}{layout.short}{layout.threads}", "site-packages")


def _site_packages(layout: Layout, prefix: str, *, virtual: bool) -> list[str]:
    if layout.windows:
        return [os.path.join(prefix, "Lib", "site-packages")]
    kind = "pypy" if layout.implementation == "PyPy" else "python"
    name = f"{kind}{layout.short}{layout.threads}"
    own = [os.path.join(prefix, library, name, "site-packages") for library in ("lib64", "lib")]
    if own[0] != own[1] and os.path.realpath(own[0]) == os.path.realpath(own[1]):
        own = own[1:]
    if not virtual and prefix == "/usr" and os.path.isdir("/usr/lib/python3/dist-packages"):
        # Debian's own order
        return [
            f"/usr/local/lib/{name}/dist-packages",
            "/usr/lib/python3/dist-packages",
            f"/usr/lib/{name}/dist-packages",
        ]
    return own


class _Seen:
    """Folders in order, each once, with those that .pth files add."""

    def __init__(self) -> None:
        self.folders: list[Site] = []
        self.watched: list[str] = []
        self._known: set[str] = set()

    def add(self, folder: str, place: str, *, added: bool = False) -> bool:
        """Add a folder (or an egg, which may be a file) that is there; False where it was known or is not there."""
        key = os.path.normcase(folder)
        if key in self._known or len(self.folders) >= _MOST_FOLDERS:
            return False
        self._known.add(key)
        self.watched.append(folder)
        if not os.path.exists(folder):
            return False
        self.folders.append(Site(folder, place, added))
        return True

    def add_sites(self, folders: Sequence[str], place: str) -> None:
        """Add folders whose .pth files count."""
        for folder in folders:
            if self.add(folder, place):
                for name in sorted(bounded.names(folder)):
                    if name.endswith(".pth") and not name.startswith("."):
                        self._read(folder, name, place)

    def _read(self, folder: str, name: str, place: str) -> None:
        file = os.path.join(folder, name)
        self.watched.append(file)
        for line in bounded.text(file, _LARGEST_PTH).splitlines():
            line = line.rstrip()
            # lines that begin with import are programs, which we do not run
            if line and not line.startswith(("#", "import ", "import\t")) and "\0" not in line:
                self.add(os.path.normpath(os.path.join(folder, line)), place, added=True)
