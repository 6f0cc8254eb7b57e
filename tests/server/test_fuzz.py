"""Hostile paths and odd notebooks, by the hundred: never a status 500, never a byte from outside or a wrong one."""

from __future__ import annotations

import json
import os
import random

from jovian_lab.store import worktree
from tests.server.conftest import notebook

PIECES = [
    "a.ipynb", "sub", "..", ".", "", "...", ".. ", " ..", "..\\", "\\", "/", "//", "~", "~root", "%2e%2e", "%00", "\0",
    "CON", "nul.ipynb", ".git", ".GIT ", ".jovian", ".hidden", "link", "out.ipynb", "loop", "\n", "\r\n", "\u202e",
    "\ufeff", "é", "e\u0301", "😀", "ä" * 130, "x" * 260, "-rf", "--", "$(id)", "`id`", "a:b", "C:", "C:\\", "\\\\host",
    "file://", "refs", "HEAD", "a.ipynb.lock", "pipe.ipynb", "*", "?", "#", "&path=b", "\x7f", "\x1b[31m",
]  # fmt: skip
CASES = int(os.environ.get("JOVIAN_FUZZ_CASES", "100"))


async def test_hostile_paths(api, write, jp_root_dir):
    write("a.ipynb", "x = 1")
    write("sub/a.ipynb", "x = 1")
    outside = jp_root_dir.parent / "outside"
    outside.mkdir()
    (outside / "out.ipynb").write_text("s3cr3t")
    (jp_root_dir / "link").symlink_to(outside)
    (jp_root_dir / "out.ipynb").symlink_to(outside / "out.ipynb")
    (jp_root_dir / "loop").symlink_to(jp_root_dir / "loop")
    os.mkfifo(jp_root_dir / "pipe.ipynb")
    await api("POST", "commits", {"path": "a.ipynb"})
    draw = random.Random(20)
    for _ in range(CASES):
        path = draw.choice(["/", "\\", "", "/"]).join(draw.choices(PIECES, k=draw.randint(1, 5)))
        for method, route, body, query in (
            ("GET", "status", None, {"path": path}),
            ("GET", "versions/latest/notebook", None, {"path": path}),
            ("POST", "commits", {"path": path, "files": [path]}, {}),
            ("POST", "commits", {"path": "a.ipynb", "files": [path]}, {}),
            ("POST", "restores", {"path": path, "version": path[:200] or "v1"}, {}),
            ("POST", "renames", {"path": "a.ipynb" if draw.random() < 0.1 else path, "to": path}, {}),
        ):
            answer = await api(method, route, body, **query)
            assert answer.status < 500, (path, method, route, answer)
            assert b"s3cr3t" not in answer.raw
    assert os.listdir(outside) == ["out.ipynb"] and (outside / "out.ipynb").read_text() == "s3cr3t"
    assert (await api("POST", "fsck", {"path": ""})).body["ok"]


async def test_hostile_names_of_versions_and_tags(api, write):
    write("a.ipynb", "x = 1")
    await api("POST", "commits", {"path": "a.ipynb"})
    draw = random.Random(21)
    base = f"{api.base}jovian-lab/api/versions/"
    for _ in range(CASES):
        name = "".join(draw.choices(PIECES, k=draw.randint(1, 2)))[:190] or "x"
        encoded = "".join(f"%{byte:02X}" for byte in name.encode())
        body = json.dumps({"path": "a.ipynb"}).encode()
        for method, address, sent in (
            ("GET", f"{base}{encoded}?path=a.ipynb", None),
            ("PUT", f"{base}v1/tags/{encoded}", body),
            ("GET", f"{base}{encoded}/notebook?path=a.ipynb", None),
            ("DELETE", f"{base}v1/tags/{encoded}?path=a.ipynb", None),
        ):
            answer = await api.send(method, address, sent, api.headers)
            assert answer.status < 500, (name, method, address, answer)


def odd_notebook(draw: random.Random) -> bytes:
    """A notebook with something wrong with it."""
    data = bytearray(notebook(*(f"x = {draw.random()}\n" * draw.randint(0, 200) for _ in range(draw.randint(0, 6)))))
    kind = draw.randrange(9)
    if kind == 0:
        return bytes(data[: draw.randrange(len(data))])
    if kind == 1:
        for _ in range(draw.randint(1, 20)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        return bytes(data)
    if kind == 2:
        return draw.randbytes(draw.randint(0, 4000))
    if kind == 3:
        return b"\xef\xbb\xbf" + bytes(data).replace(b"\n", b"\r\n")
    value = json.loads(data)
    if kind == 4:
        value["nbformat"] = draw.choice([3, 5, 99, "4", None, -1, 4.0, True])
    elif kind == 5:
        value["cells"] = draw.choice([None, {}, "x", [1, 2], [None], [[]], [{}], [{"cell_type": {}}]])
    elif kind == 6:
        value["metadata"] = draw.choice(
            [None, [], {"kernelspec": 1}, {"kernelspec": {"name": {}}}, {"x": float("nan")}]
        )
    elif kind == 7:
        for cell in value["cells"]:
            cell[draw.choice(["source", "outputs", "metadata", "id", "cell_type"])] = draw.choice(
                [None, 1, {}, [], "\ud800", "x" * 3000, [{"output_type": 3}], {"a": [1, {"b": "y" * 3000}]}]
            )
    text = json.dumps(value, indent=draw.choice([None, 0, 1, 4]), ensure_ascii=draw.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


async def test_odd_notebooks_come_back_byte_for_byte(api, jp_root_dir, monkeypatch):
    monkeypatch.setattr(worktree, "_QUIET_SECONDS", 0.01)  # nobody saves here while we read
    draw = random.Random(22)
    file = jp_root_dir / "a.ipynb"
    for number in range(CASES):
        data = odd_notebook(draw)
        file.write_bytes(data)
        made = await api("POST", "commits", {"path": "a.ipynb", "allow_empty": True})
        assert made.status == 201, (number, data[:200], made)
        got = await api("GET", f"versions/{made.body['version']['id']}/notebook", path="a.ipynb")
        assert got.status == 200 and got.raw == data, number
        assert (await api("GET", "status", path="a.ipynb")).body["state"] == "unchanged"
        text = data.decode("utf-8", "replace")
        judged = await api("POST", "status", {"path": "a.ipynb", "content": text})
        assert judged.status in (200, 400), (number, data[:200], judged)
    page = await api("GET", "versions", path="a.ipynb", limit=1)
    assert page.body["total"] == CASES
