"""Counts what a program must not do unasked: start processes, connect, look up hosts, write files."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

FORBIDDEN = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "os.startfile",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "socket.bind",
    "urllib.Request",
    "webbrowser.open",
    "ctypes.dlopen",
    "import_hook",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "shutil.rmtree",
)
_seen: list[str] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _seen is None:
        return
    if event in FORBIDDEN:
        _seen.append(event)
    elif event == "open" and isinstance(arguments[0], str) and "__pycache__" not in arguments[0]:
        mode = arguments[1]
        if isinstance(mode, str) and set(mode) & set("wax+"):
            _seen.append(f"open {arguments[0]}")


sys.addaudithook(_hook)  # it stays for as long as the process lives; idle unless watched


@contextlib.contextmanager
def watched() -> Iterator[list[str]]:
    """Collect what was done in the block and must not be."""
    global _seen
    _seen = []
    try:
        yield _seen
    finally:
        _seen = None
