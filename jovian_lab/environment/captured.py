"""What a version keeps of an environment: the files in its folder `environment/`."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from jovian_lab.environment import bounded, cache, formats, imports, system, urls
from jovian_lab.environment import roots as graph
from jovian_lab.environment.reading import Reading
from jovian_lab.environment.values import Environment

ENVIRONMENT = "environment.json"
# lock files of a project, kept as they are
PROJECT_FILES = (
    "uv.lock", "pylock.toml", "pixi.lock", "poetry.lock", "pdm.lock", "conda-lock.yml", "Pipfile.lock", "renv.lock",
    "Project.toml", "Manifest.toml",
)  # fmt: skip
_JULIA = frozenset({"Project.toml", "Manifest.toml"})
_LARGEST_LOCK = 8 * 2**20
_LARGEST_CARRIED = 4 * 2**20
_CARRIED = re.compile(r"environment-([a-z0-9]+-[a-z0-9_]+)\.(?:lock|json)")


def files(
    environment: Environment,
    *,
    imports: Sequence[str] = (),
    folder: str | os.PathLike[str] | None = None,
    parent: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return what to keep of an environment, by name in the folder `environment/`.

    Parameters
    ----------
    environment : Environment
        As captured.
    imports : sequence of str
        Modules that the notebook imports: where they come from counts as chosen.
    folder : str or path, optional
        The notebook's folder, whose lock files are kept.
    parent : mapping of str to bytes, optional
        The files of the version before, of which those for other platforms are kept.

    Returns
    -------
    dict of str to bytes
        The same bytes for the same environment.
    """
    kept = {ENVIRONMENT: encode(environment)}
    python = environment.interpreter.language == "python"
    if python and environment.packages:
        served, unneeded = _served(environment, imports)
        kept["requirements.txt"] = formats.requirements(environment, unneeded)
        chosen = sorted({*environment.roots, *served})
        kept["environment.yml"] = formats.conda_environment(environment, _name(environment, folder), chosen)
    elif any(package.manager == "conda" for package in environment.packages):
        kept["environment.yml"] = formats.conda_environment(environment, _name(environment, folder), environment.roots)
    if (python and environment.packages) or "environment.yml" in kept:
        kept[f"environment-{system.conda_name(environment.platform)}.lock"] = formats.lock(environment)
    if folder is not None:
        kept.update(_project(os.fspath(folder), environment.interpreter.language))
    kept.update(_carried(environment, parent or {}, kept))
    return kept


def encode(environment: Environment) -> bytes:
    """Return environment.json."""
    return msgspec.json.format(msgspec.json.encode(environment), indent=2) + b"\n"


def decode(content: bytes) -> Environment:
    """Return the environment that an environment.json holds.

    Raises
    ------
    msgspec.DecodeError
        It holds none.
    """
    return msgspec.json.decode(content, type=Environment)


def _served(environment: Environment, modules: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return the packages that modules come from, and the system's packages that nothing here needs."""
    found: Reading | None = cache.known(environment)
    if found is None:
        names = {package.name for package in environment.packages}
        return {name for module in modules if (name := module.lower().replace("_", "-")) in names}, set()
    holders = {pin.partition("==")[0]: one.name for one in environment.packages for pin in one.distributions}
    served = imports.distributions(modules, found.distributions, found.modules)
    lent = {one.name for one in found.distributions if one.site.place == "system"}
    unneeded: set[str] = set()
    if lent:
        markers = graph.marker_values(environment.interpreter, environment.platform)
        needs = graph.needs_of(found.distributions, markers)
        unneeded = lent - graph.reached({*served, *(name for name in needs if name not in lent)}, needs)
    return {holders.get(name, name) for name in served}, unneeded


def _name(environment: Environment, folder: str | os.PathLike[str] | None) -> str:
    """Return a name for the environment that says nothing of this machine but what its user called things."""
    kernel = environment.kernel.name if environment.kernel is not None else ""
    name = (
        kernel if kernel not in ("", "python3", "ir") else os.path.basename(os.path.abspath(folder)) if folder else ""
    )
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:60] or "notebook"


def _project(folder: str, language: str) -> dict[str, bytes]:
    kept = {}
    for name in PROJECT_FILES:
        path = os.path.join(folder, name)
        if name in _JULIA and language != "julia":
            continue
        with suppress(OSError, ValueError):
            state = os.lstat(path)
            # a link may lead to what is nobody's business
            if stat.S_ISREG(state.st_mode) and 0 < state.st_size <= _LARGEST_LOCK:
                content = bounded.read(path, _LARGEST_LOCK)
                if content:
                    kept[f"project/{name}"] = urls.without_credentials(content)
    return kept


def _carried(environment: Environment, parent: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parent's files for other platforms; what it had for its own stays under that platform's name."""
    here = system.conda_name(environment.platform)
    kept = {}
    for name, content in parent.items():
        found = _CARRIED.fullmatch(name)
        if found and found[1] in system.PLATFORMS and found[1] != here and name not in made:
            kept[name] = content
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        old = decode(parent.get(ENVIRONMENT, b""))
        if old.interpreter.language != environment.interpreter.language:
            return {}
        there = system.conda_name(old.platform)
        if there in system.PLATFORMS and there != here:
            kept[f"environment-{there}.json"] = parent[ENVIRONMENT]
    return {name: content for name, content in kept.items() if len(content) <= _LARGEST_CARRIED}
