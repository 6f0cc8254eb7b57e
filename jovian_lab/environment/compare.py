"""Two environments beside each other: which packages differ and how, and what else does. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Literal

import msgspec

from jovian_lab.environment import ordering
from jovian_lab.environment.values import Environment, Interpreter, Package, Source

Kind = Literal["upgraded", "downgraded", "added", "removed", "rechanneled", "resourced", "rebuilt"]
Turn = Literal["upgraded", "downgraded", "changed"]

_MIRRORED: dict[Kind, Kind] = {
    "upgraded": "downgraded", "downgraded": "upgraded", "added": "removed", "removed": "added",
}  # fmt: skip
_TURNED: dict[Turn, Turn] = {"upgraded": "downgraded", "downgraded": "upgraded", "changed": "changed"}

_RANKS: dict[str, int] = {
    "upgraded": 0, "downgraded": 0, "added": 1, "removed": 1, "rechanneled": 2, "resourced": 2, "rebuilt": 3,
}  # fmt: skip
_PYTHONS = ("pypi", "conda")  # managers that share their packages' names, nearly
_FIELDS = ("system", "machine", "libc", "release", "gpu", "cuda")


class PackageChange(msgspec.Struct, frozen=True):
    """One package that differs.

    Attributes
    ----------
    name, manager : str
        Of one that pip and conda call differently, as pip has it.
    kind : str
        "upgraded", "downgraded", "added", "removed"; of the same version "rebuilt" (another build of it),
        "rechanneled" (from another channel), "resourced" (from another place: an index, a checkout, another manager).
    old, new : str or None
        The versions; None where it is not there.
    old_detail, new_detail : str
        The builds, channels or sources, where these differ; else empty.
    chosen : bool
        Whether somebody asked for it by name, on either side; the others are there because these need them.
    """

    name: str
    manager: str
    kind: Kind
    old: str | None
    new: str | None
    old_detail: str = ""
    new_detail: str = ""
    chosen: bool = False


class InterpreterChange(msgspec.Struct, frozen=True):
    """Another interpreter: "upgraded" or "downgraded", or "changed" for another language or implementation."""

    kind: Turn
    old: str
    new: str


class PlatformChange(msgspec.Struct, frozen=True):
    """A trait of the system that differs: "system", "machine", "libc", "release", "gpu" or "cuda"."""

    field: str
    old: str
    new: str


class EnvironmentDiff(msgspec.Struct, frozen=True):
    """What differs between two environments.

    Attributes
    ----------
    equal : bool
        Whether nothing that was read differs.
    changes : list of PackageChange
        The most telling first: chosen packages before those they need, other versions before other builds.
    interpreter : InterpreterChange or None
        None for the same one.
    platform : list of PlatformChange
        Empty for the same one.
    not_compared : list of str
        What could not be read of either, each a sentence.
    verdict : str
        The whole in a few words: "numpy 2.1.3 → 2.2.0", "12 packages differ, Python 3.11 → 3.12".
    reverse : str
        The verdict with the sides swapped, for who shows it so.
    """

    equal: bool
    changes: list[PackageChange]
    interpreter: InterpreterChange | None
    platform: list[PlatformChange]
    not_compared: list[str]
    verdict: str
    reverse: str


def compare(old: Environment, new: Environment) -> EnvironmentDiff:
    """Compare two environments; with the sides swapped the result is its mirror image.

    Where a package lies (prefix, user site) is no difference, and neither are builds of different platforms.
    """
    from jovian_lab.environment import verdict

    interpreter = _interpreter(old.interpreter, new.interpreter)
    platform = [
        PlatformChange(name, getattr(old.platform, name), getattr(new.platform, name))
        for name in _FIELDS
        if getattr(old.platform, name) != getattr(new.platform, name)
    ]
    elsewhere = any(change.field in ("system", "machine") for change in platform)
    chosen = {_plain(name) for name in (*old.roots, *new.roots)}
    changes = []
    for before, after in _pairs(old.packages, new.packages):
        if interpreter and any(_is_interpreter(side, old, new) for side in (before, after)):
            continue  # conda has Python as a package, too; once is enough
        change = _change(before, after, chosen, elsewhere=elsewhere)
        if change:
            changes.append(change)
    changes.sort(key=lambda c: (not c.chosen, _RANKS[c.kind], c.name, c.manager, _ordered(c.old, c.new)))
    missing = sorted({*old.missing, *new.missing})
    found = EnvironmentDiff(not (changes or interpreter or platform), changes, interpreter, platform, missing, "", "")
    return msgspec.structs.replace(found, verdict=verdict.of(found), reverse=verdict.of(mirrored(found)))


def mirrored(diff: EnvironmentDiff) -> EnvironmentDiff:
    """Return a difference with the sides swapped."""
    return EnvironmentDiff(
        diff.equal,
        [
            PackageChange(
                c.name, c.manager, _MIRRORED.get(c.kind, c.kind), c.new, c.old, c.new_detail, c.old_detail, c.chosen
            )
            for c in diff.changes
        ],
        InterpreterChange(_TURNED[diff.interpreter.kind], diff.interpreter.new, diff.interpreter.old)
        if diff.interpreter
        else None,
        [PlatformChange(c.field, c.new, c.old) for c in diff.platform],
        diff.not_compared,
        diff.reverse,
        diff.verdict,
    )


def drifted(diff: EnvironmentDiff) -> bool:
    """Tell whether a difference may change what a notebook does: an update of the system's own parts does not count."""
    telling = [change for change in diff.platform if change.field not in ("libc", "release")]
    return bool(diff.changes or diff.interpreter or telling)


def in_words(interpreter: Interpreter) -> str:
    """Return an interpreter as people name it: "Python 3.11.7", "PyPy 3.10.14", "R 4.3.1"."""
    name = interpreter.implementation if interpreter.implementation not in ("", "CPython") else interpreter.language
    shown = name if name != name.lower() else {"r": "R"}.get(name, name.capitalize())
    return f"{shown} {interpreter.version}".strip()


def _ordered(old: str | None, new: str | None) -> tuple[str, ...]:
    return tuple(sorted((old or "", new or "")))


def _plain(name: str) -> str:
    """Return a name as PEP 503 has it, under which pip's and conda's names mostly meet."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _interpreter(old: Interpreter, new: Interpreter) -> InterpreterChange | None:
    if old == new:
        return None
    kind: Turn = "changed"
    order = ordering.compare(old.version, new.version)
    if (old.language, old.implementation) == (new.language, new.implementation) and order:
        kind = "upgraded" if order < 0 else "downgraded"
    return InterpreterChange(kind, in_words(old), in_words(new))


def _is_interpreter(package: Package | None, old: Environment, new: Environment) -> bool:
    return package is not None and package.manager == "conda" and package.name == "python" and "python" in (
        old.interpreter.language, new.interpreter.language,
    )  # fmt: skip


def _pairs(old: Sequence[Package], new: Sequence[Package]) -> Iterator[tuple[Package | None, Package | None]]:
    """Pair what is the same package on both sides: in the same place, anywhere, then under another manager."""
    keys: tuple[Callable[[Package], Hashable], ...] = (
        lambda package: (package.manager, _plain(package.name), package.place),
        lambda package: (package.manager, _plain(package.name)),
        lambda package: ("python" if package.manager in _PYTHONS else package.manager, _plain(package.name)),
    )
    left, right = list(old), list(new)
    for key in keys:
        there: defaultdict[Hashable, list[Package]] = defaultdict(list)
        for package in sorted(right, key=_sorting):
            there[key(package)].append(package)
        single = []
        for package in sorted(left, key=_sorting):
            partners = there[key(package)]
            if partners:
                yield package, partners.pop(0)
            else:
                single.append(package)
        left, right = single, [package for partners in there.values() for package in partners]
    yield from ((package, None) for package in left)
    yield from ((None, package) for package in right)


def _sorting(package: Package) -> tuple[str, ...]:
    # everything that makes a change: of two copies with one name, each is to meet itself
    origin = _origin(package)
    named = package.name, package.manager, package.place, package.version
    return *named, package.build, package.subdir, package.channel, origin, package.hash


def _change(old: Package | None, new: Package | None, chosen: set[str], *, elsewhere: bool) -> PackageChange | None:
    there = max((side for side in (old, new) if side), key=lambda side: (side.manager, side.name))
    asked = any(side and (side.requested or _plain(side.name) in chosen) for side in (old, new))
    if old is None or new is None:
        kind: Kind = "added" if old is None else "removed"
        detail = _origin(there) if there.source else ""
        details = ("", detail) if old is None else (detail, "")
        return PackageChange(
            there.name, there.manager, kind, old.version if old else None, new.version if new else None, *details, asked
        )
    order = ordering.compare(old.version, new.version)
    came, comes = _origin(old), _origin(new)
    details = (came, comes) if came != comes else ("", "")
    if order:
        kind = "upgraded" if order < 0 else "downgraded"
    elif came != comes:
        channels = old.manager == new.manager == "conda" and not (old.source or new.source)
        kind = "rechanneled" if channels else "resourced"
    elif not elsewhere and _rebuilt(old, new):
        kind, details = "rebuilt", (_build(old), _build(new))
    else:
        return None
    return PackageChange(there.name, there.manager, kind, old.version, new.version, *details, asked)


def _rebuilt(old: Package, new: Package) -> bool:
    if old.build != new.build or (old.subdir and new.subdir and old.subdir != new.subdir):
        return True
    return bool(old.hash and new.hash and old.hash != new.hash)


def _build(package: Package) -> str:
    """Return what tells two builds of a version apart."""
    named = "/".join(part for part in (package.subdir, package.build) if part)
    return " ".join(part for part in (named, package.hash[:15]) if part)


def _origin(package: Package) -> str:
    """Return where a package came from: "conda-forge", "pypi", "git+https://… at 1a2b3c4", "editable tools at …"."""
    if package.source is not None:
        return _source(package.source)
    if package.manager == "conda":
        return package.channel or "conda"
    return package.manager


def _source(source: Source) -> str:
    words = ["editable", source.url] if source.editable else [source.url]
    if source.commit:
        words += ["at", source.commit[:10]]
    if source.dirty:
        words.append("with uncommitted changes")
    if source.hash:
        words.append(source.hash[:15])
    return " ".join(word for word in words if word) or source.kind
