"""Installing: an environment made again, of a version or of a folder's files."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from jovian_lab import environments
from jovian_lab.environment.restore.values import Made as MadeEnvironment
from jovian_lab.environment.restore.values import Plan as InstallPlan
from jovian_lab.environment.restore.values import Progress as InstallProgress
from jovian_lab.environment.restore.values import Report as InstallReport
from jovian_lab.environments import name_for
from jovian_lab.errors import InputError
from jovian_lab.project.versions import Versions
from jovian_lab.store import worktree
from jovian_lab.store.values import Version


class Installing(Versions):
    """The verbs that make a version's environment again."""

    def install_plan(
        self,
        path: str | os.PathLike[str],
        version: str | int,
        *,
        platform: str | None = None,
        accepted: Collection[str] = (),
        declined: Collection[str] = (),
    ) -> InstallPlan:
        """Plan how to make a version's environment anew. Starts nothing.

        Parameters
        ----------
        path : path
            The notebook.
        version : str or int
            A name of the version.
        platform : str, optional
            For which system, by default this one: "linux-64", "macos-arm64", "windows", …
        accepted, declined : collection of str
            Lines of its files, asked about in the plan's `questions` before, that may be followed, or are left out.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged
        InputError
            If its files cannot be understood, or it has none.
        """
        from jovian_lab.environment import imports

        found = self.version(path, version)
        files = environments.files_of(self._store, found)
        if not files:
            raise InputError(
                f"v{found.number} was made without recording an environment.", "Take a version that has one."
            )
        modules = imports.of(self.read(path, found.id))
        return _plan(files, modules, platform, accepted, declined, found.created)

    def install(
        self,
        path: str | os.PathLike[str],
        version: str | int,
        *,
        name: str = "",
        dry_run: bool = False,
        platform: str | None = None,
        accepted: Collection[str] = (),
        declined: Collection[str] = (),
        progress: Callable[[InstallProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        seconds: float = 3600,
    ) -> InstallReport:
        """Make a version's environment anew, apart from every other, with a kernel in it.

        Parameters
        ----------
        path, version, platform, accepted, declined
            As for `install_plan`.
        name : str
            Of the environment and its kernel; by default after the notebook and the version.
        dry_run : bool
            Only find out what would be installed.
        progress : callable, optional
            Told how far it is.
        cancelled : callable, optional
            Asked whether to stop.
        seconds : float
            How long it may take.

        Raises
        ------
        VersionNotFound, NotebookNotFound, Damaged, InputError
        ConfirmationNeeded
            If lines of its files need a yes.
        InstallFailed, Cancelled, Conflict, DiskFull, PermissionDenied
            Nothing is left then.
        """
        plan = self.install_plan(path, version, platform=platform, accepted=accepted, declined=declined)
        found = self.version(path, version)
        return install(
            plan,
            name=self.install_name(path, found, name),
            display_name=self.install_title(path, found),
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
            seconds=seconds,
        )

    def install_name(self, path: str | os.PathLike[str], version: Version, wanted: str = "") -> str:
        """Return the name of a new environment for a version: what is wanted, or after notebook and version.

        Raises
        ------
        InputError
            If what is wanted cannot be a name.
        """
        return name_for(wanted, f"{Path(worktree.inside(self.folder, path)).stem}-v{version.number}")

    def install_title(self, path: str | os.PathLike[str], version: Version) -> str:
        """Return what the kernel of a version's environment is called where people choose one."""
        return f"{Path(worktree.inside(self.folder, path)).stem} v{version.number}"


def install(
    plan: InstallPlan,
    *,
    name: str,
    display_name: str = "",
    dry_run: bool = False,
    progress: Callable[[InstallProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    seconds: float = 3600,
) -> InstallReport:
    """Make a planned environment; see `Project.install`."""
    from jovian_lab.environment import restore

    return restore.install(
        plan,
        name=name,
        display_name=display_name,
        dry_run=dry_run,
        progress=progress,
        cancelled=cancelled,
        seconds=seconds,
    )


def folder_install_plan(
    folder: str | os.PathLike[str],
    *,
    platform: str | None = None,
    accepted: Collection[str] = (),
    declined: Collection[str] = (),
) -> InstallPlan:
    """Plan how to make the environment that the files in a folder describe; see `Project.install_plan`.

    Raises
    ------
    NotFound
        If none does.
    InputError
    """
    return _plan(environments.in_folder(Path(folder)), (), platform, accepted, declined, None)


def made_environments() -> list[MadeEnvironment]:
    """Return the environments that were made here."""
    from jovian_lab.environment import restore

    return restore.environments()


def remove_environment(name: str) -> MadeEnvironment:
    """Remove an environment that was made here, and its kernel.

    Raises
    ------
    NotFound
    """
    from jovian_lab.environment import restore

    return restore.remove_environment(name)


def activation(made: MadeEnvironment, shell: str) -> str:
    """Return the command that activates an environment in a shell.

    Raises
    ------
    InputError
        If that shell is not known.
    """
    from jovian_lab.environment import restore

    return restore.activation(made.folder, shell, made.kind)


def _plan(
    files: Mapping[str, bytes],
    imports: Sequence[str],
    platform: str | None,
    accepted: Collection[str],
    declined: Collection[str],
    created: str | None,
) -> InstallPlan:
    from jovian_lab.environment import restore

    return restore.plan(
        files, imports=imports, platform=platform, accepted=accepted, declined=declined, created=created
    )
