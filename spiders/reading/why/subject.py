"""What a page is about, and why that was read: its kind, title, date, source, column and document number."""

from spiders.reading import dates
from spiders.reading.headline import without_site
from spiders.reading.kinds import ARTICLES
from spiders.reading.margin import Note, Where
from spiders.reading.rules import Rule
from spiders.reading.why.because import Because
from spiders.reading.why.places import Spot
from spiders.reading.why.view import Found, View

#: Characters behind the label within which its value begins.
_SOURCE = 12
_BY_TAG = {Rule.KIND_TITLED: "ArticleTitle", Rule.KIND_COLUMN_TAG: "ColumnName"}


class Subject:
    """The subject of one page."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.page, self.margin = view.page, view.margin
        self.tagged, self.spot = view.tagged, view.spot

    def all(self) -> Found:
        """Kind, title, date, source, column, number."""
        yield "kind", self.kind()
        if self.page.title:
            yield "title", self.title()
        if self.page.kind in ARTICLES:
            yield from self.published()
        if self.page.source:
            note = self.margin.of("source", self.page.source)
            spot = self.source(note) if note is not None else self.tagged("ContentSource")
            rule = Rule.SOURCE_LABEL if note is not None else Rule.SOURCE_TAG
            yield "source", Because(value=self.page.source, rule=rule, spot=spot)
        yield from self.column()
        if self.page.document_number:
            yield from self.view.noted("document_number", self.page.document_number)

    def source(self, note: Note) -> Spot:
        """The label 来源 with what stands behind it."""
        at = self.view.places.outline.text.find(self.page.source, note.start)
        near = 0 <= at < note.start + _SOURCE
        return self.view.places.shown(note.start, at + len(self.page.source)) if near else self.spot(note)

    def kind(self) -> Because:
        """Why the page is of its kind."""
        kind, note = self.page.kind, self.margin.of("kind", self.page.kind)
        if kind == "challenge":
            note = self.margin.of("challenge", self.page.challenge)
        if kind == "endpoint" or note is None:
            spot = self.view.places.source(0, min(60, len(self.view.text.text)))
            return Because(value=kind, rule=Rule.KIND_ENDPOINT if kind == "endpoint" else Rule.KIND_OTHER, spot=spot)
        if note.rule in _BY_TAG:
            return Because(value=kind, rule=note.rule, spot=self.tagged(_BY_TAG[note.rule]))
        if note.rule is Rule.KIND_COLUMN_ENTRIES:
            return Because(value=kind, rule=note.rule, spot=self.view.first("entries"))
        if note.rule is Rule.KIND_INTERPRETED:
            return Because(value=kind, rule=note.rule, spot=self.view.first("ties"))
        return Because(value=kind, rule=note.rule, spot=self.spot(note))

    def title(self) -> Because:
        """Why the title is this one."""
        title, column, meta = self.page.title, self.page.column, self.page.meta
        note = self.margin.of("title", title) if self.page.kind in ARTICLES else None
        trail = self.margin.of("column.path", column.path) if column is not None else None
        if note is not None:
            return Because(value=title, rule=note.rule, spot=self.spot(note))
        if self.page.kind in ARTICLES and title == meta.get("ArticleTitle"):
            return Because(value=title, rule=Rule.TITLE_TAG, spot=self.tagged("ArticleTitle"))
        if trail is not None and column is not None and title == column.path[-1]:
            spot = self.view.places.said(title, near=trail.end)
            return Because(value=title, rule=Rule.TITLE_TRAIL, spot=spot)
        if self.page.kind not in ARTICLES and title == meta.get("ColumnName"):
            return Because(value=title, rule=Rule.TITLE_COLUMN_TAG, spot=self.tagged("ColumnName"))
        bars = {without_site(self.view.places.outline.title, site) for site in ("", meta.get("SiteName", ""))}
        if title not in bars and title == meta.get("SiteName"):
            return Because(value=title, rule=Rule.TITLE_SITE_TAG, spot=self.tagged("SiteName"))
        return Because(value=title, rule=Rule.TITLE_BAR, spot=self.view.places.said(title, Where.SOURCE))

    def published(self) -> Found:
        """When it was published, and what else it might have been."""
        value, start = self.page.published, max(self.view.places.trail[1], 0)
        note = self.margin.of("published", value) if value is not None else None
        lost = self.view.dated.lost(note, self.page.meta, self.page.url, start)
        if value is not None and note is not None:
            spot = self.view.dated.published(note, value)
            yield "published", Because(value=dates.iso(value), rule=note.rule, spot=spot, lost=lost)
        elif lost:
            yield "published", Because(value=None, rule=Rule.PUBLISHED_NONE, lost=lost)

    def column(self) -> Found:
        """The column's path and type."""
        column = self.page.column
        if column is None:
            return
        note = self.margin.of("column.path", column.path)
        rule, spot = Rule.COLUMN_TAG, self.tagged("ColumnName")
        if note is not None:
            rule, spot = note.rule, self.spot(note)
        elif self.page.kind == "endpoint":
            rule, spot = Rule.COLUMN_ANSWER, self.view.places.said(column.name, Where.SOURCE)
        yield "column.path", Because(value=list(column.path), rule=rule, spot=spot)
        if column.type:
            yield "column.type", Because(value=column.type, rule=Rule.COLUMN_TYPE, spot=self.tagged("ColumnType"))
