"""Failing one call that changes a file, in a writer under LD_PRELOAD; the library is built from faults.c."""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
import sys
from pathlib import Path

_SOURCE = Path(__file__).with_name("faults.c")
_LAYOUT = "4q64s4096s"  # calls, target, mode, armed, name of the call that was failed, folder
MODES = {"count": 0, "kill": 1, "eio": 2, "enospc": 3, "short": 4}


class Faults:
    """The library and the file through which it is told what to do.

    Parameters
    ----------
    folder : Path
        For the two.
    """

    def __init__(self, folder: Path) -> None:
        library = folder / "faults.so"
        command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"]
        subprocess.run(command, check=True, capture_output=True, text=True)
        control = folder / "faults.control"
        control.write_bytes(bytes(struct.calcsize(_LAYOUT)))
        with open(control, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)
        self.environment = {"LD_PRELOAD": str(library), "JOVIAN_FAULTS": str(control)}

    def arm(self, below: Path, mode: str, target: int) -> None:
        """Have the `target`-th change below a folder fail in that way (counted from 1; "count" fails none)."""
        self._map[:] = struct.pack(_LAYOUT, 0, target, MODES[mode], 1, b"", str(below).encode())

    def disarm(self) -> tuple[int, str]:
        """Stop it; return how many changes there were, and the name of the call that was failed."""
        calls, _, _, _, call, _ = struct.unpack(_LAYOUT, self._map[:])
        self._map[:] = bytes(len(self._map))
        return calls, call.rstrip(b"\0").decode()

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()


def why_not() -> str:
    """Return why faults cannot be made here; empty when they can."""
    if sys.platform != "linux":
        return "LD_PRELOAD is Linux's"
    return "" if shutil.which("cc") else "there is no C compiler (cc)"
