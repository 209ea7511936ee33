"""Random sites and random ways of seeing them, for the properties that must hold whatever comes.

A world is what each address tells. A stream of observations shows it in any order, some pages twice, some visits
failing; a page tells the same on every visit.
"""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from infra.features import (
    AboutSeen,
    FiguresOf,
    FiguresSeen,
    GuideSeen,
    IPv6Seen,
    LetterSeen,
    Merit,
    MeritSeen,
    OfferSeen,
    PlateSeen,
    Role,
    TieSeen,
    Topic,
    TrialSeen,
)
from infra.records import MarksSeen, Observation, Outcome, PageSeen, Suspicion, SuspicionKind, TaskKind
from tests.scoring.building import (
    ALL_MARKS,
    ALL_TAGS,
    HOME,
    NOW,
    article,
    blank,
    column,
    days_ago,
    home,
    link,
    observation,
    sound_site,
)

NAMES = (
    "工作动态",
    "图片新闻",
    "政策文件",
    "政策解读",
    "通知公告",
    "人事信息",
    "规划计划",
    "监督检查",
    "表格下载",
    "局长信箱",
    "办件统计",
    "留言统计",
)
_AGES = st.sampled_from([0, 1, 13, 14, 15, 100, 182, 185, 364, 370, 900])
_MARKS = st.sampled_from([ALL_MARKS, MarksSeen(), replace(ALL_MARKS, police="", error_report=False), MarksSeen(icp="")])
_TAGS = st.sampled_from([ALL_TAGS, {}, {"SiteName": "x"}, ALL_TAGS | {"SiteIDCode": "4207000002"}])
_NAMES = st.sampled_from(NAMES)
_SUSPICIONS = st.sampled_from(
    [(), (), (), *(((Suspicion(kind=kind, sample="x"),)) for kind in (SuspicionKind.WORDING, SuspicionKind.DARK_LINK))]
)
_DAYS = st.one_of(st.none(), st.sampled_from(["", *map(days_ago, (0, 30, 100, 300, 500))]))
_SUBJECTS = st.sampled_from(["河道管理办法", "市河道管理办法", "森林防火条例", "第2号令", ""])


@st.composite
def _tie(draw: st.DrawFn) -> dict[str, Any]:
    tie = TieSeen(
        role=draw(st.sampled_from(Role)),
        number=draw(st.sampled_from(["", "鄂发〔2024〕1号"])),
        subject=draw(_SUBJECTS),
        needed=draw(st.integers(0, 4)) > 0,
        linked=tuple(draw(st.lists(st.sampled_from([f"{HOME}工作动态/t{n}.html" for n in range(6)]), max_size=2))),
        numbers=draw(st.sampled_from([(), ("鄂发〔2024〕1号",)])),
        names=draw(st.sampled_from([(), ("河道管理办法",)])),
        answered=draw(st.integers(0, 5)) == 0,
    )
    return {"tie": tie, "published": draw(st.one_of(st.none(), _AGES.map(days_ago)))}


@st.composite
def _letter(draw: st.DrawFn) -> dict[str, Any]:
    letter = LetterSeen(
        url=f"{HOME}信/{draw(st.integers(0, 30))}.html",
        title=draw(st.sampled_from(["", "路灯"])),
        received=draw(_DAYS),
        replied=draw(_DAYS),
        unit=draw(st.sampled_from([None, "", "住建局"])),
        state=draw(st.sampled_from([None, "已办结", "处理中"])),
        reply=draw(st.sampled_from([None, True, False])),
        whole=draw(st.booleans()),
    )
    return {"letters": (letter,), "kind": "message" if letter.whole else "mailbox"}


_GUIDE = st.sets(st.sampled_from(["设定依据", "受理条件", "申请材料", "办理流程", "办理地点", "咨询电话"])).map(
    lambda elements: {"guide": GuideSeen(elements=tuple(sorted(elements)), copies=False), "kind": "guide"}
)
_FIGURES = st.lists(
    st.builds(
        FiguresSeen,
        of=st.sampled_from(FiguresOf),
        url=st.sampled_from([f"{HOME}办件统计/", f"{HOME}tj/1.html", f"{HOME}tj/2.html"]),
        own=st.booleans(),
        newest=st.one_of(st.none(), _AGES.map(days_ago)),
    ),
    max_size=2,
).map(tuple)
_MERITS = st.lists(
    st.builds(MeritSeen, kind=st.sampled_from(Merit), forms=st.sampled_from([(), ("xls",), ("picture", "video")])),
    max_size=2,
).map(tuple)
_SHOWN = st.builds(lambda figures, merits: {"figures": figures, "merits": merits}, _FIGURES, _MERITS)
_ABOUT = st.builds(
    AboutSeen,
    topic=st.sampled_from(Topic),
    years=st.sampled_from([(), (2020,), (2023, 2020)]),
    body=st.sampled_from(["", "市水利局"]),
    phones=st.sampled_from([(), ("07113280001",), ("07113280002",)]),
    empty=st.sampled_from([(), ("简历",)]),
).map(lambda about: {"about": about})
_DATED = st.sampled_from(["2024-02-20", "2030-01-01"]).map(
    lambda day: {"published": f"{day}T00:00:00+08:00", "doubts": {"address_date": "2020-01-01T00:00:00+08:00"}}
)
_SERVICES = st.one_of(st.just({}), st.just({}), _tie(), _letter(), _GUIDE, _SHOWN, _ABOUT, _DATED)


_FUNCTIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "offers": st.sampled_from([None, OfferSeen(), OfferSeen(search="")]),
        "plate": st.sampled_from([None, PlateSeen(), PlateSeen(pictured=True), PlateSeen(bar="黄石市水利局")]),
        "ipv6": st.sampled_from([None, IPv6Seen(), IPv6Seen(named=False), IPv6Seen(named=True, answered=False)]),
        "doubts": st.sampled_from([{"tag_domain": "x.cn"}, {"report_outdated": ""}]),
    },
)


@st.composite
def _trial(draw: st.DrawFn) -> Observation:
    """A search for a title, or one that did not open."""
    url = f"{HOME}search.html?q={draw(st.integers(0, 6))}"
    if draw(st.integers(0, 3)) == 0:
        return link(url, Outcome.DEAD, found_on=HOME, kind=TaskKind.SEARCH)
    trial = TrialSeen(title=url, found=draw(st.sampled_from([True, False, None])))
    return observation(url, PageSeen(kind="search", trial=trial), kind=TaskKind.SEARCH, found_on=HOME)


@st.composite
def _home(draw: st.DrawFn) -> Observation:
    newest = draw(st.one_of(st.none(), _AGES.map(days_ago)))
    return home(
        newest,
        **draw(_FUNCTIONS),
        marks=draw(_MARKS),
        meta=draw(_TAGS),
        readable=draw(st.booleans()),
        entries=draw(st.sampled_from([0, 9])),
        figures=draw(_FIGURES),
        sorts=draw(st.sampled_from([(), ("个人办事", "法人办事")])),
    )


@st.composite
def _column(draw: st.DrawFn) -> Observation:
    name, above = draw(_NAMES), draw(st.sampled_from([(), ("政务公开",), ("通知公告",)]))
    if draw(st.integers(0, 3)) == 0:
        return blank(name, above=above, readable=draw(st.booleans()), meta=draw(_TAGS), marks=draw(_MARKS))
    newest = draw(st.one_of(st.none(), _AGES.map(days_ago)))
    return column(
        name,
        newest,
        above=above,
        undated=15 if newest is None else 0,
        archived=draw(st.integers(0, 5)) == 0,
        readable=draw(st.integers(0, 4)) > 0,
        meta=draw(_TAGS),
        marks=draw(_MARKS),
    )


@st.composite
def _article(draw: st.DrawFn) -> Observation:
    newest = draw(st.one_of(st.none(), _AGES.map(days_ago)))
    shown = dict(draw(_SERVICES))
    kind = shown.pop("kind", "article")
    found = article(
        draw(st.integers(0, 60)),
        draw(_NAMES),
        newest,
        meta=draw(_TAGS),
        marks=draw(_MARKS),
        depth=draw(st.integers(1, 3)),
        suspicions=draw(_SUSPICIONS),
        **shown,
    )
    return replace(found, page=found.page and replace(found.page, kind=kind))


@st.composite
def _link(draw: st.DrawFn) -> Observation:
    url = f"http://out{draw(st.integers(0, 70))}.gov.cn/"
    outcome = draw(st.sampled_from([Outcome.DEAD, Outcome.OK, Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED]))
    return link(url, outcome, found_on=draw(st.sampled_from([HOME, f"{HOME}工作动态/"])))


@st.composite
def _twist(draw: st.DrawFn) -> list[Observation]:
    """Pages that change each other's meaning, so that the order in which they are seen matters."""
    name = draw(st.sampled_from(["人事信息", "图片新闻", "政策解读"]))
    fresh = article(draw(st.integers(0, 9)), name, days_ago(1))
    child = column("区县", days_ago(1), above=(name,))
    late = column(name, days_ago(900))
    return draw(
        st.sampled_from(
            [
                [late, fresh],
                [late, child],
                [blank(name), fresh],
                [blank(name), child],
                [column(name, None, undated=15), fresh],
                [late, column("历史", days_ago(900), above=(name,), archived=True)],
                [link("http://gone.gov.cn/", Outcome.OK, found_on=draw(st.sampled_from([HOME, f"{HOME}{name}/"])))],
            ]
        )
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[Observation]:
    """What each address tells, the home page first if it can be read."""
    pages = draw(st.lists(st.one_of(_column(), _article(), _link(), _trial()), max_size=40))
    if draw(st.booleans()):  # little is wrong, so that a single finding too many or too few shows
        first, *sound = sound_site()
        pages = [*draw(_twist()), *pages[: draw(st.integers(0, 3))], *sound]
    else:
        first = draw(st.one_of(_home(), st.just(link(HOME, Outcome.BLOCKED, found_on="", kind=TaskKind.HOME))))
    found = {one.url: one for one in pages}
    return [first, *found.values()]


@st.composite
def visits(draw: st.DrawFn, world: list[Observation]) -> list[Observation]:
    """One stream that shows a world: every page once or more, in any order, among visits that failed."""
    stream = []
    for page in world:
        at = NOW + draw(st.integers(0, 50))
        fate = draw(st.sampled_from(["once", "once", "again", "late", "failed"]))
        stream.append(replace(page, seen_at=at, attempt=2 if fate == "late" else 1))
        if fate == "again":
            stream.append(replace(page, seen_at=at + draw(st.integers(-9, 9)), attempt=2))
        elif fate in ("late", "failed") and page.kind is not TaskKind.HOME:
            outcome = draw(st.sampled_from([Outcome.BLOCKED, Outcome.UNSURE, Outcome.DEAD]))
            lag = -draw(st.integers(1, 9)) if fate == "late" else draw(st.integers(-9, 9))
            stream.append(replace(page, page=None, outcome=outcome, status=0, seen_at=at + lag))
    return draw(st.permutations(stream))
