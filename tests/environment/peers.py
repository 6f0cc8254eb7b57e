"""What the tools everybody trusts say of an environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from jovian_lab.environment import formats
from jovian_lab.environment.values import Environment


def run(*command: str | Path, environ: Mapping[str, str] | None = None, folder: Path | str = "/") -> str:
    """Run a program and return what it prints."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **(environ or {})},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(python: Path | str, *arguments: str | Path, environ: Mapping[str, str] | None = None) -> str:
    """Run pip for another interpreter."""
    return run(sys.executable, "-m", "pip", "--python", python, *arguments, environ=environ)


def uv(*arguments: str | Path, environ: Mapping[str, str] | None = None) -> str:
    """Run uv without network."""
    return run(sys.executable, "-m", "uv", "--quiet", "--offline", *arguments, environ=environ)


def inspected(python: Path | str, *arguments: str | Path, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what `pip inspect` says of an interpreter."""
    report: dict[str, Any] = json.loads(pip(python, "inspect", *arguments, environ=environ))
    return report


def names_and_versions(report: Mapping[str, Any]) -> dict[str, str]:
    """Return the versions in a report of `pip inspect` by name."""
    return {canonicalize_name(one["metadata"]["name"]): one["metadata"]["version"] for one in report["installed"]}


def ours(environment: Environment) -> dict[str, str]:
    """Return the versions of the Python distributions in an environment by name."""
    return {name: version for name, version, _ in formats.distributions(environment)}
