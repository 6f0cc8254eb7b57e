"""Which tool takes packages from an index: uv, or pip where there is none."""

from __future__ import annotations

from pathlib import Path

from jovian_lab.environment.restore import uv
from jovian_lab.environment.restore.choice import Site
from jovian_lab.environment.restore.pip import Pip
from jovian_lab.environment.restore.uv import Uv


def tool_for(site: Site, python: Path, version: str, platform: str) -> Uv | Pip:
    """Return the tool for an environment.

    Parameters
    ----------
    site : Site
        Where, and after which plan.
    python : Path
        The interpreter that stands for the environment's.
    version : str
        Its version.
    platform : str
        For which system, conda's name; empty for this one.
    """
    place, plan, program = site.place, site.plan, uv.find()
    if program is not None:
        return Uv(
            program, place.work, site.watch, python=python, version=version, platform=platform, options=plan.indexes,
            sdists=plan.sdists, held=place.held, line=site.line,
        )  # fmt: skip
    return Pip(
        place.work, site.watch, python=python, options=plan.indexes, sdists=plan.sdists, held=place.held,
        line=site.line,
    )  # fmt: skip
