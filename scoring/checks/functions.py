"""功能设计 that a crawl shows: D18 网站标识, D19 可用性, D20 网页标签, D25 我为政府网站找错.

Marks that a page cannot show (a footer loaded by script) are not judged; a link costs only when it was really tried
and is dead, never when the site blocked, the answer was too slow, or the address was refused.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from infra.records import MarksSeen, Outcome, TaskKind
from scoring.checks.context import Context, Judgement, check, finding, site, unchecked
from scoring.facts import Facts, HomeFact, LinkFact, PageFact, SiteFacts
from scoring.findings import Finding
from scoring.folding import column_key
from scoring.standard_parts import Clause

_GONE = frozenset({404, 410})
_UNTOLD = frozenset({Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED})


@check("D18")
def footer_marks(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """网站标识: an item lacks when the home page's footer, or half of the sampled pages with a footer, lack it."""
    known = site(facts)
    if not known.homes:
        return unchecked(further=len(clause.words["items"].values))
    share = Fraction(clause.limit("share"))
    pages: list[HomeFact | PageFact] = [known.homes[0], *(page for kind in known.sample.values() for page in kind)]
    items = clause.words["items"].values
    found, firm, told = [], 0, 0
    for item in items:
        at_home = _lacks(known.homes[0].marks, item)
        lacking = [page for page in pages if _lacks(page.marks, item)]
        shown = sum(_lacks(page.marks, item) is not None for page in pages)
        told += shown > 0
        if at_home or (shown and Fraction(len(lacking), shown) >= share):
            detail = {"item": item, "pages": shown, "lacking": len(lacking)}
            found.append(finding(clause, context, subject=item, seen=lacking[0], detail=detail))
            firm += bool(at_home)
    return _partly(found, firm, told, len(items), context)


@check("D19.1")
def dead_links_on_home(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """首页链接打不开, each."""
    return _dead(facts, clause, context, on_home=True)


@check("D19.2")
def dead_links_elsewhere(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """其他页面链接打不开, each."""
    return _dead(facts, clause, context, on_home=False)


@check("D20")
def page_tags(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """网页标签: of home, column and content pages, each kind of which half of the sampled pages lack a required tag."""
    known = site(facts)
    if not known.homes:
        return unchecked(further=len(clause.words))
    share = Fraction(clause.limit("share"))
    found, firm, told = [], 0, 0
    for kind, required in clause.words.items():
        pages: Sequence[HomeFact | PageFact] = known.homes[:1] if kind == "home" else known.sample.get(kind, ())
        told += bool(pages)
        missing = {page.url: [tag for tag in required.values if tag not in page.tags] for page in pages}
        lacking = [page for page in pages if missing[page.url]]
        if pages and Fraction(len(lacking), len(pages)) >= share:
            tags = sorted({tag for page in lacking for tag in missing[page.url]})
            detail = {"kind": kind, "pages": len(pages), "lacking": len(lacking), "tags": tags}
            found.append(finding(clause, context, subject=kind, seen=lacking[0], detail=detail))
            firm += kind == "home"
    return _partly(found, firm, told, len(clause.words), context)


@check("D25")
def error_report_entry(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """我为政府网站找错: the home page's footer lacks the entry."""
    known = site(facts)
    if not known.homes or (entry := known.homes[0].marks.error_report) is None:
        return unchecked()
    return Judgement() if entry else Judgement(findings=(finding(clause, context, seen=known.homes[0]),), firm=1)


def _lacks(marks: MarksSeen, item: str) -> bool | None:
    """True when the footer is there and lacks the item; None when that cannot be told."""
    value = getattr(marks, item)
    return None if value is None else not value


def _partly(found: Sequence[Finding], firm: int, told: int, most: int, context: Context) -> Judgement:
    """Judge a clause of ``most`` parts, ``told`` of which could be seen at all.

    What the home page shows is settled at once (``firm``); the sample still changes during the crawl.
    """
    coverage = Fraction(told, most)
    if context.crawl.complete:
        return Judgement(findings=tuple(found), coverage=coverage, firm=len(found), further=most - told)
    return Judgement(
        findings=tuple(found), coverage=coverage * context.crawl.share, firm=firm, further=most - len(found)
    )


def _dead(facts: Facts, clause: Clause, context: Context, *, on_home: bool) -> Judgement:
    known = site(facts)
    if not known.homes:
        return unchecked(further=None)
    homes = {column_key(url) for url in known.home_urls}
    links = [link for link in _links(known) if (column_key(link.found_on) in homes) is on_home]
    dead = [link for link in links if link.outcome is Outcome.DEAD]
    untold = len(links) - len(dead)
    found = tuple(_dead_link(link, clause, context) for link in dead)
    coverage = _tried(known, context)
    if context.crawl.complete:
        return Judgement(findings=found, coverage=coverage, firm=len(found), further=untold)
    firm = sum(link.status in _GONE for link in dead)
    return Judgement(findings=found, coverage=coverage * context.crawl.share, firm=firm, further=None)


def _dead_link(link: LinkFact, clause: Clause, context: Context) -> Finding:
    detail = {"status": link.status, "reason": link.reason, "kind": str(link.kind)}
    return finding(clause, context, subject=link.url, seen=link, found_on=link.found_on, detail=detail)


def _links(known: SiteFacts) -> Iterable[LinkFact]:
    return (link for link in known.links if link.found_on and link.kind not in (TaskKind.HOME, TaskKind.FEED))


def _tried(known: SiteFacts, context: Context) -> Fraction:
    untold = sum(link.outcome in _UNTOLD for link in _links(known))
    links = max(context.crawl.known, untold, 1)
    return Fraction(links - untold, links)
