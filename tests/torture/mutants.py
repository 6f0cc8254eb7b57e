"""Notebooks with something wrong with them: bytes changed anywhere, or cells and values nobody would expect."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

_ODD: list[Any] = [
    None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "\ud800", "\x00", "../../etc/passwd",
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", [], {}, [[]] * 50, "x" * 100_000, {"__proto__": {"a": 1}},
    "\u202e", "CON", "a/b", "-oProxyCommand=x", ["line\n"] * 300, {"": ""}, "\u2028" * 600,
    {"jovian-part": "0" * 40}, "A" * 4096, base64.b64encode(bytes(3000)).decode(), "é" * 1500,
]  # fmt: skip
_NAMES = [
    "id", "cells", "source", "outputs", "metadata", "data", "attachments", "text/html", "image/png", "cell_type",
    "output_type", "nbformat", "nbformat_minor", "worksheets", "widgets", "state", "evil", "../x", "",
]  # fmt: skip
_INDENTS: list[Any] = [None, 0, 1, 2, 4, "\t"]


def mutant(random: Random) -> bytes:
    """Return a notebook made from a good one, changed in structure, in bytes, or in both."""
    kind = random.random()
    raw = _structural(random) if kind < 0.6 else _plain(_good(random), random)
    return _bytewise(raw, random) if kind > 0.5 else raw


def _good(random: Random) -> Any:
    picture = base64.b64encode(random.randbytes(random.choice([30, 1500, 3000]))).decode()
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a line\n"] * random.choice([1, 400])},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": picture, "text/plain": ["x"]}},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31m" + "t" * 2000]},
    ]
    cells = [
        {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": outputs, "source": ["x\n"]},
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# Title", "attachments": {"p": {"t": picture}}},
        {"cell_type": "raw", "id": "c", "metadata": {"tags": ["t"]}, "source": []},
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _plain(notebook: Any, random: Random) -> bytes:
    text = json.dumps(notebook, indent=random.choice(_INDENTS), ensure_ascii=random.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


def _structural(random: Random) -> bytes:
    notebook = _good(random)
    for _ in range(random.randint(1, 4)):
        places = [place for place in _places(notebook) if place]
        if not places:
            break
        *way, last = random.choice(places)
        inside = notebook
        for step in way:
            inside = inside[step]
        choice = random.random()
        if choice < 0.25:
            del inside[last]
        elif choice < 0.8:
            inside[last] = copy.deepcopy(random.choice(_ODD))
        elif isinstance(inside, dict):
            inside[random.choice(_NAMES)] = copy.deepcopy(random.choice(_ODD))
        else:
            inside.insert(0, copy.deepcopy(random.choice(_ODD)))
    return _plain(notebook, random)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    if isinstance(value, (dict, list)):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from _places(value[step], (*way, step))


def _bytewise(raw: bytes, random: Random) -> bytes:
    data = bytearray(raw)
    for _ in range(random.randint(1, 8)):
        choice, at = random.random(), random.randrange(len(data) or 1)
        if choice < 0.35 and data:
            data[at] ^= 1 << random.randrange(8)
        elif choice < 0.55:
            data[at:at] = random.randbytes(random.randint(1, 8))
        elif choice < 0.75:
            del data[at : at + random.randint(1, 60)]
        elif choice < 0.95:
            other = random.randrange(len(data) or 1)
            data[at:at] = data[other : other + random.randint(1, 200)]
        else:
            data[:] = bytes(data).replace(b"\n", b"\r\n") if random.random() < 0.5 else b"\xef\xbb\xbf" + bytes(data)
    return bytes(data)
