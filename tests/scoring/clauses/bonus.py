"""加分指标: B1 to B6 at their thresholds. Each is a hint, worth nothing by itself; B7 and B10 are for people alone."""

from typing import Any

from infra.features import Merit, MeritSeen, Role, TieSeen
from infra.records import Observation, PageSeen
from scoring.findings import State
from tests.scoring.building import ALL_MARKS, ALL_TAGS, HOME, days_ago, home, observation
from tests.scoring.clauses.case import Case

#: The last day of the year before the time point, 2024-02-29: 2023-02-28.
YEAR = 366


def merit(kind: Merit, number: int, age: float | None, *forms: str, title: str = "") -> Observation:
    """A page that may earn points, published so many days before the time point."""
    day = None if age is None else days_ago(age)
    seen = MeritSeen(kind=kind, forms=forms)
    fields: dict[str, Any] = {"published": day, "newest": day, "merits": (seen,), "meta": ALL_TAGS, "marks": ALL_MARKS}
    return observation(
        f"{HOME}{kind}/{number}.html", PageSeen(kind="article", title=title or f"第{number}期", **fields)
    )


def held(kind: Merit, number: int, age: float = 9) -> list[Observation]:
    return [merit(kind, n, age) for n in range(number)]


def consultation(number: int, age: float, **more: Any) -> Observation:
    tie = TieSeen(role=Role.CONSULTATION, subject=f"第{number}号办法")
    title = f"关于公开征求《第{number}号办法》意见的公告"
    page = PageSeen(kind="article", title=title, published=days_ago(age), newest=days_ago(age), tie=tie, **more)
    return observation(f"{HOME}zj/{number}.html", page)


def case(clause: str, about: str, *seen: Observation, hints: int = 0) -> Case:
    return Case(clause=clause, about=about, seen=seen, findings=hints, state=State.SUSPECTED, covered=False)


CASES = (
    case("B1", "no data", home()),
    case("B1", "data in a format for programs", merit(Merit.DATA, 1, 9, "csv"), hints=1),
    case("B1", "data a year old to the day", merit(Merit.DATA, 1, YEAR, "xlsx"), hints=1),
    case("B1", "data older than a year", merit(Merit.DATA, 1, YEAR + 1, "xlsx")),
    case("B2", "text alone", merit(Merit.MEDIA, 1, 9)),
    case("B2", "one form beside it", merit(Merit.MEDIA, 1, 9, "picture"), merit(Merit.MEDIA, 2, 9, "picture")),
    case("B2", "two forms", merit(Merit.MEDIA, 1, 9, "picture"), merit(Merit.MEDIA, 2, 9, "video"), hints=1),
    case("B2", "three forms", merit(Merit.MEDIA, 1, 9, "audio", "picture", "video"), hints=1),
    case(
        "B2",
        "two, one of them older than a year",
        *(merit(Merit.MEDIA, n, age, f) for n, age, f in ((1, 9, "picture"), (2, YEAR + 1, "video"))),
    ),
    case("B3", "no answer", home()),
    case("B3", "one answer", *held(Merit.RESPONSE, 1), hints=1),
    case("B3", "two answers", *held(Merit.RESPONSE, 2), hints=1),
    case("B3", "one older than a year", *held(Merit.RESPONSE, 1, YEAR + 1)),
    case("B4", "one function", merit(Merit.SERVICE, 1, None, "进度查询")),
    case(
        "B4",
        "two functions",
        merit(Merit.SERVICE, 1, None, "进度查询"),
        merit(Merit.SERVICE, 2, None, "常见问题"),
        hints=1,
    ),
    case("B4", "three functions", merit(Merit.SERVICE, 1, None, "进度查询", "常见问题", "全程网办"), hints=1),
    case("B4", "the same function on two pages", *(merit(Merit.SERVICE, n, None, "进度查询") for n in (1, 2))),
    case("B5", "five surveys", *held(Merit.SURVEY, 5)),
    case("B5", "six surveys", *held(Merit.SURVEY, 6), hints=1),
    case("B5", "seven surveys", *held(Merit.SURVEY, 7), hints=1),
    case("B5", "six on the first day of the year", *held(Merit.SURVEY, 6, YEAR), hints=1),
    case("B5", "six a day before it", *held(Merit.SURVEY, 6, YEAR + 1)),
    case(
        "B5",
        "three surveys and three consultations",
        *held(Merit.SURVEY, 3),
        *(consultation(n, 9) for n in range(3)),
        hints=1,
    ),
    case(
        "B5",
        "five consultations that are surveys too",
        *(consultation(n, 9, merits=(MeritSeen(kind=Merit.SURVEY),)) for n in range(5)),
    ),
    case(
        "B5",
        "six of which two are one",
        *held(Merit.SURVEY, 4),
        *(
            merit(Merit.SURVEY, n, 9, title=title)
            for n, title in ((8, "关于《河道办法》公开征求意见的公告"), (9, "《河道办法》网上调查"))
        ),
    ),
    case("B6", "five interviews", *held(Merit.INTERVIEW, 5)),
    case("B6", "six interviews", *held(Merit.INTERVIEW, 6), hints=1),
    case("B6", "seven interviews", *held(Merit.INTERVIEW, 7), hints=1),
    case("B6", "six on the first day of the year", *held(Merit.INTERVIEW, 6, YEAR), hints=1),
    case("B6", "six of which one is older", *held(Merit.INTERVIEW, 5), merit(Merit.INTERVIEW, 9, YEAR + 1)),
    case(
        "B6",
        "five interviews and the announcement of one",
        *(
            merit(Merit.INTERVIEW, n, 9, title=title)
            for n, title in enumerate((*(f"局长谈第{i}件事" for i in range(5)), "局长谈第1件事（访谈预告）"))
        ),
    ),
)
