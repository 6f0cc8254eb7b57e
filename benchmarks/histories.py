"""Real histories: every version of every notebook in git bundles committed in order, brought back, and weighed.

`python -m benchmarks.histories BUNDLE … [--keep-page] [--folder DIR]`
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.race import Race, available
from benchmarks.report import machine, megabytes, milliseconds, publish, table, times
from benchmarks.writers import NOTEBOOK


def main() -> None:
    """Run all bundles and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundles", nargs="+", type=Path, metavar="BUNDLE")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    parser.add_argument("--folder", type=Path, default=None, help="where to work; on the disk to be measured")
    options = parser.parse_args()
    texts = []
    for bundle in options.bundles:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            texts.append(_measure(bundle, Path(folder), options.seed))
            print(texts[-1], flush=True)
    if not options.keep_page:
        names = " ".join(bundle.name for bundle in options.bundles)
        command = f"`python -m benchmarks.histories {names} --seed {options.seed}` on {machine()}."
        publish("histories", command + "\n\n" + "\n\n".join(texts))


def _measure(bundle: Path, folder: Path, seed: int) -> str:
    clone = folder / "clone"
    _git(folder, "clone", "--quiet", "--bare", str(bundle.resolve()), str(clone))
    history = list(versions(clone))
    race = Race(bundle.stem, _with_changes(history), available(), seed).run(folder / "race")
    _check(folder / "race" / "ours", history)
    ours = next(result for result in race.results if result.name == "ours")
    rows = [
        [
            result.name,
            milliseconds(result.median),
            times(result.median / ours.median),
            megabytes(result.at_once),
            megabytes(result.after_gc),
            megabytes(result.memory),
        ]
        for result in race.results
        if result.name != "floor"
    ]
    return (
        f"### {bundle.stem}: {race.count} versions, {megabytes(race.volume)}\n\n"
        "All came back byte for byte, before and after maintenance; `git fsck --strict` found nothing.\n\n"
        + table(["", "median", "to ours", "disk at once", "after gc", "peak memory"], rows)
    )


def versions(clone: Path) -> Iterator[bytes]:
    """Yield a bundle's notebook, version after version, without those in which it did not change."""
    last = b""
    for commit in _git(clone, "rev-list", "--reverse", "HEAD").decode().split():
        names = _git(clone, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
        notebooks = [name for name in names if name.endswith(".ipynb")]
        if notebooks:
            raw = _git(clone, "cat-file", "blob", f"{commit}:{notebooks[0]}")
            if raw != last:
                last = raw
                yield raw


def _with_changes(history: list[bytes]) -> Iterator[tuple[bytes, int]]:
    """Add to each version how large the cells are that are not in the one before."""
    before: set[str] = set()
    for raw in history:
        cells = [json.dumps(cell) for cell in _cells(raw)]
        yield raw, sum(len(cell) for cell in cells if cell not in before) or len(raw)
        before = set(cells)


def _cells(raw: bytes) -> list[object]:
    content = json.loads(raw)
    return list(content.get("cells") or [cell for sheet in content["worksheets"] for cell in sheet["cells"]])


def _check(folder: Path, history: list[bytes]) -> None:
    """Insist that every version comes back, and that git finds the store sound."""
    from jovian_lab.project import Project

    project = Project.open(folder)
    for number, raw in enumerate(history, 1):
        back = project.read(NOTEBOOK, number)
        if hashlib.sha256(back).digest() != hashlib.sha256(raw).digest():
            raise SystemExit(f"v{number} came back with other bytes")
    _git(folder / ".jovian" / "repository.git", "fsck", "--strict", "--full", "--no-dangling")
    report = project.fsck()
    if not report.ok:
        raise SystemExit(f"the store is damaged: {report.problems}")


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    main()
