"""The verbs under `comments`: list, show, add, reply, put, resolve, reopen; and those about being told of them."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from jovian_lab.cli import threads, wording
from jovian_lab.cli.notify import notify
from jovian_lab.cli.options import here, json_option, notebook_argument, print_json, project_of
from jovian_lab.errors import InputError, JovianError, from_os_error

if TYPE_CHECKING:
    from jovian_lab.project import Discussion, Thread

thread_argument = click.argument("thread")


@click.group()
def comments() -> None:
    """Read and write comments.

    A THREAD is named by its id or the last characters of it, as 'comments list' shows them.
    """


@comments.command("list")
@notebook_argument
@click.option("--version", "version", metavar="VERSION", help="Say where threads stand in VERSION, not in the file.")
@click.option("--open", "only_open", is_flag=True, help="Only threads that are not resolved.")
@json_option
def list_threads(notebook: str, version: str | None, only_open: bool, as_json: bool) -> None:
    """List the threads of NOTEBOOK, and where each stands in it now."""
    from jovian_lab.project import Threads

    found = _discussion(notebook).read(version=version)
    shown = [thread for thread in found.threads if thread.state == "open" or not only_open]
    if as_json:
        print_json(Threads(found.notebook, found.version, shown, found.damaged, found.placed))
        return
    for line in wording.table(map(threads.row, shown)):
        click.echo(line)
    if not shown:
        click.echo("No threads.", err=True)
    for damaged in found.damaged:
        click.echo(f"damaged: {wording.clean(damaged.id)}: {wording.clean(damaged.message)}", err=True)


@comments.command()
@notebook_argument
@thread_argument
@json_option
def show(notebook: str, thread: str, as_json: bool) -> None:
    """Show one THREAD of NOTEBOOK, with everything said in it."""
    found = _discussion(notebook).placed(thread)
    if as_json:
        print_json(found)
        return
    click.echo(click.style(f"{threads.short(found.id)}  {threads.about(found)}", bold=True))
    threads.print_quote(found)
    threads.print_candidates(found)
    for comment in found.comments:
        edited = ", edited" if comment.edited else ""
        click.echo(
            f"\n{click.style(wording.clean(comment.author.name), fg='cyan')} "
            f"{wording.ago(comment.created)}{edited} ({threads.short(comment.id)})"
        )
        if comment.deleted:
            click.echo(click.style("deleted", dim=True))
        for line in comment.text.splitlines():
            click.echo(wording.clean(line))
        if comment.suggestion:
            click.echo(f"suggests ({comment.suggestion.state}):")
            for line in comment.suggestion.source.splitlines():
                click.echo(f"    {wording.clean(line)}")
        given = [f"{wording.clean(one.emoji)} {len(one.authors)}" for one in comment.reactions]
        if given:
            click.echo("  ".join(given))
    if found.resolved:
        by = wording.clean(found.resolved.author.name)
        click.echo(f"\nresolved by {by} {wording.ago(found.resolved.created)}")


@comments.command()
@notebook_argument
@click.argument("text")
@click.option("--cell", metavar="ID", help="On the cell with this id, or at this place in the notebook, from 0.")
@click.option("--quote", metavar="SOURCE", help="On this part of the cell's source; it must stand there once.")
@click.option("--output", type=click.IntRange(0), metavar="NUMBER", help="On an output of the cell, from 0.")
@click.option("--version", "version", metavar="VERSION", help="On the cell as it is in VERSION; without --cell, on it.")
@click.option("--suggest", metavar="FILE", help="Suggest what FILE holds as the cell's source.")
@json_option
def add(
    notebook: str,
    text: str,
    cell: str | None,
    quote: str | None,
    output: int | None,
    version: str | None,
    suggest: str | None,
    as_json: bool,
) -> None:
    """Comment on NOTEBOOK, or on a cell of it, with TEXT (Markdown; - reads it from standard input).

    The notebook is taken as it is on disk; nothing is written into it.
    """
    from jovian_lab.project import Target, local_author

    project, path = project_of(notebook)
    discussion = project.discussion(path)
    if cell is None:
        if quote is not None or output is not None or suggest is not None:
            raise InputError("It is not said which cell is meant.", "Add --cell.")
        target = Target("notebook") if version is None else Target("version", version=version)
    else:
        target = discussion.target(cell, quote=quote, output=output, version=version)
    suggestion = None if suggest is None else _file(suggest)
    thread = discussion.open(target, _text(text), local_author(), suggestion=suggestion)
    _tell(notebook, thread, "Opened", as_json)


@comments.command()
@notebook_argument
@thread_argument
@click.argument("text")
@json_option
def reply(notebook: str, thread: str, text: str, as_json: bool) -> None:
    """Reply in a THREAD of NOTEBOOK with TEXT (Markdown; - reads it from standard input)."""
    from jovian_lab.project import local_author

    _tell(notebook, _discussion(notebook).reply(thread, _text(text), local_author()), "Replied in", as_json)


@comments.command()
@notebook_argument
@thread_argument
@click.option("--cell", metavar="ID", help="On the cell with this id, or at this place in the notebook, from 0.")
@click.option("--quote", metavar="SOURCE", help="On this part of the cell's source; it must stand there once.")
@click.option("--output", type=click.IntRange(0), metavar="NUMBER", help="On an output of the cell, from 0.")
@click.option(
    "--candidate", type=click.IntRange(1), metavar="NUMBER", help="On one of the places that 'comments show' numbers."
)
@json_option
def put(
    notebook: str,
    thread: str,
    cell: str | None,
    quote: str | None,
    output: int | None,
    candidate: int | None,
    as_json: bool,
) -> None:
    """Put a THREAD of NOTEBOOK on another cell, or on one of those it may be about.

    For one whose cell is gone, or that may be about several. The notebook is taken as it is on disk; what the thread
    was about at first stays known.
    """
    from jovian_lab.project import local_author

    discussion = _discussion(notebook)
    if (cell is None) == (candidate is None):
        raise InputError("It is not said which cell is meant.", "Add --cell, or --candidate; not both.")
    if candidate is not None and (quote is not None or output is not None):
        raise InputError("A candidate says which part of the cell is meant.", "Leave out --quote and --output.")
    if candidate is not None:
        target = discussion.candidate(thread, candidate)
    else:
        target = discussion.target(cell or "", quote=quote, output=output)
    _tell(notebook, discussion.put(thread, target, local_author()), "Put", as_json)


@comments.command()
@notebook_argument
@thread_argument
@json_option
def resolve(notebook: str, thread: str, as_json: bool) -> None:
    """Resolve a THREAD of NOTEBOOK."""
    from jovian_lab.project import local_author

    _tell(notebook, _discussion(notebook).resolve(thread, local_author()), "Resolved", as_json)


@comments.command()
@notebook_argument
@thread_argument
@json_option
def reopen(notebook: str, thread: str, as_json: bool) -> None:
    """Reopen a THREAD of NOTEBOOK."""
    from jovian_lab.project import local_author

    _tell(notebook, _discussion(notebook).reopen(thread, local_author()), "Reopened", as_json)


def _discussion(notebook: str) -> Discussion:
    project, path = project_of(notebook)
    return project.discussion(path)


def _tell(notebook: str, thread: Thread, verb: str, as_json: bool) -> None:
    """Say what was done; then merge packs if many have gathered."""
    if as_json:
        print_json(thread)
    else:
        click.echo(f"{verb} thread {click.style(threads.short(thread.id), fg='yellow')}, {threads.about(thread)}.")
    with suppress(JovianError):  # it is written; when this fails, the next one tries again
        project_of(notebook)[0].tidy()


def _text(text: str) -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text


def _file(name: str) -> str:
    try:
        return here(name).read_text("utf-8", "replace")
    except OSError as error:
        raise from_os_error(error, f"read {name}") from error


comments.add_command(notify)
