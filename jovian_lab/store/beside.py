"""Work beside the commit: hashing and waiting for the disk, on threads that are kept, since starting one costs more."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Result = TypeVar("Result")

_THREADS = 4  # a pack, its index and a ref are waited for at once; more than one commit may be under way
_kept: ThreadPoolExecutor | None = None


def start(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin to do something that needs no lock of Python's and waits for nothing else that is begun here.

    Parameters
    ----------
    work : callable
        What to do.

    Returns
    -------
    callable
        Waits for the end; returns, or raises, what `work` did.
    """
    global _kept
    try:
        if _kept is None:
            from concurrent.futures import ThreadPoolExecutor  # here: it takes milliseconds to import

            _kept = ThreadPoolExecutor(_THREADS, "jovian-lab-commit")
        return _kept.submit(work).result
    except RuntimeError:  # Python is about to exit and starts no more threads
        result = work()
        return lambda: result


def _forget() -> None:
    """Threads do not live on in a child process."""
    global _kept
    _kept = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
