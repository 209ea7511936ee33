"""Archives in the place of the network: what they hold is answered as it was, of the rest nothing is said."""

import gzip
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from infra.evidence import EvidenceError, EvidenceStore
from spiders.fetching.replay import Archive, NotKeptError

PAGE = "<h1>关于印发实施方案的通知</h1>".encode()
MOST = 2**20


def archived(path: Path, *rows: tuple[str, int, dict[str, str], bytes], date: str = "2024-02-20T08:00:00Z") -> Path:
    """A segment as crawlers of other makers write it: bodies as they came over the wire."""
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=True)
        records = [writer.create_warcinfo_record(path.name, {"software": "another"})]
        for url, status, headers, body in rows:
            http = StatusAndHeaders(f"{status} X", list(headers.items()), protocol="HTTP/1.1")
            records.append(
                writer.create_warc_record(
                    url, "response", payload=BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": date}
                )
            )
        for record in records:
            with closing(record.raw_stream):
                writer.write_record(record)
    return path


async def opened(*files: Path) -> Archive:
    return await Archive.open(files, tell=pytest.fail)


async def test_a_body_is_unpacked_and_its_moment_kept(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    wire = {"Content-Type": "text/html", "Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    archive = await opened(archived(tmp_path / "a.warc.gz", ("http://www.a.gov.cn:80/t1.html#x", 200, wire, chunked)))
    head, body = archive.answer("http://www.a.gov.cn/t1.html", most=MOST)
    assert (head.status, body, head.date) == (200, PAGE, "2024-02-20T08:00:00Z")


async def test_of_several_answers_the_newest_counts_whatever_file_it_is_in(tmp_path: Path) -> None:
    url = "http://www.a.gov.cn/"
    new = archived(tmp_path / "new.warc.gz", (url, 200, {}, b"new"), date="2024-02-21T00:00:00Z")
    old = archived(tmp_path / "old.warc.gz", (url, 200, {}, b"old"), ("http://b.cn/", 404, {}, b"gone"))
    archive = await opened(new, old)
    assert archive.answer(url, most=MOST)[1] == b"new"
    assert archive.answer("http://b.cn/", most=MOST)[0].status == 404
    assert len(archive) == 2


async def test_what_is_lacking_too_large_or_damaged_is_told_apart(tmp_path: Path) -> None:
    rows: list[tuple[str, int, dict[str, str], bytes]] = [
        (f"http://a.cn/{name}", 200, {}, name.encode() * 500) for name in ("one", "two", "three")
    ]
    path = archived(tmp_path / "a.warc.gz", *rows)
    archive = await opened(path)
    with pytest.raises(NotKeptError):
        archive.answer("http://a.cn/four", most=MOST)
    with pytest.raises(DownloadCancelledError):
        archive.answer("http://a.cn/two", most=1499)
    assert len(archive.answer("http://a.cn/two", most=1500)[1]) == 1500
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ResponseDataLossError):
        archive.answer("http://a.cn/three", most=MOST)
    lines: list[str] = []
    assert len(await Archive.open([path], tell=lines.append)) == 2
    assert lines == ["a.warc.gz: 1 records are damaged and left out"]


async def test_a_file_without_answers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    with pytest.raises(EvidenceError, match="no answer of any page in it"):
        await Archive.open([tmp_path / "page.html"], tell=lambda _: None)
    with pytest.raises(EvidenceError, match="No such file"):
        await opened(tmp_path / "none.warc.gz")


async def test_an_address_that_gave_the_same_body_as_another_answers_with_its_own_head(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path, "q1", "w")
    store.keep("http://a.cn/1", 404, [("Content-Type", "text/html")], b"gone")
    store.keep("http://a.cn/2", 404, [("Content-Type", "text/html")], b"gone", each=True)
    store.keep("http://a.cn/3", 301, [("Location", "/2")], b"")
    store.keep("http://a.cn/4", 302, [("Location", "/1")], b"", each=True)
    store.keep("http://a.cn/5", 404, [], b"gone")
    store.close()
    archive = await opened(*(tmp_path / "evidence" / "q1").iterdir())
    assert [archive.answer(f"http://a.cn/{at}", most=MOST)[1] for at in (1, 2, 3, 4)] == [b"gone", b"gone", b"", b""]
    head, _ = archive.answer("http://a.cn/4", most=MOST)
    assert (head.status, head.header("location")) == (302, "/1")
    with pytest.raises(NotKeptError):
        archive.answer("http://a.cn/5", most=MOST)
