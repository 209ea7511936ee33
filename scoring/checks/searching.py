"""站内搜索: D21.1 whether a site has a search that opens, D21.2 whether it finds the site's own titles.

A search that only a script asks, or one that posts, is there and is not tried (the crawler never posts); what nobody
could try or make out is not checked, whatever it may be.
"""

from fractions import Fraction

from infra.records import Outcome, TaskKind
from scoring.checks.context import Context, Judgement, check, finding, site, unchecked
from scoring.checks.suspecting import suspicion
from scoring.draw import drawn
from scoring.facts import Facts, HomeFact, LinkFact, SiteFacts
from scoring.standard.parts import Clause


@check("D21.1")
def site_search(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未提供站内搜索功能或功能不可用: the home page shows none; one whose address is dead is suspected."""
    known = site(facts)
    home = _told(known)
    if home is None or home.offers is None:
        return unchecked()
    address = home.offers.search
    dead = [link for link in known.links if link.outcome is Outcome.DEAD and _is_search(link, address)]
    numbers = {"search": address, "tried": len(known.trials), "dead": len(dead)}
    if address is None:
        return Judgement(findings=(finding(clause, context, seen=home),), firm=1, numbers=numbers)
    if dead and not known.trials:
        detail = {"search": address, "status": dead[0].status, "reason": dead[0].reason}
        found = (suspicion(clause, context, subject="dead", seen=dead[0], detail=detail),)
        return Judgement(findings=found, numbers=numbers)
    return Judgement(further=0 if context.crawl.complete else 1, numbers=numbers)


@check("D21.2")
def titles_are_found(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """抽查的信息标题在搜索结果第一页中找不到, each: suspected of titles that the crawl asked the site's search for."""
    known, size = site(facts), int(clause.limit("sample"))
    home = _told(known)
    if home is None or home.offers is None:
        return unchecked(further=size)
    if home.offers.search is None:  # D21.1 has it
        return Judgement(numbers={"asked": 0, "found": 0, "missed": 0, "unreadable": 0})
    told = {fact.url: fact for fact in known.trials}
    asked = drawn(
        {*told, *(link.url for link in known.links if link.kind is TaskKind.SEARCH)},
        size,
        seed=context.seed,
        clause=clause.id,
        name=str,
    )
    missed = [told[url] for url in asked if url in told and told[url].found is False]
    found = sum(url in told and told[url].found is True for url in asked)
    unreadable = len(asked) - found - len(missed)
    suspected = tuple(
        suspicion(clause, context, subject=fact.title, seen=fact, detail={"title": fact.title, "results": fact.results})
        for fact in missed
    )
    coverage = Fraction(found + len(missed), len(asked)) if asked else Fraction(0)
    return Judgement(
        findings=suspected,
        coverage=coverage * context.crawl.share,
        further=(unreadable if asked else size) if context.crawl.complete else size,
        numbers={"asked": len(asked), "found": found, "missed": len(missed), "unreadable": unreadable},
        sample=asked,
    )


def _told(known: SiteFacts) -> HomeFact | None:
    """The home page, if it could be read without a browser."""
    return known.homes[0] if known.homes and known.homes[0].readable else None


def _is_search(link: LinkFact, address: str | None) -> bool:
    return link.kind is TaskKind.SEARCH or (bool(address) and link.url == address)
