"""Committing the notebook's file as it is on the disk: what is done without a frontend that could save it first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jovian_lab.errors import JovianError

if TYPE_CHECKING:
    from jovian_lab.project import Version


# seconds that a first reading of this Python's packages may take
_PATIENCE = 2.0


class Wanted(NamedTuple):
    """What the caller of commit() asked for; `environment` is whether to record it, or the path of another Python."""

    message: str
    files: Sequence[Path]
    allow_empty: bool
    environment: bool | str = True


def commit_file(path: Path, wanted: Wanted) -> Version | None:
    """Make a version of a notebook's file.

    Parameters
    ----------
    path : Path
        The file, absolute.
    wanted : Wanted
        Message, files and whether a version without changes is wanted.

    Returns
    -------
    Version or None
        None when nothing has changed since the newest version.

    Raises
    ------
    JovianError
        Whatever Project.commit refuses.
    """
    from jovian_lab.project import Choice, Project

    project, name = Project.for_notebook(path, create=True)
    version = project.commit(
        name,
        wanted.message,
        files=wanted.files or None,
        allow_empty=wanted.allow_empty,
        environment=Choice(here=True, patience=_PATIENCE) if wanted.environment is True else wanted.environment,
    )
    # The version is safe; when this fails, the next commit tries again.
    with suppress(JovianError):
        project.tidy()
    return version


def outcome(path: Path, version: Version | None) -> str:
    """One line about what was done. It names no version: the line is stored in the notebook, and a
    number in it would make every run look like a change.
    """
    if version is None:
        return f"jovian_lab: the file {os.path.basename(path)} has not changed since its newest version"
    return f"jovian_lab: committed the file {os.path.basename(path)} as it is on disk"
