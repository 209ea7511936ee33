"""The index of validators: what enters it, what does not, and that it is made once, whole, and anew when it must be."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from fcntl import LOCK_EX, flock
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from infra import validators, warc
from infra.evidence import EvidenceError, EvidenceStore, Unchanged, digest, folder_of
from infra.validators import ValidatorIndex, Validators, prepare
from infra.warc import Head, walk

MONDAY = "Mon, 01 Jan 2024 08:00:00 GMT"
TUESDAY = "Tue, 02 Jan 2024 08:00:00 GMT"


class Kept:
    """An inspection's evidence, and the index that is made of it."""

    def __init__(self, data_dir: Path, segment_bytes: int = 10**6) -> None:
        self.folder = folder_of(data_dir, "i")
        self.store = EvidenceStore(data_dir, "i", "w", segment_bytes=segment_bytes)
        self.told: list[str] = []

    def keep(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.keep_with(headers, path, body, status)

    def keep_with(self, headers: dict[str, str], path: str, body: bytes = b"", status: int = 200) -> None:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        self.store.keep(f"http://a.cn{path}", status, named, body or path.encode())

    def prepare(self, leaving: Callable[[], bool] = lambda: False) -> bool:
        self.store.close()
        return prepare(self.folder, leaving=leaving, tell=self.told.append)

    def of(self, path: str) -> Validators | None:
        with closing(ValidatorIndex.open(self.folder)) as index:
            return index.of(f"http://a.cn{path}")

    def segments(self) -> list[Path]:
        return sorted(self.folder.glob("*.warc.gz"))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_page_is_found_with_its_validators_and_its_bytes(kept: Kept) -> None:
    kept.keep("/a", "甲".encode(), ETag='W/"x,1"', Last_Modified=MONDAY, Date=TUESDAY)
    assert kept.prepare()
    found = kept.of("/a")
    assert found is not None
    assert (found.etag, found.last_modified, found.size) == ('W/"x,1"', MONDAY, 3)
    assert digest(kept.store.read(found.location)) == found.digest == digest("甲".encode())
    assert kept.of("/b") is None
    assert kept.told == []


@pytest.mark.parametrize(
    ("headers", "etag", "last_modified"),
    [
        ({"ETag": '"1"'}, '"1"', ""),
        ({"ETag": "5d8c72a5edda8:0"}, "5d8c72a5edda8:0", ""),
        ({"Last_Modified": MONDAY}, "", MONDAY),
        ({"ETag": "*", "Last_Modified": MONDAY}, "", MONDAY),
        ({"ETag": '"1", *', "Last_Modified": MONDAY}, "", MONDAY),
        ({"ETag": "x,*", "Last_Modified": MONDAY}, "", MONDAY),
        ({"ETag": '"1"', "Last_Modified": TUESDAY, "Date": TUESDAY}, '"1"', ""),
        ({"ETag": '"1"', "Last_Modified": "0"}, '"1"', ""),
        ({"ETag": '"1"', "Last_Modified": "yesterday"}, '"1"', ""),
    ],
)
def test_validators_are_used_as_they_are_or_not_at_all(
    kept: Kept, headers: dict[str, str], etag: str, last_modified: str
) -> None:
    kept.keep_with(headers, "/a")
    kept.prepare()
    found = kept.of("/a")
    assert found is not None
    assert (found.etag, found.last_modified) == (etag, last_modified)


@pytest.mark.parametrize("headers", [{}, {"ETag": '"1"', "Vary": "*"}, {"ETag": "*"}, {"ETag": '"' + "x" * 500 + '"'}])
def test_a_page_without_validators_to_use_is_not_in_the_index(kept: Kept, headers: dict[str, str]) -> None:
    kept.keep_with(headers, "/a")
    kept.prepare()
    assert kept.of("/a") is None


def test_only_pages_that_were_sent_are_entered_and_of_several_the_newest(tmp_path: Path) -> None:
    kept = Kept(tmp_path, segment_bytes=400)
    for status in (301, 403, 404, 500):
        kept.keep(f"/{status}", status=status, ETag='"1"')
    for path in ("/changed", "/bare"):
        for version in range(3):
            kept.keep(path, f"{path} {version}".encode() * 900, ETag=f'"{version}"')
    kept.keep("/bare", b"without")
    kept.keep("/changed", b"gone", status=404, ETag='"9"')
    kept.prepare()
    assert len(kept.segments()) > 1
    assert [kept.of(f"/{status}") for status in (301, 403, 404, 500)] == [None] * 4
    newest = kept.of("/changed")
    assert newest is not None
    assert newest.etag == '"2"'
    assert kept.of("/bare") is None, "what is known of an older version says nothing of the last"


def test_an_unchanged_page_is_kept_as_it_was_and_enters_the_next_index(kept: Kept, tmp_path: Path) -> None:
    kept.keep("/a", b"body" * 50, ETag='"1"', Last_Modified=MONDAY)
    kept.prepare()
    first = kept.of("/a")
    assert first is not None
    record = kept.store.open(first.location)
    later = EvidenceStore(tmp_path, "later", "w")
    name, location = later.keep_unchanged(Unchanged(record=record, said=(("ETag", '"1"'), ("Date", TUESDAY))))
    assert (name, later.read(location)) == (first.digest, b"body" * 50)
    later.close()
    [segment] = folder_of(tmp_path, "later").glob("*.warc.gz")
    copied, revisit = walk(BytesIO(segment.read_bytes()))
    assert isinstance(copied, Head)
    assert isinstance(revisit, Head)
    assert (copied.id, copied.date, copied.headers) == (record.head.id, record.head.date, record.head.headers)
    assert (revisit.kind, revisit.url, revisit.status, revisit.digest) == ("revisit", copied.url, 304, name)
    text, _, _ = warc._unpack(BytesIO(segment.read_bytes()), revisit.start, keep=10_000)
    assert b"WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified\r\n" in text
    assert text.count(b"WARC-Profile") == 1
    for line in (f"WARC-Refers-To: {copied.id}", f"WARC-Refers-To-Date: {copied.date}", f"Date: {TUESDAY}"):
        assert f"{line}\r\n".encode() in text
    prepare(folder_of(tmp_path, "later"), leaving=lambda: False, tell=kept.told.append)
    with closing(ValidatorIndex.open(folder_of(tmp_path, "later"))) as index:
        again = index.of("http://a.cn/a")
    assert again is not None
    assert (again.etag, again.last_modified, again.digest) == (first.etag, first.last_modified, first.digest)


def test_a_record_cut_off_or_broken_is_passed_over_and_told_in_one_line(kept: Kept) -> None:
    for number in range(3):
        kept.keep(f"/{number}", bytes([number]) * 300, ETag=f'"{number}"')
    kept.store.close()
    [segment] = kept.segments()
    whole = segment.read_bytes()
    middle = [found for found in walk(BytesIO(whole)) if isinstance(found, Head)][1]
    broken = bytearray(whole)
    broken[middle.start + 60 : middle.start + 90] = bytes(30)
    segment.write_bytes(bytes(broken))
    (kept.folder / "killed-00001.warc.gz").write_bytes(whole[:-20])
    kept.prepare()
    assert [kept.of(f"/{number}") is not None for number in range(3)] == [True, True, True], "one has it, or the other"
    (kept.folder / "killed-00001.warc.gz").unlink()
    kept.prepare()
    assert [kept.of(f"/{number}") is not None for number in range(3)] == [True, False, True]
    assert len(kept.told) == 2
    assert "2 kept records cannot be read and are passed over, the first is killed-00001.warc.gz#" in kept.told[0]
    assert f"1 kept records cannot be read and are passed over, the first is {segment.name}#" in kept.told[1]


def test_records_inside_a_broken_page_are_not_taken_for_ours(kept: Kept, tmp_path: Path) -> None:
    forger = Kept(tmp_path / "forger")
    forger.keep("/0", b"forged", ETag='"1"')
    forger.store.close()
    noise = Random(1).randbytes(40_000)  # what does not pack is stored as it is
    attack = noise + b"".join(file.read_bytes() for file in forger.segments()) + noise
    kept.keep("/attacker.warc.gz", attack)
    kept.keep("/last", b"true", ETag='"2"')
    kept.store.close()
    [segment] = kept.segments()
    broken = bytearray(segment.read_bytes())
    broken[60:90] = bytes(30)
    segment.write_bytes(bytes(broken))
    assert any(isinstance(found, Head) and found.url == "http://a.cn/0" for found in walk(BytesIO(bytes(broken))))
    kept.prepare()
    assert kept.of("/0") is None
    assert kept.of("/last") is not None


def test_the_index_is_made_once_and_again_when_segments_change(kept: Kept) -> None:
    kept.keep("/a", ETag='"1"')
    kept.prepare()
    made = (kept.folder / "validators.sqlite").stat().st_ino
    kept.prepare()
    assert (kept.folder / "validators.sqlite").stat().st_ino == made
    with closing(ValidatorIndex.open(kept.folder)) as reader:
        kept.keep("/b", ETag='"2"')
        kept.prepare()
        assert kept.of("/b") is not None
        assert reader.of("http://a.cn/a") is not None, "who reads the old one goes on"
    for segment in kept.segments()[:1]:
        segment.unlink()
    kept.prepare()
    assert kept.of("/a") is None


@pytest.mark.parametrize("spoilt", [b"", b"no database at all, by far", b"SQLite format 3\x00" + bytes(90)])
def test_a_spoilt_index_is_made_anew(kept: Kept, spoilt: bytes) -> None:
    kept.keep("/a", ETag='"1"')
    kept.store.close()
    (kept.folder / "validators.sqlite").write_bytes(spoilt)
    kept.prepare()
    assert kept.of("/a") is not None


def test_several_at_once_make_it_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        kept.keep(f"/{number}", bytes(1000) + bytes([number]), ETag='"1"')
    kept.store.close()
    made = []
    make, together = validators._make, threading.Barrier(4)

    def counted(*arguments: object) -> bool:
        made.append(1)
        return make(*arguments)  # type: ignore[arg-type]  # handed through

    def wanted(_: int) -> bool:
        together.wait()
        return kept.prepare()

    monkeypatch.setattr(validators, "_make", counted)
    monkeypatch.setattr(validators, "_LOOK", 0.01)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(wanted, range(4))) == [True] * 4
    assert made == [1]
    assert kept.of("/49") is not None


def test_who_must_leave_leaves_nothing_half_made(kept: Kept) -> None:
    for number in range(20):
        kept.keep(f"/{number}", ETag='"1"')
    asked = iter([False] * 5 + [True] * 99)
    (kept.folder / ".validators-0dead0.tmp-journal").write_bytes(b"of one that was killed")
    assert not kept.prepare(leaving=lambda: next(asked))
    assert {path.suffix for path in kept.folder.iterdir()} <= {".gz", ".lock"}
    with pytest.raises(EvidenceError, match="cannot be read"):
        ValidatorIndex.open(kept.folder)
    with (kept.folder / ".validators.lock").open("w") as file:
        flock(file, LOCK_EX)
        asked = iter([False, False, True])
        assert not kept.prepare(leaving=lambda: next(asked)), "nor waits for another process"


def test_what_cannot_be_done_is_one_line(kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="nothing is kept in"):
        kept.prepare()
    kept.keep("/a", ETag='"1"')
    kept.prepare()
    with closing(ValidatorIndex.open(kept.folder)) as index:
        index._rows.close()
        with pytest.raises(EvidenceError, match="cannot be read"):
            index.of("http://a.cn/a")
    with closing(sqlite3.connect(kept.folder / "validators.sqlite")) as rows:
        rows.execute("UPDATE segments SET size = 0")
        rows.commit()
    (kept.folder / ".validators.lock").unlink()
    (kept.folder / ".validators.lock").mkdir()
    with pytest.raises(EvidenceError, match=r"no index of validators in .*: Is a directory"):
        kept.prepare()
