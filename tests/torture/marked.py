"""Small notebooks that say which commit they belong to, so that each can be told from all others for ever."""

from __future__ import annotations

import hashlib
import json

_LINE = 1 << 12


def notebook(token: str, *, size: int = 3 * _LINE) -> bytes:
    """Return a notebook made from a token: the same token gives the same bytes.

    Parameters
    ----------
    token : str
        What is written in it.
    size : int
        Bytes of output, in pieces large enough to be stored as parts of their own; one depends on the token.
    """
    lines = [_text("always the same", number) for number in range(size // _LINE - 1)] + [_text(token, 0)]
    cells = [_cell(f"cell-{number}", f"print({number})", line) for number, line in enumerate(lines)]
    cells.append(_cell("token", f"# {token}", token))
    content = {"cells": cells, "metadata": {"token": token}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(content, indent=1) + "\n").encode()


def token_in(raw: bytes) -> str:
    """Return the token of a notebook; the whole notebook must be what the token gives."""
    content = json.loads(raw)
    token = content["metadata"]["token"]
    size = (len(content["cells"]) - 1) * _LINE
    if raw != notebook(token, size=size):
        raise AssertionError(f"{token!r} came back with other bytes")
    return str(token)


def _cell(identity: str, source: str, text: str) -> dict[str, object]:
    output = {"output_type": "stream", "name": "stdout", "text": [text + "\n"]}
    return {
        "cell_type": "code", "execution_count": 1, "id": identity, "metadata": {}, "outputs": [output],
        "source": [source],
    }  # fmt: skip


def _text(token: str, number: int) -> str:
    """Return text that neither repeats nor can be guessed from another token's."""
    return hashlib.shake_128(f"{token} {number}".encode()).hexdigest(_LINE // 2)
