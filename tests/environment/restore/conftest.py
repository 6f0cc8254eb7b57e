"""A user's Jupyter folder that nobody else uses."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return Jupyter's data folder of a user who has nothing yet."""
    place = tmp_path / "jupyter"
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(place))
    monkeypatch.setenv("JUPYTER_PATH", "")
    monkeypatch.setenv("RATTLER_CACHE_DIR", str(tmp_path / "rattler"))
    return place
