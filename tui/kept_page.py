"""A kept page as an operator reads it: its text in lines, with the places marked that a finding speaks of.

Bytes come from strangers: what is read, unpacked and shown of them is bounded, and every line is made harmless. What is
no text says of what type and size it is.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

import orjson

from infra.plaintext import plain
from tui.marking import named_in, pattern_of
from tui.markup import lines_of

if TYPE_CHECKING:
    from infra.evidence import EvidenceStore
    from infra.warc import Record

#: Bytes of text that are shown, and of a body that is read for it.
MOST_TEXT: Final = 200_000
MOST_BODY: Final = 32 * 2**20
#: Places that are marked in one line: a page may repeat a word without end.
MOST_MARKS: Final = 100
_LOOKED_AT: Final = 8_000_000
#: How files begin that are no text.
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
#: Encodings that a page is believed to have when it names them: their letters read as GB18030 too, but wrongly.
_NAMED: Final = frozenset({"big5", "big5-hkscs"})
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedLine:
    """One line, and the places in it (from, before) that a finding speaks of."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """What was kept of a page, or why it cannot be shown."""

    fault: str = ""
    """Why the evidence cannot be opened; then nothing else is said."""
    url: str = ""
    status: int = 0
    media: str = ""
    """Type, as its bytes and headers tell."""
    size: int = 0
    received: str = ""
    """Beijing time, to the second."""
    is_text: bool = False
    lines: tuple[MarkedLine, ...] = ()
    cut: bool = False
    """Whether there is more text than ``MOST_TEXT`` bytes."""

    @property
    def places(self) -> int:
        """How many places are marked."""
        return sum(len(line.marks) for line in self.lines)


def open_page(store: "EvidenceStore", location: str, detail: Mapping[str, object]) -> KeptPage:
    """Open what is kept at a location, with what ``detail`` names marked. It reads a file, so keep it off the loop."""
    from infra.evidence import EvidenceError  # noqa: PLC0415 - the dashboard starts without archives

    try:
        record = store.open(location, most=MOST_BODY)
    except EvidenceError as error:
        return KeptPage(fault=str(error))
    media = _media(record)
    told = KeptPage(
        url=record.head.url,
        status=record.head.status,
        media=media,
        size=len(record.body),
        received=f"{record.received:%Y-%m-%d %H:%M:%S}",
    )
    if not _is_text(media):
        return told
    search = pattern_of(named_in(detail))
    lines, cut = _within(_lines(record, media, search), len(record.body) > _LOOKED_AT)
    marked = tuple(MarkedLine(text=line, marks=_marks(line, search)) for line in lines)
    return replace(told, is_text=True, lines=marked, cut=cut)


def _media(record: "Record") -> str:
    """Tell the type: by the first bytes where they are sure, else as the server says, else by what bytes look like."""
    for start, media in _MAGIC:
        if record.body.startswith(start):
            return media
    said = record.head.header("content-type").partition(";")[0].strip().lower()
    if said:
        return plain(said, 60)
    return "application/octet-stream" if b"\0" in record.body[:2000] else "text/html"


def _is_text(media: str) -> bool:
    return media.startswith("text/") or media.endswith(("xml", "json", "javascript", "html"))


def _lines(record: "Record", media: str, search: re.Pattern[str] | None) -> Iterator[str]:
    text = _decoded(record)
    if "html" in media or text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        return lines_of(text, is_wanted=_wanted(search))
    return iter((_spread(text) if media.endswith("json") else text).splitlines())


def _spread(text: str) -> str:
    """Write JSON with one value a line and its letters as letters; what is no JSON stays as it is."""
    try:
        return orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2).decode()
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return text


def _wanted(search: re.Pattern[str] | None) -> Callable[[str], bool] | None:
    return None if search is None else lambda text: search.search(text) is not None


def _decoded(record: "Record") -> str:
    """Read bytes as UTF-8, Big5 where the page says so, or GB18030, where all of them are that; else as it goes."""
    body = record.body[:_LOOKED_AT]
    whole = len(body) == len(record.body)
    said = record.head.header("content-type").encode(errors="replace"), body[:2000]
    named = [name for text in said if (name := _charset(text)) in _NAMED]
    for name in ("utf-16", "utf-8") if body.startswith(_UTF_16) else ("utf-8", *named, "gb18030"):
        try:
            return codecs.getincrementaldecoder(name)().decode(body, final=whole).removeprefix("\ufeff")
        except UnicodeError:
            continue
    return body.decode("utf-8", "replace")


def _charset(text: bytes) -> str:
    found = _CHARSET.search(text)
    return found[1].decode().lower() if found else ""


def _within(lines: Iterable[str], more: bool) -> tuple[list[str], bool]:
    """Give the lines that fit, each harmless, and whether there are more."""
    kept: list[str] = []
    room = MOST_TEXT
    for line in lines:
        text = plain(line)
        room -= len(text.encode()) + 1
        if room < 0:
            return kept, True
        if text:
            kept.append(text)
    return kept, more


def _marks(line: str, search: re.Pattern[str] | None) -> tuple[tuple[int, int], ...]:
    if search is None:
        return ()
    found = islice(search.finditer(line), MOST_MARKS)
    return tuple(match.span() for match in found if match.end() > match.start())
