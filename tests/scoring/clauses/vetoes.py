"""单项否决 of websites: V1 to V6, each just under, at and just over its threshold."""

from dataclasses import replace
from typing import Any

from infra.clock import parse_as_of
from infra.features import GuideSeen, LetterSeen, OfferSeen
from infra.records import AttachmentSeen, Observation, Outcome, PageSeen, Suspicion, SuspicionKind, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from scoring.visits import AvailabilityFact
from tests.scoring.building import (
    HOME,
    OFFERS,
    article,
    blank,
    column,
    days_ago,
    home,
    link,
    observation,
    sound_site,
)
from tests.scoring.clauses.case import Case

SUSPECTED = State.SUSPECTED
BLOCKED = link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME)
UNDER_WAY = Crawl(known=10, done=5)
NO_OFFERS = OfferSeen(search="")
FULL = ("事项名称", "设定依据", "受理条件", "申请材料", "办理地点", "承诺时限", "咨询电话", "办理流程")


def bearing(kind: SuspicionKind) -> list[Observation]:
    return [article(1, "工作动态", days_ago(1), suspicions=(Suspicion(kind=kind, sample="x"),))]


def dated(published: str, **doubts: str) -> list[Observation]:
    """An article, seen on 1 March 2024 in Beijing."""
    return [article(1, "工作动态", None, published=f"{published}T00:00:00+08:00", doubts=doubts)]


def visited(failures: int, *a_day: int) -> dict[str, Any]:
    """A thousand visits; on these days so many."""
    days = {f"2024-02-{22 + number}": visits for number, visits in enumerate(a_day)}
    return {"availability": AvailabilityFact(visits=1000, failures=failures, first=0, last=1, a_day=days)}


def late(news: int = 0, notices: int = 0, policies: int = 0, others: int = 0) -> list[Observation]:
    return [
        home(),
        *(column(f"{n}号动态", days_ago(15)) for n in range(news)),
        *(column(f"{n}号通知", "2023-08-28T00:00:00+08:00") for n in range(notices)),
        *(column(f"{n}号政策", "2023-08-28T00:00:00+08:00") for n in range(policies)),
        *(column(f"{n}号业务", "2023-02-27T00:00:00+08:00") for n in range(others)),
    ]


def five(name: str, newest: str | None, **more: Any) -> list[Observation]:
    return [home(), *(column(f"{n}号{name}", f"{newest}T00:00:00+08:00" if newest else None, **more) for n in range(5))]


def asked(came: str, **more: Any) -> list[Observation]:
    letter = LetterSeen(url=f"{HOME}x/1.html", received=f"{came}T00:00:00+08:00", replied="", reply=False, whole=True)
    page = PageSeen(kind="message", letters=(replace(letter, **more),))
    return [home(), observation(f"{HOME}x/1.html", page)]


def guides(*lacking: int) -> list[Observation]:
    """Guides, each without so many of the eight elements."""
    made = [GuideSeen(elements=FULL[: len(FULL) - count]) for count in lacking]
    pages = [PageSeen(kind="guide", title=f"事项{n}", guide=guide) for n, guide in enumerate(made)]
    return [home(), *(observation(f"{HOME}bszn/{n}.html", page) for n, page in enumerate(pages))]


_V1 = (
    Case(clause="V1.1", about="nothing suspected clears nothing", seen=sound_site(), covered=False),
    Case(clause="V1.1", about="a mere typo", seen=bearing(SuspicionKind.WORDING), covered=False),
    Case(
        clause="V1.1",
        about="a serious word",
        seen=bearing(SuspicionKind.SERIOUS_WORDING),
        findings=1,
        state=SUSPECTED,
        covered=False,
    ),
    Case(clause="V1.2", about="nothing suspected clears nothing", seen=sound_site(), covered=False),
    Case(
        clause="V1.2",
        about="a page with a mark",
        seen=bearing(SuspicionKind.SECRECY),
        findings=1,
        state=SUSPECTED,
        covered=False,
    ),
    Case(
        clause="V1.2",
        about="a file with a mark",
        seen=[
            observation(
                f"{HOME}f/1.pdf",
                kind=TaskKind.ATTACHMENT,
                attachment=AttachmentSeen(
                    readable=True, suspicions=(Suspicion(kind=SuspicionKind.SECRECY, sample="秘密★1年"),)
                ),
            )
        ],
        findings=1,
        state=SUSPECTED,
    ),
    Case(clause="V1.3", about="nothing suspected clears nothing", seen=sound_site(), covered=False),
    Case(
        clause="V1.3",
        about="a dark link",
        seen=bearing(SuspicionKind.DARK_LINK),
        findings=1,
        state=SUSPECTED,
        covered=False,
    ),
    Case(clause="V1.3", about="a hacked page", seen=bearing(SuspicionKind.TAMPERED), findings=1, state=SUSPECTED),
    Case(clause="V1.5", about="dated the day on which it was seen", seen=dated("2024-03-01"), covered=False),
    Case(clause="V1.5", about="dated a day later", seen=dated("2024-03-02"), findings=1, state=SUSPECTED),
    Case(
        clause="V1.5",
        about="an address of another year",
        seen=dated("2024-02-28", address_date="2021-05-01T00:00:00+08:00"),
        findings=1,
        state=SUSPECTED,
        covered=False,
    ),
    Case(
        clause="V1.5",
        about="two pages whose addresses are of another year are one suspicion",
        seen=[
            *dated("2024-02-28", address_date="2021-05-01T00:00:00+08:00"),
            replace(dated("2024-02-27", address_date="2021-05-01T00:00:00+08:00")[0], url=f"{HOME}x.html"),
        ],
        findings=1,
    ),
    Case(clause="V1.5", about="another date in a tag", seen=dated("2024-02-28", tag_date="2021-05-01"), covered=False),
)
_WEEK = (20,) * 7
_V2 = (
    Case(clause="V2", about="no visits", seen=sound_site(), covered=False),
    Case(clause="V2", about="4.9 % of a week's visits failed", known=visited(49, *_WEEK), covered=True),
    Case(clause="V2", about="5.0 %", known=visited(50, *_WEEK), findings=1, state=SUSPECTED, covered=True),
    Case(clause="V2", about="5.1 %", known=visited(51, *_WEEK), findings=1, state=SUSPECTED, covered=True),
    Case(clause="V2", about="all failed, of six days", known=visited(1000, *_WEEK[1:])),
    Case(
        clause="V2", about="all failed, of seven days one of which had 19 visits", known=visited(1000, *_WEEK[1:], 19)
    ),
    Case(
        clause="V2", about="half failed, of eight days one of which had 19", known=visited(500, *_WEEK, 19), findings=1
    ),
)
_V3 = (
    Case(clause="V3", about="an item 14 days old", seen=[home(days_ago(14))], covered=True),
    Case(
        clause="V3", about="an item 15 days old", seen=[home(days_ago(15))], findings=1, state=SUSPECTED, covered=True
    ),
    Case(clause="V3", about="nothing dated", seen=[home(None, undated=20)], covered=False),
    Case(
        clause="V3",
        about="nothing dated, and no date on an article that it links to (G11)",
        seen=[home(None, undated=20), article(1, "工作动态", None, depth=1)],
        findings=1,
        state=SUSPECTED,
        covered=True,
    ),
    Case(
        clause="V3",
        about="the same, where another was kept back",
        seen=[
            home(None, undated=20),
            article(1, "工作动态", None, depth=1),
            link(f"{HOME}2.html", Outcome.BLOCKED, found_on=HOME, kind=TaskKind.ARTICLE),
        ],
        covered=False,
    ),
    Case(clause="V3", about="a list that a script fills", seen=[home(days_ago(90), readable=False)], covered=False),
    Case(
        clause="V3",
        about="nothing dated, an article that it links to 14 days old",
        seen=[home(None, undated=20), article(1, "工作动态", days_ago(14), depth=1)],
        covered=True,
    ),
    Case(
        clause="V3",
        about="nothing dated, an article that it links to 15 days old",
        seen=[home(None, undated=20), article(1, "工作动态", days_ago(15), depth=1)],
        findings=1,
    ),
    Case(
        clause="V3",
        about="an entrance to columns of which one is 14 days old",
        seen=[home(None, entries=0), column("工作动态", days_ago(14)), column("通知公告", days_ago(200))],
        covered=True,
    ),
    Case(
        clause="V3",
        about="an entrance to columns of which none is newer than 15 days",
        seen=[home(None, entries=0), column("工作动态", days_ago(15)), column("通知公告", days_ago(200))],
        findings=1,
    ),
    Case(clause="V3", about="a home page that refused the inspector", seen=[BLOCKED], covered=False),
)
_AUGUST, _LEAP_AUGUST = ({"as_of": parse_as_of(day)} for day in ("2023-08-31", "2024-08-31"))
_V4 = (
    Case(clause="V4.1", about="four late ones", seen=late(news=2, notices=1, policies=1, others=9), covered=True),
    Case(clause="V4.1", about="five", seen=late(news=2, notices=2, policies=1), findings=1, state=SUSPECTED),
    Case(clause="V4.1", about="six", seen=late(news=6), findings=1, state=SUSPECTED),
    Case(clause="V4.1", about="five news columns on the 14th day", seen=five("动态", "2024-02-15"), covered=True),
    Case(clause="V4.1", about="five news columns on the 15th day", seen=five("动态", "2024-02-14"), findings=1),
    Case(clause="V4.1", about="six months before 29 February", seen=five("通知", "2023-08-29"), covered=True),
    Case(clause="V4.1", about="a day more than six months", seen=five("通知", "2023-08-28"), findings=1),
    Case(clause="V4.1", about="six months before 31 August", seen=five("政策", "2023-02-28"), around=_AUGUST),
    Case(clause="V4.1", about="a day more", seen=five("政策", "2023-02-27"), around=_AUGUST, findings=1),
    Case(
        clause="V4.1", about="six months before it in a leap year", seen=five("政策", "2024-02-29"), around=_LEAP_AUGUST
    ),
    Case(clause="V4.1", about="a day more there", seen=five("政策", "2024-02-28"), around=_LEAP_AUGUST, findings=1),
    Case(
        clause="V4.1", about="five whose articles bear no date (G11)", seen=five("动态", None, undated=15), findings=1
    ),
    Case(
        clause="V4.1",
        about="five of which one has a dated article",
        seen=[*five("动态", None, undated=15), article(1, "0号动态", days_ago(14))],
    ),
    Case(
        clause="V4.1",
        about="level-1 notices alone count",
        seen=[
            *late(news=3, notices=1),
            *(column(f"{n}号子通知", days_ago(300), above=["0号通知"]) for n in range(5)),
        ],
    ),
    Case(clause="V4.2", about="nine overdue ones", seen=late(news=2, notices=2, others=5), covered=True),
    Case(clause="V4.2", about="ten", seen=late(news=2, notices=2, others=6), findings=1, state=SUSPECTED),
    Case(clause="V4.2", about="eleven", seen=late(others=11), findings=1, state=SUSPECTED),
    Case(
        clause="V4.2",
        about="nine and one that a script fills",
        seen=[*late(others=9), column("监督检查", None, entries=0, readable=False)],
    ),
    Case(clause="V4.3", about="four blank ones", seen=[home(), *(blank(f"{n}号业务") for n in range(4))], covered=True),
    Case(
        clause="V4.3",
        about="five",
        seen=[home(), *(blank(f"{n}号业务") for n in range(5))],
        findings=1,
        state=SUSPECTED,
    ),
    Case(clause="V4.3", about="six", seen=[home(), *(blank(f"{n}号业务") for n in range(6))], findings=1),
    Case(
        clause="V4.3",
        about="four and one that a script fills",
        seen=[home(), *(blank(f"{n}号业务", readable=n < 4) for n in range(5))],
    ),
    *(
        Case(clause=clause, about="a home page that refused the inspector", seen=[BLOCKED], covered=False)
        for clause in ("V4.1", "V4.2", "V4.3")
    ),
)
_V5 = (
    Case(clause="V5.1", about="a channel on the home page", seen=[home()], covered=False),
    Case(clause="V5.1", about="none", seen=[home(offers=NO_OFFERS)], findings=1, state=SUSPECTED, covered=False),
    Case(
        clause="V5.1",
        about="one that is dead",
        seen=[home(), link(OFFERS.consult[0], Outcome.DEAD, found_on=HOME)],
        findings=1,
        state=SUSPECTED,
    ),
    Case(clause="V5.1", about="a mailbox among the columns", seen=[home(offers=NO_OFFERS), column("局长信箱", None)]),
    Case(clause="V5.1", about="a crawl under way", seen=[home(offers=NO_OFFERS)], around={"crawl": UNDER_WAY}),
    Case(clause="V5.2", about="three months old and unanswered", seen=asked("2023-11-29"), covered=False),
    Case(clause="V5.2", about="a day older", seen=asked("2023-11-28"), findings=1, state=SUSPECTED, covered=False),
    Case(clause="V5.2", about="of the first day of the year before", seen=asked("2023-02-28"), findings=1),
    Case(clause="V5.2", about="older than that year", seen=asked("2023-02-27"), covered=False),
    Case(clause="V5.2", about="answered", seen=asked("2023-11-01", replied="2024-02-28T00:00:00+08:00", reply=True)),
)
_V6 = (
    Case(clause="V6.1", about="a link on the home page", seen=[home()], covered=False),
    Case(clause="V6.1", about="nothing", seen=[home(offers=NO_OFFERS)], findings=1, state=SUSPECTED, covered=False),
    Case(
        clause="V6.1",
        about="a link that is dead",
        seen=[home(), link(OFFERS.services[0], Outcome.DEAD, found_on=HOME)],
        findings=1,
        state=SUSPECTED,
    ),
    Case(clause="V6.1", about="a guide", seen=[home(offers=NO_OFFERS), *guides(0)[1:]], covered=False),
    Case(clause="V6.1", about="a column", seen=[home(offers=NO_OFFERS), column("办事服务", None)], covered=False),
    Case(clause="V6.1", about="a home page of which nobody asked", seen=[home(offers=None)], covered=False),
    Case(clause="V6.1", about="a crawl under way", seen=[home(offers=NO_OFFERS)], around={"crawl": UNDER_WAY}),
    Case(
        clause="V6.1",
        about="a column that refused the inspector",
        seen=[home(offers=NO_OFFERS), link(f"{HOME}c/", Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)],
    ),
    Case(clause="V6.2", about="four guides without four classes", seen=guides(4, 4, 4, 4, 0), covered=False),
    Case(clause="V6.2", about="five", seen=guides(4, 4, 4, 4, 4, 0), findings=1, state=SUSPECTED, covered=False),
    Case(clause="V6.2", about="five of which one lacks three", seen=guides(4, 4, 4, 4, 3), covered=False),
    Case(clause="V6.2", about="five without five", seen=guides(5, 5, 5, 5, 5), findings=1, state=SUSPECTED),
    Case(clause="V6.3", about="four guides, all without four", seen=guides(4, 4, 4, 4), findings=1, state=SUSPECTED),
    Case(clause="V6.3", about="four, one of which lacks three", seen=guides(4, 4, 4, 3), covered=False),
    Case(clause="V6.3", about="five, all without four", seen=guides(4, 4, 4, 4, 4), covered=False),
    Case(clause="V6.3", about="none", seen=[home()], covered=False),
    Case(clause="V6.3", about="a crawl under way", seen=guides(4, 4), around={"crawl": UNDER_WAY}, covered=False),
)
CASES = (*_V1, *_V2, *_V3, *_V4, *_V5, *_V6)
