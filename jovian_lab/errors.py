"""The one tree of errors: what went wrong, under a code programs can rely on, and what to do about it.

JovianError
├── InputError             the request makes no sense
│   ├── PathOutsideRoot    the path leads out of the folder we may touch
│   ├── NotAFile           a folder, a device, a socket
│   └── ConfirmationNeeded a destructive verb without its explicit yes
├── NotFound
│   ├── NotebookNotFound
│   ├── VersionNotFound
│   └── ProjectNotFound
├── Conflict
│   ├── FileChanging       the notebook kept changing while it was read
│   └── StoreTooNew        the store was written by a newer jovian-lab
├── PermissionDenied       the system does not let us read or write there
├── DiskFull
├── Damaged                a stored object is missing or is not what its name says
├── GitUnavailable         git is missing or too old
├── Busy                   another process holds the store's lock for too long
├── StorageError           any other failure of the disk
├── InstallFailed          an environment could not be made; nothing is left of it
└── Cancelled              somebody stopped it; nothing is left of it
"""

from __future__ import annotations

import errno
from typing import ClassVar


class JovianError(Exception):
    """Base of every error that jovian-lab raises on purpose.

    Parameters
    ----------
    message : str
        One sentence for a person: what is wrong.
    hint : str
        One sentence: what to do about it; may be empty.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(JovianError):
    """The request cannot be carried out as it was said."""

    code = "invalid-input"


class PathOutsideRoot(InputError):
    """The path leads out of the folder that may be read and written."""

    code = "path-outside-root"


class NotAFile(InputError):
    """The path names something that is not a regular file."""

    code = "not-a-file"


class ConfirmationNeeded(InputError):
    """A destructive verb was called without its explicit confirmation."""

    code = "confirmation-needed"


class NotFound(JovianError):
    """What was asked for does not exist."""

    code = "not-found"


class NotebookNotFound(NotFound):
    """No notebook of that name, on disk or in the store."""

    code = "notebook-not-found"


class VersionNotFound(NotFound):
    """The notebook has no version of that name."""

    code = "version-not-found"


class ProjectNotFound(NotFound):
    """No folder with a `.jovian` store, here or above."""

    code = "project-not-found"


class Conflict(JovianError):
    """The request clashes with the present state."""

    code = "conflict"


class FileChanging(Conflict):
    """The notebook kept changing while it was being read."""

    code = "file-changing"


class StoreTooNew(Conflict):
    """The store, or a version in it, was written by a newer jovian-lab."""

    code = "store-too-new"


class PermissionDenied(JovianError):
    """The operating system refuses access."""

    code = "permission-denied"


class DiskFull(JovianError):
    """There is no room left on the disk (or in the quota)."""

    code = "disk-full"


class Damaged(JovianError):
    """A stored object is missing, unreadable or not what its name says."""

    code = "damaged"


class GitUnavailable(JovianError):
    """git is not installed, or is too old."""

    code = "git-unavailable"


class Busy(JovianError):
    """The store's lock could not be had in time."""

    code = "busy"


class StorageError(JovianError):
    """The disk failed in another way."""

    code = "storage-error"


class InstallFailed(JovianError):
    """The environment could not be made; nothing is left of it."""

    code = "install-failed"


class Cancelled(JovianError):
    """The work was stopped by whoever had asked for it; nothing is left of it."""

    code = "cancelled"


def from_os_error(error: OSError, doing: str) -> JovianError:
    """Translate an operating-system error into ours.

    Parameters
    ----------
    error : OSError
        What the system said.
    doing : str
        What was being done, as the middle of a sentence: "write the version".

    Returns
    -------
    JovianError
        The matching error, ready to be raised `from error`.
    """
    where = f" ({error.filename})" if isinstance(error.filename, str) else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"No room left on the disk to {doing}.",
            "Free some space and try again; nothing was changed.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return PermissionDenied(
            f"Not allowed to {doing}{where}.",
            "Check the permissions of the folder, or copy the notebook to a folder of your own.",
        )
    return StorageError(
        f"The disk failed to {doing}: {error.strerror or error}{where}.",
        "Nothing was changed. Try again; if it keeps happening, check the disk.",
    )
