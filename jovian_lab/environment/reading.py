"""Reading an environment: the interpreter, its folders, its packages, put together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from jovian_lab.environment import conda, distributions, interpreter, launch, origins, other, roots, sites, system
from jovian_lab.environment.bounded import Notes, printable
from jovian_lab.environment.detect import Target
from jovian_lab.environment.distributions import Distribution
from jovian_lab.environment.interpreter import Layout
from jovian_lab.environment.values import FORMAT, Environment, Interpreter, Package


@dataclass(frozen=True)
class Reading:
    """An environment as it was read.

    Attributes
    ----------
    environment : Environment
        What was found.
    distributions : list of Distribution
        Those of Python, with what is needed to tell which imports they serve.
    watched : list of str
        Files and folders that change when the environment does, whether they are there or not.
    checkouts : list of str
        Folders of development installs, whose git commit may change without any of those.
    modules : dict of str to frozenset of str
        Which distributions the modules asked for so far come from.
    """

    environment: Environment
    distributions: list[Distribution] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    checkouts: list[str] = field(default_factory=list)
    modules: dict[str, frozenset[str]] = field(default_factory=dict)


def read(target: Target) -> Reading:
    """Read an environment. It never fails: `missing` says what could not be read.

    Parameters
    ----------
    target : Target
        Which one.
    """
    notes = Notes()
    for sentence in target.missing:
        notes.say(sentence)
    try:
        if target.language != "python":
            return _other(target, notes)
        if target.program:
            return _python(target, notes)
    except (OSError, ValueError, RecursionError) as error:
        # a version is worth more than what we know of its environment
        notes.say(f"The environment could not be read ({type(error).__name__}).")
    language = Interpreter(printable(target.language, 50))
    return Reading(Environment(FORMAT, language, system.here(), kernel=target.kernel, missing=notes.all()))


def _python(target: Target, notes: Notes) -> Reading:
    layout = interpreter.find(target.program)
    if not layout.version:
        notes.say("No Python was recognised behind the interpreter.")
    elif layout.version.count(".") < 2:
        notes.say("Only the first two numbers of Python's version could be told.")
    found = sites.find(layout, dict(target.variables), launch.flags(target.argv))
    if target.path:  # better than what we would find out
        found = _joined(found, sites.from_path(target.path, layout))
    installed = distributions.find(found, notes)
    prefix = None if layout.virtual else conda.find(layout.prefix, notes)
    packages, own = _packages(installed, prefix, notes)
    python = Interpreter("python", layout.version, layout.implementation)
    platform = system.of_subdir(prefix.subdir) if prefix is not None else system.here()
    chosen = roots.of_distributions(
        [one for one in own if one.site.place != "system"], roots.marker_values(python, platform)
    )
    if prefix is not None:
        chosen += prefix.requested or roots.uncovered({one.name: one.depends for one in prefix.records})
    environment = Environment(
        format=FORMAT,
        interpreter=python,
        platform=platform,
        manager=_manager(layout, prefix),
        packages=sorted(packages, key=lambda package: (package.name, package.manager)),
        kernel=target.kernel,
        channels=prefix.channels if prefix is not None else [],
        roots=sorted(set(chosen)),
        missing=notes.all(),
    )
    watched = [
        *found.watched,
        os.path.join(layout.prefix, "pyvenv.cfg"),
        os.path.join(layout.prefix, "conda-meta"),
        os.path.join(layout.prefix, "conda-meta", "history"),
        layout.executable,
        # of a development install of the old kind, the metadata are made anew in their place
        *(os.path.join(one.info, "PKG-INFO") for one in installed if one.site.added),
    ]
    folders = {origins.folder_of(one): None for one in installed}
    return Reading(environment, installed, watched, [folder for folder in folders if folder])


def _joined(found: sites.Sites, real: sites.Sites) -> sites.Sites:
    """Return the folders of a real path, each with the place that was found for it."""
    places = {site.folder: site for site in found.folders}
    return sites.Sites([places.get(site.folder, site) for site in real.folders], [*real.watched, *found.watched])


def _packages(
    installed: Sequence[Distribution], prefix: conda.Prefix | None, notes: Notes
) -> tuple[list[Package], list[Distribution]]:
    """Return the packages, and the distributions among them that conda did not install."""
    claims = {info: record.name for record in prefix.records for info in record.infos} if prefix is not None else {}
    held: dict[str, list[str]] = {}
    own: list[Distribution] = []
    for one in installed:
        owner = claims.get(os.path.basename(one.info)) if one.site.place == "prefix" else None
        if owner is None:
            own.append(one)
        else:
            held.setdefault(owner, []).append(f"{one.name}=={one.version}")
    packages = [_pypi(one, notes) for one in own]
    if prefix is not None:
        others = {one.name for one in own}
        packages += [
            _conda(record, prefix, tuple(held.get(record.name, ())))
            for record in prefix.records
            # what pip has put in the place of a package of conda's is all there is of it
            if record.name in held or not record.names or not record.names <= others
        ]
    return packages, own


def _pypi(one: Distribution, notes: Notes) -> Package:
    source = origins.source(one, notes)
    return Package(
        name=one.name,
        version=one.version,
        requested=one.requested,
        place=one.site.place,
        hash=source.hash if source is not None else "",
        source=source,
    )


def _conda(record: conda.Record, prefix: conda.Prefix, held: tuple[str, ...]) -> Package:
    return Package(
        name=record.name,
        version=record.version,
        manager="conda",
        requested=record.name in prefix.requested,
        build=record.build,
        channel=record.channel,
        subdir=record.subdir,
        hash=record.hash,
        url=record.url,
        distributions=held,
    )


def _manager(layout: Layout, prefix: conda.Prefix | None) -> str:
    if layout.virtual:
        return next((name for name in ("uv", "virtualenv") if name in layout.config), "venv")
    if prefix is not None:
        return "pixi" if prefix.pixi or f"{os.sep}.pixi{os.sep}" in layout.prefix else "conda"
    return "system"


def _other(target: Target, notes: Notes) -> Reading:
    found = other.find(target.language, target.program, target.argv, dict(target.variables), target.folder, notes)
    above = os.path.dirname(os.path.dirname(os.path.realpath(target.program))) if target.program else ""
    prefix = conda.find(above, notes) if above else None
    packages = found.packages
    chosen = found.roots
    if prefix is not None:
        packages = [*packages, *(_conda(record, prefix, ()) for record in prefix.records)]
        chosen = [*chosen, *(prefix.requested or roots.uncovered({one.name: one.depends for one in prefix.records}))]
    environment = Environment(
        format=FORMAT,
        interpreter=Interpreter(printable(found.interpreter.language, 50), found.interpreter.version),
        platform=system.of_subdir(prefix.subdir) if prefix is not None else system.here(),
        manager="" if prefix is None else "pixi" if prefix.pixi else "conda",
        packages=sorted(packages, key=lambda package: (package.name, package.manager)),
        kernel=target.kernel,
        channels=prefix.channels if prefix is not None else [],
        roots=sorted(set(chosen)),
        missing=notes.all(),
    )
    watched = [*found.files, *([os.path.join(above, "conda-meta")] if above else []), target.program]
    return Reading(environment, watched=[path for path in watched if path])
