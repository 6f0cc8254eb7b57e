"""Making the example project: each step is written, executed and committed; all of it or nothing appears."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jovian_lab.cli.demo.steps import STEPS, Step
from jovian_lab.cli.errors import Failure
from jovian_lab.errors import Conflict, JovianError, NotAFile, from_os_error

if TYPE_CHECKING:
    from jovian_lab.project import Version

NOTEBOOK = "digits.ipynb"
NEEDED = {
    "sklearn": "scikit-learn",
    "matplotlib": "matplotlib",
    "ipykernel": "ipykernel",
    "nbclient": "nbclient",
}
README = f"""# Handwritten digits, in five versions

Open `{NOTEBOOK}` in JupyterLab and look at the **Versions** sidebar.
Change a cell, run it and click **Commit** in the notebook's toolbar: that is v6.
In a terminal: `jovian-lab log {NOTEBOOK}`, `jovian-lab show {NOTEBOOK} v2`, `jovian-lab restore {NOTEBOOK} v1`.
"""


def existing(folder: Path) -> list[Version] | None:
    """The versions of an example that is in the folder already.

    Parameters
    ----------
    folder : Path
        Where to look.

    Returns
    -------
    list of Version or None
        Oldest first; None when the folder is new, empty or something else.
    """
    if not (folder / ".jovian").is_dir():
        return None
    from jovian_lab.project import Project

    try:
        oldest_first = Project.open(folder).versions(NOTEBOOK, limit=10_000)[::-1]
    except JovianError:
        return None
    told = [version.recorded_title for version in oldest_first[: len(STEPS)]]
    return oldest_first if told == [step.title for step in STEPS] else None


def build(folder: Path, tell: Callable[[Version], None]) -> list[Version]:
    """Make the example project.

    Parameters
    ----------
    folder : Path
        A new or empty folder.
    tell : callable
        Called with each version when it is made.

    Returns
    -------
    list of Version
        The five versions, oldest first.

    Raises
    ------
    Conflict
        When the folder is not empty.
    NotAFile
        When it is a file.
    Failure
        When a package the example needs is not installed.
    JovianError
        When the disk or git refuses; then nothing is left behind.
    """
    _refuse_without_packages()
    if folder.exists() and not folder.is_dir():
        raise NotAFile(f"'{folder}' is a file.", "Name a new or an empty folder.")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise Conflict(f"'{folder}' is not empty.", "Name a new or an empty folder.")
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
        try:
            versions = _carry_out(workshop, tell)
            # The store comes last: a folder with a store is a finished example.
            for entry in sorted(os.listdir(workshop), reverse=True):
                os.rename(workshop / entry, folder / entry)
        finally:
            shutil.rmtree(workshop)
            if made and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise from_os_error(error, f"make the example in '{folder}'") from error
    return versions


def _refuse_without_packages() -> None:
    missing = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise Failure(
            "missing-packages",
            f"The example needs packages that are not installed: {', '.join(missing)}.",
            "Install them: pip install 'jovian-lab[demo]'",
            2,
        )


def _carry_out(folder: Path, tell: Callable[[Version], None]) -> list[Version]:
    """Write, execute and commit every step in a folder."""
    from jovian_lab.cli.demo.execute import runner
    from jovian_lab.project import Project

    (folder / "README.md").write_text(README, encoding="utf-8")
    project = Project.open(folder, create=True)
    versions = []
    with runner(folder) as kernel:
        for step in STEPS:
            for name, content in step.files.items():
                (folder / name).write_text(content, encoding="utf-8")
            kernel.execute(step.cells, folder / NOTEBOOK, times=step.runs)
            version = project.commit(NOTEBOOK, step.message, files=list(step.files))
            if version is None:
                raise _unchanged(step)
            tell(version)
            versions.append(version)
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    return versions


def _unchanged(step: Step) -> Failure:
    return Failure("internal", f"The step '{step.title}' changed nothing.", "Please report this.", 70)
