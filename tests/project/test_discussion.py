"""A notebook's discussion: opened, placed as the notebook changes, gone on with, and refused where it must be."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

from jovian_lab.errors import InputError, NotebookNotFound, NotFound, PermissionDenied, VersionNotFound
from jovian_lab.project import Author, Discussion, Place, Project, Region, Target, Thread
from jovian_lab.store import events
from jovian_lab.store.repository import Store
from tests.history import commit, work, write
from tests.notebook.samples import (
    Json,
    as_nbformat,
    base64_text,
    code,
    display,
    markdown,
    notebook,
    png,
    stream,
)

ADA, BOB = Author("Ada", "ada"), Author("Bob", "bob")
PATH = "a.ipynb"
FIT = "model = Sequential([Conv2D(32, kernel_size=3)])\nmodel.compile()\n"


def cells(*more: Json) -> Json:
    return notebook(
        markdown("# Title", id="title"),
        code("import keras\n", id="import"),
        code(FIT, stream("done\n"), id="fit"),
        code("plot(history)", display(image__png=base64_text(png(4000, 1), "\n"), text__plain="<Figure>"), id="plot"),
        *more,
    )


@pytest.fixture
def discussion(project: Project) -> Discussion:
    commit(project, PATH, cells(), "one")
    return project.discussion(PATH)


def place_of(discussion: Discussion, thread: Thread, **where: Any) -> Place:
    found = next(one for one in discussion.read(**where).threads if one.id == thread.id)
    assert found.place is not None
    return found.place


def range_in(discussion: Discussion, text: str, cell: int = 2) -> Thread:
    return discussion.open(
        Target("range", index=cell, start=FIT.index(text), end=FIT.index(text) + len(text)), "?", ADA
    )


def test_a_cell_that_is_edited_moved_and_deleted(project: Project, discussion: Discussion) -> None:
    thread = discussion.open(Target("cell", cell="fit"), "why?", ADA)
    assert place_of(discussion, thread) == Place("exact", [], 2, "fit")
    data = cells()
    data["cells"].insert(0, code("new", id="new"))
    write(project, PATH, data)
    assert place_of(discussion, thread) == Place("exact", [], 3, "fit")
    data["cells"].insert(0, data["cells"].pop(3))
    write(project, PATH, data)
    assert place_of(discussion, thread) == Place("moved", ["moved"], 0, "fit")
    data["cells"][0]["source"] = [FIT.replace("32", "16")]
    write(project, PATH, data)
    assert place_of(discussion, thread) == Place("edited", ["moved", "edited"], 0, "fit")
    data["cells"][0]["source"] = ["nothing.of(it)\nis = 'left'"]
    write(project, PATH, data)
    assert place_of(discussion, thread).state == "outdated"
    del data["cells"][0]
    write(project, PATH, data)
    assert place_of(discussion, thread) == Place("orphaned", [])
    assert place_of(discussion, thread, version="v1").state == "exact"
    moved = discussion.put(thread.id, Target("cell", cell="new"), BOB)
    assert moved.anchor.cell is not None and moved.original is not None and moved.original.cell is not None
    assert moved.original.cell.source == FIT
    assert place_of(discussion, thread).cell == 0


def test_a_range_follows_its_text(project: Project, discussion: Discussion) -> None:
    thread = range_in(discussion, "32, kernel_size=3")
    source = "import x\n" + FIT
    data = cells()
    data["cells"][2]["source"] = source.splitlines(keepends=True)
    write(project, PATH, data)
    place = place_of(discussion, thread)
    assert (place.state, place.happened) == ("exact", ["edited"])
    assert source[slice(place.start, place.end)] == "32, kernel_size=3"
    data["cells"][2]["source"] = [source.replace("32", "64")]
    write(project, PATH, data)
    assert place_of(discussion, thread).state == "edited"
    data["cells"][2]["source"] = ["import x\nmodel.compile()\n"]
    write(project, PATH, data)
    place = place_of(discussion, thread)
    assert (place.state, place.cell, place.start) == ("outdated", 2, None)
    assert thread.anchor.quote is not None and thread.anchor.quote.exact == "32, kernel_size=3"  # one click away


def test_a_range_goes_with_its_piece_of_a_split_cell(project: Project, discussion: Discussion) -> None:
    thread = range_in(discussion, "Conv2D")
    first, second = FIT.splitlines(keepends=True)
    data = cells()
    data["cells"][2:3] = [code(first, id="made"), code(second, id="fit")]
    write(project, PATH, data)
    place = place_of(discussion, thread)
    assert place.cell == 2 and "split" in place.happened and first[slice(place.start, place.end)] == "Conv2D"


def test_outputs(project: Project, discussion: Discussion) -> None:
    region = Region(0.1, 0.2, 0.5, 0.25)
    thread = discussion.open(Target("output", cell="plot", output=0, region=region), "this peak", ADA)
    assert thread.anchor.output is not None
    assert thread.anchor.output.mime == "image/png" and thread.anchor.output.region == region
    assert place_of(discussion, thread) == Place("exact", [], 3, "plot", output=0)
    data = cells()
    plot = data["cells"][3]
    plot["outputs"].insert(0, stream("a warning\n"))
    write(project, PATH, data)
    assert (place_of(discussion, thread).state, place_of(discussion, thread).output) == ("moved", 1)
    plot["outputs"][1]["data"]["image/png"] = base64_text(png(4000, 2))
    write(project, PATH, data)
    assert place_of(discussion, thread) == Place("edited", ["rerun"], 3, "plot", output=1)
    plot["outputs"] = []
    write(project, PATH, data)
    assert place_of(discussion, thread).state == "outdated"
    plot["outputs"] = [display(image__png=base64_text(png(4000, 1)))]  # without the line end: the same picture
    write(project, PATH, data)
    assert place_of(discussion, thread).state == "exact"


def test_lines_versions_and_rows(project: Project, discussion: Discussion) -> None:
    second = commit(project, PATH, cells(code("more", id="more")), "two")
    line = discussion.open(Target("line", version="v2", other="v1", side="new", index=2, line=1), "why compile?", ADA)
    assert line.anchor.quote is not None and line.anchor.quote.exact == "model.compile()"
    assert line.anchor.other == project.version(PATH, 1).id and line.anchor.version == second.id
    row = discussion.open(Target("row", version="v1", column="acc\nuracy"), "0.98?", ADA)
    assert row.anchor.column == "accuracy" and row.anchor.number == 1
    whole = discussion.open(Target("notebook"), "good", ADA)
    version = discussion.open(Target("version", version="v1"), "the best", ADA)
    for thread in (row, whole, version):
        assert place_of(discussion, thread) == Place("exact", [])
    place = place_of(discussion, line)
    assert FIT[slice(place.start, place.end)] == "model.compile()"


def test_what_is_on_screen_only(project: Project, discussion: Discussion) -> None:
    screen = cells(code("fresh = 1", id="fresh"))
    thread = discussion.open(Target("cell", cell="fresh"), "new?", ADA, content=as_nbformat(screen))
    assert thread.anchor.cell is not None and thread.anchor.cell.origin is None
    assert place_of(discussion, thread).state == "orphaned"  # never saved
    for ids in ("fresh", "other"):
        screen["cells"][-1]["id"] = ids
        assert place_of(discussion, thread, content=as_nbformat(screen)).state == "exact"
    screen["cells"][-1]["source"] = ["fresh = 12"]
    assert place_of(discussion, thread, content=as_nbformat(screen)).state == "edited"
    screen["cells"][-1]["source"] = ["fresh = 1"]
    screen["cells"][4:] = [code("z", id="z"), screen["cells"][4], code("fresh = 1", id="twin")]
    place = place_of(discussion, thread, content=as_nbformat(screen))
    assert (place.state, [one.cell for one in place.candidates]) == ("ambiguous", [5, 6])
    assert [(one.id, one.why, one.text) for one in place.candidates] == [
        ("other", ["source"], "fresh = 1"),
        ("twin", ["source"], "fresh = 1"),
    ]


def test_one_of_two_equal_cells_without_ids_is_ambiguous(project: Project) -> None:
    rest = [code(f"step_{n}({n} * {n})") for n in range(4)]
    commit(project, PATH, notebook(code("plt.show()"), *rest, code("plt.show()")))
    discussion = project.discussion(PATH)
    thread = discussion.open(Target("cell", index=0), "?", ADA)
    write(project, PATH, notebook(*rest[2:], code("plt.show()"), code("x"), *rest[:2], code("plt.show()"), code("y")))
    place = place_of(discussion, thread)
    assert place.state == "ambiguous" and [one.cell for one in place.candidates] == [2, 6]
    assert [(one.why, one.alike) for one in place.candidates] == [(["source"], 1.0), (["source"], 1.0)]


def test_candidates_are_few_and_say_why(project: Project) -> None:
    commit(project, PATH, notebook(code("setup()"), code("show(x)\nshow(y)"), code("end()")))
    discussion = project.discussion(PATH)
    cell = discussion.open(Target("cell", index=1), "?", ADA)
    part = discussion.open(Target("range", index=1, start=5, end=6), "x?", ADA)
    twins = [code("show(x)\nshow(y)") for _ in range(12)]
    write(project, PATH, notebook(code("other()"), *twins[:6], code("new()"), *twins[6:]))
    place = place_of(discussion, cell)
    assert place.state == "ambiguous" and len(place.candidates) == 8 and place.further == 4
    assert [one.cell for one in place.candidates] == [1, 2, 3, 4, 5, 6, 8, 9]
    assert place.candidates[0].why == ["source", "beside", "place"] and place.candidates[1].why == ["source"]
    for one in place_of(discussion, part).candidates:
        assert (one.start, one.end, one.row, one.text, one.why[0]) == (5, 6, 0, "show(x)", "text")


def test_places_within_one_cell_are_candidates(project: Project) -> None:
    source = "a = load(path)\nb = clean(a)\n"
    commit(project, PATH, notebook(code("head()", id="h"), code(source, id="c")))
    discussion = project.discussion(PATH)
    start = source.index("clean(a)")
    part = discussion.open(Target("range", index=1, start=start, end=start + 8), "?", ADA)
    write(project, PATH, notebook(code("head()", id="h"), code(source + "\n" + source, id="c")))
    place = place_of(discussion, part)
    assert place.state == "ambiguous" and place.cell == 1
    assert [(one.cell, one.row, one.text) for one in place.candidates] == [
        (1, 1, "b = clean(a)"),
        (1, 4, "b = clean(a)"),
    ]


def test_a_cell_that_changed_beyond_recognition_step_by_step(project: Project) -> None:
    """Without ids it is followed from version to version."""
    lines = [f"alpha_{n} = first({n})" for n in range(8)]
    others = [f"omega{n}.second('{n}' * 7)" for n in range(8)]
    around = [code(f"before_{n}()") for n in range(3)]
    for step in range(9):
        source = "\n".join([*others[:step], *lines[step:]])
        commit(project, PATH, notebook(*around, code(source)), f"step {step}")
        if step == 0:
            thread = project.discussion(PATH).open(Target("cell", index=3), "?", ADA)
    for where in ({}, {"version": "latest"}):
        place = place_of(project.discussion(PATH), thread, **where)
        assert place.cell == 3 and place.state in ("edited", "outdated", "ambiguous")


def test_going_on(discussion: Discussion) -> None:
    thread = discussion.open(Target("cell", index=2), "one", ADA)
    thread = discussion.reply(thread.id, "two", BOB, suggestion="x = 1\n")
    reply = thread.comments[1]
    assert reply.suggestion is not None and thread.anchor.cell is not None
    assert reply.suggestion.hash == thread.anchor.cell.hash
    with pytest.raises(PermissionDenied):
        discussion.edit(thread.id, reply.id, "mine", ADA)
    with pytest.raises(PermissionDenied):
        discussion.delete(thread.id, reply.id, ADA)
    assert discussion.edit(thread.id, reply.id[-6:], "two", BOB).comments[1].edits == 0  # the same text is no edit
    assert discussion.edit(thread.id, reply.id, "three", BOB).comments[1].edits == 1
    assert discussion.thread(thread.id[-8:]).comments[1].history[0].text == "two"
    assert discussion.decide(thread.id, reply.id, ADA, accepted=True).comments[1].suggestion is not None
    before = len(discussion.said)
    assert discussion.decide(thread.id, reply.id, ADA, accepted=True) and len(discussion.said) == before
    assert discussion.resolve(thread.id, BOB).resolved is not None
    assert discussion.reopen(thread.id, ADA).state == "open"
    assert discussion.delete(thread.id, reply.id, BOB).comments[1].deleted
    assert discussion.delete(thread.id, reply.id, BOB).comments[1].deleted
    with pytest.raises(NotFound):
        discussion.edit(thread.id, reply.id, "back", BOB)
    for name in ("", "XYZ", "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        with pytest.raises(NotFound):
            discussion.thread(name)


def test_people(project: Project, discussion: Discussion) -> None:
    discussion.open(Target("notebook"), "hi", BOB)
    discussion.open(Target("notebook"), "hi", Author("Grace Hopper"))
    people = discussion.people(ADA)
    assert people.me.handle == "ada"
    assert [person.handle for person in people.people][:2] == ["Grace-Hopper", "bob"]
    assert len(people.people) == 3  # and who committed


def test_without_the_file_the_newest_version_counts(project: Project, discussion: Discussion) -> None:
    thread = discussion.open(Target("cell", cell="fit"), "?", ADA)
    (project.folder / PATH).unlink()
    assert place_of(discussion, thread).state == "exact"
    assert discussion.open(Target("cell", cell="fit"), "?", ADA).anchor.number == 1


@pytest.mark.parametrize("content", [b"no notebook", b"{}", as_nbformat(notebook(nbformat=5)), b'{"cells": [1]}'])
def test_what_is_no_notebook_of_cells(project: Project, discussion: Discussion, content: bytes) -> None:
    thread = discussion.open(Target("cell", cell="fit"), "?", ADA)
    whole = discussion.open(Target("notebook"), "?", ADA)
    write(project, PATH, content)
    found = discussion.read()
    assert not found.placed
    assert [(one.id, one.place and one.place.state) for one in found.threads] == [
        (thread.id, None),
        (whole.id, "exact"),
    ]
    with pytest.raises(InputError):
        discussion.open(Target("cell", index=0), "?", ADA)


def test_odd_json_is_placed_nevertheless(project: Project) -> None:
    odd = as_nbformat(notebook(code("x = 1", display(application__json={"v": 1}), id="a"))).replace(
        b'"v": 1', b'"v": NaN'
    )
    commit(project, PATH, odd)
    discussion = project.discussion(PATH)
    thread = discussion.open(Target("cell", cell="a"), "?", ADA)
    write(project, PATH, odd.replace(b"x = 1", b"x = 2"))
    assert place_of(discussion, thread).state == "edited"


def test_refused(project: Project, discussion: Discussion) -> None:
    with pytest.raises(VersionNotFound):
        discussion.open(Target("version", version="v9"), "x", ADA)
    with pytest.raises(InputError):
        discussion.open(Target("notebook"), "x", ADA, suggestion="y")
    with pytest.raises(InputError):
        discussion.open(Target("output", cell="plot", output=0, region=Region(0.5, 0.5, 0.8, 0.1)), "x", ADA)
    with pytest.raises(InputError):
        discussion.open(Target("output", cell="plot", output=0, mime="image/gif"), "x", ADA)
    with pytest.raises(NotebookNotFound):
        project.discussion("b.ipynb")
    assert discussion.said == [] and discussion.read().threads == []


def test_threads_of_a_project_is_a_name_that_stays(project: Project, discussion: Discussion) -> None:
    discussion.open(Target("cell", cell="fit"), "?", ADA)
    (thread,) = project.threads(PATH)
    assert thread.place is not None and thread.place.cell == 2
    assert project.threads(PATH, version=1)[0].place is not None
    project.delete(PATH, confirm=PATH)
    commit(project, PATH, cells())
    assert project.threads(PATH) == []


def test_many_threads_on_a_thousand_cells(project: Project) -> None:
    data = work(*(f"value_{n} = compute({n})\nprint(value_{n})" for n in range(1000)))
    commit(project, PATH, data)
    discussion = project.discussion(PATH)
    for n in range(40):
        discussion.open(Target("range", index=25 * n, start=0, end=7), "?", ADA)
    for n in range(0, 1000, 10):
        data["cells"][n]["source"] = [f"value_{n} = compute({n + 1})\n", "print()"]
    del data["cells"][500:520]  # one of them is commented on
    write(project, PATH, data)
    discussion.read()
    start = time.process_time()
    found = discussion.read().threads
    assert time.process_time() - start < 0.5
    states = [thread.place.state for thread in found if thread.place]
    assert states.count("orphaned") == 1 and states.count("exact") == 39


@pytest.mark.parametrize(
    "odd",
    [
        {"version": "../../etc/passwd"}, {"version": "f" * 40}, {"version": "v1"}, {"version": "x" * 100_000},
        {"cell": {"origin": -1}}, {"cell": {"origin": 10**9}}, {"cell": {"index": -7, "origin": None}},
        {"cell": {"origin": None, "id": "", "hash": "", "source": ""}}, {"cell": None},
        {"quote": {"start": -5, "end": 2**31}}, {"quote": {"start": 9, "end": 3}}, {"quote": {"exact": ""}},
        {"quote": {"exact": "m" * 300_000, "start": 0, "end": 300_000}}, {"quote": None},
        {"output": {"index": -3, "mime": "x\ny", "hash": "", "region": {"x": -9, "y": 1e300, "width": 0, "height": 0}}},
        {"kind": "output", "quote": None, "output": {"index": 2**40, "mime": "", "hash": "?", "region": None}},
    ],
)  # fmt: skip
def test_a_strangers_anchors_do_no_harm(project: Project, discussion: Discussion, odd: Json) -> None:
    good = range_in(discussion, "32")
    anchor = msgspec.to_builtins(good.anchor)
    for name, value in odd.items():
        anchor[name] = {**anchor[name], **value} if isinstance(value, dict) and anchor[name] else value
    store = Store(project.folder)
    with store.transaction() as change:
        made = events.make(good.notebook, "thread", "odd", BOB, data={"anchor": anchor})
        events.append(store, change, made)
    changed = cells()
    changed["cells"][2]["source"] = ["new\n", *FIT.splitlines(keepends=True)]
    write(project, PATH, changed)
    found = discussion.read()
    assert place_of(discussion, good).state == "exact"
    assert len(found.threads) + len(found.damaged) == 2
    assert discussion.read(version="v1").placed
