"""Compressed bodies: whole, cut, lying, swelling."""

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.fetching.packing import PackingError, SwollenError, encodings_of, unpack

LIMIT = 100_000
PAGE = "<html><body>压缩内容</body></html>".encode() * 20


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("gzip", ["gzip"]),
        (" X-GZIP ", ["x-gzip"]),
        ("deflate, gzip", ["gzip", "deflate"]),
        ("br", ["br"]),
        ("", []),
        ("utf-8", []),
        ("identity", []),
    ],
)
def test_what_is_to_be_undone(header: str, names: list[str]) -> None:
    assert encodings_of(header) == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (gzip.compress(PAGE), ["gzip"]),
        (gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]), ["gzip"]),
        (gzip.compress(PAGE) + b"\0\0 rubbish", ["gzip"]),
        (zlib.compress(PAGE), ["deflate"]),
        (raw_deflate(PAGE), ["deflate"]),
        (gzip.compress(zlib.compress(PAGE)), ["gzip", "deflate"]),
        (PAGE, []),
    ],
)
def test_bodies_are_unpacked_whole(body: bytes, names: list[str]) -> None:
    assert unpack(body, names, LIMIT) == (PAGE, True)


@given(body=st.binary(max_size=2_000), cut=st.integers(min_value=1, max_value=8))
def test_a_cut_stream_is_never_taken_for_a_whole_one(body: bytes, cut: int) -> None:
    part, whole = unpack(gzip.compress(body)[:-cut], ["gzip"], LIMIT)
    assert not whole
    assert body.startswith(part)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_no_bytes_break_the_unpacker(body: bytes, name: str) -> None:
    with suppress(PackingError):
        part, _ = unpack(body, [name], LIMIT)
        assert len(part) <= LIMIT


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_bomb_is_stopped_at_its_limit(name: str) -> None:
    body = zlib.compress(bytes(LIMIT + 1)) if name == "deflate" else gzip.compress(bytes(LIMIT + 1))
    with pytest.raises(SwollenError):
        unpack(body, [name], LIMIT)
    assert len(unpack(body, [name], LIMIT + 1)[0]) == LIMIT + 1


@pytest.mark.parametrize(
    ("body", "names", "why"),
    [
        (gzip.compress(b"") * 65, ["gzip"], "64 pieces"),
        (PAGE, ["gzip"] * 4, "4 times"),
        (PAGE, ["br"], "br was not asked for"),
        (PAGE, ["deflate"], "decompressing"),
    ],
)
def test_what_cannot_be_unpacked_says_why(body: bytes, names: list[str], why: str) -> None:
    with pytest.raises(PackingError, match=why):
        unpack(body, names, LIMIT)
