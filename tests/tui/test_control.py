import pytest
from redis.asyncio import Redis

from infra.inspections import Inspections, State
from infra.redis.connection import connect
from tests.tui.test_source import ID, opened
from tests.waiting import until
from tui.app import XunchaApp
from tui.control import EXPECTED, Command, CommandError, InspectionControl, ReadOnlyError
from tui.locale import words_for
from tui.source import RedisSource


async def test_commands_change_the_state_and_leave_a_line_each(redis: Redis) -> None:
    await opened(redis)
    inspections = Inspections(redis)
    control = InspectionControl(inspections, ID, operator="李雷")
    for command in (
        Command.START,
        Command.PAUSE,
        Command.RESUME,
        Command.STOP,
        Command.START,
        Command.STOP,
        Command.CLOSE,
    ):
        lines = len(await inspections.audit(ID))
        effect = await control.run(command)
        assert effect.confirmed
        assert (await inspections.get(ID)).state is EXPECTED[command] is effect.after
        audit = await inspections.audit(ID)
        assert len(audit) == lines + 1
        assert "李雷" in audit[-1]


async def test_a_read_only_gate_refuses_everything(redis: Redis) -> None:
    await opened(redis)
    inspections = Inspections(redis)
    control = InspectionControl(inspections, ID, operator="x", read_only=True)
    before = await inspections.audit(ID)
    for command in Command:
        with pytest.raises(ReadOnlyError):
            await control.run(command)
    assert (await inspections.get(ID)).state is State.NEW
    assert await inspections.audit(ID) == before


async def test_what_the_state_does_not_allow_is_refused_with_a_reason(redis: Redis) -> None:
    await opened(redis)
    control = InspectionControl(Inspections(redis), ID, operator="x")
    with pytest.raises(CommandError, match=r"cannot resume.*it is new"):
        await control.run(Command.RESUME)
    with pytest.raises(CommandError, match="there is no inspection"):
        await InspectionControl(Inspections(redis), "none", operator="x").run(Command.START)


async def test_without_redis_a_command_is_refused_and_not_believed() -> None:
    redis = connect("unix:///nowhere/redis.sock")
    with pytest.raises(CommandError):
        await InspectionControl(Inspections(redis), ID, operator="x").run(Command.START)
    await redis.aclose()


async def test_the_dashboard_really_steers(redis: Redis) -> None:
    frontier = await opened(redis)
    inspections = Inspections(redis)
    control = InspectionControl(inspections, ID, operator="x")
    app = XunchaApp(RedisSource(redis, ID, frontier), control, words_for("zh"), period=0.05)

    async def is_now(state: State) -> None:
        async def is_seen() -> bool:
            return (await inspections.get(ID)).state is state

        await until(is_seen)
        await until(lambda: app.snapshot is not None and app.snapshot.state is state)

    async with app.run_test(size=(80, 24)) as pilot:
        await is_now(State.NEW)
        await pilot.press("s")
        await is_now(State.RUNNING)
        assert len(await frontier.claim("w", 1)) == 1
        await pilot.press("p")
        await is_now(State.PAUSED)
        assert await frontier.claim("w", 1) == []
        await pilot.press("p")
        await is_now(State.RUNNING)
        await pilot.press("S")
        await until(lambda: len(app.screen_stack) > 1)
        await pilot.press(*"a1b2", "enter")
        await is_now(State.STOPPED)
