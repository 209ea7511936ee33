"""Draws where each kind of fault goes: the plan of a city that a seed makes, over all that a page can show.

Each kind has its place, and its decoy another; two kinds that touch the same part of a site never meet there, so that
every fault costs what it costs alone, and what is in order stays so.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from infra.demo.faults import columns, functions, interaction, pairs, safety, services
from infra.demo.faults.ground import Ground, Kind
from infra.demo.stakes import Stake

KINDS: Final[tuple[Kind, ...]] = (
    *columns.KINDS,
    *pairs.KINDS,
    *services.KINDS,
    *interaction.KINDS,
    *functions.KINDS,
    *safety.KINDS,
)
#: A fault or a decoy, and which of the grounds it goes to.
Place: TypeAlias = tuple[Callable[[Ground], None], int]
#: How often places are drawn anew when a kind finds none left.
_DRAWS: Final = 200


def draw(grounds: Sequence[Ground], rng: random.Random) -> list[Stake]:
    """Plant every kind on one of the grounds, and its decoy on another; give the stakes.

    Raises ``ValueError`` when a kind finds no place: there are too few grounds.
    """
    for plant, place in _places(len(grounds), rng):
        plant(grounds[place])
    for ground in grounds:
        everywhere(ground)
    return [stake for ground in grounds for stake in ground.stakes]


def everywhere(ground: Ground) -> None:
    """Note what every site has that looks like a fault: archived columns, a friend that keeps inspectors out."""
    for name in ("疫情防控专题", "防控动态"):
        for clause in ("D4.2", "D8.1", "D8.2"):
            ground.decoy(clause, name, what="archived, and years old")
    for name, clauses, what in _ALWAYS:
        for clause in clauses:
            if not any(stake.clause == clause and name in stake.places for stake in ground.stakes):
                ground.decoy(clause, name, what=what)
    ground.decoy("D19.1", functions.SHY, what="a link to a host that keeps inspectors out (403)")


#: Columns of every site, as far as nothing was planted in them.
_ALWAYS: Final = (
    ("图片新闻", ("D4.2", "D8.2"), "dates stand in its articles alone"),
    ("通知公告", ("D8.2",), "an old notice is pinned above newer ones"),
)


def _places(grounds: int, rng: random.Random) -> list[Place]:
    for _ in range(_DRAWS):
        drawn = list(_drawn(grounds, rng))
        if len(drawn) == sum((kind.fault is not None) + (kind.decoy is not None) for kind in KINDS):
            return drawn
    msg = f"{grounds} sites are too few for all kinds of fault"
    raise ValueError(msg)


def _drawn(grounds: int, rng: random.Random) -> Iterator[Place]:
    """Give each kind, those that touch most first, to sites of which it touches no part that is taken."""
    taken: list[set[str]] = [set() for _ in range(grounds)]
    avoided: list[set[str]] = [set() for _ in range(grounds)]
    for kind in sorted(KINDS, key=lambda one: -len(one.touches)):
        for plant in (kind.fault, kind.decoy):
            free = [
                place
                for place in range(grounds)
                if not (taken[place] & (kind.touches | kind.avoids) or avoided[place] & kind.marks)
            ]
            if plant is not None and free:
                place = rng.choice(free)
                taken[place] |= kind.touches | kind.marks
                avoided[place] |= kind.avoids
                yield plant, place
