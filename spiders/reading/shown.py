"""What a page shows whatever its kind is: statistics, what sorts services, and what may earn points."""

from dataclasses import replace
from datetime import datetime

from spiders.reading.features import Page
from spiders.reading.figures import read_figures
from spiders.reading.merits import read_merits
from spiders.reading.outline import Outline
from spiders.reading.sorting import read_sorts

#: Kinds of page that show nothing of the kind: no pages of the site's own making, or one letter.
_OTHERS = frozenset(("error", "search", "message"))


def with_shown(page: Page, outline: Outline, as_of: datetime | None) -> Page:
    """The page with what it shows, read from what is known of it and from its outline."""
    if page.kind in _OTHERS or not page.pages.first:
        return page
    names = page.column.path if page.column else ()
    days = [entry.date for entry in page.entries if entry.date and (as_of is None or entry.date <= as_of)]
    figures = read_figures(
        page.url,
        page.kind,
        names,
        page.title,
        text="" if page.kind == "guide" else page.text,
        links=page.links,
        shown=page.published or max(days, default=None),
        as_of=as_of,
    )
    sorts = read_sorts(page.kind, names, page.text)
    merits = read_merits(
        outline,
        page.kind,
        names,
        page.title,
        content_from=len(outline.text) - len(page.text),
        files=page.attachments,
        links=page.links,
    )
    return replace(page, figures=figures, sorts=sorts, merits=merits) if figures or sorts or merits else page
