"""Damaged objects: each is named by fsck, none is served, the other versions and the next commit work."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from jovian_lab.errors import Damaged, JovianError
from jovian_lab.project import Project
from tests.torture import damage
from tests.torture.apart import apart
from tests.torture.effort import tries
from tests.torture.marked import notebook
from tests.torture.whole import NOTEBOOK, assert_goes_on
from tests.torture.writer import AUTHOR

_TOKENS = [f"version {number}" for number in range(1, 7)]
_SECONDS = 60
_AIMED = {"flip_packed", "flip_index", "flip_loose", "cut_loose", "empty_loose", "remove_loose", "swap_loose"}


@pytest.fixture(scope="module", params=["packs", "one pack", "loose"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A project of six versions, as commits leave it, after maintenance, or with loose objects."""
    folder = tmp_path_factory.mktemp("project")
    apart(_make, folder, request.param)
    return request.param, folder


def _make(folder: Path, kind: str) -> None:
    project = Project.open(folder, create=True)
    for token in _TOKENS:
        (folder / NOTEBOOK).write_bytes(notebook(token))
        assert project.commit(NOTEBOOK, token, author=AUTHOR)
    if kind == "one pack":
        project.gc()
    if kind == "loose":
        damage.unpack(folder / ".jovian" / "repository.git")


def test_damaged_objects(store: tuple[str, Path], tmp_path: Path, random: Random) -> None:
    kind, origin = store
    ways = damage.LOOSE if kind == "loose" else damage.PACKED
    repository = origin / ".jovian" / "repository.git"
    versions = apart(_versions, origin)
    needed = {number: damage.objects_of(repository, version) for number, version in versions.items()}
    everything = list(dict.fromkeys(name for number in sorted(needed) for name in needed[number]))
    failures = []
    for number in range(tries(8, 20 if kind != "loose" else 25)):
        folder = tmp_path / str(number)
        shutil.copytree(origin, folder)
        victim, way = random.choice(everything), ways[number % len(ways)]
        way(folder / ".jovian" / "repository.git", victim, random)
        if number % 3 == 2:  # as on a machine that has no index yet
            (folder / ".jovian" / "index.sqlite").unlink()
        alone = (
            way.__name__ in _AIMED - {"flip_index"} and kind != "one pack"
        )  # there, others may be stored as deltas of the victim
        case = _Case(victim, way.__name__ in _AIMED, alone, number % 3 == 2, needed)
        try:
            apart(_check, folder, case, seconds=_SECONDS)
        except AssertionError as error:
            failures.append(f"{kind} {number}: {way.__name__} of {_kind(repository, victim)} {victim}: {error}")
    assert not failures, "\n\n".join(failures)


def _versions(folder: Path) -> dict[int, str]:
    return {version.number: version.id for version in Project.open(folder).versions(NOTEBOOK)}


def _kind(repository: Path, name: str) -> str:
    return damage.git(repository, "cat-file", "-t", name).decode().strip()


class _Case(NamedTuple):
    """What was damaged: `aimed` at one object, `alone` if no other suffered; `needed`: the objects of each version."""

    victim: str
    aimed: bool
    alone: bool
    without_index: bool
    needed: dict[int, list[str]]


def _check(folder: Path, case: _Case) -> None:
    """Everything that must hold of a store in which something was damaged."""
    project = Project.open(folder)
    report = project.fsck()
    named = {problem.object for problem in report.problems}
    assert named and not report.ok
    assert case.victim in named or not case.aimed, f"fsck names {named} only"
    for number, token in enumerate(_TOKENS, 1):
        try:
            raw = project.read(NOTEBOOK, number)
        except Damaged as error:
            assert case.victim in case.needed[number] or not case.alone, f"v{number} should be readable: {error}"
            assert named & set(case.needed[number]), f"v{number} cannot be read, and fsck does not say why"
        except JovianError as error:  # a version whose description is lost together with the index is not known
            assert case.without_index, f"v{number}: {error}"
        else:
            assert raw == notebook(token), f"v{number} was served with wrong bytes"
    if not case.without_index:
        assert project.page(NOTEBOOK).total == len(_TOKENS)
    _check_next(project, folder, case)


def _check_next(project: Project, folder: Path, case: _Case) -> None:
    """The next commit works; what it shares with its parent may be damaged there, and then nothing wrong is served."""
    raw = notebook("afterwards")
    (folder / NOTEBOOK).write_bytes(raw)
    try:
        version = project.commit(NOTEBOOK, "afterwards", author=AUTHOR, allow_empty=True)
    except Damaged:  # what the newest version was is in its commit and in the index: both are gone
        assert case.without_index
        return
    assert version is not None
    try:
        assert project.read(NOTEBOOK, version.id) == raw
    except Damaged:
        named = {user for problem in project.fsck().problems for user in problem.versions}
        assert f"{NOTEBOOK} v{version.number}" in named


def test_git_serves_a_swapped_object(tmp_path: Path, random: Random) -> None:
    """The control: reading as plain `git cat-file` does would not be enough."""
    apart(_make, tmp_path, "loose")
    repository = tmp_path / ".jovian" / "repository.git"
    content = notebook(_TOKENS[0])
    name = damage.git(repository, "hash-object", "-w", "--stdin", stdin=content).decode().strip()
    damage.swap_loose(repository, name, random)
    served = damage.git(repository, "cat-file", "blob", name)
    assert len(served) == len(content) and served != content


def test_a_damaged_index_is_made_anew(store: tuple[str, Path], tmp_path: Path, random: Random) -> None:
    """The index is a cache: whatever happens to it, the history is all there."""
    _, origin = store
    for number in range(tries(4, 20)):
        folder = tmp_path / str(number)
        shutil.copytree(origin, folder)
        index = folder / ".jovian" / "index.sqlite"
        data = bytearray(index.read_bytes())
        match number % 4:
            case 0:
                for _ in range(50):
                    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
            case 1:
                del data[random.randrange(len(data)) :]
            case 2:
                data = bytearray(b"no database")
            case _:
                data[:100] = random.randbytes(100)
        for suffix in ("-wal", "-shm"):
            index.with_name(index.name + suffix).unlink(missing_ok=True)
        index.write_bytes(data)
        apart(_check_all, folder, number % 4 > 0, seconds=_SECONDS)


def _check_all(folder: Path, everything: bool) -> None:
    project = Project.open(folder)
    titles = [version.title for version in project.page(NOTEBOOK).versions]
    assert titles == _TOKENS[::-1] or not everything
    for number, token in enumerate(_TOKENS, 1):
        assert project.read(NOTEBOOK, number) == notebook(token)
    assert_goes_on(folder)
