"""An inspection of 14,000 sites with 100,000 findings in Redis, as frontier and scorer write it, and how it goes on.

Every card is a real one, scored from a sound site with dead links, under another code; what changes is written by the
scorer's own hand and by the frontier's.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Kind, Outcome, Target, Task, TaskKind
from infra.settings import Settings
from scoring.findings import finding_id
from scoring.live import publish
from scoring.scorecard import Scorecard
from tests.scoring.building import SITE, card, link, sound_site

INSPECTION: Final = "2024-02-29-great"
SITES: Final = 14_000
FINDINGS: Final = 100_000
#: Sites that change between two readings.
CHANGED: Final = 200
_AT_ONCE: Final = 200


@dataclass(slots=True)
class GreatInspection:
    """Fills a Redis, and changes some of it again and again."""

    redis: Redis
    _turn: Iterator[int] = field(default_factory=itertools.count)

    async def lay(self) -> None:
        """Make the inspection, offer every site's home page, publish every site's card, and start it."""
        targets = [_target(number) for number in range(SITES)]
        inspections = Inspections(self.redis)
        await inspections.create(
            id=INSPECTION, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=targets
        )
        await self._frontier.offer(first_tasks(targets))
        for begin in range(0, SITES, _AT_ONCE):
            await publish(self.redis, INSPECTION, [_card(number, 0) for number in range(begin, begin + _AT_ONCE)])
        await inspections.start(INSPECTION)

    async def change(self) -> None:
        """Let ``CHANGED`` sites, spread over all, have a page more and another score."""
        turn = next(self._turn)
        step = SITES // CHANGED
        numbers = range(turn % step, SITES, step)
        pages = [
            Task(target=code_of(number), kind=TaskKind.ARTICLE, url=f"{_url(number)}t{turn}.html") for number in numbers
        ]
        await self._frontier.offer(pages)
        await publish(self.redis, INSPECTION, [_card(number, turn + 1) for number in numbers])

    @property
    def _frontier(self) -> Frontier:
        return Frontier(self.redis, INSPECTION, Limits.from_settings(Settings()))


def code_of(number: int) -> str:
    """Give the code of the site with that number, counted from 0."""
    return f"42{number:08d}"


def _url(number: int) -> str:
    return f"http://www.s{number}.gov.cn/"


def _target(number: int) -> Target:
    unit = f"第{number}号人民政府办公室"
    return Target(code=code_of(number), name=f"{unit}门户网站", kind=Kind.SITE, url=_url(number), unit=unit)


def _findings_of(number: int) -> int:
    """Seven, and one more for every seventh site, which makes 100,000."""
    return FINDINGS // SITES + (number % 7 == 0)


#: Cards by how many dead links their site has.
_CARDS: Final[dict[int, Scorecard]] = {}


def _card(number: int, turn: int) -> Scorecard:
    """Give the card of a site after so many turns."""
    wanted = _findings_of(number)
    if wanted not in _CARDS:
        dead = (link(f"{SITE.url}lm/t{n}.html", Outcome.DEAD, found_on=SITE.url) for n in range(wanted))
        _CARDS[wanted] = card([*sound_site(), *dead])
    made, code = _CARDS[wanted], code_of(number)
    findings = tuple(
        replace(one, id=finding_id(code, one.clause, one.url), target=code, url=one.url.replace(SITE.url, _url(number)))
        for one in made.findings
    )
    return replace(
        made, target=_target(number), findings=findings, score=Decimal(40 + (number * 7 + turn) % 600) / 10 + 40
    )
