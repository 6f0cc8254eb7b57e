"""What is published, in which format, and the file that comes of it."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from jovian_lab.comments.values import Threads
from jovian_lab.environment.values import Environment
from jovian_lab.store.values import Version

Format = Literal["html", "markdown", "ipynb", "json"]
Shown = Literal["all", "open", "none"]
FORMATS: tuple[Format, ...] = get_args(Format)


class Publication(msgspec.Struct, frozen=True):
    """One version with what is said about it.

    Attributes
    ----------
    version : Version
        Which.
    content : bytes
        The notebook's bytes.
    said : Threads or None
        The threads, placed in this version, and what of them is damaged; None where they are left out.
    environment : Environment or None
        What it was made with, as far as that was recorded and can be read.
    """

    version: Version
    content: bytes
    said: Threads | None = None
    environment: Environment | None = None


class Export(msgspec.Struct, frozen=True):
    """A file for somebody who only reads.

    Attributes
    ----------
    name : str
        What the file may be called: "analysis-v3.html".
    mime : str
        Its MIME type.
    content : bytes
        What is in it.
    version : Version
        Which version it is.
    threads : int
        How many threads are in it.
    damaged : int
        How many events of them could not be read.
    """

    name: str
    mime: str
    content: bytes
    version: Version
    threads: int
    damaged: int
