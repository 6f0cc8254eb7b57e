"""How a failure is told in the shell: two lines for people, one JSON object for programs, never a traceback."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence

import click

from jovian_lab.cli.exits import UNEXPECTED, exit_code
from jovian_lab.cli.wording import clean
from jovian_lab.errors import InputError, JovianError

DEBUG = "JOVIAN_LAB_DEBUG"


class Failure(Exception):
    """What is told: a code for programs, a sentence, a hint, and the exit code."""

    def __init__(self, code: str, message: str, hint: str, exit_code: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.exit_code = exit_code


def failure_of(error: Exception) -> Failure:
    """Put any exception into the words of the shell.

    Parameters
    ----------
    error : Exception
        One of ours, one of the argument parser's, or an unexpected one.

    Returns
    -------
    Failure
        An unexpected exception becomes one line and the way to its traceback.
    """
    if isinstance(error, Failure):
        return error
    if isinstance(error, JovianError):
        return Failure(error.code, error.message, error.hint, exit_code(error))
    if isinstance(error, click.ClickException):
        context = error.ctx if isinstance(error, click.UsageError) else None
        command = context.command_path if context else "jovian-lab"
        return Failure(InputError.code, error.format_message(), f"See '{command} --help'.", 2)
    return Failure(
        "internal",
        f"Unexpected {type(error).__name__}: {error}",
        f"This is a fault of jovian-lab. Run it again with {DEBUG}=1 for the traceback, and report it.",
        UNEXPECTED,
    )


def report(failure: Failure, error: Exception, arguments: Sequence[str]) -> int:
    """Print a failure to stderr.

    Parameters
    ----------
    failure : Failure
        What to say.
    error : Exception
        Where it came from; its traceback is printed when the user asked for it.
    arguments : sequence of str
        The arguments of the command, for `--json` counts even when they could not be parsed.

    Returns
    -------
    int
        The exit code.
    """
    if os.environ.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    options = list(arguments)
    if "--json" in options[: options.index("--")] if "--" in options else "--json" in options:
        told = {"code": failure.code, "message": failure.message, "hint": failure.hint}
        click.echo(json.dumps(told), err=True)
        return failure.exit_code
    click.echo(click.style("error: ", fg="red", bold=True) + clean(failure.message), err=True)
    if failure.hint:
        click.echo(click.style("hint: ", fg="cyan") + clean(failure.hint), err=True)
    return failure.exit_code
