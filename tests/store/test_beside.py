"""Work on threads that are kept: its result and its errors, in a child process, and when Python is about to exit."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from jovian_lab.store import beside


def test_the_result_and_the_error_arrive_where_they_are_waited_for() -> None:
    here = threading.get_ident()
    other, failing = beside.start(threading.get_ident), beside.start(lambda: 1 // 0)
    assert other() != here
    assert other() == other()
    with pytest.raises(ZeroDivisionError):
        failing()


def test_threads_are_kept() -> None:
    for _ in range(50):
        beside.start(int)()
    assert len([thread for thread in threading.enumerate() if thread.name.startswith("jovian-lab-commit")]) <= 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not copied here")
def test_in_the_copy_of_a_process() -> None:
    beside.start(int)()
    child = os.fork()
    if child == 0:
        os._exit(beside.start(lambda: 7)())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_while_python_exits() -> None:
    program = (
        "import atexit; from jovian_lab.store import beside; {}atexit.register(lambda: print(beside.start(int)()))"
    )
    for first in ("", "beside.start(int)(); "):
        done = subprocess.run([sys.executable, "-c", program.format(first)], capture_output=True, text=True, check=True)
        assert done.stdout == "0\n" and not done.stderr
