"""Rows of the ranking (排名): who stands where, as the annexes of the notice have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: What a filter can name before a colon.
FIELDS: Final = ("name", "code", "verdict", "group", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """One line of annex 1 (a site), or of annex 2 (a failed account)."""

    number: int
    """As the annex counts: by the order of the registry, in each group anew."""
    code: str
    name: str
    """The unit as the annex names it, or the account."""
    group: str
    """The group of a site, the platform of an account."""
    verdict: str
    rank: int | None = None
    """By the printed score, best first; equal scores share a rank. None without a final score."""
    score: float | None = None
    """The printed score where there is one, else what the card says as things stand."""
    why: str = ""
    """Why there is no score, or why it failed, in the words of the annex."""
    range: tuple[float, float] | None = None
    """While the score is not final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """How many of one kind passed; ``rate`` in percent as the notice prints it, empty while none is judged."""

    name: str
    """The platform; empty for sites."""
    total: int
    failed: int
    pending: int
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the ranking: all sites, a group of them, or the accounts that failed."""

    name: str
    """The group's name; empty for all sites and for the accounts."""
    kind: str
    """``all``, ``group`` or ``accounts``."""
    rows: tuple[RankRow, ...]
    tallies: tuple[Tallied, ...]


def fields(row: RankRow, verdicts: Mapping[str, str]) -> Mapping[str, str]:
    """Give the texts that a filter looks in, by the names of ``FIELDS``; ``verdicts`` are their words."""
    return {
        "name": row.name,
        "code": row.code,
        "verdict": f"{row.verdict} {verdicts.get(row.verdict, '')}",
        "group": row.group,
        "why": row.why,
    }
