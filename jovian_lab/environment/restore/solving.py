"""The question put to a solver and its answer, whatever the tool; and how far a version may be let go."""

from __future__ import annotations

import re
from typing import Any, Protocol

import msgspec
from packaging.version import InvalidVersion, Version

from jovian_lab.environment.restore.values import Want


class Unsolvable(Exception):
    """A solver found no solution; `text` is what it said."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Request(msgspec.Struct, frozen=True):
    """What is asked of a solver.

    Attributes
    ----------
    roots : list of Want
        What must be there.
    limits : list of Want
        Versions for whatever else comes along.
    alone : bool
        Whether only the roots are wanted, without what they need.
    before : str
        Nothing uploaded later than this (ISO 8601), empty for anything.
    """

    roots: list[Want]
    limits: list[Want]
    alone: bool = False
    before: str = ""


class Chosen(msgspec.Struct, frozen=True):
    """A package that a solver chose; `line` is how its own tool names it again, `record` what conda says of it."""

    name: str
    version: str
    manager: str = "pypi"
    line: str = ""
    record: dict[str, Any] | None = None


class Solver(Protocol):
    """A tool that chooses packages.

    Attributes
    ----------
    tool : str
        Its name.
    dated : bool
        Whether it can leave out what was uploaded later than a date.
    """

    tool: str
    dated: bool

    def solve(self, request: Request) -> list[Chosen]:
        """Choose packages.

        Raises
        ------
        Unsolvable
            If there is no solution.
        """


def steps(want: Want) -> list[Want]:
    """Return the conditions to try for a package, from its very build to any version."""
    if not want.version or want.direct:
        return [want]
    return [_with(want, spec, build) for spec, build in dict.fromkeys([*_strict(want), *_loose(want), ("", "")])]


def _strict(want: Want) -> list[tuple[str, str]]:
    first = [(f"=={want.version}", want.build)]
    if want.manager == "conda":
        return [*first, (f"=={want.version}", "")] if want.build else first
    public = want.version.partition("+")[0]  # 2.1.0+cpu is only to be had from its own index
    return [*first, (f"=={public}", "")]


def _loose(want: Want) -> list[tuple[str, str]]:
    if want.manager == "conda":
        parts = want.version.split(".")
        return [(f"{'.'.join(parts[:2])}.*", "")] if len(parts) > 2 and re.fullmatch(r"[\w!]+", parts[0]) else []
    try:
        version = Version(want.version)
    except InvalidVersion:
        return []
    epoch = f"{version.epoch}!" if version.epoch else ""
    kept = version.release[:2] if len(version.release) > 2 else version.release[:1]
    return [(f"=={epoch}{'.'.join(map(str, kept))}.*", "")]


def _with(want: Want, spec: str, build: str) -> Want:
    return msgspec.structs.replace(want, spec=spec, build=build, version=want.version if spec else "", hashes=())
