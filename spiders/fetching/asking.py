"""How a lease's address is asked for: the headers that its request has beside those of every other.

A list endpoint is asked as the page's own script would ask it. jpaas and its kin answer 403 to whoever names no page
that asks, or no browser; the inspector names both and still says who it is. Only a second look hides that.
"""

from typing import Final

from infra.frontier import Lease
from infra.records import TaskKind
from spiders.fetching.second_look import browser_headers
from spiders.reading.cms.registry import is_endpoint
from spiders.settings import USER_AGENT

_FEED: Final = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
_SCRIPT: Final = {"Accept": "*/*", "X-Requested-With": "XMLHttpRequest"}
_AGENT: Final = {"User-Agent": f"Mozilla/5.0 (compatible; {USER_AGENT})"}


def headers_of(lease: Lease) -> dict[str, str]:
    """Give the headers of a lease's request; mostly none."""
    task, again = lease.task, browser_headers(lease)
    if task.kind is TaskKind.FEED:
        return again | {"Accept": _FEED}
    if not is_endpoint(task.url):
        return again
    referer = {"Referer": task.found_on} if task.found_on else {}
    return (again or _AGENT) | _SCRIPT | referer
