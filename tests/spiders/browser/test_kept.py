"""What a browser made of a page is kept beside what the server sent, and neither is taken for the other."""

import gzip
from contextlib import closing
from pathlib import Path

from infra.evidence import EvidenceStore, digest, folder_of
from infra.validators import ValidatorIndex, prepare
from spiders.fetching.replay import Archive

URL = "http://a.cn/列表/"
SENT, SHOWN = b"<div id=app></div>", "<!DOCTYPE html><ul><li>一条</li></ul>".encode()


def kept(folder: Path) -> tuple[EvidenceStore, str, str]:
    """A store that holds an answer and what became of it; their places."""
    store = EvidenceStore(folder, "i", "w")
    name, sent = store.keep(URL, 200, [("ETag", '"1"')], SENT)
    _, shown = store.keep_rendered(URL, SHOWN, name)
    return store, sent, shown


def test_both_open_and_the_rendered_page_names_what_it_was_made_of(tmp_path: Path) -> None:
    store, sent, shown = kept(tmp_path)
    with closing(store):
        assert store.read(sent) == SENT
        record = store.open(shown)
        assert (record.body, record.head.kind, record.head.digest) == (SHOWN, "conversion", digest(SHOWN))
        lines = gzip.decompress(record.raw).split(b"\r\n")
        [of], [at] = ([line for line in lines if line.startswith(b"WARC-Refers-To-" + name)] for name in (b"T", b"D"))
        assert of.decode() == f"WARC-Refers-To-Target-URI: {store.open(sent).head.url}"
        assert at.decode() == f"WARC-Refers-To-Date: {store.open(sent).head.date}"
        assert store.keep_rendered(URL, SHOWN, digest(SENT)) == (digest(SHOWN), shown), "once is enough"


async def test_replays_and_the_next_inspection_go_by_what_the_server_sent(tmp_path: Path) -> None:
    store, sent, _ = kept(tmp_path)
    store.close()
    folder = folder_of(tmp_path, "i")
    archive = await Archive.open(list(folder.iterdir()), tell=lambda line: None)
    [url] = archive._newest
    assert archive.answer(url, most=1000)[1] == SENT
    assert prepare(folder, leaving=lambda: False, tell=lambda line: None)
    with closing(ValidatorIndex.open(folder)) as index:
        validators = index.of(URL)
    assert validators is not None
    assert (validators.location, validators.digest) == (sent, digest(SENT))
