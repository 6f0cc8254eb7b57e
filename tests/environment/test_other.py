"""Kernels that are not Python: what R's libraries and Julia's projects say of themselves."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from jovian_lab.environment import cache, captured, detect
from jovian_lab.environment.values import Environment, Source
from tests.environment import layouts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")


def library(folder: Path, name: str, version: str, **fields: str) -> None:
    (folder / name).mkdir(parents=True)
    lines = [f"Package: {name}", f"Version: {version}", *(f"{key}: {value}" for key, value in fields.items())]
    (folder / name / "DESCRIPTION").write_text("\n".join(lines) + "\n")


def r(tmp_path: Path, **variables: str) -> Environment:
    program = tmp_path / "lib" / "R" / "bin" / "R"
    environ = {"R_LIBS_USER": str(tmp_path / "user"), **variables}
    target = detect.for_notebook(
        "ir", language="R", display_name="R", argv=[str(program), "--slave"], environ=environ, folder=tmp_path / "study"
    )
    return cache.capture(target)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "lib" / "R"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "R").write_text("#!/bin/sh\n")
    library(folder / "library", "base", "4.3.1", Priority="base")
    return folder


def test_r(home: Path, tmp_path: Path) -> None:
    library(home / "library", "MASS", "7.3-60", Priority="recommended")
    library(tmp_path / "user", "dplyr", "1.1.4", Imports="rlang (>= 1.1.0),\n    vctrs", Repository="CRAN")
    library(tmp_path / "user", "rlang", "1.1.3")
    library(home / "library", "rlang", "0.4")
    library(tmp_path / "user", "Biobase", "2.62.0", biocViews="Infrastructure")
    library(
        tmp_path / "user", "mine", "0.1",
        RemoteType="github", RemoteUsername="me", RemoteRepo="mine", RemoteSha="f" * 40,
    )  # fmt: skip
    (tmp_path / "user" / "junk").mkdir()
    environment = r(tmp_path)
    assert (environment.interpreter.language, environment.interpreter.version) == ("R", "4.3.1")
    found = {one.name: (one.version, one.manager, one.place) for one in environment.packages}
    assert found == {
        "dplyr": ("1.1.4", "cran", "user"),
        "rlang": ("1.1.3", "cran", "user"),
        "Biobase": ("2.62.0", "bioconductor", "user"),
        "mine": ("0.1", "cran", "user"),
        "MASS": ("7.3-60", "cran", "prefix"),
    }
    mine = next(one for one in environment.packages if one.name == "mine")
    assert mine.source == Source("vcs", "git+https://github.com/me/mine", commit="f" * 40)
    assert environment.roots == ["Biobase", "MASS", "dplyr", "mine"]
    assert set(captured.files(environment)) == {"environment.json"}


@pytest.mark.parametrize("place", ["R-4.3/x86_64", "linux-debian-bookworm/R-4.3/x86_64"])
def test_r_of_a_project_with_a_library_of_its_own(home: Path, tmp_path: Path, place: str) -> None:
    library(home / "library", "dplyr", "1.0.0")
    library(tmp_path / "study" / "renv" / "library" / place, "dplyr", "1.1.4")
    library(tmp_path / "study" / "renv" / "library" / "R-3.6" / "x86_64", "old", "0.1")
    found = {one.name: one.version for one in r(tmp_path).packages}
    assert found == {"dplyr": "1.1.4"}


def test_r_by_the_project_s_lock_where_nothing_is_installed(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    packages = {"dplyr": {"Package": "dplyr", "Version": "1.1.4", "Source": "Repository"}, "odd": 3}
    lock = {"R": {"Version": "4.2.0"}, "Packages": packages}
    (tmp_path / "study" / "renv.lock").write_text(json.dumps(lock))
    environment = r(tmp_path, R_LIBS_USER=str(tmp_path / "nothing"))
    assert environment.interpreter.version == "4.2.0"
    assert [one.name for one in environment.packages] == ["dplyr"]
    assert "project/renv.lock" in captured.files(environment, folder=tmp_path / "study")


def test_r_of_conda_has_its_records(tmp_path: Path, home: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "R").write_text(f"#!/bin/sh\nR_HOME_DIR={home}\n")
    layouts.record(tmp_path, "r-base", "4.3.1")
    target = detect.for_notebook("ir", language="R", argv=[str(tmp_path / "bin" / "R")], environ={})
    environment = cache.capture(target)
    assert environment.interpreter.version == "4.3.1" and environment.manager == "conda"
    assert "r-base" in [one.name for one in environment.packages]
    assert "environment.yml" in captured.files(environment)


MANIFEST = """julia_version = "1.10.4"
manifest_format = "2.0"

[[deps.CSV]]
git-tree-sha1 = "6c834533dc1fabd820c1db03c839bf97e45a3fab"
uuid = "336ed68f"
version = "0.10.14"

[[deps.Dates]]
uuid = "ade2ca70"

[[deps.Mine]]
path = "/home/me/secret-place/Mine"
uuid = "1"
version = "0.1.0"

[[deps.Forked]]
repo-url = "https://me:s3cr3t@github.com/me/Forked.jl"
git-tree-sha1 = "abc"
version = "2.0.0"
"""


@pytest.mark.parametrize("how", ["option", "variable", "shared", "searched"])
def test_julia(tmp_path: Path, how: str) -> None:
    place = tmp_path / "depot" / "environments" / "v1.10" if how == "shared" else tmp_path / "study"
    place.mkdir(parents=True)
    (place / "Manifest.toml").write_text(MANIFEST)
    (place / "Project.toml").write_text('[deps]\nCSV = "336ed68f"\n')
    program = tmp_path / "julia-1.10.4" / "bin" / "julia"
    program.parent.mkdir(parents=True)
    program.touch()
    argv, environ = [str(program), "-i"], {"JULIA_DEPOT_PATH": str(tmp_path / "depot"), "JULIA_PROJECT": ""}
    if how == "option":
        argv.append(f"--project={place}")
    elif how == "variable":
        environ["JULIA_PROJECT"] = str(place)
    elif how == "searched":
        argv.append("--project=@.")
    folder = tmp_path / "study" / "deeper"
    folder.mkdir(parents=True)
    target = detect.for_notebook("julia-1.10", language="julia", argv=argv, environ=environ, folder=folder)
    environment = cache.capture(target)
    assert (environment.interpreter.language, environment.interpreter.version) == ("julia", "1.10.4")
    found = {one.name: (one.version, one.requested) for one in environment.packages}
    assert found == {"CSV": ("0.10.14", True), "Mine": ("0.1.0", False), "Forked": ("2.0.0", False)}
    assert environment.roots == ["CSV"] and not environment.missing
    text = captured.encode(environment).decode()
    assert "secret-place" not in text and "s3cr3t" not in text


def test_julia_without_a_project(tmp_path: Path) -> None:
    target = detect.for_notebook(
        "julia-1.9", language="julia", argv=["/nowhere/julia"], environ={"JULIA_DEPOT_PATH": str(tmp_path)}
    )
    assert cache.capture(target).missing
    (tmp_path / "environments" / "v1.9").mkdir(parents=True)
    (tmp_path / "environments" / "v1.9" / "Manifest.toml").write_bytes(b"\xff = [[[")
    assert cache.capture(target).missing


def test_a_language_we_know_nothing_of() -> None:
    environment = cache.capture(detect.for_notebook("xcpp17", language="C++17", argv=["/bin/sh"], environ={}))
    assert environment.interpreter.language == "c++17"
    assert "not read" in environment.missing[0]
