"""办事服务: V6 服务不实用, D10 办事指南, D12 表格样表, from the guides that a ledger keeps.

A guide whose text comes by script, or stands in a picture, looks as if it lacked everything: all of it is suspected.
"""

from collections.abc import Iterable, Sequence

from infra.records import Outcome
from scoring.checks.context import Context, Judgement, check, site
from scoring.checks.suspecting import open_with, suspicion
from scoring.entry import SAMPLE_SIZE
from scoring.facts import Facts, GuideFact
from scoring.findings import Finding
from scoring.standard_parts import Clause

#: The element classes (要素类别) by the standard's name, with the names that reading keeps them under; any one will do.
_READ_AS = {
    "申请条件": ("受理条件",),
    "办理材料": ("申请材料",),
    "办理时间": ("办理时间", "承诺时限", "法定时限"),
    "联系电话": ("咨询电话",),
}


@check("V6.2")
def items_lacking_elements(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事指南要素类别缺失4类及以上的事项达到5个: one suspicion that lists them."""
    return _lacking_much(facts, clause, context, few=False)


@check("V6.3")
def all_items_lacking_elements(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """事项总数不足5个，且每个均缺失4类及以上."""
    return _lacking_much(facts, clause, context, few=True)


@check("D10.1")
def guide_elements(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """抽查事项的办事指南缺少要素: a class that several lack counts once (the explanation of 2015)."""
    guides = _sampled(facts, clause)
    found = []
    for name in _classes(context):
        without = [fact for fact in guides if name in _missing(fact, (name,))]
        if without:
            told = {"name": name, "guides": len(guides), "lacking": [_told(fact) for fact in without]}
            found.append(suspicion(clause, context, subject=name, seen=without[0], detail=told))
    return open_with(found)


@check("D10.2")
def materials_unclear(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办理材料要求不明确: not a word on original or copy, paper or electronic, or how many."""
    unclear = [fact for fact in site(facts).guides if fact.guide.copies is False]
    return open_with(_each(unclear, clause, context))


@check("D10.3")
def materials_left_open(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办理材料含兜底表述: each guide, with its phrases."""
    return open_with(_each([fact for fact in site(facts).guides if fact.guide.catch_all], clause, context))


@check("D12")
def forms_not_downloaded(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """办事指南列出的表格不能下载: each form or sample of a guide that was tried and is dead."""
    known = site(facts)
    dead = {link.url: link for link in known.links if link.outcome is Outcome.DEAD}
    return open_with(
        suspicion(clause, context, subject=url, seen=dead[url], detail={"title": fact.title, "guide": fact.url})
        for fact in known.guides
        for url in fact.guide.forms
        if url in dead
    )


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
    poor = [fact for fact in known.poor_guides if len(_missing(fact, classes)) >= least]
    if few:
        whole = context.crawl.complete and 0 < len(known.guides) < items
        reached = whole and len(poor) == len(known.guides)
    else:
        reached = len(poor) >= items
    if not reached:
        return open_with(())
    detail = {"items": len(poor), "at_least": len(poor) == SAMPLE_SIZE, "guides": [_told(fact) for fact in poor]}
    return open_with([suspicion(clause, context, subject="", seen=poor[0], detail=detail)])


def _sampled(facts: Facts, clause: Clause) -> Sequence[GuideFact]:
    return site(facts).guides[: int(clause.limit("sample"))]


def _classes(context: Context) -> tuple[str, ...]:
    """The element classes as the standard lists them, with V6.2."""
    clause = context.standard.clauses.get("V6.2")
    return tuple(clause.words["classes"].values) if clause is not None and "classes" in clause.words else ()


def _missing(fact: GuideFact, classes: Iterable[str]) -> list[str]:
    shown = frozenset(fact.guide.elements)
    return [name for name in classes if shown.isdisjoint(_READ_AS.get(name, (name,)))]


def _told(fact: GuideFact) -> dict[str, object]:
    return {"title": fact.title, "url": fact.url, "empty": list(fact.guide.empty)}
