"""Notebooks like real ones, edited as people edit them, with the truth of which cell became which.

Deterministic: the same seed gives the same pair. `score` holds what lineage says against the truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from jovian_lab.notebook.lineage import Lineage
from tests.notebook.samples import Json, notebook, stream
from tests.notebook.sources import code_source, prose_source

Ids = Literal["kept", "regenerated", "none"]


@dataclass(frozen=True)
class Work:
    """A cell under work: where it came from (old indices), and whether an edit touched it."""

    type: str
    source: str
    id: str
    count: int | None
    output: str
    origins: frozenset[int] = frozenset()
    copied: int | None = None
    touched: bool = False


@dataclass(frozen=True)
class Pair:
    """Two versions and what happened between them.

    Attributes
    ----------
    links : set of (int, int)
        Old and new index of what is the same cell, or a piece of it.
    twins : list of (int, int)
        Two new indices with the same source, of which one is a copy: without ids nobody can tell which.
    touched : set of (int or None, int or None)
        The links, additions and removals that an edit made or changed.
    edits : list of str
        Their names, in order.
    """

    old: Json
    new: Json
    links: set[tuple[int, int]]
    twins: list[tuple[int, int]]
    touched: set[tuple[int | None, int | None]]
    edits: list[str]


@dataclass
class Score:
    """How many items (links, additions, removals) were named rightly; `touched`: only where something was edited."""

    right: int = 0
    total: int = 0
    touched_right: int = 0
    touched_total: int = 0
    wrong: list[tuple[int | None, int | None]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.total += other.total
        self.touched_right += other.touched_right
        self.touched_total += other.touched_total

    @property
    def share(self) -> float:
        return self.right / max(self.total, 1)

    @property
    def touched_share(self) -> float:
        return self.touched_right / max(self.touched_total, 1)


def pair(
    seed: int,
    ids: Ids = "kept",
    edits: int | None = None,
    prepare: Callable[[list[Work]], list[Work]] = lambda cells: cells,
) -> Pair:
    """Make a notebook and edit it.

    Parameters
    ----------
    seed : int
        Of the notebook and the edits, whatever happens to the ids.
    ids : str
        "kept" as JupyterLab does, "regenerated" in the new version, or "none" in either.
    edits : int, optional
        How many; by default between 1 and a third of the cells.
    prepare : callable, optional
        May alter the cells before they are edited.
    """
    random = Random(seed)
    cells = prepare([_new(random) for _ in range(random.randrange(6, 60))])
    base = [replace(cell, origins=frozenset([place])) for place, cell in enumerate(cells)]
    now, made = list(base), []
    for _ in range(edits if edits is not None else random.randrange(1, 3 + len(cells) // 3)):
        name = random.choices(list(EDITS), [weight for _, weight in EDITS.values()])[0]
        if EDITS[name][0](random, now):
            made.append(name)
    return _finished(base, now, ids, made, random)


def score(found: Lineage, truth: Pair, ids: Ids) -> Score:
    """Hold a lineage against the truth."""
    said = {(i, j) for j, i in found.old_of.items()} | {(i, j) for j, i in found.split_from.items()}
    said |= set(found.merged_into.items())
    if ids != "kept":
        said = _untwinned(said, truth)
    olds, news = range(len(truth.old["cells"])), range(len(truth.new["cells"]))
    linked_old, linked_new = {i for i, _ in truth.links}, {j for _, j in truth.links}
    said_old, said_new = {i for i, _ in said}, {j for _, j in said}
    items: dict[tuple[int | None, int | None], bool] = {link: link in said for link in truth.links}
    items |= {(i, None): i not in said_old for i in olds if i not in linked_old}
    items |= {(None, j): j not in said_new for j in news if j not in linked_new}
    touched = [right for item, right in items.items() if item in truth.touched]
    wrong = [item for item, right in items.items() if not right]
    return Score(len(items) - len(wrong), len(items), sum(touched), len(touched), wrong)


def _untwinned(said: set[tuple[int, int]], truth: Pair) -> set[tuple[int, int]]:
    """Where a cell was taken for its equal copy, say it was the cell."""
    swapped = dict[int, int]()
    for original, copy in truth.twins:
        own = {i for i, j in truth.links if j == original}
        if own & {i for i, j in said if j == copy} and not own & {i for i, j in said if j == original}:
            swapped |= {copy: original, original: copy}
    return {(i, swapped.get(j, j)) for i, j in said}


def _finished(base: list[Work], now: list[Work], ids: Ids, made: list[str], random: Random) -> Pair:
    links = {(i, j) for j, cell in enumerate(now) for i in cell.origins}
    touched: set[tuple[int | None, int | None]] = {(i, j) for i, j in links if now[j].touched}
    gone = set(range(len(base))) - {i for i, _ in links}
    touched |= {(i, None) for i in gone} | {(None, j) for j, cell in enumerate(now) if not cell.origins}
    twins = [
        (original, copy)
        for copy, cell in enumerate(now)
        for original, other in enumerate(now)
        if cell.copied is not None and other.origins == {cell.copied} and other.source == cell.source
    ]
    if ids == "regenerated":
        now = [replace(cell, id=f"{random.getrandbits(32):08x}") for cell in now]
    sides = [notebook(*(_json(cell, ids != "none") for cell in side)) for side in (base, now)]
    return Pair(sides[0], sides[1], links, twins, touched, made)


def _json(cell: Work, with_id: bool) -> Json:
    data: Json = {"cell_type": cell.type, "metadata": {}, "source": cell.source.splitlines(keepends=True)}
    if cell.type == "code":
        data |= {"execution_count": cell.count, "outputs": [stream(cell.output)] if cell.output else []}
    return data | {"id": cell.id} if with_id else data


def _new(random: Random) -> Work:
    identity = f"{random.getrandbits(32):08x}"
    if random.random() < 0.03:
        return Work("code", "", identity, None, "")
    if random.random() < 0.3:
        return Work("markdown", prose_source(random), identity, None, "")
    return Work("code", code_source(random), identity, random.randrange(1, 90), _output(random))


def _output(random: Random) -> str:
    return "".join(f"{random.random():.4f}\n" for _ in range(random.choice([0, 0, 1, 3, 30])))


def _pick(random: Random, now: list[Work], least_lines: int = 1) -> int | None:
    fitting = [place for place, cell in enumerate(now) if len(cell.source.splitlines()) >= least_lines]
    return random.choice(fitting) if fitting else None


def _edited(change: Callable[[Random, list[str]], list[str]], least_lines: int = 1) -> Callable[..., bool]:
    """An edit of one cell's lines; a code cell is usually run again."""

    def edit(random: Random, now: list[Work]) -> bool:
        place = _pick(random, now, least_lines)
        if place is None:
            return False
        cell = now[place]
        lines = change(random, cell.source.splitlines())
        source = "\n".join(lines)
        if not source.strip() or source == cell.source:
            return False
        ran = {"count": random.randrange(90), "output": _output(random)} if random.random() < 0.7 else {}
        now[place] = replace(cell, source=source, touched=True, **ran)  # type: ignore[arg-type]
        return True

    return edit


def _tweak(random: Random, lines: list[str]) -> list[str]:
    for _ in range(random.randrange(1, 3)):
        at = random.randrange(len(lines))
        words = list(re.finditer(r"\w+", lines[at]))
        if words:
            word = random.choice(words)
            other = str(random.randrange(500)) if word[0].isdigit() else word[0] + random.choice(["_2", "s", "_new"])
            lines[at] = lines[at][: word.start()] + other + lines[at][word.end() :]
    return lines


def _insert_lines(random: Random, lines: list[str]) -> list[str]:
    at = random.randrange(len(lines) + 1)
    return lines[:at] + code_source(random).splitlines()[: random.randrange(1, 4)] + lines[at:]


def _delete_lines(random: Random, lines: list[str]) -> list[str]:
    gone = set(random.sample(range(len(lines)), random.randrange(1, max(2, len(lines) // 3))))
    return [line for at, line in enumerate(lines) if at not in gone]


def _rename(random: Random, lines: list[str]) -> list[str]:
    words = re.findall(r"[a-z_]{2,}", "\n".join(lines)) or ["x"]
    word = random.choice(words)
    return re.sub(rf"\b{word}\b", word + "_" + random.choice(["a", "train", "clean"]), "\n".join(lines)).splitlines()


def _rewrite(random: Random, lines: list[str]) -> list[str]:
    """Replace up to half of the lines."""
    for at in random.sample(range(len(lines)), len(lines) // 2):
        lines[at] = code_source(random).splitlines()[0]
    return lines


def _comment_out(_random: Random, lines: list[str]) -> list[str]:
    return ["# " + line for line in lines]


def _move(random: Random, now: list[Work]) -> bool:
    size = random.choice([1, 1, 1, 2, 3])
    if len(now) <= size:
        return False
    start = random.randrange(len(now) - size)
    block = [replace(cell, touched=True) for cell in now[start : start + size]]
    del now[start : start + size]
    at = random.randrange(len(now) + 1)
    now[at:at] = block
    return True


def _delete(random: Random, now: list[Work]) -> bool:
    if len(now) < 4:
        return False
    start = random.randrange(len(now))
    del now[start : start + random.choice([1, 1, 2])]
    return True


def _add(random: Random, now: list[Work]) -> bool:
    now.insert(random.randrange(len(now) + 1), replace(_new(random), touched=True))
    return True


def _duplicate(random: Random, now: list[Work]) -> bool:
    place = _pick(random, now)
    if place is None or len(now[place].origins) != 1:
        return False
    (origin,) = now[place].origins
    copy = replace(
        now[place], id=f"{random.getrandbits(32):08x}", origins=frozenset(), copied=origin, touched=True, output=""
    )
    if random.random() < 0.6:
        copy = replace(copy, source="\n".join(_tweak(random, copy.source.splitlines())))
    now.insert(place + 1, copy)
    return True


def _split(random: Random, now: list[Work]) -> bool:
    place = _pick(random, now, 4)
    if place is None:
        return False
    lines = now[place].source.splitlines()
    at = random.randrange(1, len(lines))
    first, second = "\n".join(lines[:at]).strip("\n"), "\n".join(lines[at:]).strip("\n")
    if not first.strip() or not second.strip():
        return False
    made = f"{random.getrandbits(32):08x}"
    now[place : place + 1] = [
        replace(now[place], source=first, id=made, touched=True, output="", count=None),
        replace(now[place], source=second, touched=True),
    ]
    return True


def _merge(random: Random, now: list[Work]) -> bool:
    places = [
        place
        for place in range(len(now) - 1)
        if now[place].type == now[place + 1].type and now[place].source and now[place + 1].source
    ]
    if not places:
        return False
    place = random.choice(places)
    a, b = now[place : place + 2]
    merged = replace(
        a, source=a.source + "\n\n" + b.source, id=f"{random.getrandbits(32):08x}", origins=a.origins | b.origins,
        touched=True, copied=None, output="", count=None,
    )  # fmt: skip
    now[place : place + 2] = [merged]
    return True


def _rerun(random: Random, now: list[Work]) -> bool:
    for place, cell in enumerate(now):
        if cell.type == "code" and random.random() < 0.8:
            now[place] = replace(cell, count=random.randrange(1, 200), output=_output(random))
    return True


EDITS: dict[str, tuple[Callable[[Random, list[Work]], bool], int]] = {
    "tweak": (_edited(_tweak), 10),
    "insert lines": (_edited(_insert_lines), 5),
    "delete lines": (_edited(_delete_lines, 3), 4),
    "rename": (_edited(_rename), 3),
    "rewrite": (_edited(_rewrite, 5), 2),
    "comment out": (_edited(_comment_out), 1),
    "move": (_move, 3),
    "delete": (_delete, 3),
    "add": (_add, 4),
    "duplicate": (_duplicate, 2),
    "split": (_split, 2),
    "merge": (_merge, 2),
    "rerun": (_rerun, 2),
}
