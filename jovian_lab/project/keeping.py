"""Keeping: the care of a store, and the end of a history."""

from __future__ import annotations

import os

from jovian_lab.environment import kept
from jovian_lab.errors import ConfirmationNeeded
from jovian_lab.project.folder import Folder
from jovian_lab.store import fsck, index, maintenance, refs
from jovian_lab.store.values import FsckReport, GcReport


class Keeping(Folder):
    """The verbs for whoever looks after a store."""

    def delete(self, path: str | os.PathLike[str], *, confirm: str) -> int:
        """Delete a notebook's whole history; the file stays.

        Parameters
        ----------
        path : path
            The notebook.
        confirm : str
            Its path again, as a yes.

        Returns
        -------
        int
            How many versions are gone.

        Raises
        ------
        ConfirmationNeeded, NotebookNotFound
        """
        relative, key = self._known(path)
        if confirm != relative:
            raise ConfirmationNeeded(
                f"This deletes every version of {relative} for good.", f"Confirm it with exactly {relative!r}."
            )
        with self._store.transaction() as change:
            for space in (refs.VERSIONS, refs.SNAPSHOTS, refs.EVENTS):
                change.delete(refs.name(space, key))
            with index.opened(self._store) as opened:
                count = len(opened.ids(key))
        return count

    def fsck(self) -> FsckReport:
        """Check every object of every version."""
        return fsck.fsck(self._store, kept.decode)

    def gc(self) -> GcReport:
        """Make the store as small as it gets; commits go on meanwhile."""
        return maintenance.gc(self._store)

    def tidy(self) -> bool:
        """Merge packs if many have gathered; returns whether there was a need."""
        if not maintenance.due(self._store):
            return False
        maintenance.tidy(self._store)
        return True
