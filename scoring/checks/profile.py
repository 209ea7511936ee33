"""发布解读: D1 概况信息, D2 机构职能, D3 领导信息: is there such a column, and what does it leave out.

Whoever says that a column is missing takes points, so it is looked for wherever a visitor would: in the names and paths
of columns, also of those that only articles name, in the links of the home page, and among the pages that tell of it.
What stands in such a column is only suspected: figures of an old year, telephones that contradict each other, a leader
without a life.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from infra.features import OfferSeen, Topic
from infra.records import Outcome
from scoring.checks.context import Context, Judgement, check, finding, settled, site, unchecked
from scoring.checks.suspecting import open_with, suspicion
from scoring.facts import AboutFact, Facts, SiteFacts
from scoring.findings import Finding
from scoring.standard.parts import Clause

#: Digits by which two spellings of one telephone agree: without the code of the area.
_LOCAL = 7


@check("D1.1")
def no_overview_column(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未开设概况信息类栏目."""
    return _none(Topic.OVERVIEW, facts, clause, context)


@check("D1.2")
def overview_outdated(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """概况信息更新不及时: pages whose newest figures are of a year that lies back further than the clause allows."""
    pages = site(facts).about.get(Topic.OVERVIEW, ())
    dated = {page: newest for page in pages if (newest := _newest_year(page, context)) is not None}
    oldest = context.as_of.year - int(clause.limit("years"))
    found = [
        suspicion(clause, context, subject=page.url, seen=page, detail={"title": page.title, "year": year})
        for page, year in dated.items()
        if year < oldest
    ]
    return open_with(found, numbers={"pages": len(pages), "with_years": len(dated), "outdated": len(found)})


@check("D2.1")
def no_functions_column(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未开设机构职能类栏目."""
    return _none(Topic.FUNCTIONS, facts, clause, context)


@check("D2.2")
def functions_contradictory(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """机构职能信息不准确: bodies of which two pages have no telephone in common."""
    pages = site(facts).about.get(Topic.FUNCTIONS, ())
    by_body: dict[str, list[AboutFact]] = {}
    for page in pages:
        if page.about.body and page.about.phones:
            by_body.setdefault(page.about.body, []).append(page)
    found = [
        _contradiction(body, told, clause, context) for body, told in sorted(by_body.items()) if _is_contrary(told)
    ]
    return open_with(found, numbers={"pages": len(pages), "bodies": len(by_body), "contradictory": len(found)})


@check("D3.1")
def no_leaders_column(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未开设领导信息类栏目."""
    return _none(Topic.LEADERS, facts, clause, context)


@check("D3.2")
def leaders_incomplete(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """领导姓名、简历等信息缺失: leaders' pages that leave a field empty, or tell no life."""
    pages = site(facts).about.get(Topic.LEADERS, ())
    found = [
        suspicion(clause, context, subject=page.url, seen=page, detail=_left_out(page))
        for page in pages
        if page.about.empty
    ]
    return open_with(found, numbers={"pages": len(pages), "incomplete": len(found)})


def _none(topic: Topic, facts: Facts, clause: Clause, context: Context) -> Judgement:
    """No column of a topic: only a complete crawl that kept nothing back can say so, of a home page that was read."""
    known = site(facts)
    if not known.homes:
        return unchecked()
    numbers = _told_by(topic, known, clause)
    if any(numbers.values()):
        return settled((), Fraction(1), context, further=0, numbers=numbers)
    home = known.homes[0]
    if not home.readable or home.offers is None or context.columns.unseen:
        return unchecked(numbers=numbers)
    if not context.crawl.complete:
        return Judgement(coverage=context.crawl.share, further=1, numbers=numbers)
    return settled([finding(clause, context, seen=home)], Fraction(1), context, further=0, numbers=numbers)


def _told_by(topic: Topic, known: SiteFacts, clause: Clause) -> Mapping[str, int]:
    """How many columns, links of home pages and pages tell of a topic; an address that is dead tells nothing."""
    called = re.compile("|".join(clause.words["names"].values))
    dead = {link.url for link in known.links if link.outcome is Outcome.DEAD}
    links = {url for home in known.homes if home.offers is not None for url in _links(topic, home.offers)}
    return {
        "columns": sum(any(called.search(name) for name in column.path) for column in known.columns),
        "links": len(links - dead),
        "pages": len(known.about.get(topic, ())),
    }


def _links(topic: Topic, offers: OfferSeen) -> tuple[str, ...]:
    return {Topic.OVERVIEW: offers.overview, Topic.FUNCTIONS: offers.functions, Topic.LEADERS: offers.leaders}[topic]


def _newest_year(page: AboutFact, context: Context) -> int | None:
    """The newest year of a page's figures that was over at the time point, for what follows is a plan."""
    return max((year for year in page.about.years if year <= context.as_of.year), default=None)


def _is_contrary(pages: Sequence[AboutFact]) -> bool:
    numbers = [_local(page) for page in pages]
    return any(not one & other for place, one in enumerate(numbers) for other in numbers[place + 1 :])


def _local(page: AboutFact) -> frozenset[str]:
    return frozenset(phone[-_LOCAL:] for phone in page.about.phones)


def _contradiction(body: str, pages: Sequence[AboutFact], clause: Clause, context: Context) -> Finding:
    told = [{"title": page.title, "url": page.url, "phones": list(page.about.phones)} for page in pages]
    return suspicion(clause, context, subject=body, seen=pages[0], detail={"name": body, "listed": told})


def _left_out(page: AboutFact) -> dict[str, object]:
    return {"title": page.title, "missing": list(page.about.empty)}
