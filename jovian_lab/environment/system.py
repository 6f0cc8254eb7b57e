"""The system an environment runs on: libc, release, graphics card. Read from files, no program is started."""

from __future__ import annotations

import os
import platform
import re
import sys
from functools import lru_cache

from jovian_lab.environment import bounded
from jovian_lab.environment.values import Platform

_MACHINES = {"amd64": "x86_64", "x64": "x86_64", "i386": "x86", "i686": "x86"}
_CONDA = {
    ("linux", "x86_64"): "linux-64", ("linux", "x86"): "linux-32", ("linux", "aarch64"): "linux-aarch64",
    ("linux", "arm64"): "linux-aarch64", ("linux", "ppc64le"): "linux-ppc64le", ("linux", "s390x"): "linux-s390x",
    ("linux", "armv7l"): "linux-armv7l", ("linux", "riscv64"): "linux-riscv64",
    ("macos", "x86_64"): "osx-64", ("macos", "arm64"): "osx-arm64",
    ("windows", "x86_64"): "win-64", ("windows", "x86"): "win-32", ("windows", "arm64"): "win-arm64",
}  # fmt: skip
PLATFORMS = tuple(sorted(set(_CONDA.values())))
# the newest CUDA that each branch of NVIDIA's driver knows, from its release notes
_CUDA = (
    (580, "13.0"), (575, "12.9"), (570, "12.8"), (565, "12.7"), (560, "12.6"), (555, "12.5"), (550, "12.4"),
    (545, "12.3"), (535, "12.2"), (530, "12.1"), (525, "12.0"), (520, "11.8"), (515, "11.7"), (510, "11.6"),
    (495, "11.5"), (470, "11.4"), (465, "11.3"), (460, "11.2"), (455, "11.1"), (450, "11.0"), (440, "10.2"),
    (418, "10.1"), (410, "10.0"),
)  # fmt: skip
_NEWEST_DRIVER = 589  # of the last branch above


@lru_cache(maxsize=1)
def here() -> Platform:
    """Return the system this process runs on."""
    system = {"darwin": "macos", "win32": "windows", "cygwin": "windows"}.get(sys.platform, "linux")
    if not sys.platform.startswith("linux") and system == "linux":
        system = bounded.printable(sys.platform)
    machine = platform.machine().lower()
    return Platform(
        system=system,
        machine=_MACHINES.get(machine, machine),
        libc=_libc() if system == "linux" else "",
        release=_release(system),
        gpu=_gpu(),
        cuda=_cuda(),
    )


def conda_name(system: Platform) -> str:
    """Return a platform's name as conda has it: "linux-64", "osx-arm64", "win-64"."""
    fallback = (
        re.sub(r"[^a-z0-9]+", "-", system.system.lower()) + "-" + re.sub(r"[^a-z0-9_]+", "_", system.machine.lower())
    )
    return _CONDA.get((system.system, system.machine), fallback)


def of_subdir(name: str) -> Platform:
    """Return the system that packages of conda were made for, this one's own where they say no other.

    Parameters
    ----------
    name : str
        As conda has it: "osx-64" on a Mac with another processor, "noarch".
    """
    own = here()
    if name == conda_name(own):
        return own
    system, machine = next((pair for pair, known in _CONDA.items() if known == name), (own.system, own.machine))
    if system == own.system:
        return Platform(system, machine, own.libc, own.release, own.gpu, own.cuda)
    return Platform(system, machine)


def _libc() -> str:
    try:
        found = os.confstr("CS_GNU_LIBC_VERSION")
        if found:
            return found
    except (AttributeError, ValueError, OSError):
        pass
    for name in bounded.names("/lib"):
        if name.startswith("ld-musl-"):
            content = bounded.read(os.path.join("/lib", name), 4 * 2**20) or b""
            version = re.search(rb"\x00(1\.\d+)\.\d+\x00", content)
            return f"musl {version[1].decode()}" if version else "musl"
    return ""


def _release(system: str) -> str:
    if system == "macos":
        return platform.mac_ver()[0]
    if system == "windows":
        return platform.version()
    return ""


def _gpu() -> str:
    folder = "/proc/driver/nvidia/gpus"
    for name in sorted(bounded.names(folder)):
        for line in bounded.text(os.path.join(folder, name, "information"), 65_536).splitlines():
            if line.startswith("Model:"):
                return bounded.printable(line.partition(":")[2].strip())
    return ""


def _cuda() -> str:
    return cuda_of(bounded.text("/proc/driver/nvidia/version", 65_536))


def cuda_of(version: str) -> str:
    """Return the newest CUDA that a driver knows, from what it says of itself; "" where its branch is not known."""
    found = re.search(r"(?:Kernel Module(?: for \S+)?|Open Kernel Module for \S+)\s+(\d+)\.\d+", version)
    branch = int(found[1]) if found else 0
    return next((cuda for least, cuda in _CUDA if least <= branch <= _NEWEST_DRIVER), "")
