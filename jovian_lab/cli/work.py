"""The verbs of every day: init, commit, status."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import PATH, here, json_option, notebook_argument, print_json, project_around
from jovian_lab.errors import Conflict, JovianError, NotAFile, NotFound

if TYPE_CHECKING:
    from jovian_lab.project import Project, Status

# seconds that a first reading of the packages may take, in a process that has read nothing before
_PATIENCE = 2.0


@click.command()
@click.argument("folder", default=".", type=PATH)
@click.option("--nested", is_flag=True, help="Also inside the folder of another project.")
@json_option
def init(folder: str, nested: bool, as_json: bool) -> None:
    """Make FOLDER a project.

    The versions of the notebooks in it and below are kept in FOLDER/.jovian. Without this, the first
    commit of a notebook makes the notebook's own folder a project.
    """
    from jovian_lab.project import Project

    path = here(folder)
    if not path.exists():
        raise NotFound(f"There is no folder '{folder}'.", "Make it first: mkdir -p.")
    if not path.is_dir():
        raise NotAFile(f"'{folder}' is a file.", "Name the folder that holds the notebooks.")
    around = Project.find(path)
    exists = around is not None and around.folder == path.resolve()
    if around is not None and not exists and not nested:
        raise Conflict(
            f"'{folder}' is inside the project {around.folder}, which keeps its notebooks' versions.",
            "Nothing needs to be done. For a store of its own here, add --nested.",
        )
    project = Project.open(path, create=True)
    if as_json:
        print_json({"folder": str(project.folder), "created": not exists})
    elif exists:
        click.echo(f"{project.folder} already is a project.")
    else:
        click.echo(f"{project.folder} is a project now; versions are kept in its folder .jovian.")


class CommitCommand(click.Command):
    """A command whose `--files` takes every path up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say `--files a b` to the parser as `--files a --files b`."""
        spread: list[str] = []
        inside = False
        for position, arg in enumerate(args):
            if arg == "--":
                spread += args[position:]
                break
            if arg == "--files":
                inside = True
                following = args[position + 1 : position + 2]
                if not following or following[0].startswith("-"):
                    raise click.BadOptionUsage("files", "--files needs at least one path.", ctx)
            elif inside and not arg.startswith("-"):
                spread += ["--files", arg]
            else:
                inside = False
                spread.append(arg)
        return super().parse_args(ctx, spread)


@click.command(cls=CommitCommand)
@notebook_argument
@click.option("-m", "--message", default="", metavar="TEXT", help="What changed; the first line is the title.")
@click.option(
    "--files",
    multiple=True,
    metavar="PATH...",
    help="Files the notebook needs, kept with the version; else those of the newest version. Put NOTEBOOK before it.",
)
@click.option("--allow-empty", is_flag=True, help="Make a version even when nothing has changed.")
@click.option(
    "--environment/--no-environment",
    default=True,
    help="Whether to record the kernel's packages; done unless told not to.",
)
@json_option
def commit(
    notebook: str, message: str, files: tuple[str, ...], allow_empty: bool, environment: bool, as_json: bool
) -> None:
    """Keep NOTEBOOK as it is on disk now as a new version.

    When nothing has changed since the newest version, says so and makes none.
    """
    from jovian_lab.project import Choice, Project

    project, path = Project.for_notebook(here(notebook), create=True)
    version = project.commit(
        path,
        message,
        files=[here(file) for file in files] or None,
        allow_empty=allow_empty,
        environment=Choice(patience=_PATIENCE) if environment else False,
    )
    head = project.version(path, "latest") if version is None else version
    if as_json:
        print_json(
            {
                "created": version is not None,
                "version": version,
                "head": head,
                "superseded": version is not None and version.base is not None,
            }
        )
    elif version is None:
        click.echo(f"Nothing has changed since {wording.titled(head)}; no version was made.")
    else:
        said = [wording.changes_long(version.changes)] if version.changes else []
        said += [wording.environment(version.environment)] if version.environment else []
        changes = f": {'; '.join(part for part in said if part)}" if any(said) else ""
        click.echo(f"{click.style(wording.titled(version), fg='green')} of {notebook}{changes}.")
    # The version is safe and told; when this fails, the next commit tries again.
    with suppress(JovianError):
        project.tidy()


@click.command()
@click.argument("notebook", required=False, type=PATH)
@json_option
def status(notebook: str | None, as_json: bool) -> None:
    """Show what has changed since the newest version.

    Of NOTEBOOK; or, for a folder or without one, of every notebook of the project.
    """
    target = here(notebook or ".")
    if target.is_dir():
        _status_of_project(project_around(str(target)), as_json)
        return
    from jovian_lab.project import Project

    project, path = Project.for_notebook(target)
    state = project.status(path)
    if as_json:
        print_json(state)
        return
    click.echo(f"{click.style(wording.clean(path), bold=True)}: {_in_words(state)}")
    for candidate in state.continuations:
        click.echo(
            f"It looks like '{wording.clean(candidate.path)}', which is gone; to continue its "
            f"{wording.count(candidate.versions, 'version')}: jovian-lab adopt {notebook}"
        )


def _in_words(state: Status) -> str:
    """One status as the rest of a sentence."""
    since = f" since {wording.titled(state.head)}" if state.head else ""
    if state.state == "new":
        return "never committed"
    if state.state == "missing":
        return (
            f"the file is gone; 'jovian-lab restore' brings back {wording.titled(state.head)}"
            if state.head
            else "no such file"
        )
    if state.state == "unchanged":
        return f"unchanged{since}"
    changes = f" ({wording.changes_long(state.changes)})" if state.changes else ""
    return f"changed{since}{changes}; the next version is v{state.next_number}"


def _status_of_project(project: Project, as_json: bool) -> None:
    """The state of every followed notebook, and of the unfollowed ones in the project's own folder."""
    followed = [notebook.path for notebook in project.notebooks()]
    unfollowed = [path.name for path in sorted(Path(project.folder).glob("*.ipynb")) if path.name not in followed]
    states = [project.status(path) for path in [*followed, *unfollowed]]
    if as_json:
        print_json({"folder": str(project.folder), "notebooks": states})
        return
    if not states:
        click.echo(f"No notebooks in {project.folder} yet.")
    for line in wording.table((click.style(wording.clean(s.path), bold=True), _in_words(s)) for s in states):
        click.echo(line)
