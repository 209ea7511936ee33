"""What is kept can be read back, from the place that was named, whatever happened since."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.evidence import EvidenceError, EvidenceStore, digest


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EvidenceStore]:
    with closing(EvidenceStore(tmp_path, "2024q1", "host-1-ab", segment_bytes=2000)) as opened:
        yield opened


@settings(max_examples=30, deadline=None)
@given(bodies=st.lists(st.binary(max_size=400), max_size=20))
def test_every_body_comes_back_from_its_place(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]) -> None:
    store = EvidenceStore(tmp_path_factory.mktemp("evidence"), "i", "w", segment_bytes=1000)
    places = [store.keep(f"http://a.cn/页?i={n}", 200, [("X", "中")], body) for n, body in enumerate(bodies)]
    for body, (name, location) in zip(bodies, places, strict=True):
        assert name == digest(body)
        assert store.read(location) == body
    store.close()


def test_a_body_already_kept_is_not_written_again(store: EvidenceStore) -> None:
    first = store.keep("http://a.cn/1", 404, [], b"not found")
    assert store.keep("http://a.cn/2", 404, [], b"not found") == first


def test_segments_are_closed_when_full_and_a_restart_takes_new_ones(store: EvidenceStore, tmp_path: Path) -> None:
    for number in range(30):
        store.keep("http://a.cn/", 200, [], str(number).encode() * 500)
    store.close()
    again = EvidenceStore(tmp_path, "2024q1", "host-1-ab")
    _, location = again.keep("http://a.cn/", 200, [], b"after the restart")
    assert again.read(location) == b"after the restart"
    again.close()
    assert len(list((tmp_path / "evidence" / "2024q1").iterdir())) > 2


def test_transfer_headers_do_not_contradict_the_decoded_body(store: EvidenceStore, tmp_path: Path) -> None:
    headers = [("Content-Encoding", "gzip"), ("Content-Length", "3"), ("Transfer-Encoding", "chunked")]
    _, location = store.keep("http://a.cn/", 200, headers, b"decoded body")
    assert store.read(location) == b"decoded body"


@pytest.mark.parametrize("location", ["", "no-offset", "../../etc/passwd#0", "/etc/passwd#0", "a.warc.gz#-1", "x#y"])
def test_a_location_that_is_none_is_refused(store: EvidenceStore, location: str) -> None:
    with pytest.raises(EvidenceError, match="is not SEGMENT#OFFSET"):
        store.read(location)


def test_a_missing_segment_is_one_clear_line(store: EvidenceStore) -> None:
    with pytest.raises(EvidenceError, match=r"gone\.warc\.gz cannot be read"):
        store.read("gone.warc.gz#0")


def test_a_disk_that_refuses_is_said_and_later_writes_work_again(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("a file where the folder should be")
    store = EvidenceStore(tmp_path, "i", "w")
    with pytest.raises(EvidenceError, match="evidence cannot be written"):
        store.keep("http://a.cn/", 200, [], b"body")
    (tmp_path / "evidence").unlink()
    _, location = store.keep("http://a.cn/", 200, [], b"body")
    assert store.read(location) == b"body"
    store.close()


def test_half_a_record_is_not_given_for_a_whole_one(store: EvidenceStore, tmp_path: Path) -> None:
    _, location = store.keep("http://a.cn/", 200, [], bytes(range(256)) * 8)
    store.close()
    [segment] = (tmp_path / "evidence" / "2024q1").iterdir()
    segment.write_bytes(segment.read_bytes()[:-30])
    with pytest.raises(EvidenceError, match=r"#0 is damaged: the file ends within it"):
        store.read(location)
    with pytest.raises(EvidenceError, match="no evidence at"):
        store.read(location.replace("#0", "#99999"))
