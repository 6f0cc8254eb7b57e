"""The ladder: exactly as it was; what was chosen with all versions as limits; letting go only what the solver names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from jovian_lab.environment.restore import messages
from jovian_lab.environment.restore.messages import Named
from jovian_lab.environment.restore.solving import Chosen, Request, Solver, Unsolvable, steps
from jovian_lab.environment.restore.values import Want
from jovian_lab.errors import DiskFull, InstallFailed

EXACT, PINNED, DATED, RELAXED, REDUCED = "exact", "pinned", "dated", "relaxed", "reduced"
_MOST_TRIES = 200


class Climbed(msgspec.Struct):
    """Where the ladder ended.

    Attributes
    ----------
    chosen : list of Chosen
        The packages.
    rung : str
        "exact", "pinned", "dated", "relaxed" or "reduced".
    relaxed : dict of str to str
        Packages whose version was let go, and what the solver said of them.
    dropped : dict of str to str
        Packages that were left out, and why.
    """

    chosen: list[Chosen]
    rung: str
    relaxed: dict[str, str] = msgspec.field(default_factory=dict)
    dropped: dict[str, str] = msgspec.field(default_factory=dict)


class Ladder:
    """Goes down from the exact packages to what can be had.

    Parameters
    ----------
    solver : Solver
        Chooses packages.
    tell : callable
        Is told what is tried, a sentence each time.
    created : str
        When the version was made; empty if unknown.
    """

    def __init__(self, solver: Solver, tell: Callable[[str], None], created: str = "") -> None:
        self._solver = solver
        self._tell = tell
        self._created = created if solver.dated else ""

    def climb(
        self, exact: Sequence[Want], roots: Sequence[Want], pins: Sequence[Want], *, alone: bool = False
    ) -> Climbed:
        """Choose the packages.

        Parameters
        ----------
        exact : sequence of Want
            Every package of the environment; empty where that is not known for this system.
        roots, pins : sequence of Want
            What somebody chose, and the versions that were in use.
        alone : bool
            Whether what the roots need is there already.

        Returns
        -------
        Climbed
            What was chosen, and how.

        Raises
        ------
        InstallFailed
            If nothing of the ladder holds; says which packages and why.
        DiskFull
            If there is no room.
        """
        if not exact and not roots:
            return Climbed([], EXACT)
        if exact:
            self._tell("Looking for exactly the same packages.")
            try:
                return Climbed(self._solver.solve(Request(list(exact), [], alone=True)), EXACT)
            except Unsolvable as error:
                stop_if_hopeless(error)
        try:
            self._tell("Choosing packages with all versions as they were.")
            return Climbed(self._solver.solve(_limited(roots, pins, alone=alone)), PINNED)
        except Unsolvable as error:
            named = stop_if_hopeless(error)
        if not self._created:
            return self._let_go(roots, pins, "", named, alone)
        try:
            self._tell(f"The same, with nothing newer than {self._created[:10]}.")
            return Climbed(self._solver.solve(_limited(roots, pins, self._created, alone=alone)), DATED)
        except Unsolvable as error:
            dated = stop_if_hopeless(error)
        if dated.undated:
            return self._let_go(roots, pins, "", named, alone)
        try:
            climbed = self._let_go(roots, pins, self._created, dated, alone)
        except InstallFailed:
            return self._let_go(roots, pins, "", named, alone)
        if climbed.dropped:  # what is newer than the version may have a build where the old has none
            free = self._let_go(roots, pins, "", named, alone)
            if len(free.dropped) < len(climbed.dropped):
                return free
        return climbed

    def _let_go(self, roots: Sequence[Want], pins: Sequence[Want], before: str, named: Named, alone: bool) -> Climbed:
        """Relax what the solver names, one step each time; drop a root when it has no build at all."""
        loosened = _Loosened(roots, pins)
        text = ""
        for _ in range(_MOST_TRIES):
            step = loosened.relax(named) or loosened.drop(named)
            if not step:
                break
            self._tell(step)
            try:
                chosen = self._solver.solve(loosened.request(before, alone))
            except Unsolvable as error:
                named, text = stop_if_hopeless(error), error.text
                continue
            rung = REDUCED if loosened.dropped else RELAXED
            return Climbed(chosen, rung, loosened.relaxed, loosened.dropped)
        raise failed(named, text)


class _Loosened:
    """Which packages have been let go so far, and how far."""

    def __init__(self, roots: Sequence[Want], pins: Sequence[Want]) -> None:
        self._roots = {(messages.normal(want.name), want.marker): want for want in roots}
        self._root_names = {messages.normal(want.name) for want in roots}
        self._pins = {messages.normal(want.name): want for want in pins}
        for want in roots:
            if want.version:
                self._pins.setdefault(messages.normal(want.name), want)
        self._level: dict[str, int] = {}
        self.relaxed: dict[str, str] = {}
        self.dropped: dict[str, str] = {}

    def relax(self, named: Named) -> str:
        """Let the packages that are not to be had go one step further, else those that do not go together."""
        missing = [name for name in named.missing if self._can_give(name)]
        conflicting = [name for name in named.conflicting if self._can_give(name)]
        # what came along gives way before what somebody chose, what is needed before what needs it, all before Python
        ranks = [
            (name == "python", name in self._root_names, name not in named.needed) for name in conflicting
        ]  # fmt: skip
        first = [name for name, rank in zip(conflicting, ranks, strict=True) if rank == min(ranks)]
        for names, said in ((missing, named.missing), (first, named.conflicting)):
            if names:
                for name in names:
                    self._level[name] = self._level.get(name, 0) + 1
                    self.relaxed[name] = said[name]
                return f"{_listed(names)}: another version."
        return ""

    def drop(self, named: Named) -> str:
        """Leave out the roots of which there is no build, or that need something of which there is none."""
        if not named.missing:
            return ""
        names = [name for name in named.missing if name in self._root_names and name not in self.dropped]
        reason = next(iter(named.missing.values()))
        if not names:  # something that a root needs
            names = [name for name in named.conflicting if name in self._root_names and name not in self.dropped]
        if len(self.dropped) + len(names) >= len(self._root_names):
            return ""  # nothing would be left
        for name in names:
            self.dropped[name] = named.missing.get(name, reason)
            self.relaxed.pop(name, None)
        return f"{_listed(names)}: left out, since there is no build." if names else ""

    def request(self, before: str, alone: bool) -> Request:
        """What is to be solved now."""
        roots = [self._eased(want) for want in self._roots.values() if messages.normal(want.name) not in self.dropped]
        limits = [self._eased(want) for name, want in self._pins.items() if name not in self.dropped]
        return Request(roots, [want for want in limits if want.spec or want.build], alone=alone, before=before)

    def _can_give(self, name: str) -> bool:
        want = self._pins.get(name)
        return want is not None and name not in self.dropped and self._level.get(name, 0) < len(steps(want)) - 1

    def _eased(self, want: Want) -> Want:
        level = self._level.get(messages.normal(want.name), 0)
        options = steps(want)
        return options[min(level, len(options) - 1)] if level else want


def _limited(roots: Sequence[Want], pins: Sequence[Want], before: str = "", *, alone: bool = False) -> Request:
    return Request(list(roots), [want for want in pins if not want.direct], alone=alone, before=before)


def stop_if_hopeless(error: Unsolvable) -> Named:
    """Return what the solver named.

    Raises
    ------
    InstallFailed, DiskFull
        If another version would not help: a file was tampered with, the index is out of reach, the disk is full.
    """
    named = messages.read(error.text)
    if named.full:
        raise DiskFull("No room left on the disk to make the environment.", "Free some space and try again.") from error
    if named.tampered:
        who = _listed(list(named.missing or named.conflicting)) or "A package"
        raise InstallFailed(
            f"{who} is not the file that the version used: its hash differs.",
            "Nothing was installed. Ask whoever made the version, or look for it in your index.",
        ) from error
    if named.network:
        raise InstallFailed(
            f"The index could not be reached: {messages.summary(error.text)}.",
            "Check the connection and the settings of pip, uv or conda, then try again.",
        ) from error
    return named


def failed(named: Named, text: str) -> InstallFailed:
    """Return the error that names the packages and the reason."""
    names = list(named.missing) or list(named.conflicting)
    about = messages.summary(text or named.text, names)
    who = _listed(names[:5]) if names else "The packages"
    return InstallFailed(
        f"{who} cannot be installed here: {about}.",
        "Nothing was changed. Try another platform's files, or install that package by hand.",
    )


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return ", ".join(shown) + more
