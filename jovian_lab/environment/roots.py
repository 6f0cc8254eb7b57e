"""Roots: the packages somebody chose. The others are there because these need them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.specifiers import InvalidSpecifier
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion

from jovian_lab.environment.distributions import Distribution
from jovian_lab.environment.urls import is_local
from jovian_lab.environment.values import Interpreter, Platform

# what comes with an environment rather than being asked for
TOOLS = frozenset({"pip", "setuptools", "wheel", "distribute", "uv"})
_NEED = re.compile(rb"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(rb"\bextra\s*==\s*['\"]([^'\"]+)['\"]")
_MOST_MARKER = 1_000


def of_distributions(distributions: Sequence[Distribution], markers: Mapping[str, str]) -> list[str]:
    """Return the names of the distributions somebody asked for, where that was noted; else of those that none needs.

    Parameters
    ----------
    distributions : sequence of Distribution
        All there are.
    markers : mapping of str
        The values that markers are judged by (`marker_values`).
    """
    asked = {one.name for one in distributions if one.requested}
    # where everything is marked, or only what an environment starts with, the marks say nothing
    chosen = asked - TOOLS if asked - TOOLS and len(asked) < len(distributions) else set()
    graph = needs_of(distributions, markers)
    # what was made on this machine cannot be had elsewhere, and so brings nothing along
    local = frozenset(one.name for one in distributions if one.direct is not None and is_local(one.direct["url"]))
    covered = reached(chosen - local, graph) | chosen
    left = {name: needs for name, needs in graph.items() if name not in covered}
    return sorted(chosen | set(uncovered(left, TOOLS | local)) | (local - covered - TOOLS))


def uncovered(graph: Mapping[str, Iterable[str]], tools: frozenset[str] = frozenset()) -> list[str]:
    """Return names from which everything in a graph is reached: what nothing needs, and one of each circle left over.

    Parameters
    ----------
    graph : mapping of str
        What each name needs; names that are no key are not there.
    tools : frozenset of str
        Names that are no roots, and whose needs do not count.
    """
    needed = {need for name, needs in graph.items() if name not in tools for need in needs if need != name}
    roots = [name for name in sorted(graph) if name not in needed and name not in tools]
    covered: set[str] = set()
    for name in roots:
        _cover(name, graph, covered)
    for name in sorted(graph):
        if name not in covered and name not in tools:
            roots.append(name)
            _cover(name, graph, covered)
    return sorted(roots)


def reached(names: Iterable[str], graph: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the names in a graph that some names need, themselves among them."""
    covered: set[str] = set()
    for name in names:
        _cover(name, graph, covered)
    return covered


def _cover(name: str, graph: Mapping[str, Iterable[str]], covered: set[str]) -> None:
    left = [name]
    while left:
        name = left.pop()
        if name in graph and name not in covered:
            covered.add(name)
            left.extend(graph[name])


def needs_of(distributions: Sequence[Distribution], markers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what each distribution needs here, by name; of what only an extra needs, where somebody asks for that.

    Parameters
    ----------
    distributions : sequence of Distribution
        All there are.
    markers : mapping of str
        The values that markers are judged by (`marker_values`).
    """
    values = frozenset(markers.items())
    graph: dict[str, list[str]] = {one.name: [] for one in distributions}
    extras: dict[str, set[str]] = {}
    later: list[tuple[str, str, str]] = []
    for one in distributions:
        for line in one.requires:
            need, _, marker = line.partition(b";")
            found = _NEED.match(need)
            if found is None:
                continue
            name = _canonical(found[1])
            if marker:
                extra = _EXTRA.search(marker)
                if extra is not None:
                    later.append((one.name, _canonical(extra[1]), name))
                    continue
                if not _holds(marker, values):
                    continue
            graph[one.name].append(name)
            if found[2]:
                asked = extras.setdefault(name, set())
                asked.update(_canonical(part.strip()) for part in found[2].split(b","))
    for holder, part, name in later:
        if part in extras.get(holder, ()):
            graph[holder].append(name)
    return graph


def marker_values(interpreter: Interpreter, platform: Platform) -> dict[str, str]:
    """Return what the markers of a requirement are judged by, for an interpreter other than the one running."""
    system = {"linux": "Linux", "macos": "Darwin", "windows": "Windows"}.get(platform.system, platform.system)
    return {
        "implementation_name": interpreter.implementation.lower() or "cpython",
        "implementation_version": interpreter.version or "0",
        "os_name": "nt" if platform.system == "windows" else "posix",
        "platform_machine": "AMD64" if (system, platform.machine) == ("Windows", "x86_64") else platform.machine,
        "platform_python_implementation": interpreter.implementation or "CPython",
        "platform_release": "",
        "platform_system": system,
        "platform_version": "",
        "python_full_version": interpreter.version or "0",
        "python_version": ".".join(interpreter.version.split(".")[:2]) or "0",
        "sys_platform": {"macos": "darwin", "windows": "win32"}.get(platform.system, platform.system),
        "extra": "",
    }


@lru_cache(maxsize=8192)
def _canonical(name: bytes) -> str:
    return canonicalize_name(name.decode("utf-8", "replace"))


@lru_cache(maxsize=4096)
def _holds(text: bytes, values: frozenset[tuple[str, str]]) -> bool:
    marker = text.decode("utf-8", "replace").strip()
    if not marker or len(marker) > _MOST_MARKER:
        return True
    try:
        return Marker(marker).evaluate(dict(values))
    except (
        InvalidMarker,
        InvalidSpecifier,
        InvalidVersion,
        UndefinedComparison,
        UndefinedEnvironmentName,
        RecursionError,
    ):
        return True
