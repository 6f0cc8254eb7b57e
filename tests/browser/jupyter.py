"""A real Jupyter application in a process of its own: own port, token, configuration and data; XSRF checks on."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 90
STOP_SECONDS = 15


@dataclass(frozen=True)
class Lab:
    """A running application.

    Attributes
    ----------
    app : str
        "lab" or "notebook".
    url : str
        Where it listens, with its base URL and a slash at the end.
    token : str
        What a first visit shows.
    work : Path
        The folder it serves.
    settings : Path
        The folder of the user's settings.
    log : Path
        What it printed.
    """

    app: str
    url: str
    token: str
    work: Path
    settings: Path
    log: Path

    def address(self, path: str = "", *, reset: bool = True) -> str:
        """Say the address that opens a file, or the empty application, in a browser.

        Parameters
        ----------
        path : str
            Relative to the served folder.
        reset : bool
            Forget what was open before (JupyterLab keeps it on the server).
        """
        query = urllib.parse.urlencode({"token": self.token})
        # JupyterLab 4.5 knows this word only without "="
        query += "&reset" if reset else ""
        place = urllib.parse.quote(path)
        tree = (f"lab/tree/{place}" if place else "lab") if self.app == "lab" else f"notebooks/{place}"
        return f"{self.url}{tree}?{query}"

    def printed(self, characters: int = 4000) -> str:
        """Return the end of what the application printed."""
        return self.log.read_text("utf-8", "replace")[-characters:]


@contextlib.contextmanager
def running(
    root: Path, *, work: Path | None = None, app: str = "lab", base_url: str = "/", arguments: Sequence[str] = ()
) -> Iterator[Lab]:
    """Start an application and stop it in the end.

    Parameters
    ----------
    root : Path
        An empty folder for its configuration, data, settings and log.
    work : Path, optional
        The folder to serve; by default a new one in root.
    app : str
        "lab" or "notebook".
    base_url : str
        The prefix of every address.
    arguments : sequence of str
        More arguments of the command line.

    Raises
    ------
    RuntimeError
        When it does not answer in time; with what it printed.
    """
    work = work or root / "work"
    work.mkdir(exist_ok=True)
    settings, log = root / "settings", root / "server.log"
    _no_news(settings)
    _no_others(root)
    port, token = _free_port(), secrets.token_hex(16)
    traits = "LabApp" if app == "lab" else "JupyterNotebookApp"
    command = [
        *[sys.executable, "-m", {"lab": "jupyterlab", "notebook": "notebook"}[app]],
        *["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"],
        *[f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={work}", f"--ServerApp.base_url={base_url}"],
        *[f"--{traits}.expose_app_in_browser=True", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
        *arguments,
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=_environment(root, settings), stdout=output, stderr=subprocess.STDOUT, cwd=root
        )
    try:
        lab = Lab(app, f"http://127.0.0.1:{port}{base_url}", token, work, settings, log)
        _wait(lab, process)
        yield lab
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _environment(root: Path, settings: Path) -> dict[str, str]:
    """Return an environment in which nothing of the user's Jupyter is seen or touched."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
    for kind in ("CONFIG", "RUNTIME", "DATA"):
        environment[f"JUPYTER_{kind}_DIR"] = str(root / kind.lower())
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(settings)
    environment["JUPYTERLAB_WORKSPACES_DIR"] = str(root / "workspaces")
    environment["IPYTHONDIR"] = str(root / "ipython")
    environment["MPLCONFIGDIR"] = str(root / "matplotlib")
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def _no_news(settings: Path) -> None:
    """Keep JupyterLab from asking whether it may fetch news."""
    folder = settings / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True, exist_ok=True)
    choice = {"fetchNews": "false", "checkForUpdates": False}
    (folder / "notification.jupyterlab-settings").write_text(json.dumps(choice))


def _no_others(root: Path) -> None:
    """Leave out what else may be installed beside JupyterLab for comparing, and has buttons of its own."""
    page = root / "config" / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True)
    page.write_text(json.dumps({"disabledExtensions": {"nbdime-jupyterlab": True}}))


def _free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(lab: Lab, process: subprocess.Popen[bytes]) -> None:
    """Wait until the application answers."""
    deadline = time.monotonic() + START_SECONDS
    status = f"{lab.url}api/status?token={lab.token}"
    while True:
        try:
            with urllib.request.urlopen(status, timeout=5):
                return
        except (OSError, urllib.error.HTTPError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Jupyter did not start:\n{lab.printed()}") from error
        time.sleep(0.1)
