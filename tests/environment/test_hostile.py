"""Environments that are broken, or made to do harm: noted in `missing`, never an exception, never slow."""

from __future__ import annotations

import os
import random
import sys
import time
import zipfile
from pathlib import Path

import pytest

from jovian_lab.environment import capture, captured
from tests.environment import layouts
from tests.environment.peers import ours

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = layouts.venv(tmp_path / "env")
    layouts.dist(folder, "good", "1.0")
    return folder


def test_a_distribution_that_cannot_be_read_goes_by_its_name(site: Path, tmp_path: Path) -> None:
    for name in ("no_file-1.1", "a_folder-1.2", "empty-1.3", "binary-1.4", "loop-1.5", "pipe-1.6"):
        (site / f"{name}.dist-info").mkdir()
    (site / "a_folder-1.2.dist-info" / "METADATA").mkdir()
    (site / "empty-1.3.dist-info" / "METADATA").touch()
    (site / "binary-1.4.dist-info" / "METADATA").write_bytes(bytes(range(256)) * 100)
    (site / "loop-1.5.dist-info" / "METADATA").symlink_to("METADATA")
    os.mkfifo(site / "pipe-1.6.dist-info" / "METADATA")
    (site / "nothing.dist-info").mkdir()
    (site / "~ip-21.0.dist-info").mkdir()
    environment = capture(tmp_path / "env")
    names = ["no-file", "a-folder", "empty", "binary", "loop", "pipe"]
    assert ours(environment) == {"good": "1.0", **{name: f"1.{number}" for number, name in enumerate(names, start=1)}}
    assert len(environment.missing) == 7
    assert str(tmp_path) not in "".join(environment.missing)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_folders_we_may_not_read(site: Path, tmp_path: Path) -> None:
    (site / "good-1.0.dist-info").chmod(0)
    assert ours(capture(tmp_path / "env")) == {"good": "1.0"}


def test_huge_files_are_read_in_part(site: Path, tmp_path: Path) -> None:
    info = layouts.dist(site, "large", "1.0")
    with (info / "METADATA").open("wb") as file:
        file.write(b"Metadata-Version: 2.1\nName: large\nVersion: 1.0\n")
        file.truncate(3 * 2**30)
    with (info / "direct_url.json").open("wb") as file:
        file.truncate(3 * 2**30)
    (site / "endless-1.0.dist-info").mkdir()
    (site / "endless-1.0.dist-info" / "METADATA").symlink_to("/dev/zero")
    (site / "many.pth").write_text("".join(f"folder{number}\n" for number in range(100_000)))
    begin = time.monotonic()
    environment = capture(tmp_path / "env")
    assert time.monotonic() - begin < 5
    assert ours(environment)["large"] == "1.0"


def test_names_and_versions_cannot_smuggle_lines(site: Path, tmp_path: Path) -> None:
    """What is written for other tools must hold nothing but what it seems to."""
    for name, version in [
        ("ok", "1.0\\n--index-url https://evil.example"), ("spaced", "1.0 --extra-index-url https://evil.example"),
        ("comment", "1.0 # x"), ("marker", "1.0; python_version < '3'"), ("star", "1.*"), ("address", "@ https://evil.example"),
    ]:  # fmt: skip
        info = site / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n\n")
    for name in ("-e .", "--index-url=https://evil.example", "a b", "../../x", "x\u2028y", "a" * 500):
        info = site / f"{abs(hash(name))}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n\n")
    environment = capture(tmp_path / "env")
    files = captured.files(environment)
    for name in ("requirements.txt", "environment-linux-64.lock", "environment.yml"):
        if name in files:
            lines = files[name].decode().splitlines()
            assert not [line for line in lines if "evil" in line and not line.lstrip().startswith("#")]
    pins = [line for line in files["requirements.txt"].decode().splitlines() if not line.startswith("#")]
    assert pins == ["good==1.0"]


def test_duplicates_the_first_on_the_path_wins(tmp_path: Path) -> None:
    inner = layouts.venv(tmp_path / "env", lends=True)
    outer = layouts.bare(tmp_path / "base", "3.11.7")
    layouts.dist(inner, "both", "2.0")
    layouts.dist(outer, "both", "1.0")
    layouts.dist(outer, "lent", "1.0")
    environment = capture(tmp_path / "env")
    assert {name: version for name, version in ours(environment).items() if name in ("both", "lent")} == {
        "both": "2.0", "lent": "1.0"
    }  # fmt: skip
    assert not environment.missing
    layouts.dist(inner, "Both", "3.0")
    assert any("both is installed twice" in sentence for sentence in capture(tmp_path / "env").missing)


def test_old_kinds_of_metadata(site: Path, tmp_path: Path) -> None:
    (site / "Flat-0.1-py3.11.egg-info").write_text("Metadata-Version: 1.0\nName: Flat\nVersion: 0.1\n")
    folder = site / "folded-0.2.egg-info"
    folder.mkdir()
    (folder / "PKG-INFO").write_text("Metadata-Version: 1.0\nName: folded\nVersion: 0.2\n")
    (folder / "requires.txt").write_text("flat\n\n[docs]\nsphinx\n\n[:python_version<'3']\nfuture\n")
    egg = site / "Boxed-0.3-py3.11.egg" / "EGG-INFO"
    egg.mkdir(parents=True)
    (egg / "PKG-INFO").write_text("Metadata-Version: 1.0\nName: Boxed\nVersion: 0.3\n\nlong\n")
    with zipfile.ZipFile(site / "zipped-0.4-py3.11.egg", "w") as packed:
        packed.writestr("EGG-INFO/PKG-INFO", "Metadata-Version: 1.0\nName: zipped\nVersion: 0.4\n\n")
    (site / "broken-0.5-py3.11.egg").write_bytes(b"PK\x03\x04 no zip")
    work = tmp_path / "work" / "linked"
    info = work / "linked.egg-info"
    info.mkdir(parents=True)
    (info / "PKG-INFO").write_text("Metadata-Version: 1.0\nName: linked\nVersion: 0.6\n")
    (site / "linked.egg-link").write_text(f"{work}\n.")
    lines = ["import evil; raise SystemExit", "# words", "./Boxed-0.3-py3.11.egg", "./zipped-0.4-py3.11.egg"]
    lines += ["./broken-0.5-py3.11.egg", str(work), "/nowhere"]
    (site / "easy-install.pth").write_text("\n".join(lines) + "\n")
    environment = capture(tmp_path / "env")
    assert ours(environment) == {
        "good": "1.0", "flat": "0.1", "folded": "0.2", "boxed": "0.3", "zipped": "0.4", "linked": "0.6"
    }  # fmt: skip
    linked = next(one for one in environment.packages if one.name == "linked")
    assert linked.source is not None and linked.source.editable and linked.source.url == "linked"
    assert "flat" not in environment.roots and "folded" in environment.roots


def test_a_path_that_leads_in_circles(site: Path, tmp_path: Path) -> None:
    (site / "here").symlink_to(".")
    (site / "loop").symlink_to("loop")
    (site / "a.pth").write_text("here\nloop\n.\nhere/here\n\0\n")
    assert ours(capture(tmp_path / "env")) == {"good": "1.0"}


@pytest.mark.parametrize("python", ["", "/nonexistent/python", "/dev/null", "/etc/passwd", "a\0b", "~nobody/x"])
def test_no_interpreter_at_all(python: str) -> None:
    environment = capture(python)
    assert environment.packages == [] or not environment.missing or environment.interpreter.version == ""
    assert environment.missing
    assert captured.decode(captured.encode(environment)) == environment


def test_random_rubbish(tmp_path: Path) -> None:
    """Whatever the files hold, an environment comes back, and can be written and read."""
    chance = random.Random(4)
    rubbish = [b"", b"\0", b"\xff\xfe", b"{", b"[]", b"null", b"[[[[" * 10_000, b"\n" * 1000, b"Name:"]
    rubbish.append(b"Name: x\nVersion: 1\n")
    for number in range(40):
        site = layouts.venv(tmp_path / f"env{number}")
        prefix = site.parents[2]
        layouts.record(prefix, "python", "3.11.7")
        for place in ("a-1.dist-info/METADATA", "a-1.dist-info/direct_url.json", "b.egg-info", "c.pth", "c.egg-link"):
            (site / place).parent.mkdir(exist_ok=True)
            (site / place).write_bytes(chance.choice(rubbish) + chance.randbytes(chance.choice([0, 5, 500])))
        for name in ("x-1-0.json", "history", "python-3.11.7-h_0.json"):
            (prefix / "conda-meta" / name).write_bytes(chance.choice(rubbish))
        if number % 2:
            (prefix / "pyvenv.cfg").write_bytes(chance.choice(rubbish) + b"home = \0\nversion = ..")
        else:
            (prefix / "pyvenv.cfg").unlink()
        environment = capture(prefix)
        assert captured.decode(captured.encode(environment)) == environment
        captured.files(environment, imports=["a"], folder=prefix)
