"""Lists that a script fetches: what an endpoint tells is credited to the column whose page names it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from infra.records import ColumnSeen, Observation, Outcome, PageSeen, TaskKind
from scoring.facts import ColumnFact, SiteFacts
from scoring.ledger.folding import column_key, fold
from tests.scoring.building import HOME, SITE, column, days_ago, facts, link, observation

PAGE = f"{HOME}通知公告/"
UNIT = f"{HOME}api-gateway/jpaas-publish-server/front/page/build/unit?pageId=7"
DIRECTORY = f"{HOME}gkmlpt/index"


def scripted() -> Observation:
    return column("通知公告", None, entries=0, readable=False)


def endpoint(newest: str | None, *, url: str = UNIT, found_on: str = PAGE, **more: Any) -> Observation:
    fields: dict[str, Any] = {"entries": 15, "first_page": False, "newest": newest}
    page = PageSeen(kind="endpoint", **(fields | more))
    return observation(url, page, kind=TaskKind.COLUMN, found_on=found_on)


def columns(*seen: Observation) -> dict[str, ColumnFact]:
    known = facts(seen)
    assert isinstance(known, SiteFacts)
    return {fact.name: fact for fact in known.columns}


def test_what_an_endpoint_lists_is_the_list_of_the_page_that_asks() -> None:
    fact = columns(scripted(), endpoint(days_ago(3), undated=2), endpoint(days_ago(30), url=UNIT + "&page=2"))[
        "通知公告"
    ]
    assert fact.listing is not None
    assert (fact.listing.readable, fact.listing.blank) == (True, False)
    assert (fact.listing.entries, fact.listing.undated) == (15, 2)
    assert fact.newest is not None
    assert fact.newest.date().isoformat() == days_ago(3)[:10]


def test_further_pages_add_their_dates_and_leave_a_list_that_was_read_as_it_is() -> None:
    read = column("通知公告", days_ago(40), entries=4)
    fact = columns(read, endpoint(days_ago(2)))["通知公告"]
    assert fact.listing is not None
    assert fact.listing.entries == 4
    assert fact.newest is not None
    assert fact.newest.date().isoformat() == days_ago(2)[:10]


def test_an_endpoint_that_says_nothing_leaves_the_list_unread() -> None:
    fact = columns(scripted(), endpoint(None, entries=0, readable=False))["通知公告"]
    assert fact.listing is not None
    assert not fact.listing.readable


def test_a_list_is_not_known_while_one_of_its_endpoints_kept_back() -> None:
    refused = link(UNIT + "&tagId=2", Outcome.BLOCKED, found_on=PAGE, kind=TaskKind.COLUMN, status=403)
    fact = columns(scripted(), endpoint(days_ago(900)), refused)["通知公告"]
    assert fact.listing is not None
    assert not fact.listing.readable


def directory(number: int, name: str, newest: str | None, *, first: bool = True) -> Observation:
    named = ColumnSeen(url=f"{DIRECTORY}#{number}", path=(name,), name=name)
    url = f"{HOME}gkmlpt/api/all/{number}?page={1 if first else 2}&sid=1"
    return endpoint(newest, url=url, found_on=DIRECTORY, column=named, first_page=first)


def test_the_columns_of_a_directory_are_told_apart_by_what_they_are_called_there() -> None:
    found = columns(
        directory(3, "公告公示", days_ago(9)),
        directory(4, "统计数据", days_ago(90)),
        directory(3, "公告公示", days_ago(200), first=False),
    )
    assert set(found) == {"公告公示", "统计数据"}
    assert found["公告公示"].listing is not None
    assert found["公告公示"].listing.url == f"{DIRECTORY}#3", "a reader's address, not the script's"
    assert found["公告公示"].newest is not None
    assert found["公告公示"].newest.date().isoformat() == days_ago(9)[:10]


def test_a_fragment_tells_columns_apart_and_nothing_else_does_so_anew() -> None:
    assert column_key(f"{DIRECTORY}#3") != column_key(f"{DIRECTORY}#4") != column_key(DIRECTORY)
    assert column_key("http://www.a.gov.cn/x/index.html") == column_key("https://a.gov.cn/x/")


@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=4))
def test_order_and_repetition_make_no_difference(order: list[int], again: list[int]) -> None:
    seen = [
        scripted(),
        endpoint(days_ago(3)),
        endpoint(days_ago(30), url=UNIT + "&page=2", entries=7, undated=7),
        directory(3, "公告公示", days_ago(9)),
        directory(3, "公告公示", days_ago(1), first=False),
    ]
    assert fold([seen[n] for n in [*order, *again]])[SITE.code] == fold(seen)[SITE.code]
