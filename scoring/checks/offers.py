"""加分指标 of 功能设计 that a home page hints at: B8 智能搜索与智能问答, B9 个性化、多语言与无障碍.

A name of a link promises a thing and does not show that it works. So each is a hint for whoever grants points, worth
none by itself, and where none is seen nothing is said.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from scoring.checks.context import Context, Judgement, check, site
from scoring.checks.suspecting import open_with, suspicion
from scoring.facts import Facts
from scoring.standard_parts import Clause


@check("B8")
def smart_search(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """提供语义、分类搜索，或实时、智能问答: names by which the home page offers it."""
    offers = [home.offers for home in site(facts).homes[:1] if home.offers]
    return _hinted(offers[0].smart if offers else {}, facts, clause, context)


@check("B9")
def ease_of_use(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """提供个人空间、多语言版本、无障碍浏览: likewise."""
    offers = [home.offers for home in site(facts).homes[:1] if home.offers]
    return _hinted(offers[0].eased if offers else {}, facts, clause, context)


def _hinted(named: Mapping[str, str], facts: Facts, clause: Clause, context: Context) -> Judgement:
    home = site(facts).homes[0] if named else None
    hints = tuple(
        replace(
            suspicion(clause, context, subject=name, seen=home, detail={"name": name, "leads_to": named[name]}),
            points=Decimal(0),
        )
        for name in sorted(named)
    )
    return replace(open_with(hints), numbers={"hints": len(hints)})
