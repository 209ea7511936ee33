"""办事服务: the vetoes V6.2 and V6.3 and the deductions D9 to D13 at their thresholds."""

from typing import Any

from infra.features import FiguresOf, FiguresSeen, GuideSeen
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import HOME, column, days_ago, home, link, observation
from tests.scoring.clauses.case import Case

FULL = ("事项名称", "设定依据", "受理条件", "申请材料", "办理地点", "承诺时限", "咨询电话", "办理流程")
UNDER_WAY = Crawl(known=10, done=5)
S = State.SUSPECTED
C = State.CONFIRMED
FORM = f"{HOME}f/1.docx"


def guide(number: int, elements: tuple[str, ...] = FULL, **more: Any) -> Observation:
    seen = GuideSeen(elements=elements, **more)
    return observation(f"{HOME}bszn/{number}.html", PageSeen(kind="guide", title=f"事项{number}", guide=seen))


def guides(*lacking: int) -> list[Observation]:
    """A guide each that lacks so many of the eight classes."""
    return [guide(number, FULL[: 8 - lacks]) for number, lacks in enumerate(lacking)]


def bare(**more: Any) -> Observation:
    """A home page that neither shows statistics nor sorts services."""
    return home(**({"figures": (), "sorts": ()} | more))


def figures(age: float | None, *, own: bool = True, url: str = f"{HOME}bjtj/") -> Observation:
    """A page of service statistics so many days old, or a link to it."""
    one = FiguresSeen(of=FiguresOf.SERVICE, url=url, own=own, newest=None if age is None else days_ago(age))
    return observation(url if own else HOME, PageSeen(kind="other", figures=(one,)), kind=TaskKind.COLUMN)


def blocked(url: str) -> Observation:
    return link(url, Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)


def veto(clause: str, about: str, *lacking: int, findings: int = 0, **more: Any) -> Case:
    return Case(clause=clause, about=about, seen=guides(*lacking), findings=findings, state=S, covered=False, **more)


def case(clause: str, about: str, *seen: Observation, **more: Any) -> Case:
    return Case(clause=clause, about=about, seen=seen, **more)


CASES = (
    veto("V6.2", "four guides that lack four classes, one that lacks three", 4, 4, 4, 4, 3),
    veto("V6.2", "five guides that lack three classes", 3, 3, 3, 3, 3),
    veto("V6.2", "five guides that lack four classes", 4, 4, 4, 4, 4, findings=1),
    veto("V6.2", "six guides that lack five classes, and full ones", 5, 5, 5, 5, 5, 5, 0, 0, findings=1),
    veto("V6.2", "no guide"),
    veto("V6.3", "four guides that all lack four classes", 4, 4, 4, 4, findings=1),
    veto("V6.3", "one guide that lacks all", 7, findings=1),
    veto("V6.3", "four guides, one of which lacks three classes", 4, 4, 4, 3),
    veto("V6.3", "five guides that all lack four classes", 4, 4, 4, 4, 4),
    veto("V6.3", "few guides while the crawl is under way", 4, around={"crawl": UNDER_WAY}),
    veto("V6.3", "no guide"),
    case("D9", "sorted by one category alone", bare(sorts=("个人办事",)), guide(1), findings=1, points="5", state=S),
    case("D9", "sorted by two", bare(sorts=("个人办事", "法人办事")), guide(1), covered=False),
    case("D9", "columns for two categories", bare(), guide(1), *(column(n, None) for n in ("主题分类", "部门分类"))),
    case("D9", "not sorted at all", bare(), guide(1), findings=1, points="5", state=S, covered=False),
    case("D9", "no item at all, which V6.1 is for", bare()),
    case("D9", "a column that is closed", bare(), guide(1), blocked(f"{HOME}bsfw/")),
    case("D9", "a home page that only a script fills", bare(readable=False), guide(1)),
    case("D9", "a crawl under way", bare(), guide(1), around={"crawl": UNDER_WAY}),
    case("D10.1", "all eight classes", *guides(0), covered=False),
    case("D10.1", "one class lacks", *guides(1), findings=1, points="1", state=S),
    case("D10.1", "one class lacks in five guides", *guides(1, 1, 1, 1, 1), findings=1, points="1", state=S),
    case(
        "D10.1",
        "two classes lack, each in another guide",
        guide(1, FULL[1:]),
        guide(2, FULL[:7]),
        findings=2,
        points="2",
    ),
    case("D10.1", "two classes lack in one guide", *guides(2), findings=2, points="2", state=S),
    case("D10.1", "a statutory time stands for the time", guide(1, (*FULL[:5], *FULL[6:], "法定时限"))),
    case("D10.2", "materials that say how many copies", guide(1, copies=True), covered=False),
    case(
        "D10.2",
        "materials that do not",
        guide(1, copies=False),
        guide(2, copies=False),
        findings=2,
        points="2",
        state=S,
    ),
    case("D10.2", "no materials", guide(1)),
    case("D10.3", "materials by name", guide(1)),
    case("D10.3", "other materials", guide(1, catch_all=("其他材料",)), findings=1, points="1", state=S, covered=False),
    case("D12", "a form that opens, with a sample", guide(1, forms=(FORM,), samples=True), covered=False),
    case("D12", "no form", guide(1)),
    case("D12", "a form without a sample", guide(1, forms=(FORM,), samples=False), findings=1, points="1", state=S),
    case(
        "D12",
        "a form that is dead",
        guide(1, forms=(FORM,), samples=True),
        link(FORM, Outcome.DEAD, found_on=HOME),
        findings=1,
        points="1",
        state=S,
    ),
    case(
        "D12",
        "a form that could not be told",
        guide(1, forms=(FORM,), samples=True),
        link(FORM, Outcome.UNSURE, found_on=HOME),
    ),
    case(
        "D12",
        "seven guides without samples, of which five are drawn",
        *(guide(n, forms=(f"{HOME}f/{n}.doc",), samples=False) for n in range(7)),
        findings=5,
        points="5",
    ),
    case("D13.1", "none", bare(), guide(1), findings=1, points="5", state=C, covered=True),
    case("D13.1", "a page of statistics", bare(), guide(1), figures(5), covered=True),
    case("D13.1", "a link of the name", bare(), guide(1), figures(None, own=False), covered=True),
    *(
        case(
            "D13.1",
            f"a column {'/'.join(path)}",
            bare(),
            guide(1),
            column(path[-1], None, above=path[:-1]),
            covered=True,
        )
        for path in (("办件统计",), ("办事统计",), ("服务统计",), ("办事服务", "统计分析"), ("办事大厅", "受理统计"))
    ),
    case("D13.1", "letters' statistics alone", bare(), guide(1), column("留言统计", None), findings=1, points="5"),
    case(
        "D13.1",
        "a link of the name that is dead",
        bare(),
        guide(1),
        figures(None, own=False),
        link(f"{HOME}bjtj/", Outcome.DEAD, found_on=HOME, kind=TaskKind.COLUMN),
        findings=1,
        points="5",
        state=C,
    ),
    case("D13.1", "none, where no guide shows services", bare(), findings=1, points="5", state=S, covered=False),
    case("D13.1", "a column that is closed", bare(), guide(1), blocked(f"{HOME}bsfw/"), covered=False),
    case(
        "D13.1", "a list that a script fills", bare(), guide(1), column("办事大厅", None, readable=False), covered=False
    ),
    case(
        "D13.1",
        "a mailbox that a script fills",
        bare(),
        guide(1),
        observation(f"{HOME}xx/", PageSeen(kind="mailbox", readable=False), kind=TaskKind.COLUMN),
    ),
    case("D13.1", "a home page that a script fills", bare(readable=False), guide(1)),
    case("D13.1", "a crawl under way", bare(), guide(1), around={"crawl": UNDER_WAY}),
    case("D13.1", "no home page", guide(1), covered=False),
    case("D13.2", "three months to the day", bare(), figures(92), covered=True),
    case("D13.2", "a day less", bare(), figures(91), covered=True),
    case("D13.2", "a day more", bare(), figures(93), findings=1, points="2", state=C, covered=True),
    case(
        "D13.2",
        "a column whose list is late",
        bare(),
        column("办件统计", days_ago(118)),
        findings=1,
        points="2",
        state=C,
    ),
    case(
        "D13.2",
        "a link to a late column",
        bare(),
        figures(None, own=False, url=f"{HOME}办件统计/"),
        column("办件统计", days_ago(118)),
        findings=1,
        points="2",
        state=C,
    ),
    case("D13.2", "two, one of them new", bare(), figures(200), figures(5, url=f"{HOME}b/"), covered=True),
    case(
        "D13.2",
        "a late one, and another without a day",
        bare(),
        figures(200),
        figures(None, own=False, url="http://zwfw.example.gov.cn/"),
        findings=1,
        points="2",
        state=S,
        covered=False,
    ),
    case("D13.2", "one without a day", bare(), figures(None), findings=1, points="2", state=S, covered=False),
    case("D13.2", "none, which D13.1 is for", bare(), covered=True),
    case(
        "D13.2",
        "a late list that is not read to its end",
        bare(),
        column("办件统计", days_ago(118)),
        link(f"{HOME}办件统计/2.html", Outcome.BLOCKED, found_on=f"{HOME}办件统计/", kind=TaskKind.COLUMN),
        covered=False,
    ),
    case("D13.2", "a crawl under way", bare(), figures(200), around={"crawl": UNDER_WAY}, covered=False),
)
