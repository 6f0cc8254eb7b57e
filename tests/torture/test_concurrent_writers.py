"""Several processes commit at once: every version is kept, under a number of its own, and nobody is refused."""

from __future__ import annotations

from pathlib import Path

from tests.torture.effort import tries
from tests.torture.nursery import Nursery
from tests.torture.whole import assert_clean, assert_counted, assert_there, lost_by_control

WRITERS = 8


def test_one_notebook(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "analysis.ipynb").write_text("{}")
    each = tries(10, 50)
    writers = [nursery.start(folder, tokens=each, prepared=True) for _ in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    said = [writer.acknowledged() for writer in writers]
    assert not any(one.errors or one.tracebacks for one in said)
    numbers = [number for one in said for number in one.versions.values()]
    assert sorted(numbers) == list(range(1, WRITERS * each + 1))
    assert assert_counted(folder) == WRITERS * each
    assert_clean(folder)


def test_a_file_replaced_meanwhile(nursery: Nursery, tmp_path: Path) -> None:
    """Each writer saves its own notebook to the one file first; what is committed is always one of them, whole."""
    from jovian_lab.project import Project
    from tests.torture.marked import token_in

    folder = tmp_path / "project"
    folder.mkdir()
    each = tries(5, 50)
    writers = [nursery.start(folder, tokens=each) for _ in range(WRITERS)]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    tokens = {token for writer in writers for token in writer.acknowledged().versions}
    project = Project.open(folder)
    versions = project.versions("analysis.ipynb", limit=10_000)
    assert {version.title for version in versions} == tokens
    assert {token_in(project.read("analysis.ipynb", version.id)) for version in versions} <= tokens


def test_several_notebooks(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    each = tries(10, 50)
    names = [f"notebook-{number}.ipynb" for number in range(WRITERS)]
    writers = {name: nursery.start(folder, notebook=name, tokens=each) for name in names}
    assert [writer.wait() for writer in writers.values()] == [0] * WRITERS
    for name, writer in writers.items():
        assert assert_counted(folder, name) == each
        assert_there(folder, writer.acknowledged().versions, name)
    assert_clean(folder)


def test_the_control_loses_versions(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    writers = [nursery.start(folder, store="naive", tokens=10) for _ in range(WRITERS)]
    for writer in writers:
        writer.wait()
    acknowledged = {token: number for writer in writers for token, number in writer.acknowledged().versions.items()}
    failed = sum(len(writer.acknowledged().tracebacks) for writer in writers)
    assert lost_by_control(folder, acknowledged) + failed > 0
