"""Which titles of a home page a site's own search is tried for (抽查标题), as tasks.

Only a search that a form asks by GET is tried, with what a visitor would send; nothing is ever posted. The titles are
those that lead to the site itself, drawn by a hash of seed and address, so that nobody can polish what will be asked
and anybody can ask it again.
"""

import re
from collections.abc import Container
from hashlib import blake2b
from typing import Final

from infra.records import Task, TaskKind
from spiders.reading.links import host_of
from spiders.reading.page import Page
from spiders.reading.trial import asking, is_telling

#: Titles that are asked for: as many as the standard's sample is thought to have (D21.2).
MOST: Final = 4
#: Search engines of the whole web. A form that asks one of them is no search of the site, and they turn machines away.
_ENGINES: Final = re.compile(r"(?:^|\.)(?:baidu|so|sogou|bing|google|haosou|youdao)\.(?:com|cn)(?:\.\w\w)?(?::\d+)?\Z")


def trials_of(page: Page, task: Task, *, seed: str, recent: Container[tuple[str, str]] = ()) -> list[Task]:
    """Turn titles of the home page that ``task`` led to into searches for them, but for those in ``recent``."""
    trial = page.offers.trial if task.kind is TaskKind.HOME and page.offers else ""
    if not trial or _ENGINES.search(host_of(trial)):
        return []
    titles = {
        entry.title: entry.url
        for entry in page.entries
        if host_of(entry.url) == host_of(task.url) and is_telling(entry.title)
    }
    drawn = sorted(titles, key=lambda title: _rank(seed, titles[title]))[:MOST]
    addresses = dict.fromkeys(url for title in drawn if (url := asking(trial, title)))
    return [
        Task(target=task.target, kind=TaskKind.SEARCH, url=url, found_on=task.url, depth=task.depth + 1)
        for url in addresses
        if (task.target, url) not in recent
    ]


def _rank(seed: str, url: str) -> bytes:
    return blake2b(f"{seed}\0{url}".encode(errors="surrogatepass"), digest_size=16).digest()
