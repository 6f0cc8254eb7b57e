"""What a commit keeps of the kernel's environment: from the cache, within a bounded time, whatever goes wrong."""

from __future__ import annotations

import functools
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from jovian_lab.environment.summary import Summary, summarise
from jovian_lab.environment.values import FORMAT, Environment, Interpreter, KernelName, Platform
from jovian_lab.errors import Damaged, StoreTooNew

if TYPE_CHECKING:
    from jovian_lab.environment.detect import Target

ENVIRONMENT = "environment.json"
_LARGEST = 16 << 20  # bytes of an environment.json; a stranger's may be anything
_PATIENCE = 2.0  # seconds; only a first reading takes any
_MOST_REMEMBERED = 64
_MOST_SEEN = 1_000
_REFERENCE = re.compile(rb"\0[rbnm][0-9a-f]{40}\0")  # what stands in a stored notebook for a value that was cut out
_CHECK = "The notebook and the version's other files are not touched by this."


class RunningKernel(msgspec.Struct, frozen=True):
    """A kernel that is running: its kernelspec's name, and its process where that is on this machine."""

    name: str
    pid: int | None = None


@dataclass(frozen=True)
class Choice:
    """Whose environment a version is to keep.

    Attributes
    ----------
    python : str
        An interpreter that was named; "" for the notebook's kernel.
    running : RunningKernel or None
        The kernel the notebook runs in, where that is known; else its kernelspec decides.
    here : bool
        Whether it is the Python that runs this very code.
    patience : float
        Seconds to wait for a first reading, two by default; what is not read by then is said to be missing.
    """

    python: str = ""
    running: RunningKernel | None = None
    here: bool = False
    patience: float | None = None


@dataclass(frozen=True)
class Spec:
    """What a notebook says of its kernel, and where it lies."""

    name: str = ""
    display_name: str = ""
    language: str = ""
    folder: str = ""


@dataclass(frozen=True)
class Kept:
    """The files of an environment by name, and the whole in short."""

    environment: Environment
    files: Mapping[str, bytes]


class Look:
    """A look at an environment, under way; several commits may wait for the same one.

    Parameters
    ----------
    choice : Choice
        Whose environment.
    spec : Spec
        What the notebook says of its kernel.
    """

    def __init__(self, choice: Choice, spec: Spec) -> None:
        self._choice = choice
        self._spec = spec
        self._done = threading.Event()
        self._found: Environment | None = None
        self._problem = "The environment could not be read in time."

    def result(self, seconds: float | None = None) -> Environment:
        """Return the environment. It never fails: what could not be read in time, or at all, is `missing`.

        Parameters
        ----------
        seconds : float, optional
            How long to wait, instead of the choice's own patience. The reading itself goes on, for the next time.
        """
        patience = _PATIENCE if self._choice.patience is None else self._choice.patience
        self._done.wait(patience if seconds is None else seconds)
        return self._found or _unread(self._spec, self._problem)

    def glance(self) -> bool:
        """Take what the cache has, if nothing changed since it was read; tells whether that was so."""
        from jovian_lab.environment import cache

        self._found = cache.unchanged(_target(self._choice, self._spec))
        if self._found is not None:
            self._done.set()
        return self._found is not None

    def read(self) -> None:
        """Read; in a thread of its own."""
        try:
            from jovian_lab.environment import cache

            self._found = cache.capture(_target(self._choice, self._spec))
            if len(_read_before) > _MOST_SEEN:
                _read_before.clear()
            _read_before.add((self._choice, self._spec))
        except Exception as error:  # a fault in reading is no reason to lose a version
            self._problem = f"The environment could not be read ({type(error).__name__})."
        finally:
            with _guard:
                _looks.pop((self._choice, self._spec), None)
            self._done.set()


_looks: dict[tuple[Choice, Spec], Look] = {}
_read_before: set[tuple[Choice, Spec]] = set()
_kept: OrderedDict[tuple[str, str], tuple[object, Kept]] = OrderedDict()
_guard = threading.Lock()


def begin(choice: Choice, spec: Spec) -> Look:
    """Begin to look at an environment; what is found stays in the cache for the next time."""
    key = choice, spec
    if key in _read_before:
        # a few looks at the time of folders: sooner done than a thread is started, which would take turns with us
        glance = Look(choice, spec)
        with suppress(Exception):
            if glance.glance():
                return glance
    with _guard:
        if key in _looks:
            return _looks[key]
        found = _looks[key] = Look(choice, spec)
    # a daemon: a network folder that hangs must not keep the program from ending
    threading.Thread(target=found.read, name="jovian-lab-environment", daemon=True).start()
    return found


def keep(
    environment: Environment,
    modules: Iterable[str],
    folder: str,
    *,
    before: str = "",
    read_before: Callable[[], Mapping[str, bytes]] = dict,
) -> Kept:
    """Return what a version keeps of an environment.

    Parameters
    ----------
    environment : Environment
        As a look returned it.
    modules : iterable of str
        What the notebook imports.
    folder : str
        The notebook's.
    before : str
        Names the files of the version before, so that nothing is made anew where nothing changed; "" without any.
    read_before : callable
        Reads them.
    """
    from jovian_lab.environment import captured

    modules = tuple(modules)
    kernel = environment.kernel.name if environment.kernel else ""
    place = (folder, kernel)
    state = (modules, before, tuple(_stamp(os.path.join(folder, name)) for name in captured.PROJECT_FILES))
    with _guard:
        known = _kept.get(place)
    if known is not None and known[0] == state and known[1].environment is environment:
        return known[1]
    files = captured.files(environment, imports=modules, folder=folder, parent=read_before())
    made = Kept(environment, files)
    with _guard:
        _kept[place] = state, made
        _kept.move_to_end(place)
        while len(_kept) > _MOST_REMEMBERED:
            _kept.popitem(last=False)
    return made


def in_short(kept: Kept, before: Mapping[str, bytes]) -> Summary:
    """Put a kept environment in short, beside the files of the version before.

    One of which nothing was read is compared with nothing: nobody knows whether anything changed.
    """
    earlier: Environment | None = None
    if kept.environment.packages or not kept.environment.missing:
        with suppress(Damaged, StoreTooNew):
            earlier = decode(before[ENVIRONMENT]) if ENVIRONMENT in before else None
    if earlier is not None and earlier.missing and not earlier.packages:
        earlier = None
    return summarise(kept.environment, earlier)


def decode(content: bytes) -> Environment:
    """Read an environment.json, whoever wrote it.

    Raises
    ------
    StoreTooNew
        If a newer jovian-lab wrote it.
    Damaged
        If it is no environment.
    """
    if len(content) > _LARGEST:
        raise Damaged("The description of an environment is too large to be one.", _CHECK)
    try:
        if msgspec.json.decode(content, type=_AnyFormat).format > FORMAT:
            raise StoreTooNew("This environment was recorded by a newer jovian-lab.", "Upgrade jovian-lab to read it.")
        return msgspec.json.decode(content, type=Environment)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Damaged("The description of an environment cannot be read.", _CHECK) from error


def modules_of(cells: Iterable[bytes]) -> list[str]:
    """Return the modules that cells import, given as they are stored: with references for their large values."""
    from jovian_lab.environment import imports

    names = {name for cell in cells if b"import" in cell for name in _modules(cell, imports.of_code)}
    return sorted(names)


class _AnyFormat(msgspec.Struct):
    format: int


class _Cell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""


# most cells of a version are those of the version before, the very same objects, whose hash is known
@functools.lru_cache(maxsize=20_000)
def _modules(cell: bytes, of_code: Callable[[Iterable[str]], list[str]]) -> tuple[str, ...]:
    try:
        read = msgspec.json.decode(_REFERENCE.sub(b'""', cell), type=_Cell)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
    return tuple(of_code(["".join(read.source)])) if read.cell_type == "code" else ()


def _target(choice: Choice, spec: Spec) -> Target:
    from jovian_lab.environment import detect

    if choice.python:
        return detect.for_python(choice.python)
    if choice.here:
        name = KernelName(spec.name, spec.display_name) if spec.name else None
        return detect.for_this_process(kernel=name)
    running = choice.running
    if running is None:
        return detect.for_notebook(
            spec.name, display_name=spec.display_name, language=spec.language, folder=spec.folder
        )
    same = running.name == spec.name
    return detect.for_notebook(
        running.name,
        display_name=spec.display_name if same else "",
        language=spec.language if same else "",
        folder=spec.folder,
        pid=running.pid,
    )


def _unread(spec: Spec, problem: str) -> Environment:
    """Return an environment of which nothing is known but why."""
    from jovian_lab.environment import system

    try:
        platform = system.here()
    except Exception:  # whatever failed before may fail here as well
        platform = Platform("", "")
    name = KernelName(spec.name, spec.display_name) if spec.name else None
    return Environment(FORMAT, Interpreter(spec.language or "python"), platform, kernel=name, missing=[problem])


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        state = os.lstat(path)
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
