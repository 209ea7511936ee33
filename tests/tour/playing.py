"""Plays the whole script once, at one size."""

import time
from collections.abc import Callable
from pathlib import Path

from infra.demo.city import DemoCity
from infra.redis.connection import connect
from tests.tour.album import Album
from tests.tour.script import ACTS
from tests.tour.stage import STANDARD, stage
from tests.tour.terminal import Size
from tests.tour.tour import Tour

OPERATOR = "程思源"
EARLIER = "2023-11-30"


async def play(
    city: DemoCity,
    folder: Path,
    url: str,
    album: Album,
    *,
    size: Size,
    rate: float,
    small: bool,
    told: Callable[[str], None],
) -> None:
    """Inspect the city before a terminal of that size; the screens go into the album.

    Raises ``TourError`` with what was amiss.
    """
    album.folder.mkdir(parents=True, exist_ok=True)
    async with (
        connect(url) as redis,
        stage(city, folder, redis, url, size=size, rate=rate, small=small) as laid,
    ):
        # That of the last quarter: a dashboard watches one inspection from the beginning.
        earlier = await laid.run("inspection", "new", str(laid.registry), "--as-of", EARLIER, "--standard", STANDARD)
        async with laid.dashboard(OPERATOR, "--inspection", earlier) as desk:
            tour = Tour(stage=laid, desk=desk, album=album, inspection=earlier, operator=OPERATOR, calm=not small)
            for act in ACTS:
                begun = time.monotonic()
                await act(tour)
                told(f"{time.monotonic() - begun:6.1f} s  {act.__name__.replace('_', ' ')}")
