"""How often a check is right (查准率), from what people decided on what it found.

A finding counts once it is decided: confirmed, or dismissed, also by an upheld appeal. Only words that name a finding
of the machine count. One on a whole clause says nothing of each finding under it, and approvals that were taken over
from another inspection were counted there. A check that is wrong too often becomes hint-only by itself; the standard
says when (``hint_below``, ``hint_after``).

What an inspection is scored by is counted over itself and the inspections made before it: decisions of a later one
never change a score that was published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import sqrt
from typing import Final

from redis.asyncio import Redis

from infra.redis.keys import INSPECTIONS, Keys
from infra.redis.replies import texts
from scoring.review.decision import ON_FINDINGS, Review
from scoring.review.log import as_review
from scoring.review.standing import standing
from scoring.review.table import ReviewError
from scoring.standard import Standard
from scoring.standard.parts import Part

#: The normal deviate of a 95 % interval.
_DEVIATE: Final = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What people found true and untrue of one clause's findings."""

    confirmed: int = 0
    dismissed: int = 0

    @property
    def decided(self) -> int:
        """Findings that people decided on."""
        return self.confirmed + self.dismissed

    @property
    def share(self) -> float | None:
        """Confirmed over decided, 0 to 1; None where nothing is decided."""
        return self.confirmed / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies in 95 of 100 cases (Wilson's interval); 0 to 1 where nothing is decided."""
        if not self.decided:
            return 0.0, 1.0
        n, p, z = self.decided, self.confirmed / self.decided, _DEVIATE
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))  # the share, where rounding misses it

    def is_hint_only(self, standard: Standard) -> bool:
        """Whether a standard takes a check that was right so seldom for a giver of hints."""
        enough = self.decided >= standard.general.hint_after.value
        return enough and self.confirmed < standard.general.hint_below.value * self.decided

    def __add__(self, other: "Precision") -> "Precision":
        return Precision(confirmed=self.confirmed + other.confirmed, dismissed=self.dismissed + other.dismissed)


def measured(rows: Iterable[Review], standard: Standard) -> dict[str, Precision]:
    """Count one inspection's decisions, oldest first, by clause."""
    found: defaultdict[tuple[str, str], list[Review]] = defaultdict(list)
    for row in rows:
        if row.machine and row.finding and not row.carried and row.decision in ON_FINDINGS:
            found[row.clause, row.finding].append(row)
    counted: defaultdict[str, Precision] = defaultdict(Precision)
    for (clause, _), said in found.items():
        now = standing(said, _wanted(standard, clause))
        counted[clause] += Precision(
            confirmed=int(bool(now.names) and not now.dismissed and not now.pending), dismissed=int(bool(now.dismissed))
        )
    return dict(counted)


def added(counts: Iterable[Mapping[str, Precision]]) -> dict[str, Precision]:
    """Add the counts of several inspections."""
    whole: defaultdict[str, Precision] = defaultdict(Precision)
    for one in counts:
        for clause, precision in one.items():
            whole[clause] += precision
    return dict(whole)


def hint_only(counts: Mapping[str, Precision], standard: Standard) -> frozenset[str]:
    """The clauses whose checks give hints only."""
    return frozenset(clause for clause, precision in counts.items() if precision.is_hint_only(standard))


class Track:
    """Reads the logs of some inspections again and again, each row once, all in one round trip.

    A row that cannot be read counts for nothing: the inspection whose log it spoils says so, and no other is held up.
    """

    def __init__(self, redis: Redis, inspections: Sequence[str]) -> None:
        self._redis: Final = redis
        self._read: Final = dict.fromkeys(inspections, 0)
        self._rows: Final[dict[str, list[Review]]] = {one: [] for one in inspections}
        self._counts: Final[dict[str, dict[str, Precision]]] = {one: {} for one in inspections}

    async def read(self, standard: Standard) -> dict[str, Precision]:
        """Learn what was decided since the last look, and count all of it by clause."""
        async with self._redis.pipeline(transaction=False) as pipeline:
            for one, number in self._read.items():
                pipeline.lrange(Keys(one).reviews, number, -1)
            fresh = await pipeline.execute()
        for one, lines in zip(self._rows, fresh, strict=True):
            if lines:
                self._read[one] += len(lines)
                self._rows[one] += _readable(lines)
                self._counts[one] = measured(self._rows[one], standard)
        return added(self._counts.values())


def _readable(lines: Iterable[bytes]) -> Iterator[Review]:
    for line in lines:
        with suppress(ReviewError):
            yield as_review(line)


async def up_to(redis: Redis, inspection: str, created_at: int) -> list[str]:
    """The inspections in Redis that were made no later than one, itself the last."""
    known = texts(await redis.zrangebyscore(INSPECTIONS, "-inf", created_at))
    return [*(one for one in known if one != inspection), inspection]


def _wanted(standard: Standard, clause: str) -> int:
    known = standard.clauses.get(clause)
    veto = known is not None and standard.indicators[known.indicator].part is Part.VETO
    return int(standard.general.veto_confirmations.value) if veto else 1
