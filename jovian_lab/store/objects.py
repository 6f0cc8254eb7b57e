"""Git objects as values: how they are named and written out, and a reader that trusts nothing it has not hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from jovian_lab.errors import Damaged
from jovian_lab.store import git
from jovian_lab.store.packed import Packs

FILE, FOLDER = b"100644", b"40000"
_CHECK = "Run `jovian-lab fsck` to see what is damaged; the other versions still work."


class Entry(NamedTuple):
    """One line of a tree: mode as git writes it, name, and object id in hex."""

    mode: bytes
    name: str
    id: str


class Commit(NamedTuple):
    """What we need of a commit object."""

    tree: str
    parents: list[str]
    message: bytes


def object_id(kind: str, body: bytes) -> str:
    """Return the id (40 hex digits) of an object of that kind ("blob", "tree", "commit")."""
    digest = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)), usedforsecurity=False)
    digest.update(body)
    return digest.hexdigest()


def tree_body(entries: Iterable[Entry]) -> bytes:
    """Serialise a tree in git's order: by name, folders as if their name ended in a slash."""
    ordered = sorted(entries, key=lambda entry: entry.name.encode() + (b"/" if entry.mode == FOLDER else b""))
    return b"".join(b"%s %s\0" % (entry.mode, entry.name.encode()) + bytes.fromhex(entry.id) for entry in ordered)


def parse_tree(body: bytes) -> list[Entry]:
    """Read a tree object.

    Raises
    ------
    Damaged
        If it is no tree.
    """
    entries: list[Entry] = []
    at = 0
    try:
        while at < len(body):
            blank = body.index(b" ", at)
            end = body.index(b"\0", blank)
            entries.append(Entry(body[at:blank], body[blank + 1 : end].decode(), body[end + 1 : end + 21].hex()))
            at = end + 21
    except (ValueError, UnicodeDecodeError) as error:
        raise Damaged("A folder in the store cannot be read.", _CHECK) from error
    return entries


def commit_body(tree: str, parents: Sequence[str], author: str, seconds: int, message: str) -> bytes:
    """Serialise a commit; `author` is a bare name and `seconds` are since 1970 in UTC."""
    name = "".join(c for c in author if c.isprintable() and c not in "<>").strip(" .,:;\"'\\") or "unknown"
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"{role} {name} <> {seconds} +0000" for role in ("author", "committer")]
    return ("\n".join(lines) + "\n\n" + message).encode("utf-8", "replace").replace(b"\0", b"")


def parse_commit(body: bytes) -> Commit:
    """Read a commit object.

    Raises
    ------
    Damaged
        If it is no commit.
    """
    head, _, message = body.partition(b"\n\n")
    tree, parents = "", []
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"tree":
            tree = value.decode("ascii", "replace")
        elif key == b"parent":
            parents.append(value.decode("ascii", "replace"))
    if len(tree) != 40:
        raise Damaged("A commit in the store cannot be read.", _CHECK)
    return Commit(tree, parents, message)


class Reader:
    """Reads objects, checking each against its name: from packs, and what git alone can read through `git cat-file`.

    Parameters
    ----------
    packs : Packs
        The repository's packs.
    start_git : callable
        Starts `git cat-file --batch` when it is first needed; returns its standard input and output.
    """

    def __init__(self, packs: Packs, start_git: Callable[[], tuple[IO[bytes], IO[bytes]]]) -> None:
        self._packs = packs
        self._start_git = start_git
        self._pipes: tuple[IO[bytes], IO[bytes]] | None = None
        self._broken = False

    def read(self, identity: str, kind: str) -> bytes:
        """Return the body of an object.

        Parameters
        ----------
        identity : str
            Object id, 40 hex digits.
        kind : str
            The kind it must have.

        Raises
        ------
        Damaged
            If it is missing, unreadable, or not what its name says.
        """
        found, body = self._ask(identity)
        if found != kind:
            raise Damaged(f"Object {identity[:10]} is a {found}, not a {kind}.", _CHECK)
        return body

    def commit(self, identity: str) -> Commit:
        """Read and parse a commit."""
        return parse_commit(self.read(identity, "commit"))

    def tree(self, identity: str) -> dict[str, Entry]:
        """Read and parse a tree; its entries by name."""
        return {entry.name: entry for entry in parse_tree(self.read(identity, "tree"))}

    def blob(self, identity: str) -> bytes:
        """Read a blob."""
        return self.read(identity, "blob")

    def size(self, identity: str) -> int | None:
        """Return how long an object is, where that is known without reading it."""
        return self._packs.size(identity)

    def _ask(self, identity: str) -> tuple[str, bytes]:
        if len(identity) != 40 or not identity.isalnum():
            raise Damaged(f"Object {identity[:10]!r} cannot be read.", _CHECK)
        found = self._packs.get(identity)
        if found is not None and object_id(*found) == identity:
            return found
        if self._pipes is None:
            self._pipes = self._start_git()
        to_git, from_git = self._pipes
        try:
            to_git.write(identity.encode() + b"\n")
            to_git.flush()
            header = from_git.readline().split()
            if len(header) != 3:
                if not header:  # git ends when it meets some kinds of damage
                    self._end()
                raise Damaged(f"Object {identity[:10]} is missing or unreadable.", _CHECK)
            size = int(header[2])
            body = from_git.read(size + 1)[:-1]
        except (BrokenPipeError, ValueError) as error:
            self._end()
            raise Damaged(f"Object {identity[:10]} is missing or unreadable.", _CHECK) from error
        kind = header[1].decode("ascii", "replace")
        if len(body) != size or object_id(kind, body) != identity:
            if len(body) != size:
                self._end()
            raise Damaged(f"Object {identity[:10]} is not what its name says.", _CHECK)
        return kind, body

    def _end(self) -> None:
        """Have git started anew for the next object."""
        self._pipes, self._broken = None, True

    @property
    def broken(self) -> bool:
        """Whether git has ended over damage; it is started anew where it is needed again."""
        return self._broken


@contextmanager
def reader(repository: Path) -> Iterator[Reader]:
    """Open a reader on a repository; one git process at most, for as long as the block lasts."""
    with ExitStack() as stack:

        def start_git() -> tuple[IO[bytes], IO[bytes]]:
            to_git, from_git, _ = stack.enter_context(git.start(repository, ["cat-file", "--batch"]))
            return to_git, from_git

        packs = Packs(repository)
        stack.callback(packs.close)
        yield Reader(packs, start_git)


def by_name(entries: Mapping[str, Entry], name: str) -> Entry:
    """Return a tree's entry.

    Raises
    ------
    Damaged
        If there is none of that name.
    """
    try:
        return entries[name]
    except KeyError as error:
        raise Damaged(f"A version lacks its entry {name!r}.", _CHECK) from error
