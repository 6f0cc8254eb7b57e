"""snapshots, promote, title, tag, untag, rename, adopt, fsck, gc, delete-history."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, cells


def test_a_snapshot_becomes_a_version(run: Run, history: Path) -> None:
    assert run("snapshots", "nb.ipynb").err == "No snapshots.\n"
    history.write_bytes(cells("precious"))
    run("restore", "nb.ipynb", "v1")
    listed = run("snapshots", "nb.ipynb").out
    assert "before restoring v1" in listed
    ran = run("promote", "nb.ipynb", listed.split()[0], "-m", "Precious")
    assert ran.out == "The snapshot is v4 “Precious” now.\n"
    assert "precious" in run("show", "nb.ipynb", "v4", "--notebook").out


def test_titles(run: Run, history: Path) -> None:
    assert run("title", "nb.ipynb", "v2", "Better").out == "v2 is called “Better” now.\n"
    out = run("show", "nb.ipynb", "v2").out
    assert out.startswith("v2 “Better”\n")
    assert "under the title “Second”" in out


def test_tags(run: Run, history: Path) -> None:
    assert run("tag", "nb.ipynb", "v2", "best").out == "v2 “Second” has the tags: best\n"
    assert run("log", "nb.ipynb", "--filter", "best").out.endswith("Second [best]\n")
    assert run("untag", "nb.ipynb", "best", "best").out == "v2 “Second” no longer has the tag best.\n"
    assert run("show", "nb.ipynb", "best").code == 3


def test_rename_is_recorded_after_the_file_was_moved(run: Run, history: Path) -> None:
    early = run("rename", "nb.ipynb", "new.ipynb")
    assert early.code == 3
    assert "mv 'nb.ipynb' 'new.ipynb'" in early.err
    history.rename(history.with_name("new.ipynb"))
    assert run("rename", "nb.ipynb", "new.ipynb").code == 0
    assert run("log", "new.ipynb", "--json").json["total"] == 3
    history.with_name("third.ipynb").write_bytes(cells("x"))
    assert run("rename", "unknown.ipynb", "third.ipynb", "--json").json["followed"] is False


def test_adopt(run: Run, notebook: Path) -> None:
    sources = [f"value_{i} = compute({i})" for i in range(8)]
    notebook.write_bytes(cells(*sources))
    run("commit", "nb.ipynb")
    notebook.unlink()
    new = notebook.with_name("new.ipynb")
    new.write_bytes(cells(*sources[:-1], "value_7 = other(7)"))
    assert run("adopt", "new.ipynb", "unknown.ipynb").code == 3
    assert run("adopt", "new.ipynb").out == "new.ipynb continues nb.ipynb: 1 version.\n"
    assert run("log", "new.ipynb", "--json").json["total"] == 1


def test_adopt_without_a_match(run: Run, history: Path) -> None:
    history.with_name("new.ipynb").write_bytes(cells("nothing alike"))
    ran = run("adopt", "new.ipynb")
    assert ran.code == 3
    assert "jovian-lab rename OLD new.ipynb" in ran.err


def test_fsck_of_a_sound_store(run: Run, history: Path) -> None:
    ran = run("fsck", "nb.ipynb")
    assert ran.code == 0
    assert "all sound" in ran.out


def test_fsck_names_what_is_damaged(run: Run, history: Path) -> None:
    damage(history.parent)
    ran = run("fsck")
    assert ran.code == 7
    assert "problem" in ran.out
    report = run("fsck", "--json")
    assert report.code == 7
    assert report.json["ok"] is False
    assert report.json["problems"]


def damage(folder: Path) -> None:
    """Flip some bytes in every file of stored objects."""
    objects = folder / ".jovian" / "repository.git" / "objects"
    for path in list(objects.rglob("*")):
        if path.is_file() and path.suffix not in (".idx", ".rev"):
            content = bytearray(path.read_bytes())
            for eighth in range(1, 8):
                content[len(content) * eighth // 8] ^= 0xFF
            path.chmod(0o600)
            path.write_bytes(content)


def test_gc(run: Run, history: Path) -> None:
    assert " before, " in run("gc").out
    assert run("fsck").code == 0
    assert run("gc", "--json").json.keys() == {"before", "after"}


def test_delete_history_needs_the_path_once_more(run: Run, history: Path) -> None:
    for args in ([], ["--json"], ["--confirm", "other.ipynb"]):
        assert run("delete-history", "nb.ipynb", *args).code == 2
    assert run("log", "nb.ipynb", "--json").json["total"] == 3
    ran = run("delete-history", "nb.ipynb", "--confirm", "nb.ipynb")
    assert ran.out == "3 versions deleted; nb.ipynb itself was not touched.\n"
    assert history.exists()
    assert run("status", "nb.ipynb").out == "nb.ipynb: never committed\n"


@pytest.mark.parametrize(("typed", "code"), [("nb.ipynb", 0), ("no", 2)])
def test_delete_history_asks_on_a_terminal(
    run: Run, history: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: typed)
    assert run("delete-history", "nb.ipynb").code == code
    assert run("log", "nb.ipynb", "--json").json["total"] == (0 if code == 0 else 3)
