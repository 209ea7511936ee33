"""The whole way, as an operator goes it: a registry in, a notice out, on real processes, a real Redis and real HTTP.

The small demo city has four sites and eight accounts; what is planted there is opened only to compare.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from redis.asyncio import Redis

from infra import evidence
from infra.demo.city import DemoCity
from infra.demo.compare import accounts_agree, all_same, compare
from infra.demo.registry import NOTICE, write_inputs
from infra.demo.server import resolve_rows, serving
from infra.evidence import EvidenceStore
from infra.inspections import Beat, Inspections, State
from tests.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(110)]
AS_OF = "2024-02-29"


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before the operator, and where the run puts its files."""

    city: DemoCity
    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def scores(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads((self.out / "scores.json").read_bytes())
        return found

    @property
    def findings(self) -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in (self.out / "findings.jsonl").read_bytes().splitlines()]

    def judged(self) -> dict[str, tuple[Any, ...]]:
        """What must not depend on how the crawl went: each target's verdict, score, deductions and pages."""
        return {
            target["code"]: (
                target["verdict"],
                target["score"],
                target["range"],
                sorted((row["clause"], row["points"], sorted(row["findings"])) for row in target["deductions"]),
                target["vetoes"],
                target["pages"],
            )
            for target in self.scores["targets"]
        }


def command(desk: Desk, registry: Path, reviews: Path, *more: str) -> list[str]:
    """``xuncha run`` over a registry with two workers."""
    return [
        *(sys.executable, "-m", "tui.cli", "run", str(registry), "--as-of", AS_OF, "--standard", "ezhou-2024"),
        *("--reviews", str(reviews), "--notice", str(registry.parent / NOTICE), "--out", str(desk.out)),
        *("--workers", "2", "--headless", *more),
    ]


@asynccontextmanager
async def running(desk: Desk, url: str, line: Sequence[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *line,
        cwd=desk.folder,
        env={**os.environ, "XUNCHA_REDIS_URL": url, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def inspecting(desk: Desk, url: str, rate: float) -> AsyncIterator[asyncio.subprocess.Process]:
    """Serve the city and inspect it."""
    registry, reviews = write_inputs(desk.city, desk.folder / "input")
    async with serving(desk.city) as port:
        resolve = [part for row in resolve_rows(desk.city, port) for part in ("--resolve", row)]
        async with running(desk, url, command(desk, registry, reviews, "--rate", str(rate), *resolve)) as process:
            yield process


def at(folder: Path) -> Desk:
    folder.mkdir()
    return Desk(DemoCity.small(), folder)


async def inspected(desk: Desk, url: str, rate: float = 60) -> Desk:
    async with inspecting(desk, url, rate) as process:
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return desk


def differences(desk: Desk) -> Sequence[object]:
    """What is not as published."""
    rows = compare(desk.out / "scores.json", desk.city)
    accounts = accounts_agree(desk.out / "scores.json", desk.city)
    assert rows
    assert accounts
    wrong: list[object] = [row for row in rows if not row.same]
    wrong += [row for row in accounts if not row.same]
    assert all_same(rows, accounts) is not bool(wrong)
    return wrong


async def test_a_registry_becomes_the_published_notice(redis_url: str, tmp_path: Path) -> None:
    desk = await inspected(at(tmp_path / "desk"), redis_url)
    assert not differences(desk)

    planted = {unit: desk.city.plan.of_site(unit) for unit in desk.city.plan.site}
    published = {unit: plan.published for unit, plan in planted.items()}
    tables = Document(str(desk.out / "通报.docx")).tables
    in_notice = {row.cells[1].text: row.cells[2].text for table in tables for row in table.rows}
    for unit in desk.city.units:
        assert in_notice[unit.name] == f"{published[unit.name]:.1f}"
    book = CalamineWorkbook.from_path(str(desk.out / "得分.xlsx"))
    cells = {str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
    assert {unit.name for unit in desk.city.units} <= cells


async def test_every_lost_point_opens(redis_url: str, tmp_path: Path) -> None:
    desk = await inspected(at(tmp_path / "desk"), redis_url)
    findings = {row["id"]: row for row in desk.findings}
    assert findings
    for target in desk.scores["targets"]:
        for deduction in target["deductions"]:
            for one in deduction["findings"]:
                assert findings[one]["clause"] == deduction["clause"]
                assert findings[one]["target"] == target["code"]
                assert findings[one]["url"]
                assert findings[one]["seen_at"]
    store = EvidenceStore(desk.folder / ".xuncha", desk.scores["inspection"], "test")
    kept = [row for row in findings.values() if row["evidence"]["location"]]
    assert {"D8.1", "D19.1", "D20"} <= {row["clause"] for row in kept}
    for row in kept:
        assert evidence.digest(store.read(row["evidence"]["location"])) == row["evidence"]["digest"]


async def test_what_was_kept_can_be_inspected_again_without_the_network(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_EVIDENCE", "all")
    first = await inspected(at(tmp_path / "desk"), redis_url)
    archives = sorted((first.folder / ".xuncha" / "evidence" / first.scores["inspection"]).glob("*.warc.gz"))
    assert archives
    await redis.flushall()

    registry, reviews = first.folder / "input" / "登记表.xlsx", first.folder / "input" / "审核.csv"
    again = replace(first, folder=tmp_path / "again")
    again.folder.mkdir()
    replay = [part for file in archives for part in ("--replay", str(file))]
    async with running(again, redis_url, command(again, registry, reviews, *replay)) as process:
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert not differences(again), "the city's server is down, its pages are not"
    deductions = {code: row[3] for code, row in first.judged().items()}
    assert {code: row[3] for code, row in again.judged().items()} == deductions


async def test_a_worker_killed_half_way_changes_nothing(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    undisturbed = await inspected(at(tmp_path / "undisturbed"), redis_url)
    await redis.flushall()
    desk = at(tmp_path / "disturbed")
    async with inspecting(desk, redis_url, 20) as process:
        victim = await worker_half_way(redis, pages=sum(row[-1]["done"] for row in undisturbed.judged().values()) // 2)
        os.kill(victim.pid, signal.SIGKILL)
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert victim.name in said.decode(), "the operator is told of the death"
    assert not differences(desk)
    assert desk.judged() == undisturbed.judged()


async def worker_half_way(redis: Redis, pages: int) -> Beat:
    """Wait until ``pages`` are done by two workers, and give one of them."""
    inspections = Inspections(redis)
    found: list[Beat] = []

    async def half_way() -> bool:
        for inspection in await inspections.list():
            if inspection.state is State.RUNNING:
                done = await redis.hget(f"xuncha:{{{inspection.id}}}:counts", "done")
                workers = [beat for beat in await inspections.workers(inspection.id) if beat.role == "worker"]
                found[:] = workers
                return int(done or 0) >= pages and len(workers) == 2
        return False

    await until(half_way, timeout=60)
    return found[0]
