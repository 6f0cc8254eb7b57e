"""Makes files of a version for people who only read: values in, bytes out; nothing here touches a file or a network."""

from __future__ import annotations

from jovian_lab.publish.exporting import export
from jovian_lab.publish.values import FORMATS, Export, Format, Publication, Shown

__all__ = ["FORMATS", "Export", "Format", "Publication", "Shown", "export"]
