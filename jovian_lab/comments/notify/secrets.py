"""Where secrets come from: the system's keyring, an environment variable, or the server's configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from types import ModuleType
from typing import Literal

from jovian_lab.errors import InputError

SERVICE = "jovian-lab notifications"  # as keyrings show it
VARIABLES = "JOVIAN_LAB_"  # what variables must begin with, so that no other of the server's is sent anywhere
KEYRING = "keyring"
Keyring = Literal["ready", "none", "not installed"]
_REFERENCE = re.compile(rf"keyring|env:{VARIABLES}[A-Z0-9_]{{1,100}}|config:[\w.-]{{1,100}}")
_ELSEWHERE = (
    f"Name an environment variable of the server instead (env:{VARIABLES}…), or an entry of its configuration"
    " (config:NAME, from c.JovianLab.notify_secrets)."
)


def keyring_state() -> Keyring:
    """Tell whether secrets can be put into the system's keyring: whether it has one, and we have what speaks to it."""
    try:
        keyring = _keyring()
    except InputError:
        return "not installed"
    try:
        # what refuses every secret is 0, what forgets it is -1
        return "ready" if keyring.get_keyring().priority > 0 else "none"
    except Exception:  # a system's keyring may raise whatever it likes when it is looked for
        return "none"


def check_reference(reference: str) -> str:
    """Return where a secret is, as it is kept.

    Raises
    ------
    InputError
        If it is none of the places there are.
    """
    if reference and not _REFERENCE.fullmatch(reference):
        raise InputError(
            "A secret is kept in the keyring, or named as env:… or config:….",
            f"Variables begin with {VARIABLES}, for instance env:{VARIABLES}SMTP_PASSWORD.",
        )
    return reference


def keep(channel: str, secret: str) -> None:
    """Put a channel's secret into the keyring.

    Raises
    ------
    InputError
        If this system has none that can be used.
    """
    keyring = _keyring()
    if keyring_state() != "ready":
        raise InputError("This system has no keyring that can be used.", _ELSEWHERE)
    try:
        keyring.set_password(SERVICE, channel, secret)
    except Exception as error:  # each system's keyring raises its own
        raise InputError("This system's keyring did not take the secret.", _ELSEWHERE) from error


def forget(channel: str) -> None:
    """Remove a channel's secret from the keyring, as far as that can be done."""
    try:
        _keyring().delete_password(SERVICE, channel)
    except Exception:  # it is not there, or there is no keyring any more
        return


def secret_of(channel: str, reference: str, configured: Mapping[str, str]) -> str:
    """Return a channel's secret.

    Parameters
    ----------
    channel : str
        Its id.
    reference : str
        Where the secret is; empty: there is none.
    configured : mapping of str
        The secrets in the server's configuration.

    Raises
    ------
    InputError
        If it is not there.
    """
    if not reference:
        return ""
    kind, _, name = check_reference(reference).partition(":")
    if kind == "env":
        found = os.environ.get(name)
    elif kind == "config":
        found = configured.get(name)
    else:
        try:
            found = _keyring().get_password(SERVICE, channel)
        except InputError:
            raise
        except Exception as error:
            raise InputError(
                "This system's keyring could not be read.", "Unlock it, or set the secret anew."
            ) from error
    if not found:
        raise InputError(f"The secret ({reference}) is not there.", "Set it, then try again.")
    return str(found)


def hidden(words: str, *secrets: str) -> str:
    """Return text in which no secret stands, whoever put it there."""
    for secret in sorted((one for one in secrets if one), key=len, reverse=True):
        words = words.replace(secret, "…")
    return words


def _keyring() -> ModuleType:
    try:
        import keyring
    except ImportError as error:
        raise InputError(
            "Keeping secrets in the system's keyring needs the package keyring.",
            "Run `pip install 'jovian-lab[notify]'`. " + _ELSEWHERE,
        ) from error
    return keyring
