"""The verbs under `comments`: list, show, add, reply, resolve, reopen; and those about being told of them."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from jovian_lab.cli import wording
from jovian_lab.cli.notify import notify
from jovian_lab.cli.options import here, json_option, notebook_argument, print_json, project_of
from jovian_lab.errors import InputError, JovianError, from_os_error

if TYPE_CHECKING:
    from jovian_lab.project import Discussion, Thread

_LONGEST_WORDS = 72  # characters of a comment in a list
_SHORT = 6  # characters of an id; the first ones are the time, so the last ones tell
_STATES = {
    "exact": "", "moved": "moved", "edited": "edited since", "outdated": "outdated", "orphaned": "orphaned",
    "ambiguous": "ambiguous",
}  # fmt: skip
_WHY = {
    "id": "same id", "source": "same source", "text": "the same text", "output": "the same output",
    "holds": "holds the old source", "alike": "{}% alike", "beside": "beside the same cell",
    "place": "in the same place",
}  # fmt: skip
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
    for line in wording.table(map(_row, shown)):
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
    discussion = _discussion(notebook)
    found = discussion.thread(thread)
    if as_json:
        print_json(found)
        return
    placed = next((one for one in discussion.read().threads if one.id == found.id), found)
    click.echo(click.style(f"{_short(found.id)}  {_about(placed)}", bold=True))
    _print_quote(found)
    _print_candidates(placed)
    for comment in found.comments:
        edited = ", edited" if comment.edited else ""
        click.echo(
            f"\n{click.style(wording.clean(comment.author.name), fg='cyan')} "
            f"{wording.ago(comment.created)}{edited} ({_short(comment.id)})"
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
        click.echo(f"{verb} thread {click.style(_short(thread.id), fg='yellow')}, {_about(thread)}.")
    with suppress(JovianError):  # it is written; when this fails, the next one tries again
        project_of(notebook)[0].tidy()


def _text(text: str) -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text


def _file(name: str) -> str:
    try:
        return here(name).read_text("utf-8", "replace")
    except OSError as error:
        raise from_os_error(error, f"read {name}") from error


def _short(identity: str) -> str:
    return identity[-_SHORT:]


def _row(thread: Thread) -> tuple[str, ...]:
    last = thread.comments[-1]
    words = " ".join(wording.clean(thread.comments[0].text.replace("\n", " ")).split())
    replies = len(thread.comments) - 1
    return (
        click.style(_short(thread.id), fg="yellow"),
        thread.state,
        _about(thread),
        wording.clean(thread.comments[0].author.name),
        wording.ago(last.created),
        wording.count(replies, "reply").replace("replys", "replies") if replies else "",
        words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…",
    )


def _about(thread: Thread) -> str:
    """What a thread is about, and what became of that."""
    anchor, place = thread.anchor, thread.place
    if anchor.cell is None:
        return {"version": f"on v{anchor.number}", "row": f"on the row of v{anchor.number}"}.get(
            anchor.kind, "on the notebook"
        )
    index = place.cell if place is not None and place.cell is not None else anchor.cell.index
    kind: dict[str, str] = {"range": "part of ", "line": "a line of "}
    where = f"on {kind.get(anchor.kind, '')}cell {index}"
    if anchor.output is not None:
        where = f"on output {anchor.output.index} of cell {index}"
    state: Any = _STATES.get(place.state, "") if place else ""
    return f"{where} ({state})" if state else where


def _print_quote(thread: Thread) -> None:
    """The source a thread is about, as it was."""
    anchor = thread.anchor
    source = anchor.quote.exact if anchor.quote else anchor.cell.source if anchor.cell else ""
    for line in source.splitlines()[:8]:
        click.echo(click.style(f"  > {wording.clean(line)}", dim=True))


def _print_candidates(thread: Thread) -> None:
    """The places an ambiguous thread may belong to, and what speaks for each."""
    place = thread.place
    if place is None or place.state != "ambiguous":
        return
    click.echo("It may be about one of these:")
    rows = []
    for one in place.candidates:
        part = f", line {one.row + 1}" if one.row is not None else ""
        part += f", output {one.output}" if one.output is not None else ""
        why = ", ".join(_WHY[reason].format(round(100 * one.alike)) for reason in one.why)
        rows.append((f"  cell {one.cell}{part}", why, click.style(wording.clean(one.text), dim=True)))
    for line in wording.table(rows):
        click.echo(line)
    if place.further:
        click.echo(f"  and {place.further} more")


comments.add_command(notify)
