"""File systems of their own to fill up or to cut the power of; only root may mount them."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EXT4_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_WITHOUT_FLUSHING = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH
_DETACH = 2  # MNT_DETACH


def why_no_mounts(*tools: str) -> str:
    """Return why nothing can be mounted here; empty when it can.

    Parameters
    ----------
    *tools : str
        Commands that are needed besides.
    """
    if sys.platform != "linux":
        return "mounting is done the way Linux does it"
    if os.geteuid() != 0:
        return "only root may mount a file system"
    missing = [tool for tool in ("mount", "umount", *tools) if not shutil.which(tool)]
    if missing:
        return f"there is no {missing[0]}"
    if "mkfs.ext4" in tools and not Path("/dev/loop-control").exists():
        return "there are no loop devices"
    return ""


@contextmanager
def tmpfs(place: Path, kilobytes: int) -> Iterator[None]:
    """Mount a small file system in memory."""
    place.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(place))
    try:
        yield
    finally:
        unmount(place)


def make_disk(image: Path, megabytes: int) -> None:
    """Make a file that holds an empty ext4 file system."""
    with open(image, "wb") as file:
        file.truncate(megabytes << 20)
    _run("mkfs.ext4", "-q", "-F", str(image))


@contextmanager
def disk(image: Path, place: Path) -> Iterator[None]:
    """Mount such a file."""
    place.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", str(image), str(place))
    try:
        yield
    finally:
        unmount(place)


def cut_power(place: Path) -> None:
    """Stop a mounted ext4 as a power cut does: nothing that is still in memory reaches the disk."""
    folder = os.open(place, os.O_RDONLY)
    try:
        fcntl.ioctl(folder, _EXT4_SHUTDOWN, struct.pack("I", _WITHOUT_FLUSHING))
    finally:
        os.close(folder)


def unmount(place: Path) -> None:
    """Unmount, waiting a while for processes that are just ending."""
    library = ctypes.CDLL(None, use_errno=True)
    for _ in range(100):
        if library.umount2(str(place).encode(), 0) == 0:
            return
        time.sleep(0.05)
    library.umount2(str(place).encode(), _DETACH)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
