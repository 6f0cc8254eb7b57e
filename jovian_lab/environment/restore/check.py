"""Tries the notebook's imports in the new interpreter, apart from everything else and with a time limit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from jovian_lab.environment.restore import process
from jovian_lab.environment.restore.process import Watch
from jovian_lab.environment.restore.redact import redacted
from jovian_lab.environment.restore.values import FailedImport
from jovian_lab.errors import InstallFailed

_SECONDS = 120.0
# each answer is a line on its own, so that a module that ends the process takes only itself along
_SCRIPT = """
import importlib, json, os, sys
out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
for name in sys.argv[1:]:
    out.write(json.dumps({"name": name, "begun": True}) + "\\n"); out.flush()
    try:
        importlib.import_module(name)
        said = ""
    except BaseException as error:
        said = f"{type(error).__name__}: {error}"[:500]
    out.write(json.dumps({"name": name, "said": said}) + "\\n"); out.flush()
"""
_MOST_ROUNDS = 20


def imports(
    names: Sequence[str], python: Path, folder: Path, watch: Watch, held: Sequence[int] = ()
) -> tuple[list[str], list[FailedImport]]:
    """Import modules one after the other.

    Parameters
    ----------
    names : sequence of str
        Modules.
    python : Path
        The interpreter.
    folder : Path
        An empty folder to run in.
    watch : Watch
        Says when to stop.
    held : sequence of int
        Open files that are kept while it runs.

    Returns
    -------
    tuple of list of str and list of FailedImport
        Those that work, and the others with their errors.
    """
    left = [name for name in names if name.isidentifier()]
    good: list[str] = []
    bad: list[FailedImport] = []
    for _ in range(_MOST_ROUNDS):
        if not left:
            break
        watch.check()
        said, end = _try(left, python, folder, watch, held)
        for name, reason in said.items():
            if reason is None:
                bad.append(FailedImport(name, end))
            elif reason:
                bad.append(FailedImport(name, redacted(reason)))
            else:
                good.append(name)
        if not said:  # it did not even start
            bad.extend(FailedImport(name, end) for name in left)
            break
        left = [name for name in left if name not in said]
    bad.extend(FailedImport(name, "Not tried.") for name in left if name not in {one.name for one in bad})
    return good, bad


def _try(
    names: Sequence[str], python: Path, folder: Path, watch: Watch, held: Sequence[int]
) -> tuple[dict[str, str | None], str]:
    """What became of each module that was begun (None where the process ended in it), and how it all ended."""
    lines: list[str] = []
    limit = Watch(_SECONDS, lambda: _over(watch))
    try:
        finished = process.run([python, "-I", "-c", _SCRIPT, *names], folder, limit, held=held)
        lines = finished.out.splitlines()
        end = f"Python ended with {finished.code}: {finished.err.strip()[-300:]}".rstrip(": ")
    except InstallFailed:
        watch.check()
        return dict.fromkeys(names), f"It took longer than {_SECONDS:g} seconds."
    said: dict[str, str | None] = {}
    for line in lines:
        try:
            answer = json.loads(line)
            said[str(answer["name"])] = str(answer["said"]) if "said" in answer else None
        except (ValueError, KeyError, TypeError):
            continue
    return {name: said[name] for name in names if name in said}, end


def _over(watch: Watch) -> bool:
    watch.check()
    return False
