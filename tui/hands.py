"""Makes what a dashboard over one inspection needs: the source that it reads, and the gate for its acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections
from infra.records import Target
from infra.settings import Settings
from tui.checking import Checked, Draft, Field, check
from tui.control import InspectionControl
from tui.gate import Gate, Hands
from tui.readers import readers
from tui.reviewing import ReviewControl
from tui.rounds import RoundControl
from tui.scaling import NodeControl
from tui.source import RedisSource
from tui.steering import SiteControl


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who sits in front of the dashboard."""

    name: str
    """As audit lines call them."""
    read_only: bool = False


class Dashboard:
    """The two ends of a dashboard in Redis.

    ``settings`` name Redis' address (``redis_url``), for what is done beside the dashboard over another connection.
    """

    def __init__(self, redis: Redis, inspection: str, settings: Settings, operator: Operator) -> None:
        self._redis: Final = redis
        self._settings: Final = settings
        self._operator: Final = operator
        frontier = Frontier(redis, inspection, Limits.from_settings(settings))
        inspections = Inspections(redis)
        name, only = operator.name, operator.read_only
        self.source: Final = RedisSource(redis, inspection, frontier, readers(redis, inspection, frontier, settings))
        hands = Hands(
            inspection=InspectionControl(inspections, inspection, operator=name, read_only=only),
            sites=SiteControl(inspections, inspection, frontier, operator=name, read_only=only),
            nodes=NodeControl(redis, operator=name, read_only=only),
            review=ReviewControl(redis, inspection, settings.data_dir, operator=name, read_only=only),
            rounds=RoundControl(inspection, settings, operator=name, read_only=only),
            rate=settings.rate,
            targets=self._targets,
        )
        self.gate: Final = Gate(hands, read_only=only)

    def at(self, inspection: str) -> "Dashboard":
        """Give the ends of another inspection's dashboard, for the same operator."""
        return Dashboard(self._redis, inspection, self._settings, self._operator)

    def check(self, draft: Draft) -> Mapping[Field, Checked]:
        """Look at what a new inspection shall be made of; reads files, so in a thread."""
        return check(draft, self._settings)

    def _targets(self) -> Sequence[Target]:
        return self.source.targets
