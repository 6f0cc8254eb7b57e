"""The story of the example: five versions of one notebook that differ the way real work does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from jovian_lab.cli.demo import cells as text


class Cell(NamedTuple):
    """One cell; the id is the same in every version that has the cell."""

    id: str
    kind: Literal["code", "markdown"]
    source: str


class Step(NamedTuple):
    """One version: the message it is committed with, its cells, the files beside it, and how often it is run."""

    message: str
    cells: list[Cell]
    files: Mapping[str, str] = {}
    runs: int = 1

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


def _code(name: str, source: str) -> Cell:
    return Cell(name, "code", source)


def _words(name: str, source: str) -> Cell:
    return Cell(name, "markdown", source)


_OPENING = [
    _words("introduction", text.INTRODUCTION),
    _code("imports", text.IMPORTS),
    _words("about-the-data", text.ABOUT_THE_DATA),
    _code("load", text.LOAD),
    _code("look", text.LOOK),
    _code("split", text.SPLIT),
]

_BASELINE = [
    *_OPENING,
    _words("about-the-model", text.ABOUT_LOGISTIC),
    _code("train", text.TRAIN_LOGISTIC),
    _code("score", text.SCORE),
    _code("confusion", text.CONFUSION),
]

_SVM = [
    *_OPENING,
    _words("about-the-model", text.ABOUT_SVM),
    _code("train", text.TRAIN_SVM),
    _code("score", text.SCORE),
    _code("confusion", text.CONFUSION),
    _words("about-mistakes", text.ABOUT_MISTAKES),
    _code("mistakes", text.MISTAKES),
]


def _with(cells: list[Cell], **changed: str) -> list[Cell]:
    """The same cells with other sources; a keyword's underscores are the id's dashes."""
    sources = {name.replace("_", "-"): source for name, source in changed.items()}
    return [cell._replace(source=sources.get(cell.id, cell.source)) for cell in cells]


_TIDY = _with(
    _SVM,
    imports=text.IMPORTS_WITH_UTILS,
    look=text.LOOK_WITH_UTILS,
    confusion=text.CONFUSION_WITH_UTILS,
    mistakes=text.MISTAKES_WITH_UTILS,
)

_TUNED = _with(_TIDY, about_the_model=text.ABOUT_TUNING, train=text.TRAIN_TUNED)
_TUNED += [_words("conclusion", text.CONCLUSION)]

_UTILS = {"utils.py": text.UTILS}

STEPS = [
    Step("Baseline: logistic regression on the raw pixels", _BASELINE),
    Step(
        "Try a support vector machine\n\nTen of 540 wrong instead of fifteen. Also look at the digits it gets wrong.",
        _SVM,
    ),
    Step("Move the plotting helpers to utils.py", _TIDY, _UTILS),
    Step("Run everything once more before tuning", _TIDY, _UTILS, runs=2),
    Step(
        "Tune C and gamma\n\nFive-fold cross-validation on the training set only; the test set stays unseen.",
        _TUNED,
        _UTILS,
    ),
]
