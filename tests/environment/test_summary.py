"""An environment in short: what the sidebar shows of a version's."""

from __future__ import annotations

from jovian_lab.environment.summary import Change, summarise
from jovian_lab.environment.values import FORMAT, Environment, Interpreter, Package, Platform

LINUX = Platform("linux", "x86_64")


def environment(packages: dict[str, str], python: str = "3.11.7", platform: Platform = LINUX) -> Environment:
    found = [Package(name, version) for name, version in packages.items()]
    return Environment(FORMAT, Interpreter("python", python), platform, packages=found, missing=["One thing."])


def test_the_first_has_nothing_to_be_compared_with() -> None:
    found = summarise(environment({"numpy": "2.1.3"}), None)
    assert (found.language, found.version, found.packages) == ("python", "3.11.7", 1)
    assert (found.changed, found.changes, found.missing) == ([], 0, 1)


def test_five_changes_are_named_and_all_are_counted() -> None:
    old = environment({f"p{n}": "1" for n in range(12)})
    new = environment({f"p{n}": "2" for n in range(12)}, "3.12.1")
    found = summarise(new, old)
    assert found.changes == 13
    assert found.changed == [Change("python", "3.11.7", "3.12.1"), *(Change(f"p{n}", "1", "2") for n in (0, 1, 10, 11))]


def test_added_removed_and_another_system() -> None:
    found = summarise(environment({"b": "1"}, platform=Platform("macos", "arm64")), environment({"a": "1"}))
    assert found.changed == [
        Change("platform", "linux x86_64", "macos arm64"),
        Change("a", "1", None),
        Change("b", None, "1"),
    ]


def test_another_language() -> None:
    r = Environment(FORMAT, Interpreter("R", "4.3.1"), LINUX)
    assert summarise(r, environment({})).changed == [Change("R", "Python 3.11.7", "4.3.1")]


def test_another_version_of_the_system_only_is_no_change() -> None:
    assert summarise(environment({}, platform=Platform("linux", "x86_64", "glibc 2.39")), environment({})).changes == 0


def test_rebuilt_is_a_change_with_the_same_version() -> None:
    old, new = (
        Environment(FORMAT, Interpreter("python"), LINUX, packages=[Package("a", "1", "conda", build=build)])
        for build in ("x", "y")
    )
    assert summarise(new, old).changed == [Change("a", "1", "1")]
