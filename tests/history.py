"""Help for tests that need a project with a history, and git as the judge of it."""

from __future__ import annotations

import subprocess
from typing import Any

import msgspec

from jovian_lab.project import Project, Version
from jovian_lab.store import refs, versions
from jovian_lab.store.objects import commit_body
from jovian_lab.store.repository import Store
from jovian_lab.store.values import Parent
from tests.notebook.samples import Json, as_nbformat, code, notebook, stream

OUTPUT = "".join(f"row {number}\n" for number in range(300))  # large enough to become a part


def work(*sources: str, output: str = OUTPUT) -> Json:
    """A notebook with these code cells, each with an id of its own and a large output."""
    return notebook(
        *(code(source, stream(f"{place}: {output}"), id=f"c{place}") for place, source in enumerate(sources))
    )


def other(*sources: str) -> Json:
    """A notebook that has nothing in common with `work`."""
    return notebook(*(code(source, id=f"o{place}") for place, source in enumerate(sources)))


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


def many(store: Store, key: str, total: int) -> list[str]:
    """Let a notebook with one version have `total`, empty ones, titled "number 2" and so on; return their ids."""
    ref = refs.name(refs.VERSIONS, key)
    with store.transaction() as change, store.reader() as reader:
        first = change.tip(ref)
        assert first is not None
        stored = versions.parse(reader.commit(first).message)
        made = [first]
        for number in range(2, total + 1):
            version = msgspec.structs.replace(
                stored, number=number, title=f"number {number}", parents=[Parent(made[-1], number - 1)]
            )
            message = f"title\n\nJovian-Version: {msgspec.json.encode(version).decode()}\n"
            tree = change.add("tree", b"")
            made.append(change.add("commit", commit_body(tree, made[-1:], "Me", 1_700_000_000 + number, message)))
        change.move(ref, made[-1], first)
    return made


def git(project: Project, *arguments: str) -> str:
    """What plain git says of the store."""
    repository = project.folder / ".jovian" / "repository.git"
    done = subprocess.run(["git", f"--git-dir={repository}", *arguments], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
