"""Makes a version's environment again: reads its files, asks, chooses, installs, registers a kernel."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from jovian_lab.environment.restore.values import (
    FailedImport,
    InstalledPackage,
    Made,
    Plan,
    Progress,
    Question,
    Report,
)

if TYPE_CHECKING:
    from jovian_lab.environment.restore.activate import SHELLS, activation
    from jovian_lab.environment.restore.installing import install
    from jovian_lab.environment.restore.places import environments, environments_folder, remove_environment
    from jovian_lab.environment.restore.planning import plan
    from jovian_lab.environment.restore.platforms import known_platforms, this_platform

__all__ = [
    "SHELLS", "FailedImport", "InstalledPackage", "Made", "Plan", "Progress", "Question", "Report", "activation",
    "environments", "environments_folder", "install", "known_platforms", "plan", "remove_environment", "this_platform",
]  # fmt: skip

# loaded when asked for: most of what imports this package needs its values only
_HOMES = {
    "SHELLS": "activate",
    "activation": "activate",
    "environments": "places",
    "environments_folder": "places",
    "install": "installing",
    "known_platforms": "platforms",
    "plan": "planning",
    "remove_environment": "places",
    "this_platform": "platforms",
}


def __getattr__(name: str) -> object:
    """Load a public name the first time it is asked for."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
