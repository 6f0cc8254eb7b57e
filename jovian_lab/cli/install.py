"""The verbs that make an environment again and use it: install, activate."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from jovian_lab.cli import wording
from jovian_lab.cli.meant import notebook_and_version
from jovian_lab.cli.options import here, json_option, print_json
from jovian_lab.errors import Cancelled, ConfirmationNeeded, NotFound, ProjectNotFound

if TYPE_CHECKING:
    from jovian_lab.project import InstallPlan, InstallProgress, InstallQuestion, InstallReport, MadeEnvironment

_MOST_NAMED = 20  # packages of a kind that are named one by one
_SHELLS = ("bash", "zsh", "sh", "fish", "powershell", "cmd")


@click.command()
@click.argument("notebook", metavar="[PATH]", required=False)
@click.argument("version", required=False)
@click.option("--name", default="", metavar="NAME", help="Of the environment and its kernel.")
@click.option("--dry-run", is_flag=True, help="Only find out what would be installed.")
@click.option(
    "--platform", metavar="NAME", help="With --dry-run, for another system: windows, macos-arm64, linux-64, …"
)
@click.option("--accept", multiple=True, metavar="LINE", help="Follow this line of the version's files.")
@click.option("--decline", multiple=True, metavar="LINE", help="Leave this line of the version's files out.")
@click.option("--yes", is_flag=True, help="Do not ask before making it. Lines that need a yes still need --accept.")
@click.option("--seconds", type=click.FloatRange(min=1), default=3600.0, help="How long it may take; an hour without.")
@json_option
def install(
    notebook: str | None,
    version: str | None,
    name: str,
    dry_run: bool,
    platform: str | None,
    accept: tuple[str, ...],
    decline: tuple[str, ...],
    yes: bool,
    seconds: float,
    as_json: bool,
) -> None:
    """Make the environment of a version again, with a kernel in it.

    PATH is a notebook, whose newest version is taken unless VERSION is named; or a version of the only
    notebook here; or a folder with environment.yml, requirements.txt and the like. The new environment is
    apart from every other. Lines that could do more than name a package are asked about, one by one.
    """
    plan_of, default, title = _meant(notebook, version, platform)
    plan = plan_of(accept, decline)
    talks = sys.stdin.isatty() and sys.stderr.isatty() and not as_json
    while plan.questions:
        accept, decline = _answered(plan.questions, accept, decline, talks=talks)
        plan = plan_of(accept, decline)
    from jovian_lab.project import install as make
    from jovian_lab.project import name_for

    called = name_for(name, default)
    if talks and not yes and not dry_run:
        click.echo(f"{_planned(plan)} will be installed as '{called}', apart from every other environment.", err=True)
        click.confirm("Go on?", default=True, abort=True, err=True)

    def work(progress: Callable[[InstallProgress], None], cancelled: Callable[[], bool]) -> InstallReport:
        return make(
            plan,
            name=called,
            display_name=title,
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
            seconds=seconds,
        )

    report = _watched(work, quiet=as_json)
    if as_json:
        print_json(report)
        return
    for line in _told(report, dry_run=dry_run):
        click.echo(line)


@click.command()
@click.argument("name")
@click.option("--shell", type=click.Choice(_SHELLS), help="The shell it is for; yours without this.")
@click.option("--run", is_flag=True, help="Start a shell in it instead.")
@json_option
@click.pass_context
def activate(ctx: click.Context, name: str, shell: str | None, run: bool, as_json: bool) -> None:
    """Print what your shell needs to use the environment NAME.

    For instance: eval "$(jovian-lab activate NAME)". With --run, starts a shell in which it is used.
    """
    from jovian_lab.project import activation, made_environments

    made = {one.name: one for one in made_environments()}
    if name not in made:
        known = ", ".join(made) or "none yet"
        raise NotFound(f"No environment {name[:60]!r} was made here.", f"There are: {known}.")
    kind = shell or _own_shell()
    line = activation(made[name], kind)
    if as_json:
        print_json({"name": name, "folder": made[name].folder, "shell": kind, "command": line})
    elif run:
        ctx.exit(subprocess.call([_program(kind)], env=_variables(made[name])))
    else:
        click.echo(line)


def _meant(
    first: str | None, second: str | None, platform: str | None
) -> tuple[Callable[[Sequence[str], Sequence[str]], InstallPlan], str, str]:
    """A way to plan what is meant, and the names of the new environment: for programs, for people."""
    folder = here(first or ".")
    if second is None and (first is not None and folder.is_dir()):
        return _of_folder(folder, platform)
    try:
        project, path, wanted = notebook_and_version(first, second)
    except ProjectNotFound:
        if first is not None:
            raise
        return _of_folder(folder, platform)
    found = project.version(path, wanted or "latest")

    def plan(accepted: Sequence[str], declined: Sequence[str]) -> InstallPlan:
        return project.install_plan(path, found.id, platform=platform, accepted=accepted, declined=declined)

    return plan, project.install_name(path, found), project.install_title(path, found)


def _of_folder(
    folder: Any, platform: str | None
) -> tuple[Callable[[Sequence[str], Sequence[str]], InstallPlan], str, str]:
    from jovian_lab.project import folder_install_plan

    def plan(accepted: Sequence[str], declined: Sequence[str]) -> InstallPlan:
        return folder_install_plan(folder, platform=platform, accepted=accepted, declined=declined)

    return plan, folder.name or "environment", folder.name


def _answered(
    questions: Sequence[InstallQuestion], accept: Sequence[str], decline: Sequence[str], *, talks: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ask about each line; where nobody can be asked, say which they are."""
    if not talks:
        listed = "; ".join(f"{wording.clean(one.line)!r} in {one.file} ({one.why})" for one in questions[:5])
        more = f" and {len(questions) - 5} more" if len(questions) > 5 else ""
        raise ConfirmationNeeded(
            f"Lines of its files are followed only after a yes to each: {listed}{more}.",
            "Answer each with --accept 'LINE' or --decline 'LINE'.",
        )
    yes, no = list(accept), list(decline)
    for one in questions:
        click.echo(f"{wording.clean(one.file)}: {click.style(wording.clean(one.line), bold=True)}", err=True)
        click.echo(f"  {wording.clean(one.why)}", err=True)
        (yes if click.confirm("  Follow this line?", default=False, err=True) else no).append(one.line)
    return tuple(yes), tuple(no)


def _planned(plan: InstallPlan) -> str:
    number = len(plan.exact or plan.pins or plan.roots)
    return f"{plan.language.capitalize()} {plan.version} with {wording.count(number, 'package')}".replace("  ", " ")


def _watched(
    work: Callable[[Callable[[InstallProgress], None], Callable[[], bool]], InstallReport], *, quiet: bool
) -> InstallReport:
    """Do the work in a thread, show how far it is, and let Ctrl-C stop it without leaving anything behind."""
    stop, done = threading.Event(), threading.Event()
    outcome: list[InstallReport | BaseException] = []
    shown = _Line(quiet=quiet)

    def run() -> None:
        try:
            outcome.append(work(shown.show, stop.is_set))
        except BaseException as error:
            outcome.append(error)
        finally:
            done.set()

    try:
        threading.Thread(target=run, name="jovian-lab-install", daemon=True).start()
        while not done.wait(0.1):
            pass
    except KeyboardInterrupt:
        stop.set()
        shown.end()
        click.echo("Stopping; what was begun is removed …", err=True)
        done.wait()
    shown.end()
    result = outcome[0]
    if isinstance(result, Cancelled) and stop.is_set():
        raise KeyboardInterrupt from result
    if isinstance(result, BaseException):
        raise result
    return result


class _Line:
    """The line that says how far it is: one that is written over on a terminal, else one for each stage."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._stage = ""
        self._open = False

    def show(self, progress: InstallProgress) -> None:
        """Show it; from the thread that works."""
        if self._quiet:
            return
        message = wording.clean(progress.message)
        if self._live:
            part = "" if progress.fraction is None else f"{progress.fraction:4.0%} "
            click.echo(f"\r\x1b[K{part}{message}"[:200], nl=False, err=True)
            self._open = True
        elif progress.stage != self._stage:
            click.echo(message, err=True)
        self._stage = progress.stage

    def end(self) -> None:
        """Leave the line."""
        if self._open:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._open = False


def _told(report: InstallReport, *, dry_run: bool) -> list[str]:
    """A report in lines."""
    lines = []
    done = "would be made" if dry_run else "is ready"
    title = click.style(wording.clean(report.name), bold=True)
    lines.append(
        f"{title} {done}: Python {report.python}, {wording.count(len(report.kept), 'package')} as in the version"
    )
    lines.append(f"  from {wording.clean(report.file)} ({wording.clean(report.rung)})")
    for label, packages in (("relaxed", report.relaxed), ("dropped", report.dropped), ("added", report.added)):
        for one in packages[:_MOST_NAMED]:
            change = f"{one.asked or 'any'} → {one.got}" if one.got else one.asked
            lines.append(wording.clean(f"  {label}: {one.name} {change}" + (f" ({one.reason})" if one.reason else "")))
        if len(packages) > _MOST_NAMED:
            lines.append(f"  {label}: {len(packages) - _MOST_NAMED} more")
    if report.imports_ok:
        lines.append(f"  imports that work: {', '.join(map(wording.clean, report.imports_ok))}")
    for failed in report.imports_failed:
        lines.append(
            click.style(f"  import {wording.clean(failed.name)} fails", fg="red") + f": {wording.clean(failed.reason)}"
        )
    lines += [f"  {wording.clean(message)}" for message in report.messages]
    if not dry_run:
        if report.kernel:
            lines.append(f"Choose the kernel '{wording.clean(report.kernel)}' in Jupyter, or in the shell:")
        lines.append(f"  jovian-lab activate {wording.clean(report.name)}")
    return lines


def _own_shell() -> str:
    name = os.path.basename(os.environ.get("SHELL", "")).removesuffix(".exe")
    if name in _SHELLS:
        return name
    return "powershell" if os.name == "nt" else "sh"


def _program(shell: str) -> str:
    own = os.environ.get("SHELL", "")
    return own if os.path.basename(own) == shell else shell


def _variables(made: MadeEnvironment) -> dict[str, str]:
    """The variables of a shell in which an environment is used."""
    programs = os.path.join(made.folder, "Scripts" if os.name == "nt" else "bin")
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONHOME"}
    variables["PATH"] = programs + os.pathsep + variables.get("PATH", "")
    variables["CONDA_PREFIX" if made.kind == "conda" else "VIRTUAL_ENV"] = made.folder
    return variables
