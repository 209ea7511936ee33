"""What a ledger keeps of statistics, categories of services, what may earn points, and mailboxes nobody could read."""

import random
from typing import Any

from redis.asyncio import Redis

from infra.features import FiguresOf, FiguresSeen, Merit, MeritSeen
from infra.records import Observation, PageSeen, TaskKind
from scoring.facts import SiteFacts
from scoring.ledger import Ledger
from scoring.ledger import facts as facts_of
from scoring.ledger.entry import SAMPLE_SIZE
from scoring.ledger.folding import fold, merge
from tests.scoring.building import HOME, NOW, SITE, days_ago, facts, home, observation

SERVICE = FiguresOf.SERVICE


def figured(number: int, age: float | None, *, own: bool = True, **more: Any) -> Observation:
    url = f"{HOME}tj/{number}.html"
    one = FiguresSeen(of=SERVICE, url=url, own=own, newest=None if age is None else days_ago(age))
    return observation(
        url if own else HOME, PageSeen(kind="column", figures=(one,)), **({"kind": TaskKind.COLUMN} | more)
    )


def interview(number: int, age: float | None, **more: Any) -> Observation:
    day = None if age is None else days_ago(age)
    fields: dict[str, Any] = {"published": day, "newest": day, "merits": (MeritSeen(kind=Merit.INTERVIEW),)}
    return observation(f"{HOME}ft/{number}.html", PageSeen(kind="article", title=f"访谈{number}", **(fields | more)))


def known(*observations: Observation) -> SiteFacts:
    found = facts(observations)
    assert isinstance(found, SiteFacts)
    return found


def test_statistics_without_a_day_displace_none_that_have_one() -> None:
    linked = [figured(n, None, own=False) for n in range(50)]
    found = known(*linked, figured(60, 100), figured(61, 10)).figures[SERVICE]
    assert len(found) == SAMPLE_SIZE
    assert [one.newest for one in found[:3]] == [days_ago(10), days_ago(100), None]


def test_a_link_to_statistics_does_not_hide_what_their_own_page_says() -> None:
    own, link = figured(1, 10), figured(1, None, own=False, seen_at=NOW + 9)
    for order in ([own, link], [link, own]):
        assert [(one.own, one.newest) for one in known(*order).figures[SERVICE]] == [
            (True, days_ago(10)),
            (False, None),
        ]


def test_the_page_as_seen_last_counts() -> None:
    assert [one.newest for one in known(figured(1, 10), figured(1, 40, seen_at=NOW + 9)).figures[SERVICE]] == [
        days_ago(40)
    ]


def test_what_came_after_the_time_point_or_is_archived_is_not_there() -> None:
    assert known(interview(1, 1, newest=None), interview(2, 3, archived=True)).merits == {}
    assert [one.title for one in known(interview(1, 9), interview(2, 3)).merits[Merit.INTERVIEW]] == ["访谈2", "访谈1"]


def test_categories_and_unread_mailboxes_are_kept() -> None:
    sorted_home = home(sorts=("个人办事", "法人办事"))
    assert [one.sorts for one in known(sorted_home).sorts] == [("个人办事", "法人办事")]
    box = observation(f"{HOME}xx/", PageSeen(kind="mailbox", readable=False), kind=TaskKind.COLUMN)
    assert [one.url for one in known(box).unread_mailboxes] == [f"{HOME}xx/"]
    answer = PageSeen(kind="endpoint", entries=3)
    told = observation(f"{HOME}api?p=1", answer, kind=TaskKind.COLUMN, found_on=f"{HOME}xx/")
    assert known(box, told).unread_mailboxes == ()


async def test_redis_keeps_what_memory_keeps(redis: Redis) -> None:
    pages = [figured(n, n % 31 or None, own=n % 3 > 0) for n in range(80)] + [interview(n, n % 40) for n in range(60)]
    random.Random(5).shuffle(pages)
    ledger = Ledger(redis, "shown")
    for start in range(0, len(pages), 11):
        await ledger.fold(pages[start : start + 11])
    assert await ledger.facts(SITE) == facts_of(SITE, fold(pages, "shown")[SITE.code].fields)
    one, other = fold(pages[:90])[SITE.code], fold(pages[70:])[SITE.code]
    assert merge(one, other) == merge(other, one) == fold(pages)[SITE.code]
