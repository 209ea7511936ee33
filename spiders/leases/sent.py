"""What was sent a short while ago, kept in case a server forgets it.

With several shards the parts of a trip go to several servers, and each falls for itself: one may forget the last second
of what it confirmed (its file is written every second, its replica lags) while another keeps the settlement of the page
whose links or whose observation stood there. Nobody would read that page again. So a worker keeps what it sent, and
sends it once more when a connection broke: links are deduplicated and observations merge, so that costs a trip and
nothing else. One shard needs none of this, for there a trip is one transaction and is forgotten whole.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from infra.records import Task

#: Seconds. A fallen server has forgotten one or two; a worker may notice later, while its trips need that server for
#: nothing, but hardly after its replica has taken over.
KEPT = 30.0
#: Links, and bytes of observations: some ten seconds of a worker at its fastest, 25 MiB of memory together.
MOST_OFFERS = 20_000
MOST_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class _Trip:
    at: float
    observations: Sequence[bytes]
    offers: Sequence[Task]

    @property
    def size(self) -> int:
        return sum(map(len, self.observations))


class Sent:
    """The trips of the last seconds. Times are those of one steady clock."""

    def __init__(self, kept: float = KEPT, most_offers: int = MOST_OFFERS, most_bytes: int = MOST_BYTES) -> None:
        self._kept = kept
        self._most_offers = most_offers
        self._most_bytes = most_bytes
        self._trips: deque[_Trip] = deque()
        self._offers = 0
        self._bytes = 0

    def note(self, observations: Sequence[bytes], offers: Sequence[Task], at: float) -> None:
        """Keep what a trip carried that every server confirmed at ``at``; what is older or too much falls out."""
        if observations or offers:
            trip = _Trip(at, observations, offers)
            self._trips.append(trip)
            self._offers += len(offers)
            self._bytes += trip.size
        while self._trips and self._is_over(at):
            oldest = self._trips.popleft()
            self._offers -= len(oldest.offers)
            self._bytes -= oldest.size

    def take(self) -> tuple[list[bytes], list[Task]]:
        """Give all that is kept, oldest first, and keep it no longer: it is the next trips' to carry."""
        trips, self._trips = self._trips, deque()
        self._offers = self._bytes = 0
        observations = [one for trip in trips for one in trip.observations]
        return observations, [task for trip in trips for task in trip.offers]

    def _is_over(self, at: float) -> bool:
        too_many = self._offers > self._most_offers or self._bytes > self._most_bytes
        return self._trips[0].at < at - self._kept or (too_many and len(self._trips) > 1)
