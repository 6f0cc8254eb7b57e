"""Reads a version's files into a plan: for which system, from which file, what exactly, what to ask first."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence

import msgspec

from jovian_lab.environment.restore import captured as capturing
from jovian_lab.environment.restore import condafile, lines, lockfile, platforms, requirements
from jovian_lab.environment.restore.captured import Captured
from jovian_lab.environment.restore.condafile import CondaFile
from jovian_lab.environment.restore.consent import Consent
from jovian_lab.environment.restore.lockfile import Lock
from jovian_lab.environment.restore.values import InstalledPackage, Plan, Want
from jovian_lab.errors import InputError

_MOST_IMPORTS = 500
_SUFFIXES = (".yml", ".yaml")
_BARE = {"python", "pip", "setuptools", "wheel"}  # what an environment.yml of a venv takes from conda


def plan(
    files: Mapping[str, bytes],
    *,
    imports: Sequence[str] = (),
    platform: str | None = None,
    accepted: Collection[str] = (),
    declined: Collection[str] = (),
    created: str | None = None,
) -> Plan:
    """Read what a version keeps about its environment. Starts no process, opens no file and no connection.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the version, by name: `environment.json`, `requirements.txt`, `environment.yml`,
        `environment-<platform>.lock`, `project/<name>`, …
    imports : sequence of str
        Modules that the notebook imports.
    platform : str, optional
        For which system: "linux-64", "osx-arm64", "win-64", "windows", "macos-arm64", …; this one by default.
    accepted, declined : collection of str
        Unusual lines that may be followed, and those to leave out, exactly as `Plan.questions` has them. A line
        `--no-binary NAME` in `accepted` allows that package to be built from source.
    created : str, optional
        When the version was made, ISO 8601.

    Returns
    -------
    Plan
        What is to be done; `questions` holds the lines that still need an answer.

    Raises
    ------
    InputError
        If the files cannot be understood, ask for too much, or are none; if nobody knows the platform.
    """
    target = platforms.resolve(platform)
    # a version from Windows may hold other separators
    given = {name.replace("\\", "/"): content for name, content in files.items()}
    consent = Consent(accepted, declined)
    chosen = _file_for(given, target)
    found, kind_of_file = CondaFile(), ""
    if chosen:
        found, kind_of_file = _read(chosen, given, consent)
    lock_file = f"environment-{target}.lock"
    lock = Lock()
    if lock_file in given:
        lock = lockfile.read(lock_file, lines.text_of(lock_file, given[lock_file]), consent, given)
    own = f"environment-{target}.json"
    json_file = own if own in given else "environment.json"
    named = found.pip.named | lock.pip.named
    told: Captured | None = None
    if json_file in given:
        told = capturing.read(json_file, given[json_file], consent, named)
    if told is None and not chosen and lock_file not in given:
        raise InputError("The version does not say which packages its kernel had.", "Choose another version.")
    return _joined(target, chosen, kind_of_file, found, lock_file, lock, json_file, told, consent, imports, created)


def _file_for(files: Mapping[str, bytes], target: str) -> str:
    """The file that says what was chosen: one for this very system first, then the general one."""
    names = [name for suffix in _SUFFIXES for name in platforms.candidates(target, "environment", suffix)]
    names += platforms.candidates(target, "requirements", ".txt")
    special = [place for name in names for place in (name, f"project/{name}") if place in files]
    if special:
        return special[0]
    conda = b'"manager":"conda"' in files.get("environment.json", b"").replace(b" ", b"")
    general = ["environment.yml", "environment.yaml", "requirements.txt"]
    if not conda and "requirements.txt" in files and "environment.json" in files:
        general = ["requirements.txt"]
    return next((name for name in general if name in files), "")


def _read(name: str, files: Mapping[str, bytes], consent: Consent) -> tuple[CondaFile, str]:
    text = lines.text_of(name, files[name])
    folder = posixpath.dirname(name)
    near = {posixpath.relpath(other, folder) if folder else other: content for other, content in files.items()}
    if name.endswith(_SUFFIXES):
        return condafile.read(name, text, consent, near), "conda"
    return CondaFile(pip=requirements.read(name, text, consent, near)), "requirements"


def _joined(
    target: str, chosen: str, kind_of_file: str, found: CondaFile, lock_file: str, lock: Lock, json_file: str,
    told: Captured | None, consent: Consent, imports: Sequence[str], created: str | None,
) -> Plan:  # fmt: skip
    conda_file = any(want.name not in _BARE for want in found.wants)
    is_conda = (
        conda_file or bool(lock.wants) or (told is not None and told.has_conda and kind_of_file != "requirements")
    )
    exact_file, exact = "", []
    here = told is not None and told.platform == target
    locked = {(want.manager, want.name) for want in (*lock.wants, *lock.pip.wants)}
    # a package that came from no address is in no list of addresses
    partial = here and told is not None and any((want.manager, want.name) not in locked for want in told.wants)
    if locked and not partial:
        exact_file, exact = lock_file, [*lock.wants, *lock.pip.wants]
    elif here and told is not None:
        exact_file, exact = json_file, [*told.wants, *told.direct.wants, *(w for w in lock.pip.wants if w.direct)]
    wanted = [*found.wants, *found.pip.wants]
    if told is not None and told.roots:
        known = {want.name for want in told.wants}
        wanted = [
            want for want in wanted
            if want.manager == "conda" or want.direct or want.name in told.roots or want.name not in known
        ]  # fmt: skip
    if not wanted:
        source = told.wants if told is not None else exact
        roots = told.roots if told is not None else set()
        wanted = [want for want in source if not roots or want.name in roots] or list(source)
    if told is not None:
        have = {want.name for want in wanted if want.direct}
        wanted += [want for want in told.direct.wants if want.name not in have]
    pins = list(told.wants) if told is not None else [want for want in (exact or wanted) if want.version]
    pins += [limit for limit in found.pip.limits if limit.version]
    version = _python(told, [*lock.wants, *found.wants])
    if not is_conda:
        wanted, exact, pins = ([want for want in some if want.manager == "pypi"] for some in (wanted, exact, pins))
    exact = [_for(target, want) for want in exact]
    # a hash names one file; another file of the same version has another one
    pins = [msgspec.structs.replace(_for(target, want), hashes=()) for want in pins]
    wanted = [msgspec.structs.replace(_for(target, want), hashes=()) for want in wanted]
    channels = list(dict.fromkeys([*found.channels, *lock.channels, *(told.channels if told else [])]))
    kept = {want.name for want in (*wanted, *exact)}
    dropped = [lost for lost in (told.lost if told else []) if lost.name not in kept]
    return Plan(
        platform=target,
        kind="conda" if is_conda else "venv",
        language=(told.language if told else "") or "python",
        version=version,
        exact_file=exact_file if all(want.version or want.direct for want in exact) and exact else "",
        file=chosen or json_file,
        exact=exact if all(want.version or want.direct for want in exact) else [],
        roots=_unique(wanted),
        pins=_unique(pins),
        channels=channels or (["conda-forge"] if is_conda else []),
        indexes=[*found.pip.indexes, *lock.pip.indexes],
        sdists=sorted({
            *consent.said_yes_to_sdist(), *found.pip.sdists, *lock.pip.sdists, *(told.direct.sdists if told else []),
        }),
        questions=consent.questions,
        refused=consent.refused,
        dropped=[
            *dropped,
            *(InstalledPackage(line, "", None, "You said no to this line.") for line in consent.left_out),
        ],
        imports=[name for name in dict.fromkeys(imports) if name.isascii() and name.isidentifier()][:_MOST_IMPORTS],
        created=created or "",
        messages=[f"Not followed: {item.line} ({item.file}). {item.why}" for item in consent.refused],
    )  # fmt: skip


def _for(target: str, want: Want) -> Want:
    """A package for a system: the build string of another one means nothing there."""
    foreign = want.subdir not in ("noarch", target)
    if want.manager == "conda" and want.build and want.subdir and foreign:
        return msgspec.structs.replace(want, build="", hashes=(), subdir="")
    return want


def _python(told: Captured | None, conda: Sequence[Want]) -> str:
    if told is not None and told.version:
        return told.version
    for want in conda:
        if want.name == "python":
            return want.version or want.spec.strip("=").removesuffix(".*")
    return ""


def _unique(wants: Sequence[Want]) -> list[Want]:
    """The first of each name; lines with different conditions all stay."""
    seen: dict[tuple[str, str, str], Want] = {}
    for want in wants:
        seen.setdefault((want.manager, want.name, want.marker), want)
    return list(seen.values())
