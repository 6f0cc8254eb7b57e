"""Running a check in a process of its own: it may hang, die, or keep files of a disk open that is to be unmounted."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")


def apart(function: Callable[..., T], *arguments: Any, seconds: float = 120) -> T:
    """Call a function in a forked process.

    Parameters
    ----------
    function, *arguments
        What to call; the result must be picklable.
    seconds : float
        After this it is killed.

    Returns
    -------
    T
        What the function returned.

    Raises
    ------
    AssertionError
        If it raised anything, died, or did not end in time.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_call, args=(theirs, function, arguments))
    child.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise AssertionError(f"{function.__name__} did not end within {seconds:.0f} s")
        result, failure = ours.recv()
    except EOFError:
        raise AssertionError(f"{function.__name__} died") from None
    finally:
        child.kill()
        child.join()
    if failure:
        raise AssertionError(failure)
    return result  # type: ignore[no-any-return]


def _call(answer: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        answer.send((function(*arguments), ""))
    except BaseException:
        answer.send((None, traceback.format_exc()))
    answer.close()
    os._exit(0)  # nothing of the test run that was forked along is to be ended here
