"""Pages of pairs, letters and guides: of each kind a ledger keeps the newest twenty, of guides also the poorest.

A page of a pair tells nothing alone: whether a policy is interpreted, only the interpretations show. The newest of both
sides overlap, for the one follows the other within days, and what is older than the oldest kept is known to be unknown
(``pairs``). The rank of a member is a part of its name, so that a page whose date changes is two members, and order
makes no difference; whoever reads takes the one seen last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Final, TypeVar

import msgspec

from infra.clock import moment_of_ms, parse_moment
from infra.features import LetterSeen, Role
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.entry import STAMP, LedgerEntry, register, sample_field, where
from scoring.facts import GuideFact, LetterFact, Letters, Seen, TieFact

F = TypeVar("F", bound=Seen)
#: Ranks count down from here, so that the newest day and the longest wait come first.
_LAST: Final = 9_999_999
_CRAWLED: Final = frozenset({TaskKind.COLUMN, TaskKind.ARTICLE})
_NEWEST: Final = "l:newest"
_LISTED: Final = "l:listed"
_LETTERS: Final = "letter"
_ROWS: Final = "letter-row"
_LACKING: Final = "letter-lacking"
_OPEN: Final = "letter-open"
_SLOW: Final = "letter-slow"
_GUIDES: Final = "guide"
_POOR: Final = "guide-poor"
_TITLE: Final = 40
_DONE: Final = re.compile(r"办结|已[回答处办完]|完成|结束|采纳")
_WAITING: Final = re.compile(r"待|中\Z|未|已受理|已转")


def entries(observation: Observation) -> Iterator[LedgerEntry]:
    """What one observation says of pairs, letters and guides. Raises ``ValueError`` for a date that cannot be read."""
    page = observation.page
    if page is None or observation.outcome is not Outcome.OK or observation.kind not in _CRAWLED or page.archived:
        return
    if page.tie is not None and page.tie.needed and not (page.published and page.newest is None):
        fact = TieFact(**where(observation), title=page.title, published=page.published, tie=page.tie)
        yield _kept(observation, tie_sample(page.tie.role), _day_rank(page.published), observation.url, fact)
    if page.kind in ("mailbox", "message"):
        yield from _letters(observation, page)
    if page.guide is not None:
        guide = GuideFact(**where(observation), title=page.title, guide=page.guide)
        yield _kept(observation, _GUIDES, _mixed(observation.url), observation.url, guide)
        yield _kept(observation, _POOR, len(page.guide.elements), observation.url, guide)


def tie_sample(role: Role) -> str:
    """The name of the sample of one side of a pair."""
    return f"tie-{role}"


def _letters(observation: Observation, page: PageSeen) -> Iterator[LedgerEntry]:
    days = [day for one in page.letters for day in (one.received, one.replied) if day]
    days += [page.newest] if page.newest else []
    if days:
        yield _single(observation, _NEWEST, max(_day(day) for day in days))
    if page.kind == "mailbox" and (shown := max(page.entries, len(page.letters))):
        yield _single(observation, _LISTED, shown)
    for letter in page.letters:
        fact = LetterFact(**(where(observation) | {"url": letter.url}), found_on=observation.url, letter=letter)
        # Rows of a list that lead nowhere share the list's address.
        name = letter.url if letter.whole or letter.url != observation.url else f"{letter.url} {letter.title[:_TITLE]}"
        for sample, rank in _samples(letter):
            yield _kept(observation, sample, rank, name, fact)


def _samples(letter: LetterSeen) -> Iterator[tuple[str, int]]:
    rank = _day_rank(letter.received or letter.replied)
    yield (_LETTERS if letter.whole else _ROWS), rank
    if letter.whole and lacks(letter):
        yield _LACKING, rank
    if is_open(letter):
        yield _OPEN, rank
    if letter.received and letter.replied:
        yield _SLOW, _LAST - max(_day(letter.replied) - _day(letter.received), 0)


def lacks(letter: LetterSeen) -> tuple[str, ...]:
    """What the page of a letter does not show: received, replied, unit, reply."""
    shown = {"received": letter.received, "replied": letter.replied, "unit": letter.unit, "reply": letter.reply}
    return tuple(name for name, value in shown.items() if not value)


def is_open(letter: LetterSeen) -> bool:
    """Whether a letter came and says that it has no answer: by its state, or by an empty place for the answer.

    A page without any place for one says nothing.
    """
    if not letter.received or letter.replied or letter.reply or _DONE.search(letter.state or ""):
        return False
    # An empty string is a place left empty, None is no place.
    return letter.replied is not None or letter.reply is False or bool(_WAITING.search(letter.state or ""))


def kept(fields: Mapping[str, bytes]) -> dict[str, bytes]:
    """The fields of a ledger that this file writes, and other samples: few beside those of links and columns."""
    return {name: value for name, value in fields.items() if name[:2] in ("p:", "l:")}


def ties(fields: Mapping[str, bytes]) -> dict[Role, tuple[TieFact, ...]]:
    """The sides of pairs that a ledger keeps, newest first."""
    found = {role: _read(fields, tie_sample(role), TieFact) for role in Role}
    return {role: facts for role, facts in found.items() if facts}


def letters(fields: Mapping[str, bytes]) -> Letters:
    """The letters that a ledger keeps; one's own page goes before its row in a list."""
    whole = _read(fields, _LETTERS, LetterFact)
    known = {fact.url for fact in whole}
    rows = tuple(fact for fact in _read(fields, _ROWS, LetterFact) if fact.url not in known)
    answered = {fact.url for fact in whole if not is_open(fact.letter)}
    newest = fields.get(_NEWEST)
    return Letters(
        newest=moment_of_ms((int(newest) * 86_400 + 86_399 - 8 * 3_600) * 1000) if newest else None,
        listed=int(fields.get(_LISTED, b"0")),
        kept=_by_day((*whole, *rows)),
        lacking=_read(fields, _LACKING, LetterFact),
        unanswered=tuple(fact for fact in _read(fields, _OPEN, LetterFact) if fact.url not in answered),
        slow=_read(fields, _SLOW, LetterFact),
    )


def guides(fields: Mapping[str, bytes]) -> tuple[tuple[GuideFact, ...], tuple[GuideFact, ...]]:
    """The guides that a ledger keeps: any, and the poorest."""
    return _read(fields, _GUIDES, GuideFact), _read(fields, _POOR, GuideFact)


def _by_day(found: Iterable[LetterFact]) -> tuple[LetterFact, ...]:
    return tuple(sorted(found, key=lambda fact: (_day_rank(fact.letter.received or fact.letter.replied), fact.url)))


def _read(fields: Mapping[str, bytes], sample: str, kind: type[F]) -> tuple[F, ...]:
    """A sample in the order of its ranks; of a page that changed, what was seen last."""
    prefix = sample_field(sample, "")
    newest: dict[str, tuple[bytes, str]] = {}
    for name, value in fields.items():
        if name.startswith(prefix):
            key = name[len(prefix) :].partition(" ")[2]
            newest[key] = max(newest.get(key, (b"", "")), (value, name))
    ordered = sorted((name, value) for value, name in newest.values())
    return tuple(msgspec.json.decode(value[STAMP:], type=kind) for _, value in ordered)


def _kept(observation: Observation, sample: str, rank: int, name: str, fact: object) -> LedgerEntry:
    member = f"{rank:07d} {name}"
    return LedgerEntry(
        target=observation.target,
        field=sample_field(sample, member),
        value=register(observation, fact),
        sample=sample,
        rank=rank,
        url=member,
    )


def _single(observation: Observation, field: str, value: int) -> LedgerEntry:
    """A number of which the greatest counts."""
    return LedgerEntry(target=observation.target, field=field, value=b"%08d" % max(value, 0))


def _day(iso: str) -> int:
    """Days since the epoch, in Beijing."""
    return parse_moment(iso).toordinal() - 719_163


def _day_rank(iso: str | None) -> int:
    return _LAST - max(_day(iso), 0) if iso else _LAST


def _mixed(url: str) -> int:
    """A rank that favours no part of a site, the same in every inspection."""
    return int.from_bytes(blake2b(url.encode(), digest_size=3).digest()) % _LAST
