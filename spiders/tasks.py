"""Which links of a page become which tasks.

A site is crawled deeply and its neighbours not at all: what stands on the target's own host is followed, what stands
elsewhere is verified once, and so is every picture. The kind given here only settles the order of the crawl (DESIGN
§5); what a page really is, its own reading tells later.
"""

import re
from collections.abc import Container
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from infra.records import Task, TaskKind
from spiders.reading.attachments import is_file
from spiders.reading.dates import from_address
from spiders.reading.images import is_image
from spiders.reading.kinds import ARTICLES
from spiders.reading.links import Link, host_of
from spiders.reading.page import Page

#: Kinds whose links are followed.
FOLLOWED = frozenset({TaskKind.HOME, TaskKind.COLUMN, TaskKind.ARTICLE, TaskKind.ARCHIVED})
#: An article older than this waits behind the newer ones: no period of the standard reaches further back.
RECENT = timedelta(days=366)

#: A list's own address: a folder, an index or list page, a column number (HanWeb's ``col123``).
_COLUMN = re.compile(r"/(?:(?:index|list|default|more)[^/]*)?\Z|/col/col\d+|/(?:column|channel|node)/", re.IGNORECASE)
#: Places of a page where its own content stands; the rest is the frame that every page of the site bears.
_CONTENT = frozenset({"list", "body", "pager"})


def tasks_of(
    page: Page, task: Task, *, home: str, as_of: datetime, recent: Container[tuple[str, str]] = ()
) -> list[Task]:
    """Turn the links of the page that ``task`` led to into tasks, each address once, but for those in ``recent``.

    ``home`` is the target's home page by the registry, canonical. A host that the home page itself moved to
    counts as the site, for a page that is followed is on the site. ``recent`` holds targets and addresses.
    What an endpoint lists is borne by the page whose script asks it: nobody reads the endpoint.
    """
    if task.kind not in FOLLOWED:
        return []
    hosts = {host_of(home), host_of(task.url)}
    archived = page.archived or task.kind is TaskKind.ARCHIVED
    bearer = (page.kind == "endpoint" and task.found_on) or task.url
    found: dict[str, Task] = {}
    for link in page.links:
        if link.url == task.url or (task.target, link.url) in recent:
            continue
        kind = _kind(link, hosts, archived=archived and link.region in _CONTENT)
        found[link.url] = Task(
            target=task.target,
            kind=kind,
            url=link.url,
            found_on=bearer,
            # The pages of a list stand beside each other, so a long list is not deep; budgets bound endless ones.
            depth=task.depth + (link.region != "pager"),
            recent=kind is not TaskKind.ARTICLE or _is_recent(link, as_of),
        )
    following = "" if _is_exhausted(page, task, recent) else page.pages.next
    is_new = following not in found and (task.target, following) not in recent
    if following and is_new and host_of(following) in hosts:
        kind = TaskKind.ARCHIVED if archived else TaskKind.ARTICLE if page.kind in ARTICLES else TaskKind.COLUMN
        found[following] = Task(target=task.target, kind=kind, url=following, found_on=bearer, depth=task.depth)
    return list(found.values())


def _is_exhausted(page: Page, task: Task, recent: Container[tuple[str, str]]) -> bool:
    """Tell whether a further answer of an endpoint, which does not say how many there are, holds nothing new.

    Such a one may answer any page number with its last page, and only what it lists tells the end. What another worker
    has offered is not in ``recent``: the frontier's budgets then bound what is asked for in vain.
    """
    if page.kind != "endpoint" or page.pages.count is not None or page.pages.first:
        return False
    return all((task.target, entry.url) in recent for entry in page.entries)


def pictures_of(page: Page, task: Task, *, recent: Container[tuple[str, str]] = ()) -> list[Task]:
    """Turn the pictures of the page that ``task`` led to into tasks, but for those in ``recent``.

    To be offered after the page's links: an address that is both is a link.
    """
    if task.kind not in FOLLOWED:
        return []
    return [
        Task(target=task.target, kind=TaskKind.IMAGE, url=url, found_on=task.url, depth=task.depth + 1)
        for url in page.images
        if url != task.url and (task.target, url) not in recent
    ]


def redirected(task: Task, location: str, *, home: str) -> Task:
    """Give the task that a redirect of ``task`` to ``location`` (canonical) leads to.

    It keeps its kind and the page that bears the link, so that a dead end is held against that link; a page that
    leads off the site is verified there and not followed. The home page stays the home page wherever it moved.
    """
    on_site = host_of(location) in {host_of(home), host_of(task.url)}
    keeps_kind = on_site or task.kind not in FOLLOWED or task.kind is TaskKind.HOME
    return Task(
        target=task.target,
        kind=task.kind if keeps_kind else TaskKind.OUTSIDE,
        url=location,
        found_on=task.found_on,
        depth=task.depth + 1,
        recent=task.recent,
    )


def _kind(link: Link, hosts: set[str], *, archived: bool) -> TaskKind:
    if host_of(link.url) not in hosts:
        return TaskKind.OUTSIDE
    if is_file(link.url):
        return TaskKind.ATTACHMENT
    if is_image(link.url):
        return TaskKind.IMAGE
    if archived:
        return TaskKind.ARCHIVED
    path = urlsplit(link.url).path
    if link.region in ("nav", "pager", "head") or (link.date is None and _COLUMN.search(path)):
        return TaskKind.COLUMN
    return TaskKind.ARTICLE


def _is_recent(link: Link, as_of: datetime) -> bool:
    """Tell whether an article may be young enough to matter; one without any date may."""
    moment = link.date or from_address(link.url)
    return moment is None or moment >= as_of - RECENT
