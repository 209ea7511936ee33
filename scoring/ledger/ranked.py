"""Samples whose members carry their rank in their name: the lowest ranks of a kind of fact are kept.

So a page whose rank changes is two members, order makes no difference, and whoever reads takes the one seen last.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final, TypeVar

from infra.clock import parse_moment
from infra.records import Observation
from scoring.facts import Seen
from scoring.fields import Fields
from scoring.ledger.entry import LedgerEntry, fact_of, register, sample_field, short

F = TypeVar("F", bound=Seen)
#: Ranks count down from here, so that the newest day comes first.
LAST: Final = 9_999_999


def kept_as(observation: Observation, sample: str, rank: int, name: str, fact: object) -> LedgerEntry:
    """A member of a sample; ``name`` tells it from all others, whatever its rank (0 to ``LAST``)."""
    member = f"{rank:07d} {short(name)}"
    return LedgerEntry(
        target=observation.target,
        field=sample_field(sample, member),
        value=register(observation, fact),
        sample=sample,
        rank=rank,
        url=member,
    )


def single(observation: Observation, field: str, value: int) -> LedgerEntry:
    """A number of which the greatest counts."""
    return LedgerEntry(target=observation.target, field=field, value=b"%08d" % max(value, 0))


def read(fields: Fields, sample: str, kind: type[F]) -> tuple[F, ...]:
    """A sample in the order of its ranks; of a page that changed, what was seen last."""
    prefix = sample_field(sample, "")
    newest: dict[str, tuple[bytes, str]] = {}
    for name, value in fields.under(prefix).items():
        key = name[len(prefix) :].partition(" ")[2]
        newest[key] = max(newest.get(key, (b"", "")), (value, name))
    return tuple(_ordered(newest, kind))


def _ordered(newest: Mapping[str, tuple[bytes, str]], kind: type[F]) -> Iterator[F]:
    for _, value in sorted((name, value) for value, name in newest.values()):
        yield fact_of(value, kind)


def day(iso: str) -> int:
    """Days since the epoch, in Beijing."""
    return parse_moment(iso).toordinal() - 719_163


def day_rank(iso: str | None) -> int:
    """The newest day first; what has none comes last."""
    return LAST - max(day(iso), 0) if iso else LAST


def mixed(url: str, seed: str = "") -> int:
    """A rank that favours no part of a site, and that nobody knows who does not know the seed."""
    return int.from_bytes(blake2b(f"{seed}\0{url}".encode(), digest_size=3).digest()) % LAST
