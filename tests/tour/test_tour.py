"""The tour of the small city, in terminals of both sizes at once; `make tour` plays it in the whole city."""

import asyncio
from pathlib import Path

import pytest

from infra.demo.city import DemoCity
from infra.redis.embedded import EmbeddedRedis
from tests.tour.album import Album
from tests.tour.playing import play
from tests.tour.terminal import TMUX, Size

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(TMUX is None, reason="no tmux: apt-get install tmux")]


async def test_an_operator_goes_all_the_way(tmp_path: Path) -> None:
    albums = await asyncio.gather(*(_played(tmp_path / str(size), size) for size in (Size(80, 24), Size(200, 50))))
    narrow, wide = albums
    assert narrow.names == wide.names
    for album in albums:
        assert len(list(album.folder.glob("*.svg"))) == len(album.names)


async def _played(folder: Path, size: Size) -> Album:
    album = Album(folder=folder / "screens")
    with EmbeddedRedis(folder / "redis") as server:
        await play(DemoCity.small(), folder, server.url, album, size=size, rate=10, small=True, told=lambda _: None)
    return album
