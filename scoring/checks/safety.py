"""V1 安全、泄密事故等严重问题: what a machine can suspect of it and only persons can say.

A word of a list, a link, a mark, a date prove nothing: each is a suspicion to look at, at most a sample of them.
Nothing found clears nothing either, so the clauses stay open until somebody has looked.
"""

from collections.abc import Sequence

from infra.records import SuspicionKind
from scoring.checks.context import Context, Judgement, check, finding, site
from scoring.checks.suspecting import open_with, suspicion
from scoring.facts import DateFact, Facts, SuspectedFact
from scoring.findings import Finding
from scoring.standard.parts import Clause


@check("V1.1")
def serious_wording(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """出现严重表述错误: pages with words that an operator's list calls serious."""
    return _suspected(facts, clause, context, SuspicionKind.SERIOUS_WORDING)


@check("V1.2")
def state_secrets(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """泄露国家秘密: pages and files that bear a mark of classification."""
    return _suspected(facts, clause, context, SuspicionKind.SECRECY)


@check("V1.3")
def links_to_what_is_forbidden(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """发布或链接反动、暴力、色情等内容: dark links, links to taken-over names, pages that are not the site's own."""
    return _suspected(facts, clause, context, SuspicionKind.DARK_LINK, SuspicionKind.TAMPERED)


@check("V1.5")
def forged_dates(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """伪造发稿日期: pages dated later than they were seen, and pages whose address names a day far from theirs.

    One suspicion of each kind, with all its pages: a site that was moved explains all of them at once. That an old text
    was put out again as a new one (旧文新发) no single crawl can see.
    """
    known = site(facts)
    kinds = {"发布日期晚于抓取日期": known.ahead, "发布日期与网址中的日期相差一个月以上": known.apart}
    found = [_forged(name, pages, clause, context) for name, pages in kinds.items() if pages]
    return open_with(found, numbers={"ahead": len(known.ahead), "apart": len(known.apart)})


def _forged(name: str, pages: Sequence[DateFact], clause: Clause, context: Context) -> Finding:
    told = [
        {"url": page.url, "title": page.title, "published": page.published, "other": page.other, "days": page.days}
        for page in pages
    ]
    return suspicion(clause, context, subject=name, seen=pages[0], detail={"name": name, "listed": told})


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
    return open_with(found, numbers={str(kind): len(suspected.get(kind, ())) for kind in kinds})


def _told(bearing: list[SuspectedFact]) -> dict[str, object]:
    listed = [one for fact in bearing for one in fact.suspicions]
    return {
        "suspicions": [
            {"kind": one.kind, "sample": one.sample, "where": one.where, "why": one.why, "count": one.count}
            for one in listed
        ]
    }
