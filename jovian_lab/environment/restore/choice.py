"""What was chosen for an environment, and what those who make one have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
from packaging.version import InvalidVersion, Version

from jovian_lab.environment.restore.ladder import EXACT, Climbed, Ladder
from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.places import Making
from jovian_lab.environment.restore.process import Watch
from jovian_lab.environment.restore.solving import Chosen
from jovian_lab.environment.restore.values import Plan, Progress, Want

KERNEL_PACKAGE = "ipykernel"
KERNEL_REASON = "The kernel needs it; the version did not have it."


class Choice(msgspec.Struct):
    """The packages of an environment.

    Attributes
    ----------
    chosen : list of Chosen
        All of them.
    rung : str
        How far down the ladder.
    python : str
        Version of the interpreter.
    relaxed, dropped, extra : dict of str to str
        What the solver said of packages that were let go or left out, and why others were added.
    messages : list of str
        What else is worth knowing.
    """

    chosen: list[Chosen]
    rung: str
    python: str
    relaxed: dict[str, str] = msgspec.field(default_factory=dict)
    dropped: dict[str, str] = msgspec.field(default_factory=dict)
    extra: dict[str, str] = msgspec.field(default_factory=dict)
    messages: list[str] = msgspec.field(default_factory=list)

    def take(self, climbed: Climbed, *, extra: str = "") -> None:
        """Add what another climb has chosen; what it chose anew takes the place of what was there."""
        mine = {(item.manager, normal(item.name)): item for item in self.chosen}
        for item in climbed.chosen:
            key = (item.manager, normal(item.name))
            if extra and key not in mine:
                self.extra[normal(item.name)] = extra
            if key not in mine or mine[key].version != item.version:
                mine[key] = item
        self.chosen = list(mine.values())
        self.relaxed.update(climbed.relaxed)
        self.dropped.update(climbed.dropped)


class Site(msgspec.Struct, frozen=True):
    """Where an environment is made, and how those who wait hear of it."""

    plan: Plan
    place: Making
    watch: Watch
    say: Callable[[Progress], None]

    def tell(self, message: str) -> None:
        """Say what is being solved."""
        self.say(Progress("solve", message, 0.1))

    def line(self, text: str) -> None:
        """Say a line of a tool."""
        stage = "download" if text.lower().startswith(("download", "collecting", " downloaded")) else "install"
        self.say(Progress(stage, text[:500], None))


class Maker(Protocol):
    """Somebody who makes environments of one kind."""

    def choose(self) -> Choice:
        """Choose the packages.

        Raises
        ------
        InstallFailed, DiskFull, Cancelled
            If there is no choice.
        """

    def build(self, choice: Choice) -> Path:
        """Make the environment; return its interpreter.

        Raises
        ------
        InstallFailed, DiskFull, Cancelled
            If that fails.
        """


def add_kernel(choice: Choice, ladder: Ladder, manager: str) -> None:
    """Choose what a kernel needs, if it is not among the packages, with all the others as limits."""
    if any(normal(item.name) == KERNEL_PACKAGE for item in choice.chosen):
        return
    limits = [as_limit(item) for item in choice.chosen if item.manager == manager and item.version]
    climbed = ladder.climb([], [Want(name=KERNEL_PACKAGE, manager=manager)], limits)
    choice.take(climbed, extra=KERNEL_REASON)
    choice.messages.append(f"{KERNEL_PACKAGE} was added: the version did not have it, and a kernel needs it.")


def as_limit(item: Chosen) -> Want:
    """Return the condition that keeps a package as it was chosen."""
    return Want(name=item.name, manager=item.manager, spec=f"=={item.version}", version=item.version)


def is_python_version(version: str) -> bool:
    """Whether pip and uv know what to make of a version."""
    try:
        Version(version)
    except InvalidVersion:
        return False
    return True


def followed(choice: Choice, plan: Plan) -> str:
    """Return the file that was followed in the end."""
    return plan.exact_file if choice.rung == EXACT and plan.exact_file else plan.file
