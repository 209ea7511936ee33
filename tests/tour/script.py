"""The script of the tour: its acts, in order."""

from collections.abc import Awaitable, Callable
from typing import Final

from tests.tour.acts import drilling, leaving, reviewing, watching, working
from tests.tour.tour import Tour

Act = Callable[[Tour], Awaitable[None]]

ACTS: Final[tuple[Act, ...]] = (
    watching.open_and_watch,
    watching.read_the_sites,
    watching.hold_a_site,
    watching.read_the_accounts,
    working.scale_and_kill,
    working.retry_failures,
    watching.see_the_end,
    drilling.drill,
    reviewing.confirm_a_veto,
    reviewing.see_the_score_move,
    leaving.read_the_ranking,
    leaving.write_the_notice,
    leaving.leave,
)
