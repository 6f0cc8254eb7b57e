"""A commit asked of the frontend: from the card to its answer, or to the file on disk when no answer comes.

The frontend can only answer after the running cell (and every cell queued behind it) has ended, so nothing here
waits. A request is settled once, by whichever comes first: the frontend's outcome; the frontend saying that it has
no plugin; nothing heard for PATIENCE seconds in which the kernel had nothing to run; the end of the kernel.
"""

from __future__ import annotations

import atexit
import contextvars
import os
import sys
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from jovian_lab.errors import JovianError
from jovian_lab.kernel.disk import Wanted, commit_file, outcome
from jovian_lab.kernel.place import notebook_path, session_path
from jovian_lab.project import Version

if TYPE_CHECKING:
    from comm.base_comm import BaseComm
    from ipykernel.zmqshell import ZMQInteractiveShell

TARGET = "jovian-lab:commit"
CARD = {
    "application/vnd.jovian-lab.commit+json": {"format": 1},
    "text/plain": "jovian_lab: version requested",
}
PATIENCE = 5.0


class Request:
    """What commit() returns in JupyterLab.

    Attributes
    ----------
    state : str
        "requested"; "received" once the frontend has taken it over; then "done" or "failed".
    version : Version or None
        The version, once done; None when nothing had changed.
    message, hint : str
        Why it failed and what to do about it.
    """

    def __init__(self, shell: ZMQInteractiveShell, wanted: Wanted) -> None:
        self.state = "requested"
        self.version: Version | None = None
        self.message = ""
        self.hint = ""
        self._shell = shell
        self._wanted = wanted
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._declined = False
        self._busy = True
        # What is said later still belongs to the cell that asked.
        self._context = contextvars.copy_context()

    def __repr__(self) -> str:
        return f"<jovian_lab commit: {self.state}>"

    def _ipython_display_(self) -> None:
        """Show nothing as a cell's result: the card is shown already."""

    def _hear(self, message: dict[str, Any]) -> None:
        """Take a message of the frontend."""
        data = message["content"]["data"]
        if self._settled():
            return
        self._stop_timer()
        if data.get("state") == "received":
            self.state = "received"
        elif data.get("state") == "done":
            self.version = _version_of(data.get("version"))
            self._settle("done")
        elif data.get("state") == "failed":
            self.message, self.hint = str(data.get("message", "")), str(data.get("hint", ""))
            self._settle("failed")

    def _decline(self, _message: dict[str, Any]) -> None:
        """The frontend closed the comm: it has no plugin that could do it."""
        if self.state == "requested":
            self._declined = True
            self._wait()

    def _cell_started(self, *_: object) -> None:
        self._busy = True
        self._stop_timer()

    def _cell_ended(self, *_: object) -> None:
        self._busy = False
        self._wait()

    def _wait(self) -> None:
        """Start waiting anew, but not while cells run: then the kernel may not hear the frontend."""
        self._stop_timer()
        if self.state == "requested" and not self._busy:
            self._timer = threading.Timer(0 if self._declined else PATIENCE, self._give_up)
            self._timer.daemon = True
            self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _give_up(self) -> None:
        """Commit the file on disk, for nobody took the request."""
        if self.state == "requested":
            text = self._commit_from_disk()
            if text:
                self._context.run(self._shell.display_pub.publish, {"text/plain": text})

    def _commit_from_disk(self) -> str:
        """Settle by committing the file; one line about it, or nothing when it was settled meanwhile."""
        with self._lock:
            if self._settled():
                return ""
            try:
                path = notebook_path(None, self._shell)
                self.version = commit_file(path, self._wanted)
            except JovianError as error:
                self.message, self.hint = error.message, error.hint
                self._settle("failed")
                return f"jovian_lab: not committed. {error.message} {error.hint}".rstrip()
            self._settle("done")
            return outcome(path, self.version)

    def _settled(self) -> bool:
        return self.state in ("done", "failed")

    def _settle(self, state: str) -> None:
        self.state = state
        _forget(self)


_open: list[Request] = []


def ask_frontend(shell: ZMQInteractiveShell, cell: str, wanted: Wanted) -> Request:
    """Show the card and ask the frontend to save and commit the notebook.

    Parameters
    ----------
    shell : ZMQInteractiveShell
        The shell that runs the cell.
    cell : str
        The cell's id, by which the frontend finds the card again.
    wanted : Wanted
        What to commit.

    Returns
    -------
    Request
        Settled after the cell has ended.
    """
    from comm import create_comm

    request = Request(shell, wanted)
    _remember(request)
    shell.display_pub.publish(dict(CARD))
    comm: BaseComm = create_comm(target_name=TARGET, primary=False)
    comm.on_msg(request._hear)
    comm.on_close(request._decline)
    comm.open(
        {
            "request": str(uuid.uuid4()),
            "cell": cell,
            "message": wanted.message,
            "files": _beside_notebook(wanted.files),
            "allow_empty": wanted.allow_empty,
            "environment": wanted.environment is not False,
        }
    )
    return request


def _beside_notebook(files: Sequence[Path]) -> list[str]:
    """Paths relative to the notebook's folder, with forward slashes: what the server understands."""
    notebook = session_path()
    folder = notebook.parent if notebook else Path.cwd()
    return [Path(os.path.relpath(file, folder)).as_posix() for file in files]


def _version_of(data: object) -> Version | None:
    """The version in the frontend's answer."""
    if data is None:
        return None
    return msgspec.convert(data, Version)


def _remember(request: Request) -> None:
    """Follow the kernel's cells, and its end, for as long as the request is open."""
    events = request._shell.events
    events.register("pre_execute", request._cell_started)
    events.register("post_execute", request._cell_ended)
    if not _open:
        atexit.register(_at_exit, os.getpid())
    _open.append(request)


def _forget(request: Request) -> None:
    """Stop following."""
    if request not in _open:
        return
    _open.remove(request)
    events = request._shell.events
    events.unregister("pre_execute", request._cell_started)
    events.unregister("post_execute", request._cell_ended)
    if not _open:
        atexit.unregister(_at_exit)


def _at_exit(pid: int) -> None:
    """Commit what nobody answered, also what a frontend took and may have been closed with.

    Not in a process forked from the kernel, which ends with a copy of this list.
    """
    if os.getpid() != pid:
        return
    for request in list(_open):
        text = request._commit_from_disk()
        if text:
            print(text, file=sys.__stderr__)
