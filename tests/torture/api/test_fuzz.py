"""Fuzzed notebooks through the API: no status 500, and whatever was committed comes back byte for byte.

Inputs that failed once are in `corpus/` and tried again each time; a new failure is written there.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from jovian_lab.store import worktree
from tests.torture.effort import tries
from tests.torture.mutants import mutant

_CORPUS = Path(__file__).parents[1] / "corpus"
_INPUTS = {path.stem: path.read_bytes() for path in sorted(_CORPUS.glob("*.ipynb"))}
_STATUS_EVERY = 5


@pytest.fixture(autouse=True)
def nobody_is_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are no notebooks are taken as they are, without waiting for somebody to go on writing them."""
    monkeypatch.setattr(worktree, "_QUIET_SECONDS", 0.0)


async def test_fuzzed_notebooks(api: Any, jp_root_dir: Path, random: Random) -> None:
    for number in range(tries(150, 2000)):
        raw = mutant(random)
        await _round_trip(api, jp_root_dir, raw)
        if number % _STATUS_EVERY == 0:
            await _status_of(api, raw)
    assert (await api("POST", "fsck", {"path": ""})).body["ok"]


async def test_fuzzed_notebooks_each_new(api: Any, jp_root_dir: Path, random: Random) -> None:
    """As the first version of a notebook, so that nothing is known of it yet."""
    for number in range(tries(40, 400)):
        await _round_trip(api, jp_root_dir, mutant(random), f"fuzz-{number}.ipynb")


@pytest.mark.parametrize("raw", _INPUTS.values(), ids=_INPUTS)
async def test_the_corpus(api: Any, jp_root_dir: Path, raw: bytes) -> None:
    await _round_trip(api, jp_root_dir, raw)
    await _round_trip(api, jp_root_dir, raw + b"\n")
    await _status_of(api, raw)


async def _round_trip(api: Any, root: Path, raw: bytes, name: str = "fuzz.ipynb") -> None:
    """Commit bytes and read them back."""
    (root / name).write_bytes(raw)
    try:
        made = await api("POST", "commits", {"path": name, "message": "fuzz"})
        assert made.status in (200, 201), made
        version = (made.body["version"] or made.body["head"])["id"]
        back = await api("GET", f"versions/{version}/notebook", path=name)
        assert back.status == 200, back
        assert back.raw == raw, "other bytes came back"
    except Exception:
        _keep(raw)
        raise


async def _status_of(api: Any, raw: bytes) -> None:
    """Ask how bytes, as a text on screen, differ from the newest version."""
    content = raw.decode("utf-8", "replace")
    try:
        answer = await api("POST", "status", json.dumps({"path": "fuzz.ipynb", "content": content}).encode())
        assert answer.status < 500, answer
    except Exception:
        _keep(raw)
        raise


def _keep(raw: bytes) -> None:
    """Keep a failing input."""
    (_CORPUS / f"{hashlib.sha256(raw).hexdigest()[:16]}.ipynb").write_bytes(raw)


def test_the_control_changes_bytes(random: Random) -> None:
    """Reading and writing through nbformat, as a store of parsed notebooks would, gives other bytes, or nothing."""
    import nbformat

    changed = refused = 0
    for _ in range(100):
        raw = mutant(random)
        try:
            changed += nbformat.writes(nbformat.reads(raw.decode(), as_version=4)).encode() != raw
        except Exception:
            refused += 1
    assert changed and refused
