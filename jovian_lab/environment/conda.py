"""Conda prefixes (conda, mamba, micromamba, pixi): the records in conda-meta, and what was asked for."""

from __future__ import annotations

import ast
import os
import re
from collections import Counter, OrderedDict
from contextlib import suppress
from threading import Lock
from typing import NamedTuple

import msgspec
from packaging.utils import canonicalize_name

from jovian_lab.environment import bounded, urls
from jovian_lab.environment.bounded import Notes

_LARGEST_RECORD = 64 * 2**20
_MOST_RECORDS = 20_000
_MOST_KEPT = 5_000
_LONGEST_NAME = 300
_ARCHIVES = (".conda", ".tar.bz2")
_SPECS = re.compile(r"# (update|install|create|neutered|remove) specs?: *(.+)")
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,199}")
# hosts whose channels have names
_WELL_KNOWN = ("conda.anaconda.org", "repo.anaconda.com")
_DEFAULTS = {"pkgs/main", "pkgs/r", "pkgs/msys2", "pkgs/free", "pkgs/pro"}


class Record(NamedTuple):
    """A package of conda as installed; `depends` are names, `infos` the Python metadata it holds."""

    name: str
    version: str
    build: str
    channel: str
    subdir: str
    url: str
    hash: str
    requested: bool
    depends: tuple[str, ...]
    infos: tuple[str, ...]
    local: bool

    @property
    def names(self) -> set[str]:
        """The names of the Python distributions it holds."""
        return {canonicalize_name(info.partition("-")[0]) for info in self.infos}


class Prefix(NamedTuple):
    """A conda prefix: its records by name, the names somebody asked for, its channels, whether pixi made it.

    `subdir` is the platform its packages were made for, "noarch" where none says.
    """

    records: list[Record]
    requested: list[str]
    channels: list[str]
    pixi: bool
    subdir: str


class _File(msgspec.Struct):
    """What is read of a record; the rest is skipped."""

    name: str
    version: str
    build: str = ""
    channel: str | None = ""
    subdir: str | None = ""
    url: str | None = ""
    sha256: str | None = ""
    requested_spec: str | None = ""
    requested_specs: list[str] | None = None
    depends: list[str] | None = None


_decoder = msgspec.json.Decoder(_File)
_kept: OrderedDict[tuple[str, int, int, int], Record] = OrderedDict()
_lock = Lock()


def find(prefix: str, notes: Notes) -> Prefix | None:
    """Return what conda has installed in a prefix, None where conda does not keep it.

    Parameters
    ----------
    prefix : str
        The folder.
    notes : Notes
        Is told what could not be read.
    """
    folder = os.path.join(prefix, "conda-meta")
    listed = bounded.names(folder)
    if not listed:
        return None
    records: dict[str, Record] = {}
    for name in sorted(listed):
        if name.endswith(".json") and not name.startswith(".") and len(records) < _MOST_RECORDS:
            record = _record(os.path.join(folder, name))
            if record is None:
                notes.say(f"conda's record {name} cannot be read.")
            elif record.name in records:
                notes.say(f"conda has two records of {record.name}: the last counts.")
            if record is not None:
                records[record.name] = record
    local = sum(record.local for record in records.values())
    if local:
        notes.say(f"{local} packages come from a channel on this machine, whose address means nothing elsewhere.")
    history = requested(bounded.text(os.path.join(folder, "history"), 16 * 2**20))
    asked = [name for name, one in records.items() if one.requested or name in history]
    subdirs = Counter(one.subdir for one in records.values() if one.subdir not in ("", "noarch"))
    subdir = subdirs.most_common(1)[0][0] if subdirs else "noarch"
    return Prefix(list(records.values()), sorted(asked), _channels(records), "pixi" in listed, subdir)


def forget() -> None:
    """Forget the records that were read."""
    with _lock:
        _kept.clear()


def requested(history: str) -> set[str]:
    """Return the names that a history file of conda says were asked for, and not taken away again."""
    asked: set[str] = set()
    for line in history.splitlines():
        found = _SPECS.fullmatch(line.strip())
        if not found:
            continue
        names = {name for spec in _specs(found[2]) if (name := _name(spec))}
        if found[1] == "remove":
            asked -= names
        elif found[1] != "neutered":
            asked |= names
    return asked


def _specs(text: str) -> list[str]:
    if text.startswith("[") and len(text) < 1_000_000:
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            value = ast.literal_eval(text)
            return [spec for spec in value if isinstance(spec, str)] if isinstance(value, list) else []
    return text.split(",")


def _name(spec: str) -> str:
    """Return the name in a match spec: "conda-forge/linux-64::numpy[version='>=1']" is about numpy."""
    found = _WORD.match(re.sub(r"[=<>!~].*", "", spec.strip().rpartition("::")[2]))
    return found[0].lower() if found else ""


def _record(path: str) -> Record | None:
    try:
        state = os.stat(path)
    except OSError:
        return None
    key = (path, state.st_mtime_ns, state.st_size, state.st_ino)
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known
    record = _read(path)
    if record is not None:
        with _lock:
            _kept[key] = record
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return record


def _read(path: str) -> Record | None:
    content = bounded.read(path, _LARGEST_RECORD)
    try:
        file = _decoder.decode(content or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not _WORD.fullmatch(file.name) or not file.version:
        return None
    address, subdir = file.url or "", file.subdir or ""
    channel, local = channel_of(file.channel or "", address, subdir)
    return Record(
        name=file.name.lower(),
        version=bounded.printable(file.version, 100),
        build=bounded.printable(file.build, 100),
        channel=channel,
        subdir=bounded.printable(subdir, 40),
        url="" if local or not address.endswith(_ARCHIVES) else urls.clean(address),
        hash=f"sha256:{file.sha256.lower()}" if file.sha256 and re.fullmatch(r"[0-9a-fA-F]{64}", file.sha256) else "",
        requested=bool(file.requested_spec and file.requested_spec != "None") or bool(file.requested_specs),
        depends=tuple(name for spec in file.depends or () if (name := _name(spec.split(" ")[0]))),
        infos=tuple(sorted(_infos(content or b""))),
        local=local,
    )


def _infos(content: bytes) -> set[str]:
    """Return the names of the metadata folders among a record's files, without decoding them all."""
    found = set()
    at = content.find(b"-info")
    while at >= 0:
        end = at + len(b"-info")
        known = content[max(at - 5, 0) : at].endswith((b".dist", b".egg"))
        if known and (content[at - 1 : at] == b"g" or content.startswith((b"/METADATA", b"\\\\METADATA"), end)):
            nearest = max(at - _LONGEST_NAME, 0)
            start = max(content.rfind(b"/", nearest, at), content.rfind(b"\\", nearest, at)) + 1
            # what a package brings along in a folder of its own is not installed
            if content[max(start - 15, 0) : start].rstrip(b"/\\").endswith(b"site-packages"):
                found.add(content[start:end].decode("utf-8", "replace"))
        at = content.find(b"-info", end)
    return found


def channel_of(channel: str, url: str, subdir: str) -> tuple[str, bool]:
    """Return a channel's name, or address where it has none, without credentials; and whether it is on this machine.

    Parameters
    ----------
    channel, url, subdir : str
        As a record has them: the channel may be a name or an address, with its platform or not.
    """
    text = channel or url.rpartition("/")[0]
    if "://" not in text and url.startswith("file://"):
        text = url.rpartition("/")[0]
    if text.startswith("file:") or (not channel and not url) or re.match(r"/|[A-Za-z]:[\\/]|\.", text):
        name = re.sub(rf"[/\\]{re.escape(subdir or 'noarch')}$", "", text.rstrip("/\\"))
        return urls.last_name(name), True
    if "://" in text:
        text = urls.clean(text).rstrip("/")
        parts = urls.split(text)
        if parts is not None and parts.hostname in _WELL_KNOWN:
            text = parts.path.strip("/")
    text = re.sub(rf"/({re.escape(subdir)}|noarch)$", "", text) if subdir else text
    return bounded.printable(text), False


def _channels(records: dict[str, Record]) -> list[str]:
    """Return the channels, the one most packages come from first, Anaconda's own under their common name and last."""
    counts: dict[str, int] = {}
    for record in records.values():
        if record.channel and not record.local:
            name = "defaults" if record.channel in _DEFAULTS else record.channel
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (name == "defaults", -counts[name], name))
