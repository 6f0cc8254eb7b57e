"""Bad input gets a clear error with its own status, and changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from jovian_lab import errors
from jovian_lab.project import Project
from jovian_lab.server.errors import STATUSES, body_of, status_of
from tests.server.oracle import check


def everything(root: Path) -> dict[str, bytes | str | None]:
    """All files and links below a folder, with their content."""
    found: dict[str, bytes | str | None] = {}
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.is_symlink():
                found[relative] = os.readlink(path)
            else:
                found[relative] = path.read_bytes() if path.is_file() else None
    return {name: what for name, what in found.items() if "index.sqlite" not in name and not name.endswith(".lock")}


def requests_for(path: str) -> list[tuple[str, str, object, dict[str, str]]]:
    """Every way to name a notebook."""
    return [
        ("GET", "status", None, {"path": path}),
        ("POST", "status", {"path": path, "content": "{}"}, {}),
        ("GET", "versions", None, {"path": path}),
        ("GET", "versions/v1", None, {"path": path}),
        ("GET", "versions/v1/notebook", None, {"path": path}),
        ("POST", "commits", {"path": path, "message": "m"}, {}),
        ("POST", "restores", {"path": path, "version": "v1"}, {}),
        ("POST", "renames", {"path": path, "to": "a.ipynb"}, {}),
        ("POST", "renames", {"path": "a.ipynb", "to": path}, {}),
        ("POST", "continuations", {"path": path, "notebook": "abcdefgh"}, {}),
        ("GET", "snapshots", None, {"path": path}),
        ("POST", "snapshots", {"path": path, "reason": "r"}, {}),
        ("POST", "snapshots/abcd/promotion", {"path": path}, {}),
        ("PUT", "versions/v1/title", {"path": path, "title": "t"}, {}),
        ("PUT", "versions/v1/tags/t", {"path": path}, {}),
        ("DELETE", "versions/v1/tags/t", None, {"path": path}),
        ("DELETE", "notebooks", None, {"path": path, "confirm": path}),
        ("GET", "notebooks", None, {"path": path}),
        ("POST", "fsck", {"path": path}, {}),
        ("POST", "gc", {"path": path}, {}),
    ]


OUTSIDE = [
    "../secret.ipynb",
    "a/../../secret.ipynb",
    "..",
    "/etc/passwd",
    "/",
    "a//b.ipynb",
    "./a.ipynb",
    "a/./b.ipynb",
    "a.ipynb/",
    "nul\0byte.ipynb",
    ".git/config",
    ".GIT/config",
    ".jovian/repository.git/jovian.json",
    "sub/.Jovian/x.ipynb",
    "link.ipynb",
    "links/secret.ipynb",
    "x" * 300 + ".ipynb",
    ".hidden.ipynb",
    ".hidden/a.ipynb",
]


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: repr(path)[:30])
async def test_paths_that_are_not_ours(api, write, jp_root_dir, path):
    write("a.ipynb", "x = 1")
    write("sub/b.ipynb", "x = 1")
    secret = jp_root_dir.parent / "elsewhere"
    secret.mkdir()
    (secret / "secret.ipynb").write_bytes(b'{"secret": "s3cr3t"}')
    shutil.copy(secret / "secret.ipynb", jp_root_dir.parent / "secret.ipynb")
    (jp_root_dir / "link.ipynb").symlink_to(secret / "secret.ipynb")
    (jp_root_dir / "links").symlink_to(secret)
    (jp_root_dir / ".hidden.ipynb").write_bytes(b"s3cr3t")
    (jp_root_dir / ".hidden").mkdir()
    shutil.copy(jp_root_dir / "a.ipynb", jp_root_dir / ".hidden/a.ipynb")
    await api("POST", "commits", {"path": "a.ipynb"})
    before = everything(jp_root_dir.parent)
    for method, route, body, query in requests_for(path):
        answer = await api(method, route, body, **query)
        assert answer.status in (400, 404), (method, route, answer)
        assert answer.body["code"] in ("path-outside-root", "invalid-input", "notebook-not-found"), (method, route)
        assert answer.body["hint"]
        assert b"s3cr3t" not in answer.raw
    assert everything(jp_root_dir.parent) == before


async def test_hidden_files_where_they_are_served(api, write, jp_serverapp):
    write(".hidden/a.ipynb", "x = 1")
    jp_serverapp.contents_manager.allow_hidden = True
    assert (await api("POST", "commits", {"path": ".hidden/a.ipynb"})).status == 201
    assert (await api("GET", "status", path=".git/config")).body["code"] == "path-outside-root"


async def test_a_folder(api, write, jp_root_dir):
    write("folder.ipynb/a.ipynb", "x = 1")
    before = everything(jp_root_dir)
    for method, route, body, query in requests_for("folder.ipynb"):
        if route in ("notebooks", "fsck", "gc", "renames") and method != "DELETE":
            continue  # these take folders
        answer = await api(method, route, body, **query)
        assert answer.status == 400 and answer.body["code"] == "not-a-file", (method, route, answer)
    assert everything(jp_root_dir) == before


async def test_a_missing_file(api, write, jp_root_dir):
    before = everything(jp_root_dir)
    for method, route, body, query in requests_for("missing.ipynb"):
        answer = await api(method, route, body, **query)
        if (method, route) in (("GET", "notebooks"), ("POST", "renames")):
            assert answer.status == 200
            continue
        if route == "status":
            assert (answer.status, answer.body["state"]) == (200, "missing"), (method, answer)
            continue
        assert answer.status == 404, (method, route, answer)
        assert answer.body["code"] in ("notebook-not-found", "project-not-found")
    assert everything(jp_root_dir) == before
    write("there.ipynb", "x = 1")
    await api("POST", "commits", {"path": "there.ipynb"})
    for method, route, body, query in requests_for("missing.ipynb"):
        if route == "status" or (route in ("notebooks", "fsck", "gc", "renames", "versions") and method != "DELETE"):
            continue
        answer = await api(method, route, body, **query)
        assert answer.status == 404, (method, route, answer)
        assert answer.body["code"] in ("notebook-not-found", "version-not-found")


async def test_a_device_and_a_pipe(api, jp_root_dir):
    os.mkfifo(jp_root_dir / "pipe.ipynb")
    answer = await api("POST", "commits", {"path": "pipe.ipynb"})
    assert answer.status == 400 and answer.body["code"] == "not-a-file"


async def test_unknown_versions(api, write):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    for name in ("v2", "0", "deadbeef", "nope", "v", "-1", "--all", "v1;v1", "HEAD", "refs%2Fheads", "ä", "%00", "%25"):
        address = f"{api.base}jovian-lab/api/versions/{name if '%' in name else quote(name)}"
        answer = await api.send("GET", address + "?path=a.ipynb", None, api.headers)
        assert answer.status == 404 and answer.body["code"] == "version-not-found", (name, answer)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs another user or an immutable folder")
async def test_a_read_only_folder(api, write, jp_root_dir):
    write("ro/a.ipynb", "x = 1")
    folder = jp_root_dir / "ro"
    undo = _forbid_writing(folder)
    if undo is None:
        pytest.skip("running as root on a file system without immutable folders")
    try:
        before = everything(jp_root_dir)
        answer = await api("POST", "commits", {"path": "ro/a.ipynb"})
        assert answer.status == 403 and answer.body["code"] == "permission-denied" and answer.body["hint"]
        assert everything(jp_root_dir) == before
        assert (await api("GET", "status", path="ro/a.ipynb")).body["state"] == "new"
    finally:
        undo()
    assert (await api("POST", "commits", {"path": "ro/a.ipynb"})).status == 201


def _forbid_writing(folder: Path):
    """Forbid even root to write there, if it can be done; returns how to undo it."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        return lambda: folder.chmod(0o755)
    chattr = shutil.which("chattr")
    if chattr is None or subprocess.run([chattr, "+i", folder], capture_output=True).returncode:
        return None
    return lambda: subprocess.run([chattr, "-i", folder], check=True)


async def test_a_store_written_by_a_newer_version(api, write, jp_root_dir):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    (jp_root_dir / ".jovian/repository.git/jovian.json").write_text('{"format": 99}\n')
    write("a.ipynb", "x = 2")
    before = everything(jp_root_dir)
    for method, route, body, query in requests_for("a.ipynb"):
        if route == "renames":
            continue
        answer = await api(method, route, body, **query)
        assert answer.status == 409 and answer.body["code"] == "store-too-new", (method, route, answer)
        assert "pgrade" in answer.body["hint"]
    assert everything(jp_root_dir) == before


async def test_a_damaged_object_is_named_and_never_served(api, write, jp_root_dir):
    write("a.ipynb", "x = 1\n" * 400)
    await api("POST", "commits", {"path": "a.ipynb"})
    packs = sorted((jp_root_dir / ".jovian/repository.git/objects/pack").glob("*.pack"))
    write("a.ipynb", "y = 2\n" * 400)
    await api("POST", "commits", {"path": "a.ipynb"})
    data = bytearray(packs[0].read_bytes())
    for place in range(40, len(data) - 24, 7):
        data[place] ^= 0x55
    packs[0].chmod(0o644)
    packs[0].write_bytes(data)
    answer = await api("GET", "versions/v1/notebook", path="a.ipynb")
    assert answer.status == 422 and answer.body["code"] == "damaged"
    restored = await api("POST", "restores", {"path": "a.ipynb", "version": "v1"})
    assert restored.status == 422
    report = (await api("POST", "fsck", {"path": ""})).body
    assert report["ok"] is False and report["problems"]


async def test_a_stale_lock_of_a_killed_process(api, write, jp_root_dir):
    write("a.ipynb", "x = 1")
    made = await api("POST", "commits", {"path": "a.ipynb"})
    repository = jp_root_dir / ".jovian/repository.git"
    ref = repository / "refs/jovian/versions" / made.body["version"]["notebook"]
    ref.with_name(ref.name + ".lock").write_text("half")
    (repository / "packed-refs.lock").touch()
    write("a.ipynb", "x = 2")
    assert (await api("POST", "commits", {"path": "a.ipynb"})).status == 201


async def test_contents_that_are_not_files_here(api, write, jp_serverapp, jp_root_dir, extension):
    from jupyter_server.services.contents.manager import ContentsManager

    write("a.ipynb", "x = 1")
    jp_serverapp.contents_manager = ContentsManager()  # its root_dir is "/", and means nothing
    for method, route, body, query in requests_for("a.ipynb"):
        answer = await api(method, route, body, **query)
        assert answer.status == 501 and answer.body["code"] == "contents-not-local", (method, route, answer)
    assert not (jp_root_dir / ".jovian").exists()


async def test_an_unexpected_failure_says_nothing_of_the_inside(api, write, monkeypatch, caplog):
    write("a.ipynb", "x = 1")

    def broken(self, path, **options):
        raise RuntimeError("secret detail /home/me")

    monkeypatch.setattr(Project, "page", broken)
    await api("POST", "commits", {"path": "a.ipynb"})
    caplog.clear()
    token = api.headers["Authorization"].split()[1]
    answer = await api("GET", "versions", path="a.ipynb", token=token)
    assert answer.status == 500 and answer.body["code"] == "internal"
    assert b"secret" not in answer.raw
    assert "secret detail" in caplog.text and token not in caplog.text


def every(kind: type) -> set[type]:
    return {kind} | {under for child in kind.__subclasses__() for under in every(child)}


@pytest.mark.parametrize("kind", sorted(every(errors.JovianError) - {errors.JovianError}, key=lambda k: k.__name__))
def test_every_error_has_a_status_and_a_form(kind):
    error = kind("Something is wrong.", "Do this.")
    assert 400 <= status_of(error) <= 599 and status_of(error) != 500
    check("error", body_of(error))


def test_the_statuses_of_the_contract():
    expected = {
        errors.InputError: 400, errors.PathOutsideRoot: 400, errors.NotAFile: 400, errors.ConfirmationNeeded: 400,
        errors.NotFound: 404, errors.NotebookNotFound: 404, errors.VersionNotFound: 404, errors.ProjectNotFound: 404,
        errors.Conflict: 409, errors.FileChanging: 409, errors.StoreTooNew: 409, errors.PermissionDenied: 403,
        errors.DiskFull: 507, errors.Damaged: 422, errors.GitUnavailable: 503, errors.Busy: 503,
        errors.StorageError: 503, errors.InstallFailed: 422, errors.Cancelled: 409,
    }  # fmt: skip
    assert {kind: status_of(kind("x")) for kind in expected} == expected
    assert set(STATUSES) >= {kind for kind in expected if kind.__base__ is errors.JovianError}
