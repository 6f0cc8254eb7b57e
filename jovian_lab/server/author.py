"""Who asks: the server's user as the author of a version."""

from __future__ import annotations

import re

from jupyter_server.auth import User

from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author

# the names that Jupyter makes up for whoever comes with a token or a password
_GENERATED = re.compile(r"[0-9a-f]{32}")


def author_of(user: User | None) -> Author:
    """Name the author of what a request does.

    Parameters
    ----------
    user : User or None
        The handler's `current_user`.

    Returns
    -------
    Author
        The user; where the server knows nobody by name, the one whose machine this is. May read git's
        configuration, so not for the event loop.
    """
    if user is None or user.username == "anonymous":
        return local_author()
    if _GENERATED.fullmatch(user.username) and (user.name == user.username or user.name.startswith("Anonymous ")):
        return local_author()
    return Author(name=user.display_name or user.name, username=user.username)
