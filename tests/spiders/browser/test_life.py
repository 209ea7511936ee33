"""The life of a worker's browser: what it may take, how it is renewed, and that nothing of it stays."""

import asyncio
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from spiders.browser.asking import Told, Wanted
from spiders.browser.renderer import RenderCutError, Renderer, Scripted
from spiders.browser.visit import NotShownError
from tests.site_server import HOST
from tests.spiders.browser.fetching import showing
from tests.spiders.browser.places import browsers, kill, needs_browser
from tests.spiders.browser.scripted_site import serve
from tests.waiting import until

pytestmark = needs_browser


async def test_scripts_without_end_and_a_page_of_a_hundred_megabytes_take_their_seconds_and_no_more() -> None:
    async with serve() as site, showing(site, seconds=3.0, page_bytes=1 << 20) as shower:
        began = time.monotonic()
        with pytest.raises(NotShownError, match="do not come to an end within 3 s"):
            await shower.show("endless")
        with pytest.raises(NotShownError, match=r"do not come to an end|too large to be read \(5\d,\d{3},\d{3} char"):
            await shower.show("huge")
        assert time.monotonic() - began < 20
        assert "2024-02-28" in await shower.show("plain")


async def test_a_host_is_asked_at_the_pace_of_the_crawl_and_its_waits_are_not_the_pages_seconds() -> None:
    async with serve() as site, showing(site, delay=1.2, seconds=3.2) as shower:
        assert "2024-02-28" in await shower.show("jquery")
        script = "<script>(async () => { for (let n = 0; n < 3; n++) await fetch('/api/list?n=' + n) })();</script>"
        assert "</html>" in await shower.show("plain", script), "its waits alone take longer than it may take"
        assert [path for path, _ in site.times][:2] == ["/js/lib.js", "/api/list?column=7"]
        at = [moment for _, moment in site.times]
        assert len(at) == 5
        assert all(later - earlier >= 1.2 for earlier, later in pairwise(at))


async def test_a_host_that_may_seldom_be_asked_is_not_waited_for() -> None:
    async with serve() as site, showing(site, delay=100) as shower:
        with pytest.raises(NotShownError, match="at the crawl's pace its scripts' requests take more than 45 s"):
            await shower.show("plain")
        assert not site.hits


async def test_the_browser_is_started_anew_after_so_many_pages_and_after_a_crash() -> None:
    async with serve() as site, showing(site, pages=2) as shower:
        seen = []
        await asyncio.gather(*(shower.show("plain") for _ in range(2)))
        seen += [shower.profile] * 2
        await asyncio.gather(*(shower.show("plain") for _ in range(2)))
        seen.append(shower.profile)
        assert seen[0] != seen[2]
        assert not browsers(seen[0])


@pytest.mark.parametrize("victim", [" --no-startup-window", "playwright/driver/node"])
async def test_a_page_whose_browser_or_its_driver_is_killed_is_shown_by_another(victim: str) -> None:
    async with serve() as site, showing(site) as shower:
        await shower.show("plain")
        before = shower.profile
        shown = asyncio.ensure_future(shower.show("plain", "<script>setInterval(() => fetch('/x'), 40)</script>"))
        await until(lambda: site.hits["/x"] > 0)
        kill(victim)
        with pytest.raises(NotShownError, match="more than 30 files"):
            await shown
        assert shower.profile != before
        await until(lambda: not browsers(before))
        assert "2024-02-28" in await shower.show("plain")


async def test_a_browser_that_does_not_answer_is_given_up_and_the_page_shown_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("spiders.browser.renderer._SLACK", 0.2)
    async with serve() as site, showing(site, seconds=3.0, patience=0.2) as shower:
        await shower.show("plain")
        before = shower.profile
        kill(" --type=", signal.SIGSTOP)
        assert "2024-02-28" in await shower.show("plain")
        await until(lambda: not browsers(before))


async def test_who_leaves_cuts_what_is_shown_within_a_moment_and_nothing_stays() -> None:
    async with serve() as site, showing(site, seconds=60.0) as shower:
        await shower.show("plain")
        folder = shower.profile
        assert browsers(folder)
        shown = [asyncio.ensure_future(shower.show("endless")) for _ in range(3)]
        await until(lambda: shower.renderer._showing == 2)
        began = time.monotonic()
        shower.renderer.cut()
        for one in await asyncio.gather(*shown, return_exceptions=True):
            assert isinstance(one, RenderCutError)
        await shower.renderer.close()
        assert time.monotonic() - began < 6
        await until(lambda: not browsers(folder))
        with pytest.raises(RenderCutError):
            await shower.show("plain")


async def _no_delay(_: str) -> float:
    return 0.0


async def test_a_browser_that_does_not_start_is_told_and_soon_not_tried_any_more() -> None:
    renderer = Renderer(Path("/bin/false"), delay=_no_delay)
    page = Scripted(url=f"http://{HOST}/", document=b"<p>")

    async def fetch(wanted: Wanted) -> Told:
        raise AssertionError(wanted)

    for _ in range(3):
        with pytest.raises(NotShownError, match="/bin/false does not start"):
            await renderer.render(page, fetch)
    with pytest.raises(NotShownError, match="the browser does not start"):
        await renderer.render(page, fetch)
    await renderer.close()
