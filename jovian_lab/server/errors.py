"""Errors on the wire: the one table from our errors to HTTP statuses, and the few errors only a server has."""

from __future__ import annotations

from http import HTTPStatus

from jovian_lab import errors
from jovian_lab.errors import JovianError


class TooLarge(errors.InputError):
    """The request's body is larger than its route takes."""

    code = "too-large"


class Overdue(errors.Busy):
    """The work goes on longer than a request may wait."""

    code = "overdue"


class ContentsNotLocal(JovianError):
    """The server's contents are not files on a disk of this machine."""

    code = "contents-not-local"


STATUSES: dict[type[JovianError], int] = {
    TooLarge: 413,
    ContentsNotLocal: 501,
    errors.InputError: 400,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.PermissionDenied: 403,
    errors.DiskFull: 507,
    errors.Damaged: 422,
    errors.GitUnavailable: 503,
    errors.Busy: 503,
    errors.StorageError: 503,
    errors.InstallFailed: 422,
    errors.Cancelled: 409,
}

# for what tornado and Jupyter refuse themselves, before our code is reached
_ROUTES = "See docs/rest-api.md for the routes there are."
_REFUSALS = {
    400: ("invalid-input", "The request cannot be read.", "See docs/rest-api.md for what this route takes."),
    401: ("not-signed-in", "You are not signed in to this server.", "Sign in again, then retry."),
    403: ("forbidden", "You are not allowed to do this on this server.", "Sign in again, then retry."),
    404: ("unknown-route", "The server has no such route.", _ROUTES),
    405: ("method-not-allowed", "This route does not take that method.", _ROUTES),
    413: ("too-large", "The request is too large.", "Send less at once."),
}
_UNEXPECTED = ("internal", "The server failed unexpectedly.", "Its log has the details.")


def status_of(error: JovianError) -> int:
    """The HTTP status of an error: its own, or that of the nearest kind it belongs to."""
    for kind in type(error).__mro__:
        if kind in STATUSES:
            return STATUSES[kind]
    return 500


def body_of(error: JovianError) -> dict[str, str]:
    """An error as it is sent."""
    return {"code": error.code, "message": error.message, "hint": error.hint}


def refusal(status: int) -> dict[str, str]:
    """What is sent with a status that did not come from an error of ours; never a detail of the failure."""
    fallback = _UNEXPECTED
    if status < 500:
        fallback = ("refused", f"The server refused the request ({HTTPStatus(status).phrase}).", "")
    code, message, hint = _REFUSALS.get(status, fallback)
    return {"code": code, "message": message, "hint": hint}
