"""docs/cli.md, written from the command itself: `python -m jovian_lab.cli.reference > docs/cli.md`."""

from __future__ import annotations

import click

from jovian_lab import errors
from jovian_lab.cli.app import PROGRAM, VERBS, cli
from jovian_lab.cli.exits import EXIT_CODES, INTERRUPTED, READER_GONE, UNEXPECTED

INTRODUCTION = f"""\
# The command `{PROGRAM}`

<!-- Written by `python -m jovian_lab.cli.reference`; a test fails when it is not up to date. -->

```console
$ {PROGRAM} commit analysis.ipynb -m "Try an SVM" --files utils.py
$ {PROGRAM} log analysis.ipynb
$ {PROGRAM} restore analysis.ipynb v3
```

The first commit of a notebook makes a folder `.jovian` beside it (or uses the nearest one above), which holds
every version. Nothing else is touched: not the notebook, not your own git repository.

**A version** is named by its number (`v3` or `3`), its id or the first four characters of it or more, a tag, or
`latest`. Where a version is asked for, a snapshot's id does too.

**Scripts** add `--json`: the answer is one JSON value on stdout, and an error is one JSON object
`{{"code", "message", "hint"}}` on stderr. Codes and exit codes do not change between releases; fields may be added.

**Completion**: put the line for your shell in its start-up file.

| shell | line |
| --- | --- |
| bash | `eval "$(_JOVIAN_LAB_COMPLETE=bash_source {PROGRAM})"` |
| zsh | `eval "$(_JOVIAN_LAB_COMPLETE=zsh_source {PROGRAM})"` |
| fish | `_JOVIAN_LAB_COMPLETE=fish_source {PROGRAM} \\| source` |

**Colour** is used on terminals only, and never when `NO_COLOR` is set. `JOVIAN_LAB_DEBUG=1` adds the traceback to
every error.
"""


def reference() -> str:
    """The whole document, as Markdown."""
    above = click.Context(cli, info_name=PROGRAM, terminal_width=80, **cli.context_settings)
    parts = [INTRODUCTION, _help("Overview", above, cli)]
    for section, verbs in VERBS.items():
        parts.append(f"## {section}\n")
        for verb in verbs:
            command = cli.get_command(above, verb)
            if command is not None:
                context = click.Context(command, parent=above, info_name=verb, terminal_width=80)
                parts.append(_help(f"`{verb}`", context, command, level=3))
                parts += _inner(verb, context, command)
    parts.append(_exit_codes())
    return "\n".join(parts)


def _inner(verb: str, above: click.Context, command: click.Command) -> list[str]:
    """The verbs below a verb."""
    if not isinstance(command, click.Group):
        return []
    found = []
    for name, inner in command.commands.items():
        context = click.Context(inner, parent=above, info_name=name, terminal_width=80)
        found += [_help(f"`{verb} {name}`", context, inner, level=4), *_inner(f"{verb} {name}", context, inner)]
    return found


def _help(title: str, context: click.Context, command: click.Command, level: int = 2) -> str:
    return f"{'#' * level} {title}\n\n```text\n{command.get_help(context)}\n```\n"


def _exit_codes() -> str:
    rows = ["## Exit codes\n", "| code | meaning | `code` in JSON |", "| --- | --- | --- |", "| 0 | done | |"]
    for kind, number in sorted(EXIT_CODES.items(), key=lambda pair: pair[1]):
        # only the tree of errors.py: what a server adds, where one is loaded, the shell never shows
        below = [each for each in kind.__subclasses__() if each.__module__ == errors.__name__]
        codes = sorted({kind.code, *(each.code for each in below if each not in EXIT_CODES)})
        meaning = (kind.__doc__ or "").partition("\n")[0].rstrip(".")
        rows.append(f"| {number} | {meaning} | {', '.join(f'`{code}`' for code in codes)} |")
    rows.append(f"| {UNEXPECTED} | A fault of {PROGRAM} itself | `internal` |")
    rows.append(f"| {INTERRUPTED} | Interrupted with Ctrl-C | |")
    rows.append(f"| {READER_GONE} | The reader of the output has left (`| head`) | |".replace("| head", "\\| head"))
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
