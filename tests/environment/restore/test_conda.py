"""Conda environments, from a channel on disk, through rattler."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jovian_lab.environment.restore import conda, environments, install, plan, this_platform
from jovian_lab.errors import InstallFailed
from tests.environment.restore.channel import PYTHON, Channel

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the channel's Python is a link")


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    made = Channel(tmp_path / "channel")
    made.add_python()
    made.add_module("ipykernel", "6.29.0")
    made.add_module("alpha", "1.0", "py_0")
    made.add_module("alpha", "1.1", "py_0")
    made.add_module("alpha", "2.0", "py_0")
    made.add_module("beta", "3.2.1", "py_4", ("python", "alpha >=1"))
    made.add_module("gamma", "0.5", "py_0", ("python", "alpha >=1.1"))
    made.add("lib-delta", "7.0", files={"share/delta": b"delta"})
    return made.finish()


def captured(channel: Channel, packages: list[tuple[str, str, str]], roots: list[str]) -> dict[str, bytes]:
    """Return the files of a version whose kernel had these packages of the channel."""
    system, _, machine = this_platform().partition("-")
    environment = {
        "format": 1,
        "interpreter": {"language": "python", "version": PYTHON, "implementation": "CPython"},
        "platform": {
            "system": {"osx": "macos", "win": "windows"}.get(system, system),
            "machine": "x86_64" if machine == "64" else "arm64",
        },
        "manager": "conda",
        "channels": [channel.address],
        "roots": roots,
        "packages": [
            {
                "name": name, "version": version, "manager": "conda", "build": build, "channel": channel.address,
                "subdir": this_platform(),
            }
            for name, version, build in packages
        ],
    }  # fmt: skip
    yml = {
        "channels": [channel.address],
        "dependencies": [f"{name}={version}" for name, version, _ in packages if name in roots],
    }
    return {"environment.json": json.dumps(environment).encode(), "environment.yml": json.dumps(yml).encode()}


EVERYTHING = [
    ("python", PYTHON, "h0_cpython"),
    ("alpha", "1.1", "py_0"),
    ("beta", "3.2.1", "py_4"),
    ("ipykernel", "6.29.0", "py_0"),
    ("lib-delta", "7.0", "0"),
]
ROOTS = ["python", "beta", "ipykernel", "lib-delta"]


def prefix_records(folder: str) -> dict[str, tuple[str, str]]:
    records = [json.loads(path.read_text()) for path in Path(folder, "conda-meta").glob("*.json")]
    return {record["name"]: (record["version"], record["build"]) for record in records}


def test_a_conda_environment_is_made_again_from_a_channel_on_disk(home: Path, channel: Channel) -> None:
    files = captured(channel, EVERYTHING, ROOTS)
    asking = plan(files, imports=["beta", "alpha", "nothing_like_it"])
    assert [question.line for question in asking.questions] == [channel.address]
    report = install(plan(files, imports=asking.imports, accepted=[channel.address]), name="Old one")
    assert report.rung == "exact" and report.file == "environment.json"
    assert report.folder is not None
    assert prefix_records(report.folder) == {name: (version, build) for name, version, build in EVERYTHING}
    assert (report.relaxed, report.dropped, report.added) == ([], [], [])
    assert report.imports_ok == ["beta", "alpha"]
    assert [failed.name for failed in report.imports_failed] == ["nothing_like_it"]
    spec = json.loads((home / "kernels" / "old-one" / "kernel.json").read_text())
    assert spec["argv"][0] == f"{report.folder}/bin/python" and spec["env"]["CONDA_PREFIX"] == report.folder
    ran = subprocess.run(
        [spec["argv"][0], "-I", "-c", "import beta; print(beta.__version__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "3.2.1\n"
    assert [(one.name, one.kind, one.python) for one in environments()] == [("old-one", "conda", PYTHON)]


def test_an_explicit_lock_is_followed_to_the_build(home: Path, channel: Channel) -> None:
    lines = [
        f"{channel.address}/{this_platform()}/{name}-{version}-{build}.tar.bz2" for name, version, build in EVERYTHING
    ]
    lines[-1] += f"#sha256:{channel.hashes['lib-delta']}"
    name = f"environment-{this_platform()}.lock"
    files = {name: "\n".join(["# platform", "@EXPLICIT", *lines]).encode()}
    asking = plan(files)
    assert [question.line for question in asking.questions] == [channel.address]
    report = install(plan(files, accepted=[channel.address]), name="locked")
    assert (report.rung, report.file) == ("exact", name)
    assert report.folder is not None
    assert prefix_records(report.folder) == {name: (version, build) for name, version, build in EVERYTHING}
    forged = files[name].replace(channel.hashes["lib-delta"].encode(), b"0" * 64)
    with pytest.raises(InstallFailed, match=r"lib-delta 7\.0 .* hash"):
        install(plan({name: forged}, accepted=[channel.address]), name="forged")
    assert [one.name for one in environments()] == ["locked"]


def test_only_what_has_no_build_is_let_go(home: Path, channel: Channel) -> None:
    packages = [
        (name, "1.1.7" if name == "alpha" else version, "py_9" if name == "beta" else build)
        for name, version, build in EVERYTHING
    ]  # fmt: skip
    files = captured(channel, [*packages, ("nowhere", "1.0", "0")], [*ROOTS, "nowhere"])
    report = install(plan(files, accepted=[channel.address]), name="eased", dry_run=True)
    assert report.rung == "reduced"
    assert {one.name: one.got for one in report.relaxed} == {"alpha": "1.1"}
    assert [one.name for one in report.dropped] == ["nowhere"] and "nowhere" in report.dropped[0].reason
    assert {one.name: one.got for one in report.kept} == {
        name: version for name, version, _ in EVERYTHING if name != "alpha"
    }
    assert "py_9 → py_4" in next(one.reason for one in report.kept if one.name == "beta")


def test_what_cannot_be_leaves_nothing(home: Path, channel: Channel) -> None:
    files = captured(channel, [("python", PYTHON, "h0_cpython"), ("nowhere", "1.0", "0")], ["nowhere"])
    with pytest.raises(InstallFailed, match="nowhere"):
        install(plan(files, accepted=[channel.address]), name="never")
    assert environments() == []
    assert list((home / "jovian-lab" / "environments").iterdir()) == []


@pytest.mark.slow
def test_what_pip_had_installed_comes_from_the_index(home: Path, channel: Channel) -> None:
    files = captured(channel, EVERYTHING, ROOTS)
    environment = json.loads(files["environment.json"])
    pins = {"humanize": "4.9.0", "python-dateutil": "2.8.2", "six": "1.16.0"}
    environment["packages"] += [{"name": name, "version": version} for name, version in pins.items()]
    environment["roots"] += ["humanize", "python-dateutil"]
    yml = json.loads(files["environment.yml"])
    yml["dependencies"].append({"pip": ["humanize==4.9.0", "python-dateutil==2.8.2"]})
    files = {"environment.json": json.dumps(environment).encode(), "environment.yml": json.dumps(yml).encode()}
    report = install(plan(files, imports=["humanize", "dateutil", "beta"], accepted=[channel.address]), name="mixed")
    assert report.imports_ok == ["humanize", "dateutil", "beta"]
    kept = {one.name: one.got for one in report.kept}
    assert kept["humanize"] == "4.9.0" and kept["six"] == "1.16.0" and kept["beta"] == "3.2.1"
    assert (report.relaxed, report.dropped, report.added) == ([], [], [])


_MICROMAMBA = """#!{python}
import json, os, pathlib, sys
with open({log!r}, "a") as log:
    log.write(json.dumps([sys.argv[1:], os.environ.get("CONDA_PREFIX")]) + "\\n")
if any(one.startswith("nowhere") for one in sys.argv[1:]):
    print(json.dumps({{"success": False, "solver_problems": ["nothing provides requested nowhere ==1.0"]}}))
    sys.exit(1)
prefix = pathlib.Path(sys.argv[sys.argv.index("--prefix") + 1])
if "--dry-run" not in sys.argv:
    (prefix / "conda-meta").mkdir(parents=True)
names = {{"python": ("3.11.7", "h0"), "alpha": ("1.1", "py_0"), "ipykernel": ("6.29.0", "py_0")}}
link = [{{"name": name, "version": version, "build_string": build}} for name, (version, build) in names.items()]
print(json.dumps({{"success": True, "actions": {{"LINK": link}}}}))
"""


def test_the_users_own_micromamba_does_it_without_rattler(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, program = tmp_path / "log", tmp_path / "bin" / "micromamba"
    program.parent.mkdir()
    program.write_text(_MICROMAMBA.format(python=sys.executable, log=str(log)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CONDA_PREFIX", "/somewhere/else")
    monkeypatch.setattr(conda, "find_spec", lambda name: None)
    lines = ["python=3.11.7", "alpha=1.1", "ipykernel=6.29.0", "nowhere=1.0"]
    files = {"environment.yml": json.dumps({"channels": ["conda-forge"], "dependencies": lines}).encode()}
    report = install(plan(files), name="theirs")
    assert [one.name for one in report.dropped] == ["nowhere"] and report.rung == "reduced"
    assert {one.name: one.got for one in report.kept} == {"python": "3.11.7", "alpha": "1.1", "ipykernel": "6.29.0"}
    calls = [json.loads(line) for line in log.read_text().splitlines()]
    assert all(prefix is None for _, prefix in calls)
    last = calls[-1][0]
    assert last[0] == "create" and "--override-channels" in last and "--dry-run" not in last
    assert last[last.index("--channel") + 1] == "conda-forge"
    assert last[-3:] == ["python==3.11.7=h0", "alpha==1.1=py_0", "ipykernel==6.29.0=py_0"]


def test_without_any_tool_it_says_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conda, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InstallFailed) as caught:
        install(plan({"environment.yml": b"dependencies: [numpy]"}), name="x")
    assert "micromamba" in caught.value.hint
