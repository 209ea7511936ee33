"""Which earlier inspection a new one may re-use: one that is over, known to Redis or kept on this machine.

The workers read its evidence where they run; a machine that has none of it fetches every page. So the operator's own
need not have it, and a Redis that was emptied since need not know it.
"""

from redis.asyncio import Redis

from infra.evidence import folder_of
from infra.inspections import InspectionError, Inspections, State
from infra.redis.keys import Keys
from infra.settings import Settings
from tui.errors import OperatorError, UsageError

_OVER = frozenset({State.STOPPED, State.FINISHED, State.CLOSED})


async def require_reusable(redis: Redis, settings: Settings, earlier: str) -> None:
    """Raise ``UsageError`` for what cannot be an id, ``OperatorError`` for an inspection that cannot be re-used."""
    try:
        Keys(earlier)
    except ValueError as error:
        msg = f"--reuse: {error}"
        raise UsageError(msg) from None
    try:
        found = await Inspections(redis).get(earlier)
    except InspectionError as error:
        if folder_of(settings.data_dir, earlier).is_dir():
            return
        msg = f"--reuse: {error}, and {settings.data_dir} has no evidence of it"
        raise OperatorError(msg) from None
    if found.state not in _OVER:
        msg = f"--reuse: inspection {earlier} is {found.state}; what it keeps can be re-used when it is over"
        raise OperatorError(msg)
