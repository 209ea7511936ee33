"""A real inspection in which every word that strangers can choose is hostile: names, addresses, reasons, log lines."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from redis.asyncio import Redis

from infra.clock import now_ms
from infra.frontier import Frontier, Limits, Result, Settlement
from infra.inspections import Beat, Inspections, first_tasks
from infra.nodes import NodeBeat, Nodes
from infra.records import Kind, Target
from infra.settings import Settings
from scoring.findings import Finding, State, finding_id
from scoring.live import publish
from tests.scoring.building import card, home, sound_site
from tests.tui.samples import HOSTILE

ID: Final = "2024-02-29-a1b2"
LIMITS: Final = Limits.from_settings(Settings(rate=1000, open_leases=10, max_attempts=1))
#: What a terminal, a markup parser or a table may stumble over; what UTF-8 cannot carry never gets into a record.
WORDS: Final = (
    *(word for word in HOSTILE if "\ud800" not in word),
    "长[/b]" * 2_000,
    "零\u200b宽\u200d\ufeff度",
    "\u061c\u2067右到左\u2069\u200f שלום",
    "\x1b]52;c;aGk=\x07\x9b31m",
    "[bold]$text[/] %s {} {0}",
    "=cmd|' /C calc'!A0",
)


async def lay(redis: Redis) -> None:
    """Make it, with targets, scores, findings, failures, processes, machines and a log."""
    targets = [_target(number, word) for number, word in enumerate(WORDS)]
    inspections, frontier = Inspections(redis), Frontier(redis, ID, LIMITS)
    await inspections.create(id=ID, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=targets)
    await frontier.offer(first_tasks(targets))
    await inspections.start(ID)
    leases = await frontier.claim("w", 100)
    lost = [
        Settlement(lease=lease.id, result=Result.FAILED if n % 2 else Result.RETRY, reason=WORDS[n % len(WORDS)])
        for n, lease in enumerate(leases)
    ]
    await frontier.settle("w", lost)
    made = card([home("2024-01-01T00:00:00+08:00"), *sound_site()[1:]])
    first, *others = targets
    cards = [replace(made, target=one, findings=_findings(one.code, WORDS[n : n + 1])) for n, one in enumerate(others)]
    await publish(redis, ID, [replace(made, target=first, findings=_findings(first.code, WORDS)), *cards])
    for number, word in enumerate(WORDS):
        await inspections.log(ID, word)
        await _signs(redis, f"{number}{word[:200]}", word[:200])


def _target(number: int, word: str) -> Target:
    kind = Kind.ACCOUNT if number % 4 == 3 else Kind.SITE
    url = "" if kind is Kind.ACCOUNT else f"http://www.h{number}.gov.cn/"
    return Target(code=f"4207{number:06d}", name=word, kind=kind, url=url, unit=word, group=word, platform=word[:50])


def _findings(code: str, words: Sequence[str]) -> tuple[Finding, ...]:
    """A veto, a deduction and a hint for every word."""
    return tuple(_finding(code, clause, word) for word in words for clause in ("V3", "D19.1", "B1"))


def _finding(code: str, clause: str, word: str) -> Finding:
    return Finding(
        id=finding_id(code, clause, word),
        target=code,
        clause=clause,
        indicator=word,
        state=State.CONFIRMED if clause == "D19.1" else State.SUSPECTED,
        points=card([]).base,
        url=f"http://www.h0.gov.cn/{word}",
        found_on=word,
        seen_at=now_ms(),
        detail={"text": word, "title": word, word[:40] or "x": [word, {"name": word}], "hint": clause == "B1"},
        evidence=word,
    )


async def _signs(redis: Redis, name: str, word: str) -> None:
    now = now_ms()
    await Inspections(redis).beat(
        ID, Beat(name=name, pid=1, host=word, role=word, started_at=now, seen_at=now, rate=1.0)
    )
    await Nodes(redis).beat(
        NodeBeat(name=name, host=word, pid=1, cores=2, started_at=now, seen_at=now, failing=word, workers=(word,))
    )


def dangers(shown: str) -> Sequence[str]:
    """Give what stands on a screen and must not: what moves a cursor, turns a line round or hides."""
    return sorted({letter for letter in shown if letter in _DANGERS})


_DANGERS: Final = frozenset(
    [*map(chr, [*range(10), *range(11, 32), *range(0x7F, 0xA0)]), *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"]
) | frozenset("\u2066\u2067\u2068\u2069\u200b\ufeff")
