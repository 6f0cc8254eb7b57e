"""Anchors on edits with known truth: placed rightly, and never wrongly without a word."""

from __future__ import annotations

import os

import pytest

from tests.comments.corpus import Count, count, scenery, simply
from tests.notebook.corpus import Ids

_PAIRS = int(os.environ.get("JOVIAN_LAB_ANCHOR_PAIRS", "120"))
_FIRST = 910_000  # seeds that nothing was tuned on


@pytest.mark.parametrize("ranges", [False, True], ids=["cells", "ranges"])
@pytest.mark.parametrize(("ids", "least"), [("kept", 0.99), ("regenerated", 0.95), ("none", 0.95)])
def test_placed_rightly_or_said_so(ids: Ids, least: float, ranges: bool) -> None:
    total = Count()
    for seed in range(_FIRST, _FIRST + _PAIRS):
        total.add(count(scenery(seed, ids, ranges)))
    assert total.right >= least * total.there, total
    assert total.unmarked <= max(1, 0.001 * total.total), total


def test_the_simple_rule_is_worse() -> None:
    ours, simple = Count(), Count()
    for seed in range(_FIRST, _FIRST + 40):
        seen = scenery(seed, "kept", ranges=True)
        ours.add(count(seen))
        simple.add(simply(seen))
    assert simple.unmarked > 10 * max(1, ours.unmarked) and simple.right < ours.right
