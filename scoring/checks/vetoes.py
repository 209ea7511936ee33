"""单项否决 of websites that one crawl can suspect: V3 home page not updated, V4 columns not updated, V6.1 no services.

No veto stands on the machine's word: these findings are suspected until two persons confirm them.
"""

from collections.abc import Iterable
from fractions import Fraction

from infra.clock import end_of_day, parse_moment
from infra.records import Outcome
from scoring.checks.columns import Health, JudgedColumn
from scoring.checks.context import Context, Judgement, check, finding, settled, site, unchecked
from scoring.checks.suspecting import open_with, suspicion
from scoring.dates import cutoff, shown
from scoring.facts import Facts, SiteFacts
from scoring.ledger.folding import column_key
from scoring.standard.parts import Clause

_UNTOLD = frozenset({Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED})
#: The column type that services stand in.
_SERVICES = "service"


@check("V3")
def home_not_updated(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """首页不更新: no dated item of the home page lies in the two weeks before the time point.

    For a home page that only leads on, the columns' dates count instead. Without any date nothing can be said, unless
    every article that it links to was read and none bears one (G11).
    """
    known = site(facts)
    if not known.homes:
        return unchecked()
    home = known.homes[0]
    dates = [end_of_day(parse_moment(one.newest)) for one in known.homes if one.newest]
    if known.linked_from_home:
        dates.append(known.linked_from_home)
    if not home.entries and home.readable:
        dates.extend(column.newest for column in known.columns if column.newest)
    since = cutoff(context.as_of, days=clause.limit("days"))
    newest = max(dates, default=None)
    told = {"newest": shown(newest), "since": shown(since)}
    if newest is not None and newest >= since:
        return Judgement(numbers=told)
    if not home.readable or (newest is None and not _is_undated(known, context)):
        return unchecked(numbers=told)
    found = finding(clause, context, seen=home, detail=told)
    return settled([found], Fraction(1), context, further=0, numbers=told)


def _is_undated(known: SiteFacts, context: Context) -> bool:
    """Whether no item of a home page bears a date, nor any article that it links to, of which none was kept back."""
    home, homes = known.homes[0], {column_key(url) for url in known.home_urls}
    hidden = any(link.outcome in _UNTOLD and column_key(link.found_on) in homes for link in known.links)
    shown = bool(home.entries) and known.undated_from_home
    return shown and context.crawl.complete and not hidden


@check("V4.1")
def columns_not_updated(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """栏目不更新: late news columns and late level-1 notice and policy columns, five or more together."""
    columns = context.columns
    news = [column for column in columns.of("news") if column.health is Health.STALE]
    level_one = [
        column for column in columns.of("notice", "policy") if column.health is Health.STALE and column.level_one
    ]
    return _threshold([*news, *level_one], facts, clause, context)


@check("V4.2")
def columns_overdue(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """应更新但长期未更新: columns of any type past their period, ten or more."""
    columns = context.columns
    overdue = [column for column in columns.judged if column.health is Health.STALE and not column.leads_on]
    return _threshold(overdue, facts, clause, context)


@check("V4.3")
def columns_blank(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """空白栏目: five or more."""
    columns = context.columns
    blank = [column for column in columns.judged if column.health is Health.BLANK and not column.leads_on]
    return _threshold(blank, facts, clause, context)


@check("V6.1")
def no_services(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未提供办事服务: the home page leads to none that opens, and neither a column nor a guide tells of one."""
    known = site(facts)
    home = known.homes[0] if known.homes else None
    links = list(home.offers.services) if home is not None and home.offers is not None else []
    gone = {link.url for link in known.links if link.outcome is Outcome.DEAD}
    dead = [url for url in links if url in gone]
    guides, column = len(known.guides), _SERVICES in context.columns.kinds
    numbers = {"links": len(links), "dead": len(dead), "guides": guides, "column": "yes" if column else "no"}
    told = len(links) > len(dead) or guides or column
    seen = home is not None and home.readable and home.offers is not None and not context.columns.unseen
    if told or not seen or not context.crawl.complete:
        return open_with((), numbers=numbers)
    return open_with([suspicion(clause, context, subject="", seen=home, detail={"dead": dead})], numbers=numbers)


def _threshold(counted: Iterable[JudgedColumn], facts: Facts, clause: Clause, context: Context) -> Judgement:
    """One finding that lists the columns counted, when they reach the clause's number."""
    known = site(facts)
    if not known.homes:
        return unchecked()
    listed = list(counted)
    limit = int(clause.limit("columns"))
    reached = len(listed) >= limit
    numbers = {"columns": len(listed), "limit": limit, "unseen": context.columns.unseen}
    detail = {
        "count": len(listed),
        "limit": limit,
        "columns": [{**column.told(), "url": _address(column)} for column in listed],
    }
    found = [finding(clause, context, seen=known.homes[0], detail=detail)] if reached else []
    short = 0 if reached or len(listed) + context.columns.unseen < limit else 1
    return settled(found, context.columns.coverage, context, further=short, numbers=numbers)


def _address(column: JudgedColumn) -> str:
    return column.fact.listing.url if column.fact.listing else ""
