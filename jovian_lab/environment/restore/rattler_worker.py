"""A process of its own that speaks to rattler: JSON in, JSON out. It imports nothing of jovian-lab, and can be killed.

Read: {"do": "solve", "channels", "specs", "limits", "platform", "here", "before"} → {"records": […]} or {"unsolvable"};
{"do": "install", "records", "prefix", "specs"} → {"installed": n}. Progress goes to stderr, a line each.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import os
import sys
from typing import Any

# what systems of a kind can be counted on to have, where we cannot look
_VIRTUAL = {
    "linux": [("__linux", "5.10"), ("__glibc", "2.28"), ("__unix", "0")],
    "osx": [("__osx", "13.0"), ("__unix", "0")],
    "win": [("__win", "10")],
}


async def solve(asked: dict[str, Any]) -> dict[str, Any]:
    """Choose packages."""
    import rattler

    if asked["here"]:
        virtual = [package.into_generic() for package in rattler.VirtualPackage.detect()]
    else:
        virtual = [
            rattler.GenericVirtualPackage(rattler.PackageName(name), rattler.Version(version), _build("0"))
            for name, version in _VIRTUAL[asked["platform"].split("-")[0]]
        ]
    more: dict[str, Any] = {}
    if asked["before"]:
        more["exclude_newer"] = datetime.datetime.fromisoformat(asked["before"].replace("Z", "+00:00"))
        more["timestamp_policy"] = "allow-missing"
    try:
        records = await rattler.solve(
            sources=[rattler.Channel(name) for name in asked["channels"]],
            specs=[rattler.MatchSpec(spec) for spec in asked["specs"]],
            constraints=[rattler.MatchSpec(spec) for spec in asked["limits"]],
            platforms=[asked["platform"], "noarch"],
            virtual_packages=virtual,
            channel_relations="disabled",  # a channel may name others: nobody said yes to those
            **more,
        )
    except Exception as error:
        return {"unsolvable": f"{type(error).__name__}: {error}"}
    return {"records": [_told(record) for record in records]}


async def install(asked: dict[str, Any]) -> dict[str, Any]:
    """Make a prefix of exactly these packages; scripts of packages do not run."""
    import rattler

    try:
        records = [_record(told) for told in asked["records"]]
        await rattler.install(
            records,
            target_prefix=asked["prefix"],
            execute_link_scripts=False,
            show_progress=False,
            requested_specs=_requested(asked["specs"]),
            reporter=_Reporter(len(records)),
        )
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}
    return {"installed": len(records)}


class _Reporter:
    """Says which package is being put in place."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def on_link_start(self, operation: int, package_name: str) -> int:
        self._done += 1
        print(f"{self._done}/{self._total} {package_name}", file=sys.stderr, flush=True)
        return operation

    def __getattr__(self, name: str) -> Any:
        if name.startswith("on_"):
            return lambda *arguments: 0
        raise AttributeError(name)


def _told(record: Any) -> dict[str, Any]:
    return {
        **json.loads(record.to_json()),
        "file_name": record.file_name,
        "url": record.url,
        "channel": record.channel,
    }


def _record(told: dict[str, Any]) -> Any:
    import rattler

    def digest(name: str) -> bytes | None:
        return bytes.fromhex(told[name]) if told.get(name) else None

    noarch: Any = told.get("noarch") or None
    package = rattler.PackageRecord(
        name=told["name"],
        version=told["version"],
        build=_build(told["build"]),
        build_number=told["build_number"],
        subdir=told["subdir"],
        noarch=rattler.NoArchType(noarch if noarch in ("python", "generic") else None),
        depends=told.get("depends") or [],
        constrains=told.get("constrains") or [],
        sha256=digest("sha256"),
        md5=digest("md5"),
        size=told.get("size"),
        license=told.get("license"),
        python_site_packages_path=told.get("python_site_packages_path"),
    )
    return rattler.RepoDataRecord(package, told["file_name"], told["url"], told["channel"])


def _requested(specs: list[str]) -> Any:
    """What somebody asked for, as `install` takes it: some versions of rattler want what is inside a spec."""
    import rattler

    found = [rattler.MatchSpec(spec) for spec in specs]
    return [getattr(spec, "_match_spec", spec) for spec in found]


def _build(text: str) -> Any:
    """A build string; older versions of rattler take it as it is."""
    import rattler

    return rattler.BuildString.new_unchecked(text) if hasattr(rattler, "BuildString") else text


def main() -> None:
    """Answer one question."""
    asked = json.loads(sys.stdin.read())
    work = solve if asked["do"] == "solve" else install
    print(json.dumps(asyncio.run(work(asked))), flush=True)
    os._exit(0)  # its threads may still be at work when Python takes everything away


if __name__ == "__main__":
    main()
