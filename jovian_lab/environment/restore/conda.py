"""Chooses and installs conda packages: with rattler, or with the user's own micromamba, mamba or conda."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jovian_lab.environment.restore import platforms, process
from jovian_lab.environment.restore.process import Watch
from jovian_lab.environment.restore.solving import Chosen, Request, Unsolvable
from jovian_lab.environment.restore.values import Want
from jovian_lab.errors import InstallFailed

_WORKER = Path(__file__).with_name("rattler_worker.py")
_PROGRAMS = ("micromamba", "mamba", "conda")


class Conda:
    """What rattler and the programs have in common.

    Parameters
    ----------
    folder : Path
        An empty folder of ours, where they run.
    watch : Watch
        Says when to stop.
    channels : sequence of str
        Where packages come from, the first of them first.
    platform : str
        For which system.
    held : sequence of int
        Open files that are kept while they run.
    line : callable, optional
        Is told what they say.
    """

    tool = "conda"
    dated = False

    def __init__(
        self, folder: Path, watch: Watch, *, channels: Sequence[str], platform: str, held: Sequence[int] = (),
        line: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.watch = watch
        self.channels = list(channels)
        self.platform = platform
        self.held = held
        self.line = line

    def solve(self, request: Request) -> list[Chosen]:
        """Choose packages."""
        raise NotImplementedError

    def install(self, chosen: Sequence[Chosen], prefix: Path, wanted: Sequence[str]) -> None:
        """Make a prefix of exactly these packages; `wanted` are the names somebody chose."""
        raise NotImplementedError


class Rattler(Conda):
    """rattler, in a process of its own: one that can be stopped."""

    tool = "rattler"
    dated = True

    def solve(self, request: Request) -> list[Chosen]:
        """Choose packages.

        Raises
        ------
        Unsolvable
            If there is no solution.
        """
        names = {want.name for want in request.roots}
        answer = self._ask({
            "do": "solve",
            "channels": self.channels,
            "specs": [spec_of(want) for want in request.roots],
            # what is asked for twice would be asked for more strictly than it may be
            "limits": [spec_of(want) for want in request.limits if want.name not in names]
            + [spec_of(want) for want in request.limits if want.name in names],
            "platform": self.platform,
            "here": self.platform == platforms.this_platform(),
            "before": request.before,
        })  # fmt: skip
        if "unsolvable" in answer:
            raise Unsolvable(str(answer["unsolvable"]))
        return [_chosen(record) for record in answer["records"]]

    def install(self, chosen: Sequence[Chosen], prefix: Path, wanted: Sequence[str]) -> None:
        """Make a prefix of exactly these packages.

        Raises
        ------
        Unsolvable
            If that fails; says what rattler said.
        """
        records = [item.record for item in chosen]
        answer = self._ask({"do": "install", "records": records, "prefix": str(prefix), "specs": list(wanted)})
        if "failed" in answer:
            raise Unsolvable(str(answer["failed"]))

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        argv: list[str | Path] = [sys.executable, "-I", _WORKER]
        line = self.line if question["do"] == "install" else None
        finished = process.run(argv, self.folder, self.watch, given=json.dumps(question), line=line, held=self.held)
        if finished.code:
            raise Unsolvable(finished.err or f"rattler ended with {finished.code}, without a word")
        said = finished.out.strip().splitlines()
        answer = json.loads(said[-1]) if said else {}
        if not isinstance(answer, dict) or not answer:
            raise Unsolvable(finished.err or "rattler gave no answer")
        return answer


class Program(Conda):
    """The user's own micromamba, mamba or conda."""

    def __init__(self, program: Path, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._program = program
        self.tool = program.stem

    def solve(self, request: Request) -> list[Chosen]:
        """Choose packages.

        Raises
        ------
        Unsolvable
            If there is no solution.
        """
        limited = {want.name: want for want in request.limits}
        specs = [spec_of(limited.get(want.name, want)) for want in request.roots]
        if request.alone:
            specs = [spec_of(want) for want in request.roots]
        answer = self._create(self.folder / "nowhere", specs, dry=True)
        actions = answer.get("actions") or {}
        return [_chosen(record) for record in actions.get("LINK", [])]

    def install(self, chosen: Sequence[Chosen], prefix: Path, wanted: Sequence[str]) -> None:
        """Make a prefix of exactly these packages.

        Raises
        ------
        Unsolvable
            If that fails; says what the program said.
        """
        self._create(prefix, [item.line for item in chosen], dry=False)

    def _create(self, prefix: Path, specs: Sequence[str], *, dry: bool) -> dict[str, Any]:
        argv: list[str | Path] = [self._program, "create", "--prefix", prefix, "--yes", "--json", "--override-channels"]
        for channel in self.channels:
            argv += ["--channel", channel]
        argv += ["--dry-run"] if dry else []
        extra = {} if self.platform == platforms.this_platform() else {"CONDA_SUBDIR": self.platform}
        finished = process.run([*argv, *specs], self.folder, self.watch, extra=extra, line=self.line, held=self.held)
        try:
            answer = json.loads(finished.out)
        except ValueError:
            answer = {}
        if not isinstance(answer, dict):
            answer = {}
        if finished.code or answer.get("success") is False:
            said = [str(answer[key]) for key in ("message", "error", "solver_problems") if answer.get(key)]
            raise Unsolvable("\n".join([*said, finished.err]) or finished.out)
        return answer


def find(*arguments: Any, **options: Any) -> Conda:
    """Return what can make conda environments here.

    Raises
    ------
    InstallFailed
        If nothing can.
    """
    if find_spec("rattler") is not None:
        return Rattler(*arguments, **options)
    for name in _PROGRAMS:
        if program := shutil.which(name):
            return Program(Path(program), *arguments, **options)
    raise InstallFailed(
        "The version had a conda environment, and nothing here can make one.",
        "Install py-rattler (`pip install 'jovian-lab[conda]'`), micromamba, mamba or conda.",
    )


def spec_of(want: Want) -> str:
    """Return a package and its condition as conda reads them."""
    name = f"{want.channel}::{want.name}" if want.channel and "://" not in want.channel else want.name
    condition = want.spec or ("*" if want.build else "")
    return " ".join(part for part in (name, condition, want.build) if part)


def program_in(prefix: Path) -> Path:
    """Return the Python of a conda prefix."""
    return prefix / "python.exe" if process.is_windows() else prefix / "bin" / "python"


def _chosen(record: dict[str, Any]) -> Chosen:
    name, version = str(record["name"]), str(record["version"])
    build = str(record.get("build") or record.get("build_string") or "")
    line = f"{name}=={version}={build}" if build else f"{name}=={version}"
    return Chosen(name, version, manager="conda", line=line, record=record)
