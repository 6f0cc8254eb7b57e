"""The verbs about versions nobody asked for: snapshots, promote."""

from __future__ import annotations

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import json_option, notebook_argument, print_json, project_of


@click.command()
@notebook_argument
@json_option
def snapshots(notebook: str, as_json: bool) -> None:
    """List the snapshots of NOTEBOOK.

    One is made before each restore, for instance. 'show' and 'restore' take a snapshot's id in place of a version.
    """
    project, path = project_of(notebook)
    found = project.snapshots(path)
    if as_json:
        print_json({"snapshots": found})
        return
    if not found:
        click.echo("No snapshots.", err=True)
    for line in wording.table(
        (
            click.style(s.id[:10], fg="yellow"),
            wording.ago(s.created),
            wording.clean(s.reason or ""),
            wording.size(s.size),
        )
        for s in found
    ):
        click.echo(line)


@click.command()
@notebook_argument
@click.argument("snapshot")
@click.option("-m", "--message", "title", default="", metavar="TEXT", help="The new version's title.")
@json_option
def promote(notebook: str, snapshot: str, title: str, as_json: bool) -> None:
    """Make a version of NOTEBOOK out of a snapshot.

    SNAPSHOT is its id, or the start of it.
    """
    project, path = project_of(notebook)
    version = project.promote(path, snapshot, title=title)
    if as_json:
        print_json(version)
    else:
        click.echo(f"The snapshot is {click.style(wording.titled(version), fg='green')} now.")
