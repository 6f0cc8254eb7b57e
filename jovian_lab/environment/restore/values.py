"""What restoring passes around: what was read from a version's files, how far it got, and what came of it."""

from __future__ import annotations

import msgspec


class Question(msgspec.Struct, frozen=True):
    """A line of somebody's file that is followed only after a yes to exactly this line.

    Attributes
    ----------
    line : str
        As it stands in the file, without credentials and without continuation marks.
    file : str
        The file it stands in.
    why : str
        What following it would do, as a sentence.
    """

    line: str
    file: str
    why: str


class Want(msgspec.Struct, frozen=True):
    """A package that a file asks for.

    Attributes
    ----------
    name : str
        Normalised (PEP 503) for Python packages, as written for conda ones.
    manager : str
        "pypi" or "conda".
    spec : str
        What versions will do, in the manager's own words: ">=1.2,<2", "1.2.*"; empty for any.
    version : str
        The one version, where the line names exactly one.
    extras : tuple of str
        Of a Python package.
    marker : str
        When it is wanted at all (PEP 508), empty for always.
    build : str
        Of a conda package.
    channel : str
        Of a conda package, where the line names one.
    subdir : str
        The conda platform of the build.
    hashes : tuple of str
        "sha256:…" of what may be downloaded.
    direct : str
        An accepted line that is handed on as it is: a URL, a checkout.
    """

    name: str
    manager: str = "pypi"
    spec: str = ""
    version: str = ""
    extras: tuple[str, ...] = ()
    marker: str = ""
    build: str = ""
    channel: str = ""
    subdir: str = ""
    hashes: tuple[str, ...] = ()
    direct: str = ""


class Index(msgspec.Struct, frozen=True):
    """An accepted option about where packages are looked for: ("index-url", "https://…")."""

    option: str
    value: str


class InstalledPackage(msgspec.Struct, frozen=True):
    """A package in a report.

    Attributes
    ----------
    name : str
        The package.
    asked : str
        The version in the file; empty where it named none.
    got : str or None
        The version that was installed.
    reason : str
        Why it is not what was asked for; empty where it is.
    """

    name: str
    asked: str
    got: str | None
    reason: str = ""


class FailedImport(msgspec.Struct, frozen=True):
    """A module of the notebook that cannot be imported in the new environment, and why."""

    name: str
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """What a version's files ask for, read without starting anything.

    Attributes
    ----------
    platform : str
        For which system, in conda's words: "linux-64", "osx-arm64", "win-64".
    kind : str
        "venv" or "conda".
    language, version : str
        The interpreter: "python", "3.11.7".
    exact_file : str
        The file with the exact packages for this platform; empty where there is none.
    file : str
        The file that says what was chosen.
    exact : list of Want
        Every package with its version, from `exact_file`.
    roots : list of Want
        What somebody chose; the rest is there because these need it.
    pins : list of Want
        The versions that were in use.
    channels : list of str
        Where conda packages come from, in order: known names and accepted addresses.
    indexes : list of Index
        Accepted options.
    sdists : list of str
        Python packages that may be built from source.
    questions : list of Question
        Lines that still need an answer.
    refused : list of Question
        Lines that are never followed, and why.
    dropped : list of InstalledPackage
        Packages that cannot be had again, known beforehand.
    imports : list of str
        Modules of the notebook.
    created : str
        When the version was made (ISO 8601), empty if unknown.
    messages : list of str
        What else is worth knowing.
    """

    platform: str
    kind: str
    language: str
    version: str
    exact_file: str
    file: str
    exact: list[Want]
    roots: list[Want]
    pins: list[Want]
    channels: list[str]
    indexes: list[Index]
    sdists: list[str]
    questions: list[Question]
    refused: list[Question]
    dropped: list[InstalledPackage]
    imports: list[str]
    created: str
    messages: list[str]


class Progress(msgspec.Struct, frozen=True):
    """How far it is.

    Attributes
    ----------
    stage : str
        "plan", "solve", "create", "download", "install", "check", "kernel" or "done".
    message : str
        A sentence for people.
    fraction : float or None
        How much is done, where that is known.
    """

    stage: str
    message: str
    fraction: float | None = None


class Report(msgspec.Struct, frozen=True):
    """What came of it.

    Attributes
    ----------
    file : str
        The file that was followed.
    rung : str
        Which step of the ladder carried.
    kept : list of InstalledPackage
        As in the version.
    relaxed : list of InstalledPackage
        In another version.
    dropped : list of InstalledPackage
        Not installed.
    added : list of InstalledPackage
        Not in the version: the kernel's own package, or what another platform needs.
    not_needed : list of InstalledPackage
        In the version, but nothing needs them here (another platform).
    imports_ok : list of str
        The notebook's imports that work.
    imports_failed : list of FailedImport
        Those that do not.
    kernel : str or None
        Name of the new kernel; None for a dry run.
    folder : str or None
        Of the environment; None for a dry run.
    name : str
        Of the environment.
    python : str
        Version of its interpreter.
    seconds : float
        How long it took.
    messages : list of str
        What else is worth knowing.
    """

    file: str
    rung: str
    kept: list[InstalledPackage]
    relaxed: list[InstalledPackage]
    dropped: list[InstalledPackage]
    added: list[InstalledPackage]
    not_needed: list[InstalledPackage]
    imports_ok: list[str]
    imports_failed: list[FailedImport]
    kernel: str | None
    folder: str | None
    name: str
    python: str
    seconds: float
    messages: list[str]


class Made(msgspec.Struct, frozen=True):
    """An environment made by us.

    Attributes
    ----------
    name, folder : str
        What it is called and where it is.
    kernel : str
        Its kernel's name; empty if it has none.
    kind : str
        "venv" or "conda".
    python : str
        Version of its interpreter.
    created : str
        ISO 8601, UTC.
    """

    name: str
    folder: str
    kernel: str = ""
    kind: str = "venv"
    python: str = ""
    created: str = ""
