"""可用性监测: what came of visiting a site again and again over days, as V2 counts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityFact:
    """Visits to a site's home page in the days before the time point, and how many of them failed."""

    visits: int
    failures: int
    """Those after which the site was not open when 15 seconds had passed (15.0 s is a failure), or not at all."""
    first: int
    """Epoch milliseconds of the first visit, and of the last."""
    last: int
    a_day: Mapping[str, int] = field(default_factory=dict)
    """Visits on each day on which there were any, by the day's ISO date in Beijing."""
