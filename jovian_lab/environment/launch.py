"""How a kernel is started: its kernelspec, command and process, and the interpreter behind them. Nothing is run."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from jovian_lab.environment import bounded

_LARGEST_SPEC = 1_000_000
_NAME = re.compile(r"[A-Za-z0-9._-]{1,200}")
# all that is looked at of an environment's variables; none of them is stored
VARIABLES = (
    "PYTHONPATH", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "HOME", "APPDATA", "PATH",
    "R_HOME", "R_LIBS", "R_LIBS_USER", "JULIA_PROJECT", "JULIA_DEPOT_PATH",
)  # fmt: skip


def spec(name: str) -> tuple[dict[str, Any], str]:
    """Return what a kernel.json says, and its folder; nothing where there is none."""
    if not _NAME.fullmatch(name):
        return {}, ""
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("kernels"):
        for found in (name, *(listed for listed in bounded.names(folder) if listed.lower() == name.lower())):
            place = os.path.join(folder, found)
            content = bounded.read(os.path.join(place, "kernel.json"), _LARGEST_SPEC)
            if content is not None:
                try:
                    return _dict(msgspec.json.decode(content)), place
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                    return {}, ""
    return {}, ""


def flags(argv: Sequence[str]) -> str:
    """Return the letters of Python's own options in a command, those before the program it runs."""
    letters = ""
    options = iter(argv[1:])
    for option in options:
        if not option.startswith("-") or option.startswith("--") or option in ("-", "-c", "-m"):
            break
        letters += option[1:]
        if option in ("-X", "-W"):
            next(options, None)
    return letters


def program_of(argv: Sequence[str], variables: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    """Return the interpreter that a command starts in the end, and its own part of the command."""
    if not argv:
        return "", ()
    if "nb_conda_kernels.runner" in argv[:4] and len(argv) > argv.index("nb_conda_kernels.runner") + 2:
        at = argv.index("nb_conda_kernels.runner")
        inner = argv[at + 3 :]
        return os.path.join(argv[at + 2], *(["bin"] if os.name == "posix" else []), _python_name(inner)), inner
    if re.fullmatch(r"(conda|mamba|micromamba|pixi)(\.exe|\.bat)?", os.path.basename(argv[0])) and "run" in argv[1:3]:
        found = _conda_run(argv)
        if found:
            return found, argv[-1:]
    first = argv[0]
    if os.path.isabs(first):
        return first, argv
    major, minor = sys.version_info[:2]
    # this is what Jupyter puts there
    if first in ("python", f"python{major}", f"python{major}.{minor}"):
        return sys.executable, argv
    return shutil.which(first, path=variables.get("PATH")) or "", argv


def _python_name(argv: Sequence[str]) -> str:
    name = os.path.basename(argv[0]) if argv else ""
    return name or "python"


def _conda_run(argv: Sequence[str]) -> str:
    """Return the environment's folder in `conda run -p FOLDER …` or `conda run -n NAME …`."""
    for option, value in pairwise(argv):
        if option in ("-p", "--prefix"):
            return value
        if option in ("-n", "--name"):
            root = os.path.dirname(os.path.dirname(os.path.realpath(argv[0])))
            return os.path.join(root, "envs", value)
    return ""


def process(pid: int, language: str) -> tuple[str, Sequence[str], dict[str, str]] | None:
    """Return (interpreter, command, variables) of a running process, or of its child that is the kernel; Linux only."""
    left = [pid]
    for _ in range(8):
        if not left:
            break
        pid = left.pop(0)
        content = bounded.read(f"/proc/{pid}/cmdline", 1_000_000)
        if not content:
            continue
        argv = content.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")
        pairs = (bounded.read(f"/proc/{pid}/environ", 4_000_000) or b"").decode("utf-8", "surrogateescape").split("\0")
        variables = {key: value for key, _, value in (pair.partition("=") for pair in pairs) if key in VARIABLES}
        program = _of_process(pid, argv, variables)
        # a shell or a launcher may stand before the kernel
        if language.lower() != "python" or (program and _is_python(program)):
            return program, argv, variables
        left += [int(child) for child in bounded.text(f"/proc/{pid}/task/{pid}/children", 4_096).split()]
    return None


def _of_process(pid: int, argv: Sequence[str], variables: Mapping[str, str]) -> str:
    try:
        binary = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""
    named = argv[0] if os.path.isabs(argv[0]) else shutil.which(argv[0], path=variables.get("PATH")) or ""
    # the name it was started by leads to its virtual environment, the binary does not
    return named if named and os.path.realpath(named) == os.path.realpath(binary) else binary


def python_behind(program: str) -> str:
    """Return the Python that a program of the same environment runs on, "" where that cannot be told."""
    if _is_python(program) or os.path.isdir(program):
        return program
    folder = os.path.dirname(program)
    above = os.path.dirname(folder)
    own = any(os.path.exists(os.path.join(above, name)) for name in ("pyvenv.cfg", "conda-meta"))
    beside = [os.path.join(folder, name) for name in ("python", "python3", "python.exe")] if own else []
    return next((path for path in beside if os.path.exists(path)), "")


def _is_python(program: str) -> bool:
    names = (os.path.basename(program), os.path.basename(os.path.realpath(program)))
    return any(re.match(r"(?i)(python|pypy)[0-9.]*t?w?(\.exe)?$", name) for name in names)


def chosen(variables: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return those of a kernel's variables that decide where packages are."""
    return tuple((name, variables[name].replace("\0", "")) for name in VARIABLES if variables.get(name))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
