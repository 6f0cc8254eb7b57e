"""The error tree: stable codes, and what the operating system says in our words."""

from __future__ import annotations

import errno
import inspect
import re

import pytest

from jovian_lab import errors
from jovian_lab.errors import DiskFull, JovianError, PermissionDenied, StorageError, from_os_error

# Programs rely on these; a change here is a break.
CODES = {
    "InputError": "invalid-input",
    "PathOutsideRoot": "path-outside-root",
    "NotAFile": "not-a-file",
    "ConfirmationNeeded": "confirmation-needed",
    "NotFound": "not-found",
    "NotebookNotFound": "notebook-not-found",
    "VersionNotFound": "version-not-found",
    "ProjectNotFound": "project-not-found",
    "Conflict": "conflict",
    "FileChanging": "file-changing",
    "StoreTooNew": "store-too-new",
    "PermissionDenied": "permission-denied",
    "DiskFull": "disk-full",
    "Damaged": "damaged",
    "GitUnavailable": "git-unavailable",
    "Busy": "busy",
    "StorageError": "storage-error",
    "InstallFailed": "install-failed",
    "Cancelled": "cancelled",
}


def test_codes_stay() -> None:
    classes = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, JovianError)]
    assert {cls.__name__: cls.code for cls in classes if cls is not JovianError} == CODES


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    """Each line of the drawing names a class; its depth names the parent."""
    drawn: dict[str, str] = {}
    parents = ["JovianError"]
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"([│ ]*)[├└]── (\w+)", line):
            depth = len(match[1]) // 4 + 1
            parents[depth:] = [match[2]]
            drawn[match[2]] = parents[depth - 1]
    assert drawn == {name: getattr(errors, name).__base__.__name__ for name in CODES}


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, PermissionDenied),
        (errno.EPERM, PermissionDenied),
        (errno.EROFS, PermissionDenied),
        (errno.EIO, StorageError),
        (errno.EMFILE, StorageError),
    ],
)
def test_what_the_system_says_is_translated(number: int, expected: type[JovianError]) -> None:
    found = from_os_error(OSError(number, "words of the system", "/some/file"), "write the version")
    assert type(found) is expected
    assert "write the version" in found.message
    assert found.hint


def test_an_error_reads_as_its_message() -> None:
    assert str(errors.Busy("Somebody is at it.", "Wait.")) == "Somebody is at it."
    assert errors.Busy("Somebody is at it.").hint == ""
