"""Real messages of solvers: exactly the packages they name are found, and only those are let go or dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from jovian_lab.environment.restore import messages
from jovian_lab.environment.restore.ladder import Ladder
from jovian_lab.environment.restore.solving import Chosen, Request, Unsolvable
from jovian_lab.environment.restore.values import Want
from jovian_lab.errors import InstallFailed

CORPUS = sorted(Path(__file__).with_name("errors").glob("*.txt"))
BYSTANDERS = ["attrs", "zope-interface", "pyyaml", "matplotlib", "h5py", "tqdm", "joblib", "the-rest"]


def parts(path: Path) -> tuple[dict[str, list[str]], str]:
    """Return what stands in the head of a file, and the message itself."""
    head, _, text = path.read_text("utf-8").partition("\n\n")
    fields = dict(line.removeprefix("# ").split(":", 1) for line in head.splitlines())
    return {key: [word.strip() for word in value.split(",") if word.strip()] for key, value in fields.items()}, text


class Moody:
    """A solver that says one thing until the packages it names have been let go, or are gone."""

    tool = "moody"
    dated = False

    def __init__(self, text: str, patience: int) -> None:
        self.text = text
        self.patience = patience
        self.requests: list[Request] = []

    def solve(self, request: Request) -> list[Chosen]:
        self.requests.append(request)
        if len(self.requests) <= self.patience:
            raise Unsolvable(self.text)
        return [Chosen(want.name, want.version) for want in request.roots]


def test_the_corpus_is_one() -> None:
    tools = [parts(path)[0]["tool"][0] for path in CORPUS]
    for tool in ("uv", "pip", "conda", "mamba", "micromamba", "rattler"):
        assert tools.count(tool) >= 3
    assert len(CORPUS) >= 60
    assert all(parts(path)[0]["from"] for path in CORPUS)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_exactly_the_named_packages_are_found(path: Path) -> None:
    expected, text = parts(path)
    named = messages.read(text)
    assert sorted(named.missing) == expected["missing"]
    assert sorted(named.conflicting) == expected["conflicting"]
    assert all(0 < len(reason) <= 300 and "\n" not in reason for reason in named.missing.values())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize("patience", [3, 6, 40])
def test_only_what_the_solver_named_is_let_go_or_dropped(path: Path, patience: int) -> None:
    expected, text = parts(path)
    named = {*expected["missing"], *expected["conflicting"]}
    pins = [Want(name, spec="==1.2.3", version="1.2.3") for name in [*BYSTANDERS, *sorted(named)]]
    solver = Moody(text, patience)
    try:
        climbed = Ladder(solver, lambda _: None).climb(pins, pins, pins)
    except InstallFailed as error:
        # it says who is to blame: a package, or the index that was not reached
        blamed = any(name in error.message for name in named) or not named
        assert blamed or "reached" in error.message or "hash" in error.message
        climbed = None
    for request in solver.requests:
        roots = {want.name: want for want in request.roots}
        for name in BYSTANDERS:
            assert roots[name].spec == "==1.2.3"
    if climbed is not None:
        assert {*climbed.relaxed, *climbed.dropped} <= named
        # without a build it may be dropped; what merely does not fit never is
        if not expected["missing"]:
            assert not climbed.dropped


def test_credentials_never_show() -> None:
    text = "error: Failed to fetch: https://user:s3cret@host/simple/x/?token=abcdef12345"
    shown = messages.summary(text)
    assert "s3cret" not in shown and "abcdef12345" not in shown and "host/simple" in shown
