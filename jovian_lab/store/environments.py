"""The files of an environment in a version's tree: what the store needs to keep them and to read them again.

What is in them is not known here: they come from whoever commits, through a `Keeper`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from jovian_lab.errors import Damaged
from jovian_lab.notebook.describe import Kernel
from jovian_lab.store import objects
from jovian_lab.store.objects import FOLDER, Reader
from jovian_lab.store.values import EnvironmentSummary

NAME = "environment"
WHOLE = "environment.json"
_DEEPEST = 3  # folders within folders; a version has two
_MOST_FILES = 1_000


class Folder(NamedTuple):
    """The files of an environment as objects.

    Attributes
    ----------
    tree : str
        The tree that holds them; "" without any.
    id : str
        Of the blob that says the whole: environment.json.
    has : frozenset of str
        The ids of everything in it.
    """

    tree: str
    id: str
    has: frozenset[str]


NOTHING = Folder("", "", frozenset())


class Before(NamedTuple):
    """The environment of the version before: its tree and environment.json (""), and a way to its files by name."""

    tree: str
    id: str
    read: Callable[[], Mapping[str, bytes]]


class Kept(NamedTuple):
    """What a version keeps of an environment: files by name, and the whole in short."""

    files: Mapping[str, bytes]
    summary: EnvironmentSummary


class Keeper(Protocol):
    """Whoever knows the environment of the notebook that is being committed. Neither method raises."""

    def begin(self, kernel: Kernel | None, cells: Sequence[bytes]) -> None:
        """Be told what is being committed, before the lock is taken.

        Parameters
        ----------
        kernel : Kernel or None
            As the notebook has it.
        cells : sequence of bytes
            Its cells as they are stored.
        """

    def keep(self, before: Before) -> Kept | None:
        """Return what to keep; under the lock, so at once."""


def folder(reader: Reader, identity: str) -> Folder:
    """Return the environment's folder of a version; `NOTHING` for a version without one."""
    entry = reader.tree(reader.commit(identity).tree).get(NAME)
    if entry is None or entry.mode != FOLDER:
        return NOTHING
    found = _walk(reader, entry.id, "", 0)
    whole = next((name for path, name, _ in found if path == WHOLE), "")
    return Folder(entry.id, whole, frozenset([entry.id, *(name for _, name, _ in found)]))


def read(reader: Reader, tree: str) -> dict[str, bytes]:
    """Return the files in an environment's folder, by name.

    Raises
    ------
    Damaged
        If one cannot be read, or there are more of them than any version has.
    """
    return {path: reader.blob(name) for path, name, mode in _walk(reader, tree, "", 0) if mode != FOLDER}


def _walk(reader: Reader, tree: str, above: str, depth: int) -> list[tuple[str, str, bytes]]:
    """Return (path, id, mode) of all that is in a folder."""
    found: list[tuple[str, str, bytes]] = []
    for entry in objects.parse_tree(reader.read(tree, "tree")):
        found.append((above + entry.name, entry.id, entry.mode))
        if entry.mode == FOLDER:
            if depth == _DEEPEST:
                raise Damaged(
                    "An environment's folders lie too deep.", "The version's notebook is not touched by this."
                )
            found += _walk(reader, entry.id, f"{above}{entry.name}/", depth + 1)
        if len(found) > _MOST_FILES:
            raise Damaged("An environment has too many files.", "The version's notebook is not touched by this.")
    return found
