"""Notebooks like real ones, of any size, that go on from version to version as work does.

They are in nbformat's own file format (4.5, cell ids, one space of indentation, sorted keys). Cells are serialised
once, so that making a version costs little; it is never part of a measured time.
"""

from __future__ import annotations

import base64
import json
from random import Random
from typing import Any, NamedTuple

import numpy as np

from benchmarks.figures import png

Cell = dict[str, Any]

_WORDS = [
    "accuracy", "axis", "batch", "column", "count", "data", "date", "density", "epoch", "error", "feature", "fold",
    "frame", "group", "index", "join", "label", "loss", "mean", "median", "merge", "model", "month", "plot", "predict",
    "quantile", "rate", "ratio", "row", "sample", "scale", "score", "series", "split", "step", "sum", "table", "target",
    "test", "time", "train", "tree", "value", "variance", "week", "weight", "width", "window", "year", "zone",
]  # fmt: skip
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "version": "3.11.7"},
}


class Shape(NamedTuple):
    """What a notebook is made of: how many cells, and how many of its code cells end in which large output."""

    cells: int
    plots: int
    charts: int = 0
    points: int = 0  # of a chart (interactive, so its data are JSON)
    pages: int = 0
    page_bytes: int = 0  # of a page: HTML that carries its own script, the same in each


SHAPES = {
    "small": Shape(cells=20, plots=0),
    "2 MB": Shape(cells=100, plots=20),
    "3.5 MB": Shape(cells=120, plots=34),
    "10 MB": Shape(cells=300, plots=100),
    "200 MB": Shape(cells=600, plots=300, charts=25, points=60_000, pages=20, page_bytes=4_600_000),
}


class GeneratedNotebook:
    """A notebook somebody works on.

    Parameters
    ----------
    shape : Shape
        Its size.
    seed : int
        The same seed gives the same notebook and the same work on it.
    """

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape = shape
        self._random = Random(seed)
        self._script = ""
        self._runs = 0
        self._cells: list[Cell] = []
        self._code: list[int] = []
        for position in range(shape.cells):
            self._cells.append(self._new_cell(position))
        outputs = ["plot"] * shape.plots + ["chart"] * shape.charts + ["page"] * shape.pages
        outputs += ["text", "table", "none"] * len(self._code)
        self._outputs = outputs[: len(self._code)]
        self._random.shuffle(self._outputs)
        self._texts = [""] * len(self._cells)
        for number in range(len(self._code)):
            self._run(number)
        for position in range(len(self._cells)):
            self._serialise(position)

    def raw(self) -> bytes:
        """Return the notebook's file as it is now."""
        tail = json.dumps(_METADATA, indent=1, sort_keys=True).replace("\n", "\n ")
        cells = ",\n".join(self._texts)
        text = f'{{\n "cells": [\n{cells}\n ],\n "metadata": {tail},\n "nbformat": 4,\n "nbformat_minor": 5\n}}\n'
        return text.encode()

    def step(self) -> int:
        """Go on a step: edit one plot (or another cell) and run it, and edit and run up to two other cells.

        Returns
        -------
        int
            How many bytes the changed cells have.
        """
        plots = [number for number, output in enumerate(self._outputs) if output == "plot"]
        first = self._random.choice(plots or range(len(self._code)))
        others = self._random.sample(range(len(self._code)), self._random.randrange(3))
        changed = {first, *(other for other in others if self._outputs[other] in ("text", "table", "none"))}
        for number in changed:
            source = self._cells[self._code[number]]["source"]
            line = self._random.randrange(len(source))
            source[line] = self._line() + ("\n" if source[line].endswith("\n") else "")
            self._run(number)
            self._serialise(self._code[number])
        return sum(len(self._texts[self._code[number]]) for number in changed)

    def rerun(self) -> int:
        """Run everything again: every count changes, a third of the outputs too; returns the changed cells' bytes."""
        for number, position in enumerate(self._code):
            if self._random.random() < 1 / 3:
                self._run(number)
            else:
                self._count(number)
            self._serialise(position)
        return sum(len(self._texts[position]) for position in self._code)

    def _new_cell(self, position: int) -> Cell:
        prose = position % 4 == 0
        lines = self._random.randrange(1, 4) if prose else self._random.randrange(3, 15)
        source = [self._line() + "\n" for _ in range(lines - 1)] + [self._line()]
        cell: Cell = {"id": f"{self._random.getrandbits(32):08x}", "metadata": {}, "source": source}
        cell["cell_type"] = "markdown" if prose else "code"
        if not prose:
            self._code.append(position)
            cell |= {"execution_count": None, "outputs": []}
        return cell

    def _serialise(self, position: int) -> None:
        text = json.dumps(self._cells[position], indent=1, sort_keys=True, ensure_ascii=False)
        self._texts[position] = "  " + text.replace("\n", "\n  ")

    def _count(self, number: int) -> None:
        self._runs += 1
        cell = self._cells[self._code[number]]
        cell["execution_count"] = self._runs
        for output in cell["outputs"]:
            if "execution_count" in output:
                output["execution_count"] = self._runs

    def _run(self, number: int) -> None:
        """Run a code cell: another count, and its output made anew."""
        self._cells[self._code[number]]["outputs"] = self._output(number)
        self._count(number)

    def _output(self, number: int) -> list[Cell]:
        match self._outputs[number]:
            case "plot":
                picture = base64.b64encode(png(number, self._random)).decode() + "\n"
                return [_display({"image/png": picture, "text/plain": ["<Figure size 640x420 with 1 Axes>"]})]
            case "chart":
                data = np.random.default_rng(self._random.getrandbits(32)).normal(size=(2, self._shape.points))
                traces = [{"type": "scattergl", "x": data[0].tolist(), "y": data[1].tolist()}]
                return [_display({"application/vnd.plotly.v1+json": {"data": traces, "layout": {}}})]
            case "page":
                return [_display({"text/html": [self._page_script(), *self._table(200)], "text/plain": ["<HTML>"]})]
            case "text":
                lines = [f"epoch {i}: loss={self._random.random():.6f}\n" for i in range(self._random.randrange(3, 40))]
                return [{"output_type": "stream", "name": "stdout", "text": lines}]
            case "table":
                table = {"text/html": self._table(30), "text/plain": [self._line()]}
                return [{"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": table}]
            case _:
                return []

    def _line(self) -> str:
        a, b, c, d = self._random.choices(_WORDS, k=4)
        return f"{a}_{b} = {c}.{d}(n={self._random.randrange(1000)}, rate={self._random.random():.4f})"

    def _table(self, rows: int) -> list[str]:
        lines = ['<table border="1" class="dataframe">\n']
        for row in range(rows):
            lines += ["    <tr>\n", f"      <th>{row}</th>\n"]
            lines += [f"      <td>{self._random.random():.6f}</td>\n" for _ in range(8)]
            lines.append("    </tr>\n")
        return [*lines, "</table>"]

    def _page_script(self) -> str:
        if not self._script:
            words = Random(7)
            count = self._shape.page_bytes // 13
            body = " ".join(words.choice(_WORDS) + str(words.getrandbits(20)) for _ in range(count))
            self._script = f"<script>{body}</script>\n"
        return self._script


def _display(data: Cell) -> Cell:
    return {"output_type": "display_data", "metadata": {}, "data": data}
