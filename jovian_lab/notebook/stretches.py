"""A skeleton in stretches of whole cells, so that a version shares with the one before all stretches it did not touch.

Where a stretch ends depends on the cells in it alone (content-defined chunking, as rsync and casync do it): an inserted
or edited cell moves the borders near it, and none further on.
"""

from __future__ import annotations

import zlib

from jovian_lab.notebook.split import SplitNotebook

_SMALLEST = 8 << 10  # bytes
_LARGEST = 32 << 10
_ONE_IN = 4  # cells that a stretch of a good size may end with


def stretches(cut: SplitNotebook) -> list[bytes]:
    """Return the skeleton in pieces; joined they are `cut.skeleton`.

    Parameters
    ----------
    cut : SplitNotebook
        A notebook that was split.

    Returns
    -------
    list of bytes
        At least one; each but the last ends with a cell and has 8 KB or more.
    """
    found: list[bytes] = []
    pieces = [cut.head]
    size = len(cut.head)
    for number, cell in enumerate(cut.cells):
        if number:
            pieces.append(cut.glue[number - 1])
            size += len(cut.glue[number - 1])
        pieces.append(cell.skeleton)
        size += len(cell.skeleton)
        if size >= _LARGEST or (size >= _SMALLEST and zlib.crc32(cell.skeleton) % _ONE_IN == 0):
            found.append(b"".join(pieces))
            pieces, size = [], 0
    pieces.append(cut.tail.skeleton)
    found.append(b"".join(pieces))
    return found
