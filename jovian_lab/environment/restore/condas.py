"""Makes conda environments, and in them what was installed with pip."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from jovian_lab.environment.restore import conda, platforms
from jovian_lab.environment.restore.choice import KERNEL_REASON, Choice, Site, add_kernel, is_python_version
from jovian_lab.environment.restore.conda import Conda
from jovian_lab.environment.restore.ladder import EXACT, Climbed, Ladder, failed, stop_if_hopeless
from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.pythons import tool_for
from jovian_lab.environment.restore.solving import Unsolvable
from jovian_lab.environment.restore.values import Progress, Want
from jovian_lab.errors import InstallFailed

_INFO = re.compile(r"(.+)-([^-]+)\.(?:dist|egg)-info")


class Condas:
    """Makes one conda environment.

    Parameters
    ----------
    site : Site
        Where, and after which plan.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        place, plan = site.place, site.plan
        self._tool: Conda = conda.find(
            place.work, site.watch, channels=plan.channels, platform=plan.platform, held=place.held, line=site.line
        )

    def choose(self) -> Choice:
        """Choose the conda packages.

        Raises
        ------
        InstallFailed, DiskFull, Cancelled
            If there is no choice.
        """
        site, plan = self._site, self._site.plan
        roots = _of("conda", plan.roots)
        exact = _of("conda", plan.exact)
        if plan.language == "python" and not any(want.name == "python" for want in (*roots, *exact)):
            spec = f"=={plan.version}" if plan.version else ""
            roots.append(Want(name="python", manager="conda", spec=spec, version=plan.version))
        ladder = Ladder(self._tool, site.tell, plan.created)
        climbed = ladder.climb(exact, roots, _of("conda", plan.pins))
        python = next((item.version for item in climbed.chosen if item.name == "python"), "")
        choice = Choice(climbed.chosen, climbed.rung, python, climbed.relaxed, climbed.dropped)
        if climbed.rung == EXACT and exact:
            self._check_hashes(choice, exact)
        if plan.language == "python" and not any(normal(want.name) == "ipykernel" for want in plan.roots):
            pip_has_it = any(want.name == "ipykernel" for want in (*plan.exact, *plan.pins) if want.manager == "pypi")
            if not pip_has_it:
                self._add_kernel(choice)
        if plan.platform != platforms.this_platform() and python:
            choice.take(self._choose_python(python, {}, Path(sys.executable), plan.platform))
        return choice

    def build(self, choice: Choice) -> Path:
        """Make the environment; return its interpreter.

        Raises
        ------
        InstallFailed, DiskFull, Cancelled
            If that fails.
        """
        site, plan = self._site, self._site.plan
        folder = site.place.folder
        packages = [item for item in choice.chosen if item.manager == "conda"]
        site.say(Progress("install", f"Installing {len(packages)} packages with {self._tool.tool}.", 0.4))
        try:
            self._tool.install(packages, folder, [want.name for want in _of("conda", plan.roots)])
        except Unsolvable as error:
            raise failed(stop_if_hopeless(error), error.text) from error
        program = conda.program_in(folder)
        wanted = [want for want in (*plan.roots, *plan.exact) if want.manager == "pypi"]
        if not wanted and "ipykernel" not in choice.extra:
            return program
        if not program.exists():
            raise InstallFailed("The environment has no Python, but packages for one.", "Add python to it.")
        there = _distributions(folder)
        missing = [name for name in choice.extra if name == "ipykernel" and name not in there]
        if not wanted and not missing:
            return program
        choice.take(self._choose_python(choice.python, there, program, "", more=missing))
        mine = [item for item in choice.chosen if item.manager == "pypi"]
        site.say(Progress("install", f"Installing {len(mine)} packages with pip's index.", 0.7))
        try:
            tool_for(self._site, program, choice.python, "").install(mine, program, {})
        except Unsolvable as error:
            raise failed(stop_if_hopeless(error), error.text) from error
        return program

    def _add_kernel(self, choice: Choice) -> None:
        """The kernel from a channel, else (a channel of one's own may not have it) from the index."""
        try:
            add_kernel(choice, Ladder(self._tool, self._site.tell), "conda")
        except InstallFailed:
            choice.extra["ipykernel"] = KERNEL_REASON
            choice.messages.append("ipykernel was added from the index of Python packages: no channel has it.")

    def _choose_python(
        self, python: str, there: Mapping[str, str], program: Path, platform: str, *, more: list[str] | None = None
    ) -> Climbed:
        """Choose what comes from the index, leaving alone what conda has installed."""
        plan = self._site.plan
        roots = [want for want in (*_of("pypi", plan.roots), *_of("pypi", plan.exact)) if want.name not in there]
        roots = list({want.name: want for want in reversed(roots)}.values())
        roots += [Want(name=name) for name in more or []]
        pins = [want for want in _of("pypi", plan.pins) if want.name not in there]
        given = [
            Want(name=name, spec=f"=={version}", version=version)
            for name, version in there.items()
            if is_python_version(version)
        ]
        ladder = Ladder(tool_for(self._site, program, python, platform), self._site.tell, plan.created)
        try:
            climbed = ladder.climb([], roots, [*pins, *given])
        except InstallFailed:  # what conda has may not be on the index at all
            climbed = ladder.climb([], roots, pins, alone=True)
        climbed.chosen = [item for item in climbed.chosen if item.name not in there]
        climbed.relaxed = {name: why for name, why in climbed.relaxed.items() if name not in there}
        return climbed

    def _check_hashes(self, choice: Choice, exact: list[Want]) -> None:
        """A package of the same name, version and build that is another file was tampered with."""
        known = {want.name: want for want in exact if want.hashes}
        for item in choice.chosen:
            want = known.get(item.name)
            record = item.record or {}
            if want is None or (want.build and want.build != str(record.get("build") or "")):
                continue
            for value in want.hashes:
                kind, _, digest = value.partition(":")
                if record.get(kind) and record[kind] != digest:
                    raise InstallFailed(
                        f"{item.name} {item.version} is not the file that the version used: its hash differs.",
                        "Nothing was installed. Ask whoever made the version, or look for it in your channels.",
                    )


def _of(manager: str, wants: list[Want]) -> list[Want]:
    return [want for want in wants if want.manager == manager]


def _distributions(folder: Path) -> dict[str, str]:
    """The Python packages in a prefix."""
    patterns = ("lib/python3*/site-packages", "Lib/site-packages")
    names = [path.name for pattern in patterns for place in folder.glob(pattern) for path in place.iterdir()]
    return {normal(match[1]): match[2] for name in names if (match := _INFO.fullmatch(name))}
