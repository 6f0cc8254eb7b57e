"""Wheels, checkouts and conda packages made on the spot: tiny, but as real tools take and write them."""

from __future__ import annotations

import asyncio
import bz2
import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

# the build backend of a project that is installed for development, in the project itself: needs nothing
BACKEND = """
import base64, os, zipfile
NAME, VERSION = "{name}", "{version}"

def _write(folder, files):
    target = f"{{NAME}}-{{VERSION}}-py3-none-any.whl"
    info = f"{{NAME}}-{{VERSION}}.dist-info"
    with zipfile.ZipFile(os.path.join(folder, target), "w") as wheel:
        files = {{**files,
            f"{{info}}/METADATA": f"Metadata-Version: 2.1\\nName: {{NAME}}\\nVersion: {{VERSION}}\\n",
            f"{{info}}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}}
        for name, content in files.items():
            wheel.writestr(name, content)
        wheel.writestr(f"{{info}}/RECORD", "".join(f"{{name}},,\\n" for name in [*files, f"{{info}}/RECORD"]))
    return target

def build_wheel(folder, settings=None, metadata=None):
    return _write(folder, {{f"{{NAME}}.py": "x = 1\\n"}})

def build_editable(folder, settings=None, metadata=None):
    return _write(folder, {{f"__editable__.{{NAME}}.pth": os.path.abspath(".") + "\\n"}})
"""


def wheel(
    folder: Path,
    name: str,
    version: str,
    requires: Sequence[str] = (),
    *,
    modules: Sequence[str] = (),
    description: str = "",
) -> Path:
    """Make a wheel in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = name.replace("-", "_").replace(".", "_")
    info = f"{plain}-{version}.dist-info"
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        "License: first line",
        "        second line",
    ]
    lines += [f"Requires-Dist: {need}" for need in requires]
    files = {f"{module}/__init__.py": f"__version__ = '{version}'\n" for module in modules or [plain]}
    files[f"{info}/METADATA"] = "\n".join(lines) + f"\n\n{description}\nName: not-me\n"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
    path = folder / f"{plain}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for file, content in files.items():
            packed.writestr(file, content)
    return path


def project(folder: Path, name: str, version: str) -> Path:
    """Make a project that builds itself, in a git checkout with one commit."""
    folder.mkdir(parents=True)
    (folder / "backend.py").write_text(BACKEND.format(name=name, version=version))
    (folder / f"{name}.py").write_text("x = 1\n")
    (folder / "docs").mkdir()
    (folder / "docs" / "read me.txt").write_text("words\n")
    lines = ["[build-system]", "requires = []", 'build-backend = "backend"', 'backend-path = ["."]', ""]
    lines += ["[project]", f'name = "{name}"', f'version = "{version}"']
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    commit(folder, "first")
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    command = ["git", "-C", str(folder), "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, message: str) -> str:
    """Commit what is staged or tracked, and return the commit."""
    git(folder, "commit", "--quiet", "--all", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def conda_package(
    channel: Path,
    name: str,
    version: str,
    files: Mapping[str, bytes],
    *,
    depends: Sequence[str] = (),
    noarch: bool = False,
    build: str = "0",
) -> None:
    """Put a conda package in a channel, and into its index."""
    subdir = "noarch" if noarch else "linux-64"
    index = {"name": name, "version": version, "build": build, "build_number": 0, "depends": list(depends)}
    index |= {"subdir": subdir, "license": "BSD-3-Clause", "timestamp": 1_700_000_000_000}
    index |= {"noarch": "python"} if noarch else {"arch": "x86_64", "platform": "linux"}
    paths = [
        {"_path": path, "path_type": "hardlink", "sha256": hashlib.sha256(body).hexdigest(), "size_in_bytes": len(body)}
        for path, body in files.items()
    ]
    info = {"info/index.json": index, "info/paths.json": {"paths": paths, "paths_version": 1}}
    if noarch:
        info["info/link.json"] = {"noarch": {"type": "python"}, "package_metadata_version": 1}
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w") as packed:
        for path, content in [*((path, json.dumps(value).encode()) for path, value in info.items()), *files.items()]:
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), 0o755 if path.startswith("bin/") else 0o644
            packed.addfile(entry, io.BytesIO(content))
    archive = bz2.compress(body.getvalue())
    (channel / subdir).mkdir(parents=True, exist_ok=True)
    file = f"{name}-{version}-{build}.tar.bz2"
    (channel / subdir / file).write_bytes(archive)
    hashes = {"sha256": hashlib.sha256(archive).hexdigest(), "md5": hashlib.md5(archive).hexdigest()}
    for place in ("noarch", "linux-64"):
        (channel / place).mkdir(exist_ok=True)
        data = channel / place / "repodata.json"
        known = json.loads(data.read_text()) if data.exists() else {"info": {"subdir": place}, "packages": {}}
        if place == subdir:
            known["packages"][file] = {**index, **hashes, "size": len(archive)}
        data.write_text(json.dumps(known))


def conda_install(channel: str, prefix: Path, specs: Sequence[str], cache: Path) -> None:
    """Install from a channel as rattler does, which writes the records of the prefix."""
    import rattler

    async def work() -> None:
        wanted = [rattler.MatchSpec(spec) for spec in specs]
        gateway = rattler.Gateway(cache_dir=cache / "repodata")
        found = await rattler.solve(
            [rattler.Channel(channel)], wanted, gateway=gateway, platforms=["linux-64", "noarch"], virtual_packages=[]
        )
        await rattler.install(found, prefix, cache_dir=cache, platform=rattler.Subdir("linux-64"), show_progress=False)

    asyncio.run(work())


def dist_info(name: str, version: str, requires: Sequence[str] = ()) -> dict[str, bytes]:
    """Return the metadata of a distribution as files of a site-packages folder."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata = "\n".join([*lines, *(f"Requires-Dist: {need}" for need in requires)]) + "\n\ntext\n"
    return {f"{info}/METADATA": metadata.encode(), f"{info}/INSTALLER": b"conda\n"}
