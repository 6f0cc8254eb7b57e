"""Starting writers quickly, stopping them, and reading what they had acknowledged by then."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

_TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Acknowledged:
    """What a writer's log says.

    Attributes
    ----------
    versions : dict of str to int
        Token to version number, of every commit that returned.
    errors : list of str
        Errors of ours that ended a writer, as "code message".
    tracebacks : list of str
        Errors that are not ours: each is a bug.
    """

    versions: dict[str, int]
    errors: list[str]
    tracebacks: list[str]


class Nursery:
    """The process that forks writers; see `tests.torture.writer`.

    Parameters
    ----------
    folder : Path
        For the logs; on a disk that nothing happens to.
    environment : dict
        Additional variables for it and its writers.
    """

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.writer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_TOP,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
        )
        self._answer()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def start(self, folder: Path, *, store: str = "ours", **order: Any) -> WriterProcess:
        """Fork a writer; fields of `order` as in `tests.torture.writer`."""
        self._count += 1
        log = self._folder / f"log-{self._count}"
        full = {
            "store": store, "folder": str(folder), "notebook": "analysis.ipynb", "tokens": 0,
            "name": f"writer-{self._count}", "log": str(log),
        } | order  # fmt: skip
        return WriterProcess(self, int(self.ask(full)), log)

    def ask(self, line: object) -> str:
        """Send a line and return the answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the process that forks writers has ended"
        return line.strip()


class WriterProcess:
    """A writer that is running, or was."""

    def __init__(self, nursery: Nursery, process: int, log: Path) -> None:
        self._nursery = nursery
        self._process = process
        self._log = log

    def freeze(self) -> None:
        """Stop it and its children where they are."""
        os.killpg(self._process, signal.SIGSTOP)
        time.sleep(0.01)

    def kill(self) -> None:
        """Kill it and its children, wherever they are: it may not lead a group of its own yet."""
        for send in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                send(self._process, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Return its exit status when it has ended; negative for a signal."""
        return int(self._nursery.ask(self._process))

    def wait_for(self, count: int, seconds: float = 30) -> None:
        """Return when it has acknowledged that many commits, or after a while."""
        deadline = time.monotonic() + seconds
        while len(self.acknowledged().versions) < count and time.monotonic() < deadline:
            time.sleep(0.002)

    def acknowledged(self) -> Acknowledged:
        """Return what it has said so far."""
        lines = self._log.read_text("utf-8", "replace").splitlines() if self._log.exists() else []
        words = [line.split(" ", 1) for line in lines]
        done = [rest.split(" ") for kind, rest in words if kind == "done"]
        return Acknowledged(
            {token: int(number) for token, number in done},
            [rest for kind, rest in words if kind == "error"],
            [rest for kind, rest in words if kind == "traceback"],
        )
