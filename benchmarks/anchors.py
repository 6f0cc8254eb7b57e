"""Anchors: how often a comment is found again on edits with known truth, beside the simple rule "same cell id".

`python -m benchmarks.anchors [--pairs N] [--seed N] [--keep-page] [--only accuracy|speed]`
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.report import milliseconds, publish, table
from jovian_lab.project import Author, Discussion, Project, Target
from tests.comments.corpus import Count, Scenery, count, scenery, simply
from tests.history import work
from tests.notebook.corpus import Ids
from tests.notebook.samples import as_nbformat

KINDS: dict[str, Ids] = {
    "ids kept, as JupyterLab does": "kept",
    "all ids made anew": "regenerated",
    "no ids (before nbformat 4.5)": "none",
}
ME = Author("Me")


def main() -> None:
    """Run all pairs and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=78_000_000, help="the first one")
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    parser.add_argument("--only", choices=["accuracy", "speed"])
    options = parser.parse_args()
    sections = {}
    if options.only != "speed":
        sections["anchors"] = _accuracy(options.pairs, options.seed)
    if options.only != "accuracy":
        sections["anchors-speed"] = _speed()
    for section, text in sections.items():
        if options.keep_page:
            print(text)
        else:
            publish(section, text, "benchmarks-anchors.md")


def _accuracy(pairs: int, first: int) -> str:
    """Place anchors on both sides of many edits."""
    rows = []
    for ranges, what in ((False, "a cell"), (True, "a range")):
        for title, ids in KINDS.items():
            rules: list[tuple[str, Callable[[Scenery], Count]]] = [("ours", count)]
            rules += [("same cell id", simply)] if ids == "kept" else []
            totals = {name: (Count(), Count()) for name, _ in rules}
            for seed in range(first, first + pairs):
                seen = scenery(seed, ids, ranges)
                edited = seen.touched()
                for name, rule in rules:
                    totals[name][0].add(rule(seen))
                    totals[name][1].add(rule(edited))
            rows += [_row(what, title, name, *total) for name, total in totals.items()]
    head = ["comment on", "", "rule", "anchors", "right", "right where its cell was edited", "gone, and said so",
            "wrong and unmarked", "said to be unsure"]  # fmt: skip
    return f"`python -m benchmarks.anchors --pairs {pairs} --seed {first}`\n\n{table(head, rows)}"


def _row(what: str, title: str, rule: str, total: Count, edited: Count) -> list[str]:
    return [
        what, title, rule, f"{total.total:,}", f"{total.right / max(total.there, 1):.2%}",
        f"{edited.right / max(edited.there, 1):.2%}", f"{total.told / max(total.gone, 1):.2%}",
        f"{total.unmarked / max(total.total, 1):.3%}", f"{total.unsure / max(total.total, 1):.2%}",
    ]  # fmt: skip


def _speed() -> str:
    """Time the reading of threads, on a thousand cells and of a thousand comments."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.open(Path(folder), create=True)
        data = work(*(f"value_{n} = compute({n})\nprint(value_{n})" for n in range(1000)))
        file = Path(folder) / "a.ipynb"
        file.write_bytes(as_nbformat(data))
        project.commit("a.ipynb")
        discussion = project.discussion("a.ipynb")
        opening = _times(lambda n: discussion.open(Target("range", index=5 * n, start=0, end=7), "?", ME), 200)
        for n in range(0, 1000, 10):
            data["cells"][n]["source"] = [f"value_{n} = compute({n + 1})\n", "print()"]
        del data["cells"][500:520]
        file.write_bytes(as_nbformat(data))
        placing = _times(lambda _: discussion.read(), 15)
        size = file.stat().st_size / 1e6
        rows = [["200 threads placed in a file of 1,000 cells", milliseconds(median(placing[1:]))],
                ["a thread opened on it", milliseconds(median(opening))]]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        project = Project.open(Path(folder), create=True)
        (Path(folder) / "a.ipynb").write_bytes(as_nbformat(work("x = 1")))
        project.commit("a.ipynb")
        discussion = project.discussion("a.ipynb")
        thread = discussion.open(Target("notebook"), "first", ME).id
        replying: list[float] = []
        for _ in range(27):
            replying += _times(lambda n: discussion.reply(thread, f"Words of @ada, and more of **{n}**.", ME), 37)
            project.tidy()  # as whoever writes does
        listing = _times(lambda _: _listed(discussion), 15)
        rows += [["1,000 comments listed", milliseconds(median(listing[1:]))],
                 ["the last 100 of them written, each", milliseconds(median(replying[-100:]))]]  # fmt: skip
    return (
        f"Processor time, medians (the machine was busy); the notebook of 1,000 cells has {size:.1f} MB.\n\n"
        + table(["", "time"], rows)
    )


def _listed(discussion: Discussion) -> None:
    (found,) = discussion.read().threads
    assert len(found.comments) == 1000


def _times(work_of: Callable[[int], object], times: int) -> list[float]:
    found = []
    for n in range(times):
        start = time.process_time()
        work_of(n)
        found.append(time.process_time() - start)
    return found


if __name__ == "__main__":
    main()
