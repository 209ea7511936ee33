"""Cookies of walls: few, by host, and forgotten when they say so."""

from hypothesis import given
from hypothesis import strategies as st

from spiders.fetching.cookies import Cookies


def test_cookies_stay_with_their_host_and_the_newest_value_counts() -> None:
    cookies = Cookies()
    cookies.keep("a", ["x=1; Path=/", "y=2=3;HttpOnly", "nonsense", "=4", "empty="])
    cookies.keep("a", ["x=5"])
    assert cookies.header("a") == "y=2=3; empty=; x=5"
    assert cookies.header("b") == ""


def test_a_cookie_that_is_over_is_forgotten() -> None:
    cookies = Cookies()
    cookies.keep("a", ["w=1", "x=1", "y=1; Max-Age=60; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "z=1"])
    cookies.keep("a", ["w=; Max-Age=0", "x=; expires=Thu, 01-Jan-1970 00:00:01 GMT", "z=2; Expires=soon"])
    assert cookies.header("a") == "y=1; z=2"


def test_names_that_were_set_before_are_known() -> None:
    cookies = Cookies()
    cookies.keep("a", ["x=1", "y=2"])
    assert cookies.knows("a", ["y=3; Path=/", "nonsense"])
    assert not cookies.knows("a", ["z=1", "x=1"])
    assert not cookies.knows("b", ["x=1"])


def test_what_one_learns_on_a_way_another_takes_over() -> None:
    cookies = Cookies()
    cookies.keep("a", ["x=1"])
    cookies.keep("b", ["x=1"])
    way = cookies.part("a")
    assert (way.header("a"), way.header("b")) == ("x=1", "")
    way.keep("a", ["y=2"])
    way.keep("c", ["z=3"])
    assert cookies.header("a") == "x=1"
    cookies.take(way)
    assert (cookies.header("a"), cookies.header("b"), cookies.header("c")) == ("x=1; y=2", "x=1", "z=3")


@given(st.lists(st.lists(st.text(min_size=1, max_size=3000), max_size=30), max_size=5))
def test_no_host_makes_a_header_of_any_length(batches: list[list[str]]) -> None:
    cookies = Cookies()
    for lines in batches:
        cookies.keep("a", lines)
    assert len(cookies.header("a")) <= 4_100


def test_no_crawl_keeps_cookies_of_any_number_of_hosts() -> None:
    cookies = Cookies()
    for number in range(2_001):
        cookies.keep(f"h{number}", ["a=1"])
    assert cookies.header("h0") == ""
    assert cookies.header("h2000") == "a=1"
