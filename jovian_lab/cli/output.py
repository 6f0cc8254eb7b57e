"""Writing the exact bytes of a stored file to stdout, or to a new file."""

from __future__ import annotations

import os
import sys

from jovian_lab.cli.options import here
from jovian_lab.errors import Conflict, from_os_error


def write_bytes(content: bytes, output: str | None) -> None:
    """Write bytes where the user wants them.

    Parameters
    ----------
    content : bytes
        What to write.
    output : str or None
        A path that does not exist yet; None or "-" for stdout.

    Raises
    ------
    Conflict
        When the file exists: nothing is overwritten.
    JovianError
        When the disk refuses; a half written file is removed.
    """
    if output in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = here(str(output))
    try:
        with open(path, "xb") as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise Conflict(f"'{output}' exists already.", "Choose another name; nothing is overwritten.") from error
    except OSError as error:
        raise from_os_error(error, f"write '{output}'") from error
