"""Environments: reading one beside `pip freeze`, `pip inspect`, `uv pip freeze` and conda's own export.

`python -m benchmarks.environment [--rounds N] [--seed N] [--keep-page]`; JOVIAN_BENCH_CONDA names a conda.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import distributions
from pathlib import Path
from random import Random

from packaging.utils import canonicalize_name

from benchmarks.report import machine, milliseconds, publish, table, times
from jovian_lab.environment import cache, captured, conda, detect, formats
from jovian_lab.environment.values import Environment

PACKAGES = 109
_CONDA = "JOVIAN_BENCH_CONDA"  # a conda
_PAGE = "benchmarks-environment.md"
_OURS = "from jovian_lab.environment import capture; import sys; capture(sys.argv[1])"

Cost = tuple[float, float]  # seconds of processor, seconds on the clock


def main() -> None:
    """Measure and publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep-page", action="store_true", help="print the figures only")
    options = parser.parse_args()
    random = Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = {
            f"A virtual environment of {PACKAGES} packages": _virtual(folder / "virtual"),
            f"A conda prefix of {PACKAGES} packages": _prefix(folder / "prefix", random),
            "The environment of this very project": Path(sys.executable),
        }
        texts = [_case(title, python, options.rounds, random) for title, python in cases.items()]
    command = f"`python -m benchmarks.environment --seed {options.seed}` on {machine()}."
    text = f"{command}\n\n" + "\n\n".join(texts)
    if options.keep_page:
        print(text)
    else:
        publish("environment", text, _PAGE)


def _case(title: str, python: Path, rounds: int, random: Random) -> str:
    target = detect.for_python(python)
    environment = cache.capture(target)
    contestants: dict[str, Callable[[], Cost]] = {
        "ours, unchanged": lambda: _here(lambda: cache.capture(target)),
        "ours, read anew": lambda: _here(lambda: cache.capture(target), before=_forget),
        "ours, the files of a version": lambda: _here(lambda: captured.files(environment, imports=["numpy"])),
        "ours, in a process of its own": lambda: _process([sys.executable, "-c", _OURS, str(python)]),
        **{name: _starter(command) for name, command in _peers(python, environment).items()},
    }
    taken: dict[str, list[Cost]] = {name: [run()] for name, run in contestants.items()}  # one to warm up
    for name in taken:
        taken[name].clear()
    for _ in range(rounds):
        for name in random.sample(sorted(contestants), len(contestants)):
            taken[name].append(contestants[name]())
    median = {
        name: (statistics.median(cost[0] for cost in costs), statistics.median(cost[1] for cost in costs))
        for name, costs in taken.items()
    }
    base = median["ours, read anew"]
    rows = [
        [name, milliseconds(cpu), _ratio(cpu / base[0]), milliseconds(wall), _ratio(wall / base[1])]
        for name, (cpu, wall) in median.items()
    ]
    head = ["", "processor", "to ours read anew", "clock", "to ours read anew"]
    return f"### {title}\n\n{_agreement(python, environment)}\n\n{table(head, rows)}"


def _peers(python: Path, environment: Environment) -> dict[str, Sequence[str]]:
    """Return the commands to compare with."""
    if environment.manager == "conda":
        program = os.environ.get(_CONDA)
        if not program:
            print(f"conda does not take part: {_CONDA} is not set", file=sys.stderr)
            return {}
        prefix = str(python.parents[1])
        return {
            "`conda env export`": [program, "env", "export", "-p", prefix],
            "`conda list`": [program, "list", "-p", prefix],
        }
    uv = [sys.executable, "-m", "uv"] if not shutil.which("uv") else ["uv"]
    if (Path(sys.executable).parent / "uv").exists():
        uv = [str(Path(sys.executable).parent / "uv")]
    return {
        "`pip freeze`": [str(python), "-m", "pip", "freeze", "--all"],
        "`pip inspect`": [str(python), "-m", "pip", "inspect"],
        "`uv pip freeze`": [*uv, "pip", "freeze", "--python", str(python)],
    }


def _agreement(python: Path, environment: Environment) -> str:
    """Hold names and versions against the peer's own report; says what was found."""
    if environment.manager == "conda":
        program = os.environ.get(_CONDA)
        if not program:
            return f"{len(environment.packages)} packages; there was no conda to compare with."
        said = json.loads(_output([program, "list", "-p", str(python.parents[1]), "--json"]))
        theirs = {one["name"]: one["version"] for one in said}
        mine = {one.name: one.version for one in environment.packages}
        peer = "conda list"
    else:
        said = json.loads(_output([str(python), "-m", "pip", "inspect"]))
        theirs = {canonicalize_name(one["metadata"]["name"]): one["metadata"]["version"] for one in said["installed"]}
        mine = {name: version for name, version, _ in formats.distributions(environment)}
        peer = "pip inspect"
    if mine != theirs:
        raise SystemExit(f"not what `{peer}` says: {set(mine.items()) ^ set(theirs.items())}")
    return f"{len(mine)} packages, the same names and versions as `{peer}`."


def _virtual(folder: Path) -> Path:
    """Make a virtual environment with pip and the metadata of packages that are installed here."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    site = next(folder.glob("lib/python*/site-packages"))
    installed = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}
    # pip itself, whole, to be asked
    shutil.copytree(Path(str(installed["pip"].locate_file("pip"))), site / "pip")
    names = ["pip", *sorted(set(installed) - {"pip", "jovian-lab"})][:PACKAGES]
    for name in names:
        info = Path(str(installed[name]._path))  # type: ignore[attr-defined]
        shutil.copytree(info, site / info.name)
    _old(folder)
    return python


def _prefix(folder: Path, random: Random) -> Path:
    """Make a conda prefix whose records have the form and the size of real ones."""
    site = folder / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "conda-meta").mkdir()
    (folder / "bin" / "python").touch()
    (folder / "lib" / "python3.11" / "os.py").touch()
    names = ["python", *(f"package{number}" for number in range(1, PACKAGES))]
    for name in names:
        # most have a few hundred files, some have thousands
        count = int(random.lognormvariate(4.6, 1.3)) + 3
        files = [f"lib/python3.11/site-packages/{name}/module_{number}.py" for number in range(count)]
        if name != "python" and random.random() < 0.6:
            info = site / f"{name}-1.0.dist-info"
            info.mkdir()
            (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n\n")
            files.append(f"lib/python3.11/site-packages/{info.name}/METADATA")
        _record(folder, name, "3.11.7" if name == "python" else "1.0", files, random)
    specs = names[1:20]
    history = f"==> 2024-01-01 00:00:00 <==\n# cmd: conda create\n# update specs: {specs}\n"
    (folder / "conda-meta" / "history").write_text(history)
    _old(folder)
    return folder / "bin" / "python"


def _record(folder: Path, name: str, version: str, files: list[str], random: Random) -> None:
    paths = [
        {"_path": file, "path_type": "hardlink", "sha256": f"{random.getrandbits(256):064x}", "size_in_bytes": 1000}
        for file in files
    ]
    build = "h0123456_0"
    url = f"https://conda.anaconda.org/conda-forge/linux-64/{name}-{version}-{build}.conda"
    record = {
        "name": name, "version": version, "build": build, "build_number": 0, "subdir": "linux-64", "arch": "x86_64",
        "channel": "https://conda.anaconda.org/conda-forge/linux-64", "url": url, "fn": url.rpartition("/")[2],
        "sha256": f"{random.getrandbits(256):064x}", "md5": f"{random.getrandbits(128):032x}", "size": 1000,
        "depends": ["python >=3.11,<3.12.0a0"], "constrains": [], "files": files, "license": "BSD-3-Clause",
        "paths_data": {"paths": paths, "paths_version": 1}, "requested_spec": "None", "timestamp": 1_700_000_000_000,
        "link": {"source": f"/opt/conda/pkgs/{name}", "type": 1},
    }  # fmt: skip
    (folder / "conda-meta" / f"{name}-{version}-{build}.json").write_text(json.dumps(record, indent=2, sort_keys=True))


def _old(folder: Path) -> None:
    """Let it all have been there for a while: what changed a moment ago is read again each time."""
    for place, folders, files in os.walk(folder, topdown=False):
        for name in (*folders, *files, "."):
            os.utime(os.path.join(place, name), (1_700_000_000, 1_700_000_000), follow_symlinks=False)


def _forget() -> None:
    cache.forget()
    conda.forget()


def _here(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> Cost:
    before()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def _process(command: Sequence[str]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = time.perf_counter()
    _output(command)
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def _starter(command: Sequence[str]) -> Callable[[], Cost]:
    return lambda: _process(command)


def _output(command: Sequence[str]) -> str:
    environ = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(list(command), capture_output=True, text=True, env=environ, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr}")
    return done.stdout


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}×" if ratio < 1 else times(ratio)


if __name__ == "__main__":
    main()
