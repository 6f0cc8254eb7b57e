"""Which interpreter a notebook's kernel runs, by its kernelspec or its process. Nothing is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from string import Template
from typing import Any

import msgspec

from jovian_lab.environment import launch
from jovian_lab.environment.bounded import printable
from jovian_lab.environment.values import KernelName

_NATIVE = "python3"  # what Jupyter always has: the server's own Python
_LANGUAGES = {"ir": "R", "r": "R", "xr": "R", "julia": "julia", "python": "python", "xpython": "python"}


class Target(msgspec.Struct, frozen=True):
    """What to capture.

    Attributes
    ----------
    language : str
        Of the kernel: "python", "R", "julia", …
    program : str
        Path of its interpreter, "" where it is not known.
    kernel : KernelName or None
        The kernelspec.
    argv : tuple of str
        How the kernel is started.
    variables : tuple of (str, str)
        Those of its variables that decide where packages are.
    folder : str
        The notebook's, "" where it is not known or does not matter.
    path : tuple of str
        sys.path, where it is known.
    missing : tuple of str
        What could not be found out, each a sentence for people.
    """

    language: str = "python"
    program: str = ""
    kernel: KernelName | None = None
    argv: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    folder: str = ""
    path: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def for_python(python: str | os.PathLike[str], *, kernel: KernelName | None = None) -> Target:
    """Return the target for a Python.

    Parameters
    ----------
    python : str or path
        Of the interpreter, or of the folder of an environment.
    kernel : KernelName, optional
        The kernelspec it belongs to.
    """
    given = os.fspath(python)
    program = os.path.abspath(os.path.expanduser(given)) if given and "\0" not in given else ""
    missing = () if program and os.path.exists(program) else ("There is no interpreter at the path that was given.",)
    return Target(program=program, kernel=kernel, variables=launch.chosen(os.environ), missing=missing)


def for_this_process(*, kernel: KernelName | None = None) -> Target:
    """Return the target for the Python that runs this very code, with the path it really has."""
    return Target(program=sys.executable, kernel=kernel, variables=launch.chosen(os.environ), path=tuple(sys.path))


def for_notebook(
    kernel: str = "",
    *,
    display_name: str = "",
    language: str = "",
    folder: str | os.PathLike[str] = "",
    argv: Sequence[str] | None = None,
    environ: Mapping[str, str] | None = None,
    pid: int | None = None,
) -> Target:
    """Return the target for a notebook.

    Parameters
    ----------
    kernel : str
        Name of its kernelspec; "" for Jupyter's default.
    display_name, language : str
        As the notebook's metadata has them.
    folder : str or path
        The notebook's.
    argv : sequence of str, optional
        How the kernel is started, where a kernelspec manager has said so; looked up in Jupyter's folders otherwise.
    environ : mapping of str, optional
        The variables the kernelspec sets.
    pid : int, optional
        The running kernel's process, which knows best.

    Returns
    -------
    Target
        With `missing` saying what could not be found.
    """
    kernel = kernel or _NATIVE
    spec, place = launch.spec(kernel) if argv is None else ({}, "")
    argv = [str(part) for part in _list(spec.get("argv"))] if argv is None else argv
    argv = [part.replace("\0", "").replace("{resource_dir}", place).replace("{prefix}", sys.prefix) for part in argv]
    language = str(spec.get("language") or language or _LANGUAGES.get(kernel.lower().partition("-")[0], "python"))
    given = environ if environ is not None else _dict(spec.get("env"))
    variables = {
        **os.environ,
        **{key: Template(str(value)).safe_substitute(os.environ) for key, value in given.items()},
    }
    missing: list[str] = []
    program, cut = launch.program_of(argv, variables)
    if pid is not None:
        running = launch.process(pid, language)
        if running is not None:
            program, cut, variables = running
        else:
            missing.append("The running kernel's process could not be looked at; its kernelspec was read instead.")
    if program and language.lower() == "python" and os.path.exists(program):
        program = launch.python_behind(program)
        if not program:
            missing.append(f"The kernel {printable(kernel, 100)} is started by a program that does not say its Python.")
    elif not argv and not program:
        if kernel == _NATIVE:
            program = sys.executable
        else:
            missing.append(f"The kernel {printable(kernel, 100)} is not installed here, so its packages are not known.")
    elif not program or not os.path.exists(program):
        missing.append(f"The interpreter of the kernel {printable(kernel, 100)} was not found.")
    return Target(
        language="python" if language.lower() == "python" else language,
        program=program,
        kernel=KernelName(printable(kernel, 200), printable(str(spec.get("display_name") or display_name), 200)),
        argv=tuple(cut),
        variables=launch.chosen(variables),
        # Python looks for nothing there, so notebooks in many folders share what was read
        folder=os.path.abspath(folder) if folder and language.lower() != "python" else "",
        missing=tuple(missing),
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
