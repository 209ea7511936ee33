"""加分指标 of 功能设计 that a home page hints at: B8 智能搜索与智能问答, B9 个性化、多语言与无障碍.

A name of a link promises a thing and does not show that it works. So each is a hint for whoever grants points, worth
none by itself, and where none is seen nothing is said.
"""

from collections.abc import Mapping

from scoring.checks.context import Context, Judgement, check, site
from scoring.checks.suspecting import hint, open_with
from scoring.facts import Facts, HomeFact
from scoring.standard.parts import Clause


@check("B8")
def smart_search(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """提供语义、分类搜索，或实时、智能问答: names by which the home page offers it."""
    home = _home(facts)
    return _hinted(home, home.offers.smart if home and home.offers else {}, clause, context)


@check("B9")
def ease_of_use(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """提供个人空间、多语言版本、无障碍浏览: likewise."""
    home = _home(facts)
    return _hinted(home, home.offers.eased if home and home.offers else {}, clause, context)


def _home(facts: Facts) -> HomeFact | None:
    return next(iter(site(facts).homes), None)


def _hinted(home: HomeFact | None, named: Mapping[str, str], clause: Clause, context: Context) -> Judgement:
    hints = [hint(clause, context, seen=home, detail={"names": dict(named)})] if named else []
    return open_with(hints, numbers={"names": len(named)})
