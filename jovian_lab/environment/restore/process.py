"""Starts a tool: fixed arguments, no shell, a cleaned environment, a time limit; stopped with all its children."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec

from jovian_lab.environment.restore.redact import redacted
from jovian_lab.errors import Cancelled, InstallFailed, from_os_error

_POLL = 0.1  # seconds
_GRACE = 2.0  # seconds between asking a tool to stop and making it stop
_MOST_OUTPUT = 64 << 20
_MOST_ERRORS = 4 << 20

# where this machine's user says packages come from; everything else of pip's and uv's could change what is installed
_KEPT = {
    "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_TRUSTED_HOST", "PIP_CERT",
    "PIP_CLIENT_CERT", "PIP_PROXY", "PIP_CONFIG_FILE", "PIP_DEFAULT_TIMEOUT", "PIP_TIMEOUT", "PIP_RETRIES",
    "PIP_KEYRING_PROVIDER", "PIP_CACHE_DIR",
    "UV_INDEX", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NO_INDEX",
    "UV_INDEX_STRATEGY", "UV_KEYRING_PROVIDER", "UV_INSECURE_HOST", "UV_CONFIG_FILE", "UV_CACHE_DIR", "UV_OFFLINE",
    "UV_HTTP_TIMEOUT",
    "UV_HTTP_RETRIES", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_PYTHON_INSTALL_DIR", "UV_PYTHON_INSTALL_MIRROR",
    "UV_CONCURRENT_DOWNLOADS", "UV_LINK_MODE",
    "CONDA_PKGS_DIRS", "RATTLER_CACHE_DIR", "RATTLER_AUTH_FILE", "MAMBA_ROOT_PREFIX", "CONDARC",
}  # fmt: skip
_DROPPED = ("PIP_", "UV_", "PYTHON", "CONDA", "MAMBA", "RATTLER", "VIRTUAL_ENV", "PIPENV", "POETRY", "PIXI", "__PYVENV")


class Finished(msgspec.Struct, frozen=True):
    """How a tool ended: its exit code, and what it said on each stream."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that it said."""
        return f"{self.out}\n{self.err}".strip()


class Watch:
    """The time that is left, and whether somebody wants it to stop.

    Parameters
    ----------
    seconds : float
        From now.
    cancelled : callable
        Tells whether to stop.
    """

    def __init__(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> None:
        self._seconds = seconds
        self._started = time.monotonic()
        self._cancelled = cancelled or (lambda: False)

    @property
    def elapsed(self) -> float:
        """Seconds so far."""
        return time.monotonic() - self._started

    def check(self) -> None:
        """Raise if it is time to stop.

        Raises
        ------
        Cancelled
            If somebody wants that.
        InstallFailed
            If the time is over.
        """
        if self._cancelled():
            raise Cancelled("The installation was stopped.", "Nothing is left of it.")
        if self.elapsed > self._seconds:
            raise InstallFailed(
                f"The installation took longer than {self._seconds:g} seconds.",
                "Nothing is left of it. Allow more time; what was downloaded need not be fetched again.",
            )


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables a tool gets: the user's, without what would change what is installed and where."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or not name.startswith(_DROPPED)}
    return {
        **kept,
        "PYTHONIOENCODING": "utf-8",
        "NO_COLOR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "UV_NO_PROGRESS": "1",
        **(extra or {}),
    }


def run(
    argv: Sequence[str | os.PathLike[str]], folder: Path, watch: Watch, *, given: str | None = None,
    extra: Mapping[str, str] | None = None, line: Callable[[str], None] | None = None, held: Sequence[int] = (),
) -> Finished:  # fmt: skip
    """Run a tool to its end.

    Parameters
    ----------
    argv : sequence of str or path
        The program and its arguments.
    folder : Path
        Where it runs.
    watch : Watch
        Says when to stop it, with everything it has started.
    given : str, optional
        What it reads; nothing otherwise.
    extra : mapping of str to str, optional
        More variables.
    line : callable, optional
        Is told every line of its errors, without credentials, as it comes.
    held : sequence of int
        Open files it keeps: a lock that is only free once it has ended, too.

    Returns
    -------
    Finished
        How it ended.

    Raises
    ------
    Cancelled, InstallFailed
        If it was stopped.
    PermissionDenied, StorageError
        If it could not be started.
    """
    watch.check()
    try:
        process = subprocess.Popen(
            [os.fspath(part) for part in argv],
            cwd=folder,
            env=clean_environment(extra),
            stdin=subprocess.PIPE if given is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name != "nt",
            pass_fds=tuple(held) if os.name != "nt" else (),
        )
    except OSError as error:
        raise from_os_error(error, f"start {Path(argv[0]).name}") from error
    out, err = _Reader(process.stdout, _MOST_OUTPUT), _Reader(process.stderr, _MOST_ERRORS, line)
    writer = threading.Thread(target=_write, args=(process.stdin, given), daemon=True) if given is not None else None
    if writer is not None:
        writer.start()
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_POLL)
                break
            watch.check()
    except BaseException:
        stop(process)
        raise
    finally:
        for reader in (out, err):
            reader.join()
    return Finished(process.returncode, out.text, redacted(err.text))


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it has started."""
    if os.name == "nt":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],
            capture_output=True, check=False, timeout=_GRACE * 5,
        )  # fmt: skip
        process.wait()
        return
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
            if signal_number == signal.SIGTERM:
                continue  # its children may be slower
            return


class _Reader:
    """Reads a stream to its end in a thread, keeping no more than a limit."""

    def __init__(self, stream: IO[bytes] | None, most: int, line: Callable[[str], None] | None = None) -> None:
        self._stream = stream
        self._most = most
        self._line = line
        self._parts: list[bytes] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        """What it has read."""
        return b"".join(self._parts).decode("utf-8", "replace")

    def join(self) -> None:
        """Wait for the end; a grandchild that keeps the stream open is not waited for."""
        self._thread.join(_GRACE * 2)

    def _read(self) -> None:
        size = 0
        assert self._stream is not None
        with contextlib.suppress(OSError, ValueError):
            for raw in self._stream:
                size += len(raw)
                if size <= self._most:
                    self._parts.append(raw)
                if self._line is not None and (text := raw.decode("utf-8", "replace").strip()):
                    self._line(redacted(text))


def _write(stream: IO[bytes] | None, given: str) -> None:
    assert stream is not None
    with contextlib.suppress(OSError), stream:
        stream.write(given.encode())


def is_windows() -> bool:
    """Whether this is Windows."""
    return sys.platform == "win32"
