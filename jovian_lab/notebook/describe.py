"""What a reader wants to know of a notebook at a glance: its cells, its kernel, and what changed since another version.

Everything here is read from skeletons alone: a part's name stands for its content, so no large value is ever decoded.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from jovian_lab.notebook.segments import NotSplittable, find_cells
from jovian_lab.notebook.split import REFERENCE


class Kernel(msgspec.Struct, frozen=True, gc=False):
    """The kernel a notebook asks for."""

    name: str
    display_name: str = ""
    language: str = ""


class CellCounts(msgspec.Struct, frozen=True, gc=False):
    """How many cells of each type a notebook has."""

    code: int = 0
    markdown: int = 0
    raw: int = 0


class Changes(msgspec.Struct, frozen=True, gc=False):
    """How many cells differ between two versions; `rerun`: same source, other outputs or execution count."""

    added: int = 0
    removed: int = 0
    edited: int = 0
    rerun: int = 0
    moved: int = 0


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A cell, told apart by hashes.

    Attributes
    ----------
    id : str
        nbformat's id, empty before nbformat 4.5.
    type : str
        "code", "markdown", "raw" or whatever the file says.
    source, outputs : bytes
        Digests; `outputs` covers the execution count and attachments too.
    blank : bool
        Whether the source is white space only.
    """

    id: str
    type: str
    source: bytes
    outputs: bytes
    blank: bool


class _Outside(msgspec.Struct):
    metadata: msgspec.Raw = msgspec.Raw()


class Description(msgspec.Struct, frozen=True):
    """A notebook at a glance."""

    cells: list[Cell]
    kernel: Kernel | None
    nbformat: str | None

    @property
    def counts(self) -> CellCounts:
        """Cells by type; unknown types count as raw."""
        return count_types(self.cells)


def count_types(cells: Sequence[Cell]) -> CellCounts:
    """Count cells by type; unknown types count as raw."""
    types = Counter(cell.type for cell in cells)
    code, markdown = types["code"], types["markdown"]
    return CellCounts(code, markdown, len(cells) - code - markdown)


def describe_cell(skeleton: bytes) -> Cell:
    """Describe one cell.

    Parameters
    ----------
    skeleton : bytes
        The cell's JSON text, large values replaced by references.

    Raises
    ------
    NotSplittable
        If the text is no JSON object.
    """
    data = _decode(skeleton)
    source = data.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    rest = {key: data.get(key) for key in ("outputs", "execution_count", "attachments")}
    return Cell(
        id=str(data.get("id", "")),
        type=str(data.get("cell_type", "")),
        source=_digest(text.encode("utf-8", "surrogatepass")),
        outputs=_digest(msgspec.json.encode(rest)),
        blank=not text.strip(),
    )


def describe_outside(text: bytes) -> tuple[Kernel | None, str | None]:
    """Return the kernel and the nbformat ("4.5") from what stands before and after a notebook's cells, joined."""
    try:
        data = _decode(text)
    except NotSplittable:
        return None, None
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    spec, info = metadata.get("kernelspec"), metadata.get("language_info")
    spec = spec if isinstance(spec, dict) else {}
    info = info if isinstance(info, dict) else {}
    kernel = None
    if spec.get("name"):
        language = spec.get("language") or info.get("name") or ""
        kernel = Kernel(_short(spec["name"]), _short(spec.get("display_name", "")), _short(language))
    return kernel, f"{data.get('nbformat')}.{data.get('nbformat_minor', 0)}"


def kernel_in(raw: bytes) -> Kernel | None:
    """Return what a notebook says of its kernel; None where it says nothing, or is none."""
    try:
        found = msgspec.json.decode(raw, type=_Outside)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return describe_outside(b'{"metadata":%s}' % (bytes(found.metadata) or b"{}"))[0]


def describe(skeleton: bytes) -> Description:
    """Describe a whole notebook from its skeleton (or from its own bytes, which are a skeleton without references).

    Raises
    ------
    NotSplittable
        If it is no nbformat 4 notebook.
    """
    segments = find_cells(_readable(skeleton))
    kernel, nbformat = describe_outside(segments.head + segments.tail)
    return Description([describe_cell(cell) for cell in segments.cells], kernel, nbformat)


def compare(old: Sequence[Cell], new: Sequence[Cell]) -> Changes:
    """Count what changed between two versions' cells.

    Cells are matched by id, then by equal source, then by standing right behind a matched pair with the same type
    (an edited cell of a file without ids); what is left over was added or removed.
    """
    partner: dict[int, int] = {}
    free_old = set(range(len(old)))
    for key in (_identity, _content):
        places: dict[object, list[int]] = {}
        for i in sorted(free_old, reverse=True):
            if (name := key(old[i])) is not None:
                places.setdefault(name, []).append(i)
        for j, cell in enumerate(new):
            if j not in partner and (candidates := places.get(key(cell))):
                partner[j] = candidates.pop()
        free_old -= set(partner.values())
    _pair_neighbours(old, new, partner, free_old)
    edited = rerun = 0
    for j, i in partner.items():
        if old[i].source != new[j].source or old[i].type != new[j].type:
            edited += 1
        elif old[i].outputs != new[j].outputs:
            rerun += 1
    order = [partner[j] for j in sorted(partner)]
    return Changes(len(new) - len(partner), len(free_old), edited, rerun, len(order) - _longest_increasing(order))


def similarity(old: Sequence[Cell], new: Sequence[Cell]) -> float:
    """Return the share of cells (0 to 1) that two notebooks have in common, by id or by equal source."""
    if not old or not new:
        return 0.0
    ids = {cell.id for cell in old if cell.id}
    sources = {cell.source for cell in old if not cell.blank}
    shared = sum(1 for cell in new if cell.id in ids or cell.source in sources)
    return shared / max(len(old), len(new))


def _pair_neighbours(old: Sequence[Cell], new: Sequence[Cell], partner: dict[int, int], free_old: set[int]) -> None:
    """Pair cells without ids that stand behind the same cell in both versions; changes `partner` and `free_old`."""
    for j, cell in enumerate(new):
        i = partner.get(j - 1, -1 if j == 0 else None)
        if j in partner or i is None or i + 1 not in free_old:
            continue
        other = old[i + 1]
        if other.type == cell.type and not (other.id and cell.id):
            partner[j] = i + 1
            free_old.discard(i + 1)


def _identity(cell: Cell) -> object:
    return cell.id or None


def _content(cell: Cell) -> object:
    return (cell.type, cell.source)


def _longest_increasing(numbers: Sequence[int]) -> int:
    """Length of the longest increasing subsequence (patience sorting): what did not move."""
    piles: list[int] = []
    for number in numbers:
        place = bisect_left(piles, number)
        piles[place : place + 1] = [number]
    return len(piles)


def _readable(skeleton: bytes) -> bytes:
    """Make JSON of a skeleton: each reference becomes a string that no notebook has by accident."""
    return REFERENCE.sub(rb'"\\u0000\1\2"', skeleton) if b"\0" in skeleton else skeleton


def _decode(skeleton: bytes) -> dict[str, Any]:
    try:
        data = msgspec.json.decode(_readable(skeleton))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise NotSplittable(f"is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise NotSplittable("is no JSON object")
    return data


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _short(text: object) -> str:
    """A stranger's text, bounded for display."""
    return str(text)[:200]
