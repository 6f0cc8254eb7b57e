"""Notebooks for tests, built as plain data and written in the formattings that are met in the wild."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def code(source: str, *outputs: Json, id: str | None = None, count: int | None = 1) -> Json:
    """A code cell; `id` None makes one as before nbformat 4.5."""
    cell: Json = {
        "cell_type": "code",
        "execution_count": count,
        "metadata": {},
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }
    return cell if id is None else {**cell, "id": id}


def markdown(source: str, *, id: str | None = None, attachments: Json | None = None) -> Json:
    cell: Json = {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}
    if attachments is not None:
        cell["attachments"] = attachments
    return cell if id is None else {**cell, "id": id}


def stream(text: str) -> Json:
    return {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}


def display(**data: Any) -> Json:
    """An output; keywords are MIME types with `__` for `/`."""
    bundle = {mime.replace("__", "/"): value for mime, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def notebook(*cells: Json, **outside: Any) -> Json:
    """A notebook of nbformat 4.5 with a Python kernel."""
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
        **outside,
    }


def png(size: int = 3000, seed: int = 0) -> bytes:
    """Bytes that do not compress, as a picture's."""
    return b"\x89PNG\r\n\x1a\n" + random.Random(seed).randbytes(size)


def base64_text(data: bytes, ending: str = "") -> str:
    return base64.b64encode(data).decode() + ending


def as_nbformat(data: Json) -> bytes:
    """As Jupyter writes a notebook."""
    return (json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _dumped(**options: Any) -> Callable[[Json], bytes]:
    return lambda data: json.dumps(data, **options).encode("utf-8", "surrogatepass")


def _cells_last(data: Json) -> bytes:
    return json.dumps({**{k: v for k, v in data.items() if k != "cells"}, "cells": data["cells"]}, indent=1).encode()


FORMATTINGS: dict[str, Callable[[Json], bytes]] = {
    "nbformat": as_nbformat,
    "nbformat, no newline at the end": lambda data: as_nbformat(data).rstrip(b"\n"),
    "indent 2": _dumped(indent=2),
    "indent 4, sorted": _dumped(indent=4, sort_keys=True),
    "tabs": _dumped(indent="\t"),
    "compact": _dumped(separators=(",", ":")),
    "one line": _dumped(),
    "CRLF": lambda data: as_nbformat(data).replace(b"\n", b"\r\n"),
    "escaped": _dumped(indent=1, ensure_ascii=True),
    "unsorted, indent 1": _dumped(indent=1),
    "cells last": _cells_last,
    "blanks around": lambda data: b"\n\t " + as_nbformat(data) + b" \n\n",
}

BIG = "".join(f"line {number}\n" for number in range(400))

_FORGED = b"\0r" + b"a" * 40 + b"\0"

# What is not nbformat 4 in UTF-8 JSON; such a file is kept whole.
UNSPLITTABLE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n",
    "text": b"# not a notebook\n",
    "cut short": as_nbformat(notebook(code("x = 1")))[:-20],
    "byte order mark": b"\xef\xbb\xbf" + as_nbformat(notebook(code("x = 1"))),
    "UTF-16": as_nbformat(notebook(code("x = 1"))).decode().encode("utf-16"),
    "Latin-1": as_nbformat(notebook(code("# é"))).decode().encode("latin-1"),
    "Latin-1 in a key": as_nbformat(notebook(é=1)).decode().encode("latin-1"),
    "Latin-1 in a key of a cell": as_nbformat(notebook({**code("x"), "é": 1})).decode().encode("latin-1"),
    "NUL byte": as_nbformat(notebook(code("x = 1"))).replace(b"x = 1", b"x\0= 1"),
    "forged reference in an output": as_nbformat(notebook(code("x", stream("FORGED")))).replace(b"FORGED", _FORGED),
    "forged reference in a cell": as_nbformat(notebook({**code("x"), "id": "FORGED"})).replace(b"FORGED", _FORGED),
    "forged reference in metadata": as_nbformat(notebook(metadata={"a": ["FORGED"]})).replace(b"FORGED", _FORGED),
    "forged reference in place of a value": as_nbformat(notebook(metadata={"a": "FORGED"})).replace(
        b'"FORGED"', _FORGED
    ),
    "NUL bytes only": b"\0" * 5000,
    "list": b"[1, 2]",
    "number": b"4",
    "cells no list": b'{"cells": {"a": 1}, "nbformat": 4}',
    "cells of numbers": b'{"cells": [1, 2], "nbformat": 4}',
    "no nbformat": b'{"cells": []}',
    "nbformat a text": b'{"cells": [], "nbformat": "4"}',
    "nbformat 3": json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}
    ).encode(),
    "nbformat 5": as_nbformat(notebook(code("x"), nbformat=5)),
    "nested too deep": b'{"cells": [' + b"[" * 100_000 + b"]" * 100_000 + b'], "nbformat": 4}',
    "rubbish after the end": as_nbformat(notebook(code("x = 1"))) + b"}",
}

# Odd, but nbformat 4: split or kept whole, never altered.
ODD: dict[str, bytes] = {
    "no cells": as_nbformat(notebook()),
    "no cells, and an empty list before": b'{"metadata": {"authors": []}, "nbformat": 4, "cells": []}',
    "a key spelt with an escape": b'{"\\u0063ells": [{"source": "x"}], "nbformat": 4}',
    "NaN": as_nbformat(notebook(code("x", display(application__json={"v": float("nan")})))),
    "huge integer": as_nbformat(notebook(code("x", count=10**30))),
    "integer of 5,000 digits": as_nbformat(notebook(code("x"))).replace(
        b'"execution_count": 1', b'"execution_count": ' + b"9" * 5000
    ),
    "deep metadata": b'{"cells": [], "metadata": {"a": ' + b"[" * 400 + b"]" * 400 + b'}, "nbformat": 4}',
    "deep output": b'{"cells": [{"cell_type": "code", "outputs": [{"data": {"x": '
    + b"[" * 900
    + b"]" * 900
    + b'}}]}], "nbformat": 4}',
    "lone surrogate": as_nbformat(notebook(code("x"))).replace(b'"x"', b'"\\ud800"'),
    "lone surrogate in an output": as_nbformat(notebook(code("x", stream("\\ud800" * 900)))).replace(b"\\\\u", b"\\u"),
    "escaped NUL like a reference": as_nbformat(notebook(code("x", stream("\0r" + "a" * 40 + "\0" + BIG)))),
    "text like a reference": as_nbformat(notebook(code("b" + "a" * 40 + "\\u0000", stream("r" + "0" * 40 + BIG)))),
    "duplicate cells": b'{"cells": [{"source": "one"}], "cells": [{"source": "two"}], "nbformat": 4}',
    "duplicate nbformat": b'{"cells": [], "nbformat": 3, "nbformat": 4}',
    "duplicate outputs": json.dumps(notebook(code("x", stream(BIG))))
    .replace('"outputs"', '"outputs": [], "outputs"')
    .encode(),
    "the same large value twice": as_nbformat(notebook(code("x", stream(BIG), stream(BIG)), code("y", stream(BIG)))),
    "outputs no list": as_nbformat(notebook({**code("x"), "outputs": {"a": BIG}})),
    "data no object": as_nbformat(notebook(code("x", {"output_type": "display_data", "data": [BIG]}))),
    "attachments no object": as_nbformat(notebook(markdown("x", attachments={"a.png": BIG}))),
    "source a text": as_nbformat(notebook({**code("x"), "source": BIG})),
    "source numbers": as_nbformat(notebook({**code("x"), "source": [1, None, 2.5]})),
    "metadata a list": as_nbformat(notebook(code("x"), metadata=[BIG])),
    "base64 with a space": as_nbformat(notebook(code("x", display(image__png=base64_text(png()) + " ")))),
    "base64 without padding": as_nbformat(notebook(code("x", display(image__png=base64_text(png()).rstrip("="))))),
    "base64 with an escaped slash": as_nbformat(notebook(code("x", display(image__png=base64_text(png()))))).replace(
        b"/", b"\\/"
    ),
    "a cell's end inside a string": as_nbformat(notebook(code('s = """\n  },\n  {\n"""'), code("y"))),
}


def wild() -> dict[str, bytes]:
    """Every notebook above by name, and a typical one in each formatting."""
    typical = notebook(
        markdown(
            "# Title\n![a](attachment:a.png)", id="m1", attachments={"a.png": {"image/png": base64_text(png(seed=1))}}
        ),
        code("print(1)\n", stream(BIG), id="c1"),
        code(
            "plot()",
            display(image__png=base64_text(png(seed=2), "\n"), text__plain="<Figure>"),
            display(image__png=base64.encodebytes(png(seed=3)).decode()),
            display(image__jpeg=base64_text(png(seed=4))),
            display(text__html=["<table>\n"] + ["<tr></tr>\n"] * 300),
            {"output_type": "error", "ename": "E", "evalue": "é", "traceback": ["\x1b[0;31m…" * 400]},
            id="c2",
        ),
    )
    typical["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {
            "state": {"a": {"state": {"v": BIG}}, "b": {}},
            "version_major": 2,
        }
    }
    found = {f"typical, {name}": formatted(typical) for name, formatted in FORMATTINGS.items()}
    return {**UNSPLITTABLE, **ODD, **found}
