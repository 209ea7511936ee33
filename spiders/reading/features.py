"""What a page says, as one value: the features that an observation carries, and the JSON that ``xuncha page`` prints.

The field names of ``Page.to_json`` are a contract (DESIGN §7); people script against them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from infra.features import AboutSeen, FiguresSeen, GuideSeen, LetterSeen, MeritSeen, OfferSeen, PlateSeen, TieSeen
from infra.records import ColumnSeen, MarksSeen, PageSeen, Suspicion
from spiders.reading import dates
from spiders.reading.doubts import hollow
from spiders.reading.guides import Guide
from spiders.reading.links import Link
from spiders.reading.lists import Entry
from spiders.reading.messages import Message
from spiders.reading.pager import Pages

#: Letters of one list page that an observation carries.
MAX_LETTERS = 20
#: Kinds of page that are seen by their entries; the others by their own publication date.
_LISTS = frozenset(("home", "column", "mailbox", "endpoint"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says. Absent things are None or empty, never guessed; dates are aware, midnight means a day."""

    url: str
    kind: str
    title: str = ""
    published: datetime | None = None
    source: str = ""
    column: ColumnSeen | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    marks: MarksSeen = field(default_factory=MarksSeen)
    entries: tuple[Entry, ...] = ()
    pages: Pages = field(default_factory=Pages)
    archived: bool = False
    blank: bool = False
    attachments: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[str, ...] = ()
    document_number: str = ""
    interpretations: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    tie: TieSeen | None = None
    """What it says of its counterpart, where it is a side of a pair."""
    messages: tuple[Message, ...] = ()
    guide: Guide = field(default_factory=Guide)
    offers: OfferSeen | None = None
    """What a home page offers; None for every other."""
    plate: PlateSeen | None = None
    """What a home page calls its site by; None for every other."""
    figures: tuple[FiguresSeen, ...] = ()
    """Statistics that it is, shows or leads to; their newest day is what its text says, not its own date."""
    sorts: tuple[str, ...] = ()
    """By what it sorts service items."""
    merits: tuple[MeritSeen, ...] = ()
    """What of it may earn points."""
    about: AboutSeen | None = None
    """What it introduces its visitors to (``spiders.reading.introduced``)."""
    challenge: str = ""
    forward: str = ""
    """Where a page without content of its own leads on to by itself; empty for every other."""
    imprint: str = ""
    """What it says and shows, as 64 bits, if that was asked (``spiders.reading.echo``)."""
    readable: bool = True
    text: str = ""
    """What it shows from its own place on, without the frame before it; never kept."""
    encoding: str = "utf-8"
    encoding_declared: str = ""
    suspicions: tuple[Suspicion, ...] = ()
    """Dark links and what hacked pages show (``spiders.reading.dark``)."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """What of the page contradicts itself (``doubts.Doubt``), with what was seen."""

    def seen(self, as_of: datetime) -> PageSeen:
        """The features that an observation carries: counts and extremes instead of texts and links."""
        found = [entry.date for entry in self.entries if entry.date is not None] if self.kind in _LISTS else []
        if self.kind not in _LISTS and self.published is not None:
            found = [self.published]
        past = [date for date in found if date <= as_of]
        future = [date for date in found if date > as_of]
        return PageSeen(
            kind=self.kind,
            title=self.title,
            published=dates.iso(self.published) if self.published else None,
            source=self.source,
            column=self.column,
            first_page=self.pages.first,
            meta=dict(self.meta),
            marks=self.marks,
            entries=len(self.entries),
            undated=sum(entry.date is None for entry in self.entries),
            newest=dates.iso(max(past)) if past else None,
            future=dates.iso(max(future)) if future else None,
            archived=self.archived,
            blank=self.blank,
            readable=self.readable,
            encoding=self.encoding,
            encoding_declared=self.encoding_declared,
            suspicions=self.suspicions,
            hollow=hollow(self.meta),
            doubts=dict(self.doubts),
            tie=self.tie,
            letters=self.letters(as_of),
            guide=self.guide_seen(),
            offers=self.offers,
            about=self.about,
            figures=tuple(_dated(one, max(past, default=None)) for one in self.figures),
            sorts=self.sorts,
            merits=self.merits,
            plate=self.plate,
        )

    def guide_seen(self) -> GuideSeen | None:
        """What a guide fills and leaves empty; None where it names no element, for then a script may fill it."""
        return self.guide.seen(self.title) if self.guide.elements or self.guide.empty else None

    def letters(self, as_of: datetime) -> tuple[LetterSeen, ...]:
        """The newest of the letters that it shows, as they stood at the time point."""
        seen = [one for message in self.messages if (one := message.seen(self.url).at(as_of)) is not None]
        seen.sort(key=lambda one: (one.received or one.replied or "", one.url), reverse=True)
        return tuple(seen[:MAX_LETTERS])

    def to_json(self) -> dict[str, Any]:
        """The contract of ``xuncha page --json`` (DESIGN §7)."""
        column, marks = self.column, self.marks
        return {
            "kind": self.kind,
            "title": self.title or None,
            "published": dates.iso(self.published) if self.published else None,
            "source": self.source or None,
            "column": {"path": list(column.path), "name": column.name, "type": column.type, "url": column.url}
            if column
            else {"path": [], "name": None, "type": None, "url": None},
            "meta": dict(self.meta),
            # As the file stands: whether a mark could be there without being seen is for PageSeen to say.
            "marks": {
                "site_code": marks.site_code or None,
                "icp": marks.icp or None,
                "police": marks.police or None,
                "conac": bool(marks.conac),
                "error_report": bool(marks.error_report),
            },
            "entries": [
                {"title": entry.title, "url": entry.url, "date": dates.iso(entry.date) if entry.date else None}
                for entry in self.entries
            ],
            "pages": {"next": self.pages.next or None, "count": self.pages.count, "barred": self.pages.barred or None},
            "archived": self.archived,
            "blank": self.blank,
            "attachments": list(self.attachments),
            "links": [
                {"url": link.url, "text": link.text, "title": link.title, "region": link.region} for link in self.links
            ],
            "images": list(self.images),
            "suspicions": [
                {"kind": one.kind, "sample": one.sample, "where": one.where, "why": one.why, "count": one.count}
                for one in self.suspicions
            ],
            "document_number": self.document_number or None,
            "interpretations": list(self.interpretations),
            "policies": list(self.policies),
            "messages": [dict(message.shown) for message in self.messages],
            "guide": dict(self.guide.elements),
            "guide_seen": asdict(seen) if (seen := self.guide_seen()) else None,
            "tie": asdict(self.tie) if self.tie else None,
            "offers": asdict(self.offers) if self.offers else None,
            "about": asdict(self.about) if self.about else None,
            "figures": [asdict(one) for one in self.figures],
            "sorts": list(self.sorts),
            "merits": [asdict(one) for one in self.merits],
            "plate": asdict(self.plate) if self.plate else None,
            "challenge": self.challenge or None,
            "readable": self.readable,
            "encoding": self.encoding,
            "encoding_declared": self.encoding_declared or None,
            "doubts": dict(self.doubts),
        }


def _dated(one: FiguresSeen, shown: datetime | None) -> FiguresSeen:
    """Statistics with the newer of the day that their text names and the newest that their page shows."""
    if shown is None or not one.own:
        return one
    return replace(one, newest=max(dates.iso(shown), one.newest or ""))
