"""Which addresses are files: quickly told, and by the same rule as by the patterns alone."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spiders.reading.attachments import EXTENSIONS, is_file

_ANY = "|".join(EXTENSIONS)
_FILE = re.compile(
    rf"\.(?:{_ANY})(?:[?#].*)?\Z|[?&=][^?&=#/]{{1,200}}\.(?:{_ANY})(?:[&#].*)?\Z",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|DownloadAttach|downloadFile|/attachment/|filedownload|/_content/download",
    re.IGNORECASE,
)

#: What the rule looks at, and what stands around it; letters that only Unicode folds to those of an extension too.
PIECES = st.sampled_from(
    [
        *EXTENSIONS,
        *("downfile.jsp", "download.jsp", "DownloadAttach", "downloadFile", "/attachment/", "filedownload"),
        *("/_content/download", "attach", "down", "PDF", "Doc", "xlſ", "zıp", "zİp", "ſp", "html", "jsp"),
        *(".", "/", "?", "&", "=", "#", ";", "a", "t2024_1", "\n", " ", "附件", "http://www.lianhu.gov.cn"),
    ]
)
ADDRESSES = st.one_of(st.lists(PIECES, max_size=9).map("".join), st.text(max_size=40))


def by_patterns(url: str) -> bool:
    return bool(_FILE.search(url) or _DOWNLOAD.search(url))


@given(ADDRESSES)
@example("pdf")
@example("http://a.cn/x=notice.pdf&from=list")
@example("http://a.cn/notice.pdf\n")
@example("http://a.cn/notice.xlſ")
@example("http://a.cn/v1.pdf/")
def test_the_quick_way_and_the_patterns_agree(url: str) -> None:
    assert is_file(url) is by_patterns(url)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/P020240105.PDF", True),
        ("/files/notice.docx?v=2", True),
        ("/module/download/downfile.jsp?classid=0&filename=2024.zip", True),
        ("/attachment/0/12345", True),
        ("/down?name=notice.ofd&id=1", True),
        ("/art/2024/1/5/art_12_345.html", False),
        ("/xiazai/downloads/index.html", False),
        ("/pdf", False),
        ("/", False),
    ],
)
def test_files_and_pages(path: str, told: bool) -> None:
    assert is_file("http://www.lianhu.gov.cn" + path) is told
