"""Pages that introduce a place, a body or its leaders: of each topic a ledger keeps twenty.

Which ones: overviews with the oldest figures, leaders' pages that leave out most, and functions by the body that they
are of, so that pages of one body are kept together, for only together can they contradict each other.
"""

from collections.abc import Iterator

from infra.features import AboutSeen, Topic
from infra.records import Observation, Outcome, TaskKind
from scoring.facts import AboutFact
from scoring.fields import Fields
from scoring.ledger.entry import LedgerEntry, where
from scoring.ledger.ranked import LAST, kept_as, mixed, read

_CRAWLED = frozenset({TaskKind.COLUMN, TaskKind.ARTICLE})


def entries(observation: Observation) -> Iterator[LedgerEntry]:
    """What one observation says of them."""
    page = observation.page
    if page is None or observation.outcome is not Outcome.OK or observation.kind not in _CRAWLED or page.archived:
        return
    if page.about is not None and not (page.published and page.newest is None):
        fact = AboutFact(**where(observation), title=page.title, about=page.about)
        yield kept_as(observation, _sample(page.about.topic), _rank(page.about, observation.url), observation.url, fact)


def about(fields: Fields) -> dict[Topic, tuple[AboutFact, ...]]:
    """The pages that a ledger keeps, by what they introduce."""
    found = {topic: read(fields, _sample(topic), AboutFact) for topic in Topic}
    return {topic: facts for topic, facts in found.items() if facts}


def _sample(topic: Topic) -> str:
    return f"about-{topic}"


def _rank(seen: AboutSeen, url: str) -> int:
    if seen.topic is Topic.OVERVIEW:
        return max(seen.years, default=9999)
    if seen.topic is Topic.LEADERS:
        return LAST - len(seen.empty)
    return mixed(seen.body) if seen.body and seen.phones else LAST - mixed(url) % 1000
