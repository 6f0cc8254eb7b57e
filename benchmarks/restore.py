"""How much of an environment of a hundred packages is kept on another system: `python -m benchmarks.restore`.

Solves only, from the index; nothing is installed. Each environment is one that was really chosen by a solver for Linux:
the newest of today, one of an earlier day, and the one this runs in.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from benchmarks import report
from jovian_lab.environment import captured
from jovian_lab.environment.restore import Report, install, plan, this_platform, uv
from jovian_lab.environment.restore.uv import read_list
from jovian_lab.environment.values import FORMAT, Environment, Interpreter, Package, Platform

ROOTS = (
    "numpy", "pandas", "scipy", "scikit-learn", "matplotlib", "seaborn", "statsmodels", "plotly", "jupyterlab",
    "ipywidgets", "xgboost", "lightgbm", "polars", "pyarrow", "sqlalchemy", "requests", "beautifulsoup4", "dask",
    "numba", "networkx", "pillow", "opencv-python-headless", "nltk", "sympy", "tqdm", "openpyxl", "lxml", "h5py",
    "altair", "bokeh",
)  # fmt: skip
PLATFORMS = ("linux-64", "win-64", "osx-arm64", "linux-aarch64")


def solved(before: str, python: str, folder: Path) -> list[Package]:
    """Return what a solver chooses for Linux, as of a day; empty for today."""
    asked = folder / "roots.txt"
    asked.write_text("\n".join(ROOTS), "utf-8")
    argv = [
        str(uv.find()), "pip", "compile", str(asked), "--only-binary", ":all:", "--python", sys.executable,
        "--python-version", python, "--python-platform", "x86_64-unknown-linux-gnu", "--no-header", "--no-annotate",
    ]  # fmt: skip
    ran = subprocess.run([*argv, *(["--exclude-newer", before] if before else [])], capture_output=True, check=True)
    return [Package(item.name, item.version) for item in read_list(ran.stdout.decode())]


def files(packages: list[Package], python: str) -> dict[str, bytes]:
    """Return what a version keeps of an environment on Linux."""
    names = {package.name for package in packages}
    environment = Environment(
        FORMAT, Interpreter("python", python, "CPython"), Platform("linux", "x86_64"), "venv",
        sorted(packages, key=lambda one: one.name), roots=[name for name in ROOTS if name in names],
    )  # fmt: skip
    return captured.files(environment)


def main() -> None:
    """Solve each environment for each system, and publish how much was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", default="2025-03-01T00:00:00Z", help="of the earlier environment")
    arguments = parser.parse_args()
    own = ".".join(map(str, sys.version_info[:3]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own_files = captured.files(captured_here())
        cases = [
            ("data science, today", files(solved("", "3.12", folder), "3.12.1"), None),
            (f"data science of {arguments.day[:10]}", files(solved(arguments.day, "3.11", folder), own), arguments.day),
            ("what tests of jovian-lab run in", own_files, None),
        ]
        rows = []
        for label, kept, created in cases:
            for platform in PLATFORMS:
                if platform == this_platform():
                    continue
                found = install(
                    plan(kept, platform=platform, created=created), folder / "environments", name="bench", dry_run=True
                )
                rows.append(row(label, platform, found))
                print(rows[-1], flush=True)
    head = ["environment", "system", "packages", "kept", "not needed", "other version", "left out", "more", "of needed",
            "of all", "time"]  # fmt: skip
    report.publish("restore", f"On {report.machine()}.\n\n{report.table(head, rows)}", "benchmarks-restore.md")


def row(label: str, platform: str, found: Report) -> list[str]:
    """Return a line of the table; packages that are folders of this machine are no pins, and not counted."""
    from_index = [one for one in found.dropped if "folder of the machine" not in one.reason]
    kept, relaxed, gone, idle = map(len, (found.kept, found.relaxed, from_index, found.not_needed))
    needed = kept + relaxed + gone
    print([(one.name, one.asked, one.got, one.reason[:80]) for one in (*found.relaxed, *from_index)])
    return [
        label, platform, str(needed + idle), str(kept), str(idle), str(relaxed), str(gone), str(len(found.added)),
        f"{kept / needed:.1%}", f"{kept / (needed + idle):.1%}", f"{found.seconds:.1f} s",
    ]  # fmt: skip


def captured_here() -> Environment:
    """Return the environment this runs in, without what is only there for development."""
    from jovian_lab.environment import capture

    environment: Environment = capture(python=sys.executable)
    return msgspec.structs.replace(environment, kernel=None)


if __name__ == "__main__":
    main()
