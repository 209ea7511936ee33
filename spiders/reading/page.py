"""One page read whole: bytes and an address in, everything that an inspection wants to know of it out.

Pure: no clock, no network, no state. One parse (``outline``), then small readers over the flat page.
"""

from dataclasses import replace
from datetime import datetime

from infra.records import ColumnSeen
from spiders.reading.archive import is_archived
from spiders.reading.attachments import read_attachments
from spiders.reading.challenge import is_soft_error, read_challenge
from spiders.reading.cms import hanweb, kaipuyun, registry, trs
from spiders.reading.cms.seam import Answer, Sight
from spiders.reading.columns import Trail, read_trail
from spiders.reading.dark import read_dark
from spiders.reading.dates import Vantage
from spiders.reading.doubts import Told, read_doubts
from spiders.reading.echo import imprint
from spiders.reading.emptiness import is_blank, loads_by_script
from spiders.reading.encoding import Decoded, decode
from spiders.reading.features import Page
from spiders.reading.forward import read_forward
from spiders.reading.guides import Guide, read_guide
from spiders.reading.headline import Headline, column_title, read_headline, without_site
from spiders.reading.images import read_images
from spiders.reading.introduced import introduced
from spiders.reading.kinds import ARTICLES, Evidence, tell
from spiders.reading.letters import read_letters
from spiders.reading.links import Link, Resolver, canonical
from spiders.reading.lists import Lists, read_lists
from spiders.reading.margin import Margin
from spiders.reading.marks import read_marks
from spiders.reading.messages import Message, read_message
from spiders.reading.metas import read_metas, says_archived
from spiders.reading.offered import read_offers
from spiders.reading.outline import Outline, lay_flat
from spiders.reading.pager import Pages, read_pages
from spiders.reading.pairs import read_tie
from spiders.reading.plate import read_plate
from spiders.reading.policies import Ties, read_number, read_ties
from spiders.reading.regions import ListLinks, read_links
from spiders.reading.secrecy import read_secrecy
from spiders.reading.shown import with_shown
from spiders.reading.text import is_hollow

__all__ = ["Page", "read"]

#: So many dated entries make a page a list, whatever else stands on it.
_PLAINLY_LIST = 8
#: Kinds whose list may come by script, and those that are called blank without one.
_FILLED = frozenset(("home", "column", "mailbox"))
_COLUMNS = frozenset(("column", "mailbox"))


def read(  # noqa: PLR0913 - what is known of a page beside its bytes, all of it optional
    body: bytes,
    url: str,
    *,
    charset: str = "",
    as_of: datetime | None = None,
    fetched: datetime | None = None,
    found_on: str = "",
    imprinted: bool = False,
    margin: Margin | None = None,
) -> Page:
    """Read a page.

    ``url`` is its absolute address, ``charset`` what the HTTP header declares, ``as_of`` the instant that gives a year
    to bare months and days, ``fetched`` the one that 昨天 and 3小时前 count from (without them those are no dates).
    ``found_on`` is the page whose script asks, for the answer of an endpoint: its links are that page's. With
    ``imprinted`` its imprint is taken, to compare it with another. In ``margin`` the readers note why they read what.
    Never raises on any body.
    """
    vantage = Vantage(as_of=as_of, fetched=fetched, address=url)
    text = decode(body, charset)
    answer = registry.answered(text.text, url, vantage)
    if answer is not None:
        answer.outline.note_in(margin)
        return _endpoint(text, url, vantage, answer, found_on)
    outline = lay_flat(text.text)
    outline.note_in(margin)
    challenge = read_challenge(outline, text.text)
    if challenge:
        return Page(
            url=url,
            kind="challenge",
            challenge=challenge,
            readable=False,
            encoding=text.encoding,
            encoding_declared=text.declared,
        )
    if trs.is_list(url):
        pages = read_pages(outline, url, Resolver(url, outline.base, text.encoding))
        answer = Answer(outline=outline, next=pages.next, count=pages.count, first=pages.first)
        return _endpoint(text, url, vantage, answer, found_on)
    return _Reading(text, outline, url, vantage).whole(imprinted=imprinted)


def _endpoint(text: Decoded, url: str, vantage: Vantage, answer: Answer, found_on: str) -> Page:
    """The answer of a list endpoint: entries and nothing else, or an answer that says nothing."""
    resolve = Resolver(found_on or url, answer.outline.base, text.encoding)
    lists = read_lists(answer.outline, resolve, vantage)
    if answer.entries:
        lists = Lists(entries=tuple(replace(entry, url=resolve(entry.url)) for entry in answer.entries))
    return Page(
        url=url,
        kind="endpoint",
        column=answer.column,
        entries=lists.entries,
        pages=Pages(next=resolve(answer.next), count=answer.count, first=answer.first),
        links=read_links(answer.outline, resolve, ListLinks(lists.entries, lists.anchors)),
        readable=bool(lists.entries),
        encoding=text.encoding,
        encoding_declared=text.declared,
    )


def _is_plain(lists: Lists) -> bool:
    """Whether a page shows so many dated entries that they are its list, whatever its scripts fetch beside them."""
    return sum(entry.date is not None for entry in lists.entries) >= _PLAINLY_LIST


class _Reading:
    """One page under reading: the readers in the order in which they need each other."""

    def __init__(self, text: Decoded, outline: Outline, url: str, vantage: Vantage) -> None:
        self.text = text
        self.outline = outline
        self.url = url
        self.vantage = vantage
        self.resolve = Resolver(url, outline.base, text.encoding)
        self.meta = read_metas(outline.metas)
        self.marks = read_marks(outline, text.text)

    def whole(self, *, imprinted: bool) -> Page:
        """The page, and what it holds whatever its kind."""
        page = introduced(with_shown(self.page(), self.outline, self.vantage.as_of), self.outline)
        images = read_images(self.outline, self.resolve)
        dark = read_dark(self.outline, self.text.text, self.url, self.resolve)
        shown = imprint(self.outline, page.links, images) if imprinted else ""
        return replace(page, images=images, imprint=shown, suspicions=dark + read_secrecy(page.title, page.text))

    def page(self) -> Page:
        """All readers in turn, and the page put together from what they found."""
        outline, resolve, meta = self.outline, self.resolve, self.meta
        trail = read_trail(outline, resolve, meta.get("ArticleTitle", ""))
        content_from = max(trail.end, 0)
        lists = self.lists(content_from)
        dated = sum(entry.date is not None for entry in lists.entries)
        plainly_list = dated >= _PLAINLY_LIST and not trail.tail and not meta.get("ArticleTitle")
        headline = Headline() if plainly_list else read_headline(outline, meta, trail, self.vantage)
        ties = read_ties(outline, resolve, content_from)
        number = read_number(outline, content_from)
        evidence = Evidence(
            url=self.url,
            meta=meta,
            trail=trail,
            title=headline.title,
            dated=headline.dated,
            number=number,
            interpreted=ties.promised,
            entries=len(lists.entries),
            dated_entries=dated,
        )
        kind = tell(outline, evidence)
        if is_soft_error(outline, len(lists.entries), dated=headline.dated and bool(headline.title)):
            kind = "error"
        if kind in ARTICLES:
            return self.article(kind, trail, headline, ties, number)
        return self.listing(kind, trail, lists)

    def lists(self, content_from: int) -> Lists:
        """The list as the page shows it, or the records that its scripts hold."""
        records = hanweb.from_scripts(self.outline.scripts)
        if records:
            stored = read_lists(lay_flat(hanweb.as_markup(records)), self.resolve, self.vantage)
            if stored.entries:
                return replace(stored, anchors=frozenset())
        return read_lists(self.outline, self.resolve, self.vantage, content_from)

    def article(self, kind: str, trail: Trail, headline: Headline, ties: Ties, number: str) -> Page:
        """A page to be read: one text with its headline, files and ties."""
        outline, meta = self.outline, self.meta
        content_from = max(trail.end, 0)
        shown = headline.title or meta.get("ArticleTitle", "")
        back = kind == "interpretation"
        attachments = read_attachments(outline, self.resolve, content_from)
        return Page(
            url=self.url,
            kind=kind,
            title=shown or without_site(outline.title, meta.get("SiteName", "")),
            published=headline.published,
            source=headline.source,
            column=self.column(kind, trail),
            meta=meta,
            marks=self.marks.seen,
            pages=self.parts(),
            archived=says_archived(outline.metas) or is_archived(outline, trail, ""),
            attachments=attachments,
            links=read_links(outline, self.resolve, ListLinks()),
            document_number=number,
            interpretations=ties.policies if back else ties.interpretations,
            policies=ties.policies,
            tie=read_tie(
                outline, self.resolve, content_from, kind=kind, title=headline.title, number=number, ties=ties
            ),
            messages=(read_message(outline, shown, content_from),) if kind == "message" else (),
            guide=read_guide(outline, content_from, self.resolve, attachments) if kind == "guide" else Guide(),
            text=outline.text[content_from:],
            encoding=self.text.encoding,
            encoding_declared=self.text.declared,
            doubts=self.doubts(headline),
        )

    def listing(self, kind: str, trail: Trail, lists: Lists) -> Page:
        """A page to choose from: home, column, mailbox; also search and error, whose entries say nothing."""
        outline, meta = self.outline, self.meta
        pages, elsewhere = Pages(), False
        if kind in ("error", "search"):
            lists = Lists()
        else:
            written = registry.onward(outline, self.url)
            pages = read_pages(outline, self.url, self.resolve, written)
            elsewhere = kind in _COLUMNS and written is not None and not written.held and not _is_plain(lists)
        entries = (lists.all_dated or lists.entries) if kind == "home" else lists.entries
        scripted = kind in _FILLED and (elsewhere or (not entries and (bool(pages.asked) or loads_by_script(outline))))
        title = self.listing_title(kind, trail)
        links = read_links(outline, self.resolve, ListLinks(entries, lists.anchors, pages.anchors))
        return Page(
            url=self.url,
            kind=kind,
            title=title,
            column=self.column(kind, trail),
            meta=meta,
            marks=self.marks.seen,
            entries=entries,
            pages=pages,
            messages=self.letters(trail, lists) if kind == "mailbox" else (),
            offers=read_offers(outline, self.resolve, links, entries) if kind == "home" else None,
            plate=read_plate(outline) if kind == "home" else None,
            archived=says_archived(outline.metas) or is_archived(outline, trail, title if kind == "column" else ""),
            blank=kind in _COLUMNS and not entries and not scripted and self.shows_nothing(trail),
            links=links + tuple(Link(url=url, text="", region="pager") for url in pages.asked),
            forward="" if kind == "error" or entries else read_forward(outline, self.resolve, self.url),
            text=outline.text if kind == "home" else outline.text[max(trail.end, 0) :],
            readable=not scripted,
            encoding=self.text.encoding,
            encoding_declared=self.text.declared,
            doubts=self.doubts(Headline()),
        )

    def letters(self, trail: Trail, lists: Lists) -> tuple[Message, ...]:
        """What a list of letters says of each."""
        return read_letters(self.outline, self.resolve, max(trail.end, 0), lists.anchors)

    def doubts(self, headline: Headline) -> dict[str, str]:
        """What of the page contradicts itself."""
        told = Told(
            url=self.url,
            meta=self.meta,
            marks=self.marks,
            title=headline.title,
            published=headline.published if headline.dated else None,
            mixed=self.text.mixed,
        )
        return read_doubts(told)

    def parts(self) -> Pages:
        """The further parts of an article that its system breaks into pages."""
        sight = Sight(self.outline, self.url)
        written = trs.onward(sight) if sight.says("createPage") else None
        if written is None or written.asked:
            return Pages()
        return Pages(next=self.resolve(written.next), count=written.count, first=written.first)

    def shows_nothing(self, trail: Trail) -> bool:
        """Whether a list page without entries shows no other content either."""
        return is_blank(self.outline, self.resolve, trail, self.resolve(self.url))

    def listing_title(self, kind: str, trail: Trail) -> str:
        """The name that readers know a list page by."""
        if kind == "error":
            return ""
        if kind == "home":
            return without_site(self.outline.title, "") or self.meta.get("SiteName", "")
        return column_title(trail, self.meta, self.outline.title)

    def column(self, kind: str, trail: Trail) -> ColumnSeen | None:
        """The column that the page is or stands in."""
        if kind in ("home", "error", "search"):
            return None
        name = self.meta.get("ColumnName", "")
        path = trail.path or ((name,) if name and not is_hollow(name) else ())
        if not path:
            return None
        above = "" if kaipuyun.is_directory(trail.url) else trail.url
        own = canonical(self.url) if kind == "column" and trail.path and not trail.url else ""
        kind_tag = self.meta.get("ColumnType", "")
        return ColumnSeen(url=above or own, path=path, name=path[-1], type="" if is_hollow(kind_tag) else kind_tag)
