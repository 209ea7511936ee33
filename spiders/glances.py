"""Pages of which one thing is wanted: what another site shows first, and what a search that was tried brings."""

from collections.abc import Callable, Mapping
from typing import Final

from infra.records import PageSeen, TaskKind
from spiders import guards
from spiders.fetching.answers import Answer
from spiders.guards import Ending
from spiders.reading.landing import read_landing
from spiders.reading.trial import read_results

#: How a fetch ended by what its page shows, and what is kept of that.
Glance = tuple[Ending, PageSeen | None]


def at_neighbour(answer: Answer, url: str) -> Glance:
    """Look at a page of another site, of which the beginning was read: is it there, and what does it sell?"""
    landing = read_landing(answer.body, url, charset=answer.charset)
    if landing.challenge:
        return guards.challenged(landing.challenge), None
    if not landing.suspicions:
        return guards.OK, None
    return guards.OK, PageSeen(kind="outside", title=landing.title, suspicions=landing.suspicions)


def at_results(answer: Answer, url: str) -> Glance:
    """Look at the first page of results of a search: does it show the title that was asked for?"""
    results = read_results(answer.body, url, charset=answer.charset)
    if results.challenge:
        return guards.challenged(results.challenge), None
    return guards.OK, PageSeen(kind="search", title=results.title, trial=results.trial)


#: Kinds of task whose pages are only glanced at.
GLANCES: Final[Mapping[TaskKind, Callable[[Answer, str], Glance]]] = {
    TaskKind.OUTSIDE: at_neighbour,
    TaskKind.SEARCH: at_results,
}
