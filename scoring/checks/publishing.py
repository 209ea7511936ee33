"""发布解读: D4 动态要闻, D5 政策文件, D8 其他栏目, from names and dates of columns; D6 解读比例, D7 解读关联.

A column is counted once (G12): D4 and D5 before D8, blank before overdue. What is drawn is drawn from the policies that
the ledger keeps, the newest of those that need an interpretation.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from infra.features import Role
from scoring.checks.columns import Health, JudgedColumn
from scoring.checks.context import Context, Judgement, check, finding, settled, site, unchecked
from scoring.checks.suspecting import open_with, suspicion
from scoring.draw import drawn
from scoring.facts import Facts
from scoring.findings import Finding
from scoring.pairs import Bond, Pair, pairs
from scoring.standard.parts import Clause


@check("D4.1")
def no_news_column(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未开设动态、要闻类栏目."""
    return _missing("news", facts, clause, context)


@check("D4.2")
def news_late(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """动态、要闻类栏目2周内未更新, each column."""
    return _each([one for one in context.columns.judged if _in_d4(one)], facts, clause, context)


@check("D5.1")
def no_policy_column(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未开设政策文件类栏目."""
    return _missing("policy", facts, clause, context)


@check("D5.2")
def policy_late(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """政策文件类一级栏目6个月内未更新, each column."""
    return _each([one for one in context.columns.judged if _in_d5(one)], facts, clause, context)


@check("D5.3")
def policies_unclassified(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """政策文件未分类: policies whose own head has a place for the class or the number (文号) and leaves it empty.

    Whether what a file says is right, and whether a search finds it, is for people and for D21 to say.
    """
    policies = site(facts).ties.get(Role.POLICY, ())
    found = [
        suspicion(
            clause, context, subject=fact.url, seen=fact, detail={"title": fact.title, "missing": list(fact.tie.empty)}
        )
        for fact in policies
        if fact.tie.empty
    ]
    return open_with(found, numbers={"policies": len(policies), "unclassified": len(found)})


@check("D6")
def not_interpreted(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """应解读的政策文件未解读: policies drawn that have no interpretation, once all that could be one was seen."""
    kept = pairs(site(facts), Role.POLICY)
    sampled = _drawn(kept, clause, context)
    bare = [pair for pair in sampled if pair.bond is Bond.NONE]
    unknown = sum(pair.bond is Bond.UNKNOWN for pair in sampled)
    numbers = {
        "policies": len(kept),
        "drawn": len(sampled),
        "interpreted": len(sampled) - len(bare) - unknown,
        "unknown": unknown,
    }
    found = [_tied(pair, clause, context) for pair in bare] if context.crawl.complete else []
    return open_with(found, numbers=numbers, sample=[pair.one.url for pair in sampled])


@check("D7")
def not_linked(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """政策文件与解读稿件未相互关联: interpreted policies drawn whose pair does not link both ways."""
    kept = pairs(site(facts), Role.POLICY)
    interpreted = [pair for pair in kept if pair.other is not None]
    sampled = _drawn(interpreted, clause, context)
    apart = [pair for pair in sampled if pair.bond is not Bond.BOTH]
    numbers = {
        "policies": len(kept),
        "interpreted": len(interpreted),
        "drawn": len(sampled),
        "linked": len(sampled) - len(apart),
        "unknown": sum(pair.bond is Bond.UNKNOWN for pair in kept),
    }
    found = [_tied(pair, clause, context) for pair in apart]
    return open_with(found, numbers=numbers, sample=[pair.one.url for pair in sampled])


@check("D8.1")
def others_blank(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """其他指标未扣分的空白栏目, each."""
    return _each(_others(context, Health.BLANK), facts, clause, context)


@check("D8.2")
def others_overdue(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """其他指标未扣分的应更新未更新栏目, each."""
    return _each(_others(context, Health.STALE), facts, clause, context)


def _drawn(members: Sequence[Pair], clause: Clause, context: Context) -> tuple[Pair, ...]:
    size = int(clause.limit("sample"))
    return drawn(members, size, seed=context.seed, clause=clause.id, name=lambda pair: pair.one.url)


def _tied(pair: Pair, clause: Clause, context: Context) -> Finding:
    detail = {"title": pair.one.title, "number": pair.one.tie.number, "bond": str(pair.bond)}
    if pair.other is not None:
        detail |= {"interpretation": pair.other.title, "interpretation_url": pair.other.url}
    return suspicion(clause, context, subject=pair.one.url, seen=pair.one, detail=detail)


def _in_d4(column: JudgedColumn) -> bool:
    return column.type.id == "news" and column.late


def _in_d5(column: JudgedColumn) -> bool:
    return column.type.id == "policy" and column.late and column.level_one


def _others(context: Context, health: Health) -> list[JudgedColumn]:
    others = (one for one in context.columns.judged if not one.leads_on and not _in_d4(one) and not _in_d5(one))
    return [one for one in others if one.health is health]


def _missing(kind: str, facts: Facts, clause: Clause, context: Context) -> Judgement:
    """No column of a type: only a complete crawl that kept nothing back can say so."""
    known = site(facts)
    if not known.homes:
        return unchecked()
    numbers = {"columns": len(context.columns.of(kind)), "unseen": context.columns.unseen}
    if kind in context.columns.kinds:
        return settled((), Fraction(1), context, further=0, numbers=numbers)
    if not context.crawl.complete or context.columns.unseen or not known.homes[0].readable:
        share = context.columns.coverage * context.crawl.share
        return Judgement(coverage=share, further=1, numbers=numbers)
    return settled([finding(clause, context, seen=known.homes[0])], Fraction(1), context, further=0, numbers=numbers)


def _each(late: Iterable[JudgedColumn], facts: Facts, clause: Clause, context: Context) -> Judgement:
    if not site(facts).homes:
        return unchecked(further=None)
    found = [
        finding(clause, context, subject=column.fact.key, seen=column.fact.listing, detail=column.told())
        for column in late
    ]
    columns = context.columns
    numbers = {"columns": len(columns.judged), "counted": len(found), "unseen": columns.unseen}
    return settled(found, columns.coverage, context, further=columns.unseen, numbers=numbers)
