"""Environment: what a version was made with, what the kernel has now, and how they differ."""

from __future__ import annotations

import os

from jovian_lab import environments
from jovian_lab.environment import kept
from jovian_lab.environment.kept import Choice, RunningKernel
from jovian_lab.environment.values import Environment
from jovian_lab.environments import Drift, EnvironmentComparison, VersionEnvironment, spec_of
from jovian_lab.errors import JovianError, VersionNotFound
from jovian_lab.notebook.describe import Kernel, kernel_in
from jovian_lab.project.versions import Versions
from jovian_lab.store import committing, index, worktree


class Environments(Versions):
    """The verbs that read and compare environments."""

    def environment(self, path: str | os.PathLike[str], version: str | int) -> VersionEnvironment:
        """Return a version's environment, and the names of the files that describe it.

        Raises
        ------
        VersionNotFound, NotebookNotFound
        Damaged
            If the environment cannot be read; the version's notebook still can.
        """
        return environments.of_version(self._store, self.version(path, version))

    def environment_file(self, path: str | os.PathLike[str], version: str | int, name: str) -> bytes:
        """Return a file that describes a version's environment, such as "requirements.txt".

        Raises
        ------
        VersionNotFound
            If there is no such version, or it keeps no such file.
        NotebookNotFound, Damaged
        """
        found = self.version(path, version)
        files = environments.files_of(self._store, found)
        if name not in files:
            names = ", ".join(sorted(files)) or "none"
            raise VersionNotFound(f"v{found.number} keeps no {name[:60]!r} of its environment.", f"It keeps: {names}.")
        return files[name]

    def present_environment(
        self, path: str | os.PathLike[str], *, kernel: RunningKernel | None = None, seconds: float = 10
    ) -> Environment:
        """Return the environment of a notebook's kernel as it is now. It never fails: see `Environment.missing`.

        Parameters
        ----------
        path : path
            The notebook.
        kernel : RunningKernel, optional
            The kernel it runs in, where that is known; by default its kernelspec decides.
        seconds : float
            How long to wait for it.
        """
        relative = worktree.inside(self.folder, path)
        return self._present(relative, self._kernel_of(relative), kernel, seconds)

    def environment_diff(
        self,
        path: str | os.PathLike[str],
        old: str | int,
        new: str | int | None = None,
        *,
        kernel: RunningKernel | None = None,
    ) -> EnvironmentComparison:
        """Compare the environments of two versions; without `new`, a version's with the kernel's as it is now.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        """
        before = self.environment(path, old)
        if new is not None:
            return environments.compared(before, self.environment(path, new))
        return environments.compared_with(before, self.present_environment(path, kernel=kernel))

    def drift(self, path: str | os.PathLike[str], *, kernel: RunningKernel | None = None) -> Drift:
        """Tell whether the kernel's environment is still what the newest version was made with.

        Raises
        ------
        Damaged
        """
        relative = worktree.inside(self.folder, path)
        with index.opened(self._store) as opened:
            key = opened.key_of(relative)
            newest = opened.newest(key) if key else None
        if newest is None:
            return Drift(None, None, None, None, "The notebook has no versions yet.")
        present = self.present_environment(relative, kernel=kernel)
        return environments.drift(environments.of_version(self._store, newest), present)

    def warm(self, path: str | os.PathLike[str], *, kernel: RunningKernel | None = None) -> None:
        """Begin to read the environment of a notebook's kernel, so that the next commit finds it read."""
        relative = worktree.inside(self.folder, path)
        kept.begin(Choice(running=kernel), spec_of(self._kernel_of(relative), self._beside(relative)))

    def _kernel_of(self, relative: str) -> Kernel | None:
        """Return what a notebook says of its kernel now; of one that is gone, what its newest version said."""
        try:
            return kernel_in(committing.read(self.folder, relative))
        except JovianError:
            with index.opened(self._store) as opened:
                key = opened.key_of(relative)
                newest = opened.newest(key) if key else None
            return newest.kernel if newest else None

    def _present(
        self, relative: str, kernel: Kernel | None, running: RunningKernel | None, seconds: float
    ) -> Environment:
        return kept.begin(Choice(running=running), spec_of(kernel, self._beside(relative))).result(seconds)
