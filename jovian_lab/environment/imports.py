"""What a notebook imports, and which distributions that comes from."""

from __future__ import annotations

import ast
import os
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from packaging.utils import canonicalize_name

from jovian_lab.environment import bounded
from jovian_lab.environment.distributions import Distribution

_LARGEST_NOTEBOOK = 64 * 2**20
_LARGEST_CELL = 200_000
_MOST_CELLS = 20_000
_MOST_MODULES = 500
_LARGEST_RECORD = 8 * 2**20
_SHARED = 3  # a module in more distributions than this is a namespace, which says nothing
# cell magics whose cell is Python that runs in the kernel
_PYTHON_MAGICS = frozenset({"%%time", "%%timeit", "%%capture", "%%prun", "%%memit", "%%mprun", "%%python", "%%python3"})
_MAGIC = re.compile(r"^(\s*)(?:[%!?].*|[\w.,\s]+=\s*[%!].*|.*\?\s*)$")
_LINE = re.compile(r"^\s*(?:from\s+([A-Za-z_]\w*)[\w.]*\s+import\b|import\s+(.+))")
_MODULE = re.compile(r"\s*([A-Za-z_]\w*)")


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""
    input: str | list[str] = ""


class _Sheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Notebook(msgspec.Struct):
    cells: list[_Cell] = []
    worksheets: list[_Sheet] = []


_decoder = msgspec.json.Decoder(_Notebook)


def of(notebook: bytes) -> list[str]:
    """Return the top-level modules that a notebook's code imports, by name, without those of Python itself.

    Parameters
    ----------
    notebook : bytes
        The file; nothing is found in what is no notebook, or very large.
    """
    if len(notebook) > _LARGEST_NOTEBOOK or b"import" not in notebook:
        return []
    try:
        read = _decoder.decode(notebook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    cells = [*read.cells, *(cell for sheet in read.worksheets for cell in sheet.cells)]
    code = [cell.source or cell.input for cell in cells[:_MOST_CELLS] if cell.cell_type == "code"]
    return of_code("".join(source) for source in code)


def of_code(sources: Iterable[str]) -> list[str]:
    """Return the top-level modules that pieces of code import, by name, without those of Python itself."""
    found = {name for source in sources if "import" in source for name in _imported(source)}
    return sorted(found - sys.stdlib_module_names)[:_MOST_MODULES]


@lru_cache(maxsize=4096)
def _imported(source: str) -> frozenset[str]:
    """Return the modules one cell imports; remembered, since most cells of a version are those of the last."""
    first = source.lstrip().partition("\n")[0].split(" ")[0].strip()
    if first.startswith("%%"):
        if first not in _PYTHON_MAGICS:
            return frozenset()
        source = source.lstrip().partition("\n")[2]
    # a line that is not Python becomes one that does nothing
    lines = [_MAGIC.sub(r"\1pass", line) for line in source[:_LARGEST_CELL].splitlines()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(name for line in lines for name in _in_line(line))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return frozenset(name for name in names if len(name) <= 200)


def _in_line(line: str) -> Iterable[str]:
    found = _LINE.match(line)
    if not found:
        return []
    parts = [found[1]] if found[1] else found[2].split(",")
    return [name[1] for part in parts if (name := _MODULE.match(part)) and len(name[1]) <= 200]


def distributions(
    modules: Sequence[str], installed: Sequence[Distribution], known: dict[str, frozenset[str]] | None = None
) -> list[str]:
    """Return the names of the distributions that modules come from.

    Parameters
    ----------
    modules : sequence of str
        Top-level modules.
    installed : sequence of Distribution
        Where they may come from; their top_level.txt and RECORD are read only for modules that no name gives away.
    known : dict, optional
        Remembers what was found, for the same distributions.
    """
    known = {} if known is None else known
    left = [module for module in modules if module not in known]
    if left:
        by_name = {one.name: one for one in installed}
        holders: dict[str, set[str]] = {module: set() for module in left}
        for module in left:
            one = by_name.get(canonicalize_name(module))
            # a name alone proves nothing (the module attr is in attrs), but a file of that name does
            if one is not None and _has(one.site.folder, module):
                holders[module].add(one.name)
        hidden = tuple(module for module in left if not holders[module])
        for one in installed if hidden else ():
            for module in _held(one, hidden):
                holders[module].add(one.name)
        known.update({module: frozenset(names) for module, names in holders.items()})
    found = {name for module in modules if len(known[module]) <= _SHARED for name in known[module]}
    return sorted(found)


def _has(folder: str, module: str) -> bool:
    path = os.path.join(folder, module)
    return os.path.isdir(path) or os.path.exists(f"{path}.py")


def _held(one: Distribution, modules: tuple[str, ...]) -> set[str]:
    content = bounded.read(os.path.join(one.info, "RECORD"), _LARGEST_RECORD)
    if content is None:
        listed = set(
            (bounded.read(os.path.join(one.info, "top_level.txt"), 65_536) or b"").decode("utf-8", "replace").split()
        )
        return listed & set(modules)
    content = b"\n" + content
    held = set()
    for module in modules:
        start = b"\n" + module.encode("utf-8", "replace")
        if (
            start + b"/" in content
            or start + b".py," in content
            or re.search(re.escape(start) + rb"\.[^/,]*(so|pyd),", content)
        ):
            held.add(module)
    return held
