"""What uv and pip have in common: where they run, what they are told of indexes, and the lists they are given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from jovian_lab.environment.restore.process import Watch
from jovian_lab.environment.restore.solving import Chosen, Request
from jovian_lab.environment.restore.values import Index, Want


class Installer:
    """A tool at work for one environment.

    Parameters
    ----------
    folder : Path
        An empty folder of ours, where it runs and lists are written.
    watch : Watch
        Says when to stop.
    python : Path
        The interpreter that stands for the environment's; without uv, one that can make virtual environments.
    options : sequence of Index
        Accepted options about indexes.
    sdists : sequence of str
        Packages that may be built from source.
    held : sequence of int
        Open files that it keeps while it runs.
    line : callable, optional
        Is told what it says.
    """

    def __init__(
        self, folder: Path, watch: Watch, *, python: Path, options: Sequence[Index] = (), sdists: Sequence[str] = (),
        held: Sequence[int] = (), line: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._watch = watch
        self._python = python
        self._options = options
        self._sdists = sdists
        self._held = held
        self._line = line

    def _write(self, request: Request) -> tuple[Path, Path]:
        """Write the lists of what is asked for and of its limits."""
        asked, limits = self._folder / "asked.txt", self._folder / "limits.txt"
        asked.write_text(written(request.roots), "utf-8")
        limits.write_text(written(request.limits, limit=True), "utf-8")
        return asked, limits

    def _write_chosen(self, chosen: Sequence[Chosen], hashes: dict[str, tuple[str, ...]]) -> Path:
        """Write the list of what is to be installed."""
        listed = self._folder / "install.txt"
        listed.write_text("\n".join(_with_hashes(item, hashes) for item in chosen) + "\n", "utf-8")
        return listed

    def _wheels(self) -> list[str]:
        """Only what needs no building, but for the packages somebody said yes to."""
        argv = ["--only-binary", ":all:"]
        for name in self._sdists:
            argv += ["--no-binary", name]
        return argv


def written(wants: Sequence[Want], *, limit: bool = False) -> str:
    """Return a requirements file that asks for these, and nothing else."""
    found = []
    for want in wants:
        if want.direct:
            if not limit:
                found.append(want.direct)
            continue
        extras = f"[{','.join(want.extras)}]" if want.extras and not limit else ""
        marker = f" ; {want.marker}" if want.marker else ""
        if want.spec or not limit:
            found.append(f"{want.name}{extras}{want.spec}{marker}")
    return "\n".join(found) + "\n"


def _with_hashes(item: Chosen, hashes: dict[str, tuple[str, ...]]) -> str:
    """Return the line that installs a package, with the hashes of the files that will do."""
    return " ".join([item.line, *(f"--hash={value}" for value in hashes.get(item.name, ()))])
