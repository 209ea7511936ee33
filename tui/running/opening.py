"""From a registry to an inspection that can start: the record in Redis, the first tasks, the posts, the reviews."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis
from w3lib.url import canonicalize_url

from infra import posts
from infra.clock import now_ms
from infra.frontier import Frontier, Limits
from infra.inspections import Inspection, Inspections, first_tasks
from infra.records import Outcome, Target, Word, encode
from infra.settings import Settings
from infra.stream import ObservationStream
from infra.words import Words
from scoring.review import Review, Reviews
from scoring.rulings import Ruling, Rulings
from tui.login import login
from tui.output import say
from tui.running.approvals import approvals
from tui.running.earlier import require_reusable


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an inspection starts from, all of it checked."""

    targets: tuple[Target, ...]
    folder: Path
    """Where accounts' posts files are looked for."""
    as_of: datetime
    standard: str
    """A name, or the absolute path of a file."""
    reviews: tuple[Review, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    words: tuple[Word, ...] = ()
    reuses: str = ""
    """The earlier inspection to re-use; '' for none."""
    carries: str = ""
    """The earlier inspection whose approvals hold on; '' for the one that is re-used, if any."""


def new_id(as_of: datetime) -> str:
    """Make the id of an inspection: its day and four random hex digits."""
    return f"{as_of:%Y-%m-%d}-{secrets.token_hex(2)}"


async def open_inspection(
    redis: Redis, settings: Settings, opening: Opening, tell: Callable[[str], None] = say
) -> Inspection:
    """Create an inspection in state *new*, with its first tasks waiting, its posts files and reviews entered.

    ``tell`` gets a line for what could not be read and what is taken over.

    Raises ``OperatorError`` or ``UsageError`` when the one to re-use, or to take approvals from, cannot be.
    """
    if opening.reuses:
        await require_reusable(redis, settings, opening.reuses)
    held = await approvals(
        redis, opening.carries or opening.reuses, opening.as_of, opening.targets, opening.standard,
        named=bool(opening.carries), tell=tell,
    )  # fmt: skip
    inspection = await Inspections(redis).create(
        id=new_id(opening.as_of),
        as_of=opening.as_of.isoformat(),
        standard=opening.standard,
        targets=opening.targets,
        shards=settings.shards,
        reuses=opening.reuses,
    )
    # One spelling of an address, as the reader has it: else the link back to the home page would be another page.
    tasks = [replace(task, url=canonicalize_url(task.url)) for task in first_tasks(opening.targets)]
    await Frontier(redis, inspection.id, Limits.from_settings(settings)).offer(tasks)
    fetched = {task.target for task in tasks}
    files = [target for target in opening.targets if target.feed and target.code not in fetched]
    seen_at = now_ms()
    seen = [posts.observe(target, opening.folder, as_of=opening.as_of, seen_at=seen_at) for target in files]
    for target, observation in zip(files, seen, strict=True):
        if observation.outcome is not Outcome.OK:
            tell(f"not checked, {target.name}: {observation.reason}")
    await ObservationStream(redis, inspection.id).add([encode(observation) for observation in seen])
    await Reviews(redis, inspection.id).add([*held, *opening.reviews], by=login())
    await Rulings(redis, inspection.id).put(opening.rulings)
    await Words(redis, inspection.id).put(opening.words)
    return inspection
