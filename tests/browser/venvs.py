"""Kernels in virtual environments of their own, made from wheels at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


class Venv:
    """A virtual environment with a kernel in it.

    Parameters
    ----------
    folder : Path
        Where it is made.
    wheels : Path
        The folder with all wheels there are.
    """

    def __init__(self, folder: Path, wheels: Path) -> None:
        self.folder = folder
        self._wheels = wheels
        uv("venv", "--python", getattr(sys, "_base_executable", sys.executable), str(folder))

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def install(self, *requirements: str) -> None:
        """Install packages, or other versions of them.

        Parameters
        ----------
        *requirements : str
            Such as "greeting==2.0".
        """
        offline = ("--no-index", "--find-links", str(self._wheels))
        uv("pip", "install", "--python", str(self.python), *offline, *requirements)

    def remove(self, *names: str) -> None:
        """Uninstall packages.

        Parameters
        ----------
        *names : str
            Distributions.
        """
        uv("pip", "uninstall", "--python", str(self.python), *names)

    def register(self, data: Path, name: str, title: str) -> None:
        """Let Jupyter know its kernel.

        Parameters
        ----------
        data : Path
            Jupyter's data folder.
        name, title : str
            Of the kernel.
        """
        folder = data / "kernels" / name
        folder.mkdir(parents=True)
        argv = [str(self.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": title, "language": "python", "metadata": {"debugger": False}}
        (folder / "kernel.json").write_text(json.dumps(spec))


def uv(*arguments: str) -> None:
    """Run uv."""
    subprocess.run([sys.executable, "-m", "uv", "--quiet", "--no-config", *arguments], check=True)
