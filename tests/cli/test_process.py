"""The command as a process: signals, pipes, faults of our own, what it imports, completion, colour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from jovian_lab.cli.app import VERBS, cli
from jovian_lab.project import Project
from tests.cli.conftest import REPOSITORY, Run


def test_a_reader_that_leaves(history: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-m", "jovian_lab", "log", "nb.ipynb"],
        cwd=history.parent,
        env=env,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_interrupted(run: Run, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(Project, "page", interrupt)
    assert run("log", "nb.ipynb") == (130, "", "interrupted\n")


def test_a_fault_of_our_own(run: Run, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("this\x1b[2Jcannot be")

    monkeypatch.setattr(Project, "page", fail)
    ran = run("log", "nb.ipynb")
    assert (ran.code, ran.out) == (70, "")
    assert ran.err.splitlines()[0] == "error: Unexpected RuntimeError: this\ufffd[2Jcannot be"
    assert "JOVIAN_LAB_DEBUG=1" in ran.err
    assert "Traceback" not in ran.err
    assert run("log", "nb.ipynb", "--json").error["code"] == "internal"
    monkeypatch.setenv("JOVIAN_LAB_DEBUG", "1")
    assert "Traceback" in run("log", "nb.ipynb").err


def test_help_imports_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys; from jovian_lab.cli import main; main(['--help']); main(['--version']);"
        "print(sorted({'git', 'msgspec', 'sqlite3', 'humanize', 'nbformat', 'tornado', 'jupyter_client'}"
        " & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert out.endswith("[]\n")


def test_a_verb_imports_no_second_of_libraries(history: Path) -> None:
    code = (
        "import sys; from jovian_lab.cli import main; main(['status', 'nb.ipynb']); main(['log', 'nb.ipynb']);"
        "print(sorted({'nbformat', 'jsonschema', 'tornado', 'jupyter_server', 'IPython'} & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=history.parent, env=env, capture_output=True, text=True, check=True
    ).stdout
    assert out.endswith("[]\n")


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys; before = set(sys.modules); import jovian_lab; dir(jovian_lab);"
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('_')))"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert set(eval(out)) <= {"jovian_lab", "typing", "collections.abc", "contextlib", "functools", "re", "types"} | {
        name for name in eval(out) if name.partition(".")[0] in sys.stdlib_module_names
    }


def test_every_verb_has_help_and_json(run: Run) -> None:
    for section in VERBS.values():
        for verb in section:
            ran = run(verb, "--help")
            assert ran.code == 0
            # what only git calls answers in git's way
            inner = "Commands:" in ran.out  # there each of its verbs does
            assert "--json" in ran.out or inner or verb == "git-diff-driver", verb


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    assert "delete-history" in (run().out + run().err)


def test_a_mistyped_verb(run: Run) -> None:
    ran = run("comit")
    assert ran.code == 2
    assert "hint: Did you mean 'jovian-lab commit'?" in ran.err


def test_completion(spawn: Run) -> None:
    assert "complete" in spawn(_JOVIAN_LAB_COMPLETE="bash_source").out
    offered = spawn(_JOVIAN_LAB_COMPLETE="bash_complete", COMP_WORDS="jovian-lab res", COMP_CWORD="1").out
    assert offered == "plain,restore\n"


@pytest.mark.parametrize("no_color", [False, True])
def test_colour_on_a_terminal_unless_refused(history: Path, no_color: bool) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm"}
    env.pop("NO_COLOR", None)
    if no_color:
        env["NO_COLOR"] = "1"
    subprocess.run(
        [sys.executable, "-m", "jovian_lab", "log", "nb.ipynb"],
        cwd=history.parent,
        env=env,
        stdout=theirs,
        check=True,
    )
    os.close(theirs)
    out = os.read(ours, 10_000).decode()
    os.close(ours)
    assert ("\x1b[33mv3" in out) is not no_color


def test_a_terminal_that_lacks_characters(history: Path, spawn: Run) -> None:
    ran = spawn("status", "nb.ipynb", PYTHONIOENCODING="latin-1")
    assert ran.code == 0
    assert "\\u201cThird\\u201d" in ran.out


def test_verbs_are_called_as_in_the_table() -> None:
    for section in VERBS.values():
        for verb in section:
            command = cli.get_command(None, verb)  # type: ignore[arg-type]
            assert command is not None
            assert command.name == verb
