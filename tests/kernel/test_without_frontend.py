"""jovian_lab.commit() where no frontend can save the notebook: the file on disk is committed at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jovian_lab.project import Project
from tests.environment.fake import venv
from tests.kernel.conftest import LAB, Kernel, write


def test_commits_the_file_jupyter_started_the_kernel_for(kernel: Kernel, notebook: Path) -> None:
    kernel.run("v = jovian_lab.commit('From a runner\\nand more')")
    assert kernel.value("[v.number, v.title]") == [1, "From a runner"]
    assert "jovian_lab: committed the file digits.ipynb as it is on disk\n" in kernel.text()
    assert Project.open(notebook.parent).read("digits.ipynb", 1) == notebook.read_bytes()


def test_says_when_nothing_has_changed(kernel: Kernel, notebook: Path) -> None:
    kernel.run("jovian_lab.commit(); v = jovian_lab.commit()")
    assert kernel.value("v is None") is True
    assert "has not changed" in kernel.text()
    kernel.run("w = jovian_lab.commit(allow_empty=True)")
    assert kernel.value("w.number") == 2


@pytest.mark.parametrize("variable", ["__vsc_ipynb_file__", "PAPERMILL_OUTPUT_PATH"])
def test_finds_the_notebook_in_the_variables_of_other_programs(kernel: Kernel, notebook: Path, variable: str) -> None:
    outer = "/the/notebook/that/runs/papermill.ipynb"
    kernel.run(f"os.environ['JPY_SESSION_NAME'] = {outer!r}; {variable} = {str(notebook)!r}")
    kernel.run("v = jovian_lab.commit()")
    assert kernel.value("v.path") == "digits.ipynb"


def test_keeps_files_with_the_version(kernel: Kernel, notebook: Path) -> None:
    notebook.with_name("utils.py").write_text("x = 1\n")
    kernel.run("v = jovian_lab.commit('One', files='utils.py')")
    assert kernel.value("[f.path for f in v.files]") == ["utils.py"]


def test_another_notebook_is_committed_from_disk_even_in_lab(kernel: Kernel, notebook: Path) -> None:
    other = notebook.with_name("other.ipynb")
    write(other, "2 + 2")
    kernel.run("v = jovian_lab.commit(filename='other.ipynb')", LAB)
    assert kernel.value("v.path") == "other.ipynb"
    assert not kernel.of_type("comm_open")


def test_an_inherited_session_is_not_ours(notebook: Path) -> None:
    """A runner inside a notebook starts a kernel: the variable names the outer notebook."""
    code = (
        "from jupyter_client.manager import start_new_kernel as s\n"
        "m, c = s(kernel_name='python3')\n"
        "print(c.execute_interactive(\"import jovian_lab\\njovian_lab.commit()\")['content'].get('evalue'))\n"
        "m.shutdown_kernel(now=True)"
    )
    env = {**os.environ, "JPY_SESSION_NAME": str(notebook), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=notebook.parent, capture_output=True, text=True, check=True
    )
    assert "not known which notebook" in done.stdout
    assert not (notebook.parent / ".jovian").exists()


def test_errors_are_two_lines_without_a_traceback(kernel: Kernel) -> None:
    reply = kernel.run("del os.environ['JPY_SESSION_NAME']; jovian_lab.commit()")
    assert (reply["status"], reply["ename"]) == ("error", "InputError")
    assert kernel.of_type("error")[0]["traceback"] == [
        "InputError: It is not known which notebook this code belongs to.",
        "Hint: Say which one: jovian_lab.commit(filename='analysis.ipynb').",
    ]


@pytest.mark.parametrize(
    ("call", "name", "says"),
    [
        ("commit(3)", "InputError", "int, not text"),
        ("commit(files=[3])", "InputError", "no path"),
        ("commit(files=['nowhere.py'])", "NotebookNotFound", "nowhere.py"),
        ("commit(filename='nowhere.ipynb')", "NotebookNotFound", "nowhere.ipynb"),
        ("commit(filename='.')", "NotAFile", "folder"),
    ],
)
def test_bad_arguments(kernel: Kernel, notebook: Path, call: str, name: str, says: str) -> None:
    reply = kernel.run(f"jovian_lab.{call}")
    assert (reply["status"], reply["ename"]) == ("error", name)
    assert says in reply["evalue"]


def test_a_notebook_renamed_meanwhile(kernel: Kernel, notebook: Path) -> None:
    notebook.rename(notebook.with_name("new.ipynb"))
    reply = kernel.run("jovian_lab.commit()")
    assert reply["ename"] == "NotebookNotFound"
    assert "renamed" in reply["evalue"]


def test_in_a_script(notebook: Path) -> None:
    script = "import jovian_lab; print(jovian_lab.commit('One', filename='digits.ipynb').number)"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=env,
        cwd=notebook.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "jovian_lab: committed the file digits.ipynb as it is on disk\n1\n"


def test_in_a_script_the_file_must_be_named(notebook: Path) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "JPY_SESSION_NAME": str(notebook),
    }
    done = subprocess.run(
        [sys.executable, "-c", "import jovian_lab; jovian_lab.commit()"],
        env=env,
        cwd=notebook.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "InputError: It is not known which notebook this code belongs to." in done.stderr


def test_records_its_own_environment(kernel: Kernel, notebook: Path) -> None:
    kernel.run("v = jovian_lab.commit('One')")
    found = Project.open(notebook.parent).environment("digits.ipynb", 1).environment
    assert found is not None
    assert {"ipykernel", "msgspec"} <= {package.name for package in found.packages}
    assert found.interpreter.version == ".".join(map(str, sys.version_info[:3]))


@pytest.mark.parametrize("argument", ["False", "None"])
def test_may_leave_the_environment_out(kernel: Kernel, notebook: Path, argument: str) -> None:
    kernel.run(f"v = jovian_lab.commit('One', environment={argument})")
    assert Project.open(notebook.parent).version("digits.ipynb", 1).environment is None


def test_records_another_python(kernel: Kernel, notebook: Path, tmp_path: Path) -> None:
    other = venv(tmp_path / "other", {"numpy": "2.1.3"})
    kernel.run(f"v = jovian_lab.commit('One', environment={str(other.python)!r})")
    found = Project.open(notebook.parent).environment("digits.ipynb", 1).environment
    assert found is not None
    assert "numpy" in {package.name for package in found.packages if package.version == "2.1.3"}


def test_says_when_there_is_no_such_python(kernel: Kernel, notebook: Path) -> None:
    reply = kernel.run("jovian_lab.commit(environment='/no/such/python')")
    assert (reply["status"], reply["ename"]) == ("error", "InputError")
    assert not (notebook.parent / ".jovian").exists()
