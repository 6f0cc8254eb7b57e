"""The schemas say what is stored and what is sent, no more and no less."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import fastjsonschema
import jsonschema
import msgspec
import pytest

from jovian_lab.comments import values as comments
from jovian_lab.errors import InputError
from jovian_lab.notebook.describe import CellCounts, Changes, Kernel
from jovian_lab.project import Difference, EnvironmentDiff, Project, Restored, Status, Target
from jovian_lab.server import reference, schemas
from jovian_lab.server.events import SCHEMA_ID
from jovian_lab.server.routes import ROUTES
from jovian_lab.store import values
from tests.server.conftest import notebook
from tests.server.oracle import FOLDER, validator

WIRE = sorted(file.stem for file in (FOLDER / "wire").glob("*.json"))

STRUCTS: dict[str, type[msgspec.Struct]] = {
    "thread": comments.Thread, "threads": comments.Threads, "people": comments.People, "region": comments.Region,
    "author": values.Author, "version": values.Version, "parent": values.Parent, "source": values.Origin,
    "file-entry": values.FileEntry, "notebook": values.Notebook, "page": values.Page, "problem": values.Problem,
    "fsck-report": values.FsckReport, "gc-report": values.GcReport, "kernel": Kernel, "cell-counts": CellCounts,
    "changes": Changes, "status": Status, "restored": Restored, "environment-summary": values.EnvironmentSummary,
    "environment-diff": EnvironmentDiff, "difference": Difference,
}  # fmt: skip


@pytest.mark.parametrize("name", WIRE)
def test_a_wire_schema_is_sound(name):
    schema = schemas.schema(name)
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$id"] == f"{schemas.BASE}{name}.json"
    assert schema["title"] and schema["description"].endswith(".")
    for value in ({}, {"unknown": 1}, [], None, "x", 1):  # both validators judge alike
        assert (schemas.flaw(name, value) is None) == validator(name).is_valid(value), (name, value)


def test_titles_are_told_apart():
    titles = [schemas.schema(name)["title"] for name in WIRE]
    assert len(titles) == len(set(titles))


def test_every_wire_schema_is_used():
    used = {name for route in ROUTES for name in (route.query, route.body, route.answer) if name} | {"error"}
    while True:
        text = "".join((FOLDER / "wire" / f"{name}.json").read_text("utf-8") for name in used)
        more = set(re.findall(r'"\$ref": "([a-z-]+)\.json', text)) - used
        if not more:
            break
        used |= more
    assert used == set(WIRE)


@pytest.mark.parametrize("name", STRUCTS)
def test_an_answer_has_the_fields_of_its_value(name):
    assert list(schemas.schema(name)["properties"]) == list(STRUCTS[name].__struct_fields__)
    assert schemas.schema(name)["required"] == list(STRUCTS[name].__struct_fields__)


@pytest.mark.parametrize("name", ["Act", "Anchor", "AnchorCell", "AnchorOutput", "AnchorQuote", "Candidate",
                                  "Comment", "Place", "Reaction", "Revision", "Suggestion"])  # fmt: skip
def test_a_part_of_a_thread_has_the_fields_of_its_value(name):
    definition = schemas.schema("thread")["definitions"][name]
    assert definition["required"] == list(definition["properties"]) == list(getattr(comments, name).__struct_fields__)


def test_nothing_is_read_from_the_network():
    with pytest.raises(LookupError):
        schemas._resolve("https://json-schema.org/draft-07/schema")
    with pytest.raises(Exception, match="no such schema"):
        fastjsonschema.compile({"$ref": "https://evil.example/x.json"}, handlers={"https": schemas._resolve})


def test_a_refusal_names_the_field_and_not_the_value():
    with pytest.raises(InputError) as refused:
        schemas.check_request("commit-request", {"path": "a.ipynb", "files": ["b.py", "s3cr3t" * 1000]})
    assert "files.1" in refused.value.message and "s3cr3t" not in refused.value.message


def test_the_document_is_current():
    current = Path(reference.__file__).resolve().parents[2] / reference.FILE
    assert current.read_text("utf-8") == reference.reference(), "run python -m jovian_lab.server.reference"
    assert SCHEMA_ID in current.read_text("utf-8")


# what is stored


def _stored(name: str) -> dict[str, Any]:
    schema = json.loads((FOLDER / "stored" / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return schema


@pytest.fixture
def store(tmp_path):
    """A project in which everything that can be stored is stored; gives what git says of its objects."""
    project = Project.open(tmp_path, create=True)
    (tmp_path / "utils.py").write_text("y = 1\n")
    (tmp_path / "a.ipynb").write_bytes(notebook("x = 1", "y = 2", "z = 3"))
    first = project.commit("a.ipynb", "one\n\nmore", files=["utils.py"])
    (tmp_path / "a.ipynb").write_bytes(notebook("x = 2", "y = 2", "z = 3"))
    project.snapshot("a.ipynb", reason="before a restart")
    project.commit("a.ipynb", "two")
    (tmp_path / "copy.ipynb").write_bytes(notebook("x = 2", "y = 2", "z = 3"))
    project.commit("copy.ipynb")
    (tmp_path / "a.ipynb").write_bytes(b"not a notebook")
    project.commit("a.ipynb", "three", base=first.id)
    project.tag("a.ipynb", "v1", "best")
    project.untag("a.ipynb", "v1", "best")
    project.retitle("a.ipynb", "v1", "first")
    (tmp_path / "a.ipynb").rename(tmp_path / "b.ipynb")
    project.rename("a.ipynb", "b.ipynb")
    (tmp_path / "b.ipynb").write_bytes(notebook("x = 2", "y = 2"))
    _discuss(project)

    def git(*arguments: str) -> str:
        command = ["git", f"--git-dir={tmp_path}/.jovian/repository.git", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return git


def _discuss(project: Project) -> None:
    """Say everything that can be said."""
    me, discussion = values.Author("Me", "me"), project.discussion("b.ipynb")
    discussion.open(Target("range", index=0, start=0, end=1), "why?", me)
    thread = discussion.open(Target("cell", index=0), "try", me, suggestion="x = 3").id
    reply = discussion.reply(thread, "because", me).comments[1].id
    discussion.edit(thread, reply, "because of that", me)
    discussion.react(thread, reply, "👍", me)
    discussion.react(thread, reply, "👍", me, given=False)
    discussion.delete(thread, reply, me)
    discussion.decide(thread, thread, me, accepted=True)
    discussion.decide(thread, thread, me, accepted=False)
    discussion.resolve(thread, me)
    discussion.reopen(thread, me)
    discussion.put(thread, Target("cell", index=1), me)


def test_stored_versions(store):
    schema = _stored("version.v2")
    assert list(schema["properties"]) == list(values.StoredVersion.__struct_fields__)
    kinds = []
    for commit in store("rev-list", "--glob=refs/jovian/versions", "--glob=refs/jovian/snapshots").split():
        trailer = store("log", "-1", "--format=%(trailers:key=Jovian-Version,valueonly)", commit)
        if not trailer.strip():
            continue  # the list of snapshots
        stored = json.loads(store("cat-file", "blob", f"{commit}:version.json"))
        jsonschema.validate(stored, schema)
        assert json.loads(trailer) == stored
        kinds.append((stored["kind"], stored["storage"], stored["base"] is None, stored["origin"] is None))
    assert sorted(kinds) == [
        ("snapshot", "split", True, True),
        ("version", "split", True, False),
        ("version", "split", True, True),
        ("version", "split", True, True),
        ("version", "whole", False, True),
    ]


def test_stored_events(store):
    formats = {1: _stored("event.v1"), 2: _stored("event.v2")}
    assert list(formats[2]["properties"]) == list(values.Event.__struct_fields__)
    assert [*formats[1]["properties"], "data"] == list(values.Event.__struct_fields__)
    kinds = set()
    for ref in store("for-each-ref", "--format=%(refname)", "refs/jovian/events").split():
        for path in store("ls-tree", "-r", "--name-only", ref).split():
            event = json.loads(store("cat-file", "blob", f"{ref}:{path}"))
            jsonschema.validate(event, formats[event["format"]])
            assert path == f"{event['id'][:4]}/{event['id']}.json"
            kinds.add(event["type"])
    assert kinds == {kind for schema in formats.values() for kind in schema["properties"]["type"]["enum"]}
