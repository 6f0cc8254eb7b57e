"""The documentation says what is: links lead somewhere, tables match the code, and the lines that it shows run."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

import jovian_lab
from jovian_lab import errors
from jovian_lab.cli.app import cli
from jovian_lab.project import Project
from jovian_lab.store.values import Event, StoredVersion
from tests.history import commit, work
from tests.notebook.samples import wild

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FORMAT = (ROOT / "docs" / "store-format.md").read_text("utf-8")


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.*)$", prose(page.read_text("utf-8")), re.M):
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")
        number = 0
        while (slug if not number else f"{slug}-{number}") in found:
            number += 1
        found.add(slug if not number else f"{slug}-{number}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\[[^]]*\]\(([^)\s]+)\)", prose(page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_page_can_be_reached_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    reached, pending = set(), [index]
    while pending:
        page = pending.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in re.findall(r"\]\(([^)\s#]+\.md)", page.read_text("utf-8")):
            if not link.startswith("http"):
                pending.append((page.parent / link).resolve())
    assert [str(page) for page in (ROOT / "docs").rglob("*.md") if page not in reached] == []


def table(page: str, heading: str) -> list[tuple[str, str]]:
    """Name and type in the rows of the first table below a heading."""
    section = page[page.index(f"\n{heading}\n") :]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section[: section.find("\n#", 5)], re.M)
    return [(name, kind.strip()) for name, kind in rows]


WORDS = {"integer": "number", "string": "text", "object": "object", "array": "array", "null": "null"}


def kinds(field: dict[str, Any]) -> str:
    """A schema's type in the words of the page."""
    if "anyOf" in field:
        return " or ".join(kinds(option) for option in field["anyOf"])
    if "type" in field:
        return WORDS[field["type"]]
    value = field["const"] if "const" in field else field["enum"][0]
    return "number" if isinstance(value, int) else "text"


@pytest.mark.parametrize(
    ("heading", "struct", "schema"),
    [("### `version.json`", StoredVersion, "version.v2"), ("## Events", Event, "event.v2")],
)
def test_the_tables_are_what_is_stored(heading: str, struct: type[msgspec.Struct], schema: str) -> None:
    documented = table(FORMAT, heading)
    assert [name for name, _ in documented] == list(struct.__struct_fields__)
    frozen = json.loads((ROOT / "jovian_lab" / "schemas" / "stored" / f"{schema}.json").read_text())
    assert {name: kinds(frozen["properties"][name]) for name, _ in documented} == dict(documented)


@pytest.mark.parametrize(
    "name", ["typical, nbformat", "typical, compact", "NUL byte", "empty", "typical, CRLF", "no cells"]
)
def test_the_lines_for_reading_without_us_read_every_version(tmp_path: Path, name: str) -> None:
    section = FORMAT[FORMAT.index("## Reading a version without us") :]
    (lines,) = re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)
    assert "jovian_lab" not in lines
    project = Project.open(tmp_path, create=True)
    raw = wild()[name]
    made = commit(project, "a.ipynb", raw)
    shown = subprocess.run([sys.executable, "-c", lines, made.id], cwd=tmp_path, capture_output=True, check=True)
    assert shown.stdout == raw


def test_the_lines_for_the_shell_run(tmp_path: Path) -> None:
    section = FORMAT[FORMAT.index("## Reading a version without us") :]
    (script,) = re.findall(r"^```sh\n(.*?)^```", section, re.M | re.S)
    project = Project.open(tmp_path, create=True)
    made = commit(project, "a.ipynb", work("x"), "Title here")
    script = script.replace("<key>", made.notebook).replace("<commit>", made.id)
    shown = subprocess.run(["sh", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert f"refs/jovian/versions/{made.notebook}" in shown
    assert "Title here" in shown
    assert f'"notebook":"{made.notebook}"' in shown


def test_a_backup_made_as_documented_opens(tmp_path: Path) -> None:
    """`git clone --mirror`, and jovian.json beside it."""
    project = Project.open(tmp_path, create=True)
    raw = wild()["typical, nbformat"]
    commit(project, "a.ipynb", raw, "kept")
    project.tag("a.ipynb", 1, "best")
    backup = tmp_path / "backup" / ".jovian"
    backup.mkdir(parents=True)
    source = tmp_path / ".jovian" / "repository.git"
    subprocess.run(["git", "clone", "-q", "--mirror", str(source), str(backup / "repository.git")], check=True)
    (backup / "repository.git" / "jovian.json").write_bytes((source / "jovian.json").read_bytes())
    restored = Project.open(tmp_path / "backup")
    assert restored.read("a.ipynb", "best") == raw
    assert commit(restored, "a.ipynb", work("x")).number == 2
    assert restored.fsck().ok


def test_every_package_has_its_paragraph() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    parts = page[page.index("## The parts") : page.index("## How a commit travels")]
    data = {"schemas", "__main__", "labextension"}
    for module in pkgutil.iter_modules(jovian_lab.__path__):
        assert module.name in data or f"**`{module.name}`" in parts, module.name


def test_the_guide_names_only_commands_and_errors_that_there_are() -> None:
    guide = (ROOT / "docs" / "user-guide.md").read_text("utf-8")
    named = set(re.findall(r"(?:`|\$ )jovian-lab ([a-z][a-z-]+)", guide))
    assert {"commit", "restore", "gc", "fsck", "delete-history"} <= named <= set(cli.list_commands(click.Context(cli)))
    codes = {
        value.code
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.JovianError)
    }
    table_of_errors = guide[guide.index("## When something goes wrong") :]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table_of_errors, re.M)) <= codes
    plugin = json.loads((ROOT / "labextension" / "schema" / "plugin.json").read_text("utf-8"))
    keys = {
        binding["command"]: binding["keys"][0].replace("Accel", "Ctrl") for binding in plugin["jupyter.lab.shortcuts"]
    }
    for command in ("jovian-lab:commit", "jovian-lab:quick-commit"):
        assert keys[command] in guide
