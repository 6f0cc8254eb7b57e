"""Publishing: a version as a file for people who only read."""

from __future__ import annotations

import os

from jovian_lab.comments.values import DamagedEvent, Threads
from jovian_lab.environment.values import Environment
from jovian_lab.errors import Damaged, JovianError
from jovian_lab.project.discussing import Discussing
from jovian_lab.project.environment import Environments
from jovian_lab.publish import Export, Format, Publication, Shown, export
from jovian_lab.store.values import Version


class Publishing(Environments, Discussing):
    """The verb that makes such a file."""

    def export(
        self,
        path: str | os.PathLike[str],
        version: str | int | None = None,
        *,
        format: Format = "html",
        threads: Shown = "all",
    ) -> Export:
        """Make a file of a version, with what is said about it; nothing is written.

        Parameters
        ----------
        path : path
            The notebook.
        version : str or int, optional
            Name of a version; by default the newest.
        format : str
            "html" (a page in one file that runs nothing and asks for nothing), "markdown", "ipynb" (the exact bytes)
            or "json" (the version and its threads, for programs).
        threads : str
            "all", "open" (those that are not resolved) or "none"; ipynb has none in any case.

        Raises
        ------
        NotebookNotFound, VersionNotFound, InputError
        Damaged
            If the notebook is. Damaged comments are left out, and the file says so.
        """
        found = self.version(path, "latest" if version is None else version)
        wants_threads = format != "ipynb" and threads != "none"
        return export(
            Publication(
                found,
                self.read(path, found.id),
                self._said(path, found) if wants_threads else None,
                self._made_with(path, found) if format == "html" else None,
            ),
            format,
            threads,
        )

    def _said(self, path: str | os.PathLike[str], version: Version) -> Threads:
        try:
            return self.discussion(path).read(version=version.id)
        except Damaged as error:
            return Threads(version.notebook, version.id, [], [DamagedEvent("", error.message)], True)

    def _made_with(self, path: str | os.PathLike[str], version: Version) -> Environment | None:
        """Return the environment, None where it was not recorded or cannot be read: the page is made without it."""
        try:
            return self.environment(path, version.id).environment if version.environment else None
        except JovianError:
            return None
