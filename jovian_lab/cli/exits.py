"""The exit code of each kind of error: one table, documented in docs/cli.md."""

from __future__ import annotations

from jovian_lab import errors

UNEXPECTED = 70
INTERRUPTED = 130
READER_GONE = 141

EXIT_CODES: dict[type[errors.JovianError], int] = {
    errors.InputError: 2,
    errors.NotFound: 3,
    errors.Conflict: 4,
    errors.PermissionDenied: 5,
    errors.DiskFull: 6,
    errors.Damaged: 7,
    errors.GitUnavailable: 8,
    errors.Busy: 9,
    errors.StorageError: 10,
    errors.InstallFailed: 11,
    errors.Cancelled: 12,
}


def exit_code(error: errors.JovianError) -> int:
    """The exit code of the nearest class of the error that the table knows."""
    known = (code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
    return next(known, UNEXPECTED)
