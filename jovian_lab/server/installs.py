"""Installations as jobs: they outlive the tab that asked, a few at a time, tell how far they are, can be stopped."""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from jovian_lab.errors import Busy, Cancelled, JovianError, NotFound
from jovian_lab.project import InstallProgress, InstallQuestion, InstallReport, Version
from jovian_lab.server.errors import body_of, refusal
from jovian_lab.store.events import now

_MOST_UNFINISHED = 20
_MOST_REMEMBERED = 50  # finished ones
_MOST_LINES = 500
_PAUSE = 0.25  # seconds between two announcements of one job in the same stage

State = Literal["waiting", "running", "asking", "done", "failed", "cancelled"]
FINISHED = ("asking", "done", "failed", "cancelled")


class InstallLine(msgspec.Struct, frozen=True):
    """A line of progress."""

    stage: str
    message: str


class Install(msgspec.Struct, frozen=True):
    """An installation as it is answered; see the schema `install`."""

    id: str
    path: str
    version: str
    number: int
    title: str
    name: str
    dry_run: bool
    state: State
    stage: str
    message: str
    fraction: float | None
    lines: list[InstallLine]
    created: str
    finished: str | None
    questions: list[InstallQuestion]
    report: InstallReport | None
    error: dict[str, str] | None


@dataclass(frozen=True)
class Wanted:
    """What is to be installed.

    Attributes
    ----------
    path : str
        Contents path of the notebook.
    version : Version
        The version.
    name : str
        Of the new environment.
    dry_run : bool
        Whether only to say what would be done.
    work : callable
        Does it; is given a function that takes progress, and one that tells whether to stop. Returns the report, or
        the questions that must be answered first.
    origin : str or None
        What the asking tab calls itself.
    """

    path: str
    version: Version
    name: str
    dry_run: bool
    work: Callable[[Callable[[InstallProgress], None], Callable[[], bool]], InstallReport | Sequence[InstallQuestion]]
    origin: str | None


class _Job:
    """One installation, as its thread and those who ask see it."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None
        self.announced = 0.0
        version = wanted.version
        self.install = Install(
            secrets.token_hex(8), wanted.path, version.id, version.number, version.title, wanted.name, wanted.dry_run,
            "waiting", "wait", "Waiting for another installation to end.", None, [], now(), None, [], None, None,
        )  # fmt: skip

    def change(self, **fields: object) -> None:
        """Put another value in the place of the one that is answered."""
        self.install = msgspec.structs.replace(self.install, **fields)

    @property
    def over(self) -> bool:
        """Whether it has ended, one way or another."""
        return self.install.state in FINISHED


class Installs:
    """All installations of a server.

    Parameters
    ----------
    announce : callable
        Told of every change, with what the asking tab calls itself; called in any thread.
    log : Logger
        The server's.
    at_once : int
        How many run at a time; others wait.
    """

    def __init__(self, announce: Callable[[Install, str | None], None], log: logging.Logger, at_once: int = 2) -> None:
        self._announce = announce
        self._log = log
        self._room = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._closed = False

    def begin(self, wanted: Wanted) -> Install:
        """Start an installation, or let it wait for its turn.

        Raises
        ------
        Busy
            When too many are under way, or the server is stopping.
        """
        job = _Job(wanted)
        with self._lock:
            if self._closed:
                raise Busy("The server is stopping.", "Start it again.")
            if sum(not other.over for other in self._jobs.values()) >= _MOST_UNFINISHED:
                raise Busy("Too many installations are under way.", "Wait for one to end, or stop one.")
            finished = [identity for identity, other in self._jobs.items() if other.over]
            for identity in finished[: max(0, len(finished) - _MOST_REMEMBERED + 1)]:
                del self._jobs[identity]
            self._jobs[job.install.id] = job
        answer = job.install
        # a daemon: a server that is told to stop is not held up by a thread that nobody joins
        job.thread = threading.Thread(target=self._run, args=(job,), name="jovian-lab-install", daemon=True)
        job.thread.start()
        return answer

    def all(self) -> list[Install]:
        """Return all that are remembered, newest first."""
        with self._lock:
            return [job.install for job in reversed(self._jobs.values())]

    def one(self, identity: str) -> Install:
        """Return one.

        Raises
        ------
        NotFound
            If it is not remembered.
        """
        return self._find(identity).install

    def cancel(self, identity: str) -> Install:
        """Ask one to stop, which takes a moment; one that is over stays as it is.

        Raises
        ------
        NotFound
            If it is not remembered.
        """
        job = self._find(identity)
        job.stop.set()
        return job.install

    def close(self, seconds: float = 15) -> None:
        """Stop them all, and wait until what they had started is gone."""
        with self._lock:
            self._closed = True
            jobs = list(self._jobs.values())
        for job in jobs:
            job.stop.set()
        deadline = time.monotonic() + seconds
        for job in jobs:
            if job.thread is not None:
                with contextlib.suppress(RuntimeError):  # it was not started yet
                    job.thread.join(max(0.0, deadline - time.monotonic()))

    def _find(self, identity: str) -> _Job:
        with self._lock:
            job = self._jobs.get(identity)
        if job is None:
            raise NotFound("There is no such installation.", "It may be over for long; `GET installs` lists them.")
        return job

    def _run(self, job: _Job) -> None:
        """Do one; in its own thread."""
        while not self._room.acquire(timeout=0.1):
            if job.stop.is_set():
                self._end(job, "cancelled", "It was stopped before it began.")
                return
        try:
            self._do(job)
        finally:
            self._room.release()

    def _do(self, job: _Job) -> None:
        if job.stop.is_set():
            self._end(job, "cancelled", "It was stopped before it began.")
            return
        job.change(state="running", stage="plan", message="Reading what the version kept.")
        self._tell(job)
        try:
            outcome = job.wanted.work(lambda progress: self._hear(job, progress), job.stop.is_set)
        except Cancelled as error:
            self._end(job, "cancelled", error.message)
        except JovianError as error:
            self._end(job, "failed", error.message, error=body_of(error))
        except Exception:
            self._log.exception("jovian-lab: an installation failed")
            self._end(job, "failed", refusal(500)["message"], error=refusal(500))
        else:
            if isinstance(outcome, InstallReport):
                said = "Planned." if job.wanted.dry_run else "Installed."
                self._end(job, "done", said, report=outcome, name=outcome.name or job.install.name, fraction=1.0)
            else:
                said = "Some lines of the version's files are followed only after a yes."
                self._end(job, "asking", said, questions=list(outcome))

    def _hear(self, job: _Job, progress: InstallProgress) -> None:
        stage, message, fraction = progress.stage, progress.message, progress.fraction
        before = job.install
        lines = before.lines
        if not lines or (lines[-1].stage, lines[-1].message) != (stage, message):
            lines = [*lines[1 - _MOST_LINES :], InstallLine(stage, message)]
        bounded = None if fraction is None else min(1.0, max(0.0, fraction))
        job.change(stage=stage, message=message, fraction=bounded, lines=lines)
        if stage != before.stage or time.monotonic() - job.announced >= _PAUSE:
            self._tell(job)

    def _end(self, job: _Job, state: State, message: str, **fields: object) -> None:
        job.change(state=state, stage=state, message=message, finished=now(), **fields)
        self._tell(job)

    def _tell(self, job: _Job) -> None:
        job.announced = time.monotonic()
        self._announce(job.install, job.wanted.origin)
