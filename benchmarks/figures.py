"""Plots as matplotlib makes them, and distinct re-runs of them: same figure, other data, encoded as a PNG anew."""

from __future__ import annotations

import io
from functools import cache
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIZE_INCHES, _DPI = (6.4, 4.2), 100
_BASES = 24
_AXES = (slice(55, 370), slice(85, 570))  # the pixels inside the frame, which a re-run changes


def png(figure: int, random: Random) -> bytes:
    """Return one run of a figure.

    Parameters
    ----------
    figure : int
        Which figure; the same number is always the same plot.
    random : Random
        Where its data come from; moves what is plotted.
    """
    pixels = _base(figure % _BASES).copy()
    inside = pixels[_AXES]
    shift = (random.randrange(1, inside.shape[0]), random.randrange(1, inside.shape[1]))
    pixels[_AXES] = np.roll(inside, shift, (0, 1))
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=6)  # matplotlib's own level
    return buffer.getvalue()


@cache
def _base(number: int) -> NDArray[Any]:
    """Draw a figure once; its pixels are RGBA."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    data = np.random.default_rng(number)
    figure, axes = plt.subplots(figsize=_SIZE_INCHES, dpi=_DPI)
    match number % 4:
        case 0:
            axes.scatter(data.normal(size=600), data.normal(size=600), c=data.random(600), s=14, alpha=0.7)
        case 1:
            axes.plot(data.normal(size=(1200, 5)).cumsum(0), linewidth=0.9)
            axes.legend(["mean", "low", "high", "best", "last"])
        case 2:
            axes.imshow(data.random((40, 60)), aspect="auto", interpolation="nearest")
        case _:
            classes = data.integers(0, 9, 700)
            axes.scatter(data.normal(size=700), data.exponential(size=700), c=classes, s=22, cmap="tab10", alpha=0.6)
            axes.grid()
    axes.set_title(f"Figure {number}")
    figure.canvas.draw()
    pixels: NDArray[Any] = np.asarray(figure.canvas.buffer_rgba()).copy()  # type: ignore[attr-defined]
    plt.close(figure)
    return pixels
