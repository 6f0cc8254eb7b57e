"""Chooses and installs Python packages with pip, where there is no uv."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from jovian_lab.environment.restore import indexes, process
from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.process import Finished, Watch
from jovian_lab.environment.restore.solving import Chosen, Request, Unsolvable
from jovian_lab.environment.restore.uv import with_hashes, written
from jovian_lab.environment.restore.values import Index


class Pip:
    """pip at work for one environment; it can only choose for the system and Python it runs on.

    Parameters
    ----------
    folder : Path
        An empty folder of ours, where it runs and lists are written.
    watch : Watch
        Says when to stop.
    python : Path
        An interpreter that can make virtual environments.
    options : sequence of Index
        Accepted options about indexes.
    sdists : sequence of str
        Packages that may be built from source.
    held : sequence of int
        Open files that it keeps while it runs.
    line : callable, optional
        Is told what it says.
    """

    tool = "pip"
    dated = False

    def __init__(
        self, folder: Path, watch: Watch, *, python: Path, options: Sequence[Index] = (), sdists: Sequence[str] = (),
        held: Sequence[int] = (), line: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._watch = watch
        self._python = python
        self._options = options
        self._sdists = sdists
        self._held = held
        self._line = line
        self._own: Path | None = None

    def solve(self, request: Request) -> list[Chosen]:
        """Choose packages, with the pip of an empty environment beside the lists.

        Raises
        ------
        Unsolvable
            If there is no solution.
        """
        if self._own is None:
            self.create(self._folder / "own", "own")
            self._own = program_in(self._folder / "own")
        asked, limits, answer = (self._folder / name for name in ("asked.txt", "limits.txt", "answer.json"))
        asked.write_text(written(request.roots), "utf-8")
        limits.write_text(written(request.limits, limit=True), "utf-8")
        argv: list[str | Path] = [
            "install", "--dry-run", "--ignore-installed", "--report", answer, "--requirement", asked,
            "--constraint", limits,
        ]  # fmt: skip
        finished = self._pip(self._own, [*argv, *(["--no-deps"] if request.alone else [])], silent=True)
        if finished.code:
            raise Unsolvable(finished.text)
        return _read_answer(answer.read_text("utf-8"))

    def create(self, folder: Path, prompt: str) -> None:
        """Make an empty environment."""
        argv: list[str | Path] = [self._python, "-I", "-m", "venv", "--prompt", prompt, folder]
        finished = process.run(argv, self._folder, self._watch, held=self._held)
        if finished.code:
            raise Unsolvable(finished.text)

    def install(self, chosen: Sequence[Chosen], python: Path, hashes: dict[str, tuple[str, ...]]) -> None:
        """Install exactly these packages into the environment of an interpreter.

        Raises
        ------
        Unsolvable
            If that fails; says what pip said.
        """
        listed = self._folder / "install.txt"
        known = bool(chosen) and all(item.name in hashes for item in chosen)
        # pip wants all hashes or none
        listed.write_text("\n".join(with_hashes(item, hashes if known else {}) for item in chosen) + "\n", "utf-8")
        argv: list[str | Path] = ["install", "--no-deps", "--no-compile", "--requirement", listed]
        finished = self._pip(python, [*argv, *(["--require-hashes"] if known else [])])
        if finished.code:
            raise Unsolvable(finished.text)

    def _pip(self, python: Path, argv: Sequence[str | Path], *, silent: bool = False) -> Finished:
        wheels = ["--only-binary", ":all:"]
        for name in self._sdists:
            wheels += ["--no-binary", name]
        command = [python, "-I", "-m", "pip", "--no-input", "--disable-pip-version-check", *argv, *wheels]
        line = None if silent else self._line
        extra = indexes.for_pip(self._options)
        return process.run(command, self._folder, self._watch, extra=extra, line=line, held=self._held)


def program_in(folder: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return folder / "Scripts" / "python.exe" if process.is_windows() else folder / "bin" / "python"


def _read_answer(text: str) -> list[Chosen]:
    """Read pip's installation report."""
    found = []
    for item in json.loads(text).get("install", []):
        name, version = item["metadata"]["name"], item["metadata"]["version"]
        info = item.get("download_info", {})
        line = f"{name}=={version}"
        if item.get("is_direct"):
            vcs = info.get("vcs_info")
            at = f"{vcs['vcs']}+{info['url']}@{vcs['commit_id']}" if vcs else info["url"]
            line = f"{name} @ {at}"
        found.append(Chosen(normal(name), version, line=line))
    return found
