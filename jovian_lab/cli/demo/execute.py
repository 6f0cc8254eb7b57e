"""Running a notebook in a kernel of the very interpreter that runs the command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from jovian_lab.cli.demo.steps import Cell

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
# Empties the namespace and counts cells from 1 again.
FORGET = "get_ipython().reset(new_session=True)"


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel: ours. A registered "python3" may belong to another environment."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel of the running interpreter, whatever name is asked for."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=KERNEL["display_name"], language="python")


class Runner:
    """A kernel that executes one notebook after the other, each as if it were its first.

    Starting a kernel and importing what the example needs takes longer than all of its cells.
    """

    def __init__(self, client: NotebookClient) -> None:
        self._client = client

    def execute(self, cells: Sequence[Cell], path: Path, *, times: int = 1) -> None:
        """Execute cells and write them, with what they put out, as a notebook.

        Parameters
        ----------
        cells : sequence of Cell
            The notebook's cells.
        path : Path
            The file to write.
        times : int
            How often to run all cells; the last run is what is written.

        Raises
        ------
        nbclient.exceptions.CellExecutionError
            When a cell fails.
        """
        client = self._client
        assert client.kc is not None
        notebook = nbformat.v4.new_notebook(cells=[_cell(cell) for cell in cells], metadata={"kernelspec": KERNEL})
        client.nb = notebook
        client.wait_for_reply(client.kc.execute(FORGET, silent=True))
        about = client.wait_for_reply(client.kc.kernel_info())
        if about is not None:
            notebook.metadata["language_info"] = about["content"]["language_info"]
        for _ in range(times):
            for position, cell in enumerate(notebook.cells):
                client.execute_cell(cell, position)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            nbformat.write(notebook, file)


@contextmanager
def runner(folder: Path) -> Iterator[Runner]:
    """Start a kernel that works in a folder; it is ended when the block is left."""
    manager = AsyncKernelManager(kernel_name=KERNEL["name"], kernel_spec_manager=ThisInterpreter())
    client = NotebookClient(
        nbformat.v4.new_notebook(),
        km=manager,
        resources={"metadata": {"path": str(folder)}},
        timeout=300,
        record_timing=False,
    )
    # What a kernel has to say to its operator is nothing for the user of the example.
    with client.setup_kernel(stderr=subprocess.DEVNULL):
        yield Runner(client)


def _cell(cell: Cell) -> Any:
    if cell.kind == "code":
        return nbformat.v4.new_code_cell(cell.source, id=cell.id)
    return nbformat.v4.new_markdown_cell(cell.source, id=cell.id)
