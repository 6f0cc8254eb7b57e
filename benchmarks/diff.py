"""Differences: ours beside nbdime's, pair by pair in one run, on real histories and on generated notebooks.

`python -m benchmarks.diff [BUNDLE …] [--pairs N] [--limit SECONDS] [--only TITLE …] [--seed N] [--keep-page]`

Ours is `Project.diff` between two committed versions, and `compare_files` on the same two files nbdime reads. The
answers are checked: applied to the old notebook ours gives the new one.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.diffcases import Pair, cases
from benchmarks.histories import versions
from benchmarks.report import machine, milliseconds, publish, table, times
from jovian_lab.notebook.diff import apply
from jovian_lab.notebook.parsed import parse
from jovian_lab.notebook.split import split
from jovian_lab.project import Difference, NotebookDiff, Project, compare_files

_TOP = Path(__file__).resolve().parents[1]


@dataclass
class Result:
    """What one case gave: seconds a pair, nbdime's None where it was stopped."""

    title: str
    ours: list[float] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)  # the pairs that nbdime was given
    ours_cpu: list[float] = field(default_factory=list)
    nbdime_cpu: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    nbdime: list[float | None] = field(default_factory=list)
    same: int = 0
    compared: int = 0
    overlap: list[float] = field(default_factory=list)
    largest: int = 0
    coarse: int = 0


class Nbdime:
    """nbdime in a process that is ended when it takes too long."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._start()

    def compare(self, old: Path, new: Path) -> dict[str, Any] | None:
        """Return its answer, None where it took longer than the limit."""
        assert self._process.stdin
        self._process.stdin.write((json.dumps({"old": str(old), "new": str(new)}) + "\n").encode())
        self._process.stdin.flush()
        line = self._line(self._limit)
        if line is None:
            self.stop()
            self._start()
            return None
        return dict(json.loads(line))

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.nbdime_worker"],
            cwd=_TOP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._selector = selectors.DefaultSelector()
        assert self._process.stdout
        self._selector.register(self._process.stdout, selectors.EVENT_READ)
        self._line(120)

    def _line(self, limit: float) -> bytes | None:
        assert self._process.stdout
        found = b""
        end = time.monotonic() + limit
        while not found.endswith(b"\n"):
            if not self._selector.select(max(end - time.monotonic(), 0)):
                return None
            piece = os.read(self._process.stdout.fileno(), 1 << 16)
            if not piece:
                raise SystemExit("nbdime ended")
            found += piece
        return found


def main() -> None:
    """Run the cases and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundles", nargs="*", type=Path, metavar="BUNDLE")
    parser.add_argument(
        "--pairs", type=int, default=30, help="of a bundle's pairs of versions given to nbdime, evenly spread"
    )
    parser.add_argument("--limit", type=float, default=60, metavar="SECONDS", help="for nbdime on one pair")
    parser.add_argument("--only", nargs="*", default=[""], metavar="TITLE", help="beginnings of titles")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    options = parser.parse_args()
    peer = Nbdime(options.limit)
    results = []
    try:
        for title, pairs in _all(options.bundles, options.seed):
            if any(title.startswith(beginning) for beginning in options.only):
                results.append(_measure(title, pairs, peer, options.pairs))
                print(_row(results[-1], options.limit), flush=True)
    finally:
        peer.stop()
    text = _table(results, options.limit)
    if options.keep_page:
        print(f"\n{text}")
    else:
        names = " ".join(bundle.name for bundle in options.bundles)
        command = f"`python -m benchmarks.diff {names} --pairs {options.pairs} --limit {options.limit:g}"
        publish("diff", f"{command} --seed {options.seed}` on {machine()}.\n\n{text}", "benchmarks-diff.md")


def _all(bundles: list[Path], seed: int) -> Iterator[tuple[str, Iterable[Pair]]]:
    for bundle in bundles:
        yield bundle.stem, _history(bundle)
    for title, make in cases(seed).items():
        yield title, make()


def _history(bundle: Path) -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle.resolve()), str(clone)], check=True)
        yield from pairwise([raw for raw in versions(clone) if json.loads(raw).get("nbformat") == 4])


def _measure(title: str, pairs: Iterable[Pair], peer: Nbdime, most: int) -> Result:
    result = Result(title)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = Project.open(folder, create=True)
        every = list(pairs)
        chosen = {round(place * (len(every) - 1) / max(most - 1, 1)) for place in range(min(most, len(every)))}
        chosen = chosen if len(every) > most else set(range(len(every)))
        for number, (old, new) in enumerate(every):
            paths = [folder / "old.ipynb", folder / "new.ipynb"]
            for path, raw in zip(paths, (old, new), strict=True):
                path.write_bytes(raw)
            made = []
            for raw in (old, new):
                (folder / "nb.ipynb").write_bytes(raw)
                project.commit("nb.ipynb", "step")
                made.append(project.version("nb.ipynb", "latest").id)
            result.largest = max(result.largest, len(new))
            begin = _cpu()
            ours, seconds = _timed(project.diff, "nb.ipynb", *made)
            result.ours_cpu.append(_cpu() - begin)
            result.ours.append(seconds)
            result.again.append(_timed(project.diff, "nb.ipynb", *made)[1])
            result.files.append(_timed(compare_files, *paths)[1])
            _check(old, new, ours.notebook)
            result.coarse += bool(ours.notebook.not_compared)
            if number in chosen:
                result.beside.append(number)
                _compare(result, ours.notebook, peer.compare(*paths))
    return result


def _cpu() -> float:
    """Seconds of processor that this process and the gits it started have used."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def _timed(compare: Callable[..., Difference], *arguments: Any) -> tuple[Difference, float]:
    start = time.perf_counter()
    found = compare(*arguments)
    return found, time.perf_counter() - start


def _check(old: bytes, new: bytes, diff: NotebookDiff) -> None:
    """Insist that the difference, applied to the old notebook, gives the new one."""
    before, after = (parse(split(raw).skeleton) for raw in (old, new))
    cells, outside = apply(diff, before)
    wanted = {"cells": [cell.data for cell in after.cells], **after.outside}
    if json.dumps({"cells": cells, **outside}, sort_keys=True) != json.dumps(wanted, sort_keys=True):
        raise SystemExit("a difference does not give the new notebook")


def _compare(result: Result, diff: NotebookDiff, answer: dict[str, Any] | None) -> None:
    result.nbdime.append(answer["seconds"] if answer else None)
    if answer is None:
        return
    result.nbdime_cpu.append(answer["cpu"])
    changed = [cell for cell in diff.cells if cell.change not in ("unchanged", "moved")]
    ours = {("old", cell.old) for cell in changed if cell.old is not None}
    ours |= {("new", cell.new) for cell in changed if cell.new is not None}
    moved = [cell for cell in diff.cells if cell.moved]
    ignored = {("old", cell.old) for cell in moved} | {("new", cell.new) for cell in moved}
    theirs = {("old", index) for index in answer["old"]} | {("new", index) for index in answer["new"]}
    a, b = ours - ignored, theirs - ignored
    result.compared += 1
    result.same += a == b
    result.overlap.append(len(a & b) / len(a | b) if a | b else 1.0)


def _table(results: list[Result], limit: float) -> str:
    head = ["", "pairs", "ours, median", "worst", "again, median", "two files, median", "nbdime, median", "worst",
            "ratio of medians", "of processor time", "same cells named", "overlap"]  # fmt: skip
    text = table(head, [_row(result, limit) for result in results])
    coarse = [f"{result.title}: {result.coarse} of {len(result.ours)}" for result in results if result.coarse]
    return text + ("\n\nMarked by us as compared coarsely: " + "; ".join(coarse) + "." if coarse else "")


def _row(result: Result, limit: float) -> list[str]:
    known = [limit if seconds is None else seconds for seconds in result.nbdime]
    stopped = "> " if None in result.nbdime else ""
    peer, ours = statistics.median(known), statistics.median(result.ours)
    at_median = "> " if peer == limit else ""
    same, same_cpu = (
        statistics.median([measured[number] for number in result.beside]) for measured in (result.ours, result.ours_cpu)
    )
    overlap = f"{statistics.mean(result.overlap):.1%}" if result.overlap else "–"
    return [
        result.title,
        f"{len(result.ours)}" if len(known) == len(result.ours) else f"{len(result.ours)} (nbdime {len(known)})",
        milliseconds(ours),
        milliseconds(max(result.ours)),
        milliseconds(statistics.median(result.again)),
        milliseconds(statistics.median(result.files)),
        at_median + milliseconds(peer),
        stopped + milliseconds(max(known)),
        at_median + times(peer / same),
        times(statistics.median(result.nbdime_cpu) / same_cpu) if result.nbdime_cpu else "–",
        f"{result.same} of {result.compared}" if result.compared else "–",
        overlap,
    ]


if __name__ == "__main__":
    main()
