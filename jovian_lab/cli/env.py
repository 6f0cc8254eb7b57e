"""The verbs under `env`: what a version's environment was, how two differ, and the environments made here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jovian_lab.cli import wording
from jovian_lab.cli.meant import notebook_and_version
from jovian_lab.cli.options import json_option, notebook_argument, print_json, project_of
from jovian_lab.cli.output import write_bytes
from jovian_lab.errors import ConfirmationNeeded, InputError

if TYPE_CHECKING:
    from jovian_lab.project import Environment, EnvironmentDiff

_SIGNS = {
    "added": ("+", "green"), "removed": ("-", "red"), "upgraded": ("↑", "cyan"), "downgraded": ("↓", "yellow"),
    "rebuilt": ("~", None), "rechanneled": ("~", None), "resourced": ("~", None),
}  # fmt: skip


@click.group()
def env() -> None:
    """See which packages a notebook had, and what changed."""


@env.command()
@click.argument("notebook", required=False)
@click.argument("version", required=False)
@click.option("--file", "file", metavar="NAME", help="Print a file that VERSION keeps, such as requirements.txt.")
@json_option
def show(notebook: str | None, version: str | None, file: str | None, as_json: bool) -> None:
    """Show the environment of VERSION of NOTEBOOK.

    Without VERSION, that of the notebook's kernel as it is now; NOTEBOOK may be left out where the
    project here has only one.
    """
    project, path, name = notebook_and_version(notebook, version)
    if file is not None:
        if as_json:
            raise InputError("--file prints the file as it is.", "Leave out --json.")
        write_bytes(project.environment_file(path, name or "latest", file), None)
        return
    if name is None:
        present = project.present_environment(path)
        if as_json:
            print_json({"version": None, "environment": present, "files": [], "reason": None})
        else:
            _print(present, f"{path}, its kernel now")
        return
    found = project.environment(path, name)
    if as_json:
        print_json(found)
    elif found.environment is None:
        click.echo(found.reason)
    else:
        _print(found.environment, f"{path} {wording.titled(found.version)}")
        click.echo(f"\nKept with it: {', '.join(wording.clean(kept.name) for kept in found.files)}")


@env.command()
@notebook_argument
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--exit-code", "tell", is_flag=True, help="Exit with 1 when there are differences.")
@json_option
@click.pass_context
def diff(ctx: click.Context, notebook: str, old: str | None, new: str | None, tell: bool, as_json: bool) -> None:
    """Show which packages changed from OLD to NEW.

    OLD and NEW are versions of NOTEBOOK. Without NEW, the notebook's kernel as it is now is the new side; without
    OLD, the newest version is the old one.
    """
    project, path = project_of(notebook)
    found = project.environment_diff(path, old or "latest", new)
    if as_json:
        print_json(found)
    elif found.diff is None:
        click.echo(f"They cannot be compared: {wording.clean(found.reason or '')}")
    else:
        side = wording.name(found.new) if found.new else "the kernel now"
        title = click.style(f"{wording.clean(path)} {wording.name(found.old)} → {side}", bold=True)
        click.echo(f"{title}: {wording.clean(found.diff.verdict)}")
        for line in _lines(found.diff):
            click.echo(line)
    if tell and found.diff is not None and not found.diff.equal:
        ctx.exit(1)


@env.command("list")
@json_option
def list_made(as_json: bool) -> None:
    """List the environments that 'install' made."""
    from jovian_lab.project import made_environments

    made = made_environments()
    if as_json:
        print_json({"environments": made})
        return
    rows = [(click.style(wording.clean(one.name), bold=True), f"Python {one.python}", one.folder) for one in made]
    for line in wording.table(rows):
        click.echo(line)
    if not made:
        click.echo("None yet; 'jovian-lab install NOTEBOOK VERSION' makes one.", err=True)


@env.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def remove(name: str, yes: bool, as_json: bool) -> None:
    """Remove the environment NAME that 'install' made, and its kernel."""
    from jovian_lab.project import remove_environment

    if not yes:
        if as_json or not sys.stdin.isatty():
            raise ConfirmationNeeded(f"The environment '{name}' would be removed.", "If that is wanted, add --yes.")
        click.confirm(f"Remove the environment {name} and its kernel?", abort=True)
    gone = remove_environment(name)
    if as_json:
        print_json(gone)
    else:
        click.echo(f"{wording.clean(gone.name)} is gone.")


def _print(environment: Environment, title: str) -> None:
    from jovian_lab.project import interpreter_in_words

    platform = environment.platform
    system = " ".join(part for part in (platform.system, platform.machine, platform.libc, platform.release) if part)
    kind = f" ({environment.manager})" if environment.manager else ""
    click.echo(click.style(wording.clean(title), bold=True))
    click.echo(wording.clean(f"{interpreter_in_words(environment.interpreter)}{kind} on {system}"))
    for name, value in (("GPU", platform.gpu), ("CUDA", platform.cuda)):
        if value:
            click.echo(f"{name} {wording.clean(value)}")
    for sentence in environment.missing:
        click.echo(click.style("missing: ", fg="yellow") + wording.clean(sentence))
    roots = set(environment.roots)
    rows = [
        (
            "*" if package.requested or package.name in roots else "",
            wording.clean(package.name),
            wording.clean(package.version),
            wording.clean(package.channel or (package.source.url if package.source else "")),
        )
        for package in environment.packages
    ]
    click.echo(f"{wording.count(len(rows), 'package')}, * chosen by name:" if rows else "no packages")
    for line in wording.table(rows):
        click.echo(f"  {line}")


def _lines(diff: EnvironmentDiff) -> list[str]:
    """One line a difference."""
    rows = []
    if diff.interpreter:
        rows.append(("↕", diff.interpreter.old, "→", diff.interpreter.new, ""))
    for trait in diff.platform:
        rows.append(("↕", trait.field, "", f"{trait.old or 'none'} → {trait.new or 'none'}", ""))
    for change in diff.changes:
        sign, color = _SIGNS[change.kind]
        versions = change.new or change.old or ""
        if change.old and change.new and change.old != change.new:
            versions = f"{change.old} → {change.new}"
        detail = f"{change.old_detail} → {change.new_detail}" if change.old_detail and change.new_detail else ""
        rows.append((click.style(sign, fg=color), wording.clean(change.name), "", versions, detail))
    lines = wording.table(
        [(sign, name, middle, wording.clean(what), wording.clean(more)) for sign, name, middle, what, more in rows]
    )
    lines += [f"not compared: {wording.clean(sentence)}" for sentence in diff.not_compared]
    return [f"  {line}" for line in lines]
