"""What an environment is, as values: the interpreter, the packages, the platform. Stored as `environment.json`."""

from __future__ import annotations

import msgspec

FORMAT = 1  # of environment.json; a reader stays for every number below


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a package came from, if not from an index or a channel (PEP 610).

    Attributes
    ----------
    kind : str
        "vcs", "archive" or "local".
    url : str
        Without credentials; for "local" the folder's name alone, since its path means nothing elsewhere.
    commit : str
        The git commit of a checkout or an editable install.
    dirty : bool
        Whether that checkout had changes that were not committed.
    editable : bool
        Whether it was installed for development.
    hash : str
        "sha256:…" of an archive, where it is known.
    """

    kind: str
    url: str
    commit: str = ""
    dirty: bool = False
    editable: bool = False
    hash: str = ""


class Package(msgspec.Struct, frozen=True, omit_defaults=True):
    """One installed package.

    Attributes
    ----------
    name : str
        Normalised (PEP 503) for Python packages, as the channel has it for conda ones.
    version : str
        As installed.
    manager : str
        "pypi", "conda", or the language's own ("cran", "julia").
    requested : bool
        Whether somebody asked for it by name, as far as that is recorded.
    place : str
        "prefix", "user", "system" (a base that lends its packages to a virtual environment) or "path" (a folder named
        by PYTHONPATH).
    build, channel, subdir : str
        Of a conda package: "py311h1234_0", "conda-forge", "linux-64".
    hash : str
        "sha256:…" of what was downloaded, where it is known.
    source : Source or None
        Where it came from, if neither index nor channel.
    url : str
        Where a conda package was downloaded from, without credentials; "" where that was on this machine.
    distributions : tuple of str
        The Python distributions in a conda package, each as "name==version".
    """

    name: str
    version: str
    manager: str = "pypi"
    requested: bool = False
    place: str = "prefix"
    build: str = ""
    channel: str = ""
    subdir: str = ""
    hash: str = ""
    source: Source | None = None
    url: str = ""
    distributions: tuple[str, ...] = ()


class Platform(msgspec.Struct, frozen=True, omit_defaults=True):
    """The system an environment was made for.

    Attributes
    ----------
    system : str
        "linux", "macos" or "windows".
    machine : str
        "x86_64", "arm64" or whatever the system says.
    libc : str
        "glibc 2.36", "musl 1.2", "" elsewhere.
    release : str
        Of macOS or Windows: "14.4", "10.0.22631".
    gpu, cuda : str
        The graphics card ("NVIDIA A100-SXM4-40GB") and the CUDA version of its driver ("12.4"), "" without one.
    """

    system: str
    machine: str
    libc: str = ""
    release: str = ""
    gpu: str = ""
    cuda: str = ""


class Interpreter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What runs the code: `language` "python", "R", "julia", …; `implementation` "CPython", "PyPy" for Python."""

    language: str
    version: str = ""
    implementation: str = ""


class KernelName(msgspec.Struct, frozen=True, omit_defaults=True):
    """The kernelspec a notebook ran with."""

    name: str
    display_name: str = ""


class Environment(msgspec.Struct, frozen=True, omit_defaults=True):
    """An environment at one moment.

    Attributes
    ----------
    format : int
        Of this file.
    interpreter : Interpreter
        What runs the code.
    platform : Platform
        For which system.
    manager : str
        What keeps the prefix: "venv", "virtualenv", "uv", "conda", "pixi", "system", or "" where it is not known.
    packages : list of Package
        By name, then manager.
    kernel : KernelName or None
        The kernelspec, where there was one.
    channels : list of str
        Conda channels, in order, without credentials.
    roots : list of str
        Names of the packages somebody chose; the others are there because these need them.
    missing : list of str
        What could not be read, each a sentence for people.
    """

    format: int
    interpreter: Interpreter
    platform: Platform
    manager: str = ""
    packages: list[Package] = []
    kernel: KernelName | None = None
    channels: list[str] = []
    roots: list[str] = []
    missing: list[str] = []

    @property
    def python(self) -> str:
        """The version of Python, "" where the kernel is of another language."""
        return self.interpreter.version if self.interpreter.language == "python" else ""
