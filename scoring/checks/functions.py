"""功能设计 that pages show: D18 网站标识, D19 可用性, D20 网页标签, D25 我为政府网站找错.

Marks that a page cannot show (a footer loaded by script) are not judged; a link costs only when it was really tried
and is dead, never when the site blocked, the answer was too slow, or the address was refused. What is there and
contradicts itself (codes, tags) is suspected, for which of the two is wrong only people can say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from infra.records import MarksSeen, Outcome, TaskKind
from scoring.checks.context import Context, Judgement, check, finding, site, unchecked
from scoring.checks.suspecting import suspicion
from scoring.draw import drawn
from scoring.facts import Facts, HomeFact, LinkFact, PageFact, SiteFacts
from scoring.findings import Finding, State
from scoring.identity import codes_of, is_code
from scoring.ledger.folding import column_key
from scoring.standard.parts import Clause

_GONE = frozenset({404, 410})
_UNTOLD = frozenset({Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED})
#: No links of a page: what the registry names, what the crawler asks by itself.
_NO_LINKS = frozenset({TaskKind.HOME, TaskKind.FEED, TaskKind.SEARCH})
#: Doubts of reading (``spiders.reading.doubts``) by which a tag that is there is wrong.
_WRONG_TAGS = ("tag_domain", "tag_title", "tag_date", "tag_date_form")


@check("D18")
def footer_marks(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """网站标识: an item lacks when the home page's footer, or half of the sampled pages with a footer, lack it.

    Codes (标识码) that differ between SiteIDCode, footer and registry, or have no code's form, are suspected (T6.6).
    """
    known, items = site(facts), clause.words["items"].values
    if not known.homes:
        return unchecked(further=len(items) + 1)
    share = Fraction(clause.limit("share"))
    pages: list[HomeFact | PageFact] = [known.homes[0], *(page for kind in known.sample.values() for page in kind)]
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
    found += _codes(known.homes[0], clause, context)
    judged = _partly(found, firm, told, len(items), context)
    return replace(judged, numbers={"pages": len(pages), "items": len(items), "told": told}, sample=_addresses(pages))


def _codes(home: HomeFact, clause: Clause, context: Context) -> Iterable[Finding]:
    """A suspicion where the codes of a home page are not one; that of the error report alone is for D25 to tell."""
    codes = codes_of(home, context.target)
    own = {code for place, code in codes.items() if place != "report"}
    if len(own) > 1 or not all(map(is_code, own)):
        yield suspicion(clause, context, subject="code", seen=home, detail={"codes": codes})


@check("D19.1")
def dead_links_on_home(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """首页链接（含图片、附件、外部链接）打不开或错误, each distinct address once."""
    return _dead(facts, clause, context, on_home=True)


@check("D19.2")
def dead_links_elsewhere(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """其他页面链接打不开或错误, each distinct address once."""
    return _dead(facts, clause, context, on_home=False)


@check("D20")
def page_tags(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """网页标签: of home, column and content pages, each kind of which half of the drawn pages lack a required tag.

    Tags that are there and contradict the page (T6.6) on half of them are suspected.
    """
    known = site(facts)
    if not known.homes:
        return unchecked(further=len(clause.words))
    looked: dict[str, Sequence[HomeFact | PageFact]] = {}
    found, firm = [], 0
    for kind, required in clause.words.items():
        pages = looked[kind] = (
            known.homes[:1] if kind == "home" else _drawn(known.sample.get(kind, ()), clause, context)
        )
        if one := _untagged(kind, required.values, pages, clause, context):
            found.append(one)
            firm += kind == "home" and one.state is State.CONFIRMED
    told = sum(bool(pages) for pages in looked.values())
    judged = _partly(found, firm, told, len(clause.words), context)
    numbers = {kind: len(pages) for kind, pages in looked.items()}
    return replace(judged, numbers=numbers, sample=_addresses(page for pages in looked.values() for page in pages))


def _drawn(pages: Sequence[PageFact], clause: Clause, context: Context) -> tuple[PageFact, ...]:
    size = int(clause.limit("sample"))
    return drawn(pages, size, seed=context.seed, clause=clause.id, name=lambda page: page.url)


def _untagged(
    kind: str, required: Sequence[str], pages: Sequence[HomeFact | PageFact], clause: Clause, context: Context
) -> Finding | None:
    """What is wrong with the tags of one kind of page: some lack, or else some contradict what the pages show."""
    share = Fraction(clause.limit("share"))
    missing = {page.url: [tag for tag in required if tag not in page.tags] for page in pages}
    lacking = [page for page in pages if missing[page.url]]
    if pages and Fraction(len(lacking), len(pages)) >= share:
        tags = sorted({tag for page in lacking for tag in missing[page.url]})
        detail = {"kind": kind, "pages": len(pages), "lacking": len(lacking), "tags": tags}
        return finding(clause, context, subject=kind, seen=lacking[0], detail=detail)
    wrong = [page for page in pages if any(doubt in page.doubts for doubt in _WRONG_TAGS)]
    if pages and Fraction(len(wrong), len(pages)) >= share:
        doubts = {name: wrong[0].doubts[name] for name in _WRONG_TAGS if name in wrong[0].doubts}
        detail = {"kind": kind, "pages": len(pages), "wrong": len(wrong), "doubts": doubts}
        return suspicion(clause, context, subject=f"{kind} wrong", seen=wrong[0], detail=detail)
    return None


@check("D25")
def error_report_entry(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """我为政府网站找错: the home page's footer lacks the entry; one of an old address or another code is suspected."""
    known = site(facts)
    if not known.homes or (entry := known.homes[0].marks.error_report) is None:
        return unchecked()
    home = known.homes[0]
    codes, outdated = codes_of(home, context.target), "report_outdated" in home.doubts
    report, others = codes.pop("report", ""), set(codes.values())
    numbers = {"entry": entry, "outdated": outdated, "code": report or None}
    if not entry:
        return Judgement(findings=(finding(clause, context, seen=home),), firm=1, numbers=numbers)
    if outdated or (report and others and report not in others):
        detail = {"outdated": outdated, "report": report, "codes": codes}
        found = suspicion(clause, context, subject="not standard", seen=home, detail=detail)
        return Judgement(findings=(found,), numbers=numbers)
    return Judgement(numbers=numbers)


def _lacks(marks: MarksSeen, item: str) -> bool | None:
    """True when the footer is there and lacks the item; None when that cannot be told."""
    value = getattr(marks, item)
    return None if value is None else not value


def _addresses(pages: Iterable[HomeFact | PageFact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.url for page in pages))


def _partly(found: Sequence[Finding], firm: int, told: int, most: int, context: Context) -> Judgement:
    """Judge a clause of ``most`` parts, ``told`` of which could be seen at all.

    What the home page shows is settled at once (``firm``); the sample still changes during the crawl. Suspicions are
    never firm.
    """
    coverage = Fraction(told, most)
    certain = sum(one.state is State.CONFIRMED for one in found)
    if context.crawl.complete:
        return Judgement(findings=tuple(found), coverage=coverage, firm=certain, further=most - told)
    return Judgement(findings=tuple(found), coverage=coverage * context.crawl.share, firm=firm, further=most - certain)


def _dead(facts: Facts, clause: Clause, context: Context, *, on_home: bool) -> Judgement:
    known = site(facts)
    if not known.homes:
        return unchecked(further=None)
    homes = {column_key(url) for url in known.home_urls}
    links = [link for link in _links(known) if (column_key(link.found_on) in homes) is on_home]
    dead = [link for link in links if link.outcome is Outcome.DEAD]
    untold = len(links) - len(dead)
    found = tuple(_dead_link(link, clause, context) for link in dead)
    coverage, numbers = _tried(known, context), {"known": context.crawl.known, "dead": len(dead), "untold": untold}
    if context.crawl.complete:
        return Judgement(findings=found, coverage=coverage, firm=len(found), further=untold, numbers=numbers)
    firm = sum(link.status in _GONE for link in dead)
    coverage *= context.crawl.share
    return Judgement(findings=found, coverage=coverage, firm=firm, further=None, numbers=numbers)


def _dead_link(link: LinkFact, clause: Clause, context: Context) -> Finding:
    detail = {"status": link.status, "reason": link.reason, "kind": str(link.kind)}
    return finding(clause, context, subject=link.url, seen=link, found_on=link.found_on, detail=detail)


def _links(known: SiteFacts) -> Iterable[LinkFact]:
    return (link for link in known.links if link.found_on and link.kind not in _NO_LINKS)


def _tried(known: SiteFacts, context: Context) -> Fraction:
    untold = sum(link.outcome in _UNTOLD for link in _links(known))
    links = max(context.crawl.known, untold, 1)
    return Fraction(links - untold, links)
