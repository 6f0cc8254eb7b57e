"""What the store keeps and hands out, as values."""

from __future__ import annotations

from typing import Any

import msgspec

from jovian_lab.notebook.describe import CellCounts, Changes, Kernel

# Values that lists of versions are made of say gc=False: they cannot form cycles, and Python's collector would
# otherwise walk over ten thousand of them again and again while they are read.
FORMAT = 2  # of version.json; a reader stays for every number below
EVENT_FORMAT = 2  # of event files


class AnyFormat(msgspec.Struct):
    """The one field that every stored format has, so that a newer one can be told from damage."""

    format: int


class Author(msgspec.Struct, frozen=True, gc=False):
    """Who did something; `username` is empty outside a server with accounts."""

    name: str
    username: str = ""


def one_line(text: str) -> str:
    """Return a stranger's text as it can be stored and shown on one line: 200 characters at most, all printable."""
    return "".join(c for c in text.encode("utf-8", "replace").decode() if c.isprintable()).strip()[:200]


class Parent(msgspec.Struct, frozen=True, gc=False):
    """Another version, named both ways."""

    id: str
    number: int


class Origin(msgspec.Struct, frozen=True, gc=False):
    """The version of another notebook that this one was copied from."""

    notebook: str
    path: str
    id: str
    number: int


class FileEntry(msgspec.Struct, frozen=True, gc=False):
    """A file kept with a version: its path in the project, its size in bytes and its blob id."""

    path: str
    size: int
    id: str


class EnvironmentChange(msgspec.Struct, frozen=True, gc=False):
    """A package (or the interpreter, under its language's name) that is not what it was; None where it is not there."""

    name: str
    old: str | None
    new: str | None


class EnvironmentSummary(msgspec.Struct, frozen=True, gc=False):
    """What a version's environment is, in short.

    Attributes
    ----------
    id : str
        Blob id of its `environment/environment.json`.
    language, version : str
        Of the interpreter: "python", "3.11.7".
    packages : int
        How many there are.
    changed : list of EnvironmentChange
        The most telling changes since the parent's environment, five at most.
    changes : int
        How many in all; 0 where the parent has none.
    missing : int
        How many things could not be read.
    """

    id: str
    language: str
    version: str
    packages: int
    changed: list[EnvironmentChange]
    changes: int
    missing: int


class StoredVersion(msgspec.Struct, frozen=True, gc=False, omit_defaults=False):
    """version.json, repeated as the trailer of the commit message; see docs/store-format.md for every field."""

    format: int
    notebook: str
    number: int
    kind: str
    title: str
    message: str
    author: Author
    created: str
    path: str
    kernel: Kernel | None
    cells: CellCounts | None
    changes: Changes | None
    parents: list[Parent]
    base: Parent | None
    origin: Origin | None
    size: int
    sha256: str
    storage: str
    nbformat: str | None
    files: list[FileEntry]
    reason: str | None = None
    environment: EnvironmentSummary | None = None


class Version(msgspec.Struct, frozen=True, gc=False):
    """A version (or a snapshot) with what was said about it afterwards.

    Attributes
    ----------
    id : str
        The commit id, 40 hex digits.
    notebook : str
        The notebook's key.
    number : int
        Shown as v1, v2, …; for a snapshot the number of the version it stands on.
    kind : str
        "version" or "snapshot".
    title, recorded_title : str
        The title as it reads now, and as it was committed.
    created : str
        UTC, ISO 8601 with milliseconds and "Z".
    path : str
        Where the notebook was, relative to the project's folder, with "/".
    changes : Changes or None
        Against the parent (or the origin, for the first version of a copy).
    base : Parent or None
        The version the committer had started from, where that was not the newest.
    size : int
        Bytes of the notebook file.
    storage : str
        "split" or "whole".
    reason : str or None
        Why a snapshot was made.
    environment : EnvironmentSummary or None
        The kernel's environment; None where none was recorded.
    """

    id: str
    notebook: str
    number: int
    kind: str
    title: str
    message: str
    recorded_title: str
    author: Author
    created: str
    path: str
    kernel: Kernel | None
    cells: CellCounts | None
    changes: Changes | None
    parents: list[Parent]
    base: Parent | None
    origin: Origin | None
    size: int
    sha256: str
    storage: str
    nbformat: str | None
    files: list[FileEntry]
    tags: list[str]
    reason: str | None
    environment: EnvironmentSummary | None = None


class Notebook(msgspec.Struct, frozen=True):
    """A notebook the store follows; `versions` counts them, `exists` tells whether the file is there now."""

    key: str
    path: str
    versions: int
    exists: bool


class Page(msgspec.Struct, frozen=True):
    """A stretch of a history, newest first; `total` counts all that match the filter."""

    versions: list[Version]
    total: int
    offset: int


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something said about a notebook or a version after the fact; immutable, one small JSON file.

    `value` depends on `type`: tag, untag: the tag; title: the title; rename: the new path ("" lets go of the path);
    of a comment its text. `head` is the number of the newest version at that time. `data` came with format 2; what is
    in it depends on `type`, too, and without it an event is still written in format 1.
    """

    format: int
    id: str
    notebook: str
    type: str
    lamport: int
    author: Author
    created: str
    value: str
    version: str = ""
    head: int = 0
    data: dict[str, Any] = {}


class Problem(msgspec.Struct, frozen=True):
    """Something fsck found: the object or ref, what kind it is, what is wrong, and the versions that need it."""

    object: str
    kind: str
    message: str
    versions: list[str]


class FsckReport(msgspec.Struct, frozen=True):
    """Result of a full check; `checked` counts objects."""

    ok: bool
    problems: list[Problem]
    checked: int


class GcReport(msgspec.Struct, frozen=True):
    """Bytes on disk before and after maintenance."""

    before: int
    after: int


def shown(stored: StoredVersion, identity: str, *, title: str | None = None, tags: list[str] | None = None) -> Version:
    """Join what was recorded with what was said later.

    Parameters
    ----------
    stored : StoredVersion
        From the commit.
    identity : str
        The commit id.
    title : str, optional
        A title given afterwards.
    tags : list of str, optional
        Tags given afterwards.
    """
    names = [name for name in StoredVersion.__struct_fields__ if name not in ("format", "title")]
    fields = {name: getattr(stored, name) for name in names}
    return Version(
        id=identity,
        title=stored.title if title is None else title,
        recorded_title=stored.title,
        tags=tags or [],
        **fields,
    )


def recorded(version: Version) -> StoredVersion:
    """Return what was recorded of a version, without what was said later."""
    fields: dict[str, Any] = {name: getattr(version, name, None) for name in StoredVersion.__struct_fields__}
    return StoredVersion(**{**fields, "format": FORMAT, "title": version.recorded_title})
