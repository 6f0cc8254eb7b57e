"""A version as git objects: how one is built, and how it is read back.

Tree of a version (docs/store-format.md):

    notebook/skeleton       the notebook with references for its large values: a file, or for a longer one a folder of
                            files 00000, 00001, … that are joined; or
    notebook/whole          the notebook as it is, where it cannot be split
    notebook/parts/<x>/…    the large values by id; <x> is the first digit of the id
    files/<path>            the files committed with it
    environment/…           what describes the kernel's environment
    version.json            what the version is, repeated in the commit message
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from jovian_lab.errors import Damaged, StoreTooNew, VersionNotFound
from jovian_lab.notebook.split import SplitNotebook, join, references_in
from jovian_lab.notebook.stretches import stretches
from jovian_lab.store import environments, objects
from jovian_lab.store.objects import FILE, FOLDER, Entry, Reader
from jovian_lab.store.repository import Transaction
from jovian_lab.store.values import FORMAT, AnyFormat, FileEntry, StoredVersion

Put = Callable[[str, bytes], str]  # takes an object's kind and body, returns its id
# git looks for deltas among files whose paths end alike, in the last 16 characters. With an ending of that length two
# versions of one picture meet, whatever their ids are: the store gets a third smaller.
_PART_ENDING = ".part-of-notebook"
TRAILER = b"Jovian-Version: "
_CHECK = "Run `jovian-lab fsck` to see what is damaged; the other versions still work."


class Kept(NamedTuple):
    """A notebook in a transaction: its tree, and the ids of all objects in it that a next version may share."""

    tree: str
    has: frozenset[str]


def put_notebook(change: Transaction, raw: bytes, cut: SplitNotebook | None, known: frozenset[str]) -> Kept:
    """Put a notebook's objects into a transaction.

    Parameters
    ----------
    change : Transaction
        Open.
    raw : bytes
        The notebook.
    cut : SplitNotebook or None
        The same split, with the bodies of all parts that are not `known`; None stores it whole.
    known : frozenset of str
        Ids of objects that the parent holds and that need not be written again.
    """
    put = _putter(change, known)
    has: list[str] = []
    if cut is None:
        notebook = [Entry(FILE, "whole", put("blob", raw))]
    else:
        for name, part in cut.parts.items():
            if name not in known:
                change.add_named(name, "blob", part.body, compressible=part.compressible)
        notebook = [_put_skeleton(put, stretches(cut), has)]
        references = cut.references
        trees = [put("tree", body) for body in part_trees(references)]
        if trees:
            notebook.append(Entry(FOLDER, "parts", trees[-1]))
        has += [*references, *trees]
    return Kept(put("tree", objects.tree_body(notebook)), frozenset(has))


def put_environment(change: Transaction, files: Mapping[str, bytes], known: frozenset[str]) -> environments.Folder:
    """Put the files of an environment into a transaction, but for those that are `known`."""
    put, has = _putter(change, known), set()

    def noted(kind: str, body: bytes) -> str:
        identity = put(kind, body)
        has.add(identity)
        return identity

    tree = _put_folder(noted, {tuple(path.split("/")): files[path] for path in files})
    return environments.Folder(tree, objects.object_id("blob", files[environments.WHOLE]), frozenset(has))


def build(
    change: Transaction,
    version: StoredVersion,
    kept: Kept,
    files: Mapping[str, bytes],
    known: frozenset[str],
    parents: list[str],
    environment: str = "",
) -> str:
    """Put the rest of a version into a transaction.

    Parameters
    ----------
    change : Transaction
        Open.
    version : StoredVersion
        What it is.
    kept : Kept
        Its notebook.
    files : mapping of str to bytes
        Files to keep with it, by path.
    known : frozenset of str
        Ids of objects that the parent holds and that need not be written again.
    parents : list of str
        Commit ids.
    environment : str
        The tree with its environment's files, which is there already; "" without one.

    Returns
    -------
    str
        The commit id.
    """
    put = _putter(change, known)
    description = msgspec.json.encode(version)
    top = [
        Entry(FOLDER, "notebook", kept.tree),
        Entry(FILE, "version.json", change.add("blob", description + b"\n")),
    ]
    if files:
        folder = {tuple(path.split("/")): files[path] for path in files}
        top.append(Entry(FOLDER, "files", _put_folder(put, folder)))
    if environment:
        top.append(Entry(FOLDER, environments.NAME, environment))
    seconds = int(datetime.fromisoformat(version.created.replace("Z", "+00:00")).timestamp())
    message = "\n\n".join(text for text in (version.title or "Untitled version", version.message) if text)
    body = objects.commit_body(
        change.add("tree", objects.tree_body(top)),
        parents,
        version.author.name,
        seconds,
        f"{message}\n\n{TRAILER.decode()}{description.decode()}\n",
    )
    return change.add("commit", body)


def _putter(change: Transaction, known: frozenset[str]) -> Put:
    """Return what puts an object into a transaction unless it is known, and says its id."""

    def put(kind: str, body: bytes) -> str:
        identity = objects.object_id(kind, body)
        if identity not in known:
            change.add_named(identity, kind, body)
        return identity

    return put


def part_trees(references: Iterable[str]) -> list[bytes]:
    """Return the tree objects that hold a notebook's parts: sixteen small folders at most, the root last."""
    folders: dict[str, list[Entry]] = {}
    for name in sorted(set(references)):
        folders.setdefault(name[0], []).append(Entry(FILE, name + _PART_ENDING, name))
    bodies = [objects.tree_body(entries) for entries in folders.values()]
    if not bodies:
        return []
    roots = [Entry(FOLDER, digit, objects.object_id("tree", body)) for digit, body in zip(folders, bodies, strict=True)]
    return [*bodies, objects.tree_body(roots)]


def parse(message: bytes) -> StoredVersion:
    """Read what a version is from its commit message.

    Raises
    ------
    VersionNotFound
        If the commit is no version.
    StoreTooNew
        If a newer jovian-lab made it.
    Damaged
        If the description cannot be read.
    """
    start = message.rfind(b"\n" + TRAILER)
    if start < 0:
        raise VersionNotFound("That commit is no version of a notebook.", "See `jovian-lab log` for the versions.")
    text = message[start + 1 + len(TRAILER) :].strip()
    try:
        if msgspec.json.decode(text, type=AnyFormat).format > FORMAT:
            raise StoreTooNew("This version was made by a newer jovian-lab.", "Upgrade jovian-lab to read it.")
        return msgspec.json.decode(text, type=StoredVersion)
    except msgspec.DecodeError as error:
        raise Damaged("The description of a version cannot be read.", _CHECK) from error


def read_notebook(reader: Reader, identity: str) -> bytes:
    """Return a version's notebook, byte for byte as it was committed.

    Raises
    ------
    Damaged
        If any object of it is, or the result is not what was committed.
    """
    commit = reader.commit(identity)
    version = parse(commit.message)
    entries = _notebook_folder(reader, commit.tree)
    if version.storage == "whole":
        raw = reader.blob(objects.by_name(entries, "whole").id)
    else:
        raw = join(_join_skeleton(reader, objects.by_name(entries, "skeleton"))[0], reader.blob)
    if hashlib.sha256(raw).hexdigest() != version.sha256:
        raise Damaged(f"v{version.number} does not join to what was committed.", _CHECK)
    return raw


def stretches_of(reader: Reader, identity: str) -> list[str] | None:
    """Return the ids of the blobs that a version's skeleton is made of, None for a notebook that is stored whole."""
    entries = _notebook_folder(reader, reader.commit(identity).tree)
    return _names(reader, entries["skeleton"]) if "skeleton" in entries else None


def read_known(reader: Reader, identity: str) -> tuple[bytes | None, frozenset[str]]:
    """Return a version's skeleton, and the ids of the objects that the next version need not write again."""
    entries = _notebook_folder(reader, reader.commit(identity).tree)
    if "skeleton" not in entries:
        return None, frozenset()
    skeleton, has = _join_skeleton(reader, entries["skeleton"])
    references = references_in(skeleton)
    trees = (objects.object_id("tree", body) for body in part_trees(references))
    return skeleton, frozenset([*has, *references, *trees])


def read_file(reader: Reader, entry: FileEntry) -> bytes:
    """Return a file that was committed with a version."""
    return reader.blob(entry.id)


def _notebook_folder(reader: Reader, tree: str) -> dict[str, Entry]:
    return reader.tree(objects.by_name(reader.tree(tree), "notebook").id)


def _put_skeleton(put: Put, pieces: list[bytes], has: list[str]) -> Entry:
    """Put a skeleton; the ids of what it is made of are added to `has`."""
    names = [put("blob", piece) for piece in pieces]
    has += names
    if len(names) == 1:
        return Entry(FILE, "skeleton", names[0])
    tree = put("tree", objects.tree_body(Entry(FILE, f"{number:05}", name) for number, name in enumerate(names)))
    has.append(tree)
    return Entry(FOLDER, "skeleton", tree)


def _join_skeleton(reader: Reader, entry: Entry) -> tuple[bytes, list[str]]:
    """Return a skeleton, and the ids of what it is made of."""
    names = _names(reader, entry)
    return b"".join(map(reader.blob, names)), list(dict.fromkeys([entry.id, *names]))


def _names(reader: Reader, entry: Entry) -> list[str]:
    return [inner.id for inner in reader.tree(entry.id).values()] if entry.mode == FOLDER else [entry.id]


def _put_folder(put: Put, files: Mapping[tuple[str, ...], bytes]) -> str:
    """Put files into nested trees; return the id of the outermost."""
    entries: list[Entry] = []
    below: dict[str, dict[tuple[str, ...], bytes]] = {}
    for (name, *rest), body in files.items():
        if rest:
            below.setdefault(name, {})[tuple(rest)] = body
        else:
            entries.append(Entry(FILE, name, put("blob", body)))
    entries += [Entry(FOLDER, name, _put_folder(put, inner)) for name, inner in below.items()]
    return put("tree", objects.tree_body(entries))
