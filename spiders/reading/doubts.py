"""What of a page contradicts itself: dates, identity codes, tags, marks.

Nothing here is judged, and nothing costs a point by itself: each doubt is kept with what was seen, for a check that has
a clause for it and for the person who reviews.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from spiders.reading import dates
from spiders.reading.marks import Marks
from spiders.reading.text import bare, is_hollow


class Doubt(StrEnum):
    """Each with what is kept of it."""

    TAG_DATE = "tag_date"
    """PubDate names another day than the page shows: the tag's."""
    TAG_DATE_FORM = "tag_date_form"
    """PubDate is set and is no date: the tag's."""
    ADDRESS_DATE = "address_date"
    """The address carries a day far from the one shown: the address's."""
    TAG_TITLE = "tag_title"
    """ArticleTitle is not the title that the page shows: the tag's."""
    TAG_DOMAIN = "tag_domain"
    """SiteDomain is of another site than the page's host: the tag's."""
    TAG_CODE = "tag_code"
    """SiteIDCode is not the code in the footer: the tag's."""
    REPORT_CODE = "report_code"
    """The error report (找错) carries another code than the footer, or than SiteIDCode alone: the report's."""
    CODE_FORM = "code_form"
    """A code is neither ten digits nor bm and eight (标识码): that code."""
    MARK_INVALID = "mark_invalid"
    """The 党政机关 mark is the picture of an invalid one: red_error."""
    MARK_INSTITUTION = "mark_institution"
    """It is an institution's (事业单位): blue."""
    REPORT_OUTDATED = "report_outdated"
    """The error report leads to a host that takes none any more."""
    ENCODING = "encoding"
    """Parts of the page are broken or in another encoding than the rest."""


#: Days by which an address may be older or younger than the publication: drafts wait, texts are put back.
_NEAR = timedelta(days=31)
_BM = "bm"
#: What stands between the names of a site that has several.
_BETWEEN = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the readers found that can contradict."""

    url: str
    meta: Mapping[str, str]
    marks: Marks
    title: str = ""
    """The title of an article as it is shown; empty where none is."""
    published: datetime | None = None
    """The publication as it is shown; None where the page shows none."""
    mixed: bool = False


def read_doubts(told: Told) -> dict[str, str]:
    """Every doubt by its name, with the value that is doubted."""
    found = {**_of_dates(told), **_of_codes(told), **_of_tags(told)}
    for kind, holds in (
        (Doubt.MARK_INVALID, told.marks.invalid),
        (Doubt.MARK_INSTITUTION, told.marks.institution),
        (Doubt.REPORT_OUTDATED, told.marks.outdated),
        (Doubt.ENCODING, told.mixed),
    ):
        if holds:
            found[kind] = ""
    return {str(kind): value for kind, value in found.items()}


def hollow(meta: Mapping[str, str]) -> tuple[str, ...]:
    """The names of tags that are there but hold a template's variable or a word for nothing."""
    return tuple(name for name, value in meta.items() if value and is_hollow(value))


def _of_dates(told: Told) -> dict[Doubt, str]:
    written = told.meta.get("PubDate", "")
    tagged = dates.first(written)
    found = {Doubt.TAG_DATE_FORM: written} if written and tagged is None and not is_hollow(written) else {}
    if told.published is None:
        return found
    if tagged is not None and tagged.date() != told.published.date():
        found[Doubt.TAG_DATE] = dates.iso(tagged)
    carried = dates.from_address(told.url)
    if carried is not None and abs(carried - told.published) > _NEAR:
        found[Doubt.ADDRESS_DATE] = dates.iso(carried)
    return found


def _of_codes(told: Told) -> dict[Doubt, str]:
    footer, tagged, report = (
        told.marks.seen.site_code or "",
        told.meta.get("SiteIDCode", "").lower(),
        told.marks.seen.report_code,
    )
    found: dict[Doubt, str] = {}
    wrong = next((code for code in (footer, tagged, report) if code and not is_code(code) and not is_hollow(code)), "")
    if wrong:
        found[Doubt.CODE_FORM] = wrong
    if is_code(footer) and is_code(tagged) and tagged != footer:
        found[Doubt.TAG_CODE] = tagged
    own = next((code for code in (footer, tagged) if is_code(code)), report)
    if report and report != own:
        found[Doubt.REPORT_CODE] = report
    return found


def is_code(text: str) -> bool:
    """Whether a text has the form of an identity code: ten digits, or bm and eight."""
    digits = text.removeprefix(_BM)
    return digits.isascii() and digits.isdecimal() and len(digits) == (8 if text.startswith(_BM) else 10)


def _of_tags(told: Told) -> dict[Doubt, str]:
    found: dict[Doubt, str] = {}
    title = told.meta.get("ArticleTitle", "")
    if told.title and title and not is_hollow(title) and not _is_like(bare(title), bare(told.title)):
        found[Doubt.TAG_TITLE] = title
    domain = told.meta.get("SiteDomain", "")
    names = [name for name in _BETWEEN.split(domain) if name and not is_hollow(name)]
    if names and not any(_is_home_of(name, told.url) for name in names):
        found[Doubt.TAG_DOMAIN] = domain
    return found


def _is_like(one: str, other: str) -> bool:
    return one == other or one.startswith(other.rstrip("….")) or other.startswith(one.rstrip("…."))


def _is_home_of(domain: str, url: str) -> bool:
    """Whether a domain, written in any way, is the page's host, one above it, or one below it."""
    try:
        own, host = (_host(domain if "//" in domain else f"//{domain}"), _host(url))
    except ValueError:
        return False
    if not own or not any(c.isalpha() for c in host):
        return True  # nothing to compare: a path alone, or a page asked of an address by number
    return host == own or host.endswith(f".{own}") or own.endswith(f".{host}")


def _host(address: str) -> str:
    host = (urlsplit(address.strip().lower()).hostname or "").strip(".")
    return host.removeprefix("www.")
