"""The negative control: a store as one would write it in a hurry. Every torture that it survives is no torture.

The whole history is one JSON file, read, appended to and written in place: no lock, no fsync, no rename, no check of
what was read.
"""

from __future__ import annotations

import json
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
        with open(self._file, "w") as file:
            json.dump([version.decode() for version in history], file)
        return len(history)

    def read(self) -> list[bytes]:
        """Return all versions, oldest first; ValueError when the file cannot be understood."""
        return [str(version).encode() for version in json.loads(self._file.read_bytes())]
