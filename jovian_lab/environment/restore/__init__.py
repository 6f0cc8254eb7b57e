"""Makes a version's environment again: reads its files, asks, chooses, installs, registers a kernel."""

from __future__ import annotations

from jovian_lab.environment.restore.activate import SHELLS, activation
from jovian_lab.environment.restore.installing import install
from jovian_lab.environment.restore.places import environments, environments_folder, remove_environment
from jovian_lab.environment.restore.planning import plan
from jovian_lab.environment.restore.platforms import known_platforms, this_platform
from jovian_lab.environment.restore.values import (
    FailedImport,
    InstalledPackage,
    Made,
    Plan,
    Progress,
    Question,
    Report,
)

__all__ = [
    "SHELLS", "FailedImport", "InstalledPackage", "Made", "Plan", "Progress", "Question", "Report", "activation",
    "environments", "environments_folder", "install", "known_platforms", "plan", "remove_environment", "this_platform",
]  # fmt: skip
