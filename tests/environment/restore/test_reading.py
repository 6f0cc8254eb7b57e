"""Which files are followed for which system, and what is read from them."""

from __future__ import annotations

import json

import pytest

from jovian_lab.environment import captured
from jovian_lab.environment.restore import plan, platforms
from jovian_lab.environment.restore.values import Want
from jovian_lab.environment.values import FORMAT, Environment, Interpreter, Package, Platform, Source
from jovian_lab.errors import InputError


def environment(packages: list[Package], system: str = "linux", machine: str = "x86_64", **more: object) -> Environment:
    return Environment(
        FORMAT, Interpreter("python", "3.11.7", "CPython"), Platform(system, machine), "venv", packages, **more
    )  # type: ignore[arg-type]


def names(wants: list[Want]) -> list[str]:
    return [f"{want.name}{want.spec}" for want in wants]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("linux", "linux-64"),
        ("linux-64", "linux-64"),
        ("Windows", "win-64"),
        ("win-64", "win-64"),
        ("macos", "osx-arm64"),
        ("macos-arm64", "osx-arm64"),
        ("MacOS_arm64", "osx-arm64"),
        ("macos-x86_64", "osx-64"),
        ("osx-64", "osx-64"),
        ("linux-arm64", "linux-aarch64"),
        (None, platforms.this_platform()),
    ],
)
def test_systems_have_many_names(said: str | None, meant: str) -> None:
    assert platforms.resolve(said) == meant


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(InputError, match="beos"):
        plan({"requirements.txt": b"six\n"}, platform="beos")


def test_the_file_for_the_very_system_comes_first() -> None:
    files = {
        "requirements.txt": b"general\n",
        "environment.yml": b"dependencies: [general]\n",
        "environment-macos.yml": b"dependencies: [for-mac]\n",
        "environment-linux.yml": b"dependencies: [for-linux]\n",
        "project/environment-windows.yml": b"dependencies: [for-windows]\n",
        "environment-osx-64.yml": b"dependencies: [for-intel]\n",
        "environment-linux-64.lock": b"six==1.16.0\n",
    }
    found = {
        name: plan(files, platform=name) for name in ("linux-64", "osx-arm64", "osx-64", "win-64", "linux-aarch64")
    }
    assert {name: one.file for name, one in found.items()} == {
        "linux-64": "environment-linux.yml",
        "osx-arm64": "environment-macos.yml",
        "osx-64": "environment-osx-64.yml",
        "win-64": "project/environment-windows.yml",
        "linux-aarch64": "environment-linux.yml",
    }
    assert found["linux-64"].exact_file == "environment-linux-64.lock"
    assert [one.exact_file for name, one in found.items() if name != "linux-64"] == [""] * 4
    del files["environment-macos.yml"]
    assert plan(files, platform="osx-arm64").file == "environment.yml"
    del files["environment.yml"]
    assert plan(files, platform="osx-arm64").file == "requirements.txt"


def test_what_a_version_keeps_is_read_back() -> None:
    kept = environment(
        [Package("numpy", "2.1.3"), Package("pandas", "2.2.3"), Package("pip", "24.0"), Package("six", "1.16.0")],
        roots=["pandas"],
    )
    files = captured.files(kept)
    here, there = plan(files, platform="linux-64"), plan(files, platform="win-64")
    assert (here.kind, here.version, here.exact_file) == ("venv", "3.11.7", "environment-linux-64.lock")
    assert names(here.exact) == ["numpy==2.1.3", "pandas==2.2.3", "pip==24.0", "six==1.16.0"]
    assert (there.exact, there.exact_file, there.file) == ([], "", "requirements.txt")
    assert names(there.roots) == ["pandas==2.2.3"]
    assert names(there.pins) == names(here.exact)
    assert here.questions == there.questions == here.refused == there.refused == []


def test_sources_are_asked_about_and_folders_are_lost() -> None:
    kept = environment(
        [
            Package("own", "1.0", source=Source("local", "own", editable=True)),
            Package("theirs", "1.0", source=Source("vcs", "git+https://host.example/theirs.git", commit="a" * 40)),
            Package(
                "file", "1.0", source=Source("archive", "https://host.example/file.whl", hash="sha256:" + "b" * 64)
            ),
            Package("six", "1.16.0"),
        ],
        roots=["own", "theirs", "file", "six"],
    )
    files = captured.files(kept)
    asking = plan(files, platform="linux-64")
    lines = [question.line for question in asking.questions]
    assert lines == [
        f"file @ https://host.example/file.whl#sha256={'b' * 64}",
        f"theirs @ git+https://host.example/theirs.git@{'a' * 40}",
    ]
    assert [one.name for one in asking.dropped if "folder" in one.reason] == ["own"]
    found = plan(files, platform="linux-64", accepted=lines)
    assert found.questions == []
    assert sorted(want.direct for want in found.exact if want.direct) == lines
    declined = plan(files, platform="linux-64", declined=lines)
    assert declined.questions == [] and not any(want.direct for want in (*declined.exact, *declined.roots))


def test_conda_environments_keep_builds_only_at_home() -> None:
    def one(name: str, version: str, build: str) -> Package:
        url = f"https://conda.anaconda.org/conda-forge/linux-64/{name}-{version}-{build}.conda"
        return Package(
            name, version, "conda", build=build, channel="conda-forge", subdir="linux-64", url=url,
            hash="sha256:" + "c" * 64,
        )  # fmt: skip

    kept = environment(
        [one("numpy", "2.1.3", "py311_0"), one("python", "3.11.7", "h1"), Package("six", "1.16.0")],
        channels=["conda-forge"], roots=["numpy", "six"],
    )  # fmt: skip
    files = captured.files(kept)
    here, there = plan(files, platform="linux-64"), plan(files, platform="osx-arm64")
    assert (here.kind, here.channels, here.exact_file) == ("conda", ["conda-forge"], "environment-linux-64.lock")
    assert [(want.name, want.build, len(want.hashes)) for want in here.exact] == [
        ("numpy", "py311_0", 1), ("python", "h1", 1), ("six", "", 0),
    ]  # fmt: skip
    assert (there.kind, there.file, there.exact) == ("conda", "environment.yml", [])
    assert {want.name for want in there.roots} == {"numpy", "python", "pip", "six"}
    assert not any(want.build or want.hashes for want in (*there.roots, *there.pins))
    assert here.questions == there.questions == []


def test_conda_specs_of_all_kinds() -> None:
    lines = [
        "numpy",
        "scipy=1.11",
        "pandas==2.0.3",
        "dask >=2024.1,<2025",
        "conda-forge::xarray=2024.1.0",
        "r-base=4.3.1=h0_0",
        "python=3.10",
        "_openmp_mutex=4.5=1_gnu",
        "zlib 1.2.*",
    ]
    found = plan({"environment.yml": json.dumps({"channels": ["defaults"], "dependencies": lines}).encode()})
    assert [(want.name, want.spec, want.version, want.build) for want in found.roots] == [
        ("numpy", "", "", ""),
        ("scipy", "=1.11", "1.11", ""),
        ("pandas", "==2.0.3", "2.0.3", ""),
        ("dask", ">=2024.1,<2025", "", ""),
        ("xarray", "=2024.1.0", "2024.1.0", ""),
        ("r-base", "=4.3.1", "4.3.1", "h0_0"),
        ("python", "=3.10", "3.10", ""),
        ("_openmp_mutex", "=4.5", "4.5", "1_gnu"),
        ("zlib", "1.2.*", "", ""),
    ]
    assert found.questions == found.refused == []
    assert found.channels == ["defaults", "conda-forge"] and found.kind == "conda"


def test_versions_in_yaml_are_texts() -> None:
    found = plan({"environment.yml": b"dependencies:\n- python=3.10\n- pip\n- pip:\n  - six==1.10\n"})
    assert (found.kind, found.version) == ("venv", "3.10")
    assert names(found.roots) == ["six==1.10"]


def test_markers_and_hashes_are_kept() -> None:
    digest = "sha256:" + "a" * 64
    text = f"Six==1.16.0 ; python_version < '4' \\\n  --hash={digest} \\\n  --hash={digest}\n# comment\n"
    found = plan({"environment-linux-64.lock": text.encode()}, platform="linux-64")
    assert found.exact == [
        Want("six", spec="==1.16.0", version="1.16.0", marker='python_version < "4"', hashes=(digest,) * 2)
    ]


def test_a_version_without_files_says_so() -> None:
    with pytest.raises(InputError, match="does not say"):
        plan({})
    with pytest.raises(InputError, match="does not say"):
        plan({"project/uv.lock": b"x"})
