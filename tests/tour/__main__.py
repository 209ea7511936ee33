"""``python -m tests.tour``: the tour of the whole demo city at both sizes; its pictures go to ``docs/pictures``."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from infra.demo.city import DemoCity
from infra.redis.embedded import EmbeddedRedis
from tests.tour.album import Album
from tests.tour.playing import play
from tests.tour.terminal import TMUX, Size, TourError

_ROOT: Final = Path(__file__).parents[2]
OUT: Final = _ROOT / "out" / "tour"
PICTURES: Final = _ROOT / "docs" / "pictures"
SIZES: Final = (Size(80, 24), Size(200, 50))
#: Requests a second a host: the city is ours, and on loopback.
RATE: Final = 20.0


def main() -> int:
    """Play it; 1 when a screen did not show what it must."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="the city of four sites; its pictures are not kept")
    small = parser.parse_args().small
    if TMUX is None:
        print("tour: no tmux; apt-get install tmux", file=sys.stderr)
        return 1
    shutil.rmtree(OUT, ignore_errors=True)
    for size in SIZES:
        try:
            asyncio.run(_at(size, small=small))
        except TourError as amiss:
            print(f"tour: {amiss}", file=sys.stderr)
            return 1
    return 0


async def _at(size: Size, *, small: bool) -> None:
    """Play it at one size; keep its screens, and those of the smaller size as the pictures of the docs."""
    album = Album(folder=OUT / str(size))
    with tempfile.TemporaryDirectory(prefix="xuncha-tour-") as folder:
        place = Path(folder)
        with EmbeddedRedis(place / "redis") as server:
            city = DemoCity.small() if small else DemoCity()
            await play(city, place, server.url, album, size=size, rate=RATE, small=small, told=_tell)
    print(f"{len(album.names)} screens at {size} in {album.folder.relative_to(_ROOT)}")
    if size == SIZES[0] and not small:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for picture in album.folder.glob("*.svg"):
            shutil.copy(picture, PICTURES / (picture.name.partition("-")[2]))


def _tell(act: str) -> None:
    print(f"  {act}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
