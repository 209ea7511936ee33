"""The page tags, in any spelling that pages use."""

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.metas import OFFICIAL

from .pages import body, page


def metas(head: str) -> dict[str, str]:
    """The tags of a page with this in its head."""
    return dict(page(body("<p>正文</p>", head), "/a.html").meta)


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="SiteName" content="水阳县">',
        '<META CONTENT="水阳县" NAME="SITENAME">',
        "<meta name='sitename' content='水阳县' />",
        "<meta name=SiteName content=水阳县>",
        '<meta name=" SiteName " content=" 水阳县 ">',
        '<meta property="SiteName" content="水阳县">',
        '<meta name="SiteName" content="　水阳县\n">',
        '<meta name="SiteName" content="&#27700;&#38451;&#21439;">',
        '<meta name="SiteName" content=""><meta name="SiteName" content="水阳县">',
        '<meta name="SiteName" content="水阳县"><meta name="SiteName" content="江北县">',
    ],
)
def test_reads_a_tag_in_any_spelling(tag: str) -> None:
    assert metas(tag) == {"SiteName": "水阳县"}


@pytest.mark.parametrize(
    "head",
    [
        '<!-- <meta name="SiteName" content="水阳县"> -->',
        """<script>var s = '<meta name="SiteName" content="水阳县">';</script>""",
        '<meta name="Site-Name" content="水阳县">',
        '<meta content="水阳县">',
        '<meta name content="水阳县">',
    ],
)
def test_what_is_no_tag_is_none(head: str) -> None:
    assert metas(head) == {}


def test_a_tag_in_the_body_counts() -> None:
    assert page(body('<meta name="PubDate" content="2024-01-09">'), "/a.html").meta == {"PubDate": "2024-01-09"}


@given(
    st.dictionaries(
        st.sampled_from(OFFICIAL),
        st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40),
        max_size=len(OFFICIAL),
    ),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_every_tag_reads_back_whatever_the_case_of_its_name(tags: dict[str, str], case: Callable[[str], str]) -> None:
    written = "".join(
        f'<meta name="{case(name)}" content="{escape(value)}">' for name, value in reversed(list(tags.items()))
    )
    assert metas(written) == tags
