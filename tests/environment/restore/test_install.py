"""Environments made for real: packages from the index, in a new place, with a kernel that runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from benchmarks.restore import files, solved
from jovian_lab.environment import capture, captured
from jovian_lab.environment.restore import (
    Progress,
    environments,
    environments_folder,
    install,
    places,
    plan,
    remove_environment,
    this_platform,
    uv,
)
from jovian_lab.errors import Cancelled, InputError, InstallFailed, NotFound

PACKAGES = {
    "humanize": "4.9.0",
    "packaging": "23.2",
    "python-dateutil": "2.8.2",
    "six": "1.16.0",
    "tomli": "2.0.1",
}
SMALL = {"requirements.txt": "".join(f"{name}=={version}\n" for name, version in PACKAGES.items()).encode()}
LIST = "import importlib.metadata as m; print('\\n'.join(sorted(f'{d.name}=={d.version}' for d in m.distributions())))"


def installed(python: Path | str) -> dict[str, str]:
    """Return what an interpreter has, by name in its normal form."""
    ran = subprocess.run([python, "-I", "-c", LIST], capture_output=True, text=True, check=True)
    pairs = (line.split("==") for line in ran.stdout.split())
    return {name.lower().replace("_", "-").replace(".", "-"): version for name, version in pairs}


def nothing_left(home: Path) -> bool:
    """Whether no environment, kernel or rest of one is there."""
    folder = home / "jovian-lab" / "environments"
    return not [*folder.glob("*"), *folder.glob(".*"), *(home / "kernels").glob("*")]


@pytest.mark.slow
def test_a_round_trip_ends_with_the_same_set(home: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    lines = [f"{name}=={version}" for name, version in {**PACKAGES, "attrs": "23.2.0", "rich": "13.7.1"}.items()]
    program = str(uv.find())
    subprocess.run([program, "venv", "-q", made, "--python", sys.executable], check=True)
    subprocess.run([program, "pip", "install", "-q", "--python", made, *lines], check=True)
    before = installed(made / "bin" / "python")
    assert len(before) >= 10
    kept = capture(python=str(made / "bin" / "python"))
    known = captured.files(kept, imports=["dateutil", "rich", "attr"])
    name = f"environment-{this_platform()}.lock"
    said: list[Progress] = []
    report = install(
        plan(known, imports=["dateutil", "rich", "attr", "json", "not_there"]), name="Round trip",
        display_name="digits v3 (Python 3)", progress=said.append,
    )  # fmt: skip
    assert (report.rung, report.file) == ("exact", name)
    assert report.folder is not None and Path(report.folder).parent == environments_folder()
    after = installed(Path(report.folder) / "bin" / "python")
    assert {one: after.get(one) for one in before} == before
    added = {one.name for one in report.added}
    assert set(after) - set(before) <= added and "ipykernel" in added
    assert all("kernel needs it" in one.reason for one in report.added)
    assert {one.name: one.got for one in report.kept} == before
    again = {(one.name, one.version) for one in capture(python=f"{report.folder}/bin/python").packages}
    assert {(one.name, one.version) for one in kept.packages} <= again
    assert (report.relaxed, report.dropped) == ([], [])
    assert report.imports_ok == ["dateutil", "rich", "attr", "json"]
    assert [(one.name, "ModuleNotFoundError" in one.reason) for one in report.imports_failed] == [("not_there", True)]
    assert [stage for stage in dict.fromkeys(one.stage for one in said) if stage != "download"] == [
        "plan", "solve", "create", "install", "check", "kernel", "done",
    ]  # fmt: skip
    # the kernel runs what it says
    spec = json.loads((home / "kernels" / str(report.kernel) / "kernel.json").read_text("utf-8"))
    assert spec["display_name"] == "digits v3 (Python 3)" and spec["language"] == "python"
    started = subprocess.run([*spec["argv"][:3], "--version"], capture_output=True, text=True, timeout=60, check=False)
    assert started.returncode == 0, started.stderr
    # a second one of the same name gets another, and the first stays as it is
    inode = (Path(report.folder) / "pyvenv.cfg").stat().st_mtime_ns
    second = install(plan(known), name="Round trip")
    assert (second.name, second.kernel) == ("round-trip-2", "round-trip-2")
    assert (Path(report.folder) / "pyvenv.cfg").stat().st_mtime_ns == inode
    assert [one.name for one in environments()] == ["round-trip", "round-trip-2"]
    remove_environment("round-trip-2")
    assert [one.name for one in environments()] == ["round-trip"]
    assert not (home / "kernels" / "round-trip-2").exists() and (home / "kernels" / "round-trip").exists()
    with pytest.raises(NotFound):
        remove_environment("../kernels")


@pytest.mark.slow
def test_only_what_the_solver_names_is_let_go(home: Path) -> None:
    lines = b"pandas==2.2.0\nnumpy==1.20.0\nsix==1.16.0\npackaging==999.1\nthis-package-is-not-there-zq==1.0\n"
    environment = {
        "format": 1, "interpreter": {"language": "python", "version": "3.11.7"},
        "platform": {"system": "plan9", "machine": "mips"}, "roots": ["pandas"],
        "packages": [{"name": "pandas", "version": "2.2.0"}, {"name": "pytz", "version": "2023.3"}],
    }  # fmt: skip
    files = {"requirements.txt": lines, "environment.json": json.dumps(environment).encode()}
    report = install(plan(files, created="2024-06-01T00:00:00Z", platform="linux-64"), name="x", dry_run=True)
    assert (report.rung, report.file, report.kernel, report.folder) == ("reduced", "requirements.txt", None, None)
    assert {one.name for one in report.kept} == {"pandas", "six", "pytz"}
    relaxed = {one.name: one for one in report.relaxed}
    assert set(relaxed) == {"numpy", "packaging"}
    assert relaxed["numpy"].got == "1.26.4" and "pandas==2.2.0 depends on numpy" in relaxed["numpy"].reason
    assert relaxed["packaging"].got == "24.0", "nothing newer than the version"
    assert [one.name for one in report.dropped] == ["this-package-is-not-there-zq"]
    assert "was not found" in report.dropped[0].reason
    assert nothing_left(home)


def test_a_failure_names_the_package_and_leaves_nothing(home: Path) -> None:
    files = {"requirements.txt": b"this-package-is-not-there-zq==1.0\n"}
    with pytest.raises(InstallFailed, match=r"this-package-is-not-there-zq.*not found"):
        install(plan(files), name="never")
    assert nothing_left(home)


def test_a_file_that_was_tampered_with_stops_it(home: Path) -> None:
    files = {f"environment-{this_platform()}.lock": f"six==1.16.0 --hash=sha256:{'0' * 64}\n".encode()}
    with pytest.raises(InstallFailed, match=r"six.*hash differs"):
        install(plan(files), name="forged")
    assert nothing_left(home)
    right = "8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254"
    files = {f"environment-{this_platform()}.lock": f"six==1.16.0 --hash=sha256:{right}\n".encode()}
    assert install(plan(files), name="genuine").rung == "exact"


@pytest.mark.parametrize("stage", ["solve", "create", "install", "check"])
def test_a_stop_leaves_nothing(home: Path, stage: str) -> None:
    stop = threading.Event()

    def say(progress: Progress) -> None:
        if progress.stage == stage:
            stop.set()

    with pytest.raises(Cancelled):
        install(plan(SMALL, imports=["six"]), name="stopped", progress=say, cancelled=stop.is_set)
    assert nothing_left(home)


def test_a_stop_ends_the_tool_and_its_children(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pids = tmp_path / "pids"
    tool = tmp_path / "uv"
    tool.write_text(f"#!/bin/sh\nsleep 600 &\necho $$ $! > {pids}\nwait\n")
    tool.chmod(0o755)
    monkeypatch.setattr(uv, "find", lambda: tool)
    started = time.monotonic()
    with pytest.raises(Cancelled):
        install(plan(SMALL), name="stopped", cancelled=pids.exists)
    assert time.monotonic() - started < 30
    for pid in pids.read_text().split():
        with pytest.raises(ProcessLookupError):
            for _ in range(50):  # an orphan's death is seen a moment later
                os.kill(int(pid), 0)
                if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                    raise ProcessLookupError
                time.sleep(0.1)
    assert nothing_left(home)


def test_time_runs_out(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "uv"
    tool.write_text("#!/bin/sh\nsleep 600\n")
    tool.chmod(0o755)
    monkeypatch.setattr(uv, "find", lambda: tool)
    with pytest.raises(InstallFailed, match="longer than 1 seconds"):
        install(plan(SMALL), name="slow", seconds=1)
    assert nothing_left(home)


_KILLED = """
import sys
from jovian_lab.environment.restore import install, plan
install(plan({"requirements.txt": b"six==1.16.0\\n"}, imports=["six"]), name="killed",
        progress=lambda one: (print(one.stage, flush=True), sys.stdin.read() if one.stage == sys.argv[1] else None))
"""


@pytest.mark.parametrize("stage", ["check", "kernel"])
def test_who_was_killed_leaves_nothing_for_long(home: Path, stage: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, stage], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == stage:
            break
    folder = home / "jovian-lab" / "environments"
    assert (folder / "killed" / "pyvenv.cfg").exists()
    assert environments() == [], "what is not finished is not listed"
    # somebody else's work in progress is left alone
    other = install(plan({"requirements.txt": b"six==1.16.0\n"}), name="killed")
    assert other.name == "killed-2" and (folder / "killed").exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    install(plan({"requirements.txt": b"six==1.16.0\n"}), name="third")
    assert [one.name for one in environments()] == ["killed-2", "third"]
    assert sorted(path.name for path in folder.iterdir()) == ["killed-2", "third"]
    assert sorted(path.name for path in (home / "kernels").iterdir()) == ["killed-2", "third"]


def test_a_kernel_that_is_there_is_never_overwritten(home: Path) -> None:
    theirs = home / "kernels" / "mine"
    theirs.mkdir(parents=True)
    (theirs / "kernel.json").write_text('{"argv": ["x"], "display_name": "theirs", "language": "x"}')
    (home / "jovian-lab" / "environments" / "mine").mkdir(parents=True)
    report = install(plan({"requirements.txt": b"six==1.16.0\n"}), name="mine")
    assert report.name == "mine-2" and report.kernel == "mine-2"
    assert "theirs" in (theirs / "kernel.json").read_text()
    assert list((home / "jovian-lab" / "environments" / "mine").iterdir()) == []


@pytest.mark.slow
def test_pip_does_it_where_there_is_no_uv(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uv, "find", lambda: None)
    lines = b"six==1.16.0\ncolorama==999.1\n"
    report = install(plan({"requirements.txt": lines}, imports=["six"]), name="by pip")
    assert any("pip did the work" in message for message in report.messages)
    assert [one.name for one in report.kept] == ["six"]
    assert "ipykernel" in {one.name for one in report.added}
    assert [one.name for one in report.relaxed] == ["colorama"] and report.dropped == []
    assert report.imports_ok == ["six"] and report.folder is not None
    assert installed(Path(report.folder) / "bin" / "python")["six"] == "1.16.0"
    with pytest.raises(InstallFailed, match="uv"):
        install(plan({"requirements.txt": lines}, platform="win-64"), name="x", dry_run=True)


def source_package(folder: Path) -> Path:
    """Make a package that must be built, in a git checkout, and which says when that happens."""
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "from-source"\nversion = "1.5"\n[tool.setuptools]\npy-modules = ["from_source"]\n'
    )
    (folder / "from_source.py").write_text("x = 1\n")
    (folder / "setup.py").write_text(
        f"from setuptools import setup\nopen({str(folder.parent / 'built')!r}, 'a').write('x')\nsetup()\n"
    )
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", "-C", str(folder)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    return folder


@pytest.mark.slow
def test_a_yes_to_a_checkout_is_followed_and_a_no_is_not(home: Path, tmp_path: Path) -> None:
    line = f"from-source @ git+file://{source_package(tmp_path / 'checkout')}"
    files = {"requirements.txt": f"six==1.16.0\n{line}\n".encode()}
    asking = plan(files)
    assert [question.line for question in asking.questions] == [line]
    report = install(plan(files, declined=[line]), name="without")
    assert [(one.name, one.reason) for one in report.dropped] == [(line, "You said no to this line.")]
    assert not (tmp_path / "built").exists()
    report = install(plan(files, accepted=[line], imports=["from_source"]), name="with")
    assert (tmp_path / "built").exists() and report.imports_ok == ["from_source"]
    assert {one.name for one in report.kept} == {"six", "from-source"}


@pytest.mark.slow
def test_nothing_is_built_without_a_yes(home: Path, tmp_path: Path) -> None:
    place = source_package(tmp_path / "checkout")
    links = tmp_path / "links"
    subprocess.run([str(uv.find()), "build", "-q", "--sdist", "--out-dir", links, place], check=True)
    (tmp_path / "built").unlink()
    option = f"--find-links {links}"
    files = {"requirements.txt": f"six==1.16.0\nfrom-source==1.5\n{option}\n".encode()}
    report = install(plan(files, accepted=[option]), name="wheels")
    assert [one.name for one in report.dropped] == ["from-source"] and report.rung == "reduced"
    assert any("--no-binary from-source" in message for message in report.messages)
    assert not (tmp_path / "built").exists()
    report = install(plan(files, accepted=[option, "--no-binary from-source"], imports=["from_source"]), name="source")
    assert report.imports_ok == ["from_source"] and (tmp_path / "built").exists()


@pytest.mark.slow
@pytest.mark.parametrize("system", ["windows", "macos-arm64"])
def test_another_system_keeps_the_versions(home: Path, tmp_path: Path, system: str) -> None:
    """A hundred packages and more, chosen for Linux on a day of the past, keep their versions elsewhere."""
    day = "2025-03-01T00:00:00Z"
    kept = files(solved(day, "3.11", tmp_path), "3.11.7")
    report = install(plan(kept, platform=system, created=day), name="x", dry_run=True)
    packages = len(report.kept) + len(report.relaxed) + len(report.dropped) + len(report.not_needed)
    assert packages >= 100
    assert len(report.kept) >= 0.95 * packages
    assert report.file == "requirements.txt" and report.folder is None
    assert nothing_left(home)


def test_another_system_is_for_dry_runs(home: Path) -> None:
    with pytest.raises(InputError, match="win-64"):
        install(plan(SMALL, platform="windows" if this_platform() != "win-64" else "linux"), name="x")
    assert nothing_left(home)


def test_credentials_do_not_show(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    line = "--index-url http://me:s3cret@127.0.0.1:9/simple"
    files = {"requirements.txt": f"six==1.16.0\n{line}\n".encode()}
    said: list[Progress] = []
    with pytest.raises(InstallFailed) as caught:
        install(plan(files, accepted=[plan(files).questions[0].line]), name="x", progress=said.append, seconds=60)
    assert "s3cret" not in repr((caught.value.message, caught.value.hint, said))
    assert "reached" in caught.value.message


_ORPHANED = """
import pathlib, sys
from jovian_lab.environment.restore import install, plan, uv
uv.find = lambda: pathlib.Path(sys.argv[1])
install(plan({"requirements.txt": b"six==1.16.0\\n"}), name="killed")
"""


@pytest.mark.skipif(os.name == "nt", reason="needs open files that a child inherits")
def test_nobody_tidies_up_under_a_tool_that_outlived_us(home: Path, tmp_path: Path) -> None:
    pids = tmp_path / "pid"
    tool = tmp_path / "uv"
    tool.write_text(f"#!/bin/sh\necho $$ > {pids}.new\nmv {pids}.new {pids}\nexec sleep 600\n")
    tool.chmod(0o755)
    process = subprocess.Popen([sys.executable, "-c", _ORPHANED, str(tool)], stdin=subprocess.DEVNULL)
    while not pids.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    folder = environments_folder()
    assert places.tidy(folder) == [] and (folder / "killed.work").exists()
    os.kill(int(pids.read_text()), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while places.tidy(folder) != ["killed"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert nothing_left(home)
