"""V1 安全、泄密事故等严重问题: what a machine can suspect of it and only persons can say.

A word of a list, a link, a number prove nothing: each page or file is a suspicion to look at, at most a sample of them.
Nothing found clears nothing either, so the clauses stay open until somebody has looked.
"""

from fractions import Fraction

from infra.records import SuspicionKind
from scoring.checks.context import Context, Judgement, check, finding, site
from scoring.facts import Facts, SuspectedFact
from scoring.standard_parts import Clause


@check("V1.1")
def serious_wording(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """出现严重表述错误: pages with words that an operator's list calls serious."""
    return _suspected(facts, clause, context, SuspicionKind.SERIOUS_WORDING)


@check("V1.3")
def links_to_what_is_forbidden(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """发布或链接反动、暴力、色情等内容: dark links, links to taken-over names, pages that are not the site's own."""
    return _suspected(facts, clause, context, SuspicionKind.DARK_LINK, SuspicionKind.TAMPERED)


def _suspected(facts: Facts, clause: Clause, context: Context, *kinds: SuspicionKind) -> Judgement:
    """A finding for each page or file that bears a suspicion of one of the kinds."""
    suspected = site(facts).suspected
    by_address: dict[str, list[SuspectedFact]] = {}
    for kind in kinds:
        for fact in suspected.get(kind, ()):
            by_address.setdefault(fact.url, []).append(fact)
    found = tuple(
        finding(clause, context, subject=url, seen=bearing[0], found_on=bearing[0].found_on, detail=_told(bearing))
        for url, bearing in sorted(by_address.items())
    )
    return Judgement(findings=found, coverage=Fraction(0), further=None)


def _told(bearing: list[SuspectedFact]) -> dict[str, object]:
    listed = [one for fact in bearing for one in fact.suspicions]
    return {
        "suspicions": [
            {"kind": one.kind, "sample": one.sample, "where": one.where, "why": one.why, "count": one.count}
            for one in listed
        ]
    }
