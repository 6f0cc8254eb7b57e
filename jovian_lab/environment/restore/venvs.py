"""Makes virtual environments: with uv, or with pip where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

from jovian_lab.environment.restore import interpreters, pip, platforms, uv
from jovian_lab.environment.restore.choice import Choice, Site, add_kernel
from jovian_lab.environment.restore.interpreters import Found
from jovian_lab.environment.restore.ladder import EXACT, Ladder, failed, stop_if_hopeless
from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.pip import Pip
from jovian_lab.environment.restore.pythons import tool_for
from jovian_lab.environment.restore.solving import Unsolvable
from jovian_lab.environment.restore.uv import Uv
from jovian_lab.environment.restore.values import Progress
from jovian_lab.errors import InstallFailed


class Venvs:
    """Makes one virtual environment.

    Parameters
    ----------
    site : Site
        Where, and after which plan.
    download_python : bool
        Whether uv may fetch a Python that is not here.
    """

    def __init__(self, site: Site, *, download_python: bool = False) -> None:
        self._site = site
        self._download_python = download_python
        self._tool: Uv | Pip | None = None

    def choose(self) -> Choice:
        """Choose the packages.

        Raises
        ------
        InstallFailed, DiskFull, Cancelled
            If there is no choice.
        """
        site, plan = self._site, self._site.plan
        foreign = plan.platform != platforms.this_platform()
        messages: list[str] = []
        program = uv.find()
        if foreign:
            if program is None:
                raise InstallFailed("Only uv can choose packages for another system.", "Install it: `pip install uv`.")
            version = plan.version or ".".join(map(str, sys.version_info[:3]))
            python = Found(Path(sys.executable), version)
        else:
            python = self._python(messages)
        self._tool = tool_for(site, python.path, python.version, plan.platform if foreign else "")
        if program is None:
            messages.append("uv is not installed: pip did the work, which takes longer.")
        ladder = Ladder(self._tool, site.tell, plan.created)
        climbed = ladder.climb(plan.exact, plan.roots, plan.pins)
        choice = Choice(climbed.chosen, climbed.rung, python.version, climbed.relaxed, climbed.dropped)
        choice.messages += messages
        add_kernel(choice, ladder, "pypi")
        return choice

    def build(self, choice: Choice) -> Path:
        """Make the environment; return its interpreter.

        Raises
        ------
        InstallFailed, DiskFull, Cancelled
            If that fails.
        """
        site, tool = self._site, self._tool
        assert tool is not None  # chosen before
        hashes = {}
        # another Python takes other files
        wanted = interpreters.minor_of(site.plan.version)
        if choice.rung == EXACT and wanted in (None, interpreters.minor_of(choice.python)):
            known = {normal(want.name): _strong(want.hashes) for want in site.plan.exact}
            hashes = {item.name: known[item.name] for item in choice.chosen if known.get(item.name)}
        try:
            site.say(Progress("create", f"Making an environment with Python {choice.python}.", 0.3))
            tool.create(site.place.folder, site.place.name)
            site.say(Progress("install", f"Installing {len(choice.chosen)} packages with {tool.tool}.", 0.4))
            python = pip.program_in(site.place.folder)
            tool.install(choice.chosen, python, hashes)
        except Unsolvable as error:
            raise failed(stop_if_hopeless(error), error.text) from error
        return python

    def _python(self, messages: list[str]) -> Found:
        site, plan = self._site, self._site.plan
        wanted = interpreters.minor_of(plan.version)
        site.say(Progress("plan", f"Looking for Python {plan.version or 'of any version'}.", 0.0))
        found = interpreters.find(plan.version, site.place.work, site.watch)
        if wanted is None or found.minor == wanted:
            return found
        name = ".".join(map(str, wanted))
        program = uv.find()
        if self._download_python and program is not None:
            site.say(Progress("download", f"Fetching Python {name}.", None))
            fetcher = Uv(
                program, site.place.work, site.watch, python=found.path, version=found.version, line=site.line,
                held=site.place.held,
            )  # fmt: skip
            path = fetcher.fetch_python(name)
            if path is not None and (fetched := interpreters.ask(path, site.place.work, site.watch)):
                return fetched
            messages.append(f"Python {name} could not be fetched.")
        messages.append(f"The version had Python {plan.version}; the nearest one here is {found.version}.")
        return found


def _strong(hashes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in hashes if not value.startswith("md5:"))
