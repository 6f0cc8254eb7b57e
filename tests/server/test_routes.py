"""Every route's happy path, through a real server under a base URL and with a root that is not the working folder."""

from __future__ import annotations

import hashlib

from jovian_lab.project import Project
from tests.server.conftest import notebook


async def test_first_commit(api, write, jp_root_dir):
    data = write("work/a.ipynb", "x = 1")
    before = await api("GET", "status", path="work/a.ipynb")
    assert before.body["state"] == "new" and before.body["path"] == "work/a.ipynb"
    assert not (jp_root_dir / "work/.jovian").exists()

    answer = await api("POST", "commits", {"path": "work/a.ipynb", "message": "First\n\nof many"})
    assert answer.status == 201 and answer.body["created"] and not answer.body["superseded"]
    version = answer.body["version"]
    assert (version["number"], version["title"], version["path"]) == (1, "First", "a.ipynb")
    assert version["sha256"] == hashlib.sha256(data).hexdigest()
    assert (jp_root_dir / "work/.jovian").is_dir()

    after = await api("GET", "status", path="work/a.ipynb")
    assert after.body["state"] == "unchanged" and after.body["head"]["id"] == version["id"]
    assert after.body["path"] == "work/a.ipynb"


async def test_nothing_changed_makes_no_version_unless_asked_to(api, write):
    write("a.ipynb", "x = 1")
    first = (await api("POST", "commits", {"path": "a.ipynb"})).body["version"]
    again = await api("POST", "commits", {"path": "a.ipynb"})
    assert again.status == 200 and again.body["created"] is False
    assert again.body["version"] is None and again.body["head"]["id"] == first["id"]
    forced = await api("POST", "commits", {"path": "a.ipynb", "allow_empty": True})
    assert forced.status == 201 and forced.body["version"]["number"] == 2


async def test_a_superseded_base_keeps_both(api, write):
    write("a.ipynb", "x = 1")
    first = (await api("POST", "commits", {"path": "a.ipynb"})).body["version"]["id"]
    write("a.ipynb", "x = 2")
    second = await api("POST", "commits", {"path": "a.ipynb"}, headers={"If-Match": f'"{first}"'})
    assert second.body["superseded"] is False
    write("a.ipynb", "x = 3")
    third = await api("POST", "commits", {"path": "a.ipynb"}, headers={"If-Match": f'"{first}"'})
    assert third.status == 201 and third.body["superseded"] is True
    assert third.body["version"]["number"] == 3 and third.body["version"]["base"]["id"] == first
    write("a.ipynb", "x = 4")
    fourth = await api("POST", "commits", {"path": "a.ipynb", "base": first})
    assert fourth.body["superseded"] is True


async def test_files_go_with_a_version(api, write, jp_root_dir):
    write("a.ipynb", "import utils")
    (jp_root_dir / "utils.py").write_text("y = 1\n")
    made = await api("POST", "commits", {"path": "a.ipynb", "files": ["utils.py"]})
    assert [file["path"] for file in made.body["version"]["files"]] == ["utils.py"]


async def test_status_of_unsaved_text_has_no_effect(api, write, jp_root_dir):
    saved = write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    same = await api("POST", "status", {"path": "a.ipynb", "content": saved.decode()})
    assert same.body["state"] == "unchanged"
    other = await api("POST", "status", {"path": "a.ipynb", "content": notebook("x = 1", "y = 2").decode()})
    assert other.body["state"] == "changed" and other.body["changes"]["added"] == 1
    assert (jp_root_dir / "a.ipynb").read_bytes() == saved
    assert (await api("GET", "versions", path="a.ipynb")).body["total"] == 1


async def test_list_is_paged_and_filtered(api, write):
    empty = await api("GET", "versions", path=_written(write, "a.ipynb", "x = 0"))
    assert empty.body == {"versions": [], "total": 0, "offset": 0}
    for number in range(1, 6):
        write("a.ipynb", f"x = {number}")
        await api("POST", "commits", {"path": "a.ipynb", "message": f"step {number}{' odd' * (number % 2)}"})
    page = await api("GET", "versions", path="a.ipynb", offset=1, limit=2)
    assert [version["number"] for version in page.body["versions"]] == [4, 3]
    assert page.body["total"] == 5 and page.body["offset"] == 1
    odd = await api("GET", "versions", path="a.ipynb", filter="odd")
    assert [version["number"] for version in odd.body["versions"]] == [5, 3, 1] and odd.body["total"] == 3


async def test_a_version_by_each_of_its_names(api, write):
    write("a.ipynb", "x = 1")
    made = (await api("POST", "commits", {"path": "a.ipynb"})).body["version"]
    await api("PUT", "versions/v1/tags/submitted", {"path": "a.ipynb"})
    for name in ("v1", "1", made["id"], made["id"][:8], "submitted", "latest"):
        found = await api("GET", f"versions/{name}", path="a.ipynb")
        assert found.status == 200 and found.body["id"] == made["id"], name


async def test_download_is_exact_and_inert(api, write):
    data = write("sub/ä <b>.ipynb", "x = 1", "print('<script>')")
    await api("POST", "commits", {"path": "sub/ä <b>.ipynb"})
    write("sub/ä <b>.ipynb", "x = 2")
    got = await api("GET", "versions/v1/notebook", path="sub/ä <b>.ipynb")
    assert got.status == 200 and got.raw == data
    assert got.headers["Content-Type"] == "application/x-ipynb+json"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%A4%20%3Cb%3E-v1.ipynb"
    policy = [part.strip() for part in got.headers["Content-Security-Policy"].split(";")]
    assert "sandbox" in policy and "default-src 'none'" in policy


async def test_restore_keeps_the_present_first(api, write, jp_root_dir):
    first = write("sub/a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "sub/a.ipynb"})
    unsaved = write("sub/a.ipynb", "x = 2")
    restored = await api("POST", "restores", {"path": "sub/a.ipynb", "version": "v1"})
    assert restored.body["changed"] and restored.body["path"] == "sub/a.ipynb"
    assert restored.body["version"]["number"] == 1 and restored.body["snapshot"]["kind"] == "snapshot"
    assert (jp_root_dir / "sub/a.ipynb").read_bytes() == first

    kept = (await api("GET", "snapshots", path="sub/a.ipynb")).body["snapshots"]
    assert [snapshot["id"] for snapshot in kept] == [restored.body["snapshot"]["id"]]
    raw = await api("GET", f"versions/{kept[0]['id']}/notebook", path="sub/a.ipynb")
    assert raw.raw == unsaved
    promoted = await api("POST", f"snapshots/{kept[0]['id']}/promotion", {"path": "sub/a.ipynb", "title": "Saved"})
    assert promoted.status == 201 and promoted.body["number"] == 2 and promoted.body["title"] == "Saved"
    again = await api("POST", "restores", {"path": "sub/a.ipynb", "version": "v1"})
    assert again.body["changed"] is False and again.body["snapshot"] is None


async def test_snapshots(api, write):
    write("a.ipynb", "x = 1")
    assert (await api("GET", "snapshots", path="a.ipynb")).body == {"snapshots": []}
    await api("POST", "commits", {"path": "a.ipynb"})
    nothing_new = await api("POST", "snapshots", {"path": "a.ipynb", "reason": "before a restart"})
    assert nothing_new.status == 200 and nothing_new.body["version"] is None
    write("a.ipynb", "x = 2")
    made = await api("POST", "snapshots", {"path": "a.ipynb", "reason": "before a restart"})
    assert made.status == 201 and made.body["version"]["reason"] == "before a restart"


async def test_titles_and_tags(api, write):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb", "message": "recorded"})
    titled = await api("PUT", "versions/v1/title", {"path": "a.ipynb", "title": "shown"})
    assert (titled.body["title"], titled.body["recorded_title"]) == ("shown", "recorded")
    tagged = await api("PUT", "versions/v1/tags/best-run", {"path": "a.ipynb"})
    assert tagged.body["tags"] == ["best-run"]
    untagged = await api("DELETE", "versions/v1/tags/best-run", path="a.ipynb")
    assert untagged.body["tags"] == []
    missing = await api("DELETE", "versions/v1/tags/best-run", path="a.ipynb")
    assert missing.status == 404


async def test_notebooks_renames_and_continuations(api, write, jp_root_dir):
    assert (await api("GET", "notebooks")).body == {"folder": None, "notebooks": []}
    write("p/a.ipynb", "x = 1", "y = 2", "z = 3")
    write("p/b.ipynb", "other = 1")
    for name in ("p/a.ipynb", "p/b.ipynb"):
        await api("POST", "commits", {"path": name})
    listed = (await api("GET", "notebooks", path="p")).body
    assert listed["folder"] == "p" and [n["path"] for n in listed["notebooks"]] == ["a.ipynb", "b.ipynb"]

    (jp_root_dir / "p/a.ipynb").rename(jp_root_dir / "p/c.ipynb")
    told = await api("POST", "renames", {"path": "p/a.ipynb", "to": "p/c.ipynb"})
    assert told.body == {"path": "p/c.ipynb", "followed": True}
    assert (await api("GET", "status", path="p/c.ipynb")).body["head"]["number"] == 1
    late = await api("GET", "status", path="p/a.ipynb")  # a tab that has not heard of it
    assert (late.status, late.body["state"], late.body["head"]) == (200, "missing", None)
    unknown = await api("POST", "renames", {"path": "p/never.ipynb", "to": "p/ever.ipynb"})
    assert unknown.body["followed"] is False

    (jp_root_dir / "p/c.ipynb").rename(jp_root_dir / "p/d.ipynb")  # behind our back
    status = (await api("GET", "status", path="p/d.ipynb")).body
    assert status["state"] == "new" and [n["path"] for n in status["continuations"]] == ["c.ipynb"]
    key = status["continuations"][0]["key"]
    adopted = await api("POST", "continuations", {"path": "p/d.ipynb", "notebook": key})
    assert adopted.body["path"] == "d.ipynb"
    assert (await api("GET", "status", path="p/d.ipynb")).body["state"] == "unchanged"


async def test_delete_needs_the_path_twice_and_leaves_the_file(api, write, jp_root_dir):
    write("p/a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    for query in ({}, {"confirm": "yes"}, {"confirm": "a.ipynb"}):
        refused = await api("DELETE", "notebooks", path="p/a.ipynb", **query)
        assert refused.status == 400 and refused.body["code"] == "confirmation-needed"
    assert (await api("GET", "versions", path="p/a.ipynb")).body["total"] == 1
    removed = await api("DELETE", "notebooks", path="p/a.ipynb", confirm="p/a.ipynb")
    assert removed.body == {"removed": 1} and (jp_root_dir / "p/a.ipynb").exists()
    assert (await api("GET", "status", path="p/a.ipynb")).body["state"] == "new"


async def test_maintenance(api, write):
    write("p/a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "p/a.ipynb"})
    report = await api("POST", "fsck", {"path": "p"})
    assert report.body["ok"] and report.body["problems"] == [] and report.body["checked"] > 0
    packed = await api("POST", "gc", {"path": "p"})
    assert packed.status == 200 and packed.body["before"] > 0
    assert (await api("GET", "versions/v1/notebook", path="p/a.ipynb")).status == 200


async def test_the_enclosing_project_is_used(api, write, jp_root_dir):
    Project.open(jp_root_dir, create=True)
    write("deep/er/a.ipynb", "x = 1")
    made = (await api("POST", "commits", {"path": "deep/er/a.ipynb"})).body["version"]
    assert made["path"] == "deep/er/a.ipynb" and not (jp_root_dir / "deep/er/.jovian").exists()


def _written(write, path, source):
    write(path, source)
    return path
