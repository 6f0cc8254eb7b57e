"""Differences through a real server: the client holds every answer against its schema."""

from __future__ import annotations

import json

import pytest

from jovian_lab.project import Project
from tests.notebook.samples import BIG, as_nbformat, code, stream
from tests.notebook.samples import notebook as made
from tests.server.conftest import notebook


@pytest.fixture
def versions(api, write, jp_asyncio_loop):
    """Three versions of sub/ä b.ipynb, and the file edited since."""
    path = "sub/ä b.ipynb"

    async def prepare():
        for sources in (("x = 1", "y = 1"), ("x = 1", "y = 2"), ("x = 1", "y = 2", "z = 3")):
            write(path, *sources)
            await api("POST", "commits", {"path": path, "message": sources[-1]})
        await api("PUT", "versions/v1/tags/first", {"path": path})

    jp_asyncio_loop.run_until_complete(prepare())
    write(path, "x = 10", "y = 2", "z = 3")
    return path


def told(answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [cell["change"] for cell in answer.body["notebook"]["cells"]]


async def test_between_versions(api, versions):
    answer = await api("GET", "diffs", path=versions, old="v1", new="v3")
    assert told(answer) == ["unchanged", "edited", "added"]
    assert answer.body["old"]["number"] == 1 and answer.body["new"]["title"] == "z = 3"
    assert answer.body["notebook"]["summary"] == {
        "added": 1, "removed": 0, "edited": 1, "outputs": 0, "metadata": 0, "rerun": 0, "moved": 0, "split": 0,
        "merged": 0, "unchanged": 1,
    }  # fmt: skip
    assert told(await api("GET", "diffs", path=versions, old="latest", new="first")) == [
        "unchanged",
        "edited",
        "removed",
    ]


async def test_with_the_file(api, versions):
    answer = await api("GET", "diffs", path=versions, old="latest")
    assert told(answer) == ["edited", "unchanged", "unchanged"] and answer.body["new"] is None


async def test_with_unsaved_text_without_effect(api, versions, jp_root_dir):
    before = (jp_root_dir / versions).read_bytes()
    content = notebook("x = 1", "other()").decode()
    answer = await api("POST", "diffs", {"path": versions, "old": "v2", "content": content})
    assert told(answer) == ["unchanged", "edited"] and answer.body["new"] is None
    browser = json.loads(content)
    for cell in browser["cells"]:
        cell["source"] = "".join(cell["source"])
        cell["metadata"]["trusted"] = True
    answer = await api("POST", "diffs", {"path": versions, "old": "v2", "content": json.dumps(browser)})
    assert told(answer)[1] == "edited"
    assert (jp_root_dir / versions).read_bytes() == before
    assert (await api("GET", "versions", path=versions)).body["total"] == 3


async def test_two_files(api, versions, write):
    write("other.ipynb", "x = 1")
    answer = await api("GET", "diffs/files", old=versions, new="other.ipynb")
    assert answer.body["old"] is None and set(told(answer)) == {"edited", "removed"}


async def test_one_cell_and_its_history(api, versions, jp_root_dir):
    answer = await api("GET", "versions/v1/cells/1", path=versions)
    assert answer.body["cell"]["source"] == ["y = 1"]
    answer = await api("GET", "versions/v3/cells/1/history", path=versions)
    assert [(entry["version"]["number"], entry["change"]) for entry in answer.body["entries"]] == [
        (2, "edited"), (1, "added")
    ]  # fmt: skip
    assert answer.body["complete"]
    short = await api("GET", "versions/v3/cells/1/history", path=versions, limit=1)
    assert len(short.body["entries"]) == 1 and not short.body["complete"]


async def test_large_outputs_come_whole(api, jp_root_dir):
    raw = as_nbformat(made(code("x", stream(BIG), id="a")))
    (jp_root_dir / "a.ipynb").write_bytes(raw)
    await api("POST", "commits", {"path": "a.ipynb"})
    answer = await api("GET", "versions/v1/cells/0", path="a.ipynb")
    assert answer.body["cell"] == json.loads(raw)["cells"][0]


async def test_large_outputs_can_be_left_out(api, jp_root_dir):
    raw = as_nbformat(made(code("x", stream(BIG), id="a"), code("y", stream("short"), id="b")))
    (jp_root_dir / "a.ipynb").write_bytes(raw)
    await api("POST", "commits", {"path": "a.ipynb"})
    cells = json.loads(raw)["cells"]
    light = await api("GET", "versions/v1/cells/0", path="a.ipynb", largest=len(BIG) // 2)
    assert light.body == {"cell": {**cells[0], "outputs": []}, "omitted": True}
    whole = await api("GET", "versions/v1/cells/0", path="a.ipynb", largest=10 * len(BIG))
    assert whole.body == {"cell": cells[0], "omitted": False}
    small = await api("GET", "versions/v1/cells/1", path="a.ipynb", largest=0)
    assert small.body == {"cell": cells[1], "omitted": False}


ERRORS = [
    ("GET", "diffs", None, {"old": "v9"}, 404, "version-not-found"),
    ("GET", "diffs", None, {"old": "v1", "new": "nothing"}, 404, "version-not-found"),
    ("GET", "diffs", None, {}, 400, "invalid-input"),
    ("GET", "diffs", None, {"old": ""}, 400, "invalid-input"),
    ("GET", "diffs", None, {"old": "v1", "more": "x"}, 400, "invalid-input"),
    ("POST", "diffs", {"old": "v1", "content": "no json"}, {}, 400, "invalid-input"),
    ("POST", "diffs", {"old": "v1", "content": "[]"}, {}, 400, "invalid-input"),
    ("POST", "diffs", {"old": "v1"}, {}, 400, "invalid-input"),
    ("POST", "diffs", {"old": "v9", "content": "{}"}, {}, 404, "version-not-found"),
    ("GET", "versions/v1/cells/2", None, {}, 400, "invalid-input"),
    ("GET", "versions/v1/cells/-1", None, {}, 400, "invalid-input"),
    ("GET", "versions/v1/cells/x", None, {}, 400, "invalid-input"),
    ("GET", "versions/v1/cells/99999999999", None, {}, 400, "invalid-input"),
    ("GET", "versions/v9/cells/0", None, {}, 404, "version-not-found"),
    ("GET", "versions/v1/cells/2/history", None, {}, 400, "invalid-input"),
    ("GET", "versions/v1/cells/0/history", None, {"limit": "0"}, 400, "invalid-input"),
]


@pytest.mark.parametrize(("method", "route", "body", "query", "status", "code"), ERRORS)
async def test_errors(api, versions, method, route, body, query, status, code):
    if method == "GET":
        answer = await api(method, route, path=versions, **query)
    else:
        answer = await api(method, route, {"path": versions, **body})
    assert (answer.status, answer.body["code"]) == (status, code), answer.body


@pytest.mark.parametrize("route", ["diffs", "versions/v1/cells/0", "versions/v1/cells/0/history"])
@pytest.mark.parametrize(
    ("path", "code"),
    [("../x.ipynb", "path-outside-root"), ("no.ipynb", "notebook-not-found"), (".hidden.ipynb", "notebook-not-found")],
)
async def test_paths_that_are_not_for_us(api, versions, jp_root_dir, route, path, code):
    (jp_root_dir.parent / "x.ipynb").write_bytes(notebook("secret"))
    (jp_root_dir / ".hidden.ipynb").write_bytes(notebook("secret"))
    query = {"old": "v1"} if route == "diffs" else {}
    answer = await api("GET", route, path=path, **query)
    assert answer.status in (400, 404) and answer.body["code"] in (code, "project-not-found", "not-found")
    if route == "diffs":
        for sides in ({"old": path, "new": versions}, {"old": versions, "new": path}, {"old": path, "new": path}):
            answer = await api("GET", "diffs/files", **sides)
            assert answer.status in (400, 404) and "secret" not in answer.raw.decode()


async def test_versions_of_different_formats(api, versions, write, jp_root_dir):
    write(versions, "x = 1")
    (jp_root_dir / versions).write_bytes(b'{"nbformat": 3, "worksheets": []}')
    made = await api("POST", "commits", {"path": versions})
    assert made.status == 201 and made.body["version"]["storage"] == "whole"
    answer = await api("GET", "diffs", path=versions, old="v1", new="latest")
    assert told(answer) == [] and answer.body["notebook"]["text"]["hunks"] and answer.body["notebook"]["not_compared"]
    answer = await api("GET", "versions/latest/cells/0", path=versions)
    assert (answer.status, answer.body["code"]) == (400, "invalid-input")


async def test_a_damaged_version_is_said(api, versions, jp_root_dir):
    project = Project.open(jp_root_dir / "sub")
    bodies = (project.folder / ".jovian/repository.git/objects").rglob("*")
    for file in [file for file in bodies if file.is_file()]:
        file.chmod(0o644)
        file.write_bytes(b"damaged" * 40)
    answer = await api("GET", "diffs", path=versions, old="v1", new="v2")
    assert (answer.status, answer.body["code"]) == (422, "damaged")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}])
async def test_without_a_token_nothing_is_told(api, versions, headers):
    api.headers = headers
    for route, query in (("diffs", {"old": "v1"}), ("versions/v1/cells/0", {}), ("versions/v1/cells/0/history", {})):
        answer = await api("GET", route, path=versions, **query)
        assert answer.status in (302, 403) and b"x = 1" not in answer.raw
