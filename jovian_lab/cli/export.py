"""The verb `export`: a version as a file for people who only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import json_option, notebook_argument, print_json, project_of
from jovian_lab.cli.output import write_bytes
from jovian_lab.errors import InputError

if TYPE_CHECKING:
    from jovian_lab.project import Export


@click.command()
@notebook_argument
@click.argument("version", required=False)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, - for stdout, instead of NOTEBOOK-vN here.")
@click.option(
    "--format",
    "format",
    type=click.Choice(["html", "markdown", "ipynb", "json"]),
    default="html",
    show_default=True,
    help="A page in one file, Markdown, the notebook's exact bytes, or the version and its threads for programs.",
)
@click.option("--no-threads", is_flag=True, help="Leave out what is said about the notebook.")
@click.option(
    "--resolved",
    type=click.Choice(["all", "none"]),
    default="all",
    show_default=True,
    help="Whether threads that are resolved are in it.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@json_option
def export(
    notebook: str,
    version: str | None,
    output: str | None,
    format: str,
    no_threads: bool,
    resolved: str,
    force: bool,
    as_json: bool,
) -> None:
    """Write a version and its comments as one file.

    Without VERSION it is the newest of NOTEBOOK. The file can be read without jovian-lab or JupyterLab. A page runs no
    scripts and asks for nothing from anywhere.
    """
    if as_json and output == "-":
        raise InputError("--json and -o - cannot be combined.", "Name a file with -o.")
    project, path = project_of(notebook)
    threads = "none" if no_threads else "all" if resolved == "all" else "open"
    made = project.export(path, version, format=format, threads=threads)  # type: ignore[arg-type]  # click has checked
    name = output if output is not None else made.name
    write_bytes(made.content, name, force=force)
    if name != "-":
        _tell(made, name, format, as_json)


def _tell(made: Export, name: str, format: str, as_json: bool) -> None:
    """Say what is where."""
    if as_json:
        told = {"file": name, "format": format, "size": len(made.content), "threads": made.threads}
        print_json({**told, "damaged": made.damaged, "version": made.version})
        return
    threads = f" with {wording.count(made.threads, 'thread')}" if made.threads else ""
    size = wording.size(len(made.content))
    click.echo(f"Wrote {wording.titled(made.version)}{threads} to {wording.clean(name)} ({size}).")
    if made.damaged:
        left_out = "1 entry" if made.damaged == 1 else f"{made.damaged} entries"
        click.echo(f"damaged: {left_out} of the comments could not be read and is not in it; see fsck.", err=True)
