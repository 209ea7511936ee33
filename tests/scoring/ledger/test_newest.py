"""What a ledger keeps of pairs, letters and guides: the newest of each, however the observations come."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from redis.asyncio import Redis

from infra.features import GuideSeen, LetterSeen, Role, TieSeen
from infra.records import Observation, Outcome, PageSeen, TaskKind
from scoring.facts import SiteFacts
from scoring.ledger import Ledger
from scoring.ledger import facts as facts_of
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.ledger.folding import entries, fold, merge
from scoring.ledger.newest import is_open, lacks
from tests.scoring.building import HOME, NOW, SITE, days_ago, observation


def tied(number: int, age: float | None, *, role: Role = Role.POLICY, **more: Any) -> Observation:
    day = None if age is None else days_ago(age)
    tie = TieSeen(role=role, subject=f"第{number}号文件", **more)
    page = PageSeen(kind="policy", title=f"文件{number}", published=day, newest=day, tie=tie)
    return observation(f"{HOME}{role}/{number}.html", page)


def lettered(*letters: LetterSeen, url: str = f"{HOME}xx/", **more: Any) -> Observation:
    kind = "message" if letters and letters[0].whole else "mailbox"
    return observation(url, PageSeen(kind=kind, letters=letters, **more), kind=TaskKind.COLUMN)


def letter(number: int, came: float, gone: float | None = None, *, whole: bool = True, **more: Any) -> LetterSeen:
    fields: dict[str, Any] = {
        "replied": None if gone is None else days_ago(gone),
        "unit": "住建局",
        "reply": gone is not None if whole else None,
    }
    return LetterSeen(url=f"{HOME}xx/{number}.html", received=days_ago(came), whole=whole, **(fields | more))


def known(observations: Sequence[Observation]) -> SiteFacts:
    state = fold(observations).get(SITE.code)
    found = facts_of(SITE, state.fields if state else {})
    assert isinstance(found, SiteFacts)
    return found


def test_the_newest_of_each_side_are_kept_newest_first() -> None:
    pages = [tied(n, n) for n in range(50)] + [tied(n, n, role=Role.INTERPRETATION) for n in range(3)]
    random.Random(7).shuffle(pages)
    found = known(pages).ties
    assert [one.title for one in found[Role.POLICY]] == [f"文件{n}" for n in range(SAMPLE_SIZE)]
    assert [one.title for one in found[Role.INTERPRETATION]] == ["文件0", "文件1", "文件2"]
    assert set(found) == {Role.POLICY, Role.INTERPRETATION}


def test_what_needs_no_counterpart_and_what_is_dated_ahead_is_not_kept() -> None:
    ahead = tied(2, None)
    assert ahead.page
    forged = observation(
        ahead.url, PageSeen(kind="policy", published=days_ago(-9), future=days_ago(-9), tie=ahead.page.tie)
    )
    assert known([tied(1, 3, needed=False), forged]).ties == {}
    assert len(known([tied(2, None)]).ties[Role.POLICY]) == 1


def test_archived_pages_and_pages_that_failed_are_not_kept() -> None:
    page = tied(1, 3).page
    assert page
    archived = observation(f"{HOME}1.html", page, kind=TaskKind.ARCHIVED)
    failed = observation(f"{HOME}2.html", page, outcome=Outcome.BLOCKED)
    assert known([archived, failed]).ties == {}


def test_a_page_whose_day_changes_is_one_page_as_it_was_seen_last() -> None:
    old, new = tied(1, 30), tied(1, 2)
    later = observation(new.url, new.page, seen_at=NOW + 5)
    for order in ([old, later], [later, old]):
        [one] = known(order).ties[Role.POLICY]
        assert one.published == days_ago(2)


def test_letters_are_kept_by_what_they_show() -> None:
    found = known(
        [
            lettered(letter(1, 10, 9), url=f"{HOME}xx/1.html"),
            lettered(letter(2, 200, 50), url=f"{HOME}xx/2.html"),
            lettered(letter(3, 100, state="处理中"), url=f"{HOME}xx/3.html"),
            lettered(letter(4, 20, 19, unit=""), url=f"{HOME}xx/4.html"),
            lettered(letter(1, 10, 9, whole=False), letter(5, 3, 1, whole=False), entries=12),
        ]
    ).letters
    assert [one.letter.url[-6:-5] for one in found.kept] == ["5", "1", "4", "3", "2"]
    assert found.kept[1].letter.whole
    assert [one.letter.url[-6:-5] for one in found.unanswered] == ["3"]
    assert [one.letter.url[-6:-5] for one in found.lacking] == ["4"]
    assert [one.letter.url[-6:-5] for one in found.slow][:1] == ["2"]
    assert found.listed == 12
    assert found.newest is not None
    assert found.newest.isoformat() == "2024-02-28T23:59:59+08:00"


def test_an_answer_on_its_own_page_answers_the_row_in_a_list() -> None:
    row = letter(1, 100, whole=False, replied="")
    assert len(known([lettered(row)]).letters.unanswered) == 1
    answered = lettered(letter(1, 100, 90), url=f"{HOME}xx/1.html")
    assert known([lettered(row), answered]).letters.unanswered == ()


def test_rows_that_lead_nowhere_are_told_apart_by_their_titles() -> None:
    page = f"{HOME}xx/"
    rows = [LetterSeen(url=page, title=f"来信{n}", received=days_ago(3)) for n in range(4)]
    assert len(known([lettered(*rows)]).letters.kept) == 4


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"state": "待处理"}, True),
        ({"state": "处理中"}, True),
        ({"replied": ""}, True),
        ({"reply": False}, True),
        ({"reply": None, "state": None}, False),
        ({"replied": "", "state": "已办结"}, False),
        ({"reply": True}, False),
        ({"replied": days_ago(3), "state": "待评价"}, False),
    ],
)
def test_a_letter_is_open_where_its_page_says_so(fields: dict[str, Any], found: bool) -> None:
    assert is_open(letter(1, 9, **({"reply": None} | fields))) is found


def test_what_a_letter_lacks() -> None:
    assert lacks(letter(1, 9, 8)) == ()
    assert lacks(LetterSeen(url="x", whole=True)) == ("received", "replied", "unit", "reply")


def test_letters_that_wait_too_long_are_kept_before_those_that_came_lately() -> None:
    lately = [letter(n, 5, state="处理中", days=5) for n in range(40)]
    long_ago = [letter(50 + n, 700, state="处理中", days=700) for n in range(40)]
    late = [letter(99, 100, state="处理中", days=100)]
    found = known([lettered(one, url=one.url) for one in (*lately, *late, *long_ago)]).letters.unanswered
    assert len(found) == SAMPLE_SIZE
    assert late[0] in [one.letter for one in found]
    assert [one.letter.received for one in found] == sorted((one.letter.received for one in found), reverse=True)  # type: ignore[type-var]


def guide(number: int, *elements: str) -> Observation:
    return observation(f"{HOME}g/{number}.html", PageSeen(kind="guide", guide=GuideSeen(elements=elements)))


def test_guides_are_kept_at_random_and_the_poorest_besides() -> None:
    read_as = ("设定依据", "受理条件", "申请材料", "办理地点", "办理时间", "咨询电话", "办理流程", "事项名称")
    guides = [guide(n, *read_as[: n % 9]) for n in range(90)]
    found = known(guides)
    assert len(found.guides) == len(found.poor_guides) == SAMPLE_SIZE
    assert [len(one.guide.elements) for one in found.poor_guides] == [0] * 10 + [1] * 10
    assert [fold(guides, seed)[SITE.code] == fold(guides, "a")[SITE.code] for seed in "ab"] == [True, False]


def test_the_poorest_guides_are_told_by_the_eight_classes_alone() -> None:
    """Elements that the standard does not ask for make no guide richer, nor do two that are of one class."""
    asked = ("设定依据", "受理条件", "申请材料", "办理地点", "办理时间")
    poor = guide(99, "事项名称", "办理时间", "承诺时限", "法定时限", "实施主体", "服务对象", "收费标准", "投诉电话")
    found = known([poor, *(guide(n, *asked) for n in range(60))])
    assert found.poor_guides[0].url == poor.url


def test_a_bad_date_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        entries(lettered(LetterSeen(url="x", received="soon")))


async def test_redis_keeps_what_memory_keeps(redis: Redis) -> None:
    pages = [tied(n, n % 37, role=list(Role)[n % 4]) for n in range(150)]
    pages += [lettered(letter(n, n % 50, n % 7), url=f"{HOME}xx/{n}.html") for n in range(70)]
    random.Random(3).shuffle(pages)
    ledger = Ledger(redis, "kept")
    for start in range(0, len(pages), 13):
        await ledger.fold(pages[start : start + 13])
    assert await ledger.facts(SITE) == facts_of(SITE, fold(pages, "kept")[SITE.code].fields)
    one, other = fold(pages[:99])[SITE.code], fold(pages[80:])[SITE.code]
    assert merge(one, other) == merge(other, one) == fold(pages)[SITE.code]
