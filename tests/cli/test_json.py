"""The shapes of `--json`: scripts rely on them, so a field may be added here but none taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, cells

VERSION = {
    "id": str,
    "notebook": str,
    "number": int,
    "kind": str,
    "title": str,
    "message": str,
    "recorded_title": str,
    "author": {"name": str, "username": str},
    "created": str,
    "path": str,
    "kernel": {"name": str, "display_name": str, "language": str},
    "cells": {"code": int, "markdown": int, "raw": int},
    "changes": {"added": int, "removed": int, "edited": int, "rerun": int, "moved": int},
    "parents": [{"id": str, "number": int}],
    "base": None,
    "origin": None,
    "size": int,
    "sha256": str,
    "storage": str,
    "nbformat": str,
    "files": list,
    "tags": list,
    "reason": None,
    "environment": {
        "id": str,
        "language": str,
        "version": str,
        "packages": int,
        "changed": list,
        "changes": int,
        "missing": int,
    },
}
FIRST = {**VERSION, "changes": None, "parents": list}
SNAPSHOT = {**VERSION, "reason": str, "environment": None}
STATUS = {
    "state": str,
    "notebook": str,
    "path": str,
    "head": VERSION,
    "next_number": int,
    "changes": None,
    "continuations": list,
}

SHAPES: list[tuple[list[str], Any]] = [
    (["status", "nb.ipynb"], STATUS),
    (["status"], {"folder": str, "notebooks": [STATUS]}),
    (["commit", "nb.ipynb"], {"created": bool, "version": None, "head": VERSION, "superseded": bool}),
    (
        ["commit", "nb.ipynb", "--allow-empty"],
        {"created": bool, "version": VERSION, "head": VERSION, "superseded": bool},
    ),
    (["log", "nb.ipynb", "-n", "1"], {"versions": [VERSION], "total": int, "offset": int}),
    (["show", "nb.ipynb", "v1"], FIRST),
    (["restore", "nb.ipynb", "v1"], {"version": FIRST, "snapshot": None, "path": str, "changed": bool}),
    (["snapshots", "nb.ipynb"], {"snapshots": list}),
    (["title", "nb.ipynb", "v2", "New"], VERSION),
    (["tag", "nb.ipynb", "v2", "best"], VERSION),
    (["untag", "nb.ipynb", "v2", "best"], VERSION),
    (["init"], {"folder": str, "created": bool}),
    (["fsck"], {"ok": bool, "problems": list, "checked": int}),
    (["gc"], {"before": int, "after": int}),
    (["delete-history", "nb.ipynb", "--confirm", "nb.ipynb"], {"removed": int}),
]


def check(value: object, shape: Any, where: str = "$") -> None:
    """Compare a value with a shape: types, objects by key, lists by their first item."""
    if shape is None:
        assert value is None, where
    elif isinstance(shape, type):
        assert type(value) is shape, where
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        assert value, where
        check(value[0], shape[0], f"{where}[0]")
    else:
        assert isinstance(value, dict), where
        assert value.keys() == shape.keys(), where
        for key, below in shape.items():
            check(value[key], below, f"{where}.{key}")


@pytest.mark.parametrize(("args", "shape"), SHAPES, ids=[" ".join(args) for args, _ in SHAPES])
def test_answers(run: Run, history: Path, args: list[str], shape: Any) -> None:
    if args[0] == "untag":
        run("tag", *args[1:])
    ran = run(*args, "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, shape)


def test_snapshots(run: Run, history: Path) -> None:
    history.write_bytes(cells("precious"))
    check(
        run("restore", "nb.ipynb", "v1", "--json").json,
        {"version": FIRST, "snapshot": SNAPSHOT, "path": str, "changed": bool},
    )
    check(run("snapshots", "nb.ipynb", "--json").json, {"snapshots": [SNAPSHOT]})
    made = run("snapshots", "nb.ipynb", "--json").json["snapshots"][0]["id"]
    check(run("promote", "nb.ipynb", made, "--json").json, {**VERSION, "environment": None})


@pytest.mark.parametrize(
    ("args", "exit_code", "code"),
    [
        (["log"], 2, "invalid-input"),
        (["log", "nb.ipynb", "-n", "x"], 2, "invalid-input"),
        (["log", "nowhere.ipynb"], 3, "notebook-not-found"),
        (["show", "nb.ipynb", "v9"], 3, "version-not-found"),
        (["commit", "."], 2, "not-a-file"),
        (["delete-history", "nb.ipynb"], 2, "confirmation-needed"),
        (["-C", "/", "gc"], 3, "project-not-found"),
        (["unknown"], 2, "invalid-input"),
    ],
)
def test_errors(run: Run, history: Path, args: list[str], exit_code: int, code: str) -> None:
    ran = run(*args, "--json")
    assert (ran.code, ran.out) == (exit_code, "")
    assert ran.error.keys() == {"code", "message", "hint"}
    assert ran.error["code"] == code
    assert ran.error["hint"]
