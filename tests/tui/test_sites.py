"""Steering sites by command: each acts, reads back, leaves an audit line; what cannot be is one line."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pytest
from redis.asyncio import Redis

from infra.clock import now_ms
from infra.frontier import Frontier, Limits, Priority, Result, Settlement
from infra.inspections import Inspections, first_tasks
from infra.records import Kind, Target
from infra.redis.connection import connect
from infra.settings import Settings
from infra.steering import Steered
from tests.waiting import until
from tui.cli import call
from tui.control import CommandError, ReadOnlyError
from tui.steering import Order, Setting, SiteControl

ID = "2024-02-29-a1b2"
LIMITS = Limits.from_settings(Settings())
TARGETS = [
    Target(code="4207000001", name="[/x]莲湖市教育局", kind=Kind.SITE, url="http://www.jyj.cn/", unit="莲湖市教育局"),
    Target(code="4207000002", name="莲湖市水利局", kind=Kind.SITE, url="http://slj.cn/", unit="莲湖市水利局"),
    Target(code="4207000003", name="莲湖市水利局机关", kind=Kind.SITE, url="http://sljg.cn/", unit="莲湖市水利局"),
    Target(code="acc-1", name="水利发布", kind=Kind.ACCOUNT, unit="莲湖市水利局"),
]
T = TypeVar("T")


@pytest.fixture(params=[1, 3])
async def frontier(redis: Redis, request: pytest.FixtureRequest) -> Frontier:
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=TARGETS, shards=request.param)
    frontier = Frontier(redis, ID, LIMITS)
    await frontier.offer(first_tasks(TARGETS))
    await inspections.start(ID)
    return frontier


@pytest.fixture
def shell(
    redis_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    frontier: Frontier,
) -> Callable[..., Awaitable[tuple[int, Any, str]]]:
    """Run a command beside the test's loop; give its exit code, its JSON (or text) and what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)

    async def run(*arguments: str) -> tuple[int, Any, str]:
        code = await asyncio.to_thread(call, arguments)
        said = capsys.readouterr()
        return code, orjson.loads(said.out) if "--json" in arguments and said.out else said.out, said.err

    return run


Shell = Callable[..., Awaitable[tuple[int, Any, str]]]


@pytest.mark.parametrize(
    ("arguments", "row", "audit"),
    [
        (["pause", "4207000002"], {"paused": True}, "paused"),
        (["rate", "4207000002", "0.5"], {"rate": 0.5}, "rate 0.5"),
        (["priority", "4207000002", "first"], {"priority": "first"}, "priority first"),
        (["budget", "4207000002", "50"], {"budget": 50}, "budget 50"),
    ],
)
async def test_what_is_set_is_read_back_listed_and_audited_and_lifted_again(
    redis: Redis, shell: Shell, arguments: list[str], row: dict[str, object], audit: str
) -> None:
    before = (await shell("site", "list", "--json"))[1]
    code, told, _ = await shell("site", *arguments, "--json")
    assert code == 0
    assert told["inspection"] == ID
    assert [site["code"] for site in told["sites"]] == ["4207000002"]
    assert told["sites"][0].items() >= row.items()
    listed = (await shell("site", "list", "--json"))[1]
    assert [one for one in listed["sites"] if one not in before["sites"]] == told["sites"], "no other site is touched"
    lines = await Inspections(redis).audit(ID)
    assert f"site 4207000002 {audit} by " in lines[-1]

    undo = {"pause": ["resume"], "rate": ["default"], "priority": ["normal"], "budget": ["default"]}[arguments[0]]
    words = ["resume", "4207000002"] if undo == ["resume"] else [arguments[0], "4207000002", *undo]
    assert (await shell("site", *words))[0] == 0
    assert (await shell("site", "list", "--json"))[1] == before


async def test_the_list_says_how_far_a_site_is_and_until_when_it_is_left_alone(
    frontier: Frontier, shell: Shell
) -> None:
    async def one_lease() -> bool:
        leases.extend(await frontier.claim("w", 9))
        return len(leases) == 3

    leases: list[Any] = []
    await until(one_lease)
    outcomes = [
        Settlement(lease=lease.id, result=Result.DONE, status=503 if "slj.cn" in lease.task.url else 200)
        for lease in leases
    ]
    await frontier.settle("w", outcomes)
    _, told, _ = await shell("site", "list", "水利局", "--json")
    first, second = told["sites"]
    assert (first["pages"]["known"], first["pages"]["done"]) == (1, 1)
    assert first["backoff_until"].endswith("+08:00")
    assert second["backoff_until"] is None
    _, table, _ = await shell("site", "list")
    assert "1/1" in table
    assert "[/x]莲湖市教育局" in table
    assert "水利发布" not in table


async def test_sites_go_by_code_by_name_and_by_a_part_that_fits_no_other(frontier: Frontier, shell: Shell) -> None:
    code, told, _ = await shell("site", "pause", "教育局", "莲湖市水利局", "4207000001", "--json")
    assert code == 0
    assert [site["code"] for site in told["sites"]] == ["4207000001", "4207000002"]
    assert await frontier.paused_targets() == {"4207000001", "4207000002"}


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["pause", "水利"], 1, "may be each of 2 sites"),
        (["pause", "莲湖市水利局", "公安局"], 1, "no site '公安局'"),
        (["pause", "acc-1"], 1, "no site 'acc-1'"),
        (["pause"], 2, "xuncha site pause --help"),
        (["pause", "4207000001", "-i", "none"], 1, "no inspection 'none'"),
        (["rate", "4207000001", "fast"], 2, "'fast' is neither a number of requests a second nor default"),
        (["rate", "4207000001", "0"], 2, "0.001 to 1000"),
        (["rate", "4207000001", "nan"], 2, "0.001 to 1000"),
        (["rate", "4207000001"], 2, "xuncha site rate --help"),
        (["priority", "4207000001", "top"], 2, "'first', 'normal', 'last'"),
        (["budget", "4207000001", "-1"], 2, "xuncha site budget --help"),
        (["budget", "4207000001", "1.5"], 2, "neither a number of pages"),
    ],
)
async def test_what_cannot_be_is_one_line_and_changes_nothing(
    redis: Redis, frontier: Frontier, shell: Shell, arguments: list[str], code: int, part: str
) -> None:
    audit = await Inspections(redis).audit(ID)
    ended, out, said = await shell("site", *arguments)
    assert (ended, out) == (code, "")
    assert said.count("\n") == 1
    assert part in said
    assert await frontier.paused_targets() == set()
    assert await Inspections(redis).audit(ID) == audit


async def test_what_was_given_up_is_listed_and_tried_again(redis: Redis, frontier: Frontier, shell: Shell) -> None:
    assert (await shell("inspection", "failures", "--json"))[1] == {"inspection": ID, "dead": 0, "failures": []}
    now = now_ms() + 1_000_000
    for attempt in range(LIMITS.max_attempts):
        leases = await frontier.claim("w", 9, now_ms=now + attempt * 1_000_000)
        outcomes = [Settlement(lease=lease.id, result=Result.RETRY, reason="timed [out]") for lease in leases]
        await frontier.settle("w", outcomes, now_ms=now + attempt * 1_000_000)
    _, told, _ = await shell("inspection", "failures", "--limit", "2", "--json")
    assert (told["dead"], len(told["failures"])) == (3, 2)
    assert told["failures"][0].keys() >= {"target", "name", "url", "found_on", "attempts", "reason", "at"}
    assert told["failures"][0]["reason"] == "timed [out]"
    _, table, _ = await shell("inspection", "failures", "--limit", "2")
    assert "2 of 3" in table

    site = TARGETS[0]
    _, some, _ = await shell("inspection", "failures", f"code:{site.code} !kind:tls", "--json")
    assert {row["target"] for row in some["failures"]} == {site.code}
    _, told, _ = await shell("inspection", "retry", f"code:{site.code} reason:timed", "--json")
    assert (told["retried"], told["dead"]) == (len(some["failures"]), 3 - len(some["failures"]))
    assert f"dead letters (code:{site.code} reason:timed) retried by " in (await Inspections(redis).audit(ID))[-1]
    left = told["dead"]

    code, told, _ = await shell("inspection", "retry", "--json")
    assert code == 0
    assert told == {"inspection": ID, "dead_before": left, "retried": left, "dead": 0}
    assert (await frontier.progress()).waiting == 3
    assert f"{left} dead letters retried by " in (await Inspections(redis).audit(ID))[-1]
    _, said, _ = await shell("inspection", "retry")
    assert said == f"{ID}: 0 pages were given up\n0 wait to be fetched again, 0 are left\n"


async def test_what_befell_an_inspection_is_shown_with_what_was_done_to_it(redis: Redis, shell: Shell) -> None:
    await Inspections(redis).log(ID, "ALARM: w1 has stopped crawling: [disk] full")
    await shell("site", "pause", "4207000001")
    _, told, _ = await shell("inspection", "show", "--json")
    assert [line.partition(" ")[2] for line in told["log"]] == ["ALARM: w1 has stopped crawling: [disk] full"]
    _, text, _ = await shell("inspection", "show")
    lines = [line.partition(" ")[2] for line in text.splitlines()[-4:]]
    assert any("site 4207000001 paused" in line for line in lines)
    assert "ALARM: w1 has stopped crawling: [disk] full" in lines


@pytest.mark.parametrize("arguments", [["site", "pause", "4207000001"], ["inspection", "retry"]])
async def test_nothing_is_steered_when_all_is_over(redis: Redis, shell: Shell, arguments: list[str]) -> None:
    await Inspections(redis).finish(ID)
    code, _, said = await shell(*arguments)
    assert code == 1
    assert said.count("\n") == 1
    assert "is finished" in said


async def test_a_read_only_gate_refuses_everything(redis: Redis, frontier: Frontier) -> None:
    inspections = Inspections(redis)
    gate = SiteControl(inspections, ID, frontier, operator="x", read_only=True)
    audit = await inspections.audit(ID)
    for setting, value in (
        (Setting.PAUSED, True),
        (Setting.RATE, 2),
        (Setting.PRIORITY, Priority.LAST),
        (Setting.BUDGET, 3),
    ):
        with pytest.raises(ReadOnlyError, match="read-only"):
            await gate.steer(TARGETS[:1], Order(setting=setting, value=value))
    with pytest.raises(ReadOnlyError):
        await gate.retry()
    assert await frontier.steered("4207000001") == Steered()
    assert await inspections.audit(ID) == audit


async def test_what_redis_does_not_confirm_is_not_believed(redis: Redis, frontier: Frontier) -> None:
    away = connect("unix:///nowhere/redis.sock")
    order = Order(setting=Setting.RATE, value=700)
    with pytest.raises(CommandError):
        await SiteControl(Inspections(away), ID, Frontier(away, ID, LIMITS), operator="x").steer(TARGETS[:1], order)
    await away.aclose()
    gate = SiteControl(Inspections(redis), ID, frontier, operator="x")
    [standing] = await gate.steer(TARGETS[:1], order)
    assert standing.steered.rate == 1000, "a rate is kept as whole milliseconds"
    with pytest.raises(CommandError, match="no target"):
        await gate.steer([Target(code="X", name="X", kind=Kind.SITE, url="http://x.cn/", unit="X")], order)
