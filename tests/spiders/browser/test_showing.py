"""What a browser shows of pages that scripts fill, and what becomes of those whose scripts mean harm.

One browser shows them all, one after the other, as it would in a crawl.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from spiders.browser.visit import NotShownError
from tests.spiders.browser.fetching import Shower, showing
from tests.spiders.browser.places import needs_browser
from tests.spiders.browser.scripted_site import ROWS, serve

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shower() -> AsyncIterator[Shower]:
    async with serve() as site, showing(site, seconds=6.0) as one:
        yield one


@pytest.mark.parametrize("name", ["plain", "jquery", "gbk", "moved", "counted", "alerts"])
async def test_a_list_that_a_script_fetches_is_shown_with_its_dates(shower: Shower, name: str) -> None:
    markup = await shower.show(name)
    assert markup.startswith("<!DOCTYPE html><html")
    assert markup.count("<span>2024-02-") == ROWS
    assert "便民服务事项" in markup


REFUSED = {
    "post": "asks by POST",
    "private": "10.1.2.3 is private",
    "loopback": "127.0.0.1 is loopback",
    "port": "a port that is not the site's",
    "inside": "192.168.1.1 is private",
    "failing": "HTTP 503",
    "reload": "leads to itself once more",
    "away": "leads to http://www.lianhu.gov.cn/plain/elsewhere.html",
    "asking": "more than 30 files",
    "counting": "more and more without end",
    "many": "too large to be read (110,",
    "hungry": "too much memory",
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_page_that_lacks_something_or_takes_too_much_is_not_shown(shower: Shower, name: str) -> None:
    with pytest.raises(NotShownError, match=REFUSED[name].replace("(", r"\(")):
        await shower.show(name)


async def test_a_page_has_no_hand_in_how_it_is_looked_at(shower: Shower) -> None:
    markup = await shower.show("tampered")
    assert markup.startswith("<!DOCTYPE html><html")
    assert markup.count("<span>2024-02-") == ROWS


@pytest.mark.parametrize("name", ["windows", "download"])
async def test_windows_and_downloads_come_to_nothing(shower: Shower, name: str) -> None:
    assert "</html>" in await shower.show(name)
    assert shower.hits["/api/window"] == 0


async def test_a_page_may_ask_for_so_much(shower: Shower) -> None:
    script = "<script>for (let n = 0; n < 40; n++) fetch('/api/list?more=' + n);</script>"
    with pytest.raises(NotShownError, match="more than 30 files"):
        await shower.show("plain", script)
    assert sum("more=" in path for path in shower.hits) <= 30


async def test_a_script_is_asked_for_once_and_serves_the_next_page(shower: Shower) -> None:
    assert "2024-02-28" in await shower.show("jquery")
    assert "2024-02-28" in await shower.show("jquery")
    assert shower.hits["/js/lib.js"] == 1


async def test_what_the_guard_refuses_is_never_asked(shower: Shower) -> None:
    assert not [path for path in shower.hits if "secret" in path or "window" in path]
