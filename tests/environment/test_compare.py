"""Two environments beside each other: what is said of each package, and the whole in a few words."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jovian_lab.environment import ordering, verdict
from jovian_lab.environment.compare import EnvironmentDiff, PackageChange, compare, drifted, mirrored
from jovian_lab.environment.values import FORMAT, Environment, Interpreter, Package, Platform, Source

LINUX = Platform("linux", "x86_64", libc="glibc 2.36")
MAC = Platform("macos", "arm64", release="14.4")


def environment(*packages: Package, python: str = "3.11.7", platform: Platform = LINUX, **more: object) -> Environment:
    return Environment(FORMAT, Interpreter("python", python, "CPython"), platform, packages=list(packages), **more)


def diff(old: list[Package], new: list[Package]) -> list[PackageChange]:
    return compare(environment(*old), environment(*new)).changes


def pip(name: str, version: str, **more: object) -> Package:
    return Package(name, version, **more)


def conda(name: str, version: str, **more: object) -> Package:
    return Package(
        name, version, "conda", **{"build": "py311_0", "channel": "conda-forge", "subdir": "linux-64", **more}
    )


@pytest.mark.parametrize(
    ("old", "new", "kind", "details"),
    [
        (pip("numpy", "2.1.3"), pip("numpy", "2.2.0"), "upgraded", ("", "")),
        (pip("numpy", "2.10.0"), pip("numpy", "2.9.0"), "downgraded", ("", "")),
        (pip("x", "1.0rc1"), pip("x", "1.0"), "upgraded", ("", "")),
        (conda("openssl", "1.1.1w"), conda("openssl", "3.0.0"), "upgraded", ("", "")),
        (conda("jpeg", "9e"), conda("jpeg", "9d"), "downgraded", ("", "")),
        (conda("a", "1"), conda("a", "1", channel="defaults"), "rechanneled", ("conda-forge", "defaults")),
        (conda("a", "1"), conda("a", "1", build="py311_1"), "rebuilt", ("linux-64/py311_0", "linux-64/py311_1")),
        (conda("a", "1"), conda("a", "1", subdir="noarch"), "rebuilt", ("linux-64/py311_0", "noarch/py311_0")),
        (conda("a", "1"), pip("a", "1"), "resourced", ("conda-forge", "pypi")),
        (conda("ruamel_yaml", "1"), pip("ruamel-yaml", "2"), "upgraded", ("conda-forge", "pypi")),
        (
            pip("tools", "1", source=Source("local", "tools", "a" * 40, editable=True)),
            pip("tools", "1", source=Source("local", "tools", "b" * 40, dirty=True, editable=True)),
            "resourced",
            ("editable tools at aaaaaaaaaa", "editable tools at bbbbbbbbbb with uncommitted changes"),
        ),
        (
            pip("tools", "1"),
            pip("tools", "1", source=Source("vcs", "git+https://example.org/tools", "b" * 40)),
            "resourced",
            ("pypi", "git+https://example.org/tools at bbbbbbbbbb"),
        ),
        (
            pip("a", "1", source=Source("archive", "https://example.org/a.whl", hash="sha256:" + "1" * 64)),
            pip("a", "1", source=Source("archive", "https://example.org/a.whl", hash="sha256:" + "2" * 64)),
            "resourced",
            ("https://example.org/a.whl sha256:11111111", "https://example.org/a.whl sha256:22222222"),
        ),
    ],
)
def test_one_package(old: Package, new: Package, kind: str, details: tuple[str, str]) -> None:
    (change,) = diff([old], [new])
    assert (change.kind, change.old, change.new) == (kind, old.version, new.version)
    assert (change.old_detail, change.new_detail) == details


def test_added_and_removed() -> None:
    added, removed = diff([pip("b", "1")], [pip("a", "2")])
    assert (added.name, added.kind, added.old, added.new) == ("a", "added", None, "2")
    assert (removed.name, removed.kind, removed.old, removed.new) == ("b", "removed", "1", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (pip("a", "1.0"), pip("a", "1.0.0")),
        (pip("a", "1", place="user"), pip("a", "1", place="prefix", requested=True)),
        (pip("a", "1", hash="sha256:" + "1" * 64), pip("a", "1")),
    ],
)
def test_what_is_no_difference(old: Package, new: Package) -> None:
    assert compare(environment(old), environment(new)).equal


def test_builds_of_another_platform_are_not_compared() -> None:
    there = compare(
        environment(conda("numpy", "2.1.3")),
        environment(conda("numpy", "2.1.3", subdir="osx-arm64", build="py311h1"), platform=MAC),
    )
    assert there.changes == [] and not there.equal
    assert there.verdict == "linux x86_64 → macos arm64"


def test_a_package_that_lies_twice_is_compared_by_place() -> None:
    both = [pip("six", "1.16", place="system"), pip("six", "1.17")]
    (change,) = diff(both, [pip("six", "1.16", place="system"), pip("six", "1.18")])
    assert (change.old, change.new) == ("1.17", "1.18")
    assert not diff(both, both[::-1])


def test_two_copies_in_one_place_each_meet_themselves() -> None:
    """Left by a removal cut short, say: the order they are found in makes no difference."""
    copies = [pip("a", "1"), pip("a", "1", source=Source("vcs", "https://example.org/a"))]
    assert diff(copies, copies[::-1]) == []


def test_chosen_packages_come_first() -> None:
    old = environment(pip("a", "1"), pip("z", "1"), pip("m", "1"), roots=["M"])
    new = environment(pip("a", "2"), pip("z", "2", requested=True), pip("m", "2"), pip("b", "1"))
    found = compare(old, new)
    assert [(change.name, change.chosen) for change in found.changes] == [
        ("m", True), ("z", True), ("a", False), ("b", False),
    ]  # fmt: skip


NUMPY = (pip("numpy", "2.1.3"), pip("numpy", "2.2.0"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (environment(NUMPY[0]), environment(NUMPY[1]), "numpy 2.1.3 → 2.2.0"),
        (environment(NUMPY[0]), environment(NUMPY[0]), "same environment"),
        (environment(), environment(NUMPY[0]), "numpy 2.1.3 added"),
        (
            environment(*(pip(f"p{n}", "1") for n in range(12))),
            environment(*(pip(f"p{n}", "2") for n in range(12)), python="3.12.1"),
            "12 packages differ, Python 3.11 → 3.12",
        ),
        (environment(), environment(python="3.11.9"), "Python 3.11.7 → 3.11.9"),
        (environment(), environment(python=""), "Python 3.11.7 → Python"),
        (
            environment(conda("python", "3.11.7")),
            environment(conda("python", "3.12.1"), python="3.12.1"),
            "Python 3.11 → 3.12",
        ),
        (
            environment(),
            environment(platform=Platform("linux", "x86_64", libc="glibc 2.39")),
            "glibc 2.36 → glibc 2.39",
        ),
        (
            environment(),
            environment(platform=Platform("linux", "x86_64", libc="glibc 2.36", cuda="12.4")),
            "CUDA none → 12.4",
        ),
        (
            environment(),
            Environment(FORMAT, Interpreter("R", "4.3.1"), LINUX),
            "Python 3.11.7 → R 4.3.1",
        ),
        (environment(missing=["No."]), environment(), "same environment as far as it could be read"),
        (environment(conda("a", "1")), environment(conda("a", "1", build="x")), "a 1 rebuilt"),
        (environment(conda("a", "1")), environment(pip("a", "1")), "a 1 from pypi instead of conda-forge"),
    ],
)
def test_the_verdict(old: Environment, new: Environment, words: str) -> None:
    assert compare(old, new).verdict == words


def test_the_verdict_on_versions_speaks_of_the_code() -> None:
    assert verdict.with_code("numpy 2.1.3 → 2.2.0", same_code=True) == "same code, numpy 2.1.3 → 2.2.0"
    assert verdict.with_code("numpy 2.1.3 → 2.2.0", same_code=False) == "numpy 2.1.3 → 2.2.0"


def test_drift() -> None:
    base = environment(*NUMPY[:1])
    assert not drifted(compare(base, environment(NUMPY[0], platform=Platform("linux", "x86_64", libc="glibc 2.39"))))
    assert drifted(compare(base, environment(NUMPY[1])))
    assert drifted(compare(base, environment(NUMPY[0], python="3.12.0")))
    assert drifted(compare(base, environment(NUMPY[0], platform=MAC)))
    assert drifted(compare(base, environment(NUMPY[0], platform=msgspec.structs.replace(LINUX, gpu="A100"))))


# generated

_TEXT = st.text("ab1.-_é\0", max_size=4)
_VERSIONS = st.one_of(
    st.from_regex(r"[0-3](\.[0-3]){0,2}((a|rc|\.post|\.dev)[0-2])?", fullmatch=True),
    st.sampled_from(["9e", "1.1.1w", ""]), _TEXT,
)  # fmt: skip
_SOURCES = st.none() | st.builds(
    Source, st.sampled_from(["vcs", "local", "archive"]), _TEXT, _TEXT, st.booleans(), st.booleans(), _TEXT
)
_PACKAGES = st.builds(
    Package,
    st.sampled_from(["numpy", "Num-py", "a_b", "a.b", "python", "six"]),
    _VERSIONS,
    st.sampled_from(["pypi", "conda", "cran"]),
    st.booleans(),
    st.sampled_from(["prefix", "user", "system"]),
    *[_TEXT] * 4,
    _SOURCES,
)
_ENVIRONMENTS = st.builds(
    Environment,
    st.just(FORMAT),
    st.builds(Interpreter, st.sampled_from(["python", "r"]), _VERSIONS, st.sampled_from(["CPython", "PyPy", ""])),
    st.builds(Platform, st.sampled_from(["linux", "macos"]), st.sampled_from(["x86_64", "arm64"]), *[_TEXT] * 4),
    packages=st.lists(_PACKAGES, max_size=8),
    roots=st.lists(st.sampled_from(["numpy", "six"])),
    missing=st.lists(_TEXT, max_size=2),
)


@given(_ENVIRONMENTS)
def test_an_environment_equals_itself(one: Environment) -> None:
    found = compare(one, one)
    assert found.equal and not found.changes and not found.interpreter and not found.platform
    shuffled = msgspec.structs.replace(one, packages=one.packages[::-1])
    assert compare(one, shuffled).equal


@given(_ENVIRONMENTS, _ENVIRONMENTS)
def test_swapping_the_sides_mirrors(old: Environment, new: Environment) -> None:
    there, back = compare(old, new), compare(new, old)
    assert _plain(mirrored(there)) == _plain(back)
    assert mirrored(mirrored(there)) == there
    assert (there.verdict, there.reverse) == (back.reverse, back.verdict)
    assert drifted(there) == drifted(back)


def _plain(found: EnvironmentDiff) -> object:
    """Without the order of what is equally telling."""
    return msgspec.structs.replace(found, changes=sorted(found.changes, key=repr))


@given(_VERSIONS, _VERSIONS)
def test_versions_are_ordered(old: str, new: str) -> None:
    assert ordering.compare(old, old) == 0
    assert ordering.compare(old, new) == -ordering.compare(new, old)
