"""The verbs that care for the store: fsck, gc, delete-history."""

from __future__ import annotations

import sys

import click

from jovian_lab.cli import wording
from jovian_lab.cli.exits import EXIT_CODES
from jovian_lab.cli.options import (
    PATH,
    json_option,
    notebook_argument,
    print_json,
    project_around,
    project_of,
)
from jovian_lab.errors import ConfirmationNeeded, Damaged

folder_argument = click.argument("path", default=".", type=PATH)


@click.command()
@folder_argument
@json_option
@click.pass_context
def fsck(ctx: click.Context, path: str, as_json: bool) -> None:
    """Check every stored object against its hash.

    PATH is a folder or a notebook of the project. Names what is damaged and which versions it
    touches; ends with exit code 7 when anything is.
    """
    report = project_around(path).fsck()
    if as_json:
        print_json(report)
    else:
        for problem in report.problems:
            click.echo(f"{click.style(problem.kind, fg='red')} {problem.object}: {wording.clean(problem.message)}")
            if problem.versions:
                click.echo(f"    needed by {', '.join(map(wording.clean, problem.versions))}")
        objects = wording.count(report.checked, "object")
        if report.ok:
            click.echo(f"{objects} checked, all sound.")
        else:
            found = wording.count(len(report.problems), "problem")
            click.echo(f"{objects} checked, {found}. Versions not named above are sound.")
    if not report.ok:
        ctx.exit(EXIT_CODES[Damaged])


@click.command()
@folder_argument
@json_option
def gc(path: str, as_json: bool) -> None:
    """Pack the store into less room; nothing is lost.

    PATH is a folder or a notebook of the project.
    """
    report = project_around(path).gc()
    if as_json:
        print_json(report)
    else:
        click.echo(f"{wording.size(report.before)} before, {wording.size(report.after)} now.")


@click.command()
@notebook_argument
@click.option("--confirm", metavar="NOTEBOOK", help="The notebook's path once more, instead of being asked for it.")
@json_option
def delete_history(notebook: str, confirm: str | None, as_json: bool) -> None:
    """Delete every version of NOTEBOOK, for good.

    The file itself is not touched.
    """
    project, path = project_of(notebook)
    if confirm is None:
        if as_json or not sys.stdin.isatty():
            raise ConfirmationNeeded(
                f"All versions of '{notebook}' would be deleted for good.",
                f"If that is what you want, add --confirm '{notebook}'.",
            )
        total = project.page(path, limit=1).total
        click.echo(f"This deletes {wording.count(total, 'version')} of {notebook} for good.")
        confirm = click.prompt("Type its path to go on", default="", show_default=False)
    if confirm not in (notebook, path):
        raise ConfirmationNeeded(
            "That is not the notebook's path; nothing was deleted.",
            f"Type '{notebook}' to confirm.",
        )
    removed = project.delete(path, confirm=path)
    if as_json:
        print_json({"removed": removed})
    else:
        click.echo(f"{wording.count(removed, 'version')} deleted; {notebook} itself was not touched.")
