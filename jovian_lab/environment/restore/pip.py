"""Chooses and installs Python packages with pip, where there is no uv."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from jovian_lab.environment.restore import indexes, process
from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.process import Finished
from jovian_lab.environment.restore.pypi import Installer
from jovian_lab.environment.restore.solving import Chosen, Request, Unsolvable


class Pip(Installer):
    """pip at work for one environment; it can only choose for the system and Python it runs on."""

    tool = "pip"
    dated = False
    _own: Path | None = None

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
        asked, limits = self._write(request)
        answer = self._folder / "answer.json"
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
        known = bool(chosen) and all(item.name in hashes for item in chosen)
        # pip wants all hashes or none
        listed = self._write_chosen(chosen, hashes if known else {})
        argv: list[str | Path] = ["install", "--no-deps", "--no-compile", "--requirement", listed]
        finished = self._pip(python, [*argv, *(["--require-hashes"] if known else [])])
        if finished.code:
            raise Unsolvable(finished.text)

    def _pip(self, python: Path, argv: Sequence[str | Path], *, silent: bool = False) -> Finished:
        command = [python, "-I", "-m", "pip", "--no-input", "--disable-pip-version-check", *argv, *self._wheels()]
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
