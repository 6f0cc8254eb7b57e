"""A Jupyter Server in a process of its own, as a user starts it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

TOKEN = "an-example-token"
SOURCES = Path(__file__).resolve().parents[2]


class Server:
    """Speaks to a server process, with its token."""

    def __init__(self, port: int, base_url: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}{base_url}"
        self.process = process
        self.log = log

    def ask(self, method: str, route: str, body: Any = None, /, *, token: str = TOKEN, **query: Any) -> tuple[int, Any]:
        address = f"{self.address}jovian-lab/api/{route}" + ("?" + urlencode(query) if query else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, {"Authorization": f"token {token}"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())


@contextmanager
def serving(
    root: Path, home: Path, *, base_url: str = "/", path: str | None = None, settings: tuple[str, ...] = ()
) -> Iterator[Server]:
    """Start a server on `root`, from another working folder; stopped as by Ctrl-C when the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY"))}
    environment |= {
        "HOME": str(home),
        "PYTHONPATH": str(SOURCES),
        "IPYTHONDIR": str(home),
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    if path is not None:
        environment["PATH"] = path
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", f"--port={port}", "--port-retries=0", "--allow-root",
        f"--ServerApp.root_dir={root}", f"--ServerApp.base_url={base_url}", f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.jpserver_extensions={'jovian_lab': True}", "--JovianLab.strict=True",
        "--JovianLab.poll_seconds=0.2", *settings,
    ]  # fmt: skip
    log = home / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=home, env=environment, stdout=output, stderr=output)
        server = Server(port, base_url, process, log)
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            if server.ask("GET", "notebooks")[0] < 500:
                return
        except (OSError, ValueError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text(errors='replace')}")
