"""Pairs of notebooks to compare: generated ones, everything run again, and what peers find hardest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from benchmarks.notebooks import SHAPES, GeneratedNotebook

Pair = tuple[bytes, bytes]
Json = dict[str, Any]


def cases(seed: int) -> dict[str, Callable[[], Iterator[Pair]]]:
    """Return the generated cases by title."""
    return {
        "2 MB, a few cells changed": lambda: _steps("2 MB", seed, 9),
        "10 MB, a few cells changed": lambda: _steps("10 MB", seed, 5),
        "200 MB, a few cells changed": lambda: _steps("200 MB", seed, 1),
        "2 MB, everything run again": lambda: _steps("2 MB", seed, 3, rerun=True),
        "10 MB, everything run again": lambda: _steps("10 MB", seed, 1, rerun=True),
        "300 cells shuffled": lambda: _shuffled(seed, 300),
        "long logs, 20 × 20,000 lines": lambda: _made(seed, _log, 20),
        "HTML in one line, 10 × 400 kB": lambda: _made(seed, _html, 10),
        "JSON lists, 10 × 20,000 numbers": lambda: _made(seed, _json, 10),
        "all 200 cells rewritten": lambda: _rewritten(seed),
    }


def _steps(shape: str, seed: int, count: int, *, rerun: bool = False) -> Iterator[Pair]:
    notebook = GeneratedNotebook(SHAPES[shape], seed)
    before = notebook.raw()
    for _ in range(count):
        if rerun:
            notebook.rerun()
        else:
            notebook.step()
        now = notebook.raw()
        yield before, now
        before = now


def _shuffled(seed: int, count: int) -> Iterator[Pair]:
    random = Random(seed)
    cells = [_cell(f"value_{n} = compute({random.random()})\nprint(value_{n})\n", [], n) for n in range(count)]
    yield _notebook(cells), _notebook(random.sample(cells, count))


def _rewritten(seed: int) -> Iterator[Pair]:
    random = Random(seed)
    sides = []
    for side in range(2):
        sources = ["".join(f"{random.random()} + {random.random()}\n" for _ in range(20)) for _ in range(200)]
        sides.append([_cell(source, [], n + 1000 * side) for n, source in enumerate(sources)])
    yield _notebook(sides[0]), _notebook(sides[1])


def _made(seed: int, output: Callable[[Random], tuple[Json, Json]], count: int) -> Iterator[Pair]:
    random = Random(seed)
    pairs = [output(random) for _ in range(count)]
    sides = [
        [_cell(f"show({n})\n", [pair[side]], n) for n, pair in enumerate(pairs)] for side in range(2)
    ]  # fmt: skip
    yield _notebook(sides[0]), _notebook(sides[1])


def _log(random: Random) -> tuple[Json, Json]:
    lines = [f"step {n} loss {random.random():.6f}\n" for n in range(20_000)]
    changed = list(lines)
    for _ in range(200):
        changed[random.randrange(len(changed))] = f"step again loss {random.random():.6f}\n"
    return _stream(lines), _stream(changed)


def _html(random: Random) -> tuple[Json, Json]:
    cells = [f"<td>{random.random():.8f}</td>" for _ in range(21_000)]
    changed = list(cells)
    for _ in range(50):
        changed[random.randrange(len(changed))] = f"<td>{random.random():.8f}</td>"
    return _display("text/html", ["".join(cells)]), _display("text/html", ["".join(changed)])


def _json(random: Random) -> tuple[Json, Json]:
    numbers = [random.random() for _ in range(20_000)]
    changed = list(numbers)
    for _ in range(50):
        changed[random.randrange(len(changed))] = random.random()
    return _display("application/json", {"data": numbers}), _display("application/json", {"data": changed})


def _stream(lines: list[str]) -> Json:
    return {"output_type": "stream", "name": "stdout", "text": lines}


def _display(mime: str, value: Any) -> Json:
    return {"output_type": "display_data", "metadata": {}, "data": {mime: value}}


def _cell(source: str, outputs: list[Json], number: int) -> Json:
    return {
        "cell_type": "code", "execution_count": None, "id": f"c{number}", "metadata": {}, "outputs": outputs,
        "source": source.splitlines(keepends=True),
    }  # fmt: skip


def _notebook(cells: list[Json]) -> bytes:
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
