from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier, Result, Settlement
from infra.inspections import Inspections, State
from infra.nodes import Nodes
from infra.redis.connection import connect
from infra.settings import Settings
from tests.tui.test_source import ID, opened
from tests.waiting import until
from tui import gate as gates
from tui import round_acts
from tui.app import XunchaApp
from tui.checking import Draft
from tui.control import EXPECTED, Command, CommandError, InspectionControl, ReadOnlyError
from tui.gate import Act, ChangeState, Decide, RetryFailures, ScaleNode, SteerSite, StepNode, StepRate
from tui.hands import Dashboard, Operator
from tui.keys import KEYS
from tui.locale import words_for
from tui.round_acts import OpenInspection, WriteReport
from tui.screens.failures import FailuresScreen
from tui.steering import Order, Setting


def over(redis: Redis, *, read_only: bool = False, view: str = "overview") -> XunchaApp:
    """A dashboard over the inspection."""
    ends = Dashboard(redis, ID, Settings(rate=1000), Operator(name="李雷", read_only=read_only))
    return XunchaApp(ends.source, ends.gate, words_for("zh"), period=0.05, view=view)


async def give_up(frontier: Frontier, reasons: tuple[str, str]) -> None:
    """Let the two home pages fail for good, each for a reason of its own."""
    at = 2_000_000_000_000
    for _ in range(3):
        leases = sorted(await frontier.claim("w", 9, now_ms=at), key=lambda lease: lease.task.target)
        outcomes = [
            Settlement(lease=lease.id, result=Result.RETRY, reason=why)
            for lease, why in zip(leases, reasons, strict=True)
        ]
        await frontier.settle("w", outcomes, now_ms=at)
        at += 10_000_000


async def test_what_the_filter_of_the_failures_shows_is_fetched_again_and_nothing_else(redis: Redis) -> None:
    frontier = await opened(redis)
    await Inspections(redis).start(ID)
    await give_up(frontier, ("no complete answer in time", "[/x] HTTP 503"))
    app = over(redis, view="failures")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, FailuresScreen)
        await until(lambda: len(screen.kept) == 2)
        await pilot.press("slash", *"kind:timeout", "enter", "R")
        await until(lambda: len(app.screen_stack) > 1)
        await pilot.press("1", "enter")
        await until(lambda: len(app.screen_stack) == 1)
        await until(lambda: len(screen.kept) == 0)
    progress = await frontier.progress()
    assert (progress.waiting, progress.dead) == (1, 1)
    assert "1 dead letters (kind:timeout) retried by 李雷" in (await Inspections(redis).audit(ID))[-1]


async def test_a_read_only_dashboard_refuses_every_act_that_a_key_or_a_screen_can_ask_for(
    redis: Redis, tmp_path: Path
) -> None:
    frontier = await opened(redis)
    await Inspections(redis).start(ID)
    await give_up(frontier, ("a", "b"))
    before, audit = await frontier.progress(), await Inspections(redis).audit(ID)
    gate = Dashboard(redis, ID, Settings(), Operator(name="x", read_only=True)).gate
    acts: list[Act] = [
        *(ChangeState(command=command) for command in Command),
        RetryFailures(),
        ScaleNode(node="n", workers=3),
        SteerSite(code="4207000001", order=Order(setting=Setting.PAUSED, value=True)),
        StepRate(code="4207000001", factor=2.0),
        StepNode(node="n", by=1),
        OpenInspection(draft=Draft(texts={})),
        WriteReport(out=tmp_path),
        Decide(decision="confirm", target="4207000001", clause="D1.1"),
    ]
    kinds = {one for module in (gates, round_acts) for one in vars(module).values() if hasattr(one, "perform")}
    assert {type(act) for act in acts} == kinds - {Act}
    for act in acts:
        with pytest.raises(ReadOnlyError, match="只读模式"):
            await gate.do(act, words_for("zh"))
    app = over(redis, read_only=True, view="failures")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        for key in (key for key in KEYS if key.changes):
            await pilot.press(key.keys.split(",")[0])
            await app.run_action(key.action)
        assert len(app.screen_stack) == 1
    assert await frontier.progress() == before
    assert await Inspections(redis).audit(ID) == audit
    assert await Nodes(redis).wanted() == {}


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
    app = over(redis)

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
