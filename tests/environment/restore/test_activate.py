"""What is typed to work in an environment: right in every shell, and never more than one path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jovian_lab.environment.restore import SHELLS, activation
from jovian_lab.errors import InputError

NASTY = [
    "plain",
    "two words",
    "it's",
    'quo"te',
    "$(touch pwned)",
    "`touch pwned`",
    "a;touch pwned",
    "a&&b",
    "$HOME",
    "ünï",
    "!x",
    "a\\b",
]


def words(shell: str, script: str, folder: Path) -> str:
    """Run a script in a shell, and return what it printed."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    ran = subprocess.run([shell, "-c", script], capture_output=True, text=True, cwd=folder, env=environment, check=True)
    return ran.stdout


@pytest.mark.parametrize("shell", ["bash", "sh", "zsh", "fish"])
@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("kind", ["venv", "conda"])
def test_a_real_shell_then_uses_it(tmp_path: Path, shell: str, name: str, kind: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    place = tmp_path / name
    (place / "bin").mkdir(parents=True)
    variable = "VIRTUAL_ENV" if kind == "venv" else "CONDA_PREFIX"
    if kind == "venv":
        for end in ("", ".fish"):
            (place / "bin" / f"activate{end}").write_text("echo activated\n")
    else:
        (place / "etc" / "conda" / "activate.d").mkdir(parents=True)
        (place / "etc" / "conda" / "activate.d" / "one.sh").write_text("echo hooked\n")
        (place / "etc" / "conda" / "activate.d" / "one.fish").write_text("echo hooked\n")
        (place / "bin" / "only-here").write_text("#!/bin/sh\necho found\n")
        (place / "bin" / "only-here").chmod(0o755)
    line = activation(place, shell, kind)
    assert "\n" not in line and variable
    said = words(shell, line if kind == "venv" else f"{line}; only-here", tmp_path)
    assert said == ("activated\n" if kind == "venv" else "hooked\nfound\n")
    assert not (tmp_path / "pwned").exists()


def test_a_real_environment_is_used(tmp_path: Path) -> None:
    place = tmp_path / "an environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    said = words("bash", f"{activation(place, 'bash')} && python -c 'import sys; print(sys.prefix)'", tmp_path)
    assert said.strip() == str(place)


def test_powershell_and_cmd() -> None:
    assert activation("C:\\Users\\o'neil\\e", "powershell") == (
        "$env:VIRTUAL_ENV = 'C:\\Users\\o''neil\\e'; "
        '$env:PATH = ("$env:VIRTUAL_ENV\\Scripts", $env:PATH) -join [IO.Path]::PathSeparator'
    )
    assert activation("/home/me/e", "powershell", "conda") == (
        "$env:CONDA_PREFIX = '/home/me/e'; "
        '$env:PATH = ("$env:CONDA_PREFIX/bin", $env:PATH) -join [IO.Path]::PathSeparator'
    )
    assert activation("C:/Users/me/e", "cmd") == 'call "C:\\Users\\me\\e\\Scripts\\activate.bat"'
    assert 'set "CONDA_PREFIX=C:\\e"' in activation("C:\\e", "cmd", "conda")
    for name in ("100%", 'a"b', "a&b", "a|b", "a^b", "a!b"):
        with pytest.raises(InputError):
            activation(f"C:\\{name}", "cmd")
    # typographic apostrophes end a text in PowerShell, too
    assert re.search("it\u2019\u2019s", activation("C:\\it\u2019s", "powershell"))


def test_what_no_shell_takes_is_refused() -> None:
    for shell in SHELLS:
        for name in ("a\nb", "a\x00b", "a\x1b[2Jb", ""):
            with pytest.raises(InputError):
                activation(name, shell)
    with pytest.raises(InputError, match="tcsh"):
        activation("/e", "tcsh")
