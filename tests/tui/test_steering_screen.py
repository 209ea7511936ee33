"""Steering one site from the list of sites: each key acts on the marked one, and what Redis says is shown."""

from collections.abc import Awaitable, Callable

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.inspections import Inspections, State
from tests.tui.pictures import is_aligned, shown
from tests.tui.test_control import give_up, over
from tests.tui.test_source import ID, opened
from tests.waiting import until
from tui.app import XunchaApp
from tui.screens.confirm import ConfirmScreen
from tui.screens.sites import SitesScreen

FIRST, SECOND = "4207000001", "4207000002"


async def begun(redis: Redis) -> Frontier:
    frontier = await opened(redis)
    await Inspections(redis).start(ID)
    return frontier


def screen_of(app: XunchaApp) -> SitesScreen:
    assert isinstance(app.screen, SitesScreen)
    return app.screen


def rate_is(frontier: Frontier, code: str, rate: float | None) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return (await frontier.steered(code)).rate == rate

    return look


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_space_pauses_the_marked_site_and_lets_it_go_on(redis: Redis, size: tuple[int, int]) -> None:
    frontier = await begun(redis)
    app = over(redis, view="sites")

    async def paused(*codes: str) -> None:
        async def is_so() -> bool:
            return await frontier.paused_targets() == set(codes)

        await until(is_so)
        await until(lambda: {site.code for site in screen_of(app).kept if site.paused} == set(codes))

    async with app.run_test(size=size) as pilot:
        await until(lambda: len(screen_of(app).kept) == 2)
        await pilot.press("j", "space")
        await paused(SECOND)
        line = next(line for line in shown(app).splitlines() if line.startswith(f" {SECOND}"))
        assert "暂停" in line
        assert is_aligned(app)
        assert [lease.task.target for lease in await frontier.claim("w", 9)] == [FIRST]
        await pilot.press("space")
        await paused()
    audit = await Inspections(redis).audit(ID)
    assert [line.partition(" ")[2] for line in audit[-2:]] == [
        f"site {SECOND} paused by 李雷",
        f"site {SECOND} resumed by 李雷",
    ]


async def test_a_paused_site_is_found_by_the_filter(redis: Redis) -> None:
    frontier = await begun(redis)
    await frontier.pause_target(SECOND)
    app = over(redis, view="sites")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(screen_of(app).kept) == 2)
        await pilot.press("slash", *"state:paused", "enter")
        await until(lambda: [site.code for site in screen_of(app).kept] == [SECOND])


async def test_the_rate_is_halved_and_doubled_from_what_all_have_and_shown(redis: Redis) -> None:
    frontier = await begun(redis)
    app = over(redis, view="sites")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(lambda: "4207000001 速率 默认" in shown(app))
        await pilot.press("less_than_sign", "less_than_sign")
        await until(rate_is(frontier, FIRST, 250))
        await until(lambda: "250/秒" in shown(app).splitlines()[3])
        assert is_aligned(app)
        await pilot.press("greater_than_sign", "greater_than_sign")
        await until(rate_is(frontier, FIRST, None))
        assert await rate_is(frontier, SECOND, None)()
    audit = await Inspections(redis).audit(ID)
    assert [line.partition(" ")[2].removesuffix(" by 李雷") for line in audit[-4:]] == [
        f"site {FIRST} rate {rate}" for rate in ("500.0", "250.0", "500.0", "default")
    ]


async def test_at_the_end_of_what_can_be_set_a_rate_stays(redis: Redis) -> None:
    frontier = await begun(redis)
    await frontier.set_rate(FIRST, 0.001)
    app = over(redis, view="sites")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: "0.001/秒" in shown(app))
        await pilot.press("less_than_sign")
        await until(lambda: "每秒 0.001 次" in shown(app))
    assert (await frontier.steered(FIRST)).rate == 0.001


async def test_what_was_given_up_of_one_site_is_fetched_again_once_its_number_is_typed(redis: Redis) -> None:
    frontier = await begun(redis)
    await give_up(frontier, ("a", "b"))
    app = over(redis, view="sites")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: [site.counts.dead for site in screen_of(app).kept] == [1, 1])
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SitesScreen))
        assert (await frontier.progress()).dead == 2
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await until(lambda: "[/x]甲" in shown(app))
        await pilot.press("1", "enter")
        await until(lambda: isinstance(app.screen, SitesScreen))
        await until(lambda: [site.counts.dead for site in screen_of(app).kept] == [0, 1])
    progress = await frontier.progress()
    assert (progress.waiting, progress.dead) == (1, 1)
    assert f"1 dead letters (code:{FIRST}) retried by 李雷" in (await Inspections(redis).audit(ID))[-1]


async def test_where_nothing_was_given_up_nothing_is_asked_and_pages_are_not_said_to_come_again(redis: Redis) -> None:
    await begun(redis)
    app = over(redis, view="sites")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: len(screen_of(app).kept) == 2)
        await pilot.press("x")
        await until(lambda: "不再重采" in shown(app))
        assert isinstance(app.screen, SitesScreen)


async def test_what_is_over_is_not_steered_and_says_so(redis: Redis) -> None:
    frontier = await begun(redis)
    await Inspections(redis).finish(ID)
    app = over(redis, view="sites")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: len(screen_of(app).kept) == 2)
        await pilot.press("space")
        await until(lambda: "is finished" in shown(app))
    assert await frontier.paused_targets() == set()


async def test_a_read_only_dashboard_steers_nothing(redis: Redis) -> None:
    frontier = await begun(redis)
    await give_up(frontier, ("a", "b"))
    app = over(redis, read_only=True, view="sites")
    audit = await Inspections(redis).audit(ID)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: len(screen_of(app).kept) == 2)
        await pilot.press("space", "less_than_sign", "greater_than_sign", "x")
        await pilot.pause()
        assert isinstance(app.screen, SitesScreen)
    assert await Inspections(redis).audit(ID) == audit


async def test_only_what_is_stopped_or_finished_is_closed_and_the_end_of_its_id_is_typed(redis: Redis) -> None:
    await begun(redis)
    inspections = Inspections(redis)
    app = over(redis)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("C")
        await until(lambda: "可以归档" in shown(app))
        assert not isinstance(app.screen, ConfirmScreen)
        await inspections.finish(ID)
        await until(lambda: app.snapshot is not None and app.snapshot.state is State.FINISHED)
        await pilot.press("C")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press(*"a1b2", "enter")
        await until(lambda: app.snapshot is not None and app.snapshot.state is State.CLOSED)
    assert "closed by 李雷" in (await inspections.audit(ID))[-1]
