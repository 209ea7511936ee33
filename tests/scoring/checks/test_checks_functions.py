"""功能设计: what a row of the table of clauses cannot say: which pages are meant, what is firm, drawn and counted.

The thresholds of the clauses stand in ``clauses/functions.py``.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.features import TrialSeen
from infra.records import MarksSeen, Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from scoring.sitenames import is_named
from tests.scoring.building import (
    ALL_MARKS,
    ALL_TAGS,
    DONE,
    HOME,
    SITE,
    article,
    card,
    column,
    days_ago,
    home,
    judged,
    link,
    observation,
    sound_site,
)

NO_POLICE = replace(ALL_MARKS, police="")


def articles(count: int, *, lacking: int, marks: MarksSeen = NO_POLICE) -> list[Observation]:
    return [
        article(n, "工作动态", days_ago(1), marks=marks if n < lacking else ALL_MARKS, meta=ALL_TAGS)
        for n in range(count)
    ]


def items(observations: list[Observation]) -> set[object]:
    return {one.detail["item"] for one in judged("D18", observations).findings}


def test_marks_that_the_home_page_lacks() -> None:
    assert items([home()]) == set()
    assert items([home(marks=replace(NO_POLICE, icp="", conac=False))]) == {"police", "icp", "conac"}
    judgement = judged("D18", [home(marks=NO_POLICE)], crawl=Crawl(known=9, done=1))
    assert judgement.firm == 1


def test_footers_that_cannot_be_read_are_not_judged() -> None:
    unseen = MarksSeen()
    assert items([home(marks=unseen)]) == set()
    assert judged("D18", [home(marks=unseen)]).coverage == 0
    assert items([home(marks=unseen), *articles(4, lacking=3)]) == {"police"}
    framed = [home(), *articles(9, lacking=9, marks=unseen)]
    assert items(framed) == set()
    assert judged("D18", framed).coverage == 1


def test_dead_links_on_the_home_page_and_elsewhere() -> None:
    inner = f"{HOME}gzdt/"
    seen = [
        home(),
        link("http://other.gov.cn/", Outcome.DEAD, found_on=HOME),
        link(f"{HOME}a.doc", Outcome.DEAD, found_on="http://www.ezhou.gov.cn/index.html", kind=TaskKind.ATTACHMENT),
        link(f"{HOME}gzdt/t1.html", Outcome.DEAD, found_on=inner, kind=TaskKind.ARTICLE),
        link("http://dead.example/", Outcome.DEAD, found_on=inner, status=0),
    ]
    on_home, elsewhere = judged("D19.1", seen), judged("D19.2", seen)
    assert {one.url for one in on_home.findings} == {"http://other.gov.cn/", f"{HOME}a.doc"}
    assert {one.url for one in elsewhere.findings} == {f"{HOME}gzdt/t1.html", "http://dead.example/"}
    assert {one.found_on for one in elsewhere.findings} == {inner}
    assert all(one.state is State.CONFIRMED for one in on_home.findings)
    early = judged("D19.2", seen, crawl=Crawl(known=20, done=4, failed=4))
    assert (early.firm, early.further) == (1, None)


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED, Outcome.REDIRECT, Outcome.OK])
def test_only_dead_links_cost(outcome: Outcome) -> None:
    judgement = judged("D19.1", [home(), link("http://other.gov.cn/", outcome, found_on=HOME)])
    assert not judgement.findings
    untold = outcome in (Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED)
    assert judgement.coverage == (Fraction(9, 10) if untold else 1)
    assert judgement.further == untold


def test_a_link_that_opened_at_a_later_attempt_is_not_dead() -> None:
    dead = link("http://other.gov.cn/", Outcome.DEAD, found_on=HOME)
    alive = replace(dead, outcome=Outcome.OK, status=200, attempt=2, seen_at=dead.seen_at + 1)
    assert not judged("D19.1", [home(), dead, alive]).findings
    assert not judged("D19.1", [alive, home(), dead]).findings


def test_a_later_visit_that_was_blocked_does_not_undo_what_was_seen() -> None:
    dead = link("http://other.gov.cn/", Outcome.DEAD, found_on=HOME)
    blocked = replace(dead, outcome=Outcome.BLOCKED, status=403, attempt=2, seen_at=dead.seen_at + 1)
    assert len(judged("D19.1", [home(), dead, blocked]).findings) == 1


def test_home_pages_reached_by_a_redirect_are_home_pages() -> None:
    entrance = replace(home(), page=None, outcome=Outcome.REDIRECT, status=302, location=f"{HOME}portal/")
    seen = [entrance, home(url=f"{HOME}portal/"), link("http://x/", Outcome.DEAD, found_on=f"{HOME}portal/")]
    assert len(judged("D19.1", seen).findings) == 1


def kinds(*seen: Observation) -> set[object]:
    return {one.detail["kind"] for one in judged("D20", [*seen]).findings}


def test_tags_by_kind_of_page() -> None:
    bare = {name: value for name, value in ALL_TAGS.items() if name not in ("SiteIDCode", "ColumnType", "PubDate")}
    sound = [home(), column("工作动态", days_ago(1)), article(1, "工作动态", days_ago(1))]
    assert kinds(*sound) == set()
    assert kinds(home(meta=bare), *sound[1:]) == {"home"}
    assert kinds(*sound[:1], column("工作动态", days_ago(1), meta=bare), sound[2]) == {"column"}
    assert kinds(*sound[:2], article(1, "工作动态", days_ago(1), meta=ALL_TAGS | {"PubDate": " "})) == {"article"}


def test_a_tag_that_holds_a_variable_of_the_template_is_not_set() -> None:
    left = ALL_TAGS | {"ColumnType": "$ColumnType$"}
    assert kinds(home(), column("工作动态", days_ago(1), meta=left)) == set(), "reading tells what says nothing"
    assert kinds(home(), column("工作动态", days_ago(1), meta=left, hollow=("ColumnType",))) == {"column"}


def test_page_kinds_that_were_not_seen_lower_coverage() -> None:
    judgement = judged("D20", [home()])
    assert judgement.coverage == Fraction(1, 3)
    assert judgement.further == 2
    archived = article(1, "工作动态", days_ago(900), kind=TaskKind.ARCHIVED, meta={})
    policy = Observation(
        target=home().target, url=f"{HOME}p.html", kind=TaskKind.ARTICLE, seen_at=1, outcome=Outcome.OK,
        page=PageSeen(kind="policy", meta=ALL_TAGS),
    )  # fmt: skip
    assert judged("D20", [home(), archived, policy]).coverage == Fraction(2, 3)
    assert kinds(home(), archived) == set()


def test_the_indicator_caps_what_dead_links_cost() -> None:
    for number, lost in ((0, None), (1, "1"), (4, "4"), (5, "5"), (6, "5")):
        links = [link(f"http://out{n}.gov.cn/", Outcome.DEAD, found_on=HOME) for n in range(number)]
        line = next((line for line in card([*sound_site(), *links]).deductions if line.clause == "D19.1"), None)
        assert (line and line.points) == (lost and Decimal(lost))


def test_what_is_suspected_is_never_firm() -> None:
    wrong = home(meta=ALL_TAGS | {"SiteIDCode": "4207000002"}, marks=NO_POLICE, doubts={"tag_domain": "www.other.cn"})
    for crawl in (Crawl(known=9, done=1), DONE):
        marks, tags = (judged(clause, [wrong], crawl=crawl) for clause in ("D18", "D20"))
        assert [one.state for one in marks.findings] == [State.CONFIRMED, State.SUSPECTED]
        assert (marks.firm, [one.state for one in tags.findings], tags.firm) == (1, [State.SUSPECTED], 0)
    assert marks.findings[1].detail["codes"] == {"tag": "4207000002", "footer": SITE.code, "registry": SITE.code}


def test_a_code_that_the_error_report_alone_has_is_told_once() -> None:
    seen = [home(marks=replace(ALL_MARKS, report_code="4207000099"))]
    assert not judged("D18", seen).findings
    (found,) = judged("D25", seen).findings
    assert found.detail["report"] == "4207000099"


def test_pages_for_tags_are_drawn_by_the_seed() -> None:
    seen = [home(), *(article(n, "工作动态", days_ago(1)) for n in range(18))]
    first, again, other = (judged("D20", seen, seed=seed) for seed in ("a", "a", "b"))
    assert first.numbers == {"home": 1, "column": 0, "article": 10}
    assert len(first.sample) == 11
    assert first.sample == again.sample != other.sample


def test_titles_that_were_searched_for_are_drawn_and_counted() -> None:
    asked = [
        observation(
            f"{HOME}search.html?q={n}",
            PageSeen(kind="search", trial=TrialSeen(title=f"标题{n}", found=[True, False, None][n % 3])),
            kind=TaskKind.SEARCH,
            found_on=HOME,
        )
        for n in range(9)
    ]
    told = judged("D21.2", [home(), *asked])
    assert told.numbers["asked"] == len(told.sample) == 4
    assert sum(int(told.numbers[name] or 0) for name in ("found", "missed", "unreadable")) == 4
    assert told.further == told.numbers["unreadable"]
    assert judged("D21.2", [home(), *reversed(asked)]).sample == told.sample
    assert judged("D21.2", [home(), *asked], seed="other").sample != told.sample
    early = judged("D21.2", [home(), *asked[:2]], crawl=Crawl(known=20, done=4))
    assert (early.firm, early.further) == (0, 4)


@pytest.mark.parametrize(
    ("shown", "registered", "same"),
    [
        ("鄂州市人民政府", "鄂州市人民政府门户网站", True),
        ("欢迎访问鄂州市水利和湖泊局官方网站", "鄂州市水利和湖泊局", True),
        ("鄂州市水利湖泊局", "鄂州市水利和湖泊局网站", True),
        ("中国·鄂州", "鄂州市人民政府门户网站", True),
        ("晋中政府网", "晋中市人民政府", True),
        ("中国鄂州", "鄂州市水利和湖泊局", False),
        ("鄂州市财政局", "鄂州市水利和湖泊局", False),
        ("黄石市人民政府", "鄂州市人民政府", False),
        ("首页", "鄂州市人民政府", False),
        ("", "鄂州市人民政府", False),
    ],
)
def test_names_are_compared_without_what_is_no_part_of_them(shown: str, registered: str, *, same: bool) -> None:
    assert is_named(shown, registered) is same


@given(st.text(alphabet="门户网站政府首页欢迎您中国鄂州市局", max_size=400), st.text(max_size=60))
def test_no_name_is_too_odd(one: str, other: str) -> None:
    is_named(one, other)
    assert not is_named("", other)
