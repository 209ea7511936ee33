"""What is known of a target once all its observations are folded: plain values that checks read.

The ledger writes ``HomeFact``, ``Listing``, ``PageFact``, ``LinkFact`` and ``FeedFact`` as they are and joins listings
with what articles tell of their columns into ``ColumnFact``. Nothing here is a judgement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from infra.features import (
    AboutSeen,
    FiguresOf,
    GuideSeen,
    IPv6Seen,
    LetterSeen,
    Merit,
    OfferSeen,
    PlateSeen,
    Role,
    TieSeen,
    Topic,
)
from infra.records import MarksSeen, Outcome, Suspicion, SuspicionKind, TaskKind
from scoring.area import AreaFacts
from scoring.visits import AvailabilityFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where and when a fact was seen, and where the kept bytes are."""

    url: str
    seen_at: int
    """Epoch milliseconds."""
    digest: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFact(Seen):
    """A home page as it was last read."""

    entries: int
    undated: int
    newest: str | None
    """ISO date of the newest entry not after as_of."""
    readable: bool
    marks: MarksSeen
    tags: tuple[str, ...]
    """Names of the meta tags that are there and say something."""
    offers: OfferSeen | None = None
    """Search, channels and statistics that it shows; None where nobody looked."""
    code: str = ""
    """SiteIDCode, as its tag has it."""
    name: str = ""
    """SiteName, likewise."""
    plate: PlateSeen | None = None
    """What its title bar and its head call the site; None where nobody looked."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """What of it contradicts itself, by name (``spiders.reading.doubts``), with the value that is doubted."""
    ipv6: IPv6Seen | None = None
    """Whether its host can be reached over IPv6; None where nobody asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFact(Seen):
    """One page of the sample: its footer marks and its meta tags."""

    marks: MarksSeen
    tags: tuple[str, ...]
    code: str = ""
    """SiteIDCode, as its tag has it."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """As a home page's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFact(Seen):
    """试搜: a search of the site for one of its titles; ``url`` asks it."""

    title: str
    found: bool | None
    """Whether the first page of results shows the title; None where that cannot be told."""
    results: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectedFact(Seen):
    """A page or file of which something is suspected: one of those kept of each kind of suspicion."""

    found_on: str
    suspicions: tuple[Suspicion, ...]
    """Those of the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieFact(Seen):
    """A side of a pair: a policy, an interpretation, a consultation, a result."""

    title: str
    published: str | None
    tie: TieSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutFact(Seen):
    """A page that introduces a place, a body or a leader."""

    title: str
    about: AboutSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact(Seen):
    """A page whose date contradicts another day: that of its address, or the one on which it was seen."""

    title: str
    published: str
    other: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFact(Seen):
    """A published letter, from its own page or from a row of a list; ``found_on`` is then the list's page."""

    found_on: str
    letter: LetterSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFact(Seen):
    """A service guide."""

    title: str
    guide: GuideSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresFact(Seen):
    """Statistics (统计数据): a page of them, or a place that shows or leads to some; ``url`` is where they stand."""

    found_on: str
    of: FiguresOf
    own: bool
    """The page is called so."""
    newest: str | None
    """ISO day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortsFact(Seen):
    """A page that shows service items by category."""

    sorts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeritFact(Seen):
    """A page that may earn points."""

    title: str
    day: str | None
    """ISO date of publication, or of its newest entry."""
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """What is known of a site's published letters; each a sample of at most twenty, newest first."""

    newest: datetime | None = None
    """Newest day on which one came, was answered or was published."""
    listed: int = 0
    """The most that one page of a list shows."""
    kept: tuple[LetterFact, ...] = ()
    lacking: tuple[LetterFact, ...] = ()
    """Whose own page lacks a time, the unit or the reply."""
    unanswered: tuple[LetterFact, ...] = ()
    slow: tuple[LetterFact, ...] = ()
    """Those that waited longest for their answer, the longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFact(Seen):
    """An address that did not simply open: dead, or not to be told."""

    kind: TaskKind
    outcome: Outcome
    status: int
    reason: str
    found_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Seen):
    """The first page of a column, as it was last read."""

    name: str
    path: tuple[str, ...]
    """Names from the top, the column's own last."""
    type: str
    archived: bool
    blank: bool
    readable: bool
    entries: int
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFact:
    """栏目: a column, from its list pages and from the articles that stand in it."""

    key: str
    """Stable between runs; see ``scoring.ledger.folding.column_key``."""
    name: str
    path: tuple[str, ...]
    type: str
    listing: Listing | None
    """None when only articles name the column."""
    newest: datetime | None = None
    """Newest date not after as_of, a day standing for its last second."""
    later: bool = False
    """Dates after as_of were seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFact(Seen):
    """An account's posts, as one source gave them."""

    source: str
    posts: int
    newest: str | None
    future: str | None
    read: int = 0
    """Posts of which the words were looked at."""
    suspicions: tuple[Suspicion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppFact(Seen):
    """移动客户端: one trial of an account's own application, from where visitors get it."""

    offered: bool | None
    """Whether it can be downloaded; None where that cannot be told."""
    usable: bool | None = None
    """Whether it opens and shows something of now; only people and probes with a device can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The facts of a website."""

    target: str
    homes: tuple[HomeFact, ...] = ()
    """Home pages that could be read, the one seen last first."""
    home_urls: frozenset[str] = frozenset()
    columns: tuple[ColumnFact, ...] = ()
    links: tuple[LinkFact, ...] = ()
    """In the order of their addresses."""
    sample: dict[str, tuple[PageFact, ...]] = field(default_factory=dict)
    """Page kind (column, article) → sampled pages."""
    suspected: dict[SuspicionKind, tuple[SuspectedFact, ...]] = field(default_factory=dict)
    """Kind of suspicion → pages and files that bear one, at most a sample's number."""
    ties: dict[Role, tuple[TieFact, ...]] = field(default_factory=dict)
    """Sides of pairs, the newest of each, newest first; policies that need no interpretation are left out."""
    letters: Letters = Letters()
    guides: tuple[GuideFact, ...] = ()
    """A sample of service guides."""
    trials: tuple[TrialFact, ...] = ()
    """Searches that were tried, in the order of their addresses."""
    poor_guides: tuple[GuideFact, ...] = ()
    """Those that fill fewest elements, the poorest first."""
    figures: dict[FiguresOf, tuple[FiguresFact, ...]] = field(default_factory=dict)
    """Statistics by what they are of, the newest twenty of each, undated ones last."""
    sorts: tuple[SortsFact, ...] = ()
    merits: dict[Merit, tuple[MeritFact, ...]] = field(default_factory=dict)
    """Pages that may earn points, the newest twenty of each kind, newest first."""
    unread_mailboxes: tuple[Seen, ...] = ()
    """Mailboxes whose letters come by script, which nobody read."""
    about: dict[Topic, tuple[AboutFact, ...]] = field(default_factory=dict)
    ahead: tuple[DateFact, ...] = ()
    apart: tuple[DateFact, ...] = ()
    """Pages dated later than they were seen; pages whose address names a day far off. The farthest first."""
    availability: AvailabilityFact | None = None
    """None where nobody visited the site over days."""
    linked_from_home: datetime | None = None
    """Newest article that the home page links to."""
    undated_from_home: bool = False
    """Whether it links to an article that bears no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """The facts of a new-media account."""

    target: str
    feeds: tuple[FeedFact, ...] = ()
    links: tuple[LinkFact, ...] = ()
    apps: tuple[AppFact, ...] = ()
    """Trials of its application; none where nobody tried."""


Facts = SiteFacts | AccountFacts | AreaFacts
