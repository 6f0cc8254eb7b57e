"""Registers a kernel for a new environment, under a name nobody has."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.paths import jupyter_data_dir

from jovian_lab.environment.restore import process
from jovian_lab.errors import Busy, from_os_error

_MOST_SUFFIXES = 1000


def register(name: str, display_name: str, python: Path, folder: Path, kind: str, *, language: str = "python") -> str:
    """Write a kernelspec into the user's folder of kernels.

    Parameters
    ----------
    name : str
        Wanted name; a number is added where it is taken.
    display_name : str
        For people.
    python : Path
        The environment's interpreter.
    folder : Path
        The environment.
    kind : str
        "venv" or "conda".
    language : str
        Of the kernel: "python" or "r".

    Returns
    -------
    str
        The name it got.

    Raises
    ------
    PermissionDenied, DiskFull, StorageError
        If it cannot be written.
    """
    kernels = Path(jupyter_data_dir()) / "kernels"
    try:
        kernels.mkdir(parents=True, exist_ok=True)
        place = _take(kernels, name)
    except OSError as error:
        raise from_os_error(error, "register a kernel") from error
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    if language == "r":
        program = folder / ("Scripts/R.exe" if process.is_windows() else "bin/R")
        argv = [str(program), "--slave", "-e", "IRkernel::main()", "--args", "{connection_file}"]
    spec = KernelSpec(
        argv=argv,
        display_name=display_name,
        language="R" if language == "r" else "python",
        # what a notebook starts with `!` is to be the environment's own
        env={"PATH": os.pathsep.join([*_programs(folder, kind), "${PATH}"]), **_variables(folder, kind)},
        metadata={"debugger": language == "python", "jovian-lab": {"environment": str(folder)}},
    )
    try:
        (place / "kernel.json").write_text(spec.to_json() + "\n", "utf-8")
        _pictures(folder, place)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise from_os_error(error, "register a kernel") from error
    return place.name


def unregister(name: str, folder: Path) -> bool:
    """Remove a kernel if it is the one of this environment; tell whether it was."""
    place = Path(jupyter_data_dir()) / "kernels" / name
    try:
        spec = json.loads((place / "kernel.json").read_text("utf-8"))
        mine = bool(spec["metadata"]["jovian-lab"]["environment"] == str(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if mine:
        shutil.rmtree(place, ignore_errors=True)
    return mine


def forget(folder: Path) -> list[str]:
    """Remove every kernel of an environment that is no more; return their names."""
    kernels = Path(jupyter_data_dir()) / "kernels"
    try:
        names = sorted(place.name for place in kernels.iterdir())
    except OSError:
        return []
    return [name for name in names if unregister(name, folder)]


def _take(kernels: Path, name: str) -> Path:
    known = {existing.lower() for existing in KernelSpecManager().find_kernel_specs()}
    for number in range(1, _MOST_SUFFIXES):
        own = name if number == 1 else f"{name}-{number}"
        if own.lower() in known:
            continue
        with contextlib.suppress(FileExistsError):
            (kernels / own).mkdir()
            return kernels / own
    raise Busy(f"There are too many kernels called {name}.", "Choose another name, or remove some of them.")


def _programs(folder: Path, kind: str) -> list[str]:
    if not process.is_windows():
        return [str(folder / "bin")]
    if kind == "venv":
        return [str(folder / "Scripts")]
    return [str(folder), str(folder / "Library" / "bin"), str(folder / "Scripts")]


def _variables(folder: Path, kind: str) -> dict[str, str]:
    return {"VIRTUAL_ENV" if kind == "venv" else "CONDA_PREFIX": str(folder)}


def _pictures(folder: Path, place: Path) -> None:
    """Take the kernel's own pictures, where it brings any."""
    for picture in (folder / "share" / "jupyter" / "kernels" / "python3").glob("logo-*"):
        with contextlib.suppress(OSError):
            shutil.copyfile(picture, place / picture.name)
