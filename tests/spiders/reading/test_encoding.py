"""The encoding a page is in, whatever it says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.encoding import decode

TEXT = '<html><head><meta charset="{}"><title>政务公开</title></head><body>网上信访，一次办好。</body></html>'


@pytest.mark.parametrize(
    ("declared", "true", "name"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gbk", "gb18030"),
        ("gb2312", "utf-16", "utf-16-le"),
        ("gb2312", "utf-16-le", "utf-16-le"),
        ("gb2312", "utf-16-be", "utf-16-be"),
    ],
)
def test_trusts_the_bytes_and_keeps_the_claim(declared: str, true: str, name: str) -> None:
    text = TEXT.format(declared)
    found = decode(text.encode(true))
    assert (found.text, found.encoding) == (text, name)
    if not true.startswith("utf-16"):  # a claim in UTF-16 bytes is no claim in ASCII
        assert found.declared == declared


def test_the_header_is_the_first_claim() -> None:
    assert decode(b'<meta charset="gbk">', "UTF-8").declared == "utf-8"


def test_a_cut_character_at_the_end_changes_nothing() -> None:
    assert decode("政务公开".encode()[:-1]).text == "政务公"


def test_one_broken_byte_does_not_lose_the_page() -> None:
    found = decode(("政务公开" * 300).encode("gb18030") + b"\xff\xff" + ("通知" * 300).encode("gb18030"))
    assert found.encoding == "gb18030"
    assert "政务公开" in found.text


@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode(data).text, str)
