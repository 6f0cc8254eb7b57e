"""Conda prefixes as conda, mamba and pixi leave them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jovian_lab.environment import capture, captured, conda
from tests.environment import layouts
from tests.environment.peers import ours

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")

HISTORY = """==> 2024-01-01 10:00:00 <==
# cmd: /opt/conda/bin/conda create -n ml python=3.11 numpy
# conda version: 23.1.0
+conda-forge/linux-64::numpy-1.26.4-py311h64a7726_0
# update specs: ['python=3.11', 'numpy', "conda-forge::scipy[version='>=1.11,<2']"]
==> 2024-01-02 10:00:00 <==
# cmd: conda install -c conda-forge pandas>=2 -n ml
# update specs: ['pandas[version=">=2"]']
# neutered specs: ['openssl==3.0']
==> 2024-01-03 10:00:00 <==
# remove specs: ['scipy']
# update specs: old,style=1.0
# update specs: [broken
"""


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    folder = tmp_path / "ml"
    layouts.bare(folder, "3.11.7")
    return folder


def test_history() -> None:
    assert conda.requested(HISTORY) == {"python", "numpy", "pandas", "old", "style"}
    assert conda.requested("") == set()


def test_what_was_asked_for(prefix: Path) -> None:
    layouts.record(prefix, "python", "3.11.7", requested_spec="python=3.11")
    layouts.record(prefix, "numpy", "1.26.4", depends=["python >=3.11", "libblas >=3.9"], requested_spec="None")
    layouts.record(prefix, "libblas", "3.9.0")
    layouts.record(prefix, "scipy", "1.11.0", depends=["numpy"])
    # nobody noted anything but one
    assert capture(prefix).roots == ["python"]
    (prefix / "conda-meta" / "history").write_text(HISTORY)
    environment = capture(prefix)
    assert environment.roots == ["numpy", "python"]
    assert [one.name for one in environment.packages if one.requested] == ["numpy", "python"]


def test_leaves_where_nothing_was_noted(prefix: Path) -> None:
    layouts.record(prefix, "python", "3.11.7", depends=["openssl"])
    layouts.record(prefix, "openssl", "3.2", depends=["__glibc >=2.17"])
    layouts.record(prefix, "numpy", "1.26.4", depends=["python >=3.11", "libblas >=3.9"])
    layouts.record(prefix, "libblas", "3.9.0", depends=["numpy"])  # in a circle
    assert capture(prefix).roots == ["libblas"]


@pytest.mark.parametrize(
    ("channel", "url", "expected"),
    [
        ("conda-forge", "https://conda.anaconda.org/conda-forge/linux-64/x.conda", ("conda-forge", False)),
        ("https://conda.anaconda.org/conda-forge/linux-64", "", ("conda-forge", False)),
        ("https://conda.anaconda.org/conda-forge/", "", ("conda-forge", False)),
        ("https://conda.anaconda.org/pytorch/label/nightly/linux-64", "", ("pytorch/label/nightly", False)),
        ("https://repo.anaconda.com/pkgs/main/linux-64", "", ("pkgs/main", False)),
        ("pkgs/main", "https://repo.anaconda.com/pkgs/main/linux-64/x.conda", ("pkgs/main", False)),
        ("https://u:p@conda.example/team/linux-64", "", ("https://conda.example/team", False)),
        ("https://prefix.dev/team", "", ("https://prefix.dev/team", False)),
        ("https://conda.example/t/abc/team/noarch", "", ("https://conda.example/team", False)),
        ("file:///home/me/channel/linux-64", "", ("channel", True)),
        ("/home/me/channel/linux-64", "", ("channel", True)),
        ("C:\\me\\channel", "", ("channel", True)),
        ("", "file:///home/me/channel/linux-64/x.conda", ("channel", True)),
        ("channel", "file:///home/me/channel/linux-64/x.conda", ("channel", True)),
        ("", "", ("", True)),
    ],
)
def test_channels(channel: str, url: str, expected: tuple[str, bool]) -> None:
    assert conda.channel_of(channel, url, "linux-64") == expected


def test_order_of_channels(prefix: Path) -> None:
    for number in range(5):
        layouts.record(prefix, f"a{number}", "1", channel="https://repo.anaconda.com/pkgs/main/linux-64")
    layouts.record(prefix, "r", "1", channel="https://repo.anaconda.com/pkgs/r/linux-64")
    for number in range(2):
        layouts.record(prefix, f"b{number}", "1", channel="https://conda.anaconda.org/bioconda/linux-64")
    for number in range(3):
        layouts.record(prefix, f"c{number}", "1")
    assert capture(prefix).channels == ["conda-forge", "bioconda", "defaults"]


def test_python_distributions_belong_to_their_package(prefix: Path) -> None:
    site = prefix / "lib" / "python3.11" / "site-packages"
    inside = "lib/python3.11/site-packages"
    files = [f"{inside}/torch-2.1.0.dist-info/METADATA", f"{inside}/torch/__init__.py"]
    layouts.record(prefix, "pytorch", "2.1.0", files=files)
    layouts.dist(site, "torch", "2.1.0")
    # what a package keeps for itself in a folder of its own says nothing of what is installed
    vendored = [f"{inside}/setuptools/_vendor/rich-13.0.dist-info/METADATA"]
    layouts.record(
        prefix, "setuptools", "69.0", files=[f"{inside}/setuptools-69.0-py3.11.egg-info/PKG-INFO", *vendored]
    )
    (site / "setuptools-69.0-py3.11.egg-info").mkdir()
    (site / "setuptools-69.0-py3.11.egg-info" / "PKG-INFO").write_text("Name: setuptools\nVersion: 69.0\n\n")
    layouts.dist(site, "rich", "13.0")
    # pip's in the place of conda's
    layouts.record(prefix, "numpy", "1.26", files=[f"{inside}/numpy-1.26.dist-info/METADATA"])
    layouts.dist(site, "numpy", "2.0")
    environment = capture(prefix)
    found = {(one.name, one.manager, one.version, one.distributions) for one in environment.packages}
    assert found == {
        ("pytorch", "conda", "2.1.0", ("torch==2.1.0",)),
        ("setuptools", "conda", "69.0", ("setuptools==69.0",)),
        ("rich", "pypi", "13.0", ()),
        ("numpy", "pypi", "2.0", ()),
    }
    assert ours(environment) == {"torch": "2.1.0", "setuptools": "69.0", "rich": "13.0", "numpy": "2.0"}


def test_pixi(prefix: Path) -> None:
    layouts.record(prefix, "python", "3.11.7", requested_specs=["python 3.11.*"], requested_spec="")
    (prefix / "conda-meta" / "pixi").write_text("{}")
    environment = capture(prefix)
    assert environment.manager == "pixi"
    assert environment.roots == ["python"]


def test_packages_for_another_processor_than_this_machine_s(prefix: Path) -> None:
    """As on a Mac that translates: what counts is what the packages were made for."""
    layouts.record(prefix, "python", "3.11.7", subdir="osx-64")
    layouts.record(prefix, "certifi", "2024.1.1", subdir="noarch")
    environment = capture(prefix)
    assert (environment.platform.system, environment.platform.machine) == ("macos", "x86_64")
    assert "environment-osx-64.lock" in captured.files(environment)


def test_records_that_cannot_be_read(prefix: Path) -> None:
    layouts.record(prefix, "good", "1.0")
    meta = prefix / "conda-meta"
    (meta / "broken-1.0-0.json").write_text("{")
    (meta / "list-1.0-0.json").write_text("[]")
    (meta / "latin-1.0-0.json").write_bytes(b'{"name": "\xff", "version": "1"}')
    (meta / "evil-1.0-0.json").write_text('{"name": "../../x", "version": "1"}')
    (meta / "nulls-1.0-0.json").write_text(
        '{"name": "nulls", "version": "1", "url": null, "depends": null, "sha256": null}'
    )
    (meta / "deep-1.0-0.json").write_text('{"name": "deep", "version": "1", "x": ' + "[" * 100_000)
    (meta / "._good-1.0-0.json").write_bytes(b"\0\5\x16\7")
    environment = capture(prefix)
    assert [one.name for one in environment.packages] == ["good", "nulls"]
    assert len([sentence for sentence in environment.missing if "cannot be read" in sentence]) == 5
