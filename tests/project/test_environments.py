"""What a version keeps of the kernel's environment, at what cost, and what is made of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jovian_lab.environment import cache, captured, kept, reading
from jovian_lab.environment.kept import Choice
from jovian_lab.errors import Damaged, InputError, NotFound, StoreTooNew, VersionNotFound
from jovian_lab.project import Project, folder_install_plan
from jovian_lab.store.repository import Transaction
from tests.environment.fake import FakeEnvironment, venv
from tests.history import commit, git, work, write


@pytest.fixture
def other(tmp_path: Path) -> FakeEnvironment:
    made = venv(tmp_path / "venv", {"numpy": "2.1.3", "pandas": "2.2.1"})
    made.settle()
    return made


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept, "_PATIENCE", 30)  # however busy the machine is
    cache.forget()
    kept._read_before.clear()
    yield


def files(project: Project, version: str) -> dict[str, str]:
    """Names and ids of what a version keeps of its environment."""
    listed = git(project, "ls-tree", "-r", version, "environment/").splitlines()
    return {line.partition("\t")[2].removeprefix("environment/"): line.split()[2] for line in listed}


def spoil(project: Project, name: str) -> None:
    """Flip a bit of an object in the only pack there is."""
    (pack,) = (project.folder / ".jovian/repository.git/objects/pack").glob("*.pack")
    listed = git(project, "verify-pack", "-v", str(pack.with_suffix(".idx")))
    (line,) = [line for line in listed.splitlines() if line.startswith(name)]
    pack.chmod(0o644)
    data = bytearray(pack.read_bytes())
    data[int(line.split()[4]) + 20] ^= 0x10
    pack.write_bytes(data)


def test_what_is_kept(project: Project, other: FakeEnvironment) -> None:
    made = commit(project, "a.ipynb", work("x"), environment=other.python)
    stored = files(project, made.id)
    assert set(stored) >= {"environment.json", "requirements.txt", "environment.yml"}
    assert made.environment is not None and made.environment.id == stored["environment.json"]
    assert (made.environment.version, made.environment.packages) == ("3.11.7", 2)
    found = project.environment("a.ipynb", 1)
    assert found.environment is not None
    assert {p.name: p.version for p in found.environment.packages} == {"numpy": "2.1.3", "pandas": "2.2.1"}
    assert {file.name: file.id for file in found.files} == stored
    body = project.environment_file("a.ipynb", 1, "environment.json")
    assert json.loads(body)["format"] == 1 and str(other.folder) not in body.decode()
    with pytest.raises(VersionNotFound):
        project.environment_file("a.ipynb", 1, "../version.json")
    assert project.version("a.ipynb", 1) == made
    assert Project.open(project.folder).page("a.ipynb").versions == [made]
    assert project.fsck().ok


def test_an_unchanged_environment_is_not_written_again(
    project: Project, other: FakeEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit(project, "a.ipynb", work("import numpy"), environment=other.python)
    second = commit(project, "a.ipynb", work("import numpy", "y"), environment=other.python)
    stored = set(files(project, first.id).values())
    added: list[str] = []
    real = Transaction.add_named

    def counted(self: Transaction, name: str, kind: str, body: bytes, **more: Any) -> Any:
        added.append(name)
        return real(self, name, kind, body, **more)

    monkeypatch.setattr(Transaction, "add_named", counted)
    reads: list[object] = []
    real_read = reading.read
    monkeypatch.setattr(reading, "read", lambda target: (reads.append(target), real_read(target))[1])
    third = commit(project, "a.ipynb", work("import numpy", "z"), environment=other.python)
    assert files(project, third.id) == files(project, first.id) == files(project, second.id)
    assert not stored & set(added) and reads == []
    assert third.environment == msgspec.structs.replace(third.environment, changed=[], changes=0)


def test_in_a_new_process_neither(project: Project, other: FakeEnvironment, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the newest version holds is read from the store where this process did not make it."""
    from jovian_lab.store import heads

    first = commit(project, "a.ipynb", work("x"), environment=other.python)
    heads._remembered.clear()
    kept._kept.clear()
    added: list[str] = []
    real = Transaction.add_named
    monkeypatch.setattr(
        Transaction, "add_named", lambda self, name, *a, **k: (added.append(name), real(self, name, *a, **k))[1]
    )
    commit(project, "a.ipynb", work("y"), environment=other.python)
    assert not set(files(project, first.id).values()) & set(added)


def test_what_changed_is_said(project: Project, other: FakeEnvironment) -> None:
    commit(project, "a.ipynb", work("x"), environment=other.python)
    other.install("numpy", "2.2.0")
    other.remove("pandas")
    made = commit(project, "a.ipynb", work("y"), environment=other.python)
    assert made.environment is not None and made.environment.changes == 2
    assert [(c.name, c.old, c.new) for c in made.environment.changed] == [
        ("numpy", "2.1.3", "2.2.0"), ("pandas", "2.2.1", None),
    ]  # fmt: skip
    found = project.environment_diff("a.ipynb", 1, 2)
    assert found.diff is not None and found.diff.verdict == "numpy 2.1.3 → 2.2.0, pandas 2.2.1 removed"


def test_without_and_with_again(project: Project, other: FakeEnvironment) -> None:
    """A version without an environment does not hide what the one before it had."""
    commit(project, "a.ipynb", work("x"), environment=other.python)
    without = commit(project, "a.ipynb", work("y"), environment=False)
    assert without.environment is None and files(project, without.id) == {}
    other.install("numpy", "2.2.0")
    again = commit(project, "a.ipynb", work("z"), environment=other.python)
    assert again.environment is not None and again.environment.changes == 1
    found = project.environment_diff("a.ipynb", 1, 2)
    assert found.diff is None and found.reason == "v2 was made without recording an environment."
    assert project.diff("a.ipynb", 1, 2).environment is None
    assert project.diff("a.ipynb", 1, 3).environment is not None


def test_another_environment_alone_is_no_version(project: Project, other: FakeEnvironment) -> None:
    commit(project, "a.ipynb", work("x"), environment=other.python)
    other.install("numpy", "2.2.0")
    assert project.commit("a.ipynb", environment=other.python) is None
    made = project.commit("a.ipynb", environment=other.python, allow_empty=True)
    assert made is not None and made.environment is not None and made.environment.changes == 1


def test_other_platforms_are_carried_forward(
    project: Project, other: FakeEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jovian_lab.environment import system
    from jovian_lab.environment.values import Platform

    with monkeypatch.context() as there:
        there.setattr(system, "here", lambda: Platform("macos", "arm64", release="14.4"))
        first = commit(project, "a.ipynb", work("x"), environment=other.python)
    assert "environment-osx-arm64.lock" in files(project, first.id)
    cache.forget()
    kept._read_before.clear()
    second = commit(project, "a.ipynb", work("y"), environment=other.python)
    third = commit(project, "a.ipynb", work("z"), environment=other.python)
    for made in (second, third):
        names = set(files(project, made.id))
        assert {"environment-osx-arm64.lock", "environment-osx-arm64.json", "environment-linux-64.lock"} <= names
    assert (
        files(project, third.id)["environment-osx-arm64.lock"] == files(project, first.id)["environment-osx-arm64.lock"]
    )
    assert second.environment is not None and second.environment.changed[0].name == "platform"


def test_a_projects_own_lock_files_are_kept(project: Project, other: FakeEnvironment) -> None:
    write(project, "uv.lock", b"version = 1\n")
    first = commit(project, "a.ipynb", work("x"), environment=other.python)
    assert project.environment_file("a.ipynb", 1, "project/uv.lock") == b"version = 1\n"
    write(project, "uv.lock", b"version = 2, and longer\n")
    commit(project, "a.ipynb", work("y"), environment=other.python)
    assert project.environment_file("a.ipynb", 2, "project/uv.lock") == b"version = 2, and longer\n"
    assert "project/uv.lock" in files(project, first.id)


@pytest.mark.parametrize("kind", ["fails", "hangs"])
def test_what_cannot_be_read_is_said_and_costs_no_version(
    project: Project, other: FakeEnvironment, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    commit(project, "a.ipynb", work("x"), environment=other.python)
    cache.forget()
    go = threading.Event()

    def read(target: object) -> object:
        if kind == "fails":
            raise RuntimeError("s3cr3t")
        go.wait(10)
        raise RuntimeError

    monkeypatch.setattr(reading, "read", read)
    begun = time.monotonic()
    made = commit(project, "a.ipynb", work("y"), environment=Choice(python=str(other.python), patience=0.2))
    assert time.monotonic() - begun < 5
    go.set()
    assert made.number == 2 and made.environment is not None
    assert (made.environment.missing, made.environment.changes) == (1, 0), "nobody knows whether anything changed"
    found = project.environment("a.ipynb", 2).environment
    assert found is not None and "s3cr3t" not in found.missing[0]
    monkeypatch.undo()
    again = commit(project, "a.ipynb", work("z"), environment=other.python)
    assert again.environment is not None and (again.environment.packages, again.environment.missing) == (2, 0)


def test_a_fault_while_keeping_costs_no_version(
    project: Project, other: FakeEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captured, "files", lambda *a, **k: 1 / 0)
    kept._kept.clear()
    made = commit(project, "a.ipynb", work("x"), environment=other.python)
    assert made.number == 1 and made.environment is None and project.fsck().ok


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", Damaged),
        (b"null", Damaged),
        (b'{"format": 1}', Damaged),
        (b"[" * 100_000, Damaged),
        (b'{"format": 1, "interpreter": {"language": 3}, "platform": {}}', Damaged),
        (
            b'{"format": 1, "interpreter": {"language": "python"}, "platform": {"system": "\xff", "machine": ""}}',
            Damaged,
        ),
        (b" " * (17 << 20), Damaged),
        (b'{"format": 99, "everything": "else"}', StoreTooNew),
    ],
    ids=["empty", "null", "bare", "deep", "types", "utf8", "large", "newer"],
)
def test_a_strangers_environment_is_data(
    project: Project, other: FakeEnvironment, monkeypatch: pytest.MonkeyPatch, content: bytes, error: type[Exception]
) -> None:
    with monkeypatch.context() as strange:
        strange.setattr(captured, "encode", lambda environment: content)
        kept._kept.clear()
        commit(project, "a.ipynb", work("x"), environment=other.python)
    kept._kept.clear()
    with pytest.raises(error):
        project.environment("a.ipynb", 1)
    with pytest.raises(error):
        project.drift("a.ipynb")
    second = commit(project, "a.ipynb", work("y"), environment=other.python)
    assert second.environment is not None and second.environment.changes == 0
    assert project.diff("a.ipynb", 1, 2).environment is None
    assert project.read("a.ipynb", 1)
    report = project.fsck()
    if error is StoreTooNew:
        assert report.ok
        return
    (problem,) = report.problems
    assert (problem.kind, problem.versions) == ("environment", ["a.ipynb v1"])


def test_damage_in_an_environment_is_named_and_healed(project: Project, other: FakeEnvironment) -> None:
    first = commit(project, "a.ipynb", work("x"), environment=other.python)
    assert first.environment is not None
    spoil(project, first.environment.id)
    report = project.fsck()
    assert not report.ok and any(problem.object == first.environment.id for problem in report.problems)
    with pytest.raises(Damaged):
        project.environment("a.ipynb", 1)
    assert project.read("a.ipynb", 1)
    made = commit(project, "a.ipynb", work("y"), environment=other.python)
    assert made.environment is not None
    assert project.environment("a.ipynb", 2).environment is not None, "what was damaged is written anew"


def test_the_same_code(project: Project, other: FakeEnvironment) -> None:
    commit(project, "a.ipynb", work("x"), environment=other.python)
    other.install("numpy", "2.2.0")
    project.commit("a.ipynb", environment=other.python, allow_empty=True)
    found = project.diff("a.ipynb", 1, 2).environment
    assert found is not None and found.verdict == "same code, numpy 2.1.3 → 2.2.0"


def test_a_plan_of_a_version_and_of_a_folder(project: Project, other: FakeEnvironment, tmp_path: Path) -> None:
    commit(project, "a.ipynb", work("import numpy"), environment=other.python)
    plan = project.install_plan("a.ipynb", 1)
    assert {want.name for want in plan.exact} >= {"numpy", "pandas"} and plan.imports == ["numpy"]
    commit(project, "a.ipynb", work("x"), environment=False)
    with pytest.raises(InputError):
        project.install_plan("a.ipynb", 2)
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(NotFound):
        folder_install_plan(folder)
    (folder / "requirements.txt").write_text("numpy==2.1.3\n--index-url https://evil.example/\n")
    (folder / "other.txt").write_text("x")
    plan = folder_install_plan(folder)
    assert [question.file for question in plan.questions] == ["requirements.txt"]
    (folder / "environment.yml").symlink_to("/etc/passwd")
    assert folder_install_plan(folder).file == "requirements.txt"


@pytest.mark.parametrize("name", ["../x", "-x", "a b", "a/b", "x" * 101, "ä"])
def test_what_is_no_name(project: Project, other: FakeEnvironment, name: str) -> None:
    made = commit(project, "a.ipynb", work("x"), environment=other.python)
    assert project.install_name("a.ipynb", made) == "a-v1"
    with pytest.raises(InputError):
        project.install_name("a.ipynb", made, name)
