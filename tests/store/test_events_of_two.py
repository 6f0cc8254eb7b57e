"""Two stores that were written to apart: merged in any order they say the same; damaged and clashing files are told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jovian_lab.project import Author, Project, Target, Threads
from jovian_lab.store import events, objects, refs
from jovian_lab.store.repository import Store
from tests.history import commit, git, work, write
from tests.torture import damage

ADA, BOB = Author("Ada", "ada"), Author("Bob", "bob")
PATH = "a.ipynb"


def copied(project: Project, name: str) -> Project:
    """A clone as `cp -r` makes it."""
    folder = project.folder.parent / name
    shutil.copytree(project.folder, folder)
    return Project.open(folder)


def pull(into: Project, source: Project) -> bool:
    """Fetch the other store's objects and merge its events."""
    key = into.notebooks()[0].key
    tip = refs.read(Store(source.folder).repository, refs.name(refs.EVENTS, key))
    if tip is None:
        return False
    repository = source.folder / ".jovian" / "repository.git"
    here = into.folder / ".jovian" / "repository.git"
    command = ["git", f"--git-dir={here}", "fetch", "--quiet", "--no-write-fetch-head", str(repository), tip]
    environment = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "uploadpack.allowAnySHA1InWant",
                   "GIT_CONFIG_VALUE_0": "true", "PATH": "/usr/bin:/bin:/usr/local/bin"}  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, env=environment)
    store = Store(into.folder)
    with store.transaction() as change:
        return events.merge(store, change, key, tip)


def threads(project: Project) -> Threads:
    return project.discussion(PATH).read()


@pytest.fixture
def begun(project: Project) -> Project:
    commit(project, PATH, work("x = 1", "y = 2"))
    project.discussion(PATH).open(Target("cell", index=0), "begun", ADA)
    return project


ACTS = st.lists(
    st.tuples(st.sampled_from(["reply", "resolve", "reopen", "edit", "open", "react", "delete"]), st.booleans()),
    max_size=4,
)


def act(project: Project, what: str, author: Author) -> None:
    discussion = project.discussion(PATH)
    first = discussion.read().threads[0]
    if what == "open":
        discussion.open(Target("cell", index=1), f"by {author.name}", author)
    elif what == "reply":
        discussion.reply(first.id, f"by {author.name}", author)
    elif what == "edit":
        discussion.edit(first.id, first.id, f"edited {len(discussion.read().threads)}", ADA)
    elif what == "react":
        discussion.react(first.id, first.id, "👍", author)
    elif what == "delete" and len(first.comments) > 1:
        discussion.delete(first.id, first.comments[-1].id, first.comments[-1].author)
    elif what in ("resolve", "reopen"):
        getattr(discussion, what)(first.id, author)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, more=ACTS)
def test_merged_in_any_order_they_show_the_same(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, bool]], more: list[tuple[str, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("stores") / "one"
    folder.mkdir()
    one = Project.open(folder, create=True)
    commit(one, PATH, work("x = 1", "y = 2"))
    one.discussion(PATH).open(Target("cell", index=0), "begun", ADA)
    two = copied(one, "two")
    for what, here in [*acts, *more]:
        act(one if here else two, what, ADA if here else BOB)
    third = copied(one, "three")
    pull(one, two)
    pull(two, third)  # what the first one had before
    pull(third, two)
    assert threads(one).threads == threads(two).threads == threads(third).threads
    assert not threads(one).damaged
    assert pull(one, two) is False, "nothing is left to add"
    assert one.fsck().ok and two.fsck().ok


def test_what_follows_a_merge_is_later_than_both_sides(begun: Project) -> None:
    other = copied(begun, "other")
    first = threads(begun).threads[0].id
    for _ in range(3):
        begun.discussion(PATH).resolve(first, ADA)
        begun.discussion(PATH).reopen(first, ADA)
    begun.discussion(PATH).resolve(first, ADA)
    other.discussion(PATH).reply(first, "x", BOB)
    assert pull(other, begun)
    other.discussion(PATH).reopen(first, BOB)
    assert threads(other).threads[0].state == "open"


def tampered(project: Project, name: str, body: bytes) -> str:
    """Put a file into the events as another program might; returns its commit."""
    store, key = Store(project.folder), project.notebooks()[0].key
    ref = refs.name(refs.EVENTS, key)
    with store.transaction() as change, store.reader() as reader:
        tip = change.tip(ref)
        assert tip is not None
        root = reader.tree(reader.commit(tip).tree)
        folder = name[:4]
        inner = reader.tree(root[folder].id) if folder in root else {}
        inner[name] = objects.Entry(objects.FILE, name, change.add("blob", body))
        tree = change.add("tree", objects.tree_body(inner.values()))
        root[folder] = objects.Entry(objects.FOLDER, folder, tree)
        whole = change.add("tree", objects.tree_body(root.values()))
        made = change.add("commit", objects.commit_body(whole, [tip], "x", 1, "no trailer\n"))
        change.move(ref, made, tip)
    return made


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"format": 99}', b"\xff" * 100, b"x" * (2 << 20),
     b'{"format":2,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","notebook":"n","type":"thread","lamport":-1,"author":{"name":""},'
     b'"created":"","value":""}'],
)  # fmt: skip
def test_a_damaged_file_is_told_and_the_rest_works(begun: Project, body: bytes) -> None:
    tampered(begun, "01ARZ3NDEKTSV4RRFFQ69G5FAV.json", body)
    found = threads(begun)
    assert [damaged.id for damaged in found.damaged] == ["01ARZ3NDEKTSV4RRFFQ69G5FAV"]
    assert [thread.comments[0].text for thread in found.threads] == ["begun"]
    too_new = b"99" in body  # which is nothing wrong with the store
    assert [problem.kind for problem in begun.fsck().problems] == ([] if too_new else ["event"])
    begun.discussion(PATH).reply(found.threads[0].id, "goes on", BOB)  # though the commit did not count
    assert len(threads(begun).threads[0].comments) == 2
    begun.tag(PATH, 1, "best")
    assert begun.version(PATH, 1).tags == ["best"]


@pytest.mark.parametrize("seed", range(6))
def test_a_file_whose_bits_flipped_is_told_and_the_rest_works(begun: Project, seed: int) -> None:
    """Some of these end git, which reads what cannot be read otherwise."""
    lost = begun.discussion(PATH).open(Target("cell", index=1), "lost", ADA).id
    begun.discussion(PATH).open(Target("cell", index=1), "still there", BOB)
    key = begun.notebooks()[0].key
    listed = git(begun, "ls-tree", "-r", f"refs/jovian/events/{key}").splitlines()
    (blob,) = [line.split()[2] for line in listed if lost in line]
    damage.flip_packed(begun.folder / ".jovian" / "repository.git", blob, Random(seed))
    Store(begun.folder).index_file.unlink()
    found = threads(begun)
    assert [damaged.id for damaged in found.damaged] == [lost]
    assert blob in [problem.object for problem in begun.fsck().problems]
    assert [thread.comments[0].text for thread in found.threads] == ["begun", "still there"]


def test_an_event_under_another_ones_name_is_told(begun: Project) -> None:
    key = begun.notebooks()[0].key
    (path,) = git(begun, "ls-tree", "-r", "--name-only", f"refs/jovian/events/{key}").split()
    body = git(begun, "show", f"refs/jovian/events/{key}:{path}").encode()
    tampered(begun, "01ARZ3NDEKTSV4RRFFQ69G5FAV.json", body)
    found = threads(begun)
    assert len(found.threads) == 1 and "name" in found.damaged[0].message
    (problem,) = begun.fsck().problems
    assert (problem.kind, problem.message) == ("event", found.damaged[0].message)


def test_files_that_clash_are_all_kept_whichever_side_merges(begun: Project) -> None:
    other = copied(begun, "other")
    key = begun.notebooks()[0].key
    name = "01ARZ3NDEKTSV4RRFFQ69G5FAV.json"
    (path,) = git(begun, "ls-tree", "-r", "--name-only", f"refs/jovian/events/{key}").split()
    body = git(begun, "show", f"refs/jovian/events/{key}:{path}").replace(path[5:31], name[:26])
    for project, text in ((begun, "one"), (other, "two")):
        tampered(project, name, body.replace("begun", text).encode())
    assert pull(begun, other) and pull(other, begun)
    here, there = threads(begun), threads(other)
    assert here.threads == there.threads and here.damaged == there.damaged
    assert len(here.threads) == 2 and len(here.damaged) == 1
    assert [problem.kind for problem in begun.fsck().problems] == ["event"] == [p.kind for p in other.fsck().problems]
    listing = [git(one, "ls-tree", "-r", f"refs/jovian/events/{key}") for one in (begun, other)]
    assert listing[0] == listing[1] and len(listing[0].splitlines()) == 3


def test_what_is_new_since(begun: Project) -> None:
    key = begun.notebooks()[0].key
    before = begun.event_tips()[key]
    begun.discussion(PATH).reply(threads(begun).threads[0].id, "new", BOB)
    begun.tag(PATH, 1, "best")
    tampered(begun, "01ARZ3NDEKTSV4RRFFQ69G5FAV.json", b"{")
    now = begun.event_tips()[key]
    assert [event.type for event in begun.events_since(before, now)] == ["comment", "tag"]
    assert len(begun.events_since(None, now)) == 3 and begun.events_since(now, now) == []
    assert len(begun.events_since("f" * 40, now)) == 3


def test_comments_cost_a_commit_nothing(begun: Project, tmp_path: Path) -> None:
    """Their events are not even looked at when the index takes a version in."""
    from jovian_lab.store import index

    begun.discussion(PATH).reply(threads(begun).threads[0].id, "x" * 100_000, BOB)
    write(begun, PATH, work("x = 2"))
    seen: list[str] = []
    original = index.Index._events
    try:
        index.Index._events = lambda self, key, types: seen.extend(types) or original(self, key, types)  # type: ignore
        begun.commit(PATH)
    finally:
        index.Index._events = original  # type: ignore[method-assign]
    assert set(seen) <= set(events.ABOUT_VERSIONS)
