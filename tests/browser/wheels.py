"""Wheels made here, so that tests install real packages without any registry: tiny ones, and those installed here."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def tiny(folder: Path, name: str, version: str, source: str) -> Path:
    """Make a wheel with one module.

    Parameters
    ----------
    folder : Path
        Where.
    name : str
        Of the distribution and of its module.
    version : str
        Its version.
    source : str
        The module's text.

    Returns
    -------
    Path
        The wheel.
    """
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": source.encode(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    return _write(folder / f"{name}-{version}-py3-none-any.whl", info, files.items())


def installed(folder: Path, *names: str) -> list[Path]:
    """Make wheels again of distributions that are installed here, and of all that they need.

    Parameters
    ----------
    folder : Path
        Where.
    *names : str
        Distributions.

    Returns
    -------
    list of Path
        The wheels.
    """
    return [_again(folder, found) for found in _with_needs(names).values()]


def _with_needs(names: Iterable[str]) -> dict[str, Distribution]:
    """Return the distributions and all that they need here."""
    found: dict[str, Distribution] = {}
    waiting = list(names)
    here = {**default_environment(), "extra": ""}
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        found[name] = distribution(name)
        for line in found[name].requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate(here):
                waiting.append(need.name)
    return found


def _again(folder: Path, found: Distribution) -> Path:
    """Pack an installed distribution."""
    tags = [line[5:] for line in (found.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: ")]
    parts = [sorted({tag.split("-")[place] for tag in tags}) for place in range(3)]
    stem = f"{canonicalize_name(found.name).replace('-', '_')}-{found.version}"
    info = next(file.parts[0] for file in found.files or [] if file.name == "METADATA")
    return _write(folder / f"{stem}-{'-'.join('.'.join(part) for part in parts)}.whl", info, _contents(found))


def _contents(found: Distribution) -> Iterator[tuple[str, bytes]]:
    for file in found.files or []:
        place = file.as_posix()
        made_here = file.name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json") or "__pycache__" in file.parts
        if not place.startswith("..") and not made_here:
            yield place, Path(str(file.locate())).read_bytes()


def _write(wheel: Path, info: str, files: Iterable[tuple[str, bytes]]) -> Path:
    wheel.parent.mkdir(parents=True, exist_ok=True)
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(wheel, "w") as archive:
        for place, content in files:
            archive.writestr(place, content)
            rows.writerow([place, "", ""])
        rows.writerow([f"{info}/RECORD", "", ""])
        archive.writestr(f"{info}/RECORD", record.getvalue())
    return wheel
