"""Every package the code imports is one that setup.py requires."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import defaultdict
from importlib.metadata import distributions, requires
from pathlib import Path

from tests.packaging.conftest import ROOT

# what only runs inside a kernel, which brings it
IN_A_KERNEL = {"ipykernel", "IPython", "comm", "psutil"}
# what an extra brings, and is done without where it is missing
IN_AN_EXTRA = {"rattler": "conda", "apprise": "notify", "keyring": "notify"}
# what Python has had itself since 3.11
IN_OLD_PYTHON = {"tomli"}


def imported(folder: Path) -> dict[str, list[str]]:
    """Return the top-level packages imported below a folder that are neither ours nor Python's, with where."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in {name.partition(".")[0] for name in names} - {"jovian_lab", "__future__"}:
                if name not in sys.stdlib_module_names:
                    found.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    return found


def required(extra: str | None = None) -> set[str]:
    """Return the distributions that are required, always or by an extra, in their normal form."""
    lines = [line for line in requires("jovian-lab") or [] if "python_version <" not in line]
    mine = [line for line in lines if (f'extra == "{extra}"' in line if extra else "extra ==" not in line)]
    return {normal(re.split(r"[\s\[<>=!~;]", line)[0]) for line in mine}


def normal(name: str) -> str:
    """Return a distribution's name as packaging compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def brought() -> dict[str, set[str]]:
    """Return the distributions that bring each top-level package; Python 3.10's own list knows only old wheels."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for distribution in distributions():
        for path in distribution.files or []:
            if len(path.parts) > 1 or path.suffix in {".py", ".so", ".pyd"}:
                found[path.parts[0].partition(".")[0]].add(normal(distribution.metadata["Name"]))
    return found


def missing(folder: Path, allowed: set[str]) -> dict[str, list[str]]:
    """Return what is imported below a folder and comes from no allowed distribution."""
    bringing = brought()
    return {name: places for name, places in imported(folder).items() if not bringing.get(name, set()) & allowed}


def test_everything_imported_is_required() -> None:
    package, demo = ROOT / "jovian_lab", ROOT / "jovian_lab" / "cli" / "demo"
    extra_places = {path.relative_to(ROOT).as_posix() for path in demo.rglob("*.py")}
    loose = {
        name: [place for place in places if place not in extra_places]
        for name, places in missing(package, required()).items()
        if name not in IN_A_KERNEL | IN_OLD_PYTHON | IN_AN_EXTRA.keys()
    }
    assert {name: places for name, places in loose.items() if places} == {}
    assert missing(demo, required() | required("demo")) == {}


def test_everything_required_is_imported_somewhere() -> None:
    bringing = brought()
    used = {found for name in imported(ROOT / "jovian_lab") for found in bringing.get(name, set())}
    # JupyterLab is what the frontend runs in
    assert required() - used == {"jupyterlab"}


def test_the_frontend_asks_for_the_same_jupyterlab() -> None:
    """What npm may take is what pip may: JupyterLab's own packages count from 4, like it, or beside it."""
    bound = next(line for line in requires("jovian-lab") or [] if re.match(r"jupyterlab\b", line))
    found = re.search(r">=\s*4\.(\d+)", bound)
    assert found is not None
    minor = int(found[1])
    # JupyterLab 4.0 came with these, and each minor release raised each by one
    beside = {
        "apputils": "4.1",
        "coreutils": "6.0",
        "observables": "5.0",
        "rendermime-interfaces": "3.8",
        "services": "7.0",
    }
    frontend = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    for name, asked in frontend.items():
        scope, _, package = name.partition("/")
        if scope == "@jupyterlab":
            major, first = beside.get(package, "4.0").split(".")
            assert asked == f"^{major}.{int(first) + minor}.0", name
