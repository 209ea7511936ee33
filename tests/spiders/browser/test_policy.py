"""Which requests of a page are answered, without a browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.browser.asking import Told
from spiders.browser.policy import Ask, Verdict, verdict
from spiders.browser.shelf import Shelf

PAGE = "http://www.lianhu.gov.cn/xwzx/"
KINDS = (
    "document",
    "stylesheet",
    "image",
    "media",
    "font",
    "script",
    "texttrack",
    "xhr",
    "fetch",
    "eventsource",
    "websocket",
    "manifest",
    "ping",
    "other",
)


def of(url: str, kind: str = "fetch", method: str = "GET", *, main: bool = False, shown: bool = True) -> Verdict:
    return verdict(Ask(url=url, method=method, kind=kind, is_main=main), PAGE, shown=shown)[0]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://www.lianhu.gov.cn/api", Verdict.FETCH),
        ("http://www.lianhu.gov.cn:80/api", Verdict.FETCH),
        ("https://api.lianhu.gov.cn/v1", Verdict.FETCH),
        ("https://cdn.example.com:443/vue.js", Verdict.FETCH),
        ("http://www.lianhu.gov.cn:8080/api", Verdict.MISSING),
        ("http://www.lianhu.gov.cn:22/", Verdict.MISSING),
        ("http://www.lianhu.gov.cn:8080/visit/add", Verdict.REFUSE),
        ("http://www.lianhu.gov.cn:99999/", Verdict.MISSING),
        ("ftp://www.lianhu.gov.cn/list", Verdict.MISSING),
        ("file:///etc/passwd", Verdict.MISSING),
    ],
)
def test_scripts_and_what_they_ask_for_are_fetched_from_the_webs_own_ports(url: str, told: Verdict) -> None:
    assert of(url) == of(url, "xhr") == of(url, "script") == told


def test_a_page_at_an_odd_port_may_ask_there() -> None:
    ask = Ask(url="http://www.lianhu.gov.cn:8080/api", method="GET", kind="xhr", is_main=False)
    assert verdict(ask, "http://www.lianhu.gov.cn:8080/", shown=True)[0] is Verdict.FETCH


def test_the_page_is_given_once_and_does_not_become_another() -> None:
    assert of(PAGE, "document", main=True, shown=False) is Verdict.PAGE
    assert of(PAGE, "document", "POST", main=True, shown=False) is Verdict.LEAVES
    assert of(PAGE, "document", main=True) is Verdict.LEAVES
    assert of(PAGE, "document") is Verdict.REFUSE, "a frame, or another window"
    ask = Ask(url=f"{PAGE}#top", method="GET", kind="document", is_main=True)
    assert verdict(ask, PAGE, shown=True) == (Verdict.LEAVES, "itself once more")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "get"])
def test_nothing_but_get_is_asked(method: str) -> None:
    assert of("http://www.lianhu.gov.cn/api", method=method) is Verdict.MISSING
    assert of("http://www.lianhu.gov.cn/tongji", method=method) is Verdict.REFUSE


@given(st.text(max_size=80), st.sampled_from(KINDS), st.sampled_from(["GET", "POST"]), st.booleans(), st.booleans())
def test_whatever_a_page_asks_for_only_its_scripts_and_their_data_are_fetched(
    url: str, kind: str, method: str, main: bool, shown: bool
) -> None:
    told, why = verdict(Ask(url=url, method=method, kind=kind, is_main=main), PAGE, shown=shown)
    if told is Verdict.FETCH:
        assert kind in ("script", "xhr", "fetch")
        assert method == "GET"
        assert url.lower().startswith(("http:", "https:"))
    assert bool(why) == (told in (Verdict.MISSING, Verdict.LEAVES))


def test_the_shelf_keeps_files_and_no_data_and_forgets_what_is_used_least() -> None:
    shelf = Shelf()
    script = Told(status=200, content_type="application/javascript", body=bytes(2 << 20))
    for number in range(9):
        shelf.keep(f"http://a/{number}.js", script)
        shelf.find("http://a/0.js")
    assert shelf.find("http://a/0.js") is script
    assert shelf.find("http://a/1.js") is None
    assert shelf.find("http://a/8.js") is script
    shelf.keep("http://a/list.js?page=2", script)
    shelf.keep("http://a/list", script)
    shelf.keep("http://a/gone.js", Told(status=404, content_type="", body=b""))
    assert all(shelf.find(f"http://a/{name}") is None for name in ("list.js?page=2", "list", "gone.js"))
