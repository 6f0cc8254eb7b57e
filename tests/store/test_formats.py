"""Every format that was ever written stays readable: a store of each, made by the release that introduced it."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import jsonschema
import pytest

from jovian_lab.project import Author, Project
from jovian_lab.store.repository import STORE_FORMAT
from jovian_lab.store.values import FORMAT
from tests.history import commit, git, work, write

DATA = Path(__file__).parent / "data"
SCHEMAS = Path(__file__).parents[2] / "jovian_lab" / "schemas" / "stored"
# SHA-256 of the three versions in format1.tar.xz, by title
NOTEBOOKS = {
    "typical, nbformat": "1110786aff4a238c7780ac64c0b587f755fec6d52b7a9632475171065062fd19",
    "typical, CRLF": "83fda12e5e2ad43023bed21422d6e5c6b349ad213e2cb7339d5a0e9e2bb71c6a",
    "nbformat 3": "0fbf51895ff7e40382ce28e6d3109ad7b0d1706b2d129969c967c683140dc275",
}


# the same of format2.tar.xz, by number
SECOND = {
    1: "07eae74c49d8f2d5b749d0e482c5c87f646b6a88c611ce4ff85f72e49726ac5e",
    2: "bcd159aa24018f89b1c9432e53ebe898a86f900484565c4c00b962cce71de5a6",
    3: "59882bad50dcbeb7e19f44d3decac1e8a839f94e073164a8b1bd45495c0d31fb",
}


@pytest.fixture
def first_format(tmp_path: Path) -> Project:
    return _unpacked(tmp_path, "format1.tar.xz")


@pytest.fixture
def second_format(tmp_path: Path) -> Project:
    return _unpacked(tmp_path, "format2.tar.xz")


def _unpacked(tmp_path: Path, name: str) -> Project:
    with tarfile.open(DATA / name) as packed:
        for member in packed.getmembers():
            target = tmp_path / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = packed.extractfile(member)
            assert content is not None
            target.write_bytes(content.read())
    return Project.open(tmp_path)


def test_format_1_is_read(first_format: Project) -> None:
    project = first_format
    (notebook,) = project.notebooks()
    assert (notebook.path, notebook.versions) == ("new name.ipynb", 3)
    for number, (name, checksum) in enumerate(NOTEBOOKS.items(), start=1):
        assert hashlib.sha256(project.read("new name.ipynb", number)).hexdigest() == checksum
        assert project.version("new name.ipynb", number).recorded_title == name
    assert project.version("new name.ipynb", "first").number == 1
    second = project.version("new name.ipynb", 2)
    assert (second.title, second.message, second.author) == ("Another title", "message 1", Author("Åsa", "asa"))
    assert project.read_file("new name.ipynb", 2, "utils.py") == b"x = 1\n"
    (snapshot,) = project.snapshots("new name.ipynb")
    assert json.loads(project.read("new name.ipynb", snapshot.id))["cells"] == []
    assert project.fsck().ok


def test_format_1_is_written_on(first_format: Project) -> None:
    assert commit(first_format, "new name.ipynb", work("x")).number == 4
    assert first_format.read("new name.ipynb", 1)
    assert first_format.fsck().ok


def test_format_2_is_read(second_format: Project) -> None:
    """Skeletons in stretches, and environments."""
    project = second_format
    for number, checksum in SECOND.items():
        assert hashlib.sha256(project.read("new.ipynb", number)).hexdigest() == checksum
    assert git(project, "cat-file", "-t", f"{project.version('new.ipynb', 2).id}:notebook/skeleton").strip() == "tree"
    assert project.version("new.ipynb", "first").number == 1
    assert project.read_file("new.ipynb", 2, "utils.py") == b"x = 1\n"
    summary = project.version("new.ipynb", 2).environment
    assert summary is not None
    assert [(one.name, one.old, one.new) for one in summary.changed] == [("six", "1.16.0", "1.17.0")]
    found = project.environment("new.ipynb", 1).environment
    assert found is not None
    assert [(one.name, one.version) for one in found.packages] == [("six", "1.16.0")]
    assert project.version("new.ipynb", 3).environment is None
    assert project.fsck().ok


def test_format_2_is_written_on(second_format: Project) -> None:
    assert commit(second_format, "new.ipynb", work("x")).number == 4
    assert second_format.read("new.ipynb", 2)
    assert second_format.fsck().ok


def test_there_is_a_store_of_each_format() -> None:
    """A new format needs a store here, and a reader of the old one."""
    kept = {int(path.name.removeprefix("format").split(".")[0]) for path in DATA.glob("format*.tar.xz")}
    assert kept == set(range(1, max(FORMAT, STORE_FORMAT) + 1))


def test_all_that_is_written_fits_the_frozen_schemas(project: Project) -> None:
    write(project, "lib/utils.py", b"x")
    first = commit(project, "a.ipynb", work("x", "y"), "Title\n\nmessage", files=["lib/utils.py"])
    made = [first, commit(project, "a.ipynb", b"no notebook"), commit(project, "copy.ipynb", work("x", "y", "z"))]
    made.append(commit(project, "a.ipynb", work("x"), base=first.id))
    write(project, "a.ipynb", work("draft"))
    kept = project.snapshot("a.ipynb", reason="test")
    assert kept is not None
    schema = json.loads((SCHEMAS / "version.v2.json").read_text())
    for version in [*made, kept]:
        jsonschema.validate(json.loads(git(project, "show", f"{version.id}:version.json")), schema)
    project.tag("a.ipynb", 1, "best")
    project.untag("a.ipynb", 1, "best")
    project.retitle("a.ipynb", 1, "Other")
    project.rename("a.ipynb", "copy.ipynb")  # takes its place, and so writes two events
    schema = json.loads((SCHEMAS / "event.v1.json").read_text())
    seen = []
    for ref in git(project, "for-each-ref", "--format=%(refname)", "refs/jovian/events").split():
        for path in git(project, "ls-tree", "-r", "--name-only", ref).split():
            event = json.loads(git(project, "show", f"{ref}:{path}"))
            jsonschema.validate(event, schema)
            seen.append(event["type"])
    assert sorted(seen) == ["rename", "rename", "tag", "title", "untag"]
