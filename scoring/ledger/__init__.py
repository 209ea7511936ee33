"""The ledger (台账): each target's merged facts, in Redis while an inspection runs.

Writing is one script call a batch (``fold.lua``), reading joins the fields into facts. What a field means and how it
merges stands in ``scoring.ledger.folding``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

import msgspec
from redis.asyncio import Redis

from infra.clock import moment_of_ms
from infra.records import Kind, Observation, Outcome, SuspicionKind, Target, TaskKind
from infra.redis.keys import Keys
from infra.redis.scripts import Script, Scripts
from scoring.facts import (
    AccountFacts,
    ColumnFact,
    Facts,
    FeedFact,
    HomeFact,
    LinkFact,
    Listing,
    PageFact,
    SiteFacts,
    SuspectedFact,
)
from scoring.fields import Fields
from scoring.ledger import dating, introduced, newest, published, trials
from scoring.ledger.entry import SAMPLE_SIZE, fact_of, is_gone, sample_field
from scoring.ledger.folding import column_key, entries, suspected_sample

F = TypeVar("F")
#: Entries sent in one script call: a bound on how long the server is busy.
_CALL: Final = 3000


class Ledger:
    """The ledgers of one inspection."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._redis: Final = redis
        self._keys: Final = Keys(inspection)
        self._scripts: Final = Scripts(redis, self._keys.prefix)

    async def fold(self, observations: Sequence[Observation]) -> set[str]:
        """Fold a batch in, mark its targets dirty (or stepped, where no fact changed), and give their codes.

        Folding again, in any order, by anyone, changes nothing. Raises ``ValueError`` for an observation that no
        ledger can hold, before anything of the batch is written.
        """
        found = [entry for one in observations for entry in entries(one, self._keys.inspection)]
        touched = {one.target for one in observations}
        for start in range(0, len(found), _CALL):
            arguments: list[str | bytes | int] = [SAMPLE_SIZE]
            for entry in found[start : start + _CALL]:
                arguments += [entry.target, entry.field, entry.value, entry.sample, entry.rank, entry.url]
            await self._scripts.call(Script.FOLD, *arguments)
        silent = touched - {entry.target for entry in found}
        if silent:
            await self._redis.sadd(self._keys.stepped, *silent)
        return touched

    async def facts(self, target: Target) -> Facts:
        """Read a target's facts; those of a target nobody saw are empty."""
        fields: dict[bytes, bytes] = await self._redis.hgetall(self._keys.ledger(target.code))  # type: ignore[assignment]
        return facts(target, Fields({name.decode(): value for name, value in fields.items()}))


def facts(target: Target, fields: Mapping[str, bytes]) -> Facts:
    """Join a ledger's fields into the facts of a site or an account."""
    fields = fields if isinstance(fields, Fields) else Fields(fields)
    links = tuple(sorted(_registers(fields, "x:", LinkFact), key=lambda fact: fact.url))
    if target.kind is Kind.ACCOUNT:
        feeds = sorted(_registers(fields, "feed:", FeedFact), key=lambda fact: fact.url)
        return AccountFacts(target=target.code, feeds=tuple(feeds), links=links)
    guides, poor_guides = newest.guides(fields)
    homes = sorted(_registers(fields, "h:", HomeFact), key=lambda fact: (-fact.seen_at, fact.url))
    return SiteFacts(
        target=target.code,
        homes=tuple(homes),
        home_urls=frozenset({target.url, *(name[2:] for name in fields.under("u:"))}),
        columns=tuple(sorted(_columns(fields, links), key=lambda column: (column.path, column.key))),
        links=links,
        sample={
            kind: tuple(sorted(_registers(fields, f"p:{kind}:", PageFact), key=lambda fact: fact.url))
            for kind in ("column", "article")
        },
        suspected=_suspected(fields),
        ties=newest.ties(fields),
        letters=newest.letters(fields),
        guides=guides,
        poor_guides=poor_guides,
        trials=trials.trials(fields),
        figures=published.figures(fields),
        sorts=published.sorts(fields),
        merits=published.merits(fields),
        unread_mailboxes=tuple(fact for fact in published.unread(fields) if f"e:{column_key(fact.url)}" not in fields),
        about=introduced.about(fields),
        ahead=dating.ahead(fields),
        apart=dating.apart(fields),
        undated_from_home=dating.has_undated(fields),
        linked_from_home=_moment(fields.get("w")),
    )


def _suspected(fields: Fields) -> dict[SuspicionKind, tuple[SuspectedFact, ...]]:
    found = {}
    for kind in SuspicionKind:
        facts = _registers(fields, sample_field(suspected_sample(kind), ""), SuspectedFact)
        if pages := tuple(sorted(facts, key=lambda fact: fact.url)):
            found[kind] = pages
    return found


class _Mention(msgspec.Struct, frozen=True):
    """What an article says of the column it stands in."""

    path: tuple[str, ...]
    type: str


def _registers(fields: Fields, prefix: str, kind: type[F]) -> Iterator[F]:
    for value in fields.under(prefix).values():
        if not is_gone(value):
            yield fact_of(value, kind)


def _columns(fields: Fields, links: Iterable[LinkFact]) -> Iterable[ColumnFact]:
    kept_back = {
        column_key(link.found_on)
        for link in links
        if link.kind in (TaskKind.COLUMN, TaskKind.ARCHIVED) and link.outcome in (Outcome.BLOCKED, Outcome.UNSURE)
    }
    listings = {name[2:]: fact_of(value, Listing) for name, value in fields.under("c:").items()}
    mentions = {name[2:]: msgspec.json.decode(value, type=_Mention) for name, value in fields.under("m:").items()}
    paths: dict[tuple[str, ...], list[str]] = {}
    for key, path in [(k, m.path) for k, m in mentions.items()] + [(k, v.path) for k, v in listings.items()]:
        if not key.startswith("path:") and key not in paths.setdefault(path, []):
            paths[path].append(key)
    for key in sorted(listings.keys() | mentions.keys()):
        listing, mention = listings.get(key), mentions.get(key)
        if listing is not None and key not in kept_back:
            listing = _filled(listing, fields.get(f"e:{key}"))
        path = listing.path if listing else mentions[key].path
        known_by_address = paths.get(path, [])
        if key.startswith("path:") and len(known_by_address) == 1:
            continue
        keys = [key]
        if len(known_by_address) == 1:
            keys.append(column_key("", path))
        dates = [_moment(fields.get(f"n:{one}")) for one in keys]
        yield ColumnFact(
            key=key,
            name=path[-1],
            path=path,
            type=(listing.type if listing else "") or (mention.type if mention else ""),
            listing=listing,
            newest=max((date for date in dates if date), default=None),
            later=any(f"f:{one}" in fields for one in keys),
        )


def _filled(listing: Listing, answered: bytes | None) -> Listing:
    """A list that its page leaves to a script, with what the endpoint told of it (``folding._endpoint``).

    Only where every endpoint answered: of several one is the list, and the others stand beside it.
    """
    if listing.readable or answered is None:
        return listing
    return replace(listing, readable=True, blank=False, entries=int(answered[:6]), undated=int(answered[6:]))


def _moment(value: bytes | None) -> datetime | None:
    return moment_of_ms(int(value) * 1000) if value else None
