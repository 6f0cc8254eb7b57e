"""Distributions built once for all tests of packaging, from a copy of the sources, without node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from build import ProjectBuilder
from build.env import DefaultIsolatedEnv

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Built:
    """A source distribution, the wheel made of it alone, and the wheel made of the source folder."""

    sdist: Path
    wheel: Path
    wheel_of_folder: Path

    def names(self) -> set[str]:
        """The files in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def read(self, name: str) -> str:
        """Return the text of a file in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(name).decode()


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sources, as git would give them, with the bundle that is already there."""
    copy = tmp_path_factory.mktemp("source")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    bundle = [path.relative_to(ROOT).as_posix() for path in (ROOT / "jovian_lab" / "labextension").rglob("*")]
    for name in [*filter(None, names), *bundle]:
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="session")
def no_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Take node from the PATH; return the only folder on it."""
    folder = tmp_path_factory.mktemp("bin")
    for name in ("git", "sh"):
        (folder / name).symlink_to(str(shutil.which(name)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder))
        assert shutil.which("node") is None
        yield folder


@pytest.fixture(scope="session")
def built(source: Path, no_node: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build: the folder's bundle is taken as it is, and what the sdist holds must do for the wheel."""
    out = tmp_path_factory.mktemp("dist")
    with pytest.MonkeyPatch.context() as patch, DefaultIsolatedEnv() as environment:
        patch.setenv("JOVIAN_LAB_SKIP_NPM", "1")
        builder = ProjectBuilder.from_isolated_env(environment, source)
        environment.install(builder.build_system_requires)
        sdist = Path(builder.build("sdist", out))
        of_folder = Path(builder.build("wheel", out / "folder"))
        patch.delenv("JOVIAN_LAB_SKIP_NPM")
        shutil.unpack_archive(sdist, out)
        unpacked = out / sdist.name.removesuffix(".tar.gz")
        wheel = Path(ProjectBuilder.from_isolated_env(environment, unpacked).build("wheel", out))
    return Built(sdist, wheel, of_folder)


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, without what it requires, in a folder of its own; return that folder."""
    prefix = tmp_path_factory.mktemp("prefix")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-installed", "--no-index"]
    subprocess.run([*pip, "--prefix", str(prefix), str(built.wheel)], check=True, env={**os.environ})
    return prefix
