"""Watching: how far every history is, for whoever waits for news."""

from __future__ import annotations

from jovian_lab.project.folder import Folder
from jovian_lab.store import events, refs
from jovian_lab.store.values import Event


class Watching(Folder):
    """The verbs that are cheap enough to ask every second."""

    def tips(self) -> dict[str, str]:
        """Return the newest version's id by notebook key; cheap, for watching."""
        return refs.listed(self._store.repository, refs.VERSIONS)

    def event_tips(self) -> dict[str, str]:
        """Return the newest commit of events by notebook key; cheap, for watching."""
        return refs.listed(self._store.repository, refs.EVENTS)

    def events_since(self, old: str | None, new: str) -> list[Event]:
        """Return what one commit of events holds and an earlier one does not, in order."""
        with self._store.reader() as reader:
            return events.since(reader, old, new)
