"""The difference of two environments in a few words, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jovian_lab.environment.compare import EnvironmentDiff, InterpreterChange, PackageChange

SAME = "same environment"
_NAMED = 2  # packages that are named one by one; more are counted
_PLATFORM_NAMES = {"gpu": "GPU", "cuda": "CUDA", "release": "system release"}


def of(diff: EnvironmentDiff) -> str:
    """Return the verdict on a difference: "numpy 2.1.3 → 2.2.0", "12 packages differ, Python 3.11 → 3.12".

    Where nothing differs, but not everything was read, it says that.
    """
    parts = [*_packages(diff.changes)]
    if diff.interpreter:
        parts.append(_interpreter(diff.interpreter))
    moved = [change for change in diff.platform if change.field in ("system", "machine")]
    if moved:
        parts.append(" ".join(c.old for c in moved) + " → " + " ".join(c.new for c in moved))
    for change in diff.platform:
        if change.field in ("gpu", "cuda") or (not moved and change.field in ("libc", "release")):
            name = f"{_PLATFORM_NAMES[change.field]} " if change.field in _PLATFORM_NAMES else ""
            parts.append(f"{name}{change.old or 'none'} → {change.new or 'none'}")
    if parts:
        return ", ".join(parts)
    return f"{SAME} as far as it could be read" if diff.not_compared else SAME


def with_code(verdict: str, *, same_code: bool) -> str:
    """Return the verdict on two versions of a notebook: "same code, numpy 2.1.3 → 2.2.0"."""
    return f"same code, {verdict}" if same_code else verdict


def change_in_words(change: PackageChange) -> str:
    """Return one package's change as part of a sentence: "numpy 2.1.3 → 2.2.0", "scipy 1.14.1 added"."""
    if change.old is None or change.new is None:
        return f"{change.name} {change.new or change.old} {change.kind}"
    if change.kind in ("upgraded", "downgraded"):
        return f"{change.name} {change.old} → {change.new}"
    if change.kind == "rebuilt":
        return f"{change.name} {change.new} rebuilt"
    return f"{change.name} {change.new} from {change.new_detail} instead of {change.old_detail}"


def _packages(changes: list[PackageChange]) -> list[str]:
    if len(changes) <= _NAMED:
        return [change_in_words(change) for change in changes]
    return [f"{len(changes)} packages differ"]


def _interpreter(change: InterpreterChange) -> str:
    """Name both as shortly as they can be told apart: "Python 3.11 → 3.12", "R 4.3.1 → Python 3.12.1"."""
    old_name, _, old = change.old.rpartition(" ")
    new_name, _, new = change.new.rpartition(" ")
    short = [".".join(version.split(".")[:2]) for version in (old, new)]
    if short[0] != short[1] and all(short):
        old, new = short
    if old_name == new_name:
        return f"{new_name} {old} → {new}".strip()
    return f"{change.old} → {change.new}"
