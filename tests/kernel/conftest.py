"""A real kernel, and a test client that plays JupyterLab or a plain runner."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

REPOSITORY = Path(__file__).parents[2]
LAB = {"cellId": "cell-1", "deletedCells": [], "recordTiming": False}


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel: the interpreter that runs the tests."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class Kernel:
    """A running kernel with the messages it has published so far."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client
        self.published: list[dict[str, Any]] = []

    def run(self, code: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run a cell to its end, as a frontend that sends this metadata; return the reply's content."""
        self.send(code, metadata)
        return self.replied()

    def send(self, code: str, metadata: dict[str, Any] | None = None) -> str:
        """Queue a cell."""
        message = self.client.session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            },
            metadata=metadata or {},
        )
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def replied(self) -> dict[str, Any]:
        """Wait for the next cell to end, with all that it put out."""
        reply = self.client.get_shell_msg(timeout=60)
        while reply["msg_type"] != "execute_reply":  # what was asked while the kernel started
            reply = self.client.get_shell_msg(timeout=60)
        asked = reply["parent_header"]["msg_id"]
        self.until(
            lambda m: m["parent_header"].get("msg_id") == asked and m["content"].get("execution_state") == "idle"
        )
        return dict(reply["content"])

    def until(self, found: Callable[[dict[str, Any]], bool], timeout: float = 60) -> dict[str, Any]:
        """Read what the kernel publishes up to a message."""
        deadline = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
            self.published.append(message)
            if found(message):
                return message

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        """The content of every published message of a type."""
        return [message["content"] for message in self.published if message["msg_type"] == kind]

    def text(self) -> str:
        """All that was printed."""
        return "".join(content["text"] for content in self.of_type("stream"))

    def value(self, expression: str) -> object:
        """The value of an expression in the kernel, which must be one of JSON."""
        code = f"import json as _json; print('\\x01' + _json.dumps({expression}))"
        assert self.run(code)["status"] == "ok"
        return json.loads(self.text().rpartition("\x01")[2])

    def tell(self, opened: dict[str, Any], data: dict[str, Any]) -> None:
        """Send a comm message, as the frontend."""
        content = {"comm_id": opened["comm_id"], "data": {"request": opened["data"]["request"], **data}}
        self.client.shell_channel.send(self.client.session.msg("comm_msg", content))

    def close(self, opened: dict[str, Any]) -> None:
        """Close the comm, as a frontend without the plugin does."""
        content = {"comm_id": opened["comm_id"], "data": {}}
        self.client.shell_channel.send(self.client.session.msg("comm_close", content))


def launch(folder: Path, **environment: str) -> Kernel:
    """Start a kernel as Jupyter Server would."""
    manager = KernelManager(kernel_spec_manager=ThisInterpreter())
    env = {key: value for key, value in os.environ.items() if key != "JPY_SESSION_NAME"}
    env["PYTHONPATH"] = str(REPOSITORY)
    manager.start_kernel(cwd=str(folder), env={**env, **environment}, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return Kernel(manager, client)


def end(kernel: Kernel) -> None:
    """Stop a kernel that may have stopped already."""
    kernel.client.stop_channels()
    if kernel.manager.is_alive():
        kernel.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel for all tests that leave it running: starting one takes seconds."""
    kernel = launch(tmp_path_factory.mktemp("kernel"))
    yield kernel
    end(kernel)


ENTER = "import os; os.chdir({folder!r}); os.environ['JPY_SESSION_NAME'] = {session!r}; import jovian_lab"
LEAVE = """
import os
import jovian_lab.kernel.request as _requests
for _request in _requests._open[:]:
    _request._stop_timer(); _request._settle("done")
for _name in ("__vsc_ipynb_file__", "PAPERMILL_OUTPUT_PATH"):
    globals().pop(_name, None)
"""


@pytest.fixture
def kernel(shared: Kernel, notebook: Path) -> Iterator[Kernel]:
    """The shared kernel, as if it had been started for the test's notebook."""
    assert shared.run(ENTER.format(folder=str(notebook.parent), session=str(notebook)))["status"] == "ok"
    shared.published.clear()
    yield shared
    assert shared.run(LEAVE)["status"] == "ok"


@pytest.fixture
def own_kernel(notebook: Path) -> Iterator[Kernel]:
    """A kernel of the test's own, which it may end."""
    kernel = launch(notebook.parent, JPY_SESSION_NAME=str(notebook))
    kernel.run("import jovian_lab")
    kernel.published.clear()
    yield kernel
    end(kernel)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook in a folder of its own."""
    path = tmp_path / "work" / "digits.ipynb"
    path.parent.mkdir()
    write(path, "1 + 1")
    return path


def write(path: Path, source: str) -> None:
    """Write a notebook of one cell."""
    cell = {
        "cell_type": "code",
        "id": "cell-1",
        "execution_count": 1,
        "metadata": {},
        "outputs": [],
        "source": [source],
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
