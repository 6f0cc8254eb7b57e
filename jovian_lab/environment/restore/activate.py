"""What to type to work in an environment, for each shell."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from jovian_lab.errors import InputError

SHELLS = ("bash", "zsh", "sh", "fish", "powershell", "cmd")


def activation(folder: str | Path, shell: str, kind: str = "venv", *, windows: bool | None = None) -> str:
    """Return the line that makes a shell use an environment.

    Parameters
    ----------
    folder : str or Path
        The environment.
    shell : str
        "bash", "zsh", "sh", "fish", "powershell" or "cmd".
    kind : str
        "venv" or "conda".
    windows : bool, optional
        Whether the environment has Windows' layout; told from the path by default.

    Returns
    -------
    str
        To be typed, or evaluated, in that shell; the path is quoted whatever it holds.

    Raises
    ------
    InputError
        If there is no such shell, or it has no way to write the path.
    """
    place = str(folder)
    if not place or re.search(r"[\x00-\x1f\x7f]", place):
        raise InputError("The environment's path holds characters that no shell takes.", "Move it to another folder.")
    if windows is None:
        windows = re.match(r"[A-Za-z]:[\\/]|\\\\", place) is not None
    slash = "\\" if windows and shell in ("cmd", "powershell") else "/"
    place = place.rstrip("/\\") or place
    if shell in ("bash", "zsh", "sh"):
        return _posix(place, kind, windows)
    if shell == "fish":
        return _fish(place, kind, windows)
    if shell == "powershell":
        return _powershell(place, kind, windows, slash)
    if shell == "cmd":
        return _cmd(place, kind)
    raise InputError(f"There is no shell {shell[:30]!r}.", f"Known are {', '.join(SHELLS)}.")


def _programs(windows: bool) -> str:
    return "Scripts" if windows else "bin"


def _posix(place: str, kind: str, windows: bool) -> str:
    if kind == "venv":
        return f". {shlex.quote(f'{place}/{_programs(windows)}/activate')}"
    quoted = shlex.quote(place)
    return (
        f"export CONDA_PREFIX={quoted}; "
        'export PATH="$CONDA_PREFIX/bin:$PATH"; '
        'for jovian_lab_script in "$CONDA_PREFIX"/etc/conda/activate.d/*.sh; do '
        '[ -r "$jovian_lab_script" ] && . "$jovian_lab_script"; done; unset jovian_lab_script'
    )


def _fish(place: str, kind: str, windows: bool) -> str:
    if kind == "venv":
        return f"source {_fish_quoted(f'{place}/{_programs(windows)}/activate.fish')}"
    return (
        f"set -gx CONDA_PREFIX {_fish_quoted(place)}; set -gx PATH $CONDA_PREFIX/bin $PATH; "
        "for jovian_lab_script in $CONDA_PREFIX/etc/conda/activate.d/*.fish; source $jovian_lab_script; end"
    )


def _powershell(place: str, kind: str, windows: bool, slash: str) -> str:
    # PowerShell takes the typographic apostrophes for quotes, too
    quoted = "'" + re.sub("(['\u2018\u2019\u201a\u201b])", r"\1\1", place) + "'"
    folders = ["Scripts"] if kind == "venv" else ["", "Library\\bin", "Scripts"]
    if not windows:
        folders = ["bin"]
    variable = "VIRTUAL_ENV" if kind == "venv" else "CONDA_PREFIX"
    parts = [f'"$env:{variable}{slash if name else ""}{name}"' for name in folders]
    return f"$env:{variable} = {quoted}; $env:PATH = ({', '.join(parts)}, $env:PATH) -join [IO.Path]::PathSeparator"


def _cmd(place: str, kind: str) -> str:
    if re.search(r'["%!^&|<>]', place):
        raise InputError("The environment's path cannot be written in cmd.", "Use PowerShell, or move the environment.")
    place = place.replace("/", "\\")
    if kind == "venv":
        return f'call "{place}\\Scripts\\activate.bat"'
    return f'set "CONDA_PREFIX={place}" & set "PATH={place};{place}\\Library\\bin;{place}\\Scripts;%PATH%"'


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
