"""Commits: ours beside git's command, jupyterlab-git, GitPython and the floor, on generated notebooks.

`python -m benchmarks.commit [--only TITLE …] [--seed N] [--keep-page]`; JOVIAN_BENCH_PEER_PYTHON names the
interpreter that has jupyterlab-git.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.notebooks import SHAPES, GeneratedNotebook
from benchmarks.race import Race, Result, available
from benchmarks.report import machine, megabytes, milliseconds, publish, table, times

# title: (shape, how many versions, whether everything is run again each time)
CASES = {
    "2 MB, a few cells changed": ("2 MB", 30, False),
    "10 MB, a few cells changed": ("10 MB", 25, False),
    "200 MB, a few cells changed": ("200 MB", 6, False),
    "10 MB, everything run again": ("10 MB", 8, True),
    "the complaint: 60 versions of 3.5 MB": ("3.5 MB", 60, False),
}


def main() -> None:
    """Run the cases and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=list(CASES), metavar="TITLE", help="beginnings of titles")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    parser.add_argument("--folder", type=Path, default=None, help="where to work; on the disk to be measured")
    options = parser.parse_args()
    races = []
    for title, (shape, count, rerun) in CASES.items():
        if not any(title.startswith(beginning) for beginning in options.only):
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            history = _history(shape, count, options.seed, rerun=rerun)
            races.append(Race(title, history, available(), options.seed).run(Path(folder)))
            print(f"\n{title}\n\n{_table(races[-1])}", flush=True)
    if not options.keep_page:
        text = "\n\n".join(f"### {race.title}\n\n{_caption(race)}\n\n{_table(race)}" for race in races)
        command = f"`python -m benchmarks.commit --seed {options.seed}` on {machine()}."
        publish("commit", f"{command}\n\n{text}")


def _history(shape: str, count: int, seed: int, *, rerun: bool) -> Iterator[tuple[bytes, int]]:
    notebook = GeneratedNotebook(SHAPES[shape], seed)
    raw = notebook.raw()
    yield raw, len(raw)
    for _ in range(count - 1):
        changed = notebook.rerun() if rerun else notebook.step()
        yield notebook.raw(), changed


def _caption(race: Race) -> str:
    return f"{race.count} versions, {megabytes(race.volume)} of notebooks."


def _table(race: Race) -> str:
    """Lay out a race; every time is also given as a multiple of ours."""
    ours = next(result for result in race.results if result.name == "ours")
    return table(
        ["", "median", "to ours", "worst", "first", "disk at once", "after gc", "gc took", "peak memory"],
        [_row(result, ours) for result in race.results],
    )


def _row(result: Result, ours: Result) -> list[str]:
    floor = result.name == "floor"
    return [
        result.name,
        milliseconds(result.median),
        f"{result.median / ours.median:.2f}×" if floor else times(result.median / ours.median),
        milliseconds(result.worst),
        milliseconds(result.first),
        "" if floor else megabytes(result.at_once),
        "" if floor else megabytes(result.after_gc),
        "" if floor else milliseconds(result.gc_seconds),
        megabytes(result.memory),
    ]


if __name__ == "__main__":
    main()
