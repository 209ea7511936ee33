"""What is set for the one site under the mark of the list of sites: to ask for all of them would cost a call each."""

from dataclasses import dataclass
from typing import cast

from infra.frontier import Frontier
from infra.steering import Steered
from tui.topics import Detail, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesTopic(Topic):
    """The list of sites, with the mark on one."""

    code: str = ""
    """'' while there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesDetail(Detail):
    """What was read."""

    code: str = ""
    steered: Steered | None = None
    """None where the mark is on no site."""


class SitesReader:
    """Reads what is set for one site."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier

    async def read(self, topic: Topic) -> SitesDetail:
        """Read it now."""
        code = cast("SitesTopic", topic).code
        try:
            steered = await self._frontier.steered(code) if code else None
        except LookupError:
            steered = None
        return SitesDetail(topic=topic, code=code, steered=steered)
