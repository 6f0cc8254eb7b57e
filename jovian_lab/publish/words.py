"""What stands at the top of a file: who, when, with what, and what is missing; in words."""

from __future__ import annotations

from datetime import datetime, timezone

from jovian_lab.comments.values import Threads
from jovian_lab.environment.values import Environment
from jovian_lab.publish.values import Publication
from jovian_lab.store.values import Author, Version

_MOST_PACKAGES = 200


def moment(created: str) -> str:
    """Return a time to the second, in UTC, as everybody reads it the same."""
    try:
        found = datetime.fromisoformat(created.replace("Z", "+00:00")).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return "at a time nobody knows"  # never the text itself, which may be anything
    return found.strftime("%Y-%m-%d %H:%M:%S UTC")


def person(author: Author) -> str:
    """Return somebody's name, with the user name where that says more."""
    name = author.name or author.username or "somebody"
    return f"{name} ({author.username})" if author.username and author.username != name else name


def numbered(version: Version) -> str:
    """Return "v3", or "snapshot 1a2b3c4d5e"."""
    return f"v{version.number}" if version.kind == "version" else f"snapshot {version.id[:10]}"


def heading(publication: Publication) -> str:
    """Return what the page is called: the version's title, else the notebook's name."""
    version = publication.version
    return version.title or f"{version.path.rpartition('/')[2]}, {numbered(version)}"


def environment(publication: Publication) -> str:
    """Return the environment in a line; empty where none was recorded."""
    summary = publication.version.environment
    if summary is None:
        return ""
    language = {"python": "Python"}.get(summary.language, summary.language)
    parts = [f"{language} {summary.version}".strip()]
    kernel = publication.version.kernel
    if kernel is not None and kernel.display_name:
        parts.append(f"kernel “{kernel.display_name}”")
    if publication.environment is not None:
        platform = publication.environment.platform
        parts.append(" ".join(part for part in (platform.system, platform.machine) if part))
    parts.append(f"{summary.packages} package{'' if summary.packages == 1 else 's'}")
    return ", ".join(part for part in parts if part)


def packages(environment: Environment | None) -> list[tuple[str, str]]:
    """Return the packages that somebody chose, with their versions, by name."""
    if environment is None:
        return []
    chosen = set(environment.roots)
    found = [(package.name, package.version) for package in environment.packages if package.name in chosen]
    return found[:_MOST_PACKAGES]


def counted(said: Threads | None) -> str:
    """Return how many threads there are: "3 threads, 1 of them resolved"."""
    if said is None:
        return ""
    total = len(said.threads)
    resolved = sum(thread.state == "resolved" for thread in said.threads)
    words = f"{total} thread{'' if total == 1 else 's'}" if total else "no threads"
    return f"{words}, {resolved} of them resolved" if resolved else words


def missing(publication: Publication) -> str:
    """Say what of the comments could not be read; empty where all of it could."""
    said = publication.said
    if said is None or not said.damaged:
        return ""
    total = len(said.damaged)
    what = "One entry of the comments is" if total == 1 else f"{total} entries of the comments are"
    return f"{what} damaged and not shown here; everything else is."
