"""Environments: read the kernel's, compare two, and make one again elsewhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jovian_lab.environment.values import Environment

if TYPE_CHECKING:
    from jovian_lab.environment.cache import capture as capture_cached
    from jovian_lab.environment.captured import files
    from jovian_lab.environment.detect import Target, for_notebook, for_python, for_this_process

__all__ = [
    "Environment",
    "Target",
    "capture",
    "capture_cached",
    "files",
    "for_notebook",
    "for_python",
    "for_this_process",
]


def capture(
    python: str | os.PathLike[str] | None = None,
    *,
    kernel: str | None = None,
    folder: str | os.PathLike[str] = "",
) -> Environment:
    """Return an environment as it is now, read from files: nothing is started.

    Parameters
    ----------
    python : str or path, optional
        The interpreter, or the folder of its environment.
    kernel : str, optional
        Name of a kernelspec, where no interpreter is named; without both, the Python that runs this.
    folder : str or path, optional
        The notebook's, where a project's own files may be.

    Returns
    -------
    Environment
        It is always returned; its `missing` says what could not be read.
    """
    from jovian_lab.environment import detect, reading

    if python is not None:
        target = detect.for_python(python)
    elif kernel is not None:
        target = detect.for_notebook(kernel, folder=folder)
    else:
        target = detect.for_this_process()
    return reading.read(target).environment


def __getattr__(name: str) -> object:
    """Load a public name the first time it is asked for: most of what imports this package needs its values only."""
    if name == "capture_cached":
        from jovian_lab.environment import cache

        return cache.capture
    if name == "files":
        from jovian_lab.environment import captured

        return captured.files
    if name in ("Target", "for_notebook", "for_python", "for_this_process"):
        from jovian_lab.environment import detect

        return getattr(detect, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
