"""Every kind of environment, made by the tools people use: the same names and versions as `pip inspect`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jovian_lab.environment import capture
from jovian_lab.environment.restore import interpreters
from jovian_lab.environment.values import Environment, Package, Source
from tests.environment import wheels
from tests.environment.peers import inspected, names_and_versions, ours, pip, run, uv

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")
SHORT = f"python{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheels: alpha needs beta, beta needs gamma and, on another system, delta; Odd.Name imports as strange."""
    folder = tmp_path_factory.mktemp("wheels")
    wheels.wheel(folder, "alpha", "1.0", ["beta[more]>=1", "epsilon; extra == 'more'"])
    wheels.wheel(folder, "beta", "2.1.post1", ["gamma", 'delta; sys_platform == "plan9"', "zeta; extra == 'more'"])
    wheels.wheel(folder, "gamma", "3!1.0rc1+local.1", description="é" * 30_000)
    wheels.wheel(folder, "zeta", "0.1")
    wheels.wheel(folder, "Odd.Name", "4", modules=["strange", "_strange"])
    return folder


def offline(house: Path) -> list[str]:
    return ["--quiet", "--no-index", "--find-links", str(house)]


def package(environment: Environment, name: str) -> Package:
    return next(one for one in environment.packages if one.name == name)


def check(python: Path, environ: dict[str, str] | None = None) -> Environment:
    """Hold a capture against pip's own report."""
    environment = capture(python)
    report = inspected(python, environ=environ)
    assert ours(environment) == names_and_versions(report)
    assert environment.interpreter.version == report["environment"]["python_full_version"]
    assert environment.interpreter.implementation == report["environment"]["platform_python_implementation"]
    assert environment.platform.machine == report["environment"]["platform_machine"].lower()
    assert not environment.missing
    return environment


def test_venv_filled_by_pip(house: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip(python, "install", *offline(house), "--pre", "alpha", "Odd.Name")
    environment = check(python)
    assert environment.manager == "venv"
    assert environment.roots == ["alpha", "odd-name"]
    assert [one.name for one in environment.packages if one.requested] == ["alpha", "odd-name"]
    assert package(environment, "gamma").version == "3!1.0rc1+local.1"
    # the folder of an environment is as good as its interpreter, and so is a link in it
    assert capture(tmp_path / "env") == environment
    assert capture(tmp_path / "env" / "bin" / "python3") == environment


def test_uv_marks_nothing_so_the_leaves_are_the_roots(house: Path, tmp_path: Path) -> None:
    uv("venv", "--python", sys.executable, tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    uv(
        "pip",
        "install",
        "--python",
        python,
        "--no-index",
        "--find-links",
        house,
        "--prerelease=allow",
        "alpha",
        "odd-name",
    )
    environment = check(python)
    assert environment.manager == "uv"
    assert environment.roots == ["alpha", "odd-name"]


def test_virtualenv(house: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "virtualenv", "--quiet", "--no-download", tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip(python, "install", *offline(house), "zeta")
    environment = check(python)
    assert environment.manager == "virtualenv"
    assert environment.roots == ["zeta"]
    assert package(environment, "pip").manager == "pypi"


def test_direct_addresses(house: Path, tmp_path: Path) -> None:
    uv("venv", "--python", sys.executable, tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    archive = next(house.glob("zeta-*"))
    pip(python, "install", "--quiet", "--no-index", archive.as_uri())
    environment = check(python)
    found = package(environment, "zeta")
    assert found.source is not None
    # a path of this machine means nothing elsewhere
    assert (found.source.kind, found.source.url) == ("archive", archive.name)
    assert found.source.hash.startswith("sha256:") and found.hash == found.source.hash


def test_development_installs_say_their_commit(tmp_path: Path) -> None:
    """Clean, then changed, then committed: each time what git itself would say, and nothing installed anew."""
    folder = wheels.project(tmp_path / "work" / "hobby", "hobby", "0.5")
    uv("venv", "--python", sys.executable, tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip(python, "install", "--quiet", "--no-index", "--editable", folder)
    first = wheels.git(folder, "rev-parse", "HEAD")

    def source() -> Source | None:
        return package(capture(python), "hobby").source

    check(python)
    assert source() == Source("local", "hobby", commit=first, editable=True)
    (folder / "hobby.py").write_text("x = 2\n")
    assert source() == Source("local", "hobby", commit=first, dirty=True, editable=True)
    second = wheels.commit(folder, "second")
    assert source() == Source("local", "hobby", commit=second, editable=True)


def test_a_folder_installed_as_a_copy_claims_no_commit(tmp_path: Path) -> None:
    folder = wheels.project(tmp_path / "work" / "copied", "copied", "0.5")
    uv("venv", "--python", sys.executable, tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip(python, "install", "--quiet", "--no-index", folder)
    assert package(check(python), "copied").source == Source("local", "copied")


def test_packages_of_the_user(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = interpreters.base()
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path / "user"))
    pip(base, "install", *offline(house), "--user", "--break-system-packages", "zeta")
    environment = capture(base)
    assert ours(environment) == names_and_versions(inspected(base))
    assert package(environment, "zeta").place == "user"
    monkeypatch.setenv("PYTHONNOUSERSITE", "1")
    environment = capture(base)
    assert ours(environment) == names_and_versions(inspected(base))
    assert "zeta" not in ours(environment)


def test_a_base_that_lends_its_packages(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The base of the new environment is one that we fill, so the packages of this machine do not matter."""
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path / "user"))
    base = interpreters.base()
    pip(base, "install", *offline(house), "--user", "--break-system-packages", "zeta")
    run(base, "-m", "venv", "--without-pip", "--system-site-packages", tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip(python, "install", *offline(house), "odd-name")
    environment = capture(python)
    assert ours(environment) == names_and_versions(inspected(python))
    assert (package(environment, "odd-name").place, package(environment, "zeta").place) == ("prefix", "user")
    assert {one.place for one in environment.packages if one.name == "pip"} <= {"system", "prefix"}
    # without lending, neither the base's nor the user's are seen
    run(base, "-m", "venv", "--without-pip", tmp_path / "closed")
    closed = capture(tmp_path / "closed" / "bin" / "python")
    assert ours(closed) == names_and_versions(inspected(tmp_path / "closed" / "bin" / "python")) == {}


def test_a_path_given_by_a_variable(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uv("venv", "--python", sys.executable, tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    pip(python, "install", *offline(house), "odd-name")
    pip(python, "install", *offline(house), "--target", tmp_path / "extra", "zeta")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "extra"))
    environment = check(python)
    assert package(environment, "zeta").place == "path"


@pytest.mark.skipif(not os.path.exists("/usr/bin/python3"), reason="there is no Python of the system")
def test_the_system_s_own_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path / "nobody"))
    environment = capture("/usr/bin/python3")
    report = inspected("/usr/bin/python3")
    assert ours(environment) == names_and_versions(report)
    assert environment.interpreter.version == report["environment"]["python_full_version"]


@pytest.fixture(scope="module")
def prefix(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A conda prefix whose records rattler wrote, and in which pip has installed something and replaced something."""
    pytest.importorskip("rattler")
    folder = tmp_path_factory.mktemp("conda")
    channel = folder / "channel"
    wheels.conda_package(
        channel,
        "python",
        "3.11.7",
        {"lib/python3.11/os.py": b"", "bin/python3.11": b"#!/bin/sh\n"},
        depends=["zlib-ng"],
    )
    wheels.conda_package(channel, "zlib-ng", "2.1", {"lib/libz.so.2": b"z"})
    inside = {f"site-packages/{path}": body for path, body in wheels.dist_info("msgpack", "1.1.0").items()}
    inside["site-packages/msgpack/__init__.py"] = b""
    wheels.conda_package(channel, "msgpack-python", "1.1.0", inside, depends=["python"], noarch=True)
    for name in ("table", "beta"):
        files = wheels.dist_info(name, "1.5").items()
        built = {f"lib/python3.11/site-packages/{path}": body for path, body in files}
        wheels.conda_package(channel, name, "1.5", built, depends=["python", "msgpack-python"], build="py311_0")
    made = folder / "prefix"
    wheels.conda_install(channel.as_uri(), made, ["table", "beta", "python"], folder / "cache")
    site = made / "lib" / "python3.11" / "site-packages"
    # pip's newer one in the place of conda's
    for file in (site / "beta-1.5.dist-info").iterdir():
        file.unlink()
    (site / "beta-1.5.dist-info").rmdir()
    pip(sys.executable, "install", *offline(house), "--no-deps", "--target", site, "beta", "zeta")
    return made


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the channel is made for Linux")
def test_conda_prefix(prefix: Path) -> None:
    environment = capture(prefix / "bin" / "python3.11")
    assert (environment.manager, environment.interpreter.version) == ("conda", "3.11.7")
    found = {(one.name, one.version, one.manager) for one in environment.packages}
    assert found == {
        ("python", "3.11.7", "conda"),
        ("zlib-ng", "2.1", "conda"),
        ("msgpack-python", "1.1.0", "conda"),
        ("table", "1.5", "conda"),
        ("beta", "2.1.post1", "pypi"),
        ("zeta", "0.1", "pypi"),
    }
    assert package(environment, "msgpack-python").distributions == ("msgpack==1.1.0",)
    table = package(environment, "table")
    assert (table.build, table.subdir) == ("py311_0", "linux-64")
    assert table.hash.startswith("sha256:") and len(table.hash) == 71
    # nobody noted what was asked for, so what nothing needs counts as that
    assert environment.roots == ["beta", "table", "zeta"]
    # what Python itself sees in it
    site = prefix / "lib" / "python3.11" / "site-packages"
    assert ours(environment) == names_and_versions(inspected(sys.executable, "--path", site))
    # the channel is a folder of this machine: its name stays, its path does not
    assert table.channel == "channel" and not table.url
    assert str(prefix.parent) not in json.dumps([one.channel for one in environment.packages])
    assert any("channel on this machine" in sentence for sentence in environment.missing)


def test_no_process_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Callable[[], None]:
        raise AssertionError("a process was started")

    uv("venv", "--python", sys.executable, tmp_path / "env")
    for name in ("fork", "posix_spawn", "execve", "system"):
        monkeypatch.setattr(os, name, refuse, raising=False)
    monkeypatch.setattr("subprocess.Popen.__init__", refuse)
    assert not capture(tmp_path / "env").missing
    assert capture().packages
