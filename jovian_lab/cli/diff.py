"""The verbs that compare: diff, and what plain git calls to show a notebook's changes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jovian_lab.cli.options import PATH, here, json_option, print_json, project_of
from jovian_lab.errors import InputError, VersionNotFound

if TYPE_CHECKING:
    from jovian_lab.project import Difference


@click.command()
@click.argument("notebook", type=PATH)
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--stat", is_flag=True, help="Only how many cells changed, on one line.")
@click.option("--outputs/--no-outputs", default=True, help="Whether outputs are shown; they are by default.")
@click.option("--metadata", is_flag=True, help="Also metadata, cell ids and execution counts.")
@click.option("--color/--no-color", default=None, help="Colours; by default on a terminal.")
@click.option("--exit-code", "tell", is_flag=True, help="Exit with 1 when there are differences.")
@json_option
@click.pass_context
def diff(
    ctx: click.Context,
    notebook: str,
    old: str | None,
    new: str | None,
    stat: bool,
    outputs: bool,
    metadata: bool,
    color: bool | None,
    tell: bool,
    as_json: bool,
) -> None:
    """Show what changed in NOTEBOOK from OLD to NEW.

    OLD and NEW are versions. Without NEW, the file as it is now is the new side; without OLD, the newest
    version is the old one. Where the environments of both are known and differ, the second line says how.
    'diff a.ipynb b.ipynb' compares two files.
    """
    found, text_of_old, title = _compare(notebook, old, new)
    if as_json:
        print_json(found)
    elif stat:
        from jovian_lab.cli.diffing import summary

        click.echo(summary(found))
    else:
        _print(found, text_of_old, title, color, outputs=outputs, metadata=metadata)
    if tell and (not found.notebook.equal or found.files):
        ctx.exit(1)


@click.command("git-diff-driver", hidden=True)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def git_diff_driver(arguments: tuple[str, ...]) -> None:
    """Show one file's changes to git, which calls this; see 'config-git'.

    The arguments are git's: path, old file, its id and mode, new file, its id and mode; for a conflict the path only.
    """
    if len(arguments) == 1:
        click.echo(f"* Unmerged path {_safe(arguments[0])}")
        return
    if len(arguments) < 7:
        raise InputError("git gives seven arguments.", "Let git call this: 'jovian-lab config-git'.")
    path, old, _, old_mode, new, _, new_mode = arguments[:7]
    from jovian_lab.project import compare_files

    title = f"diff --git a/{path} b/{arguments[7] if len(arguments) > 7 else path}"
    if old_mode != new_mode and "." not in (old_mode, new_mode):
        title += f" ({old_mode} → {new_mode})"
    paged = True if os.environ.get("GIT_PAGER_IN_USE") else None
    try:
        _print(compare_files(_file(old), _file(new)), lambda: _bytes(old), title, paged)
        sys.stdout.flush()
    except BrokenPipeError:  # the pager was left; any other exit code than 0 makes git complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _compare(notebook: str, old: str | None, new: str | None) -> tuple[Difference, Callable[[], bytes], str]:
    """The difference, a way to the old side's bytes, and what the notebook is called."""
    if old is not None and new is None and _is_path(old):
        from jovian_lab.project import compare_files

        pair = _file(notebook), _file(old)
        return compare_files(*pair), lambda: _bytes(notebook), f"{notebook} → {old}"
    project, path = project_of(notebook)
    name = old or "latest"
    try:
        found = project.diff(path, name, new)
    except VersionNotFound as error:
        if old is not None and os.path.sep in old:
            raise InputError(f"There is neither a version nor a file '{old}'.", "See 'jovian-lab log'.") from error
        raise
    return found, lambda: project.read(path, found.old.id if found.old else name), notebook


def _is_path(text: str) -> bool:
    """Whether an argument is a second file: one that is there, and that is not named like a version."""
    return (os.path.sep in text or bool(Path(text).suffix)) and os.path.exists(text)


def _file(path: str) -> str | Path:
    return path if path == os.devnull else here(path)


def _bytes(path: str) -> bytes:
    return b"" if path == os.devnull else here(path).read_bytes()


def _safe(text: str) -> str:
    from jovian_lab.cli.wording import clean

    return clean(text)


def _print(
    found: Difference,
    text_of_old: Callable[[], bytes],
    title: str,
    color: bool | None,
    *,
    outputs: bool = True,
    metadata: bool = False,
) -> None:
    from jovian_lab.cli.diffing import Shown, lines

    if os.environ.get("NO_COLOR"):
        color = False
    sources = _Sources(text_of_old)
    for line in lines(found, title, Shown(outputs, metadata), sources):
        click.echo(line, color=color)


class _Sources:
    """The old side's sources, read when the first of them is asked for."""

    def __init__(self, text_of_old: Callable[[], bytes]) -> None:
        self._text_of_old = text_of_old
        self._cells: list[Any] | None = None

    def __call__(self, index: int) -> list[str]:
        from jovian_lab.notebook.textdiff import split_lines

        if index < 0:
            return split_lines(self._text_of_old().decode("utf-8", "replace"))
        if self._cells is None:
            self._cells = json.loads(self._text_of_old())["cells"]
        source = self._cells[index].get("source", "")
        return split_lines("".join(source) if isinstance(source, list) else source)
