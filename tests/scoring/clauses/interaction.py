"""互动交流: the vetoes V5.1 and V5.2 and the deductions D15 at their thresholds. D14 and D16 are tried by people."""

from typing import Any

from infra.features import FiguresOf, FiguresSeen, LetterSeen, OfferSeen
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import AS_OF, HOME, column, days_ago, home, link, observation
from tests.scoring.clauses.case import Case

UNDER_WAY = Crawl(known=10, done=5)
S, C = State.SUSPECTED, State.CONFIRMED
CHANNEL = f"{HOME}hd/"
ELSEWHERE = OfferSeen(consult=("http://12345.example.gov.cn/",))
WHOLE: dict[str, Any] = {"replied": days_ago(1), "unit": "住建局", "reply": True}


def bare(**more: Any) -> Observation:
    """A home page that offers no channel and shows no statistics."""
    fields: dict[str, Any] = {"figures": (), "offers": OfferSeen()}
    return home(**(fields | more))


def letter(came: float, number: int = 1, **more: Any) -> Observation:
    """The page of a letter that came so many days before the time point."""
    url = f"{HOME}xx/{number}.html"
    seen = LetterSeen(url=url, title=f"来信{number}", received=days_ago(came), whole=True, **more).at(AS_OF)
    assert seen is not None
    return observation(url, PageSeen(kind="message", letters=(seen,)))


def answered(came: float, **more: Any) -> Observation:
    return letter(came, **(WHOLE | {"replied": days_ago(came)} | more))


def mailbox(**more: Any) -> Observation:
    return observation(f"{HOME}xx/", PageSeen(kind="mailbox", **more), kind=TaskKind.COLUMN)


def figures(age: float | None, *, own: bool = True) -> Observation:
    one = FiguresSeen(of=FiguresOf.LETTERS, url=f"{HOME}tj/", own=own, newest=None if age is None else days_ago(age))
    return observation(one.url if own else CHANNEL, PageSeen(kind="other", figures=(one,)), kind=TaskKind.COLUMN)


def gone(url: str) -> Observation:
    return link(url, Outcome.DEAD, found_on=HOME)


def closed(url: str) -> Observation:
    return link(url, Outcome.BLOCKED, found_on=HOME, kind=TaskKind.COLUMN)


def case(clause: str, about: str, *seen: Observation, **more: Any) -> Case:
    return Case(clause=clause, about=about, seen=seen, **more)


CASES = (
    case("V5.1", "no channel", bare(), findings=1, state=S, covered=False),
    case("V5.1", "one channel", bare(offers=OfferSeen(consult=(CHANNEL,)))),
    case("V5.1", "one channel that is dead", bare(offers=OfferSeen(consult=(CHANNEL,))), gone(CHANNEL), findings=1),
    case("V5.1", "two, one of them dead", bare(offers=OfferSeen(consult=(CHANNEL, f"{HOME}b/"))), gone(CHANNEL)),
    case("V5.1", "a channel that was closed to us", bare(offers=OfferSeen(consult=(CHANNEL,))), closed(CHANNEL)),
    case("V5.1", "a column of letters", bare(), column("局长信箱", days_ago(1))),
    case("V5.1", "a letter", bare(), answered(5)),
    case("V5.1", "a home page of which nobody asked", bare(offers=None)),
    case("V5.1", "a home page that a script fills", bare(readable=False)),
    case("V5.1", "a crawl under way", bare(), around={"crawl": UNDER_WAY}),
    case("V5.2", "three months to the day", letter(92, state="处理中"), covered=False),
    case("V5.2", "a day more", letter(93, state="处理中"), findings=1, state=S, covered=False),
    case("V5.2", "a year to the day", letter(366, state="处理中"), findings=1, state=S),
    case("V5.2", "a day more than a year", letter(367, state="处理中")),
    case("V5.2", "an empty place for the answer", letter(100, replied=""), findings=1, state=S),
    case("V5.2", "no place for one", letter(100)),
    case("V5.2", "answered late", letter(300, **WHOLE)),
    case("V5.2", "called done", letter(100, state="已办结", replied="")),
    case(
        "V5.2", "answered after the time point", letter(100, replied="2024-03-05T00:00:00+08:00"), findings=1, state=S
    ),
    case("V5.2", "two", letter(100, state="待处理"), letter(200, 2, state="待处理"), findings=2, state=S),
    case(
        "V5.2",
        "one, behind forty that came lately",
        *(letter(5, n, state="处理中") for n in range(40)),
        letter(100, 99, state="处理中"),
        findings=1,
        state=S,
    ),
    case("D15.1", "none", bare(), findings=1, points="5", state=C, covered=True),
    case("D15.1", "one letter", bare(), answered(5), covered=True),
    case("D15.1", "a list of letters", bare(), mailbox(entries=1), covered=True),
    case("D15.1", "a mailbox without any", bare(), mailbox(), findings=1, points="5", state=C),
    case("D15.1", "a column of letters", bare(), column("信件回复", days_ago(9)), covered=True),
    case(
        "D15.1",
        "a column of letters that is blank",
        bare(),
        column("信件回复", None, entries=0, blank=True),
        findings=1,
        points="5",
    ),
    case(
        "D15.1",
        "consultations and statistics alone",
        bare(),
        *(column(name, days_ago(9), above=("政民互动",)) for name in ("民意征集", "网上调查", "留言统计")),
        findings=1,
        points="5",
    ),
    case(
        "D15.1",
        "none, and a channel on another host",
        bare(offers=ELSEWHERE),
        findings=1,
        points="5",
        state=S,
        covered=False,
    ),
    case("D15.1", "a mailbox that a script fills", bare(), mailbox(readable=False), covered=False),
    case("D15.1", "a column that is closed", bare(), closed(f"{HOME}xx/"), covered=False),
    case("D15.1", "a home page that a script fills", bare(readable=False), covered=False),
    case("D15.1", "a crawl under way", bare(), around={"crawl": UNDER_WAY}, covered=False),
    case("D15.1", "no home page", covered=False),
    case("D15.2", "two months to the day", bare(), answered(62), covered=True),
    case("D15.2", "a day less", bare(), answered(61), covered=True),
    case("D15.2", "a day more", bare(), answered(63), findings=1, points="3", state=C, covered=True),
    case("D15.2", "an old letter that was answered lately", bare(), answered(200, replied=days_ago(62)), covered=True),
    case("D15.2", "a column with a newer list", bare(), answered(200), column("来信选登", days_ago(10)), covered=True),
    case(
        "D15.2",
        "new consultations beside old letters",
        bare(),
        answered(200),
        column("民意征集", days_ago(1), above=("政民互动",)),
        findings=1,
        points="3",
        state=C,
    ),
    case(
        "D15.2",
        "letters without a day",
        bare(),
        column("信件回复", None, undated=15),
        findings=1,
        points="3",
        state=S,
        covered=False,
    ),
    case("D15.2", "none, which D15.1 is for", bare(), covered=True),
    case("D15.2", "a mailbox that a script fills", bare(), answered(200), mailbox(readable=False), covered=False),
    case("D15.2", "a crawl under way", bare(), answered(200), around={"crawl": UNDER_WAY}, covered=False),
    case("D15.3", "all four", letter(5, **WHOLE), covered=False),
    *(
        case("D15.3", f"no {name}", letter(5, **(WHOLE | {name: empty})), findings=1, points="1", state=S)
        for name, empty in (("unit", ""), ("unit", None), ("replied", ""))
    ),
    case(
        "D15.3",
        "one kind in two letters",
        *(letter(5, n, **(WHOLE | {"unit": ""})) for n in (1, 2)),
        findings=1,
        points="1",
    ),
    case("D15.3", "two kinds", letter(5, replied=None, unit="", reply=True), findings=2, points="2", state=S),
    case("D15.3", "an open letter lacks no answer", letter(5, state="处理中", reply=False, replied="", unit="")),
    case("D15.3", "a row of a list", mailbox(letters=(LetterSeen(url=f"{HOME}xx/1.html", received=days_ago(3)),))),
    case("D15.4", "none", bare(), findings=1, points="1", state=C, covered=True),
    case("D15.4", "a page of them", bare(), figures(900), covered=True),
    case("D15.4", "numbers beside the letters", bare(), figures(None, own=False), covered=True),
    *(
        case("D15.4", f"a column {'/'.join(path)}", bare(), column(path[-1], None, above=path[:-1]), covered=True)
        for path in (
            ("信件统计",),
            ("留言统计",),
            ("互动统计",),
            ("来信反馈",),
            ("互动交流", "受理统计"),
            ("政民互动", "统计分析"),
        )
    ),
    case("D15.4", "services' statistics alone", bare(), column("办件统计", None), findings=1, points="1"),
    case(
        "D15.4",
        "none, and a channel on another host",
        bare(offers=ELSEWHERE),
        findings=1,
        points="1",
        state=S,
        covered=False,
    ),
    case("D15.4", "a mailbox that a script fills", bare(), mailbox(readable=False), covered=False),
    case("D15.4", "a crawl under way", bare(), around={"crawl": UNDER_WAY}, covered=False),
)
