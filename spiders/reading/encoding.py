"""Which encoding a page is really in: settled by trial, never by trust.

Declared charsets of government pages are often wrong, and statistical detectors take undeclared GBK for cp1250. So:
byte order mark, NUL pattern of UTF-16, strict UTF-8, strict GB18030 (which holds GBK and GB2312), and only then
resiliparse. What the page declared is kept beside it, for a declaration that lies is worth knowing.
"""

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

#: Characters of a page that are read; what follows is no page for people.
MAX_CHARACTERS = 4_000_000

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Cut bodies end inside a character: this many bytes at the end may fail.
_TAIL = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as text; ``encoding`` is what it is in, ``declared`` what the header or the page says (lower case)."""

    text: str
    encoding: str
    declared: str


def decode(body: bytes, charset: str = "") -> Decoded:
    """Decode a body; never fails: what no encoding explains is replaced by U+FFFD."""
    declared = _declared(body, charset)
    body = body[: MAX_CHARACTERS * 3]
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(_cut(body[len(mark) :].decode(name, "replace")), name, declared)
    name = _utf16_by_nulls(body)
    if name:
        return Decoded(_cut(body.decode(name, "replace")), name, declared)
    for name in ("utf-8", "gb18030"):
        text = _strictly(body, name)
        if text is not None:
            return Decoded(_cut(text), name, declared)
    name = _guess(body)
    return Decoded(_cut(body.decode(name, "replace")), name, declared)


def _declared(body: bytes, charset: str) -> str:
    if charset:
        return charset.strip().lower()[:40]
    match = _DECLARED.search(body, 0, 8192) or _XML_DECLARED.match(body, 0, 200)
    return match.group(1).decode("ascii").lower() if match else ""


def _utf16_by_nulls(body: bytes) -> str:
    """UTF-16 without a mark: markup is ASCII, so every other byte of its beginning is NUL."""
    head = body[:200]
    if len(head) < 4 or b"\0" not in head:
        return ""
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.6 and head[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[::2].count(0) > half * 0.6 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - _TAIL and error.start:
            return body[: error.start].decode(name)
        return None


def _guess(body: bytes) -> str:
    """Resiliparse's opinion; a mostly valid UTF-8 or GB18030 page (one broken byte) keeps its own encoding."""
    sample = body[:65536]
    for name in ("utf-8", "gb18030"):
        text = sample.decode(name, "replace")
        if text.count("\ufffd") * 200 < len(text):
            return name
    guess = detect_encoding(sample) or "utf-8"
    try:
        return codecs.lookup(guess).name
    except LookupError:
        return "utf-8"


def _cut(text: str) -> str:
    return text[:MAX_CHARACTERS]
