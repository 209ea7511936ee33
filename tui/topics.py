"""What a screen wants to know beyond what every reading holds.

A reading is the same for all screens and small. What only one screen shows (the failures, one site's columns, the
review queue) is its topic: the poll loop reads it with the rest while that screen is up, and nobody else pays for it.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Topic:
    """Each kind of topic is a class of its own; its fields say which site, which finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What a reading says of a topic; each kind is a class of its own beside its reader."""

    topic: Topic


class Reader(Protocol):
    """Reads topics of one kind. It may keep what it read, so that the next time only what changed is read."""

    async def read(self, topic: Topic) -> Detail:
        """Read a topic now. Raises ``RedisError`` or ``OSError`` when Redis is away."""
        ...
