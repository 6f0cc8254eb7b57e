"""One history committed by several writers side by side: turn by turn, in random order, each turn measured."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

from benchmarks.writers import NOTEBOOK

_TOP = Path(__file__).resolve().parents[1]
_PEER_PYTHON = "JOVIAN_BENCH_PEER_PYTHON"  # the interpreter that has jupyterlab-git
_IDENTITY = {
    "GIT_AUTHOR_NAME": "Bench", "GIT_AUTHOR_EMAIL": "bench@example.org",
    "GIT_COMMITTER_NAME": "Bench", "GIT_COMMITTER_EMAIL": "bench@example.org",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip


class Racer:
    """A writer in a child process, with a folder of its own.

    Parameters
    ----------
    name : str
        One of `benchmarks.writers`.
    folder : Path
        Made here.
    """

    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.name = name
        self.folder = folder
        self.seconds: list[float] = []
        self.memory = 0
        self._start()

    def __enter__(self) -> Racer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def commit(self, raw: bytes, message: str, changed: int) -> None:
        """Put a notebook on disk, wait until it is there, then have it committed and keep the time."""
        (self.folder / NOTEBOOK).write_bytes(raw)
        os.sync()
        self.seconds.append(self._ask({"do": "commit", "message": message, "changed": changed})["seconds"])

    def gc(self) -> float:
        """Make the store small, in a process that starts fresh; return how long that took."""
        self._stop()
        self._start()
        return float(self._ask({"do": "gc"})["seconds"])

    def stored(self) -> int:
        """Return how many bytes of disk all files but the notebook take."""
        total = 0
        for place, _, names in os.walk(self.folder):
            for name in names:
                if name != NOTEBOOK:
                    total += os.lstat(os.path.join(place, name)).st_blocks * 512
        return total

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        self.memory = max(self.memory, answer.get("memory", 0))
        return answer

    def _start(self) -> None:
        python = os.environ[_PEER_PYTHON] if self.name == "jupyterlab-git" else sys.executable
        script = Path(__file__).with_name("writers.py")
        # the shell in between keeps our own memory out of what the system remembers of the child's
        self._process = subprocess.Popen(
            ["sh", "-c", '"$@"; exit $?', "sh", python, "-W", "ignore", str(script), self.name, str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **_IDENTITY, "PYTHONPATH": str(_TOP) if python == sys.executable else ""},
        )
        assert self._process.stdout
        self._process.stdout.readline()

    def _stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@dataclass
class Result:
    """What one writer did in a race; times in seconds, sizes in bytes."""

    name: str
    median: float
    worst: float
    first: float
    at_once: int
    after_gc: int
    gc_seconds: float
    memory: int


@dataclass
class Race:
    """A history for several writers.

    Attributes
    ----------
    title : str
        What is committed.
    versions : iterable of (bytes, int)
        Notebooks, each with the size of its changed cells.
    names : list of str
        Who takes part.
    seed : int
        Decides whose turn it is.
    """

    title: str
    versions: Iterable[tuple[bytes, int]]
    names: list[str]
    seed: int
    count: int = 0
    volume: int = 0
    results: list[Result] = field(default_factory=list)

    def run(self, folder: Path) -> Race:
        """Run it in an empty folder; the first commit, which makes the store, is kept apart from the median."""
        random = Random(self.seed)
        racers = [Racer(name, folder / name) for name in self.names]
        for raw, changed in self.versions:
            self.count += 1
            self.volume += len(raw)
            for racer in random.sample(racers, len(racers)):
                racer.commit(raw, f"Version {self.count}", changed)
        self.results = [_result(racer) for racer in racers]
        return self


def available() -> list[str]:
    """Return the writers that can take part here; says which cannot."""
    if not os.environ.get(_PEER_PYTHON):
        print(f"jupyterlab-git does not take part: {_PEER_PYTHON} is not set", file=sys.stderr)
        return ["ours", "ours, environment too", "git", "GitPython", "floor"]
    return ["ours", "ours, environment too", "git", "jupyterlab-git", "GitPython", "floor"]


def _result(racer: Racer) -> Result:
    with racer:
        at_once = racer.stored()
        memory = racer.memory
        gc_seconds = racer.gc()
        later = racer.seconds[1:] or racer.seconds
        median = statistics.median(later)
        return Result(racer.name, median, max(later), racer.seconds[0], at_once, racer.stored(), gc_seconds, memory)
