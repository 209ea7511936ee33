"""发布解读: D1 概况信息, D2 机构职能, D3 领导信息: a column is there or not, and what it leaves out."""

from typing import Any

from infra.features import AboutSeen, OfferSeen, Topic
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import HOME, OFFERS, article, column, days_ago, home, link, observation
from tests.scoring.clauses.case import Case

SUSPECTED, CONFIRMED = State.SUSPECTED, State.CONFIRMED
BLOCKED = link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME)
HIDDEN = link(f"{HOME}c/", Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)
UNDER_WAY = {"crawl": Crawl(known=10, done=5)}
BARE = home(offers=OfferSeen(search=""))


def about(topic: Topic, number: int = 1, **told: Any) -> Observation:
    page = PageSeen(kind="article", title="页", about=AboutSeen(topic=topic, **told))
    return observation(f"{HOME}{topic}/{number}.html", page)


def _columns(clause: str, topic: Topic, name: str, other: str) -> tuple[Case, ...]:
    """The rows of a clause on a column that must be there; ``other`` is a name that means something else."""
    missing: dict[str, Any] = {"findings": 1, "points": "5", "state": CONFIRMED, "covered": True}
    return (
        Case(clause=clause, about="a link on the home page", seen=[home()], covered=True),
        Case(clause=clause, about="no link and no column", seen=[BARE], **missing),
        Case(clause=clause, about="a column", seen=[BARE, column(name, None)], covered=True),
        Case(clause=clause, about="a column above others", seen=[BARE, column("其他", days_ago(9), above=[name])]),
        Case(clause=clause, about="a column that only articles name", seen=[BARE, article(1, name, days_ago(9))]),
        Case(clause=clause, about="a column of another name", seen=[BARE, column(other, days_ago(1))], **missing),
        Case(clause=clause, about="a page that tells of it", seen=[BARE, about(topic)], covered=True),
        Case(
            clause=clause,
            about="a link that is dead",
            seen=[home(), link(getattr(OFFERS, topic)[0], Outcome.DEAD, found_on=HOME)],
            **missing,
        ),
        Case(clause=clause, about="a crawl under way", seen=[BARE], around=UNDER_WAY, covered=True),
        Case(clause=clause, about="a column that refused the inspector", seen=[BARE, HIDDEN], covered=False),
        Case(clause=clause, about="a home page that a script fills", seen=[home(offers=None, readable=False)]),
        Case(clause=clause, about="a home page of which nobody asked", seen=[home(offers=None)], covered=False),
        Case(clause=clause, about="a home page that refused the inspector", seen=[BLOCKED], covered=False),
    )


CASES = (
    *_columns("D1.1", Topic.OVERVIEW, "区情概况", "全市情况通报"),
    *_columns("D1.1", Topic.OVERVIEW, "走进鄂州", "工作动态"),
    *_columns("D2.1", Topic.FUNCTIONS, "机构职能", "养老服务"),
    *_columns("D2.1", Topic.FUNCTIONS, "内设科室", "工作动态"),
    *_columns("D3.1", Topic.LEADERS, "领导之窗", "领导讲话"),
    *_columns("D3.1", Topic.LEADERS, "局领导", "局长信箱"),
    Case(
        clause="D1.2", about="figures of two years ago", seen=[about(Topic.OVERVIEW, years=(2022, 2010))], covered=False
    ),
    Case(
        clause="D1.2",
        about="figures of three years ago",
        seen=[about(Topic.OVERVIEW, years=(2021, 2010))],
        findings=1,
        points="1",
        state=SUSPECTED,
        covered=False,
    ),
    Case(
        clause="D1.2",
        about="figures of old years beside a plan",
        seen=[about(Topic.OVERVIEW, years=(2035, 2021))],
        findings=1,
        points="1",
    ),
    Case(clause="D1.2", about="no figures", seen=[about(Topic.OVERVIEW)], covered=False),
    Case(
        clause="D2.2",
        about="one telephone with and without the area's code",
        seen=[
            about(Topic.FUNCTIONS, 1, body="市水利局", phones=("07113281234",)),
            about(Topic.FUNCTIONS, 2, body="市水利局", phones=("3281234", "3285678")),
        ],
        covered=False,
    ),
    Case(
        clause="D2.2",
        about="two pages of one body with nothing in common",
        seen=[
            about(Topic.FUNCTIONS, 1, body="市水利局", phones=("07113281234",)),
            about(Topic.FUNCTIONS, 2, body="市水利局", phones=("07113285678",)),
        ],
        findings=1,
        points="1",
        state=SUSPECTED,
        covered=False,
    ),
    Case(
        clause="D2.2",
        about="two bodies",
        seen=[
            about(Topic.FUNCTIONS, 1, body="市水利局", phones=("07113281234",)),
            about(Topic.FUNCTIONS, 2, body="市林业局", phones=("07113285678",)),
        ],
    ),
    Case(clause="D3.2", about="nothing left out", seen=[about(Topic.LEADERS)], covered=False),
    Case(
        clause="D3.2",
        about="two pages that leave something out",
        seen=[about(Topic.LEADERS, 1, empty=("简历",)), about(Topic.LEADERS, 2, empty=("职务", "简历"))],
        findings=2,
        points="2",
        state=SUSPECTED,
        covered=False,
    ),
)
