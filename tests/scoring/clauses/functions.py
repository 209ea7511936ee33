"""功能设计: D17 to D25, each just under, at and just over its threshold."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from infra.features import IPv6Seen, OfferSeen, PlateSeen, TrialSeen
from infra.records import MarksSeen, Observation, Outcome, PageSeen, TaskKind
from scoring.findings import State
from tests.scoring.building import (
    ALL_MARKS,
    ALL_TAGS,
    HOME,
    OFFERS,
    SITE,
    article,
    column,
    days_ago,
    home,
    link,
    observation,
)
from tests.scoring.clauses.case import Case

BUREAU = replace(
    SITE, name="鄂州市水利和湖泊局网站", unit="鄂州市水利和湖泊局", url="http://slj.ezhou.gov.cn/", portal=False
)
SUSPECTED, CONFIRMED = State.SUSPECTED, State.CONFIRMED
BLOCKED = link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME)
NO_POLICE = replace(ALL_MARKS, police="")
WRONG = {"tag_date": "2020-01-01T00:00:00+08:00"}


def at(url: str, **more: Any) -> list[Observation]:
    return [home(url=url, **more)]


def marked(lacking: int, of: int = 9, marks: MarksSeen = NO_POLICE) -> list[Observation]:
    """A sound home page, and articles of which some have other marks."""
    pages = [article(n, "工作动态", days_ago(1), marks=marks if n < lacking else ALL_MARKS) for n in range(of)]
    return [home(), *pages]


def tagged(lacking: int, of: int = 9, *, doubts: Mapping[str, str] | None = None) -> list[Observation]:
    """Sound pages of all kinds, and articles of which some lack tags, or have such that contradict."""
    odd: dict[str, Any] = {"meta": ALL_TAGS if doubts else {}, "doubts": doubts or {}}
    pages = [article(n, "工作动态", days_ago(1), **(odd if n < lacking else {})) for n in range(of)]
    return [home(), column("工作动态", days_ago(1)), *pages]


def dead(number: int, found_on: str = HOME, outcome: Outcome = Outcome.DEAD) -> list[Observation]:
    return [home(), *(link(f"http://out{n}.gov.cn/", outcome, found_on=found_on) for n in range(number))]


def tried(*found: bool | None, gone: int = 0) -> list[Observation]:
    """A home page, and what its search showed for titles; for some it did not open."""
    pages = [
        observation(
            f"{HOME}search.html?q={n}",
            PageSeen(kind="search", trial=TrialSeen(title=f"关于第{n}次会议的通知", found=one)),
            kind=TaskKind.SEARCH,
            found_on=HOME,
        )
        for n, one in enumerate(found)
    ]
    lost = [link(f"{HOME}search.html?q=x{n}", Outcome.DEAD, found_on=HOME, kind=TaskKind.SEARCH) for n in range(gone)]
    return [home(), *pages, *lost]


def shown(*names: str, bar: str = SITE.name, pictured: bool = False, **more: Any) -> list[Observation]:
    return [home(plate=PlateSeen(bar=bar, shown=names, pictured=pictured), **more)]


_DOMAINS = (
    Case(clause="D17.1", about="www.X.gov.cn of a portal", seen=at(HOME), covered=True),
    Case(clause="D17.1", about="Y.X.gov.cn of a department", target=BUREAU, seen=at(BUREAU.url), covered=True),
    Case(clause="D17.1", about="the bare twin of www", seen=at("http://ezhou.gov.cn/"), covered=True),
    Case(
        clause="D17.1",
        about="a portal below another",
        target=replace(SITE, url="http://echeng.ezhou.gov.cn/"),
        seen=at("http://echeng.ezhou.gov.cn/"),
        findings=1,
        points="1",
        state=CONFIRMED,
    ),
    Case(
        clause="D17.1",
        about="a portal without www",
        target=replace(SITE, url="http://ezhou.gov.cn/"),
        seen=at("http://ezhou.gov.cn/"),
        findings=1,
        points="1",
    ),
    Case(
        clause="D17.1",
        about="a department directly below gov.cn",
        target=replace(BUREAU, url="http://www.ezslj.gov.cn/"),
        seen=at("http://www.ezslj.gov.cn/"),
        findings=1,
        points="1",
    ),
    Case(
        clause="D17.1",
        about="a department called a portal, of which either form is right",
        target=replace(BUREAU, portal=True),
        seen=at(BUREAU.url),
        covered=True,
    ),
    Case(clause="D17.1", about="another suffix", seen=at("http://www.ezhou.com.cn/"), findings=1, points="1"),
    Case(clause="D17.1", about="no suffix but like it", seen=at("http://www.ezhougov.cn/"), findings=1, points="1"),
    Case(clause="D17.1", about="a bare IP address", seen=at("http://59.173.0.1/"), findings=1, points="1"),
    Case(clause="D17.1", about="a Chinese domain alone", seen=at("http://xn--2bs71a.xn--zfr164b/"), covered=False),
    Case(
        clause="D17.1",
        about="an old registered name that leads to a right one",
        target=replace(SITE, url="http://www.ezhou.net.cn/"),
        seen=at(HOME),
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(clause="D17.1", about="a home page that could not be read", seen=[BLOCKED], covered=False),
)
_NAMES = (
    Case(clause="D17.2", about="the registered name in the head", seen=shown(SITE.name), covered=True),
    Case(clause="D17.2", about="the name with other affixes", seen=shown("鄂州市人民政府网"), covered=True),
    Case(clause="D17.2", about="a government called by its place", seen=shown("中国鄂州"), covered=True),
    Case(
        clause="D17.2",
        about="most of the name",
        target=BUREAU,
        seen=shown("市水利和湖泊局", bar="", meta={}),
        covered=True,
    ),
    Case(
        clause="D17.2",
        about="the place alone, of a department",
        target=BUREAU,
        seen=shown("鄂州市", bar="", meta={}),
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(clause="D17.2", about="no name in a head of words", seen=shown(), findings=1, points="1", state=SUSPECTED),
    Case(clause="D17.2", about="a head that is one picture", seen=shown(pictured=True), covered=False),
    Case(
        clause="D17.2",
        about="a title bar with another office's name",
        seen=shown(SITE.name, bar="黄石市水利局"),
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(
        clause="D17.2",
        about="SiteName of another office",
        seen=shown(SITE.name, meta=ALL_TAGS | {"SiteName": "黄石市水利局"}),
        findings=1,
        points="1",
    ),
    Case(clause="D17.2", about="a title bar that names nobody", seen=shown(SITE.name, bar="首页"), covered=True),
    Case(clause="D17.2", about="a home page whose head nobody read", seen=[home(plate=None)], covered=False),
)
_MARKS = (
    Case(clause="D18", about="all marks", seen=[home()], covered=True),
    Case(clause="D18", about="one mark lacking at home", seen=[home(marks=NO_POLICE)], findings=1, points="1"),
    Case(
        clause="D18",
        about="three marks lacking at home",
        seen=[home(marks=replace(NO_POLICE, icp="", conac=False))],
        findings=3,
        points="3",
    ),
    Case(
        clause="D18",
        about="all four lacking, whatever the cap says",
        seen=[home(marks=replace(NO_POLICE, icp="", conac=False, site_code=""))],
        findings=4,
        points="4",
    ),
    Case(clause="D18", about="4 of 10 pages lack a mark", seen=marked(4), covered=True),
    Case(clause="D18", about="5 of 10 pages lack a mark", seen=marked(5), findings=1, points="1"),
    Case(clause="D18", about="6 of 10 pages lack a mark", seen=marked(6), findings=1, points="1"),
    Case(clause="D18", about="footers that a script loads", seen=[home(marks=MarksSeen(), meta={})], covered=False),
    Case(
        clause="D18",
        about="another code in the tag",
        seen=[home(meta=ALL_TAGS | {"SiteIDCode": "4207000002"})],
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(
        clause="D18",
        about="another code in the registry",
        target=replace(SITE, code="4207000009"),
        seen=[replace(home(), target="4207000009")],
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(
        clause="D18",
        about="a code of eleven digits throughout",
        target=replace(SITE, code="ezhou"),
        seen=[
            replace(
                home(marks=replace(ALL_MARKS, site_code="42070000011"), meta=ALL_TAGS | {"SiteIDCode": "42070000011"}),
                target="ezhou",
            )
        ],
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(
        clause="D18",
        about="bm and eight digits throughout",
        target=replace(SITE, code="bm14000002"),
        seen=[
            replace(
                home(marks=replace(ALL_MARKS, site_code="bm14000002"), meta=ALL_TAGS | {"SiteIDCode": "BM14000002"}),
                target="bm14000002",
            )
        ],
        covered=True,
    ),
)
_LINKS = (
    *(
        Case(clause="D19.1", about=f"{n} dead links on the home page", seen=dead(n), findings=n, points=str(n))
        for n in (0, 1, 4, 5, 6)
    ),
    *(
        Case(clause="D19.2", about=f"{n} dead links elsewhere", seen=dead(n, f"{HOME}gzdt/"), findings=n, points=points)
        for n, points in ((0, "0"), (1, "0.1"), (49, "4.9"), (50, "5"), (51, "5.1"))
    ),
    Case(clause="D19.1", about="dead links elsewhere", seen=dead(6, f"{HOME}gzdt/"), covered=True),
    *(
        Case(clause="D19.1", about=f"links that were {outcome}", seen=dead(3, outcome=outcome), covered=True)
        for outcome in (Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED, Outcome.REDIRECT, Outcome.OK)
    ),
    Case(
        clause="D19.1",
        about="one address on two pages, borne by the home page first",
        seen=[*dead(1), *dead(1)],
        findings=1,
        points="1",
    ),
    Case(
        clause="D19.1",
        about="a picture, a file and what the site shows for nothing",
        seen=[
            home(),
            link(f"{HOME}a.jpg", Outcome.DEAD, found_on=HOME, kind=TaskKind.IMAGE),
            link(f"{HOME}a.doc", Outcome.DEAD, found_on=HOME, kind=TaskKind.ATTACHMENT),
            link(f"{HOME}a.html", Outcome.DEAD, found_on=HOME, kind=TaskKind.ARTICLE, status=200),
        ],
        findings=3,
        points="3",
    ),
    Case(clause="D19.1", about="a search that was tried is no link", seen=tried(gone=2), covered=True),
    Case(clause="D19.1", about="a home page that could not be read", seen=[BLOCKED], covered=False),
)
_TAGS = (
    Case(clause="D20", about="all tags on all kinds of page", seen=tagged(0), covered=True),
    Case(clause="D20", about="4 of 9 articles lack tags", seen=tagged(4), covered=True),
    Case(clause="D20", about="5 of 10 articles lack tags", seen=tagged(5, 10), findings=1, points="0.5"),
    Case(clause="D20", about="5 of 9 articles lack tags", seen=tagged(5), findings=1, points="0.5", state=CONFIRMED),
    Case(clause="D20", about="a bare home page", seen=[home(meta={}), *tagged(0)[1:]], findings=1, points="0.5"),
    Case(
        clause="D20",
        about="all kinds bare",
        seen=[home(meta={}), column("工作动态", days_ago(1), meta={}), *tagged(9)[2:]],
        findings=3,
        points="1.5",
    ),
    Case(clause="D20", about="4 of 9 articles with wrong tags", seen=tagged(4, doubts=WRONG), covered=True),
    Case(
        clause="D20",
        about="5 of 9 articles with wrong tags",
        seen=tagged(5, doubts=WRONG),
        findings=1,
        points="0.5",
        state=SUSPECTED,
    ),
    Case(
        clause="D20",
        about="SiteDomain of another site at home",
        seen=[home(doubts={"tag_domain": "www.other.cn"}), *tagged(0)[1:]],
        findings=1,
        points="0.5",
        state=SUSPECTED,
    ),
)
_SEARCHES = (
    Case(clause="D21.1", about="a form", seen=[home()], covered=True),
    Case(clause="D21.1", about="a script", seen=[home(offers=OfferSeen(search=""))], covered=True),
    Case(
        clause="D21.1",
        about="none",
        seen=[home(offers=OfferSeen())],
        findings=1,
        points="3",
        state=CONFIRMED,
    ),
    Case(
        clause="D21.1",
        about="none on a page for browsers",
        seen=[home(offers=OfferSeen(), readable=False)],
        covered=False,
    ),
    Case(clause="D21.1", about="a home page of which nobody asked", seen=[home(offers=None)], covered=False),
    Case(clause="D21.1", about="all of its answers dead", seen=tried(gone=4), findings=1, points="3", state=SUSPECTED),
    Case(clause="D21.1", about="one of its answers dead", seen=tried(True, gone=1), covered=True),
    Case(
        clause="D21.1",
        about="a link named so that is dead",
        seen=[home(), link(OFFERS.search or "", Outcome.DEAD, found_on=HOME, kind=TaskKind.COLUMN)],
        findings=1,
        points="3",
        state=SUSPECTED,
    ),
    Case(clause="D21.2", about="four of four found", seen=tried(True, True, True, True), covered=True),
    Case(
        clause="D21.2",
        about="three of four found",
        seen=tried(True, True, True, False),
        findings=1,
        points="1",
        state=SUSPECTED,
        covered=True,
    ),
    Case(
        clause="D21.2",
        about="none of four found",
        seen=tried(False, False, False, False),
        findings=4,
        points="4",
        state=SUSPECTED,
    ),
    Case(clause="D21.2", about="more asked than the sample", seen=tried(*(False,) * 6), findings=4, points="4"),
    Case(clause="D21.2", about="results that a script brings", seen=tried(None, None), covered=False),
    Case(clause="D21.2", about="a search that does not open", seen=tried(gone=3), covered=False),
    Case(clause="D21.2", about="a search that nobody could try", seen=[home()], covered=False),
    Case(clause="D21.2", about="no search, which D21.1 takes", seen=[home(offers=OfferSeen())], covered=True),
)
_REACH = (
    Case(clause="D24", about="an address that answers", seen=[home()], covered=True),
    Case(
        clause="D24",
        about="no AAAA record",
        seen=[home(ipv6=IPv6Seen(named=False))],
        findings=1,
        points="1",
        state=CONFIRMED,
    ),
    Case(
        clause="D24",
        about="a record that this machine cannot try",
        seen=[home(ipv6=IPv6Seen(named=True))],
        covered=True,
    ),
    Case(
        clause="D24",
        about="a record where nobody answers",
        seen=[home(ipv6=IPv6Seen(named=True, answered=False))],
        findings=1,
        points="1",
        state=SUSPECTED,
    ),
    Case(clause="D24", about="a name server that is silent", seen=[home(ipv6=IPv6Seen())], covered=False),
    Case(clause="D24", about="a name that is led elsewhere", seen=[home(ipv6=None)], covered=False),
    Case(clause="D25", about="the entry", seen=[home()], covered=True),
    Case(
        clause="D25",
        about="no entry",
        seen=[home(marks=replace(ALL_MARKS, error_report=False))],
        findings=1,
        points="2",
        state=CONFIRMED,
    ),
    Case(
        clause="D25",
        about="a footer for browsers",
        seen=[home(marks=replace(ALL_MARKS, error_report=None))],
        covered=False,
    ),
    Case(
        clause="D25",
        about="an entry to an old address",
        seen=[home(doubts={"report_outdated": ""})],
        findings=1,
        points="2",
        state=SUSPECTED,
    ),
    Case(
        clause="D25",
        about="an entry of another code",
        seen=[home(marks=replace(ALL_MARKS, report_code="4207000099"))],
        findings=1,
        points="2",
        state=SUSPECTED,
    ),
    Case(
        clause="D25",
        about="an entry of the same code",
        seen=[home(marks=replace(ALL_MARKS, report_code=SITE.code))],
        covered=True,
    ),
)
CASES = (*_DOMAINS, *_NAMES, *_MARKS, *_LINKS, *_TAGS, *_SEARCHES, *_REACH)
