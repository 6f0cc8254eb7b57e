"""What is taken out of texts that are shown, and what stays."""

from __future__ import annotations

import pytest

from jovian_lab.environment.restore.redact import redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://ana:pw@host.example/x?token=1&a=b", "see https://***@host.example/x?token=***&a=b"),
        ("https://host.example/t/abcdef12345678/channel", "https://host.example/t/***/channel"),
        ("https://host.example/conda/t/abcdef12345678/channel", "https://host.example/conda/t/***/channel"),
        ("Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer ***"),
        # folders of this machine that are called "t"
        ("file:///home/t/my-project/x.whl", "file:///home/t/my-project/x.whl"),
        ("/home/t/my-project/x.whl", "/home/t/my-project/x.whl"),
    ],
)
def test_only_what_is_secret_is_taken_out(text: str, expected: str) -> None:
    assert redacted(text) == expected
