"""A process that commits until it is stopped, and says after each commit that it is done.

`python -m tests.torture.writer` imports what is needed once and then forks a writer for each line on standard input:
a JSON object with "store" ("ours" or "naive"), "folder", "notebook", "tokens" (how many commits; 0: for ever), "name",
"log" (file for acknowledgements), "prepared" (the notebook's file is left as it is) and "size" of a notebook. It
answers with the writer's process id; a line that is a process id is answered with its exit status.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import git  # noqa: F401 - so that forked writers need not load it

from jovian_lab.errors import JovianError
from jovian_lab.project import Author, Project
from tests.torture.marked import notebook
from tests.torture.naive import NaiveStore

AUTHOR = Author("Writer", "writer")


def commit_once(order: dict[str, Any], token: str) -> int:
    """Commit a notebook with that token; return the version's number."""
    folder = Path(order["folder"])
    raw = notebook(token, size=order.get("size", 3 << 12))
    if order["store"] == "naive":
        return NaiveStore(folder).commit(raw)
    path = folder / order["notebook"]
    if not order.get("prepared"):
        beside = path.with_name(f".{os.getpid()}")
        beside.write_bytes(raw)
        os.replace(beside, path)
    project, relative = Project.for_notebook(path, create=True)
    version = project.commit(relative, token, author=AUTHOR, allow_empty=True)
    assert version is not None
    return version.number


def work(order: dict[str, Any]) -> int:
    """Commit as ordered; every line of the log was acknowledged. Returns the exit status."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nursery = os.getppid()
    for count in range(order["tokens"]) if order["tokens"] else itertools.count():
        if os.getppid() != nursery:  # the test run was killed
            return 5
        token = f"{order['name']}-{count}"
        try:
            number = commit_once(order, token)
        except JovianError as error:
            os.write(log, f"error {error.code} {error.message}\n".encode())
            return 3
        except Exception:
            os.write(log, b"traceback " + traceback.format_exc().replace("\n", " | ").encode() + b"\n")
            return 4
        os.write(log, f"done {token} {number}\n".encode())
    return 0


def main() -> None:
    """Fork writers as asked."""
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if isinstance(order, int):
            _, status = os.waitpid(order, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        child = os.fork()
        if child == 0:
            os.setsid()
            os._exit(work(order))
        print(child, flush=True)


if __name__ == "__main__":
    main()
