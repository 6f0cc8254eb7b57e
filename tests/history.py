"""Help for tests that need a project with a history, and git as the judge of it."""

from __future__ import annotations

import subprocess
from typing import Any

from jovian_lab.project import Project, Version
from tests.notebook.samples import Json, as_nbformat, code, notebook, stream

OUTPUT = "".join(f"row {number}\n" for number in range(300))  # large enough to become a part


def work(*sources: str, output: str = OUTPUT) -> Json:
    """A notebook with these code cells, each with an id of its own and a large output."""
    return notebook(
        *(code(source, stream(f"{place}: {output}"), id=f"c{place}") for place, source in enumerate(sources))
    )


def write(project: Project, path: str, content: bytes | Json) -> bytes:
    """Put a notebook (or any bytes) on the project's disk; return the bytes."""
    raw = content if isinstance(content, bytes) else as_nbformat(content)
    target = project.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)
    return raw


def commit(project: Project, path: str, content: bytes | Json, message: str = "", **options: Any) -> Version:
    """Write and commit; something must have changed."""
    write(project, path, content)
    made = project.commit(path, message, **options)
    assert made is not None
    return made


def git(project: Project, *arguments: str) -> str:
    """What plain git says of the store."""
    repository = project.folder / ".jovian" / "repository.git"
    done = subprocess.run(["git", f"--git-dir={repository}", *arguments], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
