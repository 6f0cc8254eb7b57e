"""What a notebook imports, and which distribution that comes from; what was chosen, and what came with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from jovian_lab.environment import imports, roots
from jovian_lab.environment.bounded import Notes
from jovian_lab.environment.distributions import Distribution, find
from jovian_lab.environment.sites import Site, Sites
from jovian_lab.environment.system import conda_name, cuda_of
from jovian_lab.environment.values import Interpreter, Platform
from tests.environment import layouts


def notebook(*sources: str | list[str], kind: str = "code") -> bytes:
    cells = [{"cell_type": kind, "source": source, "metadata": {}, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import numpy as np, pandas\nfrom sklearn.svm import SVC", {"numpy", "pandas", "sklearn"}),
        ("import os, sys\nfrom . import x\nfrom .y import z\nfrom __future__ import annotations", set()),
        ("%matplotlib inline\n!pip install torch\nimport scipy\nx = !ls\ny = %time 1\nscipy?\n?scipy", {"scipy"}),
        ("if x:\n    %time y\n    import attr\ndef f():\n    import rich.table", {"attr", "rich"}),
        ("%%time\nimport polars", {"polars"}),
        ("%%bash\nimport numpy", set()),
        ("%%html\n<p>import numpy</p>", set()),
        ("import numpy\nthis is not Python", {"numpy"}),
        ("for x in:\n  import a.b, c as d\nfrom e.f import (g,", {"a", "c", "e"}),
        ("# import numpy\ntext = 'import pandas'", set()),
        ("try:\n    import ujson as json\nexcept ImportError:\n    import json", {"ujson"}),
        ("import numpy\x00", {"numpy"}),
        ("(" * 5000 + "import numpy", set()),
    ],
)
def test_modules_in_code(source: str, expected: set[str]) -> None:
    assert set(imports.of_code([source])) == expected
    assert set(imports.of(notebook(source))) == expected
    assert set(imports.of(notebook(source.splitlines(keepends=True)))) == expected


def test_only_code_counts() -> None:
    assert imports.of(notebook("import numpy", kind="markdown")) == []
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["import numpy\n"]}]}], "nbformat": 3}
    assert imports.of(json.dumps(old).encode()) == ["numpy"]


@pytest.mark.parametrize(
    "raw", [b"", b"import", b"[]", b'{"cells": "import"}', b"\xffimport", b'{"x":' + b"[" * 100_000 + b"import"]
)
def test_what_is_no_notebook_imports_nothing(raw: bytes) -> None:
    assert imports.of(raw) == []


def found(site: Path) -> list[Distribution]:
    return find(Sites([Site(str(site), "prefix")], []), Notes())


def test_modules_lead_to_their_distributions(tmp_path: Path) -> None:
    def add(name: str, record: str = "", top: str = "") -> None:
        info = layouts.dist(tmp_path, name, "1.0")
        if record:
            (info / "RECORD").write_text(record)
        if top:
            (info / "top_level.txt").write_text(top)

    add("numpy", "numpy/__init__.py,,\n")
    (tmp_path / "numpy").mkdir()
    add("scikit_learn", "scikit_learn-1.0.dist-info/RECORD,,\nsklearn/__init__.py,,\n")
    add("PyYAML", top="_yaml\nyaml\n")
    add("compiled", "_fast.cpython-311-x86_64-linux-gnu.so,,\n")
    add("attrs", "attr/__init__.py,,\nattrs/__init__.py,,\n")
    add("attr", "other/__init__.py,,\n")  # the name alone proves nothing
    for number in range(5):
        add(f"cloud{number}", f"google/cloud{number}/x.py,,\n")
    installed = found(tmp_path)
    known: dict[str, frozenset[str]] = {}
    for _ in range(2):
        assert imports.distributions(["numpy", "sklearn", "yaml", "_fast"], installed, known) == [
            "compiled", "numpy", "pyyaml", "scikit-learn"
        ]  # fmt: skip
    assert imports.distributions(["attr"], installed) == ["attrs"]
    # a namespace of many says nothing
    assert imports.distributions(["google", "absent"], installed) == []


MARKERS = roots.marker_values(Interpreter("python", "3.11.7", "CPython"), Platform("linux", "x86_64"))


def graph(tmp_path: Path, needs: dict[str, list[str]], requested: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    for name, lines in needs.items():
        layouts.dist(tmp_path, name, "1.0", *(f"Requires-Dist: {line}" for line in lines), requested=name in requested)
    return roots.of_distributions(found(tmp_path), MARKERS)


def test_roots_by_markers_of_requests(tmp_path: Path) -> None:
    assert graph(tmp_path, {"a": ["b"], "b": [], "pip": []}, {"a", "pip"}) == ["a"]


def test_everything_is_reached_from_the_roots(tmp_path: Path) -> None:
    """What was installed without a note, or with an extra, is not lost."""
    needs = {"a": ["b", "c; extra == 'more'"], "b": [], "c": ["d"], "d": [], "setuptools": []}
    assert graph(tmp_path, needs, {"a"}) == ["a", "c"]


def test_leaves_circles_extras_and_markers(tmp_path: Path) -> None:
    needs = {
        "top": ["mid[fast]>=1", "absent", "other; sys_platform == 'win32'"],
        "mid": ["deep (>=1.0)", "speed; extra == 'fast'", "docs; extra == 'docs'"],
        "deep": [], "speed": [], "docs": [], "other": [],
        "one": ["two"], "two": ["one"], "pip": [], "odd": ["deep; not a marker"],
    }  # fmt: skip
    assert graph(tmp_path, needs) == ["docs", "odd", "one", "other", "top"]


def test_what_was_made_here_brings_nothing_along(tmp_path: Path) -> None:
    direct = {"url": "file:///work", "dir_info": {"editable": True}}
    layouts.dist(tmp_path, "mine", "1.0", "Requires-Dist: numpy", direct=direct, requested=True)
    layouts.dist(tmp_path, "numpy", "1.0")
    assert roots.of_distributions(found(tmp_path), MARKERS) == ["mine", "numpy"]


def test_names_of_platforms() -> None:
    assert conda_name(Platform("linux", "x86_64")) == "linux-64"
    assert conda_name(Platform("macos", "arm64")) == "osx-arm64"
    assert conda_name(Platform("windows", "x86_64")) == "win-64"
    assert conda_name(Platform("free bsd", "x/../86")) == "free-bsd-x_86"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023\n", "12.2"),
        ("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.10  Release Build\n", "12.8"),
        ("NVRM version: NVIDIA UNIX x86_64 Kernel Module  999.1  x\n", ""),
        ("", ""),
        ("rubbish", ""),
    ],
)
def test_cuda_by_the_driver_s_branch(said: str, expected: str) -> None:
    assert cuda_of(said) == expected


def test_markers_are_those_of_this_interpreter() -> None:
    """Beside packaging's own, where the target is the Python that runs this."""
    from packaging.markers import default_environment

    version = ".".join(map(str, sys.version_info[:3]))
    mine = roots.marker_values(Interpreter("python", version, "CPython"), Platform("linux", "x86_64"))
    own = {**default_environment(), "extra": ""}
    assert set(own) <= set(mine)
    if sys.platform == "linux" and sys.implementation.name == "cpython" and sys.version_info.releaselevel == "final":
        for name in ("implementation_name", "os_name", "platform_system", "python_version", "sys_platform"):
            assert mine[name] == own[name]  # type: ignore[literal-required]
