"""Statistics, categories of services, what may earn points, mailboxes that a script fills: bounded samples of each.

A ledger keeps the newest twenty of every kind. Statistics without a day come last among theirs, so that a link that
stands on every page displaces none whose day is known.
"""

from collections.abc import Iterator
from typing import Final

from infra.features import FiguresOf, Merit
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.facts import FiguresFact, MeritFact, Seen, SortsFact
from scoring.fields import Fields
from scoring.ledger.entry import LedgerEntry, where
from scoring.ledger.ranked import day_rank, kept_as, mixed, read

_SORTS: Final = "sorts"
_UNREAD: Final = "mailbox-unread"
_CRAWLED: Final = frozenset({TaskKind.HOME, TaskKind.COLUMN, TaskKind.ARTICLE})


def entries(observation: Observation) -> Iterator[LedgerEntry]:
    """What one observation says of them. Raises ``ValueError`` for a date that cannot be read."""
    page = observation.page
    if page is None or observation.outcome is not Outcome.OK or observation.kind not in _CRAWLED or page.archived:
        return
    if page.published and page.newest is None:  # it came after the time point
        return
    for one in page.figures:
        fact = FiguresFact(
            **(where(observation) | {"url": one.url}),
            found_on=observation.url,
            of=one.of,
            own=one.own,
            newest=one.newest,
        )
        name = f"{'own' if one.own else 'shown'} {one.url}"
        yield kept_as(observation, _figures(one.of), day_rank(one.newest), name, fact)
    if page.sorts:
        sorts = SortsFact(**where(observation), sorts=page.sorts)
        yield kept_as(observation, _SORTS, mixed(observation.url), observation.url, sorts)
    for merit in page.merits:
        shown = MeritFact(**where(observation), title=page.title, day=_day_of(page), forms=merit.forms)
        yield kept_as(observation, _merit(merit.kind), day_rank(shown.day), observation.url, shown)
    if page.kind == "mailbox" and not page.readable and page.first_page:
        yield kept_as(observation, _UNREAD, mixed(observation.url), observation.url, Seen(**where(observation)))


def figures(fields: Fields) -> dict[FiguresOf, tuple[FiguresFact, ...]]:
    """The statistics that a ledger keeps, the newest of each kind first, undated ones last."""
    found = {of: read(fields, _figures(of), FiguresFact) for of in FiguresOf}
    return {of: facts for of, facts in found.items() if facts}


def merits(fields: Fields) -> dict[Merit, tuple[MeritFact, ...]]:
    """What may earn points, the newest of each kind first."""
    found = {kind: read(fields, _merit(kind), MeritFact) for kind in Merit}
    return {kind: facts for kind, facts in found.items() if facts}


def sorts(fields: Fields) -> tuple[SortsFact, ...]:
    """Pages that show their services by category."""
    return read(fields, _SORTS, SortsFact)


def unread(fields: Fields) -> tuple[Seen, ...]:
    """Mailboxes whose letters only a script brings."""
    return read(fields, _UNREAD, Seen)


def _figures(of: FiguresOf) -> str:
    return f"figures-{of}"


def _merit(kind: Merit) -> str:
    return f"merit-{kind}"


def _day_of(page: PageSeen) -> str | None:
    return page.published or page.newest
