"""Lineage: how often the right cell is named, on edits with known truth, with cell ids and without.

`python -m benchmarks.lineage [--pairs N] [--seed N] [--keep-page]`
"""

from __future__ import annotations

import argparse
import time

from benchmarks.report import milliseconds, publish, table
from jovian_lab.notebook.lineage import match
from jovian_lab.notebook.parsed import Cell, parse
from tests.notebook.corpus import Ids, Score, pair, score
from tests.notebook.samples import Json, as_nbformat

KINDS: dict[str, Ids] = {
    "ids kept, as JupyterLab does": "kept",
    "all ids made anew": "regenerated",
    "no ids (before nbformat 4.5)": "none",
}


def main() -> None:
    """Run all pairs and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=77_000_000, help="the first one")
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    options = parser.parse_args()
    rows = []
    for title, ids in KINDS.items():
        total, seconds = Score(), 0.0
        for seed in range(options.seed, options.seed + options.pairs):
            truth = pair(seed, ids)
            old, new = _cells(truth.old), _cells(truth.new)
            start = time.perf_counter()
            found = match(old, new)
            seconds += time.perf_counter() - start
            total.add(score(found, truth, ids))
        rows.append([
            title, f"{options.pairs:,}", f"{total.total:,}", f"{total.share:.2%}", f"{total.touched_total:,}",
            f"{total.touched_share:.2%}", milliseconds(seconds / options.pairs),
        ])  # fmt: skip
    head = ["", "pairs", "items", "right", "items edited", "right of what was edited", "mean time"]
    text = f"`python -m benchmarks.lineage --pairs {options.pairs} --seed {options.seed}`\n\n{table(head, rows)}"
    if options.keep_page:
        print(text)
    else:
        publish("lineage", text, "benchmarks-diff.md")


def _cells(data: Json) -> list[Cell]:
    return parse(as_nbformat(data)).cells


if __name__ == "__main__":
    main()
