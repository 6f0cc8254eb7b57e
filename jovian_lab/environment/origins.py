"""Where a distribution came from, if not from an index: direct addresses, and checkouts with their git commit."""

from __future__ import annotations

from typing import Any

from jovian_lab.environment import checkout, urls
from jovian_lab.environment.bounded import Notes, printable
from jovian_lab.environment.distributions import Distribution
from jovian_lab.environment.values import Source


def source(distribution: Distribution, notes: Notes) -> Source | None:
    """Return where a distribution came from, None for an index.

    Parameters
    ----------
    distribution : Distribution
        Whose direct_url.json is looked at, and the folder of a development install.
    notes : Notes
        Is told what could not be read.
    """
    if distribution.develop:
        return _local(distribution.develop, editable=True, name=distribution.name, notes=notes)
    direct = distribution.direct
    if direct is None:
        return None
    url = str(direct["url"])
    vcs, archive, folder = (_dict(direct.get(key)) for key in ("vcs_info", "archive_info", "dir_info"))
    if vcs:
        kind = printable(str(vcs.get("vcs", "git")), 20)
        address = urls.last_name(url) if urls.is_local(url) else urls.clean(url)
        return Source("vcs", f"{kind}+{address}", commit=printable(str(vcs.get("commit_id", "")), 100))
    if folder or (urls.is_local(url) and "archive_info" not in direct):
        return _local(
            urls.local_path(url), editable=folder.get("editable") is True, name=distribution.name, notes=notes
        )
    address = urls.last_name(url) if urls.is_local(url) else urls.clean(url)
    return Source("archive", address, hash=_hash(archive) or urls.hash_of(url))


def folder_of(distribution: Distribution) -> str:
    """Return the folder that a distribution was installed from and is still read from, else ""."""
    if distribution.develop:
        return distribution.develop
    direct = distribution.direct
    if direct is None or "vcs_info" in direct or "archive_info" in direct:
        return ""
    return urls.local_path(str(direct["url"]))


def _local(folder: str, *, editable: bool, name: str, notes: Notes) -> Source:
    # a copy was made of what is not editable, and the folder may have moved on since
    state = checkout.read(folder) if editable else None
    if state is not None and state.dirty is None:
        notes.say(f"It could not be told whether the checkout of {name} had changes that were not committed.")
    return Source(
        "local",
        urls.last_name(folder),
        commit=state.commit if state is not None else "",
        dirty=bool(state is not None and state.dirty),
        editable=editable,
    )


def _hash(archive: dict[str, Any]) -> str:
    hashes = _dict(archive.get("hashes"))
    value = str(hashes.get("sha256", ""))
    if not value and isinstance(archive.get("hash"), str):
        kind, _, digest = archive["hash"].partition("=")
        value = digest if kind == "sha256" else ""
    return f"sha256:{value.lower()}" if len(value) == 64 and value.isalnum() else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
