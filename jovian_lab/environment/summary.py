"""An environment in short, as a version's description and the sidebar have it. Pure."""

from __future__ import annotations

import msgspec

from jovian_lab.environment.compare import EnvironmentDiff, compare
from jovian_lab.environment.values import Environment

_MOST_CHANGES = 5


class Change(msgspec.Struct, frozen=True):
    """A package (or the interpreter, under its language's name) that is not what it was; None where it is not there."""

    name: str
    old: str | None
    new: str | None


class Summary(msgspec.Struct, frozen=True):
    """What an environment is, and the most telling of what it was not before; `changes` counts them all."""

    language: str
    version: str
    packages: int
    changed: list[Change]
    changes: int
    missing: int


def summarise(environment: Environment, before: Environment | None) -> Summary:
    """Put an environment in short.

    Parameters
    ----------
    environment : Environment
        The present one.
    before : Environment or None
        That of the version before, where it has one.
    """
    changes = _changes(compare(before, environment), before, environment) if before is not None else []
    interpreter = environment.interpreter
    return Summary(
        interpreter.language,
        interpreter.version,
        len(environment.packages),
        changes[:_MOST_CHANGES],
        len(changes),
        len(environment.missing),
    )


def _changes(diff: EnvironmentDiff, before: Environment, environment: Environment) -> list[Change]:
    """List the interpreter, then packages; of the system only that it is another one."""
    changes: list[Change] = []
    if diff.interpreter:
        old, new = before.interpreter, environment.interpreter
        same = old.language == new.language
        changes.append(
            Change(new.language, old.version if same else diff.interpreter.old, new.version or diff.interpreter.new)
        )
    if any(change.field in ("system", "machine") for change in diff.platform):
        changes.append(Change("platform", _system(before), _system(environment)))
    return changes + [Change(change.name, change.old, change.new) for change in diff.changes]


def _system(environment: Environment) -> str:
    return f"{environment.platform.system} {environment.platform.machine}"
