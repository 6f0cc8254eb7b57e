"""Figures as tables: printed, and put between their marks in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

_DOCS = Path(__file__).resolve().parents[1] / "docs"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are aligned to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def publish(section: str, text: str, page: str = "benchmarks.md") -> None:
    """Print a section, and replace what stands between its two marks in a page of docs/."""
    print(f"\n{text}\n", flush=True)
    begin, end = f"<!-- {section}: made by benchmarks/ -->", f"<!-- {section}: end -->"
    path = _DOCS / page
    whole = path.read_text("utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(whole):
        raise SystemExit(f"{page} has no place for {section!r}: {begin} … {end}")
    path.write_text(pattern.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", whole), "utf-8")


def machine() -> str:
    """Describe where it ran, without dates and names."""
    git = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[2]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{os.cpu_count()} cores, {pages:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, git {git}"
    )


def milliseconds(seconds: float) -> str:
    """Write a time in ms, three digits of it."""
    value = seconds * 1000
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def megabytes(size: float) -> str:
    """Write a size in MB (10^6 bytes)."""
    value = size / 1e6
    return f"{value:,.0f} MB" if value >= 100 else f"{value:.1f} MB"


def times(ratio: float) -> str:
    """Write how many times as much."""
    return f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.1f}×"
