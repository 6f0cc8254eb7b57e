"""The Python that new environments are made of."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jovian_lab.environment.restore import interpreters
from tests.environment.peers import run


@pytest.mark.skipif(sys.platform == "win32", reason="Python 3.10 knows its base there")
@pytest.mark.parametrize("knows", [True, False], ids=["as it is", "as in Python 3.10"])
def test_the_base_is_outside_of_our_own_environment(knows: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment made of it must outlive the one we run in."""
    if not knows:
        monkeypatch.setattr(sys, "_base_executable", sys.executable)
    base = interpreters.base()
    said = run(base, "-I", "-c", "import sys; print(sys.prefix == sys.base_prefix, sys.version_info[:2])")
    assert said.strip() == f"True {sys.version_info[:2]}"
    assert next(iter(interpreters.candidates())) == (sys.version_info[:2], base)


@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="the tests run outside of a virtual environment")
def test_the_base_of_a_virtual_environment_is_not_the_python_in_it() -> None:
    assert not interpreters.base().is_relative_to(sys.prefix)


def test_outside_of_a_virtual_environment_we_are_our_own_base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_base_executable", sys.executable)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert interpreters.base() == Path(sys.executable)
