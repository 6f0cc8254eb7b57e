"""What holds for every test: nothing of the developer's own git configuration is seen."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def plain_git() -> None:
    """Give git nothing of this machine's own: no configuration, no repository found by environment."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
    os.environ["GIT_CONFIG_NOSYSTEM"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests last: Playwright keeps an event loop running, which others cannot share."""
    items.sort(key=lambda item: "browser" in item.path.parts)
