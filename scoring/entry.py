"""One value for one field of a target's ledger, and the forms that values have (the law of merging: ``folding``)."""

from dataclasses import dataclass
from typing import Any, Final

from infra.records import Observation, Outcome, encode

_TOLD: Final = frozenset({Outcome.OK, Outcome.REDIRECT, Outcome.DEAD})
#: Bytes before the value of a register: 1 for certainty, 15 for milliseconds.
STAMP: Final = 16
#: Pages sampled of each kind of page.
SAMPLE_SIZE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One value for one field of one target's ledger."""

    target: str
    field: str
    value: bytes
    sample: str = ""
    """Page kind, when the field is a sampled page."""
    rank: int = 0
    url: str = ""
    """What tells members of a sample apart; its rank depends on it alone."""


def sample_field(kind: str, url: str) -> str:
    """The field of a sampled page."""
    return f"p:{kind}:{url}"


def register(observation: Observation, fact: object) -> bytes:
    """A fact as a register: how certain it is and when it was seen go before it."""
    certain = observation.outcome in _TOLD
    return b"%d%015d" % (certain, min(max(observation.seen_at, 0), 10**15 - 1)) + encode(fact)


def where(observation: Observation) -> dict[str, Any]:
    """Where and when an observation was made, as the fields of ``facts.Seen``."""
    return {
        "url": observation.url,
        "seen_at": observation.seen_at,
        "digest": observation.digest,
        "evidence": observation.evidence,
    }
