"""The verbs that name a version: title, tag, untag."""

from __future__ import annotations

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import (
    json_option,
    notebook_argument,
    print_json,
    project_of,
    version_argument,
)


@click.command()
@notebook_argument
@version_argument
@click.argument("text")
@json_option
def title(notebook: str, version: str, text: str, as_json: bool) -> None:
    """Give VERSION of NOTEBOOK another title.

    The title it was recorded under is kept beside it.
    """
    project, path = project_of(notebook)
    named = project.retitle(path, version, text)
    if as_json:
        print_json(named)
    else:
        click.echo(f"v{named.number} is called {wording.titled(named).partition(' ')[2]} now.")


@click.command()
@notebook_argument
@version_argument
@click.argument("name")
@json_option
def tag(notebook: str, version: str, name: str, as_json: bool) -> None:
    """Give VERSION of NOTEBOOK a tag.

    NAME can then be used wherever a version is asked for.
    """
    project, path = project_of(notebook)
    tagged = project.tag(path, version, name)
    if as_json:
        print_json(tagged)
    else:
        click.echo(f"{wording.titled(tagged)} has the tags: {', '.join(map(wording.clean, tagged.tags))}")


@click.command()
@notebook_argument
@version_argument
@click.argument("name")
@json_option
def untag(notebook: str, version: str, name: str, as_json: bool) -> None:
    """Take a tag from VERSION of NOTEBOOK."""
    project, path = project_of(notebook)
    untagged = project.untag(path, version, name)
    if as_json:
        print_json(untagged)
    else:
        click.echo(f"{wording.titled(untagged)} no longer has the tag {wording.clean(name)}.")
