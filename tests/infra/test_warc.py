"""Segments that are whole, cut off, broken, and made to mislead: what is read of them."""

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra import warc
from infra.evidence import EvidenceStore, digest
from infra.warc import CutError, Damage, DamagedError, Head, read, walk

MOST = 2**20


def segment(folder: Path, bodies: list[bytes]) -> bytes:
    """A segment as a worker writes it, with one page for each body."""
    store = EvidenceStore(folder, "i", "w")
    for number, body in enumerate(bodies):
        store.keep(f"http://a.cn/{number}", 200, [("ETag", f'"{number}"')], body)
    store.close()
    [file] = (folder / "evidence" / "i").glob("*.warc.gz")
    return file.read_bytes()


def pages(data: bytes) -> list[str]:
    return [found.url.removeprefix("http://a.cn/") for found in walk(BytesIO(data)) if isinstance(found, Head)]


def damages(data: bytes) -> list[Damage]:
    return [found for found in walk(BytesIO(data)) if isinstance(found, Damage)]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return segment(tmp_path_factory.mktemp("segment"), [bytes([65 + n]) * 50_000 + bytes(range(256)) for n in range(3)])


def test_records_say_what_was_kept(three: bytes) -> None:
    heads = [found for found in walk(BytesIO(three)) if isinstance(found, Head)]
    assert [(head.kind, head.status, head.size) for head in heads] == [("response", 200, 50_256)] * 3
    assert [head.header("etag") for head in heads] == ['"0"', '"1"', '"2"']
    assert (heads[0].start, heads[-1].end) == (0, len(three))
    record = read(BytesIO(three), heads[1].start, most=MOST)
    assert record.head == heads[1]
    assert digest(record.body) == record.head.digest
    assert record.raw == three[heads[1].start : heads[1].end]
    assert record.received.isoformat().endswith("+08:00")


def test_a_body_larger_than_wanted_is_refused_and_the_end_of_a_file_is_no_record(three: bytes) -> None:
    page = gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + bytes(2**21))
    with pytest.raises(DamagedError, match="larger than 1000 bytes"):
        read(BytesIO(page), 0, most=1000)
    with pytest.raises(EOFError):
        read(BytesIO(three), len(three), most=MOST)


@given(at=st.integers(1, 10**6))
@settings(deadline=None)
def test_a_segment_cut_anywhere_gives_what_is_whole(three: bytes, at: int) -> None:
    at %= len(three)
    heads = [found for found in walk(BytesIO(three)) if isinstance(found, Head)]
    whole = [str(number) for number, head in enumerate(heads) if head.end <= at]
    assert pages(three[:at]) == whole
    cut_within = at not in {0, *(head.end for head in heads)}
    assert [found.reason for found in damages(three[:at])] == ["the file ends within it"] * cut_within


@given(at=st.integers(0, 10**6), flip=st.integers(1, 255))
@settings(deadline=None)
def test_a_broken_byte_costs_one_record_and_nothing_untrue_is_read(three: bytes, at: int, flip: int) -> None:
    at %= len(three)
    broken = bytearray(three)
    broken[at] ^= flip
    heads = [found for found in walk(BytesIO(three)) if isinstance(found, Head)]
    hit = next(number for number, head in enumerate(heads) if head.start <= at < head.end)
    others = [str(number) for number in range(3) if number != hit]
    found = pages(bytes(broken))
    # A byte of a member's header, or one that the checksum does not cover, may be of no consequence.
    assert found in (others, ["0", "1", "2"], others[:hit])
    for head in walk(BytesIO(bytes(broken))):
        if isinstance(head, Head):
            record = read(BytesIO(bytes(broken)), head.start, most=MOST)
            assert digest(record.body) == record.head.digest


def test_half_a_record_is_no_record(three: bytes) -> None:
    with pytest.raises(CutError):
        read(BytesIO(three[:300]), 0, most=MOST)
    with pytest.raises(DamagedError, match="not a whole gzip member"):
        read(BytesIO(three[:250] + b"\xff" * 8 + three[258:]), 0, most=MOST)
    with pytest.raises(DamagedError, match="not a whole gzip member"):
        read(BytesIO(b"no gzip at all"), 0, most=MOST)
    with pytest.raises(DamagedError, match="not a WARC record"):
        read(BytesIO(gzip.compress(b"<html>a page</html>\r\n\r\n")), 0, most=MOST)
    with pytest.raises(DamagedError, match="bears no date"):
        read(BytesIO(gzip.compress(b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 0\r\n\r\n")), 0, most=MOST)


def test_a_bomb_is_walked_over_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_TRIES", 3)
    swollen = segment(tmp_path, [bytes(30 * 2**20)])
    assert len(swollen) < 2**17
    text, size, end = warc._unpack(BytesIO(swollen), 0, keep=1000)
    assert (len(text), end) == (1000, len(swollen))
    assert size > 30 * 2**20
    lookalikes = swollen[:200] + b"\x1f\x8b\x08" * 10 + swollen
    assert pages(lookalikes) == [], "so many places are tried and no more"
