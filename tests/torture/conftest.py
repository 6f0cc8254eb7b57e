"""Marks these tests, and says of a failure how to repeat it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.torture.effort import SEED, how_to_repeat
from tests.torture.nursery import Nursery

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.torture)
            item.add_marker(pytest.mark.timeout(3600))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Add the seed and the command to a failure."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections.append(("how to repeat it", how_to_repeat(item.nodeid)))
    return report


@pytest.fixture
def random(request: pytest.FixtureRequest) -> Random:
    """Random numbers that are the same in every run of this test with this seed."""
    return Random(f"{SEED} {request.node.name}")


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    """Forks writers."""
    logs = tmp_path / "logs"
    logs.mkdir()
    with Nursery(logs) as opened:
        yield opened
