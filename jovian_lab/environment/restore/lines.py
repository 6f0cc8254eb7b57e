"""Text that strangers wrote, cut into lines within bounds; names and versions that can be nothing else."""

from __future__ import annotations

import re

from jovian_lab.environment.restore.redact import without_credentials
from jovian_lab.errors import InputError

LARGEST = 4 << 20  # bytes of one file
_MOST_LINES = 50_000
LONGEST = 4096  # characters of a line that can be asked about
_MOST_PACKAGES = 5_000

# PEP 508 and conda agree on these; ASCII only, so that nothing looks like something else
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?", re.ASCII)
_CONDA_NAME = re.compile(r"_{0,2}[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9_])?", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+!-]{0,126}[A-Za-z0-9])?", re.ASCII)
_BUILD = re.compile(r"[A-Za-z0-9_.+]{1,128}", re.ASCII)
_HASH = re.compile(r"sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}|md5:[0-9a-f]{32}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ODD = re.compile(r"[^ -~]")


def text_of(file: str, content: bytes) -> str:
    """Return a file's text.

    Raises
    ------
    InputError
        If it is too large or no UTF-8.
    """
    if len(content) > LARGEST:
        raise InputError(f"{file} is too large to be a list of packages.", "Nothing of it was followed.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not a text in UTF-8.", "Nothing of it was followed.") from error


def logical_lines(file: str, text: str) -> list[str]:
    """Cut a requirements file as pip does: continuations joined, comments and empty lines left out."""
    physical = re.split(r"\r\n|\n|\r", text)
    if len(physical) > _MOST_LINES:
        raise InputError(f"{file} has too many lines.", "Nothing of it was followed.")
    lines: list[str] = []
    held: list[str] = []
    for line in physical:
        if line.lstrip().startswith("#"):
            line = " #"  # a comment ends a continuation, too
        if line.endswith("\\") and "#" not in line:
            held.append(line[:-1])
            continue
        lines.append("".join([*held, line]))
        held.clear()
    lines.append("".join(held))
    stripped = (re.sub(r"(^|\s)#.*$", "", line).strip() for line in lines)
    return [line for line in stripped if line]


def check_count(file: str, count: int) -> None:
    """Raise InputError when a file asks for more packages than an environment has."""
    if count > _MOST_PACKAGES:
        raise InputError(f"{file} asks for more than {_MOST_PACKAGES} packages.", "Nothing of it was followed.")


def shown(line: str) -> str:
    """A line as it may be shown and asked about: nothing that hides or looks like something else, no credentials."""
    visible = _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", without_credentials(line))
    return visible if len(visible) <= LONGEST else visible[: LONGEST - 1] + "…"


def has_control(line: str) -> bool:
    """Whether a line holds characters that cannot be seen."""
    return _CONTROL.search(line) is not None


def is_name(name: str) -> bool:
    """Whether this can be the name of a Python package."""
    return _NAME.fullmatch(name) is not None


def is_conda_name(name: str) -> bool:
    """Whether this can be the name of a conda package."""
    return _CONDA_NAME.fullmatch(name) is not None


def is_version(version: str) -> bool:
    """Whether this can be a version of anything."""
    return _VERSION.fullmatch(version) is not None


def is_build(build: str) -> bool:
    """Whether this can be the build string of a conda package."""
    return _BUILD.fullmatch(build) is not None


def is_hash(value: str) -> bool:
    """Whether this is the hash of a file, with its kind."""
    return _HASH.fullmatch(value) is not None
