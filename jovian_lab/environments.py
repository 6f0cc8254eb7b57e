"""Versions and environments joined, for `Project`: what a commit keeps, what is read back, what can be made again."""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from jovian_lab.environment import kept
from jovian_lab.environment.compare import EnvironmentDiff, compare, drifted, in_words
from jovian_lab.environment.kept import Choice, Look, Spec
from jovian_lab.environment.values import Environment
from jovian_lab.environment.verdict import SAME
from jovian_lab.errors import Damaged, InputError, NotFound, from_os_error
from jovian_lab.notebook.describe import Kernel
from jovian_lab.store import environments
from jovian_lab.store.environments import Before
from jovian_lab.store.objects import object_id
from jovian_lab.store.repository import Store
from jovian_lab.store.values import EnvironmentChange, EnvironmentSummary, Version

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LARGEST = 4 << 20  # bytes of a file in a folder that describes an environment
# in a folder that is no version's: what other tools read, for any platform
_FOUND = re.compile(
    r"environment(-[A-Za-z0-9_-]+)?\.(ya?ml|lock)|requirements(-[A-Za-z0-9_-]+)?\.txt|environment\.json"
)


class EnvironmentFile(msgspec.Struct, frozen=True):
    """A file that describes a version's environment: its name, its size in bytes and its blob id."""

    name: str
    size: int
    id: str


class VersionEnvironment(msgspec.Struct, frozen=True):
    """A version with its environment; where there is none, `reason` says why."""

    version: Version
    environment: Environment | None
    files: list[EnvironmentFile]
    reason: str | None


class EnvironmentComparison(msgspec.Struct, frozen=True):
    """The environments of two versions, or of one and the kernel now (`new` is None); `reason` says why not."""

    old: Version
    new: Version | None
    diff: EnvironmentDiff | None
    reason: str | None


class Drift(msgspec.Struct, frozen=True):
    """The kernel's environment as it is now beside that of the newest version.

    Attributes
    ----------
    version : Version or None
        The newest version; None for a notebook without one.
    drifted : bool or None
        Whether it differs in a way that may matter; None where that is not known.
    kernel : str or None
        What the kernel now is, such as "Python 3.11.7".
    diff : EnvironmentDiff or None
        How they differ.
    reason : str or None
        Why it is not known, where that is so.
    """

    version: Version | None
    drifted: bool | None
    kernel: str | None
    diff: EnvironmentDiff | None
    reason: str | None


class Keeper:
    """Knows the environment of the notebook that is being committed, for the store; see `store.environments.Keeper`.

    Parameters
    ----------
    choice : Choice
        Whose environment.
    folder : str
        The notebook's.
    """

    def __init__(self, choice: Choice, folder: str) -> None:
        self._choice = choice
        self._folder = folder
        self._look: Look | None = None
        self._cells: Sequence[bytes] = ()

    def begin(self, kernel: Kernel | None, cells: Sequence[bytes]) -> None:
        """Begin to look, beside the rest of the commit."""
        self._cells = cells
        self._look = kept.begin(self._choice, spec_of(kernel, self._folder))

    def keep(self, before: Before) -> environments.Kept | None:
        """Return what to keep; nothing where a fault of ours is in the way, for the version matters more."""
        try:
            return self._keep(before)
        except Exception:
            _log.exception("jovian-lab: an environment could not be kept")
            return None

    def _keep(self, before: Before) -> environments.Kept | None:
        if self._look is None:
            return None
        files: Mapping[str, bytes] | None = None

        def read() -> Mapping[str, bytes]:
            nonlocal files
            if files is None:
                try:
                    files = before.read()
                except Damaged:  # what is damaged is not carried on
                    files = {}
            return files

        made = kept.keep(
            self._look.result(),
            kept.modules_of(self._cells),
            self._folder,
            before=before.tree,
            read_before=read,
        )
        identity = object_id("blob", made.files[kept.ENVIRONMENT])
        short = kept.in_short(made, {} if identity == before.id else read())
        changed = [EnvironmentChange(change.name, change.old, change.new) for change in short.changed]
        summary = EnvironmentSummary(
            identity, short.language, short.version, short.packages, changed, short.changes, short.missing
        )
        return environments.Kept(made.files, summary)


def spec_of(kernel: Kernel | None, folder: str) -> Spec:
    """Return what a notebook says of its kernel."""
    return Spec(kernel.name, kernel.display_name, kernel.language, folder) if kernel else Spec(folder=folder)


def of_version(store: Store, version: Version) -> VersionEnvironment:
    """Read a version's environment.

    Raises
    ------
    Damaged, StoreTooNew
        If it cannot be read; the rest of the version still can.
    """
    files = files_of(store, version)
    if kept.ENVIRONMENT not in files:
        return VersionEnvironment(version, None, [], _none(version))
    listed = [EnvironmentFile(name, len(body), object_id("blob", body)) for name, body in sorted(files.items())]
    return VersionEnvironment(version, kept.decode(files[kept.ENVIRONMENT]), listed, None)


def diff_of(store: Store, old: Version, new: Version) -> EnvironmentDiff | None:
    """Compare the environments of two versions, reading no more than that takes; None where one has none.

    Raises
    ------
    Damaged, StoreTooNew
    """
    if old.environment is None or new.environment is None:
        return None
    if old.environment.id == new.environment.id and not new.environment.missing:
        return EnvironmentDiff(True, [], None, [], [], SAME, SAME)
    return compare(whole_of(store, old.environment), whole_of(store, new.environment))


def whole_of(store: Store, summary: EnvironmentSummary) -> Environment:
    """Read the environment that a version says it has.

    Raises
    ------
    Damaged, StoreTooNew
    """
    with store.reader() as reader:
        return kept.decode(reader.blob(summary.id))


def files_of(store: Store, version: Version) -> dict[str, bytes]:
    """Return the files that describe a version's environment, by name; none for a version without one.

    Raises
    ------
    Damaged
    """
    with store.reader() as reader:
        found = environments.folder(reader, version.id)
        return environments.read(reader, found.tree) if found.tree else {}


def compared(old: VersionEnvironment, new: VersionEnvironment) -> EnvironmentComparison:
    """Compare the environments of two versions, as far as both have one."""
    if old.environment is None or new.environment is None:
        return EnvironmentComparison(old.version, new.version, None, old.reason or new.reason)
    return EnvironmentComparison(old.version, new.version, compare(old.environment, new.environment), None)


def compared_with(old: VersionEnvironment, present: Environment) -> EnvironmentComparison:
    """Compare a version's environment with the kernel's as it is now."""
    if old.environment is None:
        return EnvironmentComparison(old.version, None, None, old.reason)
    if unread(present):
        return EnvironmentComparison(old.version, None, None, " ".join(present.missing))
    return EnvironmentComparison(old.version, None, compare(old.environment, present), None)


def drift(newest: VersionEnvironment, present: Environment) -> Drift:
    """Tell whether a kernel has drifted away from the newest version."""
    found = compared_with(newest, present)
    kernel = None if unread(present) else in_words(present.interpreter)
    if found.diff is None:
        return Drift(newest.version, None, kernel, None, found.reason)
    return Drift(newest.version, drifted(found.diff), kernel, found.diff, None)


def in_folder(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder that describe an environment, by name, as a version would keep them.

    Raises
    ------
    NotFound
        If there is none.
    InputError
        If one is too large to be one.
    """
    from jovian_lab.environment.captured import PROJECT_FILES

    found: dict[str, bytes] = {}
    try:
        for name in sorted(os.listdir(folder)):
            kind = "" if _FOUND.fullmatch(name) else "project/" if name in PROJECT_FILES else None
            path = folder / name
            if kind is None or not stat.S_ISREG(os.lstat(path).st_mode):
                continue
            with open(path, "rb") as file:
                body = file.read(_LARGEST + 1)
            if len(body) > _LARGEST:
                raise InputError(f"{name} is larger than 4 MB.", "It cannot be a list of packages.")
            found[kind + name] = body
    except OSError as error:
        raise from_os_error(error, "read the files of an environment") from error
    if not found:
        raise NotFound(
            f"Nothing in {folder} describes an environment.",
            "Name a notebook with versions, or a folder with environment.yml or requirements.txt.",
        )
    return found


def name_for(wanted: str, default: str) -> str:
    """Return the name of a new environment.

    Parameters
    ----------
    wanted : str
        What was asked for; "" for a default.
    default : str
        What to make a name of.

    Raises
    ------
    InputError
        If what was asked for cannot be a name.
    """
    if wanted:
        if not _NAME.fullmatch(wanted):
            raise InputError(
                f"{wanted[:60]!r} cannot be the name of an environment.",
                "Use letters, digits, '.', '_' and '-', 100 at most.",
            )
        return wanted
    return re.sub(r"[^A-Za-z0-9._-]+", "-", default).strip("-._")[:80] or "notebook"


def _none(version: Version) -> str:
    name = f"v{version.number}" if version.kind == "version" else "The snapshot"
    return f"{name} was made without recording an environment."


def unread(environment: Environment) -> bool:
    """Whether nothing was found: then nobody knows whether anything differs."""
    return bool(environment.missing) and not environment.packages and not environment.interpreter.version
