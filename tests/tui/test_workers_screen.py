"""The list of machines and processes: what is shown of them, and that ``+`` and ``-`` scale the marked machine."""

from dataclasses import replace

import pytest
from redis.asyncio import Redis

from infra.clock import now_ms
from infra.inspections import SILENT_MS, Beat, Inspections
from infra.nodes import NodeBeat, Nodes
from tests.tui.pictures import is_aligned, shown
from tests.tui.samples import HOSTILE
from tests.tui.test_control import over
from tests.tui.test_source import ID, opened
from tests.waiting import until
from tui.app import XunchaApp
from tui.screens.workers import WorkersScreen
from tui.widgets.virtual_table import VirtualTable

SIZES = [(80, 24), (200, 50)]


def beat(name: str, **changes: object) -> NodeBeat:
    made = NodeBeat(name=name, host="10.0.0.1", pid=1, cores=8, started_at=now_ms(), seen_at=now_ms(), workers=("a",))
    return replace(made, **changes)  # type: ignore[arg-type]


def screen_of(app: XunchaApp) -> WorkersScreen:
    assert isinstance(app.screen, WorkersScreen)
    return app.screen


async def begun(redis: Redis, *beats: NodeBeat) -> Nodes:
    await opened(redis)
    await Inspections(redis).start(ID)
    nodes = Nodes(redis)
    for one in beats:
        await nodes.beat(one)
        await nodes.want(one.name, 1)
    return nodes


@pytest.mark.parametrize("size", SIZES)
async def test_machines_stand_above_processes_with_how_they_fare(redis: Redis, size: tuple[int, int]) -> None:
    await begun(
        redis,
        beat("rack-1"),
        beat("rack-2", seen_at=now_ms() - SILENT_MS - 100_000),
        beat("rack-3", failing=HOSTILE[1], leaving=2),
    )
    await Inspections(redis).beat(
        ID, Beat(name="rack-1-3f", pid=7, host="10.0.0.1", role="worker", started_at=1, seen_at=now_ms())
    )
    app = over(redis, view="workers")
    async with app.run_test(size=size):
        await until(lambda: "rack-1-3f" in shown(app) and "rack-3" in shown(app))
        lines = {line.split()[0]: line for line in shown(app).splitlines() if line.startswith(" rack")}
        assert "正常" in lines["rack-1"]
        assert "失联 2m0" in lines["rack-2"]  # and some seconds
        assert HOSTILE[1] in lines["rack-3"]
        assert shown(app).index("rack-3") < shown(app).index("rack-1-3f")
        assert is_aligned(app)


async def test_plus_and_minus_change_what_is_wanted_of_the_marked_machine(redis: Redis) -> None:
    nodes = await begun(redis, beat("rack-1"), beat("rack-2"))
    app = over(redis, view="workers")

    async def wanted(first: int, second: int) -> None:
        async def is_wanted() -> bool:
            return await nodes.wanted() == {"rack-1": first, "rack-2": second}

        await until(is_wanted)

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: bool(screen_of(app).nodes.rows))
        await pilot.press("plus", "plus", "plus")
        await wanted(4, 1)
        await until(lambda: "需要 4 个采集进程，现有 1 个" in shown(app))
        await pilot.press("j", "minus")
        await wanted(4, 0)
        await pilot.press("minus")
        await until(lambda: screen_of(app).nodes.rows[1].wanted == 0)
        await until(lambda: screen_of(app).nodes.rows[0].wanted == 4)
    audit = await Inspections(redis).audit(ID)
    assert any("node rack-1 scaled from 3 to 4 workers by 李雷" in line for line in audit)
    assert await nodes.wanted() == {"rack-1": 4, "rack-2": 0}


async def test_a_machine_whose_agent_is_lost_is_not_scaled_and_none_says_what_to_do(redis: Redis) -> None:
    nodes = await begun(redis)
    app = over(redis, view="workers")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("plus")
        await until(lambda: "xuncha node" in shown(app))
        await nodes.beat(beat("rack-9", seen_at=now_ms() - 2 * SILENT_MS))
        await until(lambda: bool(screen_of(app).nodes.rows))
        await pilot.press("plus")
        await until(lambda: "其守护进程重新运行后" in shown(app))
    assert await nodes.wanted() == {}


async def test_a_number_that_no_machine_can_run_is_refused_in_words(redis: Redis) -> None:
    nodes = await begun(redis, beat("rack-1"))
    await nodes.want("rack-1", 512)
    app = over(redis, view="workers")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: bool(screen_of(app).nodes.rows))
        await pilot.press("plus")
        await until(lambda: "0 to 512" in shown(app))
    assert await nodes.wanted() == {"rack-1": 512}


async def test_tab_goes_from_the_machines_to_the_processes(redis: Redis) -> None:
    await begun(redis, beat("rack-1"))
    app = over(redis, view="workers")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: screen_of(app).focused is screen_of(app).nodes)
        await pilot.press("tab")
        await until(lambda: isinstance(app.focused, VirtualTable) and app.focused.id == "workers")


async def test_a_read_only_dashboard_shows_machines_and_scales_none(redis: Redis) -> None:
    nodes = await begun(redis, beat("rack-1"))
    app = over(redis, read_only=True, view="workers")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: bool(screen_of(app).nodes.rows))
        await pilot.press("plus", "minus")
        await pilot.pause()
    assert await nodes.wanted() == {"rack-1": 1}


async def test_a_dialog_brings_no_keys_of_another_screen_into_the_footer(redis: Redis) -> None:
    await begun(redis)
    app = over(redis, view="sites")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        below = app.screen
        for key in ("question_mark", "colon"):
            await pilot.press(key)
            await until(lambda: app.screen is not below)
            await pilot.pause()
            actions = {one.binding.action for one in below.active_bindings.values()}
            assert not actions & {"screen.more", "screen.fewer", "screen.say_confirm"}
            assert app.words.more_workers not in shown(app).splitlines()[-1]
            await pilot.press("escape")
            await until(lambda: app.screen is below)
