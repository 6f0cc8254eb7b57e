"""Which interpreter a kernel runs: by kernelspec, by launcher, by process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jovian_lab.environment import capture, detect, interpreter, launch, sites
from jovian_lab.environment.restore import interpreters
from jovian_lab.environment.values import KernelName
from tests.environment import layouts
from tests.environment.peers import ours, run
from tests.environment.wheels import project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return tmp_path / "jupyter" / "kernels"


def spec(kernels: Path, name: str, argv: list[str], **fields: object) -> None:
    (kernels / name).mkdir(parents=True)
    content = {"argv": argv, "display_name": f"{name} shown", "language": "python", **fields}
    (kernels / name / "kernel.json").write_text(json.dumps(content))


def test_by_kernelspec(kernels: Path, tmp_path: Path) -> None:
    site = layouts.venv(tmp_path / "env")
    layouts.dist(site, "inside", "1.0")
    spec(kernels, "science", [str(tmp_path / "env/bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"])
    target = detect.for_notebook("Science")
    assert target.program == str(tmp_path / "env/bin/python")
    assert target.kernel == KernelName("Science", "science shown") and not target.missing
    environment = capture(kernel="science")
    assert ours(environment) == {"inside": "1.0"}
    assert environment.kernel == KernelName("science", "science shown")


def test_what_jupyter_replaces(kernels: Path) -> None:
    for name in ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}"):
        spec(kernels, f"k-{name}", [name, "-m", "ipykernel_launcher"])
        assert detect.for_notebook(f"k-{name}").program == sys.executable
    assert detect.for_notebook("").program == sys.executable
    assert detect.for_notebook("python3").program == sys.executable


def test_a_kernel_that_is_not_here(kernels: Path, tmp_path: Path) -> None:
    for name in ("elsewhere", "../../etc", "a\0b"):
        environment = capture(kernel=name)
        assert not environment.packages and "not installed here" in environment.missing[0]
    spec(kernels, "gone", [str(tmp_path / "gone/bin/python")])
    assert "was not found" in capture(kernel="gone").missing[0]
    (kernels / "broken").mkdir()
    (kernels / "broken" / "kernel.json").write_text("{")
    assert capture(kernel="broken").missing


def test_launchers(kernels: Path, tmp_path: Path) -> None:
    env = tmp_path / "root" / "envs" / "ml"
    layouts.bare(env, "3.11.7")
    (tmp_path / "root" / "bin").mkdir(parents=True)
    conda = tmp_path / "root" / "bin" / "conda"
    conda.touch()
    runner = [
        "python",
        "-m",
        "nb_conda_kernels.runner",
        str(tmp_path / "root"),
        str(env),
        "python",
        "-m",
        "ipykernel_launcher",
    ]
    spec(kernels, "conda-env-ml-py", runner)
    spec(kernels, "by-name", [str(conda), "run", "-n", "ml", "python", "-m", "ipykernel_launcher"])
    spec(kernels, "by-path", [str(conda), "run", "--prefix", str(env), "python", "-m", "ipykernel_launcher"])
    for name in ("conda-env-ml-py", "by-name", "by-path"):
        target = detect.for_notebook(name)
        assert interpreter.find(target.program).prefix == str(env), name


def test_programs_that_are_not_python_themselves(kernels: Path, tmp_path: Path) -> None:
    site = layouts.venv(tmp_path / "env")
    layouts.dist(site, "inside", "1.0")
    (tmp_path / "env" / "bin" / "xpython").write_bytes(b"\x7fELF")
    spec(kernels, "same-place", [str(tmp_path / "env/bin/xpython"), "-f", "{connection_file}"])
    assert ours(capture(kernel="same-place")) == {"inside": "1.0"}
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "uv").write_bytes(b"\x7fELF")
    run_by_uv = [str(tmp_path / "tools" / "uv"), "run", "python"]
    for name, argv in (("tool", run_by_uv), ("shell", ["/bin/sh", "-c", "python"])):
        spec(kernels, name, argv)
        environment = capture(kernel=name)
        assert not environment.packages and "does not say its Python" in environment.missing[0]


def test_what_a_kernelspec_leaves_to_be_filled_in(kernels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = layouts.venv(kernels / "filled" / "env")
    layouts.dist(site, "inside", "1.0")
    layouts.dist(kernels / "filled" / "more", "outside", "1.0")
    monkeypatch.setenv("PLACE", str(kernels / "filled"))
    python = "{resource_dir}/env/bin/python"
    content = {"argv": [python, "-m", "x"], "language": "python", "env": {"PYTHONPATH": "${PLACE}/more"}}
    (kernels / "filled" / "kernel.json").write_text(json.dumps(content))
    assert ours(capture(kernel="filled")) == {"inside": "1.0", "outside": "1.0"}


def test_options_and_variables_of_a_kernelspec(kernels: Path, tmp_path: Path) -> None:
    site = layouts.venv(tmp_path / "env")
    layouts.dist(site, "inside", "1.0")
    layouts.dist(tmp_path / "extra", "outside", "1.0")
    python = str(tmp_path / "env/bin/python")
    variables = {"PYTHONPATH": str(tmp_path / "extra"), "API_TOKEN": "x"}
    spec(kernels, "with", [python, "-m", "x"], env=variables)
    spec(kernels, "without", [python, "-I", "-m", "x", "-E"], env=variables)
    assert "API_TOKEN" not in dict(detect.for_notebook("with").variables)
    assert ours(capture(kernel="with")) == {"inside": "1.0", "outside": "1.0"}
    assert ours(capture(kernel="without")) == {"inside": "1.0"}


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["python", "-m", "x", "-s"], ""),
        (["python", "-sE", "-X", "dev", "-u", "script.py", "-I"], "sEXu"),
        (["python", "-c", "-s"], ""),
        (["python"], ""),
    ],
)
def test_options_of_python(argv: list[str], expected: str) -> None:
    assert launch.flags(argv) == expected


@pytest.fixture
def running(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux shows processes as files")
@pytest.mark.parametrize("how", ["itself", "from a shell", "by a bare name"])
def test_by_process(tmp_path: Path, running: list[subprocess.Popen[bytes]], how: str) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env")
    python = str(tmp_path / "env" / "bin" / "python")
    command = [python, "-c", "import time; time.sleep(60)"]
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "extra")}
    if how == "from a shell":
        command = ["sh", "-c", '"$@"; exit $?', "sh", *command]
    elif how == "by a bare name":
        environ["PATH"] = f"{tmp_path / 'env' / 'bin'}:{environ['PATH']}"
        command = ["env", "python", *command[1:]]
    process = subprocess.Popen(command, env=environ)
    running.append(process)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        target = detect.for_notebook("python3", pid=process.pid)
        if target.program == python:
            break
        time.sleep(0.05)
    assert target.program == python
    assert dict(target.variables)["PYTHONPATH"] == str(tmp_path / "extra")


def test_a_process_that_is_gone(running: list[subprocess.Popen[bytes]]) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    target = detect.for_notebook("python3", pid=process.pid)
    assert target.program == sys.executable
    assert any("process" in sentence for sentence in target.missing)


def test_this_very_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was put on sys.path counts, as `importlib.metadata` has it."""
    from importlib.metadata import distributions

    layouts.dist(tmp_path / "late", "latecomer", "1.0")
    monkeypatch.syspath_prepend(str(tmp_path / "late"))
    found = ours(capture())
    assert found["latecomer"] == "1.0"
    names = {one.metadata["Name"].lower().replace("_", "-").replace(".", "-") for one in distributions()}
    assert set(found) == names


def test_a_project_on_the_path_of_this_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its folder on the path says less of it than what its installation wrote."""
    folder = project(tmp_path / "hobby", "hobby", "1.0")
    (folder / "hobby.egg-info").mkdir()
    (folder / "hobby.egg-info" / "PKG-INFO").write_text("Name: hobby\nVersion: 1.0\n\n")
    direct = {"url": folder.as_uri(), "dir_info": {"editable": True}}
    layouts.dist(tmp_path / "late", "hobby", "1.0", direct=direct)
    for path in (tmp_path / "late", folder):
        monkeypatch.syspath_prepend(str(path))
        found = next(one for one in capture().packages if one.name == "hobby")
        assert found.source is not None and found.source.editable and len(found.source.commit) == 40
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path[2:]])
    found = next(one for one in capture().packages if one.name == "hobby")
    assert found.source is not None and found.source.editable and len(found.source.commit) == 40


def test_notebooks_in_many_folders_share_a_target(kernels: Path, tmp_path: Path) -> None:
    assert detect.for_notebook("python3", folder=tmp_path) == detect.for_notebook("python3", folder="/")
    spec(kernels, "ir", ["R"], language="R")
    assert detect.for_notebook("ir", folder=tmp_path) != detect.for_notebook("ir", folder="/")


# ── interpreters and their folders


def test_version_from_what_is_there(tmp_path: Path) -> None:
    def base(name: str) -> Path:
        folder = tmp_path / name
        layouts.bare(folder, "3.11.0")
        return folder

    header = base("header")
    (header / "include" / "python3.11").mkdir(parents=True)
    (header / "include" / "python3.11" / "patchlevel.h").write_text('#define PY_VERSION \t "3.11.9+"\n')
    assert interpreter.find(str(header / "bin/python")).version == "3.11.9"
    binary = base("binary")
    (binary / "bin" / "python").write_bytes(b"\x7fELF" + b"\0" * 5000 + b"\x003.11.8\0" + b"\x003.12.1\0")
    assert interpreter.find(str(binary / "bin/python")).version == "3.11.8"
    library = base("library")
    (library / "lib" / "libpython3.11.so.1.0").write_bytes(b"\0" * 100 + b"3.11.6\0")
    assert interpreter.find(str(library / "bin/python")).version == "3.11.6"
    conda = base("conda")
    layouts.record(conda, "python", "3.11.5")
    assert interpreter.find(str(conda)).version == "3.11.5"
    assert interpreter.find(str(base("nothing"))).version == "3.11"
    # a virtual environment may be older than its base
    layouts.venv(tmp_path / "env", "3.11.2", base=header)
    assert interpreter.find(str(tmp_path / "env")).version == "3.11.9"


def test_layout_of_windows(tmp_path: Path) -> None:
    layouts.dist(tmp_path / "env" / "Lib" / "site-packages", "inside", "1.0")
    (tmp_path / "env" / "Scripts").mkdir()
    (tmp_path / "env" / "Scripts" / "python.exe").touch()
    (tmp_path / "env" / "pyvenv.cfg").write_text("home = C:\\Python311\nversion = 3.11.4\n")
    environment = capture(tmp_path / "env" / "Scripts" / "python.exe")
    assert ours(environment) == {"inside": "1.0"}
    assert (environment.interpreter.version, environment.manager) == ("3.11.4", "venv")


def test_layout_of_pypy_and_of_a_build_without_a_global_lock(tmp_path: Path) -> None:
    site = tmp_path / "pypy" / "lib" / "pypy3.10" / "site-packages"
    layouts.dist(site, "inside", "1.0")
    layouts.dist(site.parent, "cffi", "1.16")
    (site.parent / "os.py").touch()
    (tmp_path / "pypy" / "bin").mkdir()
    (tmp_path / "pypy" / "bin" / "pypy3.10").touch()
    environment = capture(tmp_path / "pypy" / "bin" / "pypy3.10")
    assert ours(environment) == {"cffi": "1.16", "inside": "1.0"}
    assert environment.interpreter.implementation == "PyPy"
    site = tmp_path / "free" / "lib" / "python3.13t" / "site-packages"
    layouts.dist(site, "inside", "1.0")
    (site.parent / "os.py").touch()
    (tmp_path / "free" / "bin").mkdir()
    (tmp_path / "free" / "bin" / "python3.13t").touch()
    assert ours(capture(tmp_path / "free" / "bin" / "python3.13t")) == {"inside": "1.0"}


def test_a_shim_of_pyenv(tmp_path: Path) -> None:
    layouts.dist(layouts.bare(tmp_path / "versions" / "3.11.7", "3.11.7"), "inside", "1.0")
    layouts.bare(tmp_path / "versions" / "3.9.1", "3.9.1")
    (tmp_path / "version").write_text("3.11.7\n")
    (tmp_path / "shims").mkdir()
    (tmp_path / "shims" / "python").write_text("#!/usr/bin/env bash\nexec pyenv\n")
    assert ours(capture(tmp_path / "shims" / "python")) == {"inside": "1.0"}


def test_a_link_from_outside_is_not_its_environment(tmp_path: Path) -> None:
    """As the interpreter itself sees it: pyvenv.cfg counts beside the name it was started by."""
    layouts.dist(layouts.venv(tmp_path / "env"), "inside", "1.0")
    layouts.dist(layouts.bare(tmp_path / "base", "3.11.7"), "outside", "1.0")
    (tmp_path / "env" / "bin" / "python").unlink()
    (tmp_path / "env" / "bin" / "python").symlink_to(tmp_path / "base" / "bin" / "python")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "python").symlink_to(tmp_path / "env" / "bin" / "python")
    assert "inside" not in ours(capture(tmp_path / "links" / "python"))
    (tmp_path / "whole").symlink_to(tmp_path / "env")
    assert ours(capture(tmp_path / "whole" / "bin" / "python")) == {"inside": "1.0"}


@pytest.mark.parametrize("virtual", [False, True])
@pytest.mark.parametrize("lends", [False, True])
def test_folders_are_those_of_the_interpreter_itself(tmp_path: Path, virtual: bool, lends: bool) -> None:
    """Beside sys.path of the real one."""
    python = interpreters.base()
    if virtual:
        options = ["--system-site-packages"] if lends else []
        run(python, "-m", "venv", "--without-pip", *options, tmp_path / "env")
        python = tmp_path / "env" / "bin" / "python"
    user = tmp_path / "user"
    layout = interpreter.find(str(python))
    Path(sites.user_site(layout, {"PYTHONUSERBASE": str(user)})).mkdir(parents=True)
    environ = {"PYTHONUSERBASE": str(user), "PYTHONPATH": ""}
    said = json.loads(run(python, "-c", "import sys, json; print(json.dumps(sys.path))", environ=environ))
    expected = [path for path in said if path.endswith("-packages")]
    found = [site.folder for site in sites.find(layout, environ).folders]
    assert [path for path in found if path.endswith("-packages")] == expected
