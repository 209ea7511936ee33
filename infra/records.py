"""The records that cross a process border, and their orjson codec.

A spider writes them, a check reads them, and neither knows the other: this file is all that they share. Every record
is a frozen value; the wire form is JSON with the field names below, ``v`` is its version. Dates inside records are
ISO 8601 with ``+08:00``; midnight means that only the day is known. Text comes from strangers and is cleaned of control
characters and lone surrogates before it gets here (``spiders.reading.text``), so that encoding never fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import msgspec
import orjson

from infra.features import (
    AboutSeen,
    FiguresSeen,
    GuideSeen,
    IPv6Seen,
    LetterSeen,
    MeritSeen,
    OfferSeen,
    PlateSeen,
    TieSeen,
    TrialSeen,
)

#: Raised when the meaning of a field changes; a reader refuses newer ones than it knows.
WIRE_VERSION = 1

R = TypeVar("R")


class RecordError(ValueError):
    """Bytes that are not the record they should be; whoever reads a stream turns the entry into a dead letter."""


class TaskKind(StrEnum):
    """What a task is expected to find, which is also the order in which a site is seen (DESIGN §5)."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    ARCHIVED = "archived"
    """A column marked as archived (已归档), and what stands in it."""
    ATTACHMENT = "attachment"
    OUTSIDE = "outside"
    """A link to another site: verified, never followed."""
    IMAGE = "image"
    """A picture (图片) that a page shows, on the site or elsewhere: verified, never followed."""
    FEED = "feed"
    """An account's posts as RSS, Atom or JSON Feed."""
    SEARCH = "search"
    """试搜: a site's own search (站内搜索), asked for a title of its home page."""


class Outcome(StrEnum):
    """How a fetch ended. Only ``dead`` can cost points: the rest is seen, or could not be checked."""

    OK = "ok"
    REDIRECT = "redirect"
    DEAD = "dead"
    """Answered 404, 410 or another refusal of the page itself; or no server, no name, 5xx after all attempts."""
    BLOCKED = "blocked"
    """403, 412, 429, 521 or a challenge page: the inspector is kept out, the page may be well."""
    UNSURE = "unsure"
    """Too slow, cut off, too large: nothing can be said."""
    REFUSED = "refused"
    """Not fetched: an address or scheme that the guard does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """任务: one URL to observe for one target."""

    target: str
    """The target's code in the registry."""
    kind: TaskKind
    url: str
    """Canonical, absolute, http or https."""
    found_on: str = ""
    """The page that bears the link; empty for what the registry gave."""
    depth: int = 0
    """Links between this page and the home page."""
    recent: bool = True
    """False for an article known to be older than a year: it waits behind the newer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTask(Task):
    """A task of somebody else's spider: a whole request instead of a page to observe (``spiders.dropin``)."""

    request: str
    """What the request is beyond its URL, as one line of text that only the spider's side reads."""
    key: str = ""
    """What it is deduplicated by, in place of its URL; not kept once it waits."""
    band: int = 0
    """Its place in the order of claims within its host: any number that is not negative; not kept either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSeen:
    """栏目: the column that a page is, or stands in, as its breadcrumb says."""

    url: str
    """Address of the column's first page; empty when no breadcrumb links to it."""
    path: tuple[str, ...]
    """Names from the top, without 首页 and without the page's own title."""
    name: str
    type: str = ""
    """ColumnType as the page's meta tag gives it; what it means is for the standard to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksSeen:
    """Footer marks (网站标识): the text found, ``""`` where the footer lacks it, None where that cannot be told.

    None throughout means the page shows no footer of its own, for instance because a script loads it.
    """

    site_code: str | None = None
    icp: str | None = None
    police: str | None = None
    conac: bool | None = None
    error_report: bool | None = None
    report_code: str = ""
    """The identity code that the error report (找错) carries."""


class SuspicionKind(StrEnum):
    """What a machine can suspect and only a person can say."""

    WORDING = "wording"
    """错别字: a word of a list of errors, the program's or the operator's."""
    SERIOUS_WORDING = "serious_wording"
    """严重表述错误: one that the operator's list calls serious."""
    ID_CARD = "id-card"
    """身份证号码 with a right check digit (GB 11643)."""
    MOBILE = "mobile"
    """手机号码 beside the names of a list of citizens."""
    BANK_CARD = "bank-card"
    """银行卡号 with a right check digit."""
    DARK_LINK = "dark_link"
    """暗链: a link that visitors do not see, or that leads to gambling and the like."""
    TAMPERED = "tampered"
    """Title, keywords or scripts that are not the site's own."""
    SECRECY = "secrecy"
    """密级标志: a mark of classification (机密★5年), 份号, 内部资料 注意保密."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """疑似问题: one thing seen in a page or a file for a person to look at. Few are kept a page, the rest counted."""

    kind: SuspicionKind
    sample: str
    """The word, the address, or a masked number (``4207************34``): never personal data in clear."""
    where: str = ""
    """Place within the page or file: ``title``, ``body``, ``list.xls, sheet 名单, line 12``."""
    why: str = ""
    """One line: which rule, what would be right."""
    count: int = 1
    """How many different ones, or how often the same, were seen there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """The features of one page; never its text or its links."""

    kind: str
    """home, column, article, policy, interpretation, mailbox, message, guide, error, challenge, search, other"""
    title: str = ""
    published: str | None = None
    source: str = ""
    column: ColumnSeen | None = None
    first_page: bool = True
    """False on the further pages of a column."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """SiteName … ContentSource in their official spelling, values as written; an absent tag is absent here."""
    marks: MarksSeen = MarksSeen()
    entries: int = 0
    """List entries on the page."""
    undated: int = 0
    """Entries among them that show no date."""
    newest: str | None = None
    """Newest date among the entries (home, column) or the publication date (article) that is not after as_of."""
    future: str | None = None
    """Newest such date that is after as_of."""
    archived: bool = False
    blank: bool = False
    """A list page that shows no entry and loads none by script."""
    readable: bool = True
    """False when the content needs a browser: nothing can be said of lists and blanks."""
    rendered: bool = False
    """Whether a browser showed it: what is told here is what its scripts made of it, but for its encoding."""
    encoding: str = "utf-8"
    encoding_declared: str = ""
    suspicions: tuple[Suspicion, ...] = ()
    hollow: tuple[str, ...] = ()
    """Names of tags in ``meta`` whose value says nothing: a template's variable, null."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """What contradicts itself, by name (``spiders.reading.doubts``), with what was seen."""
    tie: TieSeen | None = None
    """What a side of a pair (政策与解读, 征集与反馈) says of the other."""
    letters: tuple[LetterSeen, ...] = ()
    """The letter that a page is, or the newest of those that a list of letters tells of."""
    guide: GuideSeen | None = None
    offers: OfferSeen | None = None
    """What a home page offers; None for every other page."""
    plate: PlateSeen | None = None
    """What a home page calls its site by; None for every other page."""
    trial: TrialSeen | None = None
    """What a search shows that was tried; None for every other page."""
    figures: tuple[FiguresSeen, ...] = ()
    """Statistics that it is, shows or leads to."""
    sorts: tuple[str, ...] = ()
    """By what it sorts service items (事项分类): 个人办事, 按部门 …"""
    merits: tuple[MeritSeen, ...] = ()
    about: AboutSeen | None = None
    """What it introduces its visitors to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSeen:
    """An account's posts: how they were obtained, how many, the newest not after as_of."""

    source: str
    """rss, atom, json or file"""
    posts: int
    newest: str | None = None
    future: str | None = None
    read: int = 0
    """Posts of which the words were looked at."""
    suspicions: tuple[Suspicion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentSeen:
    """附件: what a file is by its bytes, and what its text shows; never the text."""

    type: str = ""
    """pdf, doc, docx, xls, xlsx, ppt, pptx, ods, ofd, rtf, txt, html, zip, rar, image …; empty when it was not read"""
    readable: bool
    """False when its text could not be had; ``reason`` says why."""
    reason: str = ""
    parts: int = 0
    """Pages, sheets or slides, or members of an archive; 0 where a format has none."""
    text_chars: int = 0
    has_text_layer: bool | None = None
    """False for a scan; None where a format has nothing but text."""
    truncated: bool = False
    """Whether it holds more than was read."""
    encrypted: bool = False
    suspicions: tuple[Suspicion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """观测: what one task saw, without judgement."""

    v: int = WIRE_VERSION
    target: str
    url: str
    kind: TaskKind
    found_on: str = ""
    depth: int = 0
    attempt: int = 1
    seen_at: int
    """Epoch milliseconds."""
    outcome: Outcome
    status: int = 0
    """HTTP status; 0 when there was no answer."""
    reason: str = ""
    """One line for the operator: what went wrong, or why it is blocked."""
    latency_ms: int = 0
    size: int = 0
    unchanged_since: str = ""
    """When the bytes that are read here were received, ISO 8601: the server was asked and said that the page has not
    changed since (HTTP 304). Empty for a page that was sent for this observation."""
    location: str = ""
    """Where a redirect leads."""
    tls: str = ""
    """Version of the encrypted connection (``TLSv1.2``); empty for plain http, and where there was no answer."""
    tls_obsolete: bool = False
    """True when a modern handshake failed and only the settings of an old browser (TLS 1.0, weak ciphers) worked."""
    ipv6: IPv6Seen | None = None
    """Of a home page's host; None for every other page, and for names that were not looked up."""
    page: PageSeen | None = None
    feed: FeedSeen | None = None
    attachment: AttachmentSeen | None = None
    digest: str = ""
    """sha256 of the body, ``sha256:<hex>``; empty when nothing was kept."""
    evidence: str = ""
    """Where the kept bytes are, as ``infra.evidence`` can open them."""


class Kind(StrEnum):
    """What a registry row is: a website (网站) or an account (政务新媒体账号)."""

    SITE = "site"
    ACCOUNT = "account"
    AREA = "area"
    """All of a registry together, for which its supervising office answers (监管工作); never a row of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """对象: one row of the registry."""

    code: str
    """标识码; for an account without one, made from platform and name."""
    name: str
    kind: Kind
    url: str = ""
    """A site's home page; an account's address or id on its platform."""
    unit: str
    parent: str = ""
    group: str = ""
    platform: str = ""
    account_type: str = ""
    filed: bool | None = None
    interaction: bool | None = None
    feed: str = ""
    has_service: bool = True
    portal: bool = False
    status: str = ""
    note: str = ""


class WordKind(StrEnum):
    """What a listed word is."""

    SERIOUS = "serious"
    """严重表述错误: suspected for the veto of that name."""
    ERROR = "error"
    """错别字 and other errors."""
    APPROVED = "approved"
    """放行: a phrase in which a listed word is no error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One row of a list of wording errors."""

    wrong: str
    right: str = ""
    kind: WordKind = WordKind.ERROR
    since: str = ""
    """First day on which it holds, ISO; empty: always did."""
    until: str = ""
    """Last such day."""
    note: str = ""

    def holds(self, as_of: datetime) -> bool:
        """Whether it holds at the time point of an inspection."""
        day = as_of.date().isoformat()
        return self.since <= day and (not self.until or day <= self.until)


def encode(record: object) -> bytes:
    """Write a record as JSON."""
    return orjson.dumps(record)


def decode(data: bytes, kind: type[R]) -> R:
    """Read a record back and check its shape.

    Raises ``RecordError`` with the reason when the bytes are not such a record or come from a newer wire version.
    """
    try:
        record = msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"not a {kind.__name__}: {error}"
        raise RecordError(msg) from None
    version = getattr(record, "v", WIRE_VERSION)
    if version > WIRE_VERSION:
        msg = f"{kind.__name__} of wire version {version}; this program knows {WIRE_VERSION}"
        raise RecordError(msg)
    return record
