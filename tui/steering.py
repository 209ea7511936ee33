"""The gate through which the sites of an inspection are steered, by a command or a screen.

Like ``tui.control``, which changes the inspection itself: a read-only gate refuses everything, an act counts as done
when what Redis says afterwards agrees, and each leaves an audit line with the operator's name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from redis.exceptions import RedisError

from infra.frontier import DeadLetter, Frontier, Priority
from infra.inspections import Inspections, State
from infra.records import Target
from infra.steering import Standing, Steered
from tui.control import CommandError, ReadOnlyError

#: Nothing is handed out any more in these.
_OVER = (State.FINISHED, State.CLOSED)


class Setting(StrEnum):
    """What can be set for a site; the names are those of ``Steered``."""

    PAUSED = "paused"
    RATE = "rate"
    PRIORITY = "priority"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A setting and what it shall be; None: as for all sites."""

    setting: Setting
    value: float | Priority | None

    def __str__(self) -> str:
        """Say it as the audit line does."""
        if self.setting is Setting.PAUSED:
            return "paused" if self.value else "resumed"
        return f"{self.setting} {'default' if self.value is None else self.value}"

    def is_met(self, steered: Steered) -> bool:
        """Tell whether this is what is set; a rate is kept as whole milliseconds between two requests."""
        found = getattr(steered, self.setting)
        if self.setting is Setting.RATE and self.value and found:
            found, wanted = (max(1, round(1000 / float(one))) for one in (found, self.value))
            return bool(found == wanted)
        return bool(found == self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """What a retry of dead letters did, as read back."""

    retried: int
    left: int


class SiteControl:
    """The gate of one inspection's sites; ``operator`` stands in the audit lines."""

    def __init__(
        self,
        inspections: Inspections,
        inspection: str,
        frontier: Frontier,
        *,
        operator: str,
        read_only: bool = False,
    ) -> None:
        self._inspections = inspections
        self._inspection = inspection
        self._frontier = frontier
        self._operator = operator
        self._read_only = read_only

    async def steer(self, sites: Sequence[Target], order: Order) -> list[Standing]:
        """Set it for each of the sites and read back what is set now.

        Raises ``ReadOnlyError``, or ``CommandError`` when the inspection is over, the value is out of its range, Redis
        is away, or something else is set afterwards.
        """
        await self._open(f"site {order}")
        try:
            for site in sites:
                await self._set(site.code, order)
                await self._inspections.note(self._inspection, f"site {site.code} {order}", by=self._operator)
            standings = await self._frontier.standing(sites)
        except (RedisError, OSError, ValueError, LookupError) as error:
            raise CommandError(str(error)) from error
        for site, standing in zip(sites, standings, strict=True):
            if not order.is_met(standing.steered):
                msg = f"{order} had no effect on site {site.code}: it has {standing.steered}"
                raise CommandError(msg)
        return standings

    async def rate_of(self, site: Target) -> float | None:
        """Give the requests a second that are set for a site; None: as for all. Raises ``CommandError``."""
        try:
            [standing] = await self._frontier.standing([site])
        except (RedisError, OSError, LookupError) as error:
            raise CommandError(str(error)) from error
        return standing.steered.rate

    async def retry(self, wanted: Callable[[DeadLetter], bool] | None = None, *, which: str = "") -> Retried:
        """Let the dead letters that are wanted (None: all) wait again; ``which`` tells the audit line which those are.

        Raises ``ReadOnlyError``, or ``CommandError`` when the inspection is over or Redis is away.
        """
        await self._open("retry")
        try:
            retried = await self._frontier.retry_dead(wanted)
            await self._inspections.note(
                self._inspection, f"{retried} dead letters{which and f' ({which})'} retried", by=self._operator
            )
            left = (await self._frontier.progress()).dead
        except (RedisError, OSError) as error:
            raise CommandError(str(error)) from error
        return Retried(retried=retried, left=left)

    async def _open(self, what: str) -> None:
        if self._read_only:
            msg = f"read-only: {what} refused"
            raise ReadOnlyError(msg)
        try:
            state = (await self._inspections.get(self._inspection)).state
        except (RedisError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        if state in _OVER:
            msg = f"{what} refused: inspection {self._inspection} is {state}, nothing of it is fetched any more"
            raise CommandError(msg)

    async def _set(self, code: str, order: Order) -> None:
        if isinstance(order.value, Priority):
            await self._frontier.set_priority(code, order.value)
        elif order.setting is Setting.RATE:
            await self._frontier.set_rate(code, order.value)
        elif order.setting is Setting.BUDGET:
            await self._frontier.set_budget(code, None if order.value is None else int(order.value))
        elif order.value:
            await self._frontier.pause_target(code)
        else:
            await self._frontier.resume_target(code)
