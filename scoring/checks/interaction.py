"""互动交流: V5 互动回应差 and D15.3 留言公开, as far as published letters and the home page show.

What is not published nobody sees, so that all of it is suspected and nothing is cleared.
"""

from datetime import datetime

from infra.clock import end_of_day, parse_moment
from infra.records import Outcome
from scoring.checks.context import Context, Judgement, check, site
from scoring.checks.suspecting import open_with, suspicion
from scoring.dates import cutoff
from scoring.facts import Facts, LetterFact
from scoring.newest import lacks
from scoring.standard_parts import Clause

#: The column type that letters stand in.
_MESSAGES = "messages"
#: What D15.3 wants a published letter to show, as people call it.
_CALLED = {"received": "留言时间", "replied": "答复时间", "unit": "答复单位", "reply": "答复内容"}


@check("V5.1")
def no_channel(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未提供咨询建言渠道: the home page links to none that opens, and no column and no letter tells of one."""
    known = site(facts)
    home = known.homes[0] if known.homes else None
    if home is None or home.offers is None or not home.readable or not context.crawl.complete:
        return open_with(())
    dead = {link.url for link in known.links if link.outcome is Outcome.DEAD}
    opening = [url for url in home.offers.consult if url not in dead]
    told = opening or known.letters.kept or known.letters.listed or _MESSAGES in context.columns.kinds
    if told:
        return open_with(())
    return open_with([suspicion(clause, context, subject="", seen=home, detail={"dead": list(home.offers.consult)})])


@check("V5.2")
def letters_unanswered(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """有效留言超过3个月未回应: published letters of the last year that say that they wait for an answer."""
    letters = site(facts).letters
    since = cutoff(context.as_of, months=clause.limit("window_months"))
    late = cutoff(context.as_of, months=clause.limit("answer_months"))
    found = []
    for fact in letters.unanswered:
        came = _moment(fact.letter.received)
        if came is not None and since <= came < late:
            told = {"title": fact.letter.title, "received": fact.letter.received, "state": fact.letter.state or ""}
            found.append(suspicion(clause, context, subject=_name(fact), seen=fact, detail=told))
    return open_with(found)


@check("D15.3")
def letters_lacking(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """公开的留言缺少时间、单位或答复内容: one suspicion a kind, with the newest letter that lacks it."""
    lacking: dict[str, list[LetterFact]] = {}
    for fact in site(facts).letters.lacking:
        for name in lacks(fact.letter):
            lacking.setdefault(name, []).append(fact)
    return open_with(
        suspicion(
            clause,
            context,
            subject=name,
            seen=lacking[name][0],
            detail={"name": called, "letters": len(lacking[name]), "title": lacking[name][0].letter.title},
        )
        for name, called in _CALLED.items()
        if name in lacking
    )


def _name(fact: LetterFact) -> str:
    return f"{fact.url} {fact.letter.title}" if fact.url == fact.found_on else fact.url


def _moment(iso: str | None) -> datetime | None:
    return end_of_day(parse_moment(iso)) if iso else None
