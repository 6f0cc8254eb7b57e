"""A keyring that any process can use, as a system's is: named by $PYTHON_KEYRING_BACKEND, kept in a file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

NAME = f"{__name__}.FileKeyring"
FILE = "TEST_KEYRING_FILE"


class FileKeyring(KeyringBackend):
    """Keeps secrets in the file that $TEST_KEYRING_FILE names."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return kept().get(f"{service}: {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        _write(kept() | {f"{service}: {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        found = kept()
        if found.pop(f"{service}: {username}", None) is None:
            raise PasswordDeleteError(username)
        _write(found)


def kept() -> dict[str, str]:
    """Return what the keyring holds."""
    file = Path(os.environ[FILE])
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return found


def _write(secrets: dict[str, str]) -> None:
    Path(os.environ[FILE]).write_text(json.dumps(secrets))
