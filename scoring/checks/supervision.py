"""监管工作 (annex B): S1 and S2 failed targets, S5 季度自查, S7 登记备案信息, from the results of a whole inspection.

An inspection shows what is wrong in the area, not whether the national spot check met it, whether an earlier quarter
was left out, or what the registry does not list: these clauses stay open until somebody has looked. What only people
know (找错留言, 年度报表, 集约化) has no check and is entered.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from scoring.area import AreaFacts, Member
from scoring.checks.context import Context, Judgement, check, finding
from scoring.facts import Facts
from scoring.findings import Finding, State
from scoring.standard.parts import Clause


@check("S1")
def failed_for_wording(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """多个网站或新媒体因严重表述错误不合格: members with such a veto, several or more."""
    wording = frozenset(clause.words["vetoes"].values)
    return _failed([one for one in area(facts).members if wording & set(one.vetoes)], facts, clause, context)


@check("S2")
def failed_otherwise(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """因其他原因不合格的网站: sites that fail and have no veto of S1, at the clause's number or more."""
    wording = context.standard.clauses.get("S1")
    told = frozenset(wording.words["vetoes"].values) if wording else frozenset()
    return _failed(
        [one for one in area(facts).sites if one.failed and not told & set(one.vetoes)], facts, clause, context
    )


@check("S5")
def too_few_inspected(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """检查的网站比例不足: sites of which something was seen, over all that are registered."""
    sites = area(facts).sites
    seen = [one for one in sites if one.inspected]
    share = Fraction(len(seen), len(sites)) if sites else Fraction(1)
    short = context.crawl.complete and share < Fraction(clause.limit("share"))
    numbers = {"registered": len(sites), "inspected": len(seen), "share": round(float(share), 4)}
    missing = [one.target.name for one in sites if not one.inspected]
    found = (finding(clause, context, detail={**numbers, "not_inspected": missing}),) if short else ()
    return Judgement(findings=found, coverage=context.crawl.share, firm=len(found), further=None, numbers=numbers)


@check("S7")
def registry_wrong(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """登记信息有误: accounts that the registry says are not filed; sites that moved are for a person to look at."""
    known = area(facts)
    unfiled = [one for one in known.accounts if one.target.filed is False]
    moved = [one for one in known.sites if one.moved_to]
    told = sum(one.inspected for one in known.sites) + sum(one.target.filed is not None for one in known.accounts)
    return Judgement(
        findings=(
            *(_unfiled(one, clause, context) for one in unfiled),
            *(_moved(one, clause, context) for one in moved),
        ),
        coverage=Fraction(told, len(known.members)) if known.members else Fraction(0),
        firm=len(unfiled),
        further=None,
        numbers={"accounts_not_filed": len(unfiled), "sites_moved": len(moved)},
    )


def area(facts: Facts) -> AreaFacts:
    """The facts as those of an area. Raises ``TypeError`` for a target: the standard applies the clause to both."""
    if not isinstance(facts, AreaFacts):
        msg = f"an area's clause was applied to {facts.target}"
        raise TypeError(msg)
    return facts


def _failed(counted: Iterable[Member], facts: Facts, clause: Clause, context: Context) -> Judgement:
    """One suspicion that lists those counted, when they reach the clause's number."""
    listed = list(counted)
    limit = clause.limits["targets"]
    numbers = {"count": len(listed), "limit": int(limit.value), "of": len(area(facts).members)}
    targets = [{"code": one.target.code, "name": one.target.name, "vetoes": list(one.vetoes)} for one in listed]
    detail = {**numbers, "limit_confirmed": limit.confirmed, "targets": targets}
    found = (finding(clause, context, detail=detail),) if len(listed) >= limit.value else ()
    return Judgement(findings=found, coverage=Fraction(0), further=None, numbers=numbers)


def _unfiled(one: Member, clause: Clause, context: Context) -> Finding:
    detail = {"name": one.target.name, "unit": one.target.unit, "wrong": "未备案"}
    return replace(finding(clause, context, subject=one.target.code, detail=detail), url=one.target.url)


def _moved(one: Member, clause: Clause, context: Context) -> Finding:
    detail = {"name": one.target.name, "wrong": "网址变更", "registered": one.target.url, "now": one.moved_to}
    found = finding(clause, context, subject=one.target.code, detail=detail)
    return replace(found, url=one.moved_to, state=State.SUSPECTED)
