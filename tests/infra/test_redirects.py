"""Circles are noticed by whoever closes them, wherever their addresses became known, and endless ways are cut."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.redirects import MOST, Leads, Redirects


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2), (2, 1, 0)])
async def test_the_last_redirect_of_a_circle_closes_it_in_any_order(redis: Redis, order: tuple[int, ...]) -> None:
    redirects = Redirects(redis, "a")
    told = [await redirects.note(f"u{number}", f"u{(number + 1) % 3}") for number in order]
    assert told == [Leads.ON, Leads.ON, Leads.ROUND]
    assert await redirects.note("outside", "u0") is Leads.ON
    assert await Redirects(redis, "b").note("u2", "u0") is Leads.ON


async def test_an_address_that_leads_to_itself_is_a_circle(redis: Redis) -> None:
    assert await Redirects(redis, "a").note("u", "u") is Leads.ROUND


async def test_a_way_without_end_is_cut_where_a_browser_gives_up(redis: Redis) -> None:
    redirects = Redirects(redis, "a")
    told = [await redirects.note(f"u{number}", f"u{number + 1}") for number in range(MOST + 1)]
    assert told == [Leads.ON] * MOST + [Leads.TOO_FAR]
    assert await redirects.note(f"u{MOST}", f"u{MOST + 1}") is Leads.TOO_FAR


async def test_a_redirect_that_was_mended_is_part_of_no_circle(redis: Redis) -> None:
    redirects = Redirects(redis, "a")
    await redirects.note("a", "b")
    assert await redirects.note("a", "c") is Leads.ON
    assert await redirects.note("b", "a") is Leads.ON


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9), max_size=9), st.randoms(use_true_random=False))
async def test_every_circle_is_told_once_and_nothing_else_is(
    redis: Redis, leads: dict[int, int], random: object
) -> None:
    await redis.flushall()
    redirects = Redirects(redis, "a")
    order = list(leads)
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    told = [number for number in order if await redirects.note(f"u{number}", f"u{leads[number]}") is Leads.ROUND]
    assert {circle_of(number, leads) for number in told} == {circle_of(number, leads) for number in leads} - {
        frozenset()
    }
    assert len(told) == len({circle_of(number, leads) for number in told})


def circle_of(number: int, leads: dict[int, int]) -> frozenset[int]:
    """The circle that an address is part of; empty when it is not."""
    way = [number]
    while (following := leads.get(way[-1])) is not None and following not in way:
        way.append(following)
    return frozenset(way) if following == number else frozenset()
