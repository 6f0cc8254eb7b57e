"""Channels made, changed and removed; what is asked for is checked, and secrets go where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from ulid import ULID

from jovian_lab.comments import text
from jovian_lab.comments.notify import chat, mail, secrets
from jovian_lab.comments.notify.outbox import Outbox
from jovian_lab.comments.notify.values import KINDS, USUAL, Channel, Kind, Mail
from jovian_lab.errors import Conflict, InputError, NotFound
from jovian_lab.store.values import Author, one_line

_MOST = 20  # channels of one person in one project
_MOST_ALSO = 20
_LONGEST_SECRET = 4_096
_SHORTEST_NAME = 4  # characters of an id


class Asked(msgspec.Struct, frozen=True):
    """What somebody wants of a channel; None leaves as it is what a channel has, and takes the usual for a new one.

    Attributes
    ----------
    name, tells, mail, also, enabled
        As of a channel.
    secret : str
        A chat's address, or the password for e-mail, to be put into the keyring.
    secret_from : str
        Where it is instead: `env:NAME` or `config:NAME`.
    """

    name: str | None = None
    tells: list[Kind] | None = None
    mail: Mail | None = None
    secret: str | None = None
    secret_from: str | None = None
    also: list[str] | None = None
    enabled: bool | None = None


class Channels:
    """One person's channels in one project.

    Parameters
    ----------
    outbox : Outbox
        Keeps them.
    project : Path
        The project's folder.
    owner : Author
        Whose.
    configured : mapping of str
        The secrets in the server's configuration.
    """

    def __init__(self, outbox: Outbox, project: Path, owner: Author, configured: Mapping[str, str]) -> None:
        self._outbox = outbox
        self._project = str(project)
        self._owner = owner
        self._configured = configured

    def all(self) -> list[Channel]:
        """Return them."""
        return [one for one in self._outbox.channels(self._project) if text.same(one.owner, self._owner)]

    def one(self, name: str) -> Channel:
        """Return the one with an id, the last characters of one, or a name.

        Raises
        ------
        NotFound
        """
        wanted = name.strip()
        found = [one for one in self.all() if wanted in (one.id, one.name)]
        if not found and len(wanted) >= _SHORTEST_NAME:
            found = [one for one in self.all() if one.id.endswith(wanted.upper())]
        if len(found) != 1:
            why = "is more than one channel" if found else "is no channel"
            raise NotFound(f"{wanted[:60]!r} {why} of yours in this project.", "List them to see their ids.")
        return found[0]

    def make(self, asked: Asked, tips: Mapping[str, str]) -> Channel:
        """Make a channel; nothing that was said before is told there.

        Parameters
        ----------
        asked : Asked
            What is wanted.
        tips : mapping of str
            The project's commits of events now.

        Raises
        ------
        InputError
            If it cannot be: the address is none, a secret is missing, or there is no keyring.
        Conflict
            If there are too many, or one has that name.
        """
        if len(self.all()) >= _MOST:
            raise Conflict(f"There are {_MOST} channels already.", "Remove one first.")
        empty = Channel(str(ULID()), self._project, self._owner, "", list(USUAL), "", None, "")
        return self._keep(empty, asked, tips)

    def change(self, name: str, asked: Asked) -> Channel:
        """Change one.

        Raises
        ------
        NotFound, InputError, Conflict
        """
        old = self.one(name)
        if asked.mail is not None and old.mail is None:
            raise InputError("A chat does not become e-mail.", "Make another channel.")
        if asked.mail is not None and old.secret and asked.secret is None and asked.secret_from is None:
            kept = msgspec.structs.replace(asked.mail, to=[], sender="")
            if kept != msgspec.structs.replace(old.mail or asked.mail, to=[], sender=""):
                raise InputError("Another server gets no password that was for this one.", "Give the password again.")
        return self._keep(old, asked, None)

    def remove(self, name: str) -> Channel:
        """Remove one, its secret, and what was still to be told there.

        Raises
        ------
        NotFound
        """
        found = self.one(name)
        self._outbox.remove(found.id)
        if found.secret == secrets.KEYRING:
            secrets.forget(found.id)
        return found

    def _keep(self, old: Channel, asked: Asked, tips: Mapping[str, str] | None) -> Channel:
        name = old.name if asked.name is None else one_line(asked.name)
        if any(one.name == name and one.id != old.id for one in self.all()):
            raise Conflict(f"There is a channel {name!r} already.", "Give it another name.")
        tells = old.tells if asked.tells is None else [kind for kind in KINDS if kind in asked.tells]
        also = old.also if asked.also is None else [one_line(each) for each in asked.also if one_line(each)]
        if not name or not tells or len(also) > _MOST_ALSO:
            raise InputError("A channel needs a name, and something to tell.", f"Kinds are: {', '.join(KINDS)}.")
        made = msgspec.structs.replace(
            old,
            name=name,
            tells=tells,
            also=also,
            mail=asked.mail or old.mail,
            enabled=old.enabled if asked.enabled is None else asked.enabled,
        )
        made = self._with_secret(made, asked, is_new=tips is not None)
        self._outbox.put(made, tips)
        if old.secret == secrets.KEYRING and made.secret != secrets.KEYRING:
            secrets.forget(old.id)
        return made

    def _with_secret(self, made: Channel, asked: Asked, *, is_new: bool) -> Channel:
        """Check where a channel leads to, and put its secret away last, when nothing else can be wrong."""
        reference = made.secret
        if asked.secret is not None and asked.secret_from is not None:
            raise InputError("A secret is given, or it is said where it is.", "Leave one out.")
        if asked.secret_from is not None:
            reference = secrets.check_reference(asked.secret_from)
        elif asked.secret is not None:
            reference = secrets.KEYRING if asked.secret else ""
            if len(asked.secret) > _LONGEST_SECRET or not asked.secret.isprintable():
                raise InputError("That is no address or password.", "Give it on one line.")
        if made.mail is not None:
            mail.check(made.mail, has_secret=bool(reference))
            shown = ", ".join(made.mail.to)
        elif asked.secret or asked.secret_from or is_new:
            given = asked.secret or secrets.secret_of(made.id, reference, self._configured)
            if not given:
                raise InputError("A chat needs its address.", "Give it as the secret, for it holds a key.")
            shown = chat.check(given)
        else:
            shown = made.shown
        if asked.secret:
            secrets.keep(made.id, asked.secret)
        return msgspec.structs.replace(made, secret=reference, shown=shown)
