"""The supervision assessment (监管工作年度考核): the scorecard of the office that answers for all of a registry.

It is worked out from the cards of an inspection and from what people enter about the office's work, by the same
arithmetic as a target's card and by the gates of the standard's own ``[supervision]`` (S0).
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from infra.clock import parse_as_of
from infra.inspections import Inspection
from infra.records import Kind, Target
from scoring.area import AREA, AreaFacts, Member
from scoring.checks import Context, Crawl
from scoring.facts import Facts, SiteFacts
from scoring.review import Review
from scoring.scorecard import Scorecard, Verdict, score
from scoring.standard import Standard


def assess(
    members: Sequence[Member], rules: Standard, inspection: Inspection, reviews: Sequence[Review] = ()
) -> Scorecard:
    """Score an office. ``rules`` has its gates (``Standard.of_area``), ``reviews`` are the decisions on ``AREA``."""
    settled = sum(one.settled for one in members)
    context = Context(
        as_of=parse_as_of(inspection.as_of),
        standard=rules,
        target=AREA,
        crawl=Crawl(known=len(members), done=settled, complete=0 < settled == len(members)),
        seed=inspection.id,
    )
    return score(AreaFacts(members=tuple(members)), context, reviews)


def member(card: Scorecard, facts: Facts) -> Member:
    """One target of the area, from its card and its facts."""
    return Member(
        target=card.target,
        inspected=card.pages.done + card.pages.failed + card.pages.blocked > 0,
        settled=card.complete,
        failed=card.verdict is Verdict.UNQUALIFIED,
        vetoes=card.vetoes,
        moved_to=_moved_to(card.target, facts),
    )


def _moved_to(target: Target, facts: Facts) -> str:
    """Where the home page stands, if under no host that the registry has; ``www.`` makes no difference."""
    if target.kind is not Kind.SITE or not isinstance(facts, SiteFacts) or not facts.homes:
        return ""
    registered = _host(target.url)
    return "" if registered in {_host(home.url) for home in facts.homes} else facts.homes[0].url


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
