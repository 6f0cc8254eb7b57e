"""The files a version keeps are valid for the tools they are meant for, and give nothing away."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml
from packaging.requirements import Requirement

from jovian_lab.environment import cache, captured, detect, formats, urls
from jovian_lab.environment.values import (
    FORMAT,
    Environment,
    Interpreter,
    KernelName,
    Package,
    Platform,
    Source,
)  # fmt: skip
from tests.environment import layouts
from tests.environment.peers import uv
from tests.environment.wheels import wheel

SCHEMA = Path(__file__).parents[2] / "jovian_lab" / "schemas" / "stored" / "environment.v1.json"
LINUX = Platform("linux", "x86_64", "glibc 2.36")
MAC = Platform("macos", "arm64", release="14.4")
PYTHON = Interpreter("python", "3.11.7", "CPython")
SECRET = "s3cr3t"


def sample(**changes: object) -> Environment:
    packages = [
        Package("arrow-like", "1.0", source=Source("archive", "https://example.org/a.whl", hash="sha256:" + "a" * 64)),
        Package("from-git", "0.1", source=Source("vcs", "git+https://example.org/x/y.git", commit="b" * 40)),
        Package("hobby", "0.5", source=Source("local", "hobby", commit="c" * 40, dirty=True, editable=True)),
        Package("numpy", "2.1.3", requested=True),
        Package("old", "1.0-beta-of-sorts"),
        Package("pip", "24.0"),
        Package("plain", "1!2.0rc1+local.1"),
    ]
    return msgspec.structs.replace(
        Environment(FORMAT, PYTHON, LINUX, "venv", packages, KernelName("science"), [], ["from-git", "hobby", "numpy"]),
        **changes,
    )


def conda_sample() -> Environment:
    def package(name: str, version: str, build: str, *held: str) -> Package:
        url = f"https://conda.anaconda.org/conda-forge/linux-64/{name}-{version}-{build}.conda"
        return Package(
            name, version, "conda", name == "numpy", build=build, channel="conda-forge", subdir="linux-64",
            hash="sha256:" + "d" * 64, url=url, distributions=held,
        )  # fmt: skip

    packages = [
        package("numpy", "1.26.4", "py311h64a7726_0", "numpy==1.26.4"),
        package("openssl", "3.2.1", "hd590300_0"),
        package("python", "3.11.7", "hab00c5b_1_cpython"),
        Package("local-only", "1.0", "conda", build="0", channel="mine", subdir="linux-64"),
        Package("rich", "13.7.0"),
    ]
    return Environment(FORMAT, PYTHON, LINUX, "conda", packages, None, ["conda-forge"], ["numpy", "rich"])


def everything(files: dict[str, bytes]) -> str:
    return b"\n".join(files.values()).decode()


def requirement_lines(content: bytes) -> list[str]:
    return [line for line in content.decode().splitlines() if line and not line.startswith("#")]


def test_environment_json_comes_back(tmp_path: Path) -> None:
    for environment in (sample(), conda_sample(), sample(missing=["a", "b"]), Environment(FORMAT, PYTHON, LINUX)):
        content = captured.files(environment)["environment.json"]
        assert captured.decode(content) == environment
        assert content == captured.files(environment)["environment.json"]
        jsonschema.validate(json.loads(content), json.loads(SCHEMA.read_text()))


def test_the_schema_knows_every_field_and_no_other() -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    for struct, name in [
        (Package, "package"),
        (Source, "source"),
        (Platform, "platform"),
        (Interpreter, "interpreter"),
    ]:
        fields = {field.encode_name for field in msgspec.structs.fields(struct)}
        assert set(schema["definitions"][name]["properties"]) == fields
        assert schema["definitions"][name]["additionalProperties"] is False
    assert set(schema["properties"]) == {field.encode_name for field in msgspec.structs.fields(Environment)}


def test_requirements_are_valid() -> None:
    content = captured.files(sample())["requirements.txt"]
    lines = requirement_lines(content)
    for line in lines:
        Requirement(line)
    assert lines == [
        "arrow-like @ https://example.org/a.whl#sha256=" + "a" * 64,
        "from-git @ git+https://example.org/x/y.git@" + "b" * 40,
        "numpy==2.1.3",
        "plain==1!2.0rc1+local.1",
    ]
    # what cannot be had elsewhere is told to people
    assert f"# hobby==0.5: editable, from the folder hobby, git commit {'c' * 40} with changes" in content.decode()


def test_requirements_of_conda_name_what_python_sees() -> None:
    assert requirement_lines(captured.files(conda_sample())["requirements.txt"]) == ["numpy==1.26.4", "rich==13.7.0"]


def test_environment_yml_is_valid(tmp_path: Path) -> None:
    folder = tmp_path / "My Study: 2"
    folder.mkdir()
    parsed = yaml.safe_load(captured.files(conda_sample(), folder=folder)["environment.yml"])
    assert parsed == {
        "name": "my-study-2",
        "channels": ["conda-forge"],
        "dependencies": ["python=3.11.7", "numpy=1.26.4", "pip", {"pip": ["rich==13.7.0"]}],
    }
    parsed = yaml.safe_load(captured.files(sample())["environment.yml"])
    assert parsed["name"] == "science"
    assert parsed["dependencies"] == [
        "python=3.11", "pip", {"pip": ["from-git @ git+https://example.org/x/y.git@" + "b" * 40, "numpy==2.1.3"]}
    ]  # fmt: skip


def test_rattler_reads_what_is_for_conda(tmp_path: Path) -> None:
    rattler = pytest.importorskip("rattler")
    for environment in (sample(), conda_sample()):
        parsed = yaml.safe_load(captured.files(environment)["environment.yml"])
        for line in parsed["dependencies"]:
            if isinstance(line, str):
                assert rattler.MatchSpec(line).name is not None
    for line in captured.files(conda_sample())["environment-linux-64.lock"].decode().splitlines():
        if line.startswith("https:"):
            assert rattler.MatchSpec(line.partition("#")[0]).name is not None


def test_lock_of_conda_is_an_explicit_list() -> None:
    lines = captured.files(conda_sample())["environment-linux-64.lock"].decode().splitlines()
    at = lines.index("@EXPLICIT")
    assert "# platform: linux-64" in lines[:at]
    pattern = r"https://conda\.anaconda\.org/conda-forge/linux-64/[\w.-]+\.conda#sha256:[0-9a-f]{64}"
    pins = [line for line in lines[at + 1 :] if not line.startswith("#")]
    assert len(pins) == 3 and all(re.fullmatch(pattern, line) for line in pins)
    assert "# pip rich==13.7.0" in lines and "# local-only=1.0=0: not from an address" in lines


def test_lock_of_pip_has_all_hashes_or_none() -> None:
    def lock(*packages: Package) -> list[str]:
        return requirement_lines(formats.lock(sample(packages=list(packages))))

    one, two = Package("one", "1", hash="sha256:" + "1" * 64), Package("two", "2", hash="sha256:" + "2" * 64)
    assert all("--hash=sha256:" in line for line in lock(one, two))
    assert lock(one, Package("three", "3")) == ["one==1", "three==3"]


@pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")
def test_uv_takes_the_requirements(tmp_path: Path) -> None:
    """Made from a real reading, and resolved by uv to the same versions."""
    site = layouts.venv(tmp_path / "env")
    for name, version in [("alpha", "1.0"), ("beta", "2.0rc1"), ("gamma", "1!3.0")]:
        wheel(tmp_path / "wheels", name, version)
        layouts.dist(site, name, version)
    files = captured.files(cache.capture(detect.for_python(tmp_path / "env")))
    where = ["--no-index", "--find-links", tmp_path / "wheels", "--prerelease=allow"]
    for name in ("requirements.txt", "environment-linux-64.lock"):
        if name in files:
            (tmp_path / name).write_bytes(files[name])
            out = uv("pip", "compile", *where, "--no-header", "--no-annotate", tmp_path / name)
            assert out.split() == ["alpha==1.0", "beta==2.0rc1", "gamma==1!3.0"]


@pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")
def test_nothing_is_given_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials, no variables, no paths of this machine, wherever they may come from."""
    monkeypatch.setenv("PIP_INDEX_URL", f"https://user:{SECRET}@index.example/simple")
    monkeypatch.setenv("API_TOKEN", SECRET)
    site = layouts.venv(tmp_path / "env")
    for number, url in enumerate([
        f"https://user:{SECRET}@example.org/a.whl", f"https://{SECRET}@example.org/a.whl",
        f"https://example.org/a.whl?token={SECRET}", f"https://example.org/a.whl#sha256={'0' * 64}&token={SECRET}",
        f"https://user:{SECRET}@[::1]:8080/a.whl", f"https://host/t/{SECRET}/a.whl",
    ]):  # fmt: skip
        layouts.dist(site, f"direct{number}", "1.0", direct={"url": url, "archive_info": {}})
    layouts.dist(
        site,
        "vcs",
        "1.0",
        direct={"url": f"https://x:{SECRET}@git.example/a", "vcs_info": {"vcs": "git", "commit_id": "ab"}},
    )
    layouts.dist(site, "near", "1.0", direct={"url": (tmp_path / "near").as_uri(), "dir_info": {"editable": True}})
    layouts.dist(site, "file", "1.0", direct={"url": (tmp_path / "f.whl").as_uri(), "archive_info": {}})
    layouts.dist(site, "odd", "1.0", direct={"url": str(tmp_path / "odd"), "dir_info": {}})
    prefix = tmp_path / "conda"
    layouts.bare(prefix, "3.11.7")
    for number, channel in enumerate([
        f"https://user:{SECRET}@conda.example/private/linux-64", f"https://conda.example/t/{SECRET}/private/linux-64",
        f"https://conda.anaconda.org/t/{SECRET}/mine/linux-64", f"{(tmp_path / 'channel').as_uri()}/linux-64",
        f"{tmp_path}/channel/linux-64",
    ]):  # fmt: skip
        layouts.record(prefix, f"pkg{number}", "1.0", channel=channel)
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "Pipfile.lock").write_text(json.dumps({"url": f"https://me:{SECRET}@index.example/simple"}))
    (folder / "uv.lock").write_text(f'registry = "https://{SECRET}@index.example/simple"\n')
    (folder / "poetry.lock").symlink_to("/etc/passwd")
    for python in (tmp_path / "env", prefix):
        environment = cache.capture(detect.for_python(python))
        assert len(environment.packages) >= 5
        text = everything(captured.files(environment, folder=folder))
        assert SECRET not in text
        assert str(tmp_path) not in text
        assert "root:" not in text
        for line in requirement_lines(captured.files(environment)["requirements.txt"]):
            Requirement(line)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://u:p@h.example/x?y=1#frag", "https://h.example/x"),
        ("git+ssh://git@host/x.git", "git+ssh://git@host/x.git"),
        ("git+ssh://git:p@host/x.git", "git+ssh://host/x.git"),
        ("https://${USER}:${TOKEN}@h/x", "https://${USER}:${TOKEN}@h/x"),
        ("https://${USER}:real@h/x", "https://h/x"),
        ("https://h/x#subdirectory=a&egg=b", "https://h/x#subdirectory=a"),
        ("https://h/t/tk-1/x", "https://h/x"),
        ("file:///home/t/project/x", "file:///home/t/project/x"),
        ("no address", ""),
        ("https://[broken", ""),
    ],
)
def test_addresses_without_credentials(url: str, expected: str) -> None:
    assert urls.clean(url) == expected


def test_lock_files_of_the_project_are_kept(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_bytes(b"version = 1\r\n# user@example.org stays\n")
    (tmp_path / "pixi.lock").write_bytes(b"x" * (9 * 2**20))
    (tmp_path / "poetry.lock").mkdir()
    (tmp_path / "Manifest.toml").write_bytes(b"julia")
    kept = captured.files(sample(), folder=tmp_path)
    assert {name for name in kept if name.startswith("project/")} == {"project/uv.lock"}
    assert kept["project/uv.lock"] == (tmp_path / "uv.lock").read_bytes()


def test_other_platforms_are_carried_forward() -> None:
    linux = captured.files(sample())
    mac = captured.files(sample(platform=MAC), parent=linux)
    assert mac["environment-linux-64.lock"] == linux["environment-linux-64.lock"]
    assert mac["environment-linux-64.json"] == linux["environment.json"]
    assert "environment-osx-arm64.lock" in mac and "environment-osx-arm64.json" not in mac
    again = captured.files(sample(), parent=mac)
    assert again["environment-osx-arm64.lock"] == mac["environment-osx-arm64.lock"]
    assert again["environment-osx-arm64.json"] == mac["environment.json"]
    assert "environment-linux-64.json" not in again
    assert again["environment-linux-64.lock"] == linux["environment-linux-64.lock"]


def test_nothing_else_is_carried_forward() -> None:
    parent = {
        **captured.files(sample(platform=MAC)),
        "environment-../../x.lock": b"", "environment-beos-68k.lock": b"", "requirements-extra.txt": b"",
        "environment-win-64.lock": b"x" * (5 * 2**20), "project/uv.lock": b"gone", "environment.json": b"\xff",
    }  # fmt: skip
    kept = captured.files(sample(), parent=parent)
    assert {name for name in kept if name not in captured.files(sample())} == {"environment-osx-arm64.lock"}
    # a notebook that changed its language does not keep what is of another
    other = captured.files(sample(interpreter=Interpreter("R", "4.3.1"), packages=[]), parent=captured.files(sample()))
    assert set(other) == {"environment.json"}


@pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")
def test_what_the_notebook_imports_counts_as_chosen(tmp_path: Path) -> None:
    cache.forget()
    site = layouts.venv(tmp_path / "env")
    layouts.dist(site, "scikit_learn", "1.4", "Requires-Dist: numpy", requested=False)
    layouts.dist(site, "numpy", "1.26")
    layouts.dist(site, "top", "1", "Requires-Dist: scikit-learn", requested=True)
    (site / "scikit_learn-1.4.dist-info" / "RECORD").write_text("sklearn/__init__.py,,\nsklearn/x.py,,\n")
    environment = cache.capture(detect.for_python(tmp_path / "env"))
    assert environment.roots == ["top"]
    parsed = yaml.safe_load(captured.files(environment, imports=["sklearn", "nothing"])["environment.yml"])
    assert parsed["dependencies"][-1] == {"pip": ["scikit-learn==1.4", "top==1"]}


@pytest.mark.skipif(sys.platform == "win32", reason="the layouts here are those of Linux and macOS")
def test_lent_packages_nobody_needs_are_only_mentioned(tmp_path: Path) -> None:
    cache.forget()
    inner = layouts.venv(tmp_path / "env", lends=True)
    outer = layouts.bare(tmp_path / "base", "3.11.7")
    layouts.dist(inner, "mine", "1", "Requires-Dist: lent")
    for name in ("lent", "imported", "apt-thing"):
        layouts.dist(outer, name.replace("-", "_"), "1")
    (outer / "imported").mkdir()
    environment = cache.capture(detect.for_python(tmp_path / "env"))
    content = captured.files(environment, imports=["imported"])["requirements.txt"]
    pins = [line for line in requirement_lines(content) if not line.startswith(("zeta", "user"))]
    assert {"imported==1", "lent==1", "mine==1"} <= set(pins) and "apt-thing==1" not in pins
    assert "# apt-thing==1, of the system" in content.decode()
