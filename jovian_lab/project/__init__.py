"""Project: the user's verbs on one folder of notebooks, each a few lines that join the folders below."""

from __future__ import annotations

from jovian_lab.comments.discussion import Discussion
from jovian_lab.comments.values import People, Person, Place, Region, Target, Thread, Threads
from jovian_lab.environment.compare import EnvironmentDiff
from jovian_lab.environment.compare import in_words as interpreter_in_words
from jovian_lab.environment.kept import Choice, RunningKernel
from jovian_lab.environment.restore.values import Made as MadeEnvironment
from jovian_lab.environment.restore.values import Plan as InstallPlan
from jovian_lab.environment.restore.values import Progress as InstallProgress
from jovian_lab.environment.restore.values import Question as InstallQuestion
from jovian_lab.environment.restore.values import Report as InstallReport
from jovian_lab.environment.values import Environment
from jovian_lab.environments import Drift, EnvironmentComparison, EnvironmentFile, VersionEnvironment, name_for
from jovian_lab.notebook.changes import NotebookDiff
from jovian_lab.notebook.describe import CellCounts, Changes, Kernel
from jovian_lab.project.committing import Committing, Status
from jovian_lab.project.differences import Difference, Differences, compare_files
from jovian_lab.project.discussing import Discussing
from jovian_lab.project.installing import (
    Installing,
    activation,
    folder_install_plan,
    install,
    made_environments,
    remove_environment,
)
from jovian_lab.project.keeping import Keeping
from jovian_lab.project.naming import Naming
from jovian_lab.project.publishing import Publishing
from jovian_lab.project.restoring import Restored, Restoring
from jovian_lab.project.watching import Watching
from jovian_lab.publish import Export
from jovian_lab.store.comparing import CellHistory, CellMoment, FileChange
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import (
    Author,
    EnvironmentSummary,
    FileEntry,
    FsckReport,
    GcReport,
    Notebook,
    Origin,
    Page,
    Parent,
    Problem,
    Version,
)

__all__ = [
    "Author", "CellCounts", "CellHistory", "CellMoment", "Changes", "Choice", "Difference", "Discussion", "Drift",
    "Environment", "EnvironmentComparison", "EnvironmentDiff", "EnvironmentFile", "EnvironmentSummary", "Export",
    "FileChange",
    "FileEntry", "FsckReport", "GcReport", "InstallPlan", "InstallProgress", "InstallQuestion", "InstallReport",
    "Kernel", "MadeEnvironment", "Notebook", "NotebookDiff", "Origin", "Page", "Parent", "People", "Person", "Place",
    "Problem", "Project", "Region", "Restored", "RunningKernel", "Status", "Target", "Thread", "Threads", "Version",
    "VersionEnvironment", "activation", "compare_files", "folder_install_plan", "install", "interpreter_in_words",
    "local_author", "made_environments", "name_for", "remove_environment",
]  # fmt: skip


class Project(Committing, Restoring, Naming, Publishing, Differences, Installing, Discussing, Keeping, Watching):
    """A folder with a store in it.

    Paths are relative to `folder`, or absolute; a version is named by number ("v3", "3", 3), by id or the beginning
    of one (4 digits or more), by tag, or as "latest". Every method may raise `GitUnavailable`, `Damaged`,
    `StoreTooNew`, `Busy`, `PermissionDenied`, `DiskFull` and `StorageError`; what else it raises is said there.

    Parameters
    ----------
    store : Store
        Use `open`, `find` or `for_notebook` instead of calling this.
    """
