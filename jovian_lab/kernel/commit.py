"""`jovian_lab.commit()`: through the frontend where there is one, from the disk where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jovian_lab.errors import InputError, JovianError
from jovian_lab.kernel.disk import Wanted, commit_file, outcome
from jovian_lab.kernel.place import notebook_path, running_shell, session_path

if TYPE_CHECKING:
    from ipykernel.zmqshell import ZMQInteractiveShell

    from jovian_lab.kernel.request import Request
    from jovian_lab.project import Version

PathLike = str | os.PathLike[str]


def commit(
    message: str | None = None,
    files: PathLike | Iterable[PathLike] = (),
    *,
    filename: PathLike | None = None,
    allow_empty: bool = False,
    environment: bool | str | os.PathLike[str] | None = True,
) -> Version | Request | None:
    """Keep the notebook this is called in as a new version.

    In JupyterLab and Notebook 7 the notebook is saved and committed as you see it, as soon as the cell has
    ended. Anywhere else (VS Code, papermill, nbconvert, a script) the file on disk is committed at once.

    Parameters
    ----------
    message : str, optional
        What changed; the first line is the version's title.
    files : path or iterable of paths, optional
        Files the notebook needs, such as "utils.py", kept with the version; relative to the working
        folder. By default those of the newest version.
    filename : path, optional
        The notebook, where it cannot be known: in scripts, and for another notebook than this one.
    allow_empty : bool, optional
        Make a version even when nothing has changed.
    environment : bool or path, optional
        Whether to record the packages of this kernel; or the path of another Python whose packages are meant.
        The words "auto", "conda" and "pip" mean the same as True.

    Returns
    -------
    Version, Request or None
        In JupyterLab and Notebook 7 a Request, whose `state` and `version` are filled in after the cell has
        ended. Otherwise the version, or None when nothing has changed.

    Raises
    ------
    JovianError
        When the file cannot be committed, or it is not known which one it is. In a notebook it is shown
        without a traceback.
    """
    shell = running_shell()
    try:
        wanted = Wanted(_text(message), _paths(files), allow_empty, _environment(environment))
        cell = _frontend_cell(shell, filename) if isinstance(wanted.environment, bool) else None
        if shell is not None and cell is not None:
            from jovian_lab.kernel.request import ask_frontend

            return ask_frontend(shell, cell, wanted)
        path = notebook_path(filename, shell)
        version = commit_file(path, wanted)
    except JovianError as error:
        _show_without_traceback(error)
        raise
    print(outcome(path, version))
    return version


def _text(message: str | None) -> str:
    if message is not None and not isinstance(message, str):
        raise InputError(
            f"The message is {type(message).__name__}, not text.",
            "For instance: jovian_lab.commit('Try an SVM', files=['utils.py']).",
        )
    return message or ""


def _environment(environment: bool | str | os.PathLike[str] | None) -> bool | str:
    if environment is None or isinstance(environment, bool):
        return bool(environment)
    if not isinstance(environment, (str, os.PathLike)):
        raise InputError(f"{environment!r} is no environment.", "For instance: environment=False, or a Python's path.")
    if environment in ("auto", "conda", "pip"):  # as notebooks of the original library have it
        return True
    path = os.path.abspath(environment)
    if not os.path.exists(path):
        raise InputError(f"There is no Python at '{path}'.", "Name an interpreter, or leave 'environment' out.")
    return path


def _paths(files: PathLike | Iterable[PathLike]) -> list[Path]:
    several = [files] if isinstance(files, (str, os.PathLike)) else list(files)
    for file in several:
        if not isinstance(file, (str, os.PathLike)):
            raise InputError(f"{file!r} in files is no path.", "For instance: files=['utils.py'].")
    return [Path(os.path.abspath(file)) for file in several]


def _frontend_cell(shell: ZMQInteractiveShell | None, filename: PathLike | None) -> str | None:
    """The id of the running cell, when JupyterLab or Notebook 7 runs it and it is their notebook that is meant."""
    if shell is None:
        return None
    if filename is not None and Path(os.path.abspath(filename)) != session_path():
        return None
    metadata = shell.parent_header.get("metadata", {})
    cell = metadata.get("cellId")
    return cell if isinstance(cell, str) and "deletedCells" in metadata else None


def _show_without_traceback(error: JovianError) -> None:
    """Let IPython show the error as the two lines a person needs."""
    lines = [f"{type(error).__name__}: {error.message}"]
    if error.hint:
        lines.append(f"Hint: {error.hint}")
    vars(error)["_render_traceback_"] = lambda: lines
