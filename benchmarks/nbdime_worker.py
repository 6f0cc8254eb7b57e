"""nbdime in a process of its own: reads two notebooks, compares them, and says how long that took and what changed."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import nbdime
from nbdime.utils import read_notebook


def main() -> None:
    """Answer requests, one JSON object a line, until there are no more."""
    print("ready", flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        start, begin = time.perf_counter(), time.process_time()
        old, new = (read_notebook(request[side], on_null="empty") for side in ("old", "new"))
        difference = nbdime.diff_notebooks(old, new)
        seconds, cpu = time.perf_counter() - start, time.process_time() - begin
        touched = touched_cells(difference, len(old["cells"]), len(new["cells"]))
        print(json.dumps({"seconds": seconds, "cpu": cpu, "old": touched[0], "new": touched[1]}), flush=True)


def touched_cells(difference: Any, old_count: int, new_count: int) -> tuple[list[int], list[int]]:
    """Return the old and the new cells that are not the same cell unchanged."""
    old: list[int] = []
    new: list[int] = []
    at = shift = 0  # shift: how much further a cell stands in the new notebook
    for entry in difference:
        for op in entry.diff if entry.key == "cells" else ():
            if op.op == "addrange":
                new += range(op.key + shift, op.key + shift + len(op.valuelist))
                shift += len(op.valuelist)
            elif op.op == "removerange":
                old += range(op.key, op.key + op.length)
                shift -= op.length
            elif op.op == "patch":
                old.append(op.key)
                new.append(op.key + shift)
            at = op.key
    assert at <= old_count and old_count + shift == new_count
    return old, new


if __name__ == "__main__":
    main()
