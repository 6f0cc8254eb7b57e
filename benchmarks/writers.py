"""Those who commit, one in a process of its own: `python writers.py NAME FOLDER`, asked and answering in JSON lines.

Standard library only at the top: a peer may live in another virtual environment.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, ClassVar, Protocol

NOTEBOOK = "analysis.ipynb"


class Writer(Protocol):
    """Commits the notebook in its folder as it stands on disk."""

    def commit(self, message: str, changed: int) -> None:
        """Make a version; `changed` is how many bytes of the notebook are in changed cells."""

    def gc(self) -> None:
        """Make what is stored as small as it gets."""


class Ours:
    """`Project.commit` of what git is given, too: the notebook. Found anew for each commit as the server does."""

    environment = False

    def __init__(self, folder: Path) -> None:
        self._notebook = folder / NOTEBOOK

    def commit(self, message: str, changed: int) -> None:
        from jovian_lab.project import Project

        project, path = Project.for_notebook(self._notebook, create=True)
        if project.commit(path, message, environment=self.environment) is None:
            raise RuntimeError("nothing was committed")

    def gc(self) -> None:
        from jovian_lab.project import Project

        Project.for_notebook(self._notebook)[0].gc()


class OursWithEnvironment(Ours):
    """The same with the packages of the notebook's kernel, as users have it."""

    environment = True


class GitCommand:
    """`git add` and `git commit -q`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        _git(folder, "init", "-q")

    def commit(self, message: str, changed: int) -> None:
        _git(self._folder, "add", "--", NOTEBOOK)
        _git(self._folder, "commit", "-q", "-m", message)

    def gc(self) -> None:
        _git(self._folder, "gc", "-q")


class JupyterlabGit(GitCommand):
    """What jupyterlab-git's two request handlers call, one after the other, on a running event loop."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        from jupyterlab_git_core.git import Git  # type: ignore[import-not-found, unused-ignore]

        self._git = Git()
        self._loop = asyncio.new_event_loop()

    def commit(self, message: str, changed: int) -> None:
        self._loop.run_until_complete(self._commit(message))

    async def _commit(self, message: str) -> None:
        added = await self._git.add(NOTEBOOK, str(self._folder))
        committed = await self._git.commit(message, False, str(self._folder))
        if added["code"] or committed["code"]:
            raise RuntimeError(f"jupyterlab-git failed: {added} {committed}")


class GitPython(GitCommand):
    """GitPython's own index and object database."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        from git import Repo

        self._repo = Repo(folder)

    def commit(self, message: str, changed: int) -> None:
        self._repo.index.add([NOTEBOOK])
        self._repo.index.commit(message)


class Floor:
    """The least there is to do: read the notebook, hash it, write what changed, wait for the disk once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    def commit(self, message: str, changed: int) -> None:
        raw = (self._folder / NOTEBOOK).read_bytes()
        hashlib.sha1(raw, usedforsecurity=False).digest()
        self._number += 1
        with open(self._folder / f"change-{self._number}", "wb") as file:
            file.write(raw[:changed])
            file.flush()
            os.fsync(file.fileno())

    def gc(self) -> None:
        """There is nothing to do."""


class Server:
    """Answers the lines of a race."""

    KINDS: ClassVar[dict[str, Any]] = {
        "ours": Ours, "ours, environment too": OursWithEnvironment, "git": GitCommand,
        "jupyterlab-git": JupyterlabGit, "GitPython": GitPython, "floor": Floor,
    }  # fmt: skip

    def __init__(self, name: str, folder: Path) -> None:
        self._writer: Writer = self.KINDS[name](folder)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a line asks for and tell how long it took, in seconds."""
        start = time.perf_counter()
        if request["do"] == "commit":
            self._writer.commit(request["message"], request["changed"])
        elif request["do"] == "gc":
            self._writer.gc()
        elapsed = time.perf_counter() - start
        return {"seconds": elapsed, "own_memory": _peak(), "memory": max(_peak(), _peak(children=True))}


def _peak(*, children: bool = False) -> int:
    """Return the most memory (bytes) that this process, or the largest it has waited for, ever had."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss
    return usage if sys.platform == "darwin" else usage * 1024


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    server = Server(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(server.answer(json.loads(line))), flush=True)
