"""The verbs that keep a history with its file when it was moved outside Jupyter: rename, adopt."""

from __future__ import annotations

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import PATH, here, json_option, notebook_argument, print_json, project_of
from jovian_lab.errors import InputError, NotebookNotFound, NotFound


@click.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@json_option
def rename(old: str, new: str, as_json: bool) -> None:
    """Record that the notebook OLD is called NEW now.

    Its history follows. Moves no file. Renames made in Jupyter are followed without this.
    """
    if not here(new).is_file():
        raise NotebookNotFound(f"There is no file '{new}'.", f"This records a rename made before: mv '{old}' '{new}'.")
    project, path = project_of(old)
    followed = project.rename(path, here(new))
    if as_json:
        print_json({"path": new, "followed": followed})
    elif followed:
        click.echo(f"The versions of {old} are those of {new} now.")
    else:
        click.echo(f"{old} has no versions; nothing was recorded.")


@click.command()
@notebook_argument
@click.argument("former", required=False)
@json_option
def adopt(notebook: str, former: str | None, as_json: bool) -> None:
    """Continue a vanished notebook's history in NOTEBOOK.

    For a file whose cells match those of a notebook that is gone. FORMER is the path the notebook
    had; it may be left out when only one matches.
    """
    project, path = project_of(notebook)
    candidates = project.continuations(path)
    if former is not None:
        candidates = [c for c in candidates if former in (c.path, c.key)]
    if not candidates:
        raise NotFound(
            f"No vanished notebook matches '{notebook}'.",
            f"If you know that it was renamed: jovian-lab rename OLD {notebook}",
        )
    if len(candidates) > 1:
        raise InputError(
            "Several vanished notebooks match: " + ", ".join(c.path for c in candidates) + ".",
            f"Say which: jovian-lab adopt {notebook} '{candidates[0].path}'",
        )
    adopted = project.adopt(path, candidates[0].key)
    if as_json:
        print_json(adopted)
    else:
        click.echo(
            f"{notebook} continues {wording.clean(candidates[0].path)}: {wording.count(adopted.versions, 'version')}."
        )
