"""Pages that answer well and are none (软 404): where a site shows for a link what it shows for nothing.

Only the site's own answer to an address that does not exist (``spiders.hosts.echoes``) makes such a page dead, and only
when it comes twice. Words that say so (页面不存在) are no proof: then nothing can be said.
"""

from infra.records import Outcome, Task, TaskKind
from spiders.guards import Ending
from spiders.reading.echo import Echo, without_own
from spiders.reading.page import Page

#: Kinds of task that name a file; a page in its place is none.
FILES = frozenset({TaskKind.ATTACHMENT, TaskKind.IMAGE})
#: Kinds that are held against the site's own answer: what the registry names and what others serve is not.
ON_SITE = frozenset({TaskKind.COLUMN, TaskKind.ARTICLE, TaskKind.ARCHIVED})

_SAME = "answers HTTP 200 with what the site shows for an address that does not exist"
_LED = "leads where the site leads an address that does not exist"
_NO_FILE = "gives a page in place of the file, which says there is none"
_NO_PICTURE = "gives a page in place of the picture"
_SAYS = "answers HTTP 200 with a page that says there is none"


def of_page(task: Task, page: Page, echo: Echo | None) -> Ending | None:
    """Tell how the fetch of a page ended that shows what it shows for nothing; None for a page that is one."""
    if task.kind not in ON_SITE:
        return None
    if _is_echo(page, echo):
        return Ending(outcome=Outcome.DEAD, reason=_SAME, doubtful=True)
    return Ending(outcome=Outcome.UNSURE, reason=_SAYS) if page.kind == "error" else None


def of_redirect(task: Task, location: str, echo: Echo | None) -> Ending | None:
    """Tell how the fetch of an address ended that leads to the site's own word for nothing; None for any other."""
    if echo is None or not echo.location or task.kind not in ON_SITE | FILES:
        return None
    if without_own(location, task.url) != echo.location:
        return None
    return Ending(outcome=Outcome.DEAD, reason=_LED, doubtful=True)


def of_file(task: Task, page: Page, echo: Echo | None) -> Ending | None:
    """Tell how the fetch of a file ended that gave a page; None where a page may lead on to the file."""
    if _is_echo(page, echo) or page.kind == "error":
        return Ending(outcome=Outcome.DEAD, reason=_NO_FILE, doubtful=True)
    if task.kind is TaskKind.IMAGE:
        return Ending(outcome=Outcome.UNSURE, reason=_NO_PICTURE, doubtful=True)
    return None


def _is_echo(page: Page, echo: Echo | None) -> bool:
    return echo is not None and bool(page.imprint) and page.imprint == echo.imprint
