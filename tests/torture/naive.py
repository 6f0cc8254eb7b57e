"""The negative control: a store as one would write it in a hurry. Every torture that it survives is no torture.

The whole history is one JSON file, read, appended to and written in place: no lock, no fsync, no rename, no check of
what was read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


class NaiveStore:
    """The naive writer and its reader.

    Parameters
    ----------
    folder : Path
        The project's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / ".naive" / "history.json"

    def commit(self, raw: bytes) -> int:
        """Append a version; return its number."""
        self._file.parent.mkdir(exist_ok=True)
        history = self.read() if self._file.exists() else []
        history.append(raw)
        data = json.dumps([version.decode() for version in history]).encode()
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
        return len(history)

    def read(self) -> list[bytes]:
        """Return all versions, oldest first; ValueError when the file cannot be understood."""
        return [str(version).encode() for version in json.loads(self._file.read_bytes())]
