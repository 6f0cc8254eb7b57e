"""Which notebook and which version somebody means, where the notebook may be left out because there is only one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jovian_lab.cli.options import here, project_around, project_of
from jovian_lab.errors import InputError

if TYPE_CHECKING:
    from jovian_lab.project import Project


def notebook_and_version(first: str | None, second: str | None) -> tuple[Project, str, str | None]:
    """Tell what `[NOTEBOOK] [VERSION]` means.

    Parameters
    ----------
    first : str or None
        A notebook, or a version of the only notebook of the project here.
    second : str or None
        A version, where the first is a notebook.

    Returns
    -------
    tuple of Project, str and (str or None)
        The project, the notebook's path in it, and the version that was named.

    Raises
    ------
    ProjectNotFound
        If the notebook has no versions, or there is no project here.
    InputError
        If the project has several notebooks, so that one must be named.
    """
    if first is not None and (second is not None or first.endswith(".ipynb") or os.path.isfile(here(first))):
        return *project_of(first), second
    project = project_around(".")
    paths = [notebook.path for notebook in project.notebooks()]
    if len(paths) != 1:
        some = ", ".join(paths[:5]) + (", …" if len(paths) > 5 else "")
        raise InputError(
            f"The project here has {len(paths)} notebooks" + (f": {some}." if paths else "."),
            "Name the notebook first.",
        )
    return project, paths[0], first
