"""Jupyter's own contents manager saving one notebook again and again, as a user's autosave does; never stops by itself.

`python -m tests.torture.saver FOLDER` saves `analysis.ipynb` there; `state(k)` says what the k-th save holds.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

_CELLS = 1500
_LINE = 1000


def state(number: int) -> dict[str, Any]:
    """Return the notebook of one save: some 1.7 MB, different in every cell from all others."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code", "id": f"cell-{cell}", "metadata": {}, "execution_count": None,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": f"{number}-{cell} " + "x" * _LINE}],
            "source": f"x = {number}",
        }
        for cell in range(_CELLS)
    ]  # fmt: skip
    return {"cells": cells, "metadata": {"save": number}, "nbformat": 4, "nbformat_minor": 5}


async def save_for_ever(folder: str) -> None:
    """Save, and print the number of each save that is done."""
    from jupyter_server.services.contents.filemanager import AsyncFileContentsManager

    manager = AsyncFileContentsManager(root_dir=folder)
    number = 0
    while True:
        model = {"type": "notebook", "format": "json", "content": state(number)}
        await manager.save(model, "analysis.ipynb")  # type: ignore[no-untyped-call]
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    asyncio.run(save_for_ever(sys.argv[1]))
