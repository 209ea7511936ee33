"""Cookies of walls: few, by host, and only from answers that want nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.cookies import Cookies, is_wall

URL = "http://www.a.gov.cn/xw/"


@pytest.mark.parametrize(
    ("status", "location", "lines", "wall"),
    [
        (302, URL, ["a=1"], True),
        (307, "/xw/", ["a=1"], True),
        (302, "/xw/;jsessionid=0A", ["JSESSIONID=0A"], True),
        (302, "/xw/", [], False),
        (302, "/xw/index.html", ["a=1"], False),
        (302, "https://www.a.gov.cn/xw/", ["a=1"], False),
        (302, "", ["a=1"], False),
        (200, "/xw/", ["a=1"], False),
    ],
)
def test_what_a_wall_is(status: int, location: str, lines: list[str], wall: bool) -> None:
    assert is_wall(URL, status, location, lines) is wall


def test_cookies_stay_with_their_host_and_the_newest_value_counts() -> None:
    cookies = Cookies()
    cookies.keep("a", ["x=1; Path=/", "y=2=3;HttpOnly", "nonsense", "=4", "empty="])
    cookies.keep("a", ["x=5"])
    assert cookies.header("a") == "y=2=3; empty=; x=5"
    assert cookies.header("b") == ""


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
