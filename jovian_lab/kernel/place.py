"""Which notebook the running code belongs to: told by the caller, or by the program that started the kernel."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jovian_lab.errors import InputError, NotebookNotFound

if TYPE_CHECKING:
    from ipykernel.zmqshell import ZMQInteractiveShell

SESSION = "JPY_SESSION_NAME"
HINT = "Say which one: jovian_lab.commit(filename='analysis.ipynb')."


def running_shell() -> ZMQInteractiveShell | None:
    """The shell of the kernel we run in; None in a script or a plain interpreter."""
    import sys

    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    return shell if getattr(shell, "kernel", None) is not None else None


def session_path() -> Path | None:
    """The notebook Jupyter Server started this kernel for.

    Returns
    -------
    Path or None
        None when the kernel was started by something else: then the variable, if there is one, was inherited
        from a kernel further up (papermill or nbclient running inside a notebook) and names that one's notebook.
    """
    named = os.environ.get(SESSION, "")
    if not named.endswith(".ipynb") or _environment_of_parent().get(SESSION) == named:
        return None
    return Path(os.path.abspath(named))


def _environment_of_parent() -> dict[str, str]:
    """The environment our parent process was started with; empty where the system does not tell."""
    import psutil

    try:
        return dict(psutil.Process(os.getppid()).environ())
    except (psutil.Error, OSError):
        return {}


def notebook_path(filename: str | os.PathLike[str] | None, shell: ZMQInteractiveShell | None) -> Path:
    """The file to commit when it is read from the disk.

    Parameters
    ----------
    filename : path, optional
        What the caller said; relative to the working folder.
    shell : ZMQInteractiveShell, optional
        The kernel's shell, whose variables VS Code and papermill write the path into.

    Returns
    -------
    Path
        Absolute, and a file that exists.

    Raises
    ------
    InputError
        When nobody said which notebook it is.
    NotebookNotFound
        When there is no such file.
    """
    path = _told(filename, shell)
    if path is None:
        raise InputError("It is not known which notebook this code belongs to.", HINT)
    if not path.exists():
        raise NotebookNotFound(
            f"There is no file '{path}'; it may have been renamed while the kernel was running.", HINT
        )
    return path


def _told(filename: str | os.PathLike[str] | None, shell: ZMQInteractiveShell | None) -> Path | None:
    """The first answer to "which notebook", from the most to the least explicit."""
    if filename is not None:
        return Path(os.path.abspath(filename))
    if shell is None:
        return None
    for variable in ("__vsc_ipynb_file__", "PAPERMILL_OUTPUT_PATH"):
        value = shell.user_ns.get(variable)
        if isinstance(value, str) and value:
            return Path(os.path.abspath(value))
    return session_path()
