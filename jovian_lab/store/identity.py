"""Who the person at this computer is, where no server says so."""

from __future__ import annotations

import getpass
import os
from functools import cache
from pathlib import Path

from jovian_lab.store import git
from jovian_lab.store.values import Author


@cache
def local_author() -> Author:
    """Return the author from git's global configuration, else the account's name.

    The files are read, git is not started, and no repository's own configuration is looked at.
    """
    try:
        account = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such account, as in some containers
        account = "unknown"
    return Author(_configured_name() or account, account)


def _configured_name() -> str:
    parser = git.gitpython().GitConfigParser
    home = Path.home()
    config_home = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    for path in (home / ".gitconfig", config_home / "git" / "config"):
        try:
            with parser(str(path), read_only=True) as settings:
                name = str(settings.get_value("user", "name", default="")).strip()
        except Exception:  # a broken configuration must not stop a commit
            continue
        if name:
            return name
    return ""
