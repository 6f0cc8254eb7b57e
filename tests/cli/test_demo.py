"""The example project, really made."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jovian_lab.cli import main
from jovian_lab.cli.demo import build, execute
from jovian_lab.cli.demo.steps import STEPS
from jovian_lab.errors import StorageError
from jovian_lab.project import Project
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, made once for this file."""
    folder = tmp_path_factory.mktemp("demo") / "digits"
    began = time.monotonic()
    assert main(["demo", str(folder)]) == 0
    assert time.monotonic() - began < 120  # some 20 s on an idle machine
    return folder


def notebooks(folder: Path) -> list[dict[str, Any]]:
    """The notebook of each version, oldest first."""
    project = Project.open(folder)
    return [json.loads(project.read("digits.ipynb", number)) for number in range(1, 6)]


def test_five_versions_that_differ_like_real_work(made: Path) -> None:
    versions = Project.open(made).versions("digits.ipynb")[::-1]
    assert [version.title for version in versions] == [step.title for step in STEPS]
    differences = [version.changes for version in versions]
    assert differences[0] is None
    svm, moved, again, tuned = (change for change in differences if change is not None)
    assert svm.added == 2
    assert svm.edited == 2
    assert (moved.added, moved.removed) == (0, 0)
    assert moved.edited == 4
    assert (again.added, again.removed, again.edited, again.moved) == (0, 0, 0, 0)
    assert again.rerun == 8
    assert tuned.edited == 2
    assert [[entry.path for entry in version.files] for version in versions] == [[], [], *[["utils.py"]] * 3]


def test_it_was_executed_and_gets_better(made: Path) -> None:
    scores = []
    for notebook in notebooks(made):
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(cell["execution_count"] for cell in code)
        outputs = [output for cell in code for output in cell["outputs"]]
        assert not [output for output in outputs if output["output_type"] == "error"]
        assert not [output for output in outputs if output.get("name") == "stderr"]
        assert sum("image/png" in output.get("data", {}) for output in outputs) >= 2
        text = "".join("".join(output.get("text", [])) for output in outputs)
        scores.append(float(re.findall(r"^accuracy (0\.\d+)", text, re.MULTILINE)[0]))
    assert scores[0] < scores[1] == scores[2] == scores[3] < scores[4]
    assert scores[4] > 0.985


def test_cells_keep_their_ids(made: Path) -> None:
    ids = [[cell["id"] for cell in notebook["cells"]] for notebook in notebooks(made)]
    for earlier, later in pairwise(ids):
        assert [name for name in later if name in earlier] == earlier


def test_the_folder_is_clean_and_the_notebook_unchanged(made: Path, run: Run) -> None:
    assert sorted(path.name for path in made.iterdir()) == [".jovian", "README.md", "digits.ipynb", "utils.py"]
    assert Project.open(made).status("digits.ipynb").state == "unchanged"
    assert run("fsck", str(made)).code == 0


def test_it_is_left_as_it_is_the_second_time(made: Path, run: Run) -> None:
    (made / "digits.ipynb").write_text("{}")
    ran = run("demo", str(made), "--json")
    assert ran.code == 0
    assert ran.json["created"] is False
    assert len(ran.json["versions"]) == 5
    assert (made / "digits.ipynb").read_text() == "{}"
    run("restore", str(made / "digits.ipynb"), "v5")


def test_other_folders_are_refused(run: Run, history: Path) -> None:
    before = sorted(history.parent.iterdir())
    for target, code in ((".", 4), ("nb.ipynb", 2)):
        assert run("demo", target).code == code
    assert sorted(history.parent.iterdir()) == before


def test_without_the_packages(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "find_spec", lambda name: None if name == "sklearn" else object())
    ran = run("demo", "new")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "error: The example needs packages that are not installed: scikit-learn.",
        "hint: Install them: pip install 'jovian-lab[demo]'",
    ]
    assert not (folder / "new").exists()


def test_nothing_is_left_of_half_an_example(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_runner: object, _cells: object, path: Path, *, times: int) -> None:
        path.write_text("half")
        raise StorageError("The disk failed.", "Try again.")

    monkeypatch.setattr(execute.Runner, "execute", fail)
    (folder / "empty").mkdir()
    for target in ("new", "empty"):
        assert run("demo", target).code == 10
    assert [path.name for path in folder.rglob("*")] == ["empty"]
