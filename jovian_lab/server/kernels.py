"""Which kernel a notebook runs in just now, as the server's own sessions tell."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from typing import Any

from tornado.web import HTTPError

from jovian_lab.project import RunningKernel

_PATIENCE = 0.25  # seconds; a commit never waits longer for the event loop


class Kernels:
    """The server's kernels, by the notebook they run.

    Parameters
    ----------
    sessions, kernels : SessionManager, MappingKernelManager
        The server's; None where it has none.
    log : Logger
        The server's.
    """

    def __init__(self, sessions: Any, kernels: Any, log: logging.Logger) -> None:
        self._sessions = sessions
        self._kernels = kernels
        self._log = log

    def of(self, contents_path: str, loop: asyncio.AbstractEventLoop | None) -> RunningKernel | None:
        """Find the kernel of a notebook; from a worker thread.

        Parameters
        ----------
        contents_path : str
            The notebook.
        loop : AbstractEventLoop or None
            The server's: sessions may be asked only there.

        Returns
        -------
        RunningKernel or None
            None where it runs in no kernel, or that cannot be told at once.
        """
        if loop is None or self._sessions is None:
            return None
        asked = asyncio.run_coroutine_threadsafe(self._find(contents_path), loop)
        try:
            return asked.result(_PATIENCE)
        except (
            Exception
        ) as error:  # whatever a manager of somebody else's raises, the notebook's own kernelspec is left
            asked.cancel()
            self._log.debug("jovian-lab: the kernel of a notebook cannot be told: %r", error)
            return None

    async def _find(self, contents_path: str) -> RunningKernel | None:
        with contextlib.suppress(HTTPError):  # no session
            session = await self._sessions.get_session(path=contents_path)
            kernel = self._kernels.get_kernel(session["kernel"]["id"])
            # a provisioner of another machine has no process here
            process: Any = getattr(getattr(kernel, "provisioner", None), "process", None)
            pid = getattr(process, "pid", None)
            # elsewhere nothing is told of a process that its kernelspec does not say
            known = isinstance(pid, int) and sys.platform.startswith("linux")
            return RunningKernel(str(kernel.kernel_name), pid if known else None)
        return None
