"""办事服务: V6 服务不实用, D9 事项公开, D10 办事指南, D12 表格样表, D13 办事统计, from what a ledger keeps of services.

A guide whose text comes by script, or stands in a picture, looks as if it lacked everything: all of it is suspected.
Statistics are on the site or not, so that D13 is the machine's to say, after a crawl that nothing was kept back from.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from infra.features import FiguresOf
from infra.records import Outcome
from scoring.checks.context import Context, Judgement, check, finding, settled, site, unchecked
from scoring.checks.statistics import Statistics, all_seen, statistics
from scoring.checks.suspecting import in_doubt, open_with, suspicion
from scoring.dates import cutoff, shown
from scoring.draw import drawn
from scoring.elements import missing
from scoring.facts import Facts, GuideFact, SiteFacts
from scoring.findings import Finding
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.standard.parts import Clause


@check("V6.2")
def items_lacking_elements(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事指南要素类别缺失4类及以上的事项达到5个: one suspicion that lists them."""
    return _lacking_much(facts, clause, context, few=False)


@check("V6.3")
def all_items_lacking_elements(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """事项总数不足5个，且每个均缺失4类及以上."""
    return _lacking_much(facts, clause, context, few=True)


@check("D9")
def items_not_sorted(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事服务事项未集中分类展示: there are items, and neither a page nor a column sorts them."""
    known = site(facts)
    patterns = clause.words["categories"].values
    shown_by = {name for fact in known.sorts for name in fact.sorts}
    shown_by |= {one.name for one in known.columns if any(re.search(pattern, one.name) for pattern in patterns)}
    numbers = {"categories": len(shown_by), "guides": len(known.guides)}
    offered = known.guides or "service" in context.columns.kinds
    if not all_seen(known, context) or not offered or len(shown_by) >= int(clause.limit("categories")):
        return open_with((), numbers=numbers)
    detail = {"categories": sorted(shown_by), "guides": len(known.guides)}
    return open_with([suspicion(clause, context, subject="", seen=known.homes[0], detail=detail)], numbers=numbers)


@check("D10.1")
def guide_elements(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """抽查事项的办事指南缺少要素: a class that several lack counts once (the explanation of 2015)."""
    guides = _sampled(site(facts), clause, context)
    found = []
    for name in _classes(context):
        without = [fact for fact in guides if missing(fact.guide, (name,))]
        if without:
            told = {"name": name, "guides": len(guides), "lacking": [_told(fact) for fact in without]}
            found.append(suspicion(clause, context, subject=name, seen=without[0], detail=told))
    numbers = {"guides": len(guides), "classes": len(found)}
    return open_with(found, numbers=numbers, sample=[fact.url for fact in guides])


@check("D10.2")
def materials_unclear(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办理材料要求不明确: not a word on original or copy, paper or electronic, or how many."""
    known = site(facts)
    unclear = [fact for fact in known.guides if fact.guide.copies is False]
    told = sum(fact.guide.copies is not None for fact in known.guides)
    return open_with(_each(unclear, clause, context), numbers={"guides": told, "unclear": len(unclear)})


@check("D10.3")
def materials_left_open(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办理材料含兜底表述: each guide, with its phrases."""
    known = site(facts)
    left_open = [fact for fact in known.guides if fact.guide.catch_all]
    numbers = {"guides": len(known.guides), "left_open": len(left_open)}
    return open_with(_each(left_open, clause, context), numbers=numbers)


@check("D12")
def forms_without_use(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事指南列出的表格不能下载，或无填写样例: forms that are dead; sampled guides that show no filled sample."""
    known = site(facts)
    dead = {link.url: link for link in known.links if link.outcome is Outcome.DEAD}
    found = [
        suspicion(clause, context, subject=url, seen=dead[url], detail={"title": fact.title, "guide": fact.url})
        for fact in known.guides
        for url in fact.guide.forms
        if url in dead
    ]
    gone = len(found)
    guides = _sampled(known, clause, context)
    for fact in guides:
        if fact.guide.samples is False:
            detail = {"title": fact.title, "guide": fact.url, "name": "填写样例"}
            found.append(suspicion(clause, context, subject=f"{fact.url} 样例", seen=fact, detail=detail))
    numbers = {
        "forms": len({url for fact in known.guides for url in fact.guide.forms}),
        "dead": gone,
        "guides": len(guides),
        "without_sample": len(found) - gone,
    }
    return open_with(found, numbers=numbers, sample=[fact.url for fact in guides])


@check("D13.1")
def no_service_statistics(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未公开办事统计数据: no column, no page and no link of the name.

    Only suspected where the site shows no guide of its own: then another platform has its services, or the statistics.
    """
    known = site(facts)
    if not known.homes:
        return unchecked()
    found = _published(known, context)
    numbers = {"places": len(found.places), "dead": len(found.dead), "guides": len(known.guides)}
    if found.places:
        return replace(settled((), Fraction(1), context, further=0), numbers=numbers)
    if not all_seen(known, context):
        return replace(unchecked(), numbers=numbers)
    detail = {"dead": list(found.dead), "guides": len(known.guides)}
    if not known.guides:
        return in_doubt(
            [suspicion(clause, context, subject="", seen=known.homes[0], detail=detail)], context, numbers=numbers
        )
    none = finding(clause, context, seen=known.homes[0], detail=detail)
    return replace(settled([none], Fraction(1), context, further=0), numbers=numbers)


@check("D13.2")
def service_statistics_late(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事统计数据监测时间点前3个月内未更新: the newest day of all that is published; suspected where one has none."""
    known = site(facts)
    if not known.homes:
        return unchecked()
    found = _published(known, context)
    since = cutoff(context.as_of, months=clause.limit("months"))
    numbers = {"newest": shown(found.newest), "since": shown(since), "undated": found.undated}
    if not found.places or (found.newest is not None and found.newest >= since):
        return replace(settled((), Fraction(1), context, further=0), numbers=numbers)
    if not context.crawl.complete or found.hidden:
        return replace(unchecked(), numbers=numbers)
    seen = found.places[0].seen
    detail = {"newest": shown(found.newest), "since": shown(since), "undated": found.undated}
    if found.undated:
        return in_doubt([suspicion(clause, context, subject="", seen=seen, detail=detail)], context, numbers=numbers)
    late = finding(clause, context, seen=seen, detail=detail)
    return replace(settled([late], Fraction(1), context, further=0), numbers=numbers)


def _published(known: SiteFacts, context: Context) -> Statistics:
    """The service statistics, by the names that D13.1 lists."""
    clause = context.standard.clauses.get("D13.1")
    names = clause.words["names"].values if clause is not None and "names" in clause.words else ()
    return statistics(known, FiguresOf.SERVICE, names)


def _each(guides: Iterable[GuideFact], clause: Clause, context: Context) -> list[Finding]:
    return [
        suspicion(
            clause,
            context,
            subject=fact.url,
            seen=fact,
            detail={"title": fact.title, "phrases": list(fact.guide.catch_all)},
        )
        for fact in guides
    ]


def _lacking_much(facts: Facts, clause: Clause, context: Context, *, few: bool) -> Judgement:
    known = site(facts)
    least, items = int(clause.limit("missing_classes")), int(clause.limit("items"))
    classes = _classes(context)
    poor = [fact for fact in known.poor_guides if len(missing(fact.guide, classes)) >= least]
    numbers = {"guides": len(known.guides), "lacking": len(poor), "limit": items}
    if few:
        whole = context.crawl.complete and 0 < len(known.guides) < items
        reached = whole and len(poor) == len(known.guides)
    else:
        reached = len(poor) >= items
    if not reached:
        return open_with((), numbers=numbers)
    detail = {"items": len(poor), "at_least": len(poor) == SAMPLE_SIZE, "guides": [_told(fact) for fact in poor]}
    return open_with([suspicion(clause, context, subject="", seen=poor[0], detail=detail)], numbers=numbers)


def _sampled(known: SiteFacts, clause: Clause, context: Context) -> Sequence[GuideFact]:
    """The guides that a clause looks at, drawn by the inspection's seed."""
    size = int(clause.limit("sample"))
    return drawn(known.guides, size, seed=context.seed, clause=clause.id, name=lambda fact: fact.url)


def _classes(context: Context) -> tuple[str, ...]:
    """The element classes as the standard lists them, with V6.2."""
    clause = context.standard.clauses.get("V6.2")
    return tuple(clause.words["classes"].values) if clause is not None and "classes" in clause.words else ()


def _told(fact: GuideFact) -> dict[str, object]:
    return {"title": fact.title, "url": fact.url, "empty": list(fact.guide.empty)}
