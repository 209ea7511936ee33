"""Observations and facts as tests need them, with the least that each case must say."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from infra.clock import BEIJING, parse_as_of
from infra.features import FiguresOf, FiguresSeen, IPv6Seen, OfferSeen, PlateSeen
from infra.records import (
    ColumnSeen,
    FeedSeen,
    Kind,
    MarksSeen,
    Observation,
    Outcome,
    PageSeen,
    Target,
    TaskKind,
)
from scoring.checks import Context, Crawl, Judgement, check
from scoring.checks.columns import judge
from scoring.facts import Facts, SiteFacts
from scoring.ledger import facts as facts_of
from scoring.ledger.folding import fold
from scoring.review import Review
from scoring.scorecard import Scorecard, score
from scoring.standard import Standard, load

AS_OF = parse_as_of("2024-02-29")
HOME = "http://www.ezhou.gov.cn/"
NOW = 1_709_222_400_000
SITE = Target(
    code="4207000001", name="鄂州市人民政府门户网站", kind=Kind.SITE, url=HOME, unit="鄂州市人民政府", portal=True
)
ACCOUNT = Target(
    code="wx-1", name="鄂州发布", kind=Kind.ACCOUNT, unit="鄂州市委宣传部", platform="微信", account_type="微信订阅号"
)
DONE = Crawl(known=10, done=10, complete=True)
ALL_TAGS = dict.fromkeys(
    (
        *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
        *("ArticleTitle", "PubDate", "ContentSource"),
    ),
    "有",
) | {"SiteName": SITE.name, "SiteDomain": "www.ezhou.gov.cn", "SiteIDCode": SITE.code}
ALL_MARKS = MarksSeen(
    site_code="4207000001", icp="鄂ICP备05000000号", police="鄂公网安备42070000000001号", conac=True, error_report=True
)
OFFERS = OfferSeen(
    search=f"{HOME}search.html",
    consult=(f"{HOME}zmhd/",),
    statistics=(f"{HOME}ndbb/",),
    overview=(f"{HOME}gk/",),
    functions=(f"{HOME}jgzn/",),
    leaders=(f"{HOME}ldxx/",),
    services=(f"{HOME}bsfw/",),
)
PLATE = PlateSeen(bar=SITE.name, shown=(SITE.name,))
#: Statistics of services and of letters, of the first month before the time point.
FIGURES = tuple(
    FiguresSeen(of=of, url=f"{HOME}tj/{of}.html", own=True, newest="2024-01-31T00:00:00+08:00")
    for of in (FiguresOf.SERVICE, FiguresOf.LETTERS)
)
SORTS = ("个人办事", "法人办事")
EZHOU = load("ezhou-2024")
NATIONAL = load("national-2019")


def days_ago(days: float, at: datetime = AS_OF) -> str:
    """A day-only date so many days before the time point, as records carry it."""
    return datetime.combine((at - timedelta(days=days)).date(), datetime.min.time(), BEIJING).isoformat()


def observation(url: str, page: PageSeen | None = None, **more: Any) -> Observation:
    fields: dict[str, Any] = {
        "target": SITE.code,
        "kind": TaskKind.ARTICLE,
        "seen_at": NOW,
        "outcome": Outcome.OK,
        "status": 200,
    }
    return Observation(url=url, page=page, **(fields | more))


def home(
    newest: str | None = "2024-02-28T00:00:00+08:00", *, url: str = HOME, marks: MarksSeen = ALL_MARKS, **more: Any
) -> Observation:
    """A home page that has everything, fresh unless said otherwise."""
    fields: dict[str, Any] = {"entries": 20, "newest": newest, "meta": ALL_TAGS, "marks": marks}
    fields |= {"offers": OFFERS, "plate": PLATE, "figures": FIGURES, "sorts": SORTS}
    outer = {"ipv6": more.pop("ipv6", IPv6Seen(named=True, answered=True))}
    return observation(url, PageSeen(kind="home", **(fields | more)), kind=TaskKind.HOME, **outer)


def column(name: str, newest: str | None, *, above: Sequence[str] = (), url: str = "", **more: Any) -> Observation:
    """The first page of a column."""
    address = url or f"{HOME}{'/'.join((*above, name))}/"
    fields: dict[str, Any] = {
        "entries": 15,
        "newest": newest,
        "meta": ALL_TAGS,
        "marks": ALL_MARKS,
        "column": ColumnSeen(url=address, path=(*above, name), name=name, type=more.pop("type", "")),
    }
    outer = {key: more.pop(key) for key in ("kind", "seen_at", "attempt", "outcome") if key in more}
    return observation(address, PageSeen(kind="column", **(fields | more)), **({"kind": TaskKind.COLUMN} | outer))


def article(number: int, name: str, newest: str | None, *, above: Sequence[str] = (), **more: Any) -> Observation:
    """A content page in a column, found in its list."""
    address = f"{HOME}{'/'.join((*above, name))}/"
    fields: dict[str, Any] = {
        "newest": newest,
        "meta": ALL_TAGS,
        "marks": ALL_MARKS,
        "column": ColumnSeen(url=address, path=(*above, name), name=name),
    }
    outer = {key: more.pop(key) for key in ("kind", "depth", "found_on") if key in more}
    page = PageSeen(kind="article", **(fields | more))
    return observation(f"{address}t{number}.html", page, **({"found_on": address, "depth": 2} | outer))


def link(url: str, outcome: Outcome, *, found_on: str, **more: Any) -> Observation:
    fields: dict[str, Any] = {"kind": TaskKind.OUTSIDE, "status": 404 if outcome is Outcome.DEAD else 0}
    return observation(url, outcome=outcome, found_on=found_on, **(fields | more))


def blank(name: str, **more: Any) -> Observation:
    return column(name, None, entries=0, blank=True, **more)


def feed(newest: str | None, *, posts: int = 20, target: Target = ACCOUNT, **more: Any) -> Observation:
    seen = FeedSeen(source="rss", posts=posts, newest=newest, future=more.pop("future", None))
    return observation("http://feed/", feed=seen, kind=TaskKind.FEED, target=target.code, **more)


def sound_site() -> list[Observation]:
    """A site with the columns that a sound one has, all fresh."""
    return [
        home(),
        column("工作动态", days_ago(1)),
        column("政策文件", days_ago(20)),
        column("通知公告", days_ago(30)),
        column("信件回复", days_ago(3)),
        article(1, "工作动态", days_ago(1)),
    ]


def facts(observations: Sequence[Observation], target: Target = SITE) -> Facts:
    state = fold(observations).get(target.code)
    return facts_of(target, state.fields if state else {})


def context(
    known: Facts, *, target: Target = SITE, crawl: Crawl = DONE, standard: Standard = EZHOU, **more: Any
) -> Context:
    as_of = more.pop("as_of", AS_OF)
    if isinstance(known, SiteFacts):
        more["columns"] = judge(known, standard, as_of, complete=crawl.complete)
    return Context(as_of=as_of, standard=standard, target=target, crawl=crawl, **({"seed": "2024q1"} | more))


def judged(clause: str, observations: Sequence[Observation], *, target: Target = SITE, **more: Any) -> Judgement:
    """What the check of one clause says of a target seen so."""
    known = facts(observations, target)
    run = check.get(clause)
    assert run is not None
    around = context(known, target=target, **more)
    return run(known, around.standard.clauses[clause], around)


def card(
    observations: Sequence[Observation], reviews: Sequence[Review] = (), *, target: Target = SITE, **more: Any
) -> Scorecard:
    known = facts(observations, target)
    return score(known, context(known, target=target, **more), reviews)
