"""Pages of pairs, letters and guides: of each kind a ledger keeps the newest twenty, of guides also the poorest.

A page of a pair tells nothing alone: whether a policy is interpreted, only the interpretations show. The newest of both
sides overlap, for the one follows the other within days, and what is older than the oldest kept is known to be unknown
(``pairs``). The rank of a member is a part of its name, so that a page whose date changes is two members, and order
makes no difference; whoever reads takes the one seen last.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from infra.clock import moment_of_ms
from infra.features import LetterSeen, Role
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.elements import EIGHT, missing
from scoring.facts import GuideFact, LetterFact, Letters, TieFact
from scoring.fields import Fields
from scoring.ledger.entry import LedgerEntry, where
from scoring.ledger.ranked import LAST, day, day_rank, kept_as, mixed, read, single

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
#: Days that an open letter has waited by which it may be found too late, within a year: such are kept before others.
_LONG: Final = range(85, 371)
_DONE: Final = re.compile(r"办结|已[回答处办完]|完成|结束|采纳")
_WAITING: Final = re.compile(r"待|中\Z|未|已受理|已转")


def entries(observation: Observation, seed: str = "") -> Iterator[LedgerEntry]:
    """What one observation says of pairs, letters and guides; ``seed`` decides which guides are kept.

    Raises ``ValueError`` for a date that cannot be read.
    """
    page = observation.page
    if page is None or observation.outcome is not Outcome.OK or observation.kind not in _CRAWLED or page.archived:
        return
    if page.tie is not None and page.tie.needed and not (page.published and page.newest is None):
        fact = TieFact(**where(observation), title=page.title, published=page.published, tie=page.tie)
        yield kept_as(observation, tie_sample(page.tie.role), day_rank(page.published), observation.url, fact)
    if page.kind in ("mailbox", "message"):
        yield from _letters(observation, page)
    if page.guide is not None:
        guide = GuideFact(**where(observation), title=page.title, guide=page.guide)
        yield kept_as(observation, _GUIDES, mixed(observation.url, seed), observation.url, guide)
        filled = len(EIGHT) - len(missing(page.guide, EIGHT))
        yield kept_as(observation, _POOR, filled, observation.url, guide)


def tie_sample(role: Role) -> str:
    """The name of the sample of one side of a pair."""
    return f"tie-{role}"


def _letters(observation: Observation, page: PageSeen) -> Iterator[LedgerEntry]:
    dates = [date for one in page.letters for date in (one.received, one.replied) if date]
    dates += [page.newest] if page.newest else []
    if dates:
        yield single(observation, _NEWEST, max(day(date) for date in dates))
    if page.kind == "mailbox" and (shown := max(page.entries, len(page.letters))):
        yield single(observation, _LISTED, shown)
    for letter in page.letters:
        fact = LetterFact(**(where(observation) | {"url": letter.url}), found_on=observation.url, letter=letter)
        # Rows of a list that lead nowhere share the list's address.
        name = letter.url if letter.whole or letter.url != observation.url else f"{letter.url} {letter.title[:_TITLE]}"
        for sample, rank in _samples(letter):
            yield kept_as(observation, sample, rank, name, fact)


def _samples(letter: LetterSeen) -> Iterator[tuple[str, int]]:
    rank = day_rank(letter.received or letter.replied)
    yield (_LETTERS if letter.whole else _ROWS), rank
    if is_open(letter):
        yield _OPEN, rank if letter.days not in _LONG else rank - LAST // 2
    elif letter.whole and lacks(letter):
        yield _LACKING, rank
    if letter.received and letter.replied:
        yield _SLOW, LAST - max(day(letter.replied) - day(letter.received), 0)


def lacks(letter: LetterSeen) -> tuple[str, ...]:
    """What the page of a letter that has its answer does not show: received, replied, unit, reply."""
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


def ties(fields: Fields) -> dict[Role, tuple[TieFact, ...]]:
    """The sides of pairs that a ledger keeps, newest first."""
    found = {role: read(fields, tie_sample(role), TieFact) for role in Role}
    return {role: facts for role, facts in found.items() if facts}


def letters(fields: Fields) -> Letters:
    """The letters that a ledger keeps; one's own page goes before its row in a list."""
    whole = read(fields, _LETTERS, LetterFact)
    known = {fact.url for fact in whole}
    rows = tuple(fact for fact in read(fields, _ROWS, LetterFact) if fact.url not in known)
    answered = {fact.url for fact in whole if not is_open(fact.letter)}
    newest = fields.get(_NEWEST)
    return Letters(
        newest=moment_of_ms((int(newest) * 86_400 + 86_399 - 8 * 3_600) * 1000) if newest else None,
        listed=int(fields.get(_LISTED, b"0")),
        kept=_by_day((*whole, *rows)),
        lacking=read(fields, _LACKING, LetterFact),
        unanswered=_by_day(fact for fact in read(fields, _OPEN, LetterFact) if fact.url not in answered),
        slow=read(fields, _SLOW, LetterFact),
    )


def guides(fields: Fields) -> tuple[tuple[GuideFact, ...], tuple[GuideFact, ...]]:
    """The guides that a ledger keeps: any, and the poorest."""
    return read(fields, _GUIDES, GuideFact), read(fields, _POOR, GuideFact)


def _by_day(found: Iterable[LetterFact]) -> tuple[LetterFact, ...]:
    return tuple(sorted(found, key=lambda fact: (day_rank(fact.letter.received or fact.letter.replied), fact.url)))
