"""Comparing straight from the store: what is read, and what happens when some of it cannot be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from jovian_lab.errors import Damaged
from jovian_lab.notebook.split import split
from jovian_lab.project import Project
from jovian_lab.store import heads, objects, sides
from tests.history import commit, git, write
from tests.notebook.samples import BIG, Json, as_nbformat, base64_text, code, display, notebook, png, stream

PATH = "nb.ipynb"


def made(*, source: str = "a", log: str = BIG, picture: int = 0) -> Json:
    return notebook(
        code(source, stream(log), id="a"),
        code("plot", display(image__png=base64_text(png(seed=picture))), id="b"),
        code("c", stream(BIG * 2), id="c"),
    )


@pytest.fixture
def blobs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the blobs that are read; nothing is remembered from before."""
    monkeypatch.setattr(sides._stretches, "most", -1)
    read: list[str] = []
    genuine = objects.Reader.blob

    def blob(self: objects.Reader, identity: str) -> bytes:
        read.append(identity)
        return genuine(self, identity)

    monkeypatch.setattr(objects.Reader, "blob", blob)
    return read


@pytest.mark.parametrize(
    ("new", "parts"),
    [({"source": "b"}, 0), ({"picture": 1}, 0), ({"log": BIG + "x"}, 2), ({"log": "short"}, 1)],
    ids=["source", "picture", "log", "log gone small"],
)
def test_only_the_parts_that_are_looked_into_are_read(
    new: dict[str, str], parts: int, project: Project, blobs: list[str]
) -> None:
    commit(project, PATH, made())
    commit(project, PATH, made(**new))  # type: ignore[arg-type]
    blobs.clear()
    found = project.diff(PATH, 1, 2)
    assert sum(cell.change != "unchanged" for cell in found.notebook.cells) == 1
    assert len(blobs) == 2 + parts  # two skeletons


def test_a_file_is_split_against_the_version_this_process_knows(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(project, PATH, made())
    write(project, PATH, made(log=BIG + "x"))
    warm = project.diff(PATH, 1)
    monkeypatch.setattr(heads, "recall", lambda *_: None)
    cold = project.diff(PATH, 1)
    assert warm == cold and warm.notebook.cells[0].outputs[0].mimes[0].text


def test_skeletons_are_remembered_within_bounds(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        commit(project, PATH, made(source=f"{number}"))
    cold = project.diff(PATH, 1, 2)
    monkeypatch.setattr(objects.Reader, "blob", None)  # nothing is read any more
    assert project.diff(PATH, 1, 2) == cold
    monkeypatch.undo()
    size = sides._stretches.size
    monkeypatch.setattr(sides._stretches, "most", size)
    project.diff(PATH, 3, 4)
    assert 0 < sides._stretches.size <= size


def objects_file(project: Project, identity: str) -> Path:
    return project.folder / ".jovian" / "repository.git" / "objects" / identity[:2] / identity[2:]


def loosened(project: Project) -> None:
    """Unpack everything, so that single objects can be damaged."""
    repository = project.folder / ".jovian" / "repository.git"
    packs = list((repository / "objects" / "pack").glob("*.pack"))
    for pack in packs:
        moved = repository / pack.name
        pack.rename(moved)
        pack.with_suffix(".idx").unlink()
        with open(moved, "rb") as file:
            subprocess.run(["git", f"--git-dir={repository}", "unpack-objects", "-q"], stdin=file, check=True)
        moved.unlink()


@pytest.mark.parametrize("damage", ["missing", "swapped", "garbage", "empty"])
def test_a_damaged_part_is_noted_and_the_rest_shown(damage: str, project: Project) -> None:
    commit(project, PATH, made())
    commit(project, PATH, made(log=BIG + "x", source="a2", picture=1))
    write(project, PATH, notebook())
    loosened(project)
    part = split(as_nbformat(made())).cells[0].references[0]
    file = objects_file(project, part)
    body = file.read_bytes()
    file.chmod(0o644)
    match damage:
        case "missing":
            file.unlink()
        case "swapped":
            other = split(as_nbformat(made())).cells[1].references[0]
            file.write_bytes(objects_file(project, other).read_bytes())
        case "garbage":
            file.write_bytes(body[:30] + bytes(byte ^ 0x55 for byte in body[30:]))
        case "empty":
            file.write_bytes(b"")
    found = project.diff(PATH, 1, 2).notebook
    assert [cell.change for cell in found.cells] == ["edited", "outputs", "unchanged"]
    assert found.cells[0].source and "could not be read" in str(found.cells[0].not_compared)
    assert len(found.not_compared) == 1 and not found.equal
    with pytest.raises(Damaged):
        project.cell(PATH, 1, 0)
    assert project.cell(PATH, 1, 1)["source"] == ["plot"]
    assert project.cell_history(PATH, 2, 0).complete  # needs no parts


def test_a_damaged_version_is_named(project: Project) -> None:
    for log in (BIG, BIG + "x", BIG + "y"):
        commit(project, PATH, made(log=log))
    loosened(project)
    skeleton = git(project, "rev-parse", f"{project.version(PATH, 2).id}:notebook/skeleton").strip()
    objects_file(project, skeleton).unlink()
    with pytest.raises(Damaged):
        project.diff(PATH, 2, 3)
    assert project.diff(PATH, 1, 3).notebook.summary.outputs == 1
    moments = project.cell_history(PATH, 3, 0)
    assert not moments.complete  # what lies behind the damage is not reached


def test_several_damaged_parts_do_not_hide_the_sound_ones(project: Project) -> None:
    logs = [f"{number}\n{BIG}" for number in range(6)]
    commit(project, PATH, notebook(*(code(f"c{n}", stream(log), id=f"c{n}") for n, log in enumerate(logs))))
    commit(project, PATH, notebook(*(code(f"c{n}", stream(log + "x"), id=f"c{n}") for n, log in enumerate(logs))))
    loosened(project)
    old = split(project.read(PATH, 1))
    for number in (0, 2, 4):
        file = objects_file(project, old.cells[number].references[0])
        file.chmod(0o644)
        file.write_bytes(b"\0" * 40)
    found = project.diff(PATH, 1, 2).notebook
    assert [bool(cell.not_compared) for cell in found.cells] == [True, False] * 3
    assert all(cell.outputs[0].mimes[0].text for cell in found.cells if not cell.not_compared)
