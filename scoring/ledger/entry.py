"""One value for one field of a target's ledger, and the forms that values have (the law of merging: ``folding``)."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, TypeVar

import msgspec

from infra.records import Observation, Outcome, encode
from scoring.ledger.packing import packed, unpacked

F = TypeVar("F")

_TOLD: Final = frozenset({Outcome.OK, Outcome.REDIRECT, Outcome.DEAD})
#: Bytes before the value of a register: 1 for certainty, 15 for milliseconds.
_STAMP: Final = 16
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


def short(url: str) -> str:
    """Twelve characters in a field's name for an address that the fact gives in full."""
    return urlsafe_b64encode(blake2b(url.encode(errors="surrogatepass"), digest_size=9).digest()).decode()


def register(observation: Observation, fact: object) -> bytes:
    """A fact as a register: how certain it is and when it was seen go before it."""
    certain = observation.outcome in _TOLD
    return b"%d%015d" % (certain, min(max(observation.seen_at, 0), 10**15 - 1)) + packed(encode(fact))


def fact_of(value: bytes, kind: type[F]) -> F:
    """The fact of a register."""
    return msgspec.json.decode(unpacked(value[_STAMP:]), type=kind)


def gone(observation: Observation) -> bytes:
    """A register that says that there is nothing to tell any more: a tombstone."""
    return register(observation, None)


def is_gone(value: bytes) -> bool:
    """Whether a register is a tombstone."""
    return value[_STAMP:] == b"null"


def where(observation: Observation) -> dict[str, Any]:
    """Where and when an observation was made, as the fields of ``facts.Seen``."""
    return {
        "url": observation.url,
        "seen_at": observation.seen_at,
        "digest": observation.digest,
        "evidence": observation.evidence,
    }
