"""Makes a conda channel on disk: tiny packages, one of them a Python that borrows the one we run on."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import platform
import sys
import sysconfig
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from jovian_lab.environment.restore import this_platform

PYTHON = platform.python_version()
MINOR = ".".join(PYTHON.split(".")[:2])
SITE = f"lib/python{MINOR}/site-packages"


class Channel:
    """A channel in the making.

    Parameters
    ----------
    folder : Path
        Where it is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hashes: dict[str, str] = {}

    @property
    def address(self) -> str:
        """What it is asked under."""
        return self.folder.as_uri()

    def add(
        self,
        name: str,
        version: str,
        build: str = "0",
        depends: Sequence[str] = (),
        files: Mapping[str, bytes] | None = None,
        links: Mapping[str, str] | None = None,
    ) -> None:
        """Put a package into the channel."""
        subdir = self.folder / this_platform()
        subdir.mkdir(parents=True, exist_ok=True)
        index = {
            "name": name, "version": version, "build": build, "build_number": 0, "depends": list(depends),
            "subdir": this_platform(), "timestamp": 1_700_000_000_000,
        }  # fmt: skip
        files, links = files or {}, links or {}
        paths = [
            {
                "_path": path,
                "path_type": "hardlink",
                "sha256": hashlib.sha256(data).hexdigest(),
                "size_in_bytes": len(data),
            }
            for path, data in files.items()
        ]
        paths += [{"_path": path, "path_type": "softlink", "size_in_bytes": 0} for path in links]
        place = subdir / f"{name}-{version}-{build}.tar.bz2"
        with tarfile.open(place, "w:bz2") as archive:
            told = {"info/index.json": index, "info/paths.json": {"paths_version": 1, "paths": paths}}
            for path, data in {**{key: json.dumps(value).encode() for key, value in told.items()}, **files}.items():
                entry = tarfile.TarInfo(path)
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
            for path, goal in links.items():
                entry = tarfile.TarInfo(path)
                entry.type, entry.linkname = tarfile.SYMTYPE, goal
                archive.addfile(entry)
        self.hashes[name] = hashlib.sha256(place.read_bytes()).hexdigest()

    def add_python(self) -> None:
        """Put a Python into the channel: a link to ours that finds the packages of the prefix it stands in."""
        real = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
        home = sysconfig.get_config_var("BINDIR") or str(real.parent)
        config = f"home = {home}\ninclude-system-site-packages = false\nversion = {PYTHON}\n".encode()
        links = {"bin/python": str(real), "bin/python3": "python", f"bin/python{MINOR}": "python"}
        self.add("python", PYTHON, "h0_cpython", files={"pyvenv.cfg": config, f"{SITE}/README.txt": b"-"}, links=links)

    def add_module(self, name: str, version: str, build: str = "py_0", depends: Sequence[str] = ("python",)) -> None:
        """Put a Python package of one module into the channel."""
        info = f"{SITE}/{name}-{version}.dist-info"
        self.add(name, version, build, depends, {
            f"{SITE}/{name}.py": f"__version__ = {version!r}\n".encode(),
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
            f"{info}/RECORD": b"",
            f"{info}/INSTALLER": b"conda\n",
        })  # fmt: skip

    def finish(self) -> Channel:
        """Write the channel's index."""
        from rattler.index import index_fs

        (self.folder / "noarch").mkdir(parents=True, exist_ok=True)
        asyncio.run(index_fs(self.folder, write_shards=False))
        return self
