"""Which interpreter a notebook's kernel runs, by its kernelspec or its process. Nothing is started."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from string import Template
from typing import Any

import msgspec

from jovian_lab.environment import bounded
from jovian_lab.environment.bounded import printable
from jovian_lab.environment.values import KernelName

_LARGEST_SPEC = 1_000_000
_NATIVE = "python3"  # what Jupyter always has: the server's own Python
_NAME = re.compile(r"[A-Za-z0-9._-]{1,200}")
# all that is looked at of an environment's variables; none of them is stored
_VARIABLES = (
    "PYTHONPATH", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "HOME", "APPDATA", "PATH",
    "R_HOME", "R_LIBS", "R_LIBS_USER", "JULIA_PROJECT", "JULIA_DEPOT_PATH",
)  # fmt: skip
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
    return Target(program=program, kernel=kernel, variables=_chosen(os.environ), missing=missing)


def for_this_process(*, kernel: KernelName | None = None) -> Target:
    """Return the target for the Python that runs this very code, with the path it really has."""
    return Target(program=sys.executable, kernel=kernel, variables=_chosen(os.environ), path=tuple(sys.path))


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
    spec, place = _spec(kernel) if argv is None else ({}, "")
    argv = [str(part) for part in _list(spec.get("argv"))] if argv is None else argv
    argv = [part.replace("\0", "").replace("{resource_dir}", place).replace("{prefix}", sys.prefix) for part in argv]
    language = str(spec.get("language") or language or _LANGUAGES.get(kernel.lower().partition("-")[0], "python"))
    given = environ if environ is not None else _dict(spec.get("env"))
    variables = {
        **os.environ,
        **{key: Template(str(value)).safe_substitute(os.environ) for key, value in given.items()},
    }
    missing: list[str] = []
    program, cut = _program(argv, variables)
    if pid is not None:
        running = _process(pid, language)
        if running is not None:
            program, cut, variables = running
        else:
            missing.append("The running kernel's process could not be looked at; its kernelspec was read instead.")
    if program and language.lower() == "python" and os.path.exists(program):
        program = _python_behind(program)
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
        variables=_chosen(variables),
        # Python looks for nothing there, so notebooks in many folders share what was read
        folder=os.path.abspath(folder) if folder and language.lower() != "python" else "",
        missing=tuple(missing),
    )


def _python_behind(program: str) -> str:
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


def _program(argv: Sequence[str], variables: Mapping[str, str]) -> tuple[str, Sequence[str]]:
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


def _process(pid: int, language: str) -> tuple[str, Sequence[str], dict[str, str]] | None:
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
        variables = {key: value for key, _, value in (pair.partition("=") for pair in pairs) if key in _VARIABLES}
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


def _spec(name: str) -> tuple[dict[str, Any], str]:
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


def _chosen(variables: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, variables[name].replace("\0", "")) for name in _VARIABLES if variables.get(name))


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
