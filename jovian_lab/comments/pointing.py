"""Pointing at things in one notebook: what a target means there, as an anchor; and where anchors stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jovian_lab.comments import text
from jovian_lab.comments.anchoring import Scene, anchor
from jovian_lab.comments.content import source_hash
from jovian_lab.comments.places import Placing
from jovian_lab.comments.quotes import to_units
from jovian_lab.comments.resolving import ON_THE_WHOLE
from jovian_lab.comments.values import Anchor, Target
from jovian_lab.errors import InputError, NotebookNotFound, VersionNotFound
from jovian_lab.notebook.saved import as_saved
from jovian_lab.store import index
from jovian_lab.store.repository import Store
from jovian_lab.store.sides import Side
from jovian_lab.store.values import Version, one_line

_LONGEST_COLUMN = 200


@dataclass(frozen=True)
class Discussed:
    """What a discussion needs of its notebook.

    Attributes
    ----------
    store : Store
        The project's.
    key : str
        The notebook's.
    version : callable
        Gives the version of a name, or raises VersionNotFound.
    present : callable
        Gives the file's bytes.
    """

    store: Store
    key: str
    version: Callable[[str], Version]
    present: Callable[[], bytes]


class Pointing:
    """What can be pointed at in a notebook.

    Parameters
    ----------
    notebook : Discussed
        Which.
    """

    def __init__(self, notebook: Discussed) -> None:
        self._notebook = notebook

    def target(
        self, cell: str, *, quote: str | None = None, output: int | None = None, version: str | None = None
    ) -> Target:
        """Point at a cell, or a part of it, by what a person can type.

        Parameters
        ----------
        cell : str
            Its id, or where it stands, from 0.
        quote : str, optional
            A part of its source, which must stand there once.
        output : int, optional
            Which of its outputs.
        version : str, optional
            Name of a version; without it, in the file.

        Raises
        ------
        InputError, VersionNotFound, Damaged
        """
        if quote is not None and output is not None:
            raise InputError("A comment is on a part of a source or on an output.", "Take one of them.")
        with self.placing() as placing:
            there = placing.open(self._notebook.version(version) if version else self.there(None))
        if there is None:
            raise InputError("That is no notebook of cells.", "Comment on it as a whole.")
        cells = there[0]
        found = [index for index, one in enumerate(cells) if one.id == cell]
        if not found and cell.isascii() and cell.isdecimal() and int(cell[:9]) < len(cells):
            found = [int(cell[:9])]
        if len(found) != 1:
            raise InputError(f"There is no cell {cell[:60]!r}.", f"Name it by its id, or as 0 to {len(cells) - 1}.")
        (index,) = found
        if output is not None:
            return Target("output", version=version, index=index, output=output)
        if quote is None:
            return Target("cell", version=version, index=index)
        source = cells[index].source
        if not quote or source.count(quote) != 1:
            times = "not" if quote not in source else "more than once"
            raise InputError(f"That part stands {times} in the cell.", "Quote what stands there once.")
        start = source.index(quote)
        ends = [to_units(source, position) for position in (start, start + len(quote))]
        return Target("range", version=version, index=index, start=ends[0], end=ends[1])

    def offer(self, suggestion: str | None, about: Anchor, content: bytes | None) -> dict[str, Any]:
        """Describe a suggested source, and what it would replace: the cell as it is now."""
        if suggestion is None:
            return {}
        if about.cell is None:
            raise InputError("Only a cell's source can be suggested.", "Comment on the cell.")
        replaced = about.cell.hash
        with self.placing() as placing:
            side = self.there(content)
            (place,), _ = placing.places([about], side)
            there = placing.open(side)
            if place is not None and place.cell is not None and there is not None:
                replaced = source_hash(there[0][place.cell].source)
        return {"suggestion": {"source": text.check_source(suggestion), "hash": replaced}}

    def anchor(self, target: Target, content: bytes | None) -> Anchor:
        """Make an anchor of what is pointed at."""
        newest = self._notebook.version("latest")
        looked_at = self._notebook.version(target.version) if target.version else None
        if target.kind in ON_THE_WHOLE:
            version = looked_at or newest
            column = one_line(target.column)[:_LONGEST_COLUMN] if target.column is not None else None
            return Anchor(target.kind, version.id, version.number, column=column)
        other = self._notebook.version(target.other).id if target.other else None
        with self.placing() as placing:
            stored = placing.open(looked_at or newest)
            there = stored if looked_at else placing.open(self.there(content))
            if there is None:
                raise InputError("That is no notebook of cells.", "Comment on it as a whole.")
            version = looked_at or newest
            scene = Scene(*there, stored[0] if stored else (), version.id, version.number)
            return anchor(target, scene, other=other)

    def there(self, content: bytes | None) -> Side:
        """Return the notebook as it is now: on screen, in the file, or where that is gone, in the newest version."""
        if content is not None:
            return as_saved(content)
        try:
            return self._notebook.present()
        except NotebookNotFound:
            return self._notebook.version("latest")

    def placing(self) -> Placing:
        """Return what places anchors, to be used in a `with` block."""

        def find(identity: str) -> Version | None:
            try:
                found = self._notebook.version(identity) if len(identity) == 40 else None
            except VersionNotFound:
                return None
            return found if found and found.id == identity else None

        def between(first: int, last: int) -> Sequence[Version]:
            with index.opened(self._notebook.store) as opened:
                found = opened.before(self._notebook.key, min(last, 2**53), max(0, min(last - first, 1000)))
            return [version for version in reversed(found) if version.number > first]

        return Placing(self._notebook.store, self._notebook.key, find, between)
