"""How much is tried: a little in `make test`, everything in `make torture` (JOVIAN_TORTURE=long)."""

from __future__ import annotations

import os

LONG = os.environ.get("JOVIAN_TORTURE") == "long"
SEED = int(os.environ.get("JOVIAN_TORTURE_SEED", "20261"))


def tries(short: int, long: int) -> int:
    """Return how often to try something."""
    return long if LONG else short


def how_to_repeat(node: str) -> str:
    """Return the command that repeats a test with the same random numbers."""
    long = "JOVIAN_TORTURE=long " if LONG else ""
    return f"{long}JOVIAN_TORTURE_SEED={SEED} python -m pytest '{node}'"
