"""The publication day as two libraries find it, on the same pages.

htmldate gets the page's source; dateparser, which reads strings and no pages, gets the text that the page shows first,
and its first find counts. Both see the page well decoded. Days are compared: neither gives a time in Beijing.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

import htmldate
from dateparser.search import search_dates

from spiders.reading.encoding import decode
from spiders.reading.outline import lay_flat
from tests.bench.reading.judging import Verdict, verdict
from tests.bench.reading.labels import Labelled

#: Characters of a page's text that dateparser searches; it needs some 60 ms for them.
_SHOWN = 3_000
_SETTINGS = {"TIMEZONE": "Asia/Shanghai", "STRICT_PARSING": True, "PREFER_DATES_FROM": "past"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def ours(page: Labelled) -> str:
    """The day that the reading finds."""
    published = page.read().published
    return published.date().isoformat() if published else ""


def of_htmldate(page: Labelled) -> str:
    """The day that htmldate finds; what it cannot parse has none."""
    try:
        return htmldate.find_date(decode(page.body).text, url=page.url, original_date=True) or ""
    except (ValueError, TypeError, AttributeError):
        return ""


def of_dateparser(page: Labelled) -> str:
    """The first day that dateparser finds in what the page shows."""
    found = search_dates(lay_flat(decode(page.body).text).text[:_SHOWN], languages=["zh"], settings=_SETTINGS)
    first: datetime | None = found[0][1] if found else None
    return first.date().isoformat() if first else ""


READERS: dict[str, Callable[[Labelled], str]] = {
    "reading": ours,
    "htmldate": of_htmldate,
    "dateparser": of_dateparser,
}


def compared(pages: Iterable[Labelled]) -> dict[str, list[Verdict]]:
    """The verdicts of each reader over all pages whose publication is judged."""
    found: dict[str, list[Verdict]] = {name: [] for name in READERS}
    for page in pages:
        if "published" in page.label:
            true = _DAY.match(str(page.label["published"] or ""))
            for name, reader in READERS.items():
                found[name].append(verdict(reader(page), true[0] if true else ""))
    return found
