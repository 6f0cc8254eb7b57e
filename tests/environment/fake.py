"""A virtual environment laid out by hand whose packages come and go, with a kernelspec that names it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.environment import layouts


class FakeEnvironment:
    """What `venv` made.

    Attributes
    ----------
    folder : Path
        Of the environment.
    python : Path
        Its interpreter, which does nothing.
    """

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self._site = site

    def install(self, name: str, version: str) -> None:
        """Put a package there, in the place of another version of it."""
        self.remove(name)
        layouts.dist(self._site, name, version, requested=True)

    def remove(self, name: str) -> None:
        """Take a package away."""
        for info in self._site.glob(f"{name}-*.dist-info"):
            shutil.rmtree(info)

    def settle(self) -> None:
        """Make it look as if nothing had changed for a while."""
        layouts.old(self.folder)

    def kernelspec(self, jupyter: Path, name: str, display_name: str) -> None:
        """Name it in a kernelspec, below a folder for JUPYTER_PATH."""
        folder = jupyter / "kernels" / name
        folder.mkdir(parents=True)
        argv = [str(self.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": display_name, "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(spec))


def venv(folder: Path, packages: Mapping[str, str], version: str = "3.11.7") -> FakeEnvironment:
    """Make a virtual environment with packages in it."""
    made = FakeEnvironment(folder, layouts.venv(folder, version))
    for name, number in packages.items():
        made.install(name, number)
    return made
