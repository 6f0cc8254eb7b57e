"""What a thread is put on when a candidate is chosen: the same kind of thing, where the candidate has one."""

from __future__ import annotations

import pytest

from jovian_lab.comments.candidates import chosen
from jovian_lab.comments.values import Anchor, AnchorCell, AnchorOutput, Candidate, Region, Target

CELL = AnchorCell("c0", "code", 0, 0, "", "", "", "plot(x)", False)
PART = Region(0.25, 0.25, 0.5, 0.5)
WHOLE = Anchor("cell", "b" * 40, 1, CELL)
PICTURE = Anchor("output", "b" * 40, 1, CELL, output=AnchorOutput(0, "image/png", "", PART))


def at(**where: int) -> Candidate:
    return Candidate(4, "c4", "plot(x)", ["source"], 1.0, **where)


@pytest.mark.parametrize(
    ("anchor", "candidate", "target"),
    [
        (WHOLE, at(), Target("cell", index=4)),
        (WHOLE, at(row=0, start=5, end=6), Target("range", index=4, start=5, end=6)),
        (PICTURE, at(output=2), Target("output", index=4, output=2, mime="image/png", region=PART)),
        (PICTURE, at(), Target("cell", index=4)),  # the cell has no such output any more
    ],
)
def test_chosen(anchor: Anchor, candidate: Candidate, target: Target) -> None:
    assert chosen(anchor, candidate) == target
