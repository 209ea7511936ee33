"""Why a page is taken for a side of a pair, and what a home page is seen to offer."""

from spiders.reading.margin import Where
from spiders.reading.rules import Rule
from spiders.reading.why.because import NOWHERE, Because
from spiders.reading.why.view import Found, View


def tie(view: View) -> Found:
    """What the page says of its counterpart."""
    found = view.page.tie
    if found is None:
        return
    title = view.places.said(view.page.title)
    yield "tie.role", Because(value=str(found.role), rule=Rule.TIE_ROLE, spot=title)
    yield from view.noted("tie.until", found.until)
    for number, url in enumerate(found.linked):
        noted = view.noted("", url, "ties" if view.margin.of("ties", url) is not None else "tie.linked")
        yield from ((f"tie.linked.{number}", because) for _, because in noted)
    for name in ("numbers", "names"):
        for number, value in enumerate(getattr(found, name)):
            yield f"tie.{name}.{number}", Because(value=value, rule=Rule.TIE_NAMED, spot=view.places.said(value))


def offers(view: View) -> Found:
    """What the home page offers its visitors."""
    found = view.page.offers
    if found is None:
        return
    words = {link.url: link.text or link.title for link in view.page.links}
    field = view.margin.of("offers.search", None)
    if field is not None:
        spot = view.spot(field) if field.said else NOWHERE
        yield "offers.search", Because(value=found.search, rule=Rule.OFFER_FORM, spot=spot)
    elif found.search:
        spot = view.places.said(words.get(found.search, ""))
        yield "offers.search", Because(value=found.search, rule=Rule.OFFER_SEARCH, spot=spot)
    else:
        rule = Rule.OFFER_NONE if found.search is None else Rule.OFFER_SCRIPT
        yield "offers.search", Because(value=found.search, rule=rule)
    called = ((name, Rule.OFFER_CALLED) for name in ("overview", "functions", "leaders", "services"))
    for name, rule in (("consult", Rule.OFFER_CONSULT), ("statistics", Rule.OFFER_STATISTICS), *called):
        for number, url in enumerate(getattr(found, name)):
            spot = view.places.said(words.get(url, ""), Where.TEXT)
            yield f"offers.{name}.{number}", Because(value=url, rule=rule, spot=spot)
