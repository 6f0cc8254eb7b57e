"""Chooses and installs Python packages with uv."""

from __future__ import annotations

import re
import shutil
import sysconfig
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from jovian_lab.environment.restore import indexes, platforms, process
from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.process import Finished, Watch
from jovian_lab.environment.restore.pypi import Installer
from jovian_lab.environment.restore.solving import Chosen, Request, Unsolvable
from jovian_lab.environment.restore.values import Index

_PINNED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;]+)")
_DIRECT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])? @ (\S+)")


def find() -> Path | None:
    """Return uv's program: the one of the `uv` package beside us, else the one on the path, else None."""
    name = "uv.exe" if process.is_windows() else "uv"
    if find_spec("uv") is not None:
        beside = Path(sysconfig.get_path("scripts")) / name
        if beside.is_file():
            return beside
    found = shutil.which("uv")
    return Path(found) if found else None


class Uv(Installer):
    """uv at work for one environment.

    Parameters
    ----------
    program : Path
        uv.
    folder, watch, python, options, sdists, held, line
        As for every installer.
    version : str
        The version of the interpreter, which packages must fit.
    platform : str
        For which system, conda's name; empty for this one.
    """

    tool = "uv"
    dated = True

    def __init__(
        self, program: Path, folder: Path, watch: Watch, *, python: Path, version: str, platform: str = "",
        options: Sequence[Index] = (), sdists: Sequence[str] = (), held: Sequence[int] = (),
        line: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(folder, watch, python=python, options=options, sdists=sdists, held=held, line=line)
        self._program = program
        self._version = version
        self._platform = platform

    def solve(self, request: Request) -> list[Chosen]:
        """Choose packages.

        Raises
        ------
        Unsolvable
            If there is no solution.
        """
        asked, limits = self._write(request)
        argv: list[str | Path] = [
            "pip", "compile", asked, "--constraints", limits, "--python", self._python,
            "--python-version", self._version, "--no-header", "--no-annotate", "--no-strip-markers",
        ]  # fmt: skip
        if self._platform:
            argv += ["--python-platform", platforms.for_uv(self._platform)]
        if request.alone:
            argv.append("--no-deps")
        if request.before:
            argv += ["--exclude-newer", request.before]
        finished = self._run(argv, silent=True)
        if finished.code:
            raise Unsolvable(finished.err or finished.out)
        return read_list(finished.out)

    def create(self, folder: Path, prompt: str) -> None:
        """Make an empty environment."""
        argv: list[str | Path] = ["venv", folder, "--python", self._python, "--no-project", "--no-python-downloads"]
        finished = self._run([*argv, "--prompt", prompt], plain=True, silent=True)
        if finished.code:
            raise Unsolvable(finished.err)

    def install(self, chosen: Sequence[Chosen], python: Path, hashes: dict[str, tuple[str, ...]]) -> None:
        """Install exactly these packages into the environment of an interpreter.

        Raises
        ------
        Unsolvable
            If that fails; says what uv said.
        """
        listed = self._write_chosen(chosen, hashes)
        argv: list[str | Path] = ["pip", "install", "--python", python, "--no-deps", "--requirements", listed]
        if chosen and all(item.name in hashes for item in chosen):
            argv.append("--require-hashes")
        finished = self._run(argv)
        if finished.code:
            raise Unsolvable(finished.err)

    def fetch_python(self, version: str) -> Path | None:
        """Download a Python; return where it is, None if that fails."""
        finished = self._run(["python", "install", version], plain=True)
        if finished.code:
            return None
        found = self._run(["python", "find", "--managed-python", "--no-project", version], plain=True)
        return Path(found.out.strip()) if not found.code and found.out.strip() else None

    def _run(self, argv: Sequence[str | Path], *, plain: bool = False, silent: bool = False) -> Finished:
        options = [] if plain else [*self._wheels(), *_places(self._options)]
        extra = {} if plain else indexes.for_uv(self._options)
        line = None if silent else self._line
        return process.run(
            [self._program, *argv, *options], self._folder, self._watch, extra=extra, line=line, held=self._held
        )


def read_list(text: str) -> list[Chosen]:
    """Read a list of exact requirements."""
    found = []
    for line in text.splitlines():
        if match := _PINNED.match(line):
            found.append(Chosen(normal(match[1]), match[2], line=f"{match[1]}=={match[2]}"))
        elif match := _DIRECT.match(line):
            found.append(Chosen(normal(match[1]), "", line=f"{match[1]} @ {match[2]}"))
    return found


def _places(options: Sequence[Index]) -> list[str]:
    argv: list[str] = []
    for item in options:
        if item.option == "find-links":
            argv += ["--find-links", item.value]
        elif item.option == "trusted-host":
            argv += ["--allow-insecure-host", item.value]
        elif item.option == "pre":
            argv += ["--prerelease", "allow"]
        elif item.option == "no-index":
            argv.append("--no-index")
    return argv
