"""Options and arguments that several verbs share, and the way from a path on the command line to a project."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jovian_lab.errors import InputError, ProjectNotFound

if TYPE_CHECKING:
    from jovian_lab.project import Project

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """Add `--json`, handed to the verb as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(command)


# Whether it can be read is for Project to say, in our words; this is for completion.
PATH = click.Path(readable=False)
notebook_argument = click.argument("notebook", type=PATH)
version_argument = click.argument("version")


def print_json(value: object) -> None:
    """Print a value as indented ASCII JSON, which every pipe and terminal carries unharmed."""
    import msgspec

    click.echo(json.dumps(msgspec.to_builtins(value), indent=2))


def here(path: str) -> Path:
    """A path of the command line, seen from the working folder.

    Parameters
    ----------
    path : str
        As the user typed it.

    Returns
    -------
    Path
        Absolute; links are left for Project to judge.

    Raises
    ------
    InputError
        For an empty path, one with a NUL, or when the working folder is gone.
    """
    if not path or "\0" in path:
        raise InputError("An empty path is no notebook.", "Name a file, for instance 'analysis.ipynb'.")
    try:
        return Path(os.path.abspath(path))
    except OSError as error:
        raise InputError("The working folder no longer exists.", "Change to a folder that does.") from error


def project_of(notebook: str) -> tuple[Project, str]:
    """The project a notebook belongs to, and its path in there.

    Raises
    ------
    ProjectNotFound
        When the notebook was never committed.
    """
    from jovian_lab.project import Project

    return Project.for_notebook(here(notebook))


def project_around(folder: str) -> Project:
    """The project that holds a folder or a file.

    Raises
    ------
    ProjectNotFound
        When neither the folder nor one above it has a store.
    """
    from jovian_lab.project import Project

    project = Project.find(here(folder))
    if project is None:
        raise ProjectNotFound(
            f"There is no project in '{folder}' or in a folder above it.",
            "Commit a notebook ('jovian-lab commit NOTEBOOK') or run 'jovian-lab init' first.",
        )
    return project
