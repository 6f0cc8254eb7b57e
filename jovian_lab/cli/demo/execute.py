"""Running a notebook in a kernel of the very interpreter that runs the command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from jovian_lab.cli.demo.steps import Cell

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel: ours. A registered "python3" may belong to another environment."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of the running interpreter, whatever name is asked for."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=KERNEL["display_name"], language="python")


def execute(cells: Sequence[Cell], path: Path, *, times: int = 1) -> None:
    """Execute cells in a fresh kernel and write them, with what they put out, as a notebook.

    Parameters
    ----------
    cells : sequence of Cell
        The notebook's cells.
    path : Path
        The file to write; its folder is the kernel's working folder.
    times : int
        How often to run all cells; the last run is what is written.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        When a cell fails.
    """
    notebook = nbformat.v4.new_notebook(cells=[_cell(cell) for cell in cells], metadata={"kernelspec": KERNEL})
    manager = AsyncKernelManager(kernel_name=KERNEL["name"], kernel_spec_manager=ThisInterpreter())
    client = NotebookClient(
        notebook, km=manager, resources={"metadata": {"path": str(path.parent)}}, timeout=120, record_timing=False
    )
    # What a kernel has to say to its operator is nothing for the user of the example.
    with client.setup_kernel(stderr=subprocess.DEVNULL):
        assert client.kc is not None
        about = client.wait_for_reply(client.kc.kernel_info())
        if about is not None:
            notebook.metadata["language_info"] = about["content"]["language_info"]
        for _ in range(times):
            for position, cell in enumerate(notebook.cells):
                client.execute_cell(cell, position)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        nbformat.write(notebook, file)


def _cell(cell: Cell) -> Any:
    if cell.kind == "code":
        return nbformat.v4.new_code_cell(cell.source, id=cell.id)
    return nbformat.v4.new_markdown_cell(cell.source, id=cell.id)
