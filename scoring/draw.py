"""抽样: the members that a clause looks at where the standard has it draw a sample.

A draw is random, so that nobody can polish what will be drawn; seeded by the inspection, so that anybody can repeat
it; and told, so that nobody need believe it. A member's rank is a hash of seed, clause and its own name: members that
are added or lost move no other, and two machines that know the same members draw the same.
"""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def drawn(members: Iterable[T], size: int, *, seed: str, clause: str, name: Callable[[T], str]) -> tuple[T, ...]:
    """Draw at most ``size`` of the members, in the order they were drawn.

    ``seed`` is the inspection's id; ``name`` gives what tells one member from all others, such as its address.
    """
    ranked = sorted(members, key=lambda member: (_rank(seed, clause, name(member)), name(member)))
    return tuple(ranked[:size])


def _rank(seed: str, clause: str, name: str) -> bytes:
    return blake2b(f"{seed}\0{clause}\0{name}".encode(errors="surrogatepass"), digest_size=16).digest()
