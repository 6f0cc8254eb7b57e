"""A history of 10,000 versions: its first page, all of it, and the index made anew, beside git log and GitPython.

`python -m benchmarks.history [--versions N] [--keep-page]`
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec

from benchmarks.notebooks import SHAPES, GeneratedNotebook
from benchmarks.report import machine, milliseconds, publish, table, times
from benchmarks.writers import NOTEBOOK
from jovian_lab.project import Author, Parent, Project
from jovian_lab.store import objects, refs, versions
from jovian_lab.store.repository import Store

_ROUNDS = 9
_FIRST_PAGE = 50


def main() -> None:
    """Make the history, measure it and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    parser.add_argument("--folder", type=Path, default=None, help="where to work; on the disk to be measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Path(folder).resolve()
        _make(place, options.versions, options.seed)
        text = _measure(place, options.versions)
    command = f"`python -m benchmarks.history --versions {options.versions} --seed {options.seed}` on {machine()}."
    if options.keep_page:
        print(text)
    else:
        publish("history", f"{command}\n\n{text}")


def _make(folder: Path, count: int, seed: int) -> None:
    """Commit once, then write many descendants of that version in one transaction."""
    (folder / NOTEBOOK).write_bytes(GeneratedNotebook(SHAPES["small"], seed).raw())
    first = Project.open(folder, create=True).commit(NOTEBOOK, "Version 1", author=Author("Bench", "bench"))
    assert first is not None
    store = Store(folder)
    start = datetime(2024, 1, 1, tzinfo=timezone.utc)
    with store.transaction() as change, store.reader() as reader:
        commit = reader.commit(first.id)
        stored, tip = versions.parse(commit.message), first.id
        for number in range(2, count + 1):
            moment = start + timedelta(minutes=number)
            stored = msgspec.structs.replace(
                stored,
                number=number,
                title=f"Version {number}: another learning rate",
                created=moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
                parents=[Parent(tip, number - 1)],
            )
            message = f"{stored.title}\n\nJovian-Version: {msgspec.json.encode(stored).decode()}\n"
            body = objects.commit_body(commit.tree, [tip], "Bench", int(moment.timestamp()), message)
            tip = change.add("commit", body)
        change.move(refs.name(refs.VERSIONS, first.notebook), tip, first.id)


def _measure(folder: Path, count: int) -> str:
    project = Project.open(folder)
    repository = folder / ".jovian" / "repository.git"
    ref = f"{refs.VERSIONS}/{project.notebooks()[0].key}"

    def page(limit: int) -> Callable[[], int]:
        return lambda: len(project.page(NOTEBOOK, limit=limit).versions)

    def rebuilt() -> int:
        for path in (folder / ".jovian").glob("index.sqlite*"):
            path.unlink()
        return project.page(NOTEBOOK, limit=_FIRST_PAGE).total

    def git_log(limit: int) -> Callable[[], int]:
        command = [
            "git",
            f"--git-dir={repository}",
            "log",
            f"--max-count={limit}",
            "--format=%H%x00%an%x00%aI%x00%B%x01",
        ]
        return lambda: subprocess.run([*command, ref], check=True, capture_output=True).stdout.count(b"\x01")

    def git_python(limit: int) -> Callable[[], int]:
        from git import Repo

        def read() -> int:
            with Repo(repository) as repo:
                return len([str(c.message) for c in repo.iter_commits(ref, max_count=limit)])

        return read

    rows = [
        ["first page, 50", *_times([page(50), git_log(50), git_python(50)], [50] * 3)],
        ["all", *_times([page(count), git_log(count), git_python(count)], [count] * 3)],
        ["index made anew", *_times([rebuilt], [count]), "", ""],
    ]
    return table([f"{count:,} versions", "ours", "git log", "GitPython"], rows)


def _times(readers: list[Callable[[], int]], expected: list[int]) -> list[str]:
    """Return each reader's median time, and how many times as long as the first; they take turns."""
    found: list[list[float]] = [[] for _ in readers]
    for _ in range(_ROUNDS):
        for reader, seconds, count in zip(readers, found, expected, strict=True):
            start = time.perf_counter()
            read = reader()
            seconds.append(time.perf_counter() - start)
            if read != count:
                raise SystemExit(f"read {read} of {count} versions")
    medians = [statistics.median(seconds) for seconds in found]
    return [
        milliseconds(median) if number == 0 else f"{milliseconds(median)} ({times(median / medians[0])})"
        for number, median in enumerate(medians)
    ]


if __name__ == "__main__":
    main()
