"""The verbs that look back: log, show, restore."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import (
    json_option,
    notebook_argument,
    print_json,
    project_of,
    version_argument,
)
from jovian_lab.cli.output import write_bytes
from jovian_lab.errors import InputError

if TYPE_CHECKING:
    from jovian_lab.project import Version


@click.command()
@notebook_argument
@click.option(
    "-n",
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    metavar="COUNT",
    help="How many versions to list.",
)
@click.option(
    "--offset",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    metavar="COUNT",
    help="How many of the newest to pass over.",
)
@click.option(
    "--filter",
    "wanted",
    default="",
    metavar="WORDS",
    help="Only versions with these words in title, message, author or tags.",
)
@click.option("--exact", is_flag=True, help="Exact times instead of relative ones.")
@json_option
def log(notebook: str, limit: int, offset: int, wanted: str, exact: bool, as_json: bool) -> None:
    """List the versions of NOTEBOOK, newest first."""
    project, path = project_of(notebook)
    page = project.page(path, offset=offset, limit=limit, filter=wanted)
    if not page.versions:
        project.status(path)  # refuses a notebook that neither the disk nor the store knows
    if as_json:
        print_json(page)
        return
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for line in wording.table(_row(version, exact) for version in page.versions):
        click.echo(_fit(line, room))
    shown = page.offset + len(page.versions)
    if page.total == 0:
        click.echo("No versions with that text." if wanted else "No versions yet.", err=True)
    elif shown < page.total:
        click.echo(f"{shown} of {page.total}; older ones: --offset {shown}", err=True)


def _row(version: Version, exact: bool) -> tuple[str, str, str, str, str]:
    """One version as the cells of a line."""
    tags = "".join(click.style(f" [{wording.clean(tag)}]", fg="cyan") for tag in version.tags)
    return (
        click.style(f"v{version.number}", fg="yellow"),
        wording.exact(version.created) if exact else wording.ago(version.created),
        wording.clean(version.author.name),
        wording.changes_short(version.changes),
        (wording.clean(version.title) or click.style("(no message)", dim=True)) + tags,
    )


def _fit(line: str, room: int) -> str:
    """Cut a line that would wrap in a terminal; the cut part loses its colour."""
    if not room or wording.width(line) <= room:
        return line
    plain = click.unstyle(line)
    while wording.width(plain) >= room:
        plain = plain[:-1]
    return f"{plain}…"


@click.command()
@notebook_argument
@version_argument
@click.option("--notebook", "wants_notebook", is_flag=True, help="Write the notebook's exact bytes to stdout.")
@click.option("--file", "file", metavar="PATH", help="Write the bytes of a file kept with the version to stdout.")
@click.option(
    "-o", "--output", metavar="FILE", help="Write the bytes to FILE, which must not exist, instead of stdout."
)
@json_option
def show(
    notebook: str,
    version: str,
    wants_notebook: bool,
    file: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Show one version of NOTEBOOK, or write its exact bytes."""
    if as_json + wants_notebook + (file is not None) > 1:
        raise InputError("--json, --notebook and --file cannot be combined.", "Choose one of them.")
    if output is not None and not wants_notebook and file is None:
        raise InputError("-o says where to, but not what.", "Add --notebook or --file PATH.")
    project, path = project_of(notebook)
    if wants_notebook:
        write_bytes(project.read(path, version), output)
    elif file is not None:
        write_bytes(project.read_file(path, version, file), output)
    elif as_json:
        print_json(project.version(path, version))
    else:
        _describe(project.version(path, version))


def _describe(version: Version) -> None:
    """Print what is known about a version, one line a fact."""
    click.echo(click.style(wording.titled(version), bold=True))
    parts = [wording.clean(version.path), wording.size(version.size)]
    if version.nbformat:
        parts.append(f"nbformat {version.nbformat}")
    if version.kernel:
        parts.append(wording.clean(version.kernel.display_name or version.kernel.name))
    facts = [
        ("id", version.id),
        ("when", f"{wording.exact(version.created)} ({wording.ago(version.created)})"),
        ("by", wording.clean(version.author.name)),
        ("notebook", ", ".join(parts)),
    ]
    if version.cells:
        cells = (
            (version.cells.code, "code"),
            (version.cells.markdown, "markdown"),
            (version.cells.raw, "raw"),
        )
        facts.append(("cells", ", ".join(f"{n} {kind}" for n, kind in cells if n) or "none"))
    if version.parents:
        since = ", ".join(f"v{parent.number}" for parent in version.parents)
        told = wording.changes_long(version.changes) if version.changes else "not compared"
        facts.append(("changes", f"{told} since {since}"))
    if version.origin:
        origin = version.origin
        facts.append(("copied from", f"{wording.clean(origin.path)} v{origin.number}"))
    if version.base:
        facts.append(("base", f"v{version.base.number}, which was no longer the newest"))
    if version.files:
        facts.append(("files", ", ".join(f"{wording.clean(f.path)} ({wording.size(f.size)})" for f in version.files)))
    if version.tags:
        facts.append(("tags", ", ".join(map(wording.clean, version.tags))))
    if version.reason:
        facts.append(("reason", wording.clean(version.reason)))
    if version.recorded_title != version.title:
        facts.append(("recorded", f"under the title “{wording.clean(version.recorded_title)}”"))
    for line in wording.table((click.style(label, dim=True), fact) for label, fact in facts):
        click.echo(line)
    if version.message:
        click.echo()
        for line in version.message.splitlines():
            click.echo(f"    {wording.clean(line)}")


@click.command()
@notebook_argument
@version_argument
@json_option
def restore(notebook: str, version: str, as_json: bool) -> None:
    """Put NOTEBOOK back to VERSION.

    What is in the file now is kept as a snapshot first, so that this can be undone.
    """
    project, path = project_of(notebook)
    before = project.status(path)
    restored = project.restore(path, version)
    if as_json:
        print_json(restored)
        return
    target = wording.titled(restored.version)
    if not restored.changed:
        click.echo(f"{notebook} already is {target}; nothing was written.")
        return
    click.echo(f"{notebook} is {target} again.")
    back = None
    if restored.snapshot:
        back = restored.snapshot.id[:10]
        click.echo(f"What was there is kept as snapshot {back}.")
    elif before.state == "unchanged" and before.head:
        back = f"v{before.head.number}"
    if back:
        click.echo(f"To undo: jovian-lab restore {notebook} {back}")
    click.echo("If it is open in JupyterLab, reload it there: File > Reload Notebook from Disk.")
