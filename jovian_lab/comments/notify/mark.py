"""The mark: says of the message being sent whether its last bytes were handed to the system, to the very moment.

It is one byte of a file mapped into memory: set without a system call just before the bytes go out, and seen by
whoever reads the file next, even if this process is killed at once. A power cut may lose it, and so the file also
names the boot of the system: after another one, nothing is known.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from pathlib import Path
from types import TracebackType

_KEY = 26  # bytes of a ULID
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Mark:
    """The file, kept open while messages are sent; only by whoever holds the lock.

    Parameters
    ----------
    folder : Path
        Where it is.
    """

    def __init__(self, folder: Path) -> None:
        boot = _boot()
        self._boot = boot
        self._size = _KEY + 1 + len(boot)
        self._fd = os.open(folder / "sending.mark", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._before = os.read(self._fd, 256)
            os.ftruncate(self._fd, self._size)
            self._map = mmap.mmap(self._fd, self._size)
        except BaseException:
            os.close(self._fd)
            raise

    def __enter__(self) -> Mark:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._map.close()
        os.close(self._fd)

    def kept_back(self, key: str) -> bool:
        """Tell whether a message was certainly not handed over by the process that sent before this one."""
        return bool(self._boot) and self._before == key.encode() + b"0" + self._boot

    def set(self, key: str) -> None:
        """Begin with a message: not handed over yet; on the disk before this returns."""
        self._map[:] = key.encode() + b"0" + self._boot
        self._map.flush()
        os.fsync(self._fd)

    def left(self) -> None:
        """Note that its last bytes are handed over now."""
        self._map[_KEY : _KEY + 1] = b"1"


def _boot() -> bytes:
    """Return what names this boot of the system; empty where nothing does."""
    try:
        return _BOOT.read_bytes().strip()
    except OSError:
        return b""
