"""docs/cli.md says what the command says."""

from __future__ import annotations

from jovian_lab.cli.reference import reference
from tests.cli.conftest import REPOSITORY


def test_the_reference_is_up_to_date() -> None:
    written = (REPOSITORY / "docs" / "cli.md").read_text("utf-8")
    assert written == reference(), "run: python -m jovian_lab.cli.reference > docs/cli.md"
