"""发布解读: D4 to D8, each just under, at and just over its threshold."""

from collections.abc import Sequence
from typing import Any

from infra.clock import parse_as_of
from infra.features import Role, TieSeen
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import HOME, article, blank, column, days_ago, home, link, observation, sound_site
from tests.scoring.clauses.case import Case

SUSPECTED, CONFIRMED = State.SUSPECTED, State.CONFIRMED
BLOCKED = link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME)
HIDDEN = link(f"{HOME}c/", Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)
UNDER_WAY = {"crawl": Crawl(known=10, done=5)}
AUGUST, LEAP_AUGUST = ({"as_of": parse_as_of(day)} for day in ("2023-08-31", "2024-08-31"))


def on(day: str, name: str, **more: Any) -> Observation:
    return column(name, f"{day}T00:00:00+08:00", **more)


def policy(number: int, *linked: str, **more: Any) -> Observation:
    return _side(Role.POLICY, number, linked, **more)


def reading(number: int, *linked: str, **more: Any) -> Observation:
    return _side(Role.INTERPRETATION, number, linked, **more)


def _side(role: Role, number: int, linked: Sequence[str], *, days: float = 9, **more: Any) -> Observation:
    tie = TieSeen(role=role, subject=f"第{number}号办法", linked=tuple(linked), **more)
    page = PageSeen(kind="policy", title=f"第{number}号办法", published=days_ago(days), newest=days_ago(days), tie=tie)
    return observation(f"{HOME}{role}/{number}.html", page)


def bound(number: int) -> list[Observation]:
    """A policy and its interpretation that link to each other."""
    return [policy(number, f"{HOME}interpretation/{number}.html"), reading(number, f"{HOME}policy/{number}.html")]


_D4 = (
    Case(clause="D4.1", about="a news column", seen=[home(), column("工作动态", days_ago(90))], covered=True),
    Case(
        clause="D4.1",
        about="none",
        seen=[home(), column("通知公告", days_ago(1))],
        findings=1,
        points="5",
        state=CONFIRMED,
    ),
    Case(
        clause="D4.1",
        about="an archived one",
        seen=[home(), column("工作动态", days_ago(900), archived=True)],
        findings=1,
        points="5",
    ),
    Case(clause="D4.1", about="one that only articles name", seen=[home(), article(1, "工作动态", days_ago(1))]),
    Case(clause="D4.1", about="a column that refused the inspector", seen=[home(), HIDDEN]),
    Case(clause="D4.1", about="a crawl under way", seen=[home()], around=UNDER_WAY),
    Case(clause="D4.2", about="14 days old", seen=[home(), column("工作动态", days_ago(14))], covered=True),
    Case(
        clause="D4.2",
        about="15 days old",
        seen=[home(), column("工作动态", days_ago(15))],
        findings=1,
        points="5",
        state=CONFIRMED,
    ),
    Case(
        clause="D4.2",
        about="two",
        seen=[home(), column("工作动态", days_ago(15)), blank("要闻")],
        findings=2,
        points="10",
    ),
    Case(
        clause="D4.2",
        about="articles that bear no date (G11)",
        seen=[home(), column("工作动态", None, undated=15)],
        findings=1,
        points="5",
    ),
    Case(
        clause="D4.2",
        about="an archived column",
        seen=[home(), column("工作动态", days_ago(900), archived=True)],
        covered=True,
    ),
    Case(
        clause="D4.2",
        about="a list that a script fills",
        seen=[home(), column("工作动态", None, entries=0, readable=False)],
        covered=False,
    ),
)
_D5 = (
    Case(clause="D5.1", about="a policy column", seen=[home(), column("政策文件", days_ago(900))], covered=True),
    Case(
        clause="D5.1",
        about="none",
        seen=[home(), column("工作动态", days_ago(1))],
        findings=1,
        points="5",
        state=CONFIRMED,
    ),
    Case(clause="D5.1", about="a column that refused the inspector", seen=[home(), HIDDEN]),
    Case(
        clause="D5.2", about="six months before 29 February", seen=[home(), on("2023-08-29", "政策文件")], covered=True
    ),
    Case(
        clause="D5.2",
        about="a day more than six months",
        seen=[home(), on("2023-08-28", "政策文件")],
        findings=1,
        points="5",
        state=CONFIRMED,
    ),
    Case(
        clause="D5.2", about="six months before 31 August", seen=[home(), on("2023-02-28", "政策文件")], around=AUGUST
    ),
    Case(
        clause="D5.2",
        about="a day more",
        seen=[home(), on("2023-02-27", "政策文件")],
        around=AUGUST,
        findings=1,
        points="5",
    ),
    Case(
        clause="D5.2",
        about="six months before it in a leap year",
        seen=[home(), on("2024-02-29", "政策文件")],
        around=LEAP_AUGUST,
    ),
    Case(
        clause="D5.2",
        about="a day more there",
        seen=[home(), on("2024-02-28", "政策文件")],
        around=LEAP_AUGUST,
        findings=1,
        points="5",
    ),
    Case(
        clause="D5.2",
        about="a lower level",
        seen=[home(), on("2024-02-01", "政策文件"), on("2023-01-01", "法规文件", above=["政策文件"])],
    ),
    Case(clause="D5.3", about="nothing left empty", seen=[policy(1)], covered=False),
    Case(
        clause="D5.3",
        about="no class, and neither class nor number",
        seen=[policy(1, empty=("主题分类",)), policy(2, empty=("主题分类", "文号"))],
        findings=2,
        points="2",
        state=SUSPECTED,
        covered=False,
    ),
)
_D6_AND_D7 = (
    Case(clause="D6", about="all interpreted", seen=[*bound(1), *bound(2)], covered=False),
    Case(
        clause="D6",
        about="one without interpretation",
        seen=[*bound(1), policy(2)],
        findings=1,
        points="1",
        state=SUSPECTED,
        covered=False,
    ),
    Case(clause="D6", about="nine without: five are drawn", seen=[policy(n) for n in range(9)], findings=5, points="5"),
    Case(
        clause="D6",
        about="older than the interpretations kept",
        seen=[policy(99, days=300), *(reading(n) for n in range(20))],
        covered=False,
    ),
    Case(
        clause="D6",
        about="as old as the oldest kept",
        seen=[policy(99, days=9), *(reading(n) for n in range(20))],
        findings=1,
        points="1",
    ),
    Case(clause="D6", about="an appointment needs none", seen=[policy(1, needed=False)], covered=False),
    Case(clause="D6", about="a crawl under way", seen=[policy(1)], around=UNDER_WAY, covered=False),
    Case(clause="D7", about="linked both ways", seen=bound(1), covered=False),
    Case(
        clause="D7",
        about="linked one way",
        seen=[bound(1)[0], reading(1)],
        findings=1,
        points="1",
        state=SUSPECTED,
        covered=False,
    ),
    Case(clause="D7", about="linked the other way", seen=[policy(1), bound(1)[1]], findings=1, points="1"),
    Case(clause="D7", about="not linked at all", seen=[policy(1), reading(1)], findings=1, points="1"),
    Case(clause="D7", about="no interpretation", seen=[policy(1)], covered=False),
    Case(
        clause="D7",
        about="nine not linked: five are drawn",
        seen=[page for n in range(9) for page in (policy(n), reading(n))],
        findings=5,
        points="5",
    ),
)
_D8 = (
    Case(clause="D8.1", about="no blank column", seen=sound_site(), covered=True),
    Case(clause="D8.1", about="one", seen=[home(), blank("监督检查")], findings=1, points="2", state=CONFIRMED),
    Case(clause="D8.1", about="three", seen=[home(), *(blank(f"{n}号业务") for n in range(3))], findings=3, points="6"),
    Case(clause="D8.1", about="news and policies cost elsewhere", seen=[home(), blank("工作动态"), blank("政策文件")]),
    Case(
        clause="D8.1",
        about="a list that a script fills",
        seen=[home(), blank("监督检查", readable=False)],
        covered=False,
    ),
    Case(clause="D8.2", about="a notice of six months ago", seen=[home(), on("2023-08-29", "通知公告")], covered=True),
    Case(
        clause="D8.2",
        about="a day older",
        seen=[home(), on("2023-08-28", "通知公告")],
        findings=1,
        points="1",
        state=CONFIRMED,
    ),
    Case(clause="D8.2", about="another column of a year ago", seen=[home(), on("2023-02-28", "人事信息")]),
    Case(
        clause="D8.2",
        about="a day older than a year",
        seen=[home(), on("2023-02-27", "人事信息")],
        findings=1,
        points="1",
    ),
    Case(
        clause="D8.2",
        about="articles that bear no date (G11)",
        seen=[home(), column("人事信息", None, undated=15)],
        findings=1,
        points="1",
    ),
    Case(
        clause="D8.2",
        about="news and policies cost elsewhere",
        seen=[home(), column("工作动态", days_ago(90)), on("2020-01-01", "政策文件")],
    ),
    Case(clause="D8.2", about="an archived column", seen=[home(), column("人事信息", days_ago(900), archived=True)]),
    *(
        Case(clause=clause, about="a home page that refused the inspector", seen=[BLOCKED], covered=False)
        for clause in ("D4.1", "D4.2", "D5.1", "D5.2", "D8.1", "D8.2")
    ),
)
CASES = (*_D4, *_D5, *_D6_AND_D7, *_D8)
