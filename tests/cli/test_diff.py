"""`diff`: versions, the file now, two files; for people, scripts and terminals that must come to no harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest

from jovian_lab.cli.diffing import Shown, lines, summary
from jovian_lab.environment.compare import EnvironmentDiff
from jovian_lab.project import Difference, Project, compare_files
from tests.cli.conftest import Run, cells
from tests.notebook.corpus import pair
from tests.notebook.samples import BIG, as_nbformat, code, display, markdown, notebook, stream
from tests.server.oracle import check


@pytest.fixture
def changed(history: Path) -> Path:
    """The file after v3, edited once more."""
    history.write_bytes(cells("1 + 1", "2 + 20", "new_cell()"))
    return history


def test_the_newest_version_and_the_file(changed: Path, run: Run) -> None:
    ran = run("diff", "nb.ipynb")
    assert ran.code == 0 and not ran.err
    assert ran.out.splitlines() == [
        "nb.ipynb  v3 → now",
        "1 cell edited, 1 added",
        "",
        "@@ cell 2 (code) edited: 2 + 20",
        "-2 + 2",
        "+2 + 20",
        "",
        "@@ cell 3 (code) added: new_cell()",
        "+new_cell()",
    ]


def test_what_the_environment_is_beside_it(changed: Path, run: Run) -> None:
    (version, *_) = Project.open(changed.parent).versions("nb.ipynb")
    plain = Project.open(changed.parent).diff("nb.ipynb", 3)

    def printed(differs: bool, verdict: str, *not_compared: str, notebook: Any = plain.notebook) -> list[str]:
        environment = EnvironmentDiff(not differs, [], None, [], list(not_compared), verdict, verdict)
        found = Difference(version, None, [], notebook, environment)
        return list(lines(found, "nb.ipynb", Shown(), lambda _: ["2 + 2"]))[1:3]

    assert printed(True, "numpy 2.1.3 → 2.2.0\x1b[2J") == [
        "1 cell edited, 1 added",
        "environment: numpy 2.1.3 → 2.2.0�[2J",
    ]
    assert printed(False, "same environment") == ["1 cell edited, 1 added", ""]
    assert printed(False, "same environment as far as it could be read", "No.")[1].startswith("environment: same")
    same = Project.open(changed.parent).diff("nb.ipynb", 3, 3).notebook
    said = printed(True, "same code, numpy 2.1.3 → 2.2.0", notebook=same)
    assert said == ["no cell differs", "environment: same code, numpy 2.1.3 → 2.2.0"]


@pytest.mark.parametrize(
    ("names", "old", "new"), [(["v1"], 1, None), (["v1", "v2"], 1, 2), (["3", "1"], 3, 1), (["latest"], 3, None)]
)
def test_versions_are_named(changed: Path, run: Run, names: list[str], old: int, new: int | None) -> None:
    found = run("diff", "nb.ipynb", *names, "--json").json
    check("difference", found)
    assert found["old"]["number"] == old and (found["new"] or {"number": None})["number"] == new
    assert found["notebook"]["summary"]["edited"] == 1
    assert msgspec.convert(found, Difference).notebook.cells


def test_two_files(folder: Path, run: Run) -> None:
    (folder / "a.ipynb").write_bytes(cells("x = 1"))
    (folder / "b.ipynb").write_bytes(cells("x = 2"))
    assert run("diff", "a.ipynb", "b.ipynb", "--stat").out == "1 cell edited\n"
    found = run("diff", "./a.ipynb", "./b.ipynb", "--json").json
    assert found["old"] is None and found["new"] is None
    assert not (folder / ".jovian").exists()


def test_nothing_changed(history: Path, run: Run) -> None:
    assert run("diff", "nb.ipynb").out.splitlines()[1:] == ["no differences"]
    assert run("diff", "nb.ipynb", "--stat", "--exit-code").code == 0


def test_the_exit_code_tells_when_asked(changed: Path, run: Run) -> None:
    for more in ([], ["--stat"], ["--json"]):
        assert run("diff", "nb.ipynb", *more).code == 0
        assert run("diff", "nb.ipynb", "--exit-code", *more).code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nb.ipynb", "v9"], "version-not-found"),
        (["nb.ipynb", "v1", "no/such"], "version-not-found"),
        (["nb.ipynb", "no/such.ipynb"], "invalid-input"),
        (["gone.ipynb"], "notebook-not-found"),
        (["nb.ipynb", "."], "version-not-found"),
        (["nb.ipynb", "./"], "not-a-file"),
    ],
)
def test_errors(history: Path, run: Run, arguments: list[str], code: str) -> None:
    ran = run("diff", *arguments, "--json")
    assert ran.code > 1 and ran.error["code"] == code and not ran.out


def test_what_is_shown_can_be_chosen(folder: Path, run: Run) -> None:
    (folder / "a.ipynb").write_bytes(as_nbformat(notebook(code("x", stream("one\n"), id="a"), markdown("t", id="b"))))
    new = notebook(code("x", stream("two\n"), id="a"), {**markdown("t", id="b"), "metadata": {"k": 1}})
    (folder / "b.ipynb").write_bytes(as_nbformat(new))
    plain = run("diff", "a.ipynb", "b.ipynb").out
    assert "output 1 text/plain changed" in plain and "-one" in plain and "metadata:" not in plain
    assert "1 cell with other metadata only: --metadata" in plain
    assert "output" not in run("diff", "a.ipynb", "b.ipynb", "--no-outputs").out.replace("other outputs", "")
    assert 'metadata: {} → {"k": 1}' in run("diff", "a.ipynb", "b.ipynb", "--metadata").out


def test_colour_only_where_it_is_wanted(changed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run("diff", "nb.ipynb").out
    coloured = run("diff", "nb.ipynb", "--color").out
    assert click.unstyle(coloured) == run("diff", "nb.ipynb").out
    assert click.style("20", fg="green", bold=True, underline=True) in coloured  # the word, not the line
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("diff", "nb.ipynb", "--color").out


HOSTILE = "\x1b]0;owned\x07\x1b[2J\r\x9b31m\u202eevil\x00"


def test_nothing_of_a_notebook_steers_the_terminal(folder: Path, run: Run) -> None:
    def made(text: str) -> bytes:
        return as_nbformat(
            notebook(
                {**code(text + HOSTILE, stream(f"{text}{HOSTILE}\n"), display(**{f"text__x{HOSTILE}": text})),
                 "metadata": {HOSTILE: text}, HOSTILE: text},
                {**markdown("m"), "cell_type": HOSTILE + text},
                metadata={HOSTILE: text + HOSTILE},
            )
        )  # fmt: skip

    (folder / "a.ipynb").write_bytes(made("a"))
    (folder / "b.ipynb").write_bytes(made("b"))
    (folder / "c.ipynb").write_bytes(HOSTILE.encode() + b"no notebook")
    for pair_of in (["a.ipynb", "b.ipynb"], ["b.ipynb", "a.ipynb"], ["a.ipynb", "c.ipynb"]):
        ran = run("diff", *pair_of, "--metadata")
        assert ran.code == 0
        assert not {c for c in ran.out if c != "\n" and (c < " " or "\x7f" <= c <= "\x9f" or c == "\u202e")}


def test_long_outputs_are_cut(folder: Path, run: Run) -> None:
    (folder / "a.ipynb").write_bytes(as_nbformat(notebook(code("x", stream(BIG)))))
    (folder / "b.ipynb").write_bytes(as_nbformat(notebook(code("x", stream(BIG.replace("line", "row"))))))
    out = run("diff", "a.ipynb", "b.ipynb").out
    assert len(out.splitlines()) < 60 and "… 760 more lines" in out


def test_a_file_that_is_no_notebook_is_shown_as_text(folder: Path, run: Run) -> None:
    (folder / "a.ipynb").write_bytes(b"one\ntwo\n" * 6)
    (folder / "b.ipynb").write_bytes(b"one\ntwo\n" * 3 + b"three\n" + b"one\ntwo\n" * 3)
    out = run("diff", "a.ipynb", "b.ipynb").out
    assert "compared as text" in out and "\n+three\n" in out and "not compared: At least one of the two" in out


@pytest.mark.parametrize("seed", range(12))
def test_the_lines_say_what_the_difference_says(seed: int, tmp_path: Path) -> None:
    truth = pair(seed, "kept")
    for side, data in (("old", truth.old), ("new", truth.new)):
        (tmp_path / side).write_bytes(as_nbformat(data))
    difference = compare_files(tmp_path / "old", tmp_path / "new")
    sources: list[list[str]] = [cell["source"] for cell in truth.old["cells"]]
    shown = [click.unstyle(line) for line in lines(difference, "t", Shown(outputs=False), lambda n: sources[n])]
    wanted: list[str] = []
    for cell in difference.notebook.cells:
        for hunk in cell.source.hunks if cell.source else []:
            wanted += [f"-{line}".rstrip("\n") for line in hunk.old] + [f"+{line}".rstrip("\n") for line in hunk.new]
        fields: dict[str, Any] = {field.key: field for field in cell.fields}
        if cell.old is None or cell.new is None:
            sign, lines_of = ("+", fields["source"].new) if cell.old is None else ("-", fields["source"].old)
            wanted += [f"{sign}{line}".rstrip("\n") for line in lines_of]
    assert [line for line in shown if line[:1] in ("+", "-")] == wanted
    context = [line[1:] for line in shown if line.startswith(" ") and not line.startswith(" …")]
    everything = {line.rstrip("\n") for source in sources for line in source}
    assert {line for line in context if not line.startswith(" ")} <= everything
    assert json.dumps(summary(difference))
