"""Kernels that are not Python: what the libraries of R and the projects of Julia say of themselves."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from jovian_lab.environment import bounded, urls
from jovian_lab.environment.bounded import Notes, printable
from jovian_lab.environment.values import Interpreter, Package, Source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_LARGEST_DESCRIPTION = 256 * 1024
_LARGEST_MANIFEST = 8 * 2**20
_MOST = 20_000
_BASE = "base"  # what comes with R itself has its version


class Other(NamedTuple):
    """What was found: the interpreter, its packages, the roots, and the files that were looked at."""

    interpreter: Interpreter
    packages: list[Package]
    roots: list[str]
    files: list[str]


def find(
    language: str, program: str, argv: Sequence[str], environ: Mapping[str, str], folder: str, notes: Notes
) -> Other:
    """Return what is known of a kernel that is not Python.

    Parameters
    ----------
    language : str
        As the kernelspec says it.
    program : str
        Path of the interpreter, "" where it is not known.
    argv : sequence of str
        How the kernel is started.
    environ : mapping of str
        The variables it is started with.
    folder : str
        The notebook's, where a project's own files may be.
    notes : Notes
        Is told what could not be read.
    """
    language = language.lower()
    if language == "r":
        return _r(program, environ, folder, notes)
    if language == "julia":
        return _julia(program, argv, environ, folder, notes)
    notes.say(f"The packages of a kernel for {printable(language, 50) or 'an unknown language'} are not read.")
    return Other(Interpreter(printable(language, 50)), [], [], [])


def _r(program: str, environ: Mapping[str, str], folder: str, notes: Notes) -> Other:
    homes = _r_homes(program, environ)
    home = next((home for home in homes if os.path.isdir(os.path.join(home, "library", "base"))), "")
    version = _description(os.path.join(home, "library", "base")).get("Version", "") if home else ""
    libraries = _r_libraries(home, environ, version, folder)
    packages: dict[str, Package] = {}
    needed: set[str] = set()
    for library, place in libraries:
        for name in sorted(bounded.names(library))[:_MOST]:
            fields = _description(os.path.join(library, name))
            if not fields.get("Package") or fields.get("Priority") == _BASE or fields["Package"] in packages:
                continue
            packages[fields["Package"]] = _r_package(fields, place)
            needs = ",".join(fields.get(key, "") for key in ("Depends", "Imports", "LinkingTo"))
            needed.update(re.findall(r"(?:^|,)\s*([A-Za-z][A-Za-z0-9.]*)", needs))
    lock = os.path.join(folder, "renv.lock") if folder else ""
    if not packages and lock:
        locked_version, packages = _renv(bounded.read(lock, _LARGEST_MANIFEST))
        version = version or locked_version
    if not version:
        notes.say("R's own folder was not found, so its version is not known.")
    roots = sorted(name for name in packages if name not in needed)
    ordered = [packages[name] for name in sorted(packages, key=lambda name: (name.lower(), name))]
    return Other(Interpreter("R", printable(version, 50)), ordered, roots, [*(place for place, _ in libraries), lock])


def _r_homes(program: str, environ: Mapping[str, str]) -> list[str]:
    homes = [environ.get("R_HOME", "")]
    if program:
        # the program may be a script in bin/, or the binary in R's own folder
        for path in (program, os.path.realpath(program)):
            above = os.path.dirname(os.path.dirname(path))
            homes += [above, os.path.join(above, "lib", "R"), os.path.join(above, "lib64", "R"), os.path.dirname(above)]
        script = bounded.text(program, 65_536)
        homes += re.findall(r"(?m)^R_HOME_DIR=(\S+)$", script)
    return [home.strip("\"'") for home in homes if home]


def _r_libraries(home: str, environ: Mapping[str, str], version: str, folder: str) -> list[tuple[str, str]]:
    """Return the folders of R's packages in R's own order, each with its place."""
    short = ".".join(version.split(".")[:2])
    user = os.path.expanduser("~")
    libraries = [(path, "path") for path in environ.get("R_LIBS", "").split(os.pathsep) if path]
    if folder:
        libraries += [(path, "prefix") for path in _renv_libraries(os.path.join(folder, "renv", "library"), short)]
    own = [path for path in environ.get("R_LIBS_USER", "").split(os.pathsep) if path]
    if short and not own:
        machine = os.uname().machine if hasattr(os, "uname") else ""
        own = [
            os.path.join(user, "R", f"{machine}-pc-linux-gnu-library", short),
            os.path.join(user, "Library", "R", machine, short, "library"),
            os.path.join(user, "AppData", "Local", "R", "win-library", short),
        ]
    libraries += [(os.path.expanduser(path), "user") for path in own]
    if home:
        if os.path.dirname(home) in ("/usr/lib", "/usr/lib64"):
            libraries += [("/usr/local/lib/R/site-library", "prefix"), ("/usr/lib/R/site-library", "prefix")]
        libraries += [(os.path.join(home, "site-library"), "prefix"), (os.path.join(home, "library"), "prefix")]
    found: dict[str, str] = {}
    for path, place in libraries:
        if os.path.isdir(path):
            found.setdefault(path, place)
    return list(found.items())


def _renv_libraries(folder: str, short: str) -> list[str]:
    """Return a project's own libraries: renv/library/[system/]R-4.3/machine."""
    found = []
    for name in bounded.names(folder)[:50]:
        place = os.path.join(folder, name)
        for version in [place] if name.startswith("R-") else [os.path.join(place, one) for one in bounded.names(place)]:
            if os.path.basename(version) == f"R-{short}" or (not short and "R-" in os.path.basename(version)):
                found += [os.path.join(version, machine) for machine in bounded.names(version)]
    return found[:8]


def _description(folder: str) -> dict[str, str]:
    content = bounded.text(os.path.join(folder, "DESCRIPTION"), _LARGEST_DESCRIPTION)
    fields: dict[str, str] = {}
    key = ""
    for line in content.splitlines():
        if line[:1] in (" ", "\t"):
            fields[key] = f"{fields.get(key, '')} {line.strip()}"
        else:
            key, _, value = line.partition(":")
            fields[key] = value.strip()
    return fields


def _r_package(fields: Mapping[str, str], place: str) -> Package:
    source = None
    kind = fields.get("RemoteType", "")
    if kind in ("github", "gitlab", "bitbucket", "git", "git2r", "xgit"):
        host = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}.get(kind, "")
        known = f"https://{host}/{fields.get('RemoteUsername', '')}/{fields.get('RemoteRepo', '')}"
        url = known if host else urls.clean(fields.get("RemoteUrl", ""))
        source = Source("vcs", f"git+{printable(url)}", commit=printable(fields.get("RemoteSha", ""), 100))
    elif kind in ("local", "url"):
        source = Source("local" if kind == "local" else "archive", urls.last_name(fields.get("RemoteUrl", "")))
    return Package(
        name=printable(fields["Package"], 100),
        version=printable(fields.get("Version", ""), 100),
        manager="bioconductor" if "biocViews" in fields else "cran",
        place=place,
        source=source,
    )


def _renv(content: bytes | None) -> tuple[str, dict[str, Package]]:
    try:
        lock = msgspec.json.decode(content or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "", {}
    listed = _table(_table(lock).get("Packages"))
    packages = {
        name: _r_package({key: str(value) for key, value in fields.items() if isinstance(value, str)}, "prefix")
        for name, fields in list(listed.items())[:_MOST]
        if isinstance(fields, dict) and isinstance(fields.get("Package"), str)
    }
    return str(_table(_table(lock).get("R")).get("Version", "")), packages


def _julia(program: str, argv: Sequence[str], environ: Mapping[str, str], folder: str, notes: Notes) -> Other:
    version = _julia_version(program)
    project = next((part.partition("=")[2] for part in argv if part.startswith("--project=")), "")
    if "--project" in argv:
        project = "@."
    project = project or environ.get("JULIA_PROJECT", "")
    found = _julia_project(project, environ, version, folder)
    files = [os.path.join(found, name) for name in ("Project.toml", "Manifest.toml")] if found else []
    manifest = _toml(os.path.join(found, "Manifest.toml")) if found else {}
    wanted = _table(_toml(os.path.join(found, "Project.toml")).get("deps")) if found else {}
    if not manifest:
        notes.say("Julia's Manifest.toml was not found or cannot be read.")
    # the first format had the packages at the top
    listed = manifest.get("deps") if "manifest_format" in manifest else manifest
    packages = [
        _julia_package(name, entry, name in wanted)
        for name, entries in sorted(_table(listed).items())[:_MOST]
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and "version" in entry
    ]
    version = printable(str(manifest.get("julia_version", "")), 50) or version
    return Other(Interpreter("julia", version), packages, sorted(str(name) for name in wanted), files)


def _julia_package(name: str, entry: Mapping[str, Any], requested: bool) -> Package:
    source = None
    if isinstance(entry.get("path"), str):
        source = Source("local", urls.last_name(entry["path"]), editable=True)
    elif isinstance(entry.get("repo-url"), str):
        tree = printable(str(entry.get("git-tree-sha1", "")), 100)
        source = Source("vcs", f"git+{urls.clean(entry['repo-url'])}", commit=tree)
    version = printable(str(entry["version"]), 100)
    return Package(name=printable(name, 100), version=version, manager="julia", requested=requested, source=source)


def _julia_version(program: str) -> str:
    """Return Julia's version as the folder it is in says it: julia-1.10.4, julia-1.10.4+0.x64.linux.gnu."""
    found = re.findall(r"julia-(\d+\.\d+\.\d+)", os.path.realpath(program)) if program else []
    return found[-1] if found else ""


def _julia_project(project: str, environ: Mapping[str, str], version: str, folder: str) -> str:
    depots = [depot for depot in environ.get("JULIA_DEPOT_PATH", "").split(os.pathsep) if depot]
    shared = os.path.join(os.path.expanduser(depots[0]) if depots else os.path.expanduser("~/.julia"), "environments")
    if project in ("@.", "."):
        above = os.path.abspath(folder) if folder else ""
        while above and above != os.path.dirname(above):
            if os.path.isfile(os.path.join(above, "Project.toml")):
                return above
            above = os.path.dirname(above)
        project = ""
    if project.startswith("@"):
        return os.path.join(shared, project[1:])
    if project:
        return os.path.join(folder, os.path.expanduser(project)) if folder else os.path.expanduser(project)
    short = ".".join(version.split(".")[:2])
    if short:
        return os.path.join(shared, f"v{short}")
    known = [name for name in bounded.names(shared) if re.fullmatch(r"v\d+\.\d+", name)]
    known.sort(key=lambda name: [int(part) for part in name[1:].split(".")])
    return os.path.join(shared, known[-1]) if known else ""


def _toml(path: str) -> dict[str, Any]:
    try:
        value: dict[str, Any] = tomllib.loads((bounded.read(path, _LARGEST_MANIFEST) or b"").decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return value


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
