"""互动交流: V5 互动回应差 and D15 留言公开, as far as published letters, columns and the home page show.

What is not published nobody sees, so that an unanswered letter, a missing channel and what letters lack are suspected
and nothing is cleared. That nothing is published, or nothing new, the machine can say itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from urllib.parse import urlsplit

from infra.clock import end_of_day, parse_moment
from infra.features import FiguresOf
from infra.records import Outcome
from scoring.checks.context import Context, Judgement, check, finding, settled, site, unchecked
from scoring.checks.statistics import all_seen, statistics
from scoring.checks.suspecting import in_doubt, open_with, suspicion
from scoring.dates import cutoff, shown
from scoring.facts import ColumnFact, Facts, HomeFact, LetterFact, Seen, SiteFacts
from scoring.ledger.newest import lacks
from scoring.standard.parts import Clause

#: The column type that letters stand in.
_MESSAGES = "messages"
#: What D15.3 wants a published letter to show, as people call it.
_CALLED = {"received": "留言时间", "replied": "答复时间", "unit": "答复单位", "reply": "答复内容"}


@check("V5.1")
def no_channel(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未提供咨询建言渠道: the home page links to none that opens, and no column and no letter tells of one."""
    known = site(facts)
    home = known.homes[0] if known.homes else None
    if home is None or home.offers is None or not home.readable or not context.crawl.complete:
        return open_with(())
    dead = {link.url for link in known.links if link.outcome is Outcome.DEAD}
    opening = [url for url in home.offers.consult if url not in dead]
    numbers = {"linked": len(home.offers.consult), "opening": len(opening), "letters": len(known.letters.kept)}
    told = opening or known.letters.kept or known.letters.listed or _MESSAGES in context.columns.kinds
    if told:
        return open_with((), numbers=numbers)
    none = suspicion(clause, context, subject="", seen=home, detail={"dead": list(home.offers.consult)})
    return open_with([none], numbers=numbers)


@check("V5.2")
def letters_unanswered(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """有效留言超过3个月未回应: published letters of the last year that say that they wait for an answer."""
    letters = site(facts).letters
    since = cutoff(context.as_of, months=clause.limit("window_months"))
    late = cutoff(context.as_of, months=clause.limit("answer_months"))
    found = []
    for fact in letters.unanswered:
        came = _moment(fact.letter.received)
        if came is not None and since <= came < late:
            told = {"title": fact.letter.title, "received": fact.letter.received, "state": fact.letter.state or ""}
            found.append(suspicion(clause, context, subject=_name(fact), seen=fact, detail=told))
    numbers = {"waiting": len(letters.unanswered), "late": len(found), "since": shown(since), "before": shown(late)}
    return open_with(found, numbers=numbers)


@check("D15.1")
def letters_not_published(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未公开网民留言及答复: no letter and no column of letters with anything in it.

    Only suspected where a channel leads to another host, where they may be published.
    """
    known = site(facts)
    if not known.homes:
        return unchecked()
    letters = _Published.of(known, context)
    numbers = {"letters": letters.kept, "columns": letters.columns}
    if letters.any:
        return replace(settled((), Fraction(1), context, further=0), numbers=numbers)
    return _none(known, clause, context, numbers)


@check("D15.2")
def letters_late(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """监测时间点前2个月内未更新公开的留言及答复: the newest day on which one came, was answered or was published."""
    known = site(facts)
    if not known.homes:
        return unchecked()
    letters = _Published.of(known, context)
    since = cutoff(context.as_of, months=clause.limit("months"))
    numbers = {"newest": shown(letters.newest), "since": shown(since), "letters": letters.kept}
    if not letters.any or (letters.newest is not None and letters.newest >= since):
        return replace(settled((), Fraction(1), context, further=0), numbers=numbers)
    if not all_seen(known, context):
        return replace(unchecked(), numbers=numbers)
    detail = {"newest": shown(letters.newest), "since": shown(since)}
    if letters.newest is None:
        undated = suspicion(clause, context, subject="", seen=letters.seen, detail=detail)
        return in_doubt([undated], context, numbers=numbers)
    late = finding(clause, context, seen=letters.seen, detail=detail)
    return replace(settled([late], Fraction(1), context, further=0), numbers=numbers)


@check("D15.3")
def letters_lacking(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """公开的留言缺少时间、单位或答复内容: one suspicion a kind, with the newest letter that lacks it."""
    lacking: dict[str, list[LetterFact]] = {}
    for fact in site(facts).letters.lacking:
        for name in lacks(fact.letter):
            lacking.setdefault(name, []).append(fact)
    found = [
        suspicion(
            clause,
            context,
            subject=name,
            seen=lacking[name][0],
            detail={"name": called, "letters": len(lacking[name]), "title": lacking[name][0].letter.title},
        )
        for name, called in _CALLED.items()
        if name in lacking
    ]
    numbers = {called: len(lacking.get(name, ())) for name, called in _CALLED.items()}
    return open_with(found, numbers=numbers)


@check("D15.4")
def no_letter_statistics(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未公布留言受理反馈统计数据: no column, no page and no link of the name, and no numbers beside the letters."""
    known = site(facts)
    if not known.homes:
        return unchecked()
    found = statistics(known, FiguresOf.LETTERS, clause.words["names"].values)
    numbers = {"places": len(found.places), "newest": shown(found.newest), "dead": len(found.dead)}
    if found.places:
        return replace(settled((), Fraction(1), context, further=0), numbers=numbers)
    return _none(known, clause, context, numbers)


def _none(
    known: SiteFacts, clause: Clause, context: Context, numbers: Mapping[str, int | float | str | None]
) -> Judgement:
    """That nothing is published: firm on a site that was seen to its end and keeps its channels itself."""
    if not all_seen(known, context):
        return replace(unchecked(), numbers=numbers)
    elsewhere = list(_elsewhere(known.homes[0]))
    detail = {"channels_elsewhere": elsewhere}
    if elsewhere:
        doubt = suspicion(clause, context, subject="", seen=known.homes[0], detail=detail)
        return in_doubt([doubt], context, numbers=numbers)
    found = finding(clause, context, seen=known.homes[0])
    return replace(settled([found], Fraction(1), context, further=0), numbers=numbers)


def _elsewhere(home: HomeFact) -> Iterator[str]:
    """Channels that the home page leads to on other hosts."""
    host = urlsplit(home.url).netloc.removeprefix("www.")
    for url in home.offers.consult if home.offers else ():
        if urlsplit(url).netloc.removeprefix("www.") != host:
            yield url


@dataclass(frozen=True, slots=True, kw_only=True)
class _Published:
    """The letters that a site publishes: as letters, or as entries of columns that are for them."""

    kept: int
    """Letters that the ledger keeps, or the most that one page of a list shows."""
    columns: int
    newest: datetime | None
    seen: Seen | None

    @property
    def any(self) -> bool:
        return bool(self.kept or self.columns)

    @classmethod
    def of(cls, known: SiteFacts, context: Context) -> "_Published":
        columns = list(_letter_columns(known, context))
        newest = [day for day in (known.letters.newest, *(one.newest for one in columns)) if day]
        places: list[Seen] = [*known.letters.kept, *(one.listing for one in columns if one.listing), *known.homes]
        return cls(
            kept=max(len(known.letters.kept), known.letters.listed),
            columns=len(columns),
            newest=max(newest, default=None),
            seen=places[0] if places else None,
        )


def _letter_columns(known: SiteFacts, context: Context) -> Iterator[ColumnFact]:
    """Columns of letters that hold some: by type, but for those that D15.1 lists as being of something else."""
    clause = context.standard.clauses.get("D15.1")
    others = clause.words["others"].values if clause is not None and "others" in clause.words else ()
    for column in known.columns:
        if any(re.search(pattern, column.name) for pattern in others):
            continue
        kind = context.standard.type_of(tuple(reversed(column.path)), column.type)
        if kind.id == _MESSAGES and (column.newest or (column.listing and column.listing.entries)):
            yield column


def _name(fact: LetterFact) -> str:
    return f"{fact.url} {fact.letter.title}" if fact.url == fact.found_on else fact.url


def _moment(iso: str | None) -> datetime | None:
    return end_of_day(parse_moment(iso)) if iso else None
