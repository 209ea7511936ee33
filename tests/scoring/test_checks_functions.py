"""D18, D19, D20, D25: footer marks, dead links, meta tags."""

from dataclasses import replace
from fractions import Fraction

import pytest

from infra.records import MarksSeen, Observation, Outcome, PageSeen, TaskKind
from scoring.checks import Crawl
from scoring.findings import State
from tests.scoring.building import ALL_MARKS, ALL_TAGS, HOME, article, column, days_ago, home, judged, link

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


@pytest.mark.parametrize(("lacking", "found"), [(4, set()), (5, {"police"}), (9, {"police"})])
def test_marks_that_half_of_the_pages_lack(lacking: int, found: set[str]) -> None:
    assert items([home(), *articles(9, lacking=lacking)]) == found


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


@pytest.mark.parametrize(("lacking", "found"), [(4, set()), (5, {"article"})])
def test_tags_of_half_the_sample(lacking: int, found: set[str]) -> None:
    pages = [article(n, "工作动态", days_ago(1), meta={} if n < lacking else ALL_TAGS) for n in range(9)]
    assert kinds(home(), column("工作动态", days_ago(1)), *pages) == found


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


@pytest.mark.parametrize(("entry", "found", "coverage"), [(True, 0, 1), (False, 1, 1), (None, 0, 0)])
def test_error_report_entry(entry: bool | None, found: int, coverage: int) -> None:
    judgement = judged("D25", [home(marks=replace(ALL_MARKS, error_report=entry))])
    assert len(judgement.findings) == found
    assert judgement.coverage == coverage
