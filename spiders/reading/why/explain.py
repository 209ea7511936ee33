"""One page read with its margin open: the page, and for every value why it is what it is.

The rules and places are those that the readers themselves noted while they read. Only what a reader takes without any
choice (a meta tag, the encoding) is looked up here.
"""

import re
from datetime import datetime

from spiders.reading.dates import Vantage
from spiders.reading.doubts import Doubt
from spiders.reading.encoding import decode
from spiders.reading.margin import Margin, Where
from spiders.reading.page import Page, read
from spiders.reading.rules import Rule
from spiders.reading.why.because import NOWHERE, Because
from spiders.reading.why.encoded import encoding_rule
from spiders.reading.why.listed import Listed
from spiders.reading.why.paired import offers, tie
from spiders.reading.why.places import Spot
from spiders.reading.why.subject import Subject
from spiders.reading.why.tags import archiving_tag
from spiders.reading.why.view import Found, View

__all__ = ["Because", "explain"]

_OF_TAG = {
    Doubt.TAG_DATE: "PubDate",
    Doubt.TAG_TITLE: "ArticleTitle",
    Doubt.TAG_DOMAIN: "SiteDomain",
    Doubt.TAG_CODE: "SiteIDCode",
}
_OF_MARK = {
    Doubt.MARK_INVALID: "conac_invalid",
    Doubt.MARK_INSTITUTION: "conac_institution",
    Doubt.REPORT_OUTDATED: "error_report",
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f][^<>\n]{0,40}")


def explain(
    body: bytes, url: str, *, charset: str = "", as_of: datetime | None = None, fetched: datetime | None = None
) -> tuple[Page, dict[str, Because]]:
    """Read a page (``page.read``), and tell of its values by their path in the page's JSON (``marks.icp``) why."""
    margin = Margin()
    page = read(body, url, charset=charset, as_of=as_of, fetched=fetched, margin=margin)
    vantage = Vantage(as_of=as_of, fetched=fetched, address=url)
    view = View(page, margin, decode(body, charset), vantage)
    return page, dict(_Explanation(view, body, charset).all())


class _Explanation:
    def __init__(self, view: View, body: bytes, charset: str) -> None:
        self.view = view
        self.page, self.margin, self.places = view.page, view.margin, view.places
        self.body, self.charset = body, charset
        self.subject = Subject(view)

    def all(self) -> Found:
        """Every value, in the order of the page's JSON."""
        view, listed = self.view, Listed(self.view)
        yield from self.subject.all()
        yield from view.tags.items()
        yield from self.marks()
        yield from listed.entries()
        yield from listed.pages()
        yield from self.state()
        yield from view.noted_each("attachments", self.page.attachments)
        yield from view.noted_each("interpretations", self.page.interpretations, "ties")
        yield from view.noted_each("policies", self.page.policies, "ties")
        yield from tie(view)
        yield from offers(view)
        yield from self.fields()
        yield from self.encoding()
        yield from self.doubts()
        yield from self.suspicions()

    def marks(self) -> Found:
        """Each mark, or why it is not there."""
        if self.page.kind in ("endpoint", "challenge"):
            return
        for name, value in self.view.shown["marks"].items():
            seen = getattr(self.page.marks, name)
            note = self.margin.of(f"marks.{name}", seen) if seen else None
            if note is not None:
                yield f"marks.{name}", Because(value=value, rule=note.rule, spot=self.places.of(note))
                continue
            rule, spot = Rule.MARK_UNKNOWN if seen is None else Rule.MARK_LACKING, NOWHERE
            invalid = self.margin.of("marks.conac_invalid", True)
            if name == "conac" and invalid is not None:
                rule, spot = Rule.MARK_INVALID, self.places.of(invalid)
            yield f"marks.{name}", Because(value=value, rule=rule, spot=spot)

    def state(self) -> Found:
        """Archived, blank, readable, a challenge."""
        page = self.page
        if page.archived:
            note = self.margin.of("archived", True)
            span = archiving_tag(self.view.text.text) if note is None else None
            spot = self.places.source(*span) if span is not None else self.view.spot(note)
            yield "archived", Because(value=True, rule=note.rule if note is not None else Rule.ARCHIVED_TAG, spot=spot)
        yield from self.view.noted("blank", page.blank)
        if page.challenge:
            yield from self.view.noted("challenge", page.challenge)
        elif not page.readable:
            note = self.margin.of("readable", False)
            yield "readable", Because(value=False, rule=Rule.FILLED_SCRIPT, spot=self.view.spot(note))

    def fields(self) -> Found:
        """What a guide and a letter say under their labels."""
        for name, value in self.page.guide.elements.items():
            yield from self.view.noted(f"guide.{name}", value)
        for number, message in enumerate(self.view.shown["messages"]):
            for name, value in message.items():
                yield f"messages.{number}.{name}", self.of_letter(name, value)

    def of_letter(self, name: str, value: str) -> Because:
        """One field of a letter."""
        names = (name, "published") if name == "received" else (name,)
        note = next((note for one in names if (note := self.margin.of(f"message.{one}", value))), None)
        if note is not None:
            return Because(value=value, rule=note.rule, spot=self.places.of(note))
        is_row = self.page.kind == "mailbox"
        if name == "title" and not is_row:
            return Because(value=value, rule=Rule.FIELD_TITLE, spot=self.subject.title().spot)
        return Because(value=value, rule=Rule.FIELD_ROW, spot=NOWHERE if name == "url" else self.places.said(value))

    def encoding(self) -> Found:
        """What the page is in, and what it declares."""
        first = _NOT_ASCII.search(self.view.text.text)
        spot = self.places.source(*first.span()) if first is not None else NOWHERE
        yield "encoding", Because(value=self.page.encoding, rule=encoding_rule(self.body, self.view.text), spot=spot)
        declared = self.page.encoding_declared
        if declared and self.charset:
            spot = Spot(where=Where.HEADER, text=declared)
            yield "encoding_declared", Because(value=declared, rule=Rule.DECLARED_HEADER, spot=spot)
        elif declared:
            match = re.search(
                rf"(?:charset|encoding)\s*=\s*[\"']?\s*{re.escape(declared)}", self.view.text.text, re.IGNORECASE
            )
            spot = self.places.source(*match.span()) if match is not None else NOWHERE
            yield "encoding_declared", Because(value=declared, rule=Rule.DECLARED_TAG, spot=spot)

    def doubts(self) -> Found:
        """What contradicts itself, by what it was seen in."""
        for name, value in self.page.doubts.items():
            doubt = Doubt(name)
            if doubt in _OF_TAG:
                rule, spot = Rule.DOUBT_TAG, self.view.tagged(_OF_TAG[doubt])
            elif doubt in _OF_MARK:
                rule, spot = Rule.DOUBT_MARK, self.view.first(f"marks.{_OF_MARK[doubt]}")
            elif doubt is Doubt.ADDRESS_DATE:
                rule, spot = Rule.DOUBT_ADDRESS, Spot(where=Where.ADDRESS, text=self.page.url)
            elif doubt is Doubt.ENCODING:
                rule, spot = Rule.DOUBT_ENCODING, NOWHERE
            else:
                rule, spot = Rule.DOUBT_CODE, self.places.said(value)
            yield f"doubts.{name}", Because(value=value, rule=rule, spot=spot)

    def suspicions(self) -> Found:
        """What is suspected, with the reason of the reader that suspects it."""
        for number, (one, value) in enumerate(zip(self.page.suspicions, self.view.shown["suspicions"], strict=True)):
            spot = self.places.said(one.sample, Where.SOURCE)
            yield f"suspicions.{number}", Because(value=value, rule=Rule.SUSPICION, detail=one.why, spot=spot)
