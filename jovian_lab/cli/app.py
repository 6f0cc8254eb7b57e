"""The command itself: its verbs, loaded when asked for, and the one place where errors become words and exit codes."""

from __future__ import annotations

import difflib
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from jovian_lab.cli.errors import Failure, failure_of, report
from jovian_lab.cli.exits import INTERRUPTED, READER_GONE

PROGRAM = "jovian-lab"
COMPLETION = "_JOVIAN_LAB_COMPLETE"

VERBS: dict[str, dict[str, str]] = {
    "Every day": {"init": "work", "commit": "work", "status": "work"},
    "Looking back": {
        "log": "history",
        "show": "history",
        "diff": "diff",
        "restore": "history",
        "snapshots": "snapshots",
        "promote": "snapshots",
    },
    "Names and moves": {
        "title": "names",
        "tag": "names",
        "untag": "names",
        "rename": "moves",
        "adopt": "moves",
    },
    "Environments": {"env": "env", "install": "install", "activate": "install"},
    "Talking about it": {"comments": "comments", "export": "export"},
    "With plain git": {"config-git": "gitconfig", "git-diff-driver": "diff"},
    "Care of the store": {"fsck": "care", "gc": "care", "delete-history": "care"},
    "Trying it out": {"demo": "demo.verb"},
}


class Verbs(click.Group):
    """A group whose verbs are imported only when they are run or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of the table."""
        return [verb for section in VERBS.values() for verb in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb; None when there is none of that name."""
        for section in VERBS.values():
            if cmd_name in section:
                module = import_module(f"jovian_lab.cli.{section[cmd_name]}")
                command = getattr(module, cmd_name.replace("-", "_"))
                assert isinstance(command, click.Command)
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or say which one was probably meant."""
        verbs = self.list_commands(ctx)
        if args[0] not in verbs and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], verbs, n=1)
            hint = f"Did you mean '{PROGRAM} {near[0]}'?" if near else f"See '{PROGRAM} --help'."
            raise Failure("invalid-input", f"There is no command '{args[0]}'.", hint, 2)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs under their sections, with the first sentence of each one's help."""
        for title, section in VERBS.items():
            rows = []
            for verb in section:
                command = self.get_command(ctx, verb)
                if command is not None and not command.hidden:
                    rows.append((verb.ljust(14), command.get_short_help_str(formatter.width)))
            with formatter.section(title):
                formatter.write_dl(rows)


def _change_folder(ctx: click.Context, _option: click.Parameter, folder: str | None) -> None:
    """Carry out -C, and go back when the command is over."""
    if folder is None or ctx.resilient_parsing:
        return
    before = os.getcwd()
    try:
        os.chdir(folder)
    except OSError as error:
        raise Failure(
            "invalid-input",
            f"Cannot go to the folder '{folder}': {error.strerror}.",
            "-C takes a folder that exists.",
            2,
        ) from error
    ctx.call_on_close(lambda: os.chdir(before))


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Carry out --version."""
    if wanted and not ctx.resilient_parsing:
        import jovian_lab

        click.echo(f"{PROGRAM} {jovian_lab.__version__}")
        ctx.exit()


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A version is named by its number (v3), its id or the start of it, a tag, or 'latest'. "
    "Every command takes --json.",
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    expose_value=False,
    callback=_change_folder,
    help="Run as if started in DIR.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the installed version and exit.",
)
def cli() -> None:
    """Keep every version of your notebooks, on your own disk."""


def _prepare_streams() -> None:
    """Print what the terminal's encoding lacks as escapes instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(arguments: list[str]) -> int:
    instruction = os.environ.get(COMPLETION)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, PROGRAM, COMPLETION, instruction)
    extra: dict[str, Any] = {"color": False} if os.environ.get("NO_COLOR") else {}
    try:
        with cli.make_context(PROGRAM, arguments, **extra) as ctx:
            cli.invoke(ctx)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    finally:
        sys.stdout.flush()
    return 0


def main(args: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    args : sequence of str, optional
        The arguments; by default those of the process.

    Returns
    -------
    int
        The exit code, see docs/cli.md. Nothing is raised.
    """
    arguments = list(sys.argv[1:] if args is None else args)
    _prepare_streams()
    try:
        return _run(arguments)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (`| head`) has left: say nothing, and let nothing be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except Exception as error:
        return report(failure_of(error), error, arguments)
