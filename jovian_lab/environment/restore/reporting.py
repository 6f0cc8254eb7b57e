"""Puts what was asked for beside what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from packaging.version import InvalidVersion, Version

from jovian_lab.environment.restore.messages import normal
from jovian_lab.environment.restore.solving import Chosen
from jovian_lab.environment.restore.values import InstalledPackage, Plan, Want

_HERE = "Needed on this system."


class Outcome:
    """The packages of a report, sorted by what became of them.

    Parameters
    ----------
    plan : Plan
        What was asked for.
    chosen : sequence of Chosen
        What there is now.
    relaxed, dropped : mapping of str to str
        What the solver said of the packages that were let go or left out.
    extra : mapping of str to str
        Why packages were added.
    """

    def __init__(
        self, plan: Plan, chosen: Sequence[Chosen], relaxed: Mapping[str, str], dropped: Mapping[str, str],
        extra: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.kept: list[InstalledPackage] = []
        self.relaxed: list[InstalledPackage] = []
        self.dropped: list[InstalledPackage] = list(plan.dropped)
        self.not_needed: list[InstalledPackage] = []
        asked = _asked(plan)
        got = {normal(item.name): item for item in chosen}
        for name, want in asked.items():
            item = got.get(name)
            version = want.version or want.spec
            if item is None and name in dropped:
                self.dropped.append(InstalledPackage(want.name, version, None, dropped[name]))
            elif item is None:
                self.not_needed.append(InstalledPackage(want.name, version, None, "Nothing needs it on this system."))
            elif not want.version or not item.version or same(want.version, item.version):
                self.kept.append(InstalledPackage(want.name, version, item.version or want.version, _build(want, item)))
            else:
                reason = relaxed.get(name) or "Another package needs this version."
                self.relaxed.append(InstalledPackage(want.name, version, item.version, reason))
        self.messages = [
            f"{want.name} has no wheel here; accept the line `--no-binary {want.name}` to build it from source."
            for name, want in asked.items()
            if want.manager == "pypi" and name in dropped and "wheel" in dropped[name]
        ]
        self.added = [
            InstalledPackage(item.name, "", item.version, extra.get(normal(item.name), _HERE))
            for name, item in got.items()
            if name not in asked
        ]
        for some in (self.kept, self.relaxed, self.dropped, self.not_needed, self.added):
            some.sort(key=lambda one: one.name)


def same(one: str, other: str) -> bool:
    """Whether two versions are the same: "1.0" and "1.0.0" are."""
    if one == other:
        return True
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return False


def _asked(plan: Plan) -> dict[str, Want]:
    asked: dict[str, Want] = {}
    for want in (*plan.exact, *plan.pins, *plan.roots):
        asked.setdefault(normal(want.name), want)
    return asked


def _build(want: Want, item: Chosen) -> str:
    build = str((item.record or {}).get("build") or "")
    return f"Another build: {want.build} → {build}." if want.build and build and build != want.build else ""
