"""Notebooks to open in the browser, written to disk as Jupyter writes them."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def picture(width: int = 320, height: int = 200, seed: int = 0) -> str:
    """Return a coloured PNG in base64; another seed gives other colours.

    Parameters
    ----------
    width, height : int
        Its size in pixels.
    seed : int
        What makes it different.
    """
    rows = b"".join(
        b"\0" + bytes((x * 255 // width + seed * 60 + shift) % 256 for x in range(width) for shift in (0, y, 80))
        for y in range(height)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


def plot_cell(source: str, identity: str, *, count: int, seed: int = 0) -> Any:
    """Return a code cell that printed a line and drew a picture.

    Parameters
    ----------
    source : str
        The code shown.
    identity : str
        The cell's id.
    count : int
        The execution count.
    seed : int
        Which picture.
    """
    outputs = [
        v4.new_output("stream", name="stdout", text=f"drawing {seed}\n"),
        v4.new_output("display_data", {"image/png": picture(seed=seed), "text/plain": "<Figure size 320x200>"}),
    ]
    return v4.new_code_cell(source, id=identity, execution_count=count, outputs=outputs)


def write(path: Path, cells: Sequence[Any] | None = None) -> Path:
    """Write a notebook; by default one with a title, code, and a plot already drawn.

    Parameters
    ----------
    path : Path
        Where.
    cells : sequence of cells, optional
        Its cells.

    Returns
    -------
    Path
        The path.
    """
    default = [
        v4.new_markdown_cell("# Digits\n\nA baseline.", id="title"),
        v4.new_code_cell("rate = 0.1\nprint('rate', rate)", id="rate"),
        plot_cell("# the curve, drawn earlier", "curve", count=1),
    ]
    book = v4.new_notebook(cells=list(default if cells is None else cells), metadata={"kernelspec": KERNEL})
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    return path
