"""Environments laid out by hand: whatever can be in a folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def venv(folder: Path, version: str = "3.11.7", *, lends: bool = False, base: Path | None = None) -> Path:
    """Make the bones of a virtual environment and return its folder of packages."""
    base = base or folder.parent / "base"
    bare(base, version)
    site = bare(folder, version)
    config = [f"home = {base / 'bin'}", f"include-system-site-packages = {str(lends).lower()}", f"version = {version}"]
    (folder / "pyvenv.cfg").write_text("\n".join(config) + "\n")
    return site


def bare(folder: Path, version: str) -> Path:
    """Make the bones of an installed Python and return its folder of packages."""
    short = ".".join(version.split(".")[:2])
    site = folder / "lib" / f"python{short}" / "site-packages"
    site.mkdir(parents=True, exist_ok=True)
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin" / "python").write_bytes(b"")
    (folder / "lib" / f"python{short}" / "os.py").touch()
    return site


def dist(site: Path, name: str, version: str, *lines: str, direct: Any = None, requested: bool = False) -> Path:
    """Put a distribution in a folder of packages and return the folder of its metadata."""
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines]) + "\n\n"
    )
    if direct is not None:
        (info / "direct_url.json").write_text(json.dumps(direct))
    if requested:
        (info / "REQUESTED").touch()
    return info


def record(prefix: Path, name: str, version: str, **fields: Any) -> None:
    """Put a record in a conda prefix, in conda's own form."""
    folder = prefix / "conda-meta"
    folder.mkdir(parents=True, exist_ok=True)
    build = fields.setdefault("build", "h123_0")
    fields.setdefault("subdir", "linux-64")
    fields.setdefault("channel", "https://conda.anaconda.org/conda-forge/linux-64")
    fields.setdefault("url", f"{fields['channel']}/{name}-{version}-{build}.conda")
    fields |= {"name": name, "version": version, "build_number": 0, "files": fields.get("files", [])}
    fields["paths_data"] = {"paths": [{"_path": path} for path in fields["files"]], "paths_version": 1}
    (folder / f"{name}-{version}-{build}.json").write_text(json.dumps(fields, indent=2, sort_keys=True))


def old(folder: Path) -> None:
    """Make everything in a folder look as if it had been there for a while."""
    for place, folders, names in os.walk(folder, topdown=False):
        for name in (*folders, *names, "."):
            os.utime(os.path.join(place, name), (1_700_000_000, 1_700_000_000), follow_symlinks=False)
