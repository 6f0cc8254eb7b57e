"""A real history: a notebook executed with a kernel, whose versions differ in every way a person's do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbclient
import nbformat
from nbformat import v4

from jovian_lab.project import Author, Project
from tests.browser.notebooks import KERNEL

NAME = "growth.ipynb"
ADA = Author("Ada")

SETUP = """%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from utils import scale"""
LOAD = """rng = np.random.default_rng({seed})
days = np.arange(40)
height = scale(days) + rng.normal(0, {noise}, 40)"""
MODEL = """def model(x, rate={rate}):
    # saturating growth
    level = 1 - np.exp(-rate * x)
    return {top} * level{more}"""
PLOT = """fig, ax = plt.subplots(figsize=(5, 2.6))
ax.scatter(days, height, s=12, color="tab:orange")
ax.plot(days, model(days), linewidth=2)
ax.set_title("growth")
plt.show()"""
TABLE = """error = np.abs(model(days) - height)
frame = pd.DataFrame({"mean": [error[:20].mean(), error[20:].mean()],
                      "worst": [error[:20].max(), error[20:].max()],
                      "days": [20, 20]}, index=["early", "late"])
frame.round(3)"""
LOG = """for step in range(12):
    print(f"step {step:2d}  loss {loss_at(step):.3f}")"""
LOSS = """def loss_at(step):
    return {start} / (1 + step)"""
REPORT = """best = float(error.min())
print("best", round(best, 4))"""
SPLIT_OFF = """residual = height - model(days)
print("spread", round(float(residual.std()), 3))"""


def first() -> list[Any]:
    """Return the cells of the first version."""
    return [
        v4.new_markdown_cell("# Growth\n\nHow tall is it after forty days?", id="title"),
        v4.new_code_cell(SETUP, id="setup"),
        v4.new_code_cell(LOAD.format(seed=1, noise=0.06), id="load"),
        v4.new_code_cell("days[:5]", id="peek"),
        v4.new_code_cell(MODEL.format(rate=0.1, top=1.0, more=""), id="model"),
        v4.new_code_cell(PLOT, id="plot"),
        v4.new_code_cell(TABLE, id="table"),
        v4.new_code_cell(LOSS.format(start="2.0"), id="loss"),
        v4.new_code_cell(LOG, id="log"),
        v4.new_code_cell(REPORT + "\n" + SPLIT_OFF, id="report"),
        v4.new_markdown_cell("## To do\n\nTry another rate.", id="todo"),
        v4.new_code_cell("print(len(height))", id="count"),
    ]


def second() -> list[Any]:
    """Return the cells of the second version: edited, moved, added, removed, split, and other outputs."""
    return [
        v4.new_markdown_cell("# Growth\n\nHow tall is it after forty days?", id="title"),
        v4.new_code_cell(SETUP, id="setup"),
        v4.new_code_cell(LOAD.format(seed=1, noise=0.06), id="load"),
        v4.new_code_cell("days[:5]", id="peek"),
        v4.new_code_cell(MODEL.format(rate=0.13, top=0.98, more=" + 0.02"), id="model"),
        v4.new_code_cell(PLOT, id="plot"),
        v4.new_code_cell(TABLE, id="table"),
        v4.new_code_cell("print(len(height))", id="count"),
        v4.new_code_cell(LOSS.format(start="1.6"), id="loss"),
        v4.new_code_cell(LOG, id="log"),
        v4.new_code_cell(REPORT, id="before"),
        v4.new_code_cell(SPLIT_OFF, id="report"),
        v4.new_markdown_cell("## Errors by day", id="errors"),
        v4.new_code_cell("plt.figure(figsize=(5, 2))\nplt.bar(days, error)\nplt.show()", id="bars"),
    ]


def make(folder: Path) -> Path:
    """Execute and commit both versions in a folder.

    Parameters
    ----------
    folder : Path
        Where; it is made when it is not there.

    Returns
    -------
    Path
        The notebook, as the second version has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    project = Project.open(folder, create=True)
    (folder / "utils.py").write_text("def scale(days):\n    return 1 - 2.718 ** (-0.12 * days)\n")
    write(path, executed(first(), folder))
    project.commit(NAME, "Saturating growth", author=ADA, files=["utils.py"])
    (folder / "utils.py").write_text("def scale(days):\n    return 1 - 2.71828 ** (-0.12 * days)\n")
    write(path, executed(second(), folder))
    project.commit(NAME, "Faster, with an offset", author=ADA, files=["utils.py"])
    return path


def executed(cells: list[Any], folder: Path) -> Any:
    """Return a notebook of these cells after a kernel ran them in a folder."""
    book = v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    place = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(book, timeout=120, record_timing=False, resources=place).execute()
    return book


def write(path: Path, book: Any) -> None:
    """Write a notebook as Jupyter does."""
    nbformat.write(book, path)
