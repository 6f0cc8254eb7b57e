"""A `.jovian` folder: made, checked, locked, and changed in transactions."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from jovian_lab.errors import Busy, Damaged, ProjectNotFound, StoreTooNew, from_os_error
from jovian_lab.store import durable, git, objects, pack, refs

FOLDER = ".jovian"
STORE_FORMAT = 1
LOCK_SECONDS = 60.0
_POLL_SECONDS = 0.003

# The whole configuration. It is rewritten whenever it reads otherwise: a stranger's store must not bring its own.
_CONFIG = b"""[core]
\trepositoryformatversion = 0
\tfilemode = false
\tbare = true
\tlogallrefupdates = false
\thooksPath = /dev/null
[gc]
\tauto = 0
\tpackRefs = false
[maintenance]
\tauto = false
[transfer]
\tfsckObjects = true
[pack]
\twindowMemory = 64m
\tthreads = 2
"""


# What we, or git for us, write to below the repository.
_OWN = (
    "objects", "objects/info", "objects/pack", "refs", "refs/jovian", refs.VERSIONS, refs.SNAPSHOTS, refs.EVENTS,
    "config", "packed-refs", "jovian.lock", "maintenance.lock",
)  # fmt: skip


_FOLDERS = (
    "objects", "objects/info", "objects/pack", "refs", "refs/heads", "refs/tags", "refs/jovian",
    "refs/jovian/versions", "refs/jovian/snapshots", "refs/jovian/events",
)  # fmt: skip


class _Format(msgspec.Struct):
    format: int


class Store:
    """The store of one project.

    Parameters
    ----------
    folder : Path
        The project's folder, resolved.

    Raises
    ------
    ProjectNotFound
        If there is no store in it.
    StoreTooNew
        If a newer jovian-lab made it.
    Damaged
        If something else stands where the store should be.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / FOLDER
        self.repository = self.home / "repository.git"
        self.index_file = self.home / "index.sqlite"
        try:
            self._check()
        except OSError as error:
            raise from_os_error(error, "open the store") from error

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether a folder has a store; one whose making was cut short does not count."""
        return os.path.isfile(f"{folder}/{FOLDER}/repository.git/jovian.json")

    @classmethod
    def create(cls, folder: Path) -> Store:
        """Make a store, or open the one that is there.

        Raises
        ------
        PermissionDenied, DiskFull, StorageError
            As the disk says.
        GitUnavailable
            If git is missing or too old.
        """
        if cls.exists(folder):
            return cls(folder)
        git.available()
        home = folder / FOLDER
        repository = home / "repository.git"
        try:
            durable.make_folder(home)
            with _locked(home / "create.lock"):
                if not cls.exists(folder):
                    _make(home, repository)
        except OSError as error:
            raise from_os_error(error, f"make the store in {folder.name or folder}") from error
        return cls(folder)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Hold the store's lock; objects and ref moves are collected and written when the block ends well.

        Raises
        ------
        Busy
            If another process holds the lock for a minute.
        DiskFull, PermissionDenied, StorageError
            As the disk says; then no ref has moved.
        """
        try:
            with _locked(self.repository / "jovian.lock"):
                change = Transaction(self.repository)
                yield change
                change.write()
        except OSError as error:
            raise from_os_error(error, "write to the store") from error

    @contextmanager
    def reader(self) -> Iterator[objects.Reader]:
        """Open a verified reader; one git process while the block lasts."""
        with objects.reader(self.repository) as opened:
            yield opened

    def _check(self) -> None:
        if not self.exists(self.folder):
            raise ProjectNotFound(
                f"There is no jovian-lab store in {self.folder}.",
                "Commit a notebook there first, or run `jovian-lab init`.",
            )
        repository = str(self.repository)  # texts: making paths would be half the time of this
        for name in (str(self.home), repository, *(f"{repository}/{own}" for own in _OWN)):
            if os.path.islink(name):  # it could lead our writing anywhere
                raise Damaged(
                    f"{os.path.basename(name)} in {FOLDER} is a link, not the store's own.", "Restore it from a backup."
                )
        for name in ("objects", "refs"):
            if not os.path.isdir(f"{repository}/{name}"):
                raise Damaged(f"{name} in {FOLDER} is missing.", "Restore it from a backup.")
        _check_format(self.repository / "jovian.json")
        if (self.repository / "config").read_bytes() != _CONFIG:
            durable.replace_file(self.repository / "config", _CONFIG)
        for name in ("objects/info/alternates", "commondir", "config.worktree", "info/grafts", "shallow"):
            if os.path.lexists(f"{repository}/{name}"):
                raise Damaged(f"The store has a file {name}, which we never make.", "Remove it if you trust the rest.")


class Transaction:
    """Objects and ref moves that are about to be written together."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._objects: dict[str, pack.NewObject] = {}
        self._moves: list[tuple[str, str, str | None]] = []
        self._deletions: list[str] = []

    def add(self, kind: str, body: bytes, *, compressible: bool = True) -> str:
        """Collect an object; returns its id."""
        identity = objects.object_id(kind, body)
        self.add_named(identity, kind, body, compressible=compressible)
        return identity

    def add_named(self, identity: str, kind: str, body: bytes, *, compressible: bool = True) -> None:
        """Collect an object whose id is known already."""
        if identity not in self._objects:
            self._objects[identity] = pack.new_object(identity, kind, body, compressible=compressible)

    def tip(self, ref: str) -> str | None:
        """Return where a ref points now."""
        return refs.read(self._repository, ref)

    def move(self, ref: str, new: str, old: str | None) -> None:
        """Collect a compare-and-swap of a ref."""
        self._moves.append((ref, new, old))

    def delete(self, ref: str) -> None:
        """Collect the removal of a ref."""
        self._deletions.append(ref)

    def write(self) -> None:
        """Write the objects and the refs that point at them: all durable, the refs last, or none."""
        replacements = durable.Replacements()
        try:
            if self._objects:
                pack.stage_pack(replacements, self._repository, list(self._objects.values()))
            for ref, new, old in self._moves:
                refs.stage_move(replacements, self._repository, ref, new, old)
        except BaseException:
            replacements.discard()
            raise
        replacements.put_in_place()
        for ref in self._deletions:
            refs.delete(self._repository, ref)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that the operating system frees when its holder dies."""
    lock = FileLock(str(path), timeout=LOCK_SECONDS, thread_local=False)
    try:
        lock.acquire(poll_interval=_POLL_SECONDS)
    except Timeout as error:
        raise Busy("Another process is writing to the store.", "Try again in a moment.") from error
    try:
        yield
    finally:
        lock.release()


def _make(home: Path, repository: Path) -> None:
    """Make the folders of a store; the format file comes last and says that the rest is whole.

    All that makes a bare repository is written here: `git init` does not wait for the disk, leaves locks when it is
    killed, and does not say that the disk is full.
    """
    durable.replace_file(home / ".gitignore", b"*\n")
    durable.make_folder(repository)
    for name in _FOLDERS:
        durable.make_folder(repository / name)
    durable.replace_file(repository / "HEAD", b"ref: refs/heads/master\n")
    durable.replace_file(repository / "config", _CONFIG)
    for folder in (repository / "refs", repository / "objects", repository, home):
        durable.sync_folder(folder)
    durable.replace_file(repository / "jovian.json", msgspec.json.encode(_Format(STORE_FORMAT)) + b"\n")


def _check_format(path: Path) -> None:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Format).format
    except msgspec.DecodeError as error:
        raise Damaged("The store's format file cannot be read.", "Restore .jovian from a backup.") from error
    if found > STORE_FORMAT:
        raise StoreTooNew(
            f"The store has format {found}; this jovian-lab knows formats up to {STORE_FORMAT}.",
            "Upgrade jovian-lab (`pip install --upgrade jovian-lab`). Nothing was changed.",
        )
