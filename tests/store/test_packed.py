"""Reading packs without git: the same answers, and none where git has to be asked."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from jovian_lab.project import Project
from jovian_lab.store import git as store_git
from jovian_lab.store import pack
from jovian_lab.store.durable import Replacements
from jovian_lab.store.objects import object_id
from jovian_lab.store.packed import Packs
from jovian_lab.store.repository import Store
from tests.history import commit, git, work


def objects_of(project: Project) -> list[tuple[str, str]]:
    lines = git(project, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines]


def test_everything_committed_is_read_without_git(project: Project, store: Store) -> None:
    for number in range(5):
        commit(project, "nb.ipynb", work("a", f"b = {number}"))
    packs = Packs(store.repository)
    found = objects_of(project)
    assert len(found) > 20
    for identity, kind in found:
        got = packs.get(identity)
        assert got is not None and got[0] == kind and object_id(*got) == identity
    packs.close()


@pytest.mark.parametrize("body", [b"", b"x", os.urandom(300_000), b"a" * 5_000_000], ids=["empty", "x", "noise", "a"])
def test_bodies_of_any_kind(body: bytes, store: Store) -> None:
    noise = [Random(seed).randbytes(40) for seed in range(600)]
    bodies = {object_id("blob", one): one for one in (body, *noise)}
    items = [pack.new_object(name, "blob", one, compressible=one is not body) for name, one in bodies.items()]
    replacements = Replacements()
    pack.stage_pack(replacements, store.repository, items)
    replacements.put_in_place()
    packs = Packs(store.repository)
    assert all(packs.get(name) == ("blob", one) for name, one in bodies.items())
    assert packs.get("ab" * 20) is None
    packs.close()


def test_after_maintenance_git_is_asked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    raws = []
    for number in range(12):
        made = commit(project, "nb.ipynb", work("a", f"b = {number}"))
        raws.append((made.id, (project.folder / "nb.ipynb").read_bytes()))
    started: list[object] = []
    genuine = store_git.start
    monkeypatch.setattr(store_git, "start", lambda *all: started.append(all) or genuine(*all))
    assert [project.read("nb.ipynb", identity) for identity, _ in raws] == [raw for _, raw in raws]
    assert not started
    project.gc()
    started.clear()
    assert [project.read("nb.ipynb", identity) for identity, _ in raws] == [raw for _, raw in raws]
    assert started


@pytest.mark.parametrize("suffix", [".idx", ".pack"])
@pytest.mark.parametrize("damage", ["empty", "short", "zeros", "noise", "link", "fifo", "gone"])
def test_damage_is_left_to_git(suffix: str, damage: str, project: Project, store: Store, tmp_path: Path) -> None:
    commit(project, "nb.ipynb", work("a"))
    (file,) = (store.repository / "objects/pack").glob(f"*{suffix}")
    body = file.read_bytes()
    identities = [identity for identity, _ in objects_of(project)]
    file.unlink()
    match damage:
        case "empty":
            file.write_bytes(b"")
        case "short":
            file.write_bytes(body[: len(body) // 2])
        case "zeros":
            file.write_bytes(b"\0" * len(body))
        case "noise":
            file.write_bytes(body[:8] + Random(1).randbytes(len(body) - 8))
        case "link":
            (tmp_path / "body").write_bytes(body)
            file.symlink_to(tmp_path / "body")
        case "fifo":
            os.mkfifo(file)
    packs = Packs(store.repository)
    for identity in [*identities, "", "zz" * 20, "00" * 20, "ff" * 20]:
        got = packs.get(identity)
        assert got is None or object_id(*got) == identity or damage == "noise"
    packs.close()
    packs.close()


def test_no_packs_at_all(store: Store, tmp_path: Path) -> None:
    assert Packs(store.repository).get("ab" * 20) is None
    assert Packs(tmp_path / "nowhere").get("ab" * 20) is None
